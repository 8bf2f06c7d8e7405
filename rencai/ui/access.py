"""Who may open the generic pages; abilities are named here, what a role can do is the organisation's affair."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase

from rencai.ui.figures import FIGURES, Figure, Ratio

View = Callable[..., HttpResponseBase]


def asks(*abilities: str) -> Callable[[View], View]:
    """A view for users who have any one of `abilities`; others get 403. The abilities stay readable on the view."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            refuse_without(request.user, abilities)
            return view(request, *args, **kwargs)

        guarded.abilities = abilities  # type: ignore[attr-defined]
        return guarded

    return decorate


def refuse_without(user: Any, abilities: tuple[str, ...]) -> None:
    """Raises PermissionDenied for a user who has none of `abilities`."""
    if not any(user.may(ability) for ability in abilities):
        raise PermissionDenied("您的角色没有这项权限。")


def figure_for(user: Any, key: str) -> Figure | Ratio:
    """A published figure that `user` may open. Raises Http404 for an unknown key, PermissionDenied for no ability."""
    figure = FIGURES.get(key)
    if figure is None:
        raise Http404(key)
    refuse_without(user, figure.abilities)
    return figure


def figures_for(user: Any) -> list[Figure | Ratio]:
    """All published figures that `user` may open, in order of publishing."""
    return [figure for figure in FIGURES.values() if any(user.may(ability) for ability in figure.abilities)]
