"""Addresses of pages of training, as tests write them, and the day on which they are opened."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone


def today() -> date:
    return timezone.localdate()


def url(name: str, *args: Any, query: str = "") -> str:
    """The route for these objects or keys."""
    return reverse(name, args=[getattr(one, "pk", one) for one in args]) + query
