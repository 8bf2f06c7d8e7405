"""The home page: what waits for me, then the few figures of my scope."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rencai.org.access import Ability
from rencai.org.models import User
from rencai.ui import dashboard, scopes, todo
from rencai.ui.scopeform import scope_form
from rencai.ui.scopes import scope_of


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """For everybody signed in; figures only for those who may see figures."""
    user = request.user
    context: dict[str, object] = {"items": todo.waiting(user)}
    if isinstance(user, User) and user.may(Ability.SEE_FIGURES):
        scope = scope_of(request)
        revision = scopes.places().revision()
        context |= {
            "scope_form": scope_form(scope, revision),
            "cards": dashboard.cards(scope, revision),
            "charts": dashboard.charts(scope, revision),
        }
    return render(request, "site/home.html", context)
