"""Middleware."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

Answer = Callable[[HttpRequest], HttpResponseBase]


def guard(answer: Answer) -> Answer:
    """Passes everything for now."""
    return answer


def session_limits(answer: Answer) -> Answer:
    """Passes everything for now."""
    return answer
