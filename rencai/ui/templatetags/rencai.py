"""The house tag library; built in to every template."""

from django import template

register = template.Library()
