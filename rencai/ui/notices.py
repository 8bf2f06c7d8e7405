"""Sentences to the user about the request itself, shown above the page: what was ignored and why."""

from django.http import HttpRequest


def note(request: HttpRequest, text: str, kind: str = "warning") -> None:
    """Show `text` on the page this request ends in; `kind` is success, info, warning or danger."""
    notices = getattr(request, "notices", [])
    request.notices = [*notices, (kind, text)]  # type: ignore[attr-defined]
