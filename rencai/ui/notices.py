"""Sentences to the user about the request itself, shown above the page: what was ignored and why."""

from django.http import HttpRequest


def note(request: HttpRequest, text: str, kind: str = "warning") -> None:
    """Show `text` on the page this request ends in; `kind` is success, info, warning or danger."""
    request.notices = [*noted(request), (kind, text)]  # type: ignore[attr-defined]


def noted(request: HttpRequest) -> list[tuple[str, str]]:
    """(kind, text) of all sentences so far."""
    found: list[tuple[str, str]] = getattr(request, "notices", [])
    return found
