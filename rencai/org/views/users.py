"""Users, for the security administrator."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rencai.org import actions, second_factor, signin
from rencai.org.access import Ability, requires
from rencai.org.forms.choices import posted, show
from rencai.org.forms.users import AccessForm, DisableForm, NewUserForm
from rencai.org.models import Role, User

PER_PAGE = 50


def after_proof(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A view that needs password or code of the last five minutes; without, the proof is asked for first."""

    @wraps(view)
    def proven(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not signin.recently_verified(request):
            return signin.ask_again(request, reverse("user", kwargs=kwargs) if kwargs else reverse("user-add"))
        return view(request, *args, **kwargs)

    return proven


@requires(Ability.MANAGE_USERS)
@require_GET
def users(request: HttpRequest) -> HttpResponse:
    """All users the administrator looks after."""
    rows = User.objects.visible_to(request.user).select_related("unit", "section", "area").order_by("username")
    wanted = {name: request.GET.get(name, "").strip() for name in ("q", "role", "state")}
    if wanted["q"]:
        rows = rows.filter(Q(username__icontains=wanted["q"]) | Q(name__icontains=wanted["q"]))
    if wanted["role"] in Role.values:
        rows = rows.filter(role=wanted["role"])
    if wanted["state"] in {"on", "off"}:
        rows = rows.filter(is_active=wanted["state"] == "on")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "org/users.html", {"page": page, "wanted": wanted, "roles": Role.choices})


@requires(Ability.MANAGE_USERS)
@after_proof
@require_http_methods(["GET", "HEAD", "POST"])
def add_user(request: HttpRequest) -> HttpResponse:
    """A new user; the first password is shown once."""
    by = signin.acting(request)
    form = NewUserForm(by, posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            user, password = actions.add_user(**form.cleaned_data, by=by)
        except ValidationError as error:
            show(form, error)
        else:
            return _show_password(request, user, password)
    return render(request, "org/user_add.html", {"form": form})


@requires(Ability.MANAGE_USERS)
@require_GET
def user(request: HttpRequest, pk: int) -> HttpResponse:
    """One user: what they are, and what can be done about it."""
    return _page(request, _one(request, pk))


@requires(Ability.MANAGE_USERS)
@after_proof
@require_POST
def change_access(request: HttpRequest, pk: int) -> HttpResponse:
    """Another role, unit, section or area."""
    one = _one(request, pk)
    form = AccessForm(signin.acting(request), request.POST)
    if form.is_valid():
        try:
            actions.change_role(one, **form.cleaned_data, by=signin.acting(request))
        except ValidationError as error:
            show(form, error)
        else:
            return redirect("user", pk=pk)
    return _page(request, _one(request, pk), access=form)


@requires(Ability.MANAGE_USERS)
@after_proof
@require_POST
def disable(request: HttpRequest, pk: int) -> HttpResponse:
    """The user can't sign in any more."""
    one = _one(request, pk)
    form = DisableForm(request.POST)
    if form.is_valid():
        try:
            actions.disable(one, reason=form.cleaned_data["reason"], by=signin.acting(request))
        except ValidationError as error:
            show(form, error)
        else:
            return redirect("user", pk=pk)
    return _page(request, _one(request, pk), disabling=form)


@requires(Ability.MANAGE_USERS)
@after_proof
@require_POST
def enable(request: HttpRequest, pk: int) -> HttpResponse:
    """The user may sign in again, with a new first password."""
    one = _one(request, pk)
    return _show_password(request, one, actions.enable(one, by=signin.acting(request)))


@requires(Ability.MANAGE_USERS)
@after_proof
@require_POST
def reset_password(request: HttpRequest, pk: int) -> HttpResponse:
    """A new first password, shown once."""
    one = _one(request, pk)
    try:
        password = actions.reset_password(one, by=signin.acting(request))
    except ValidationError as error:
        return _page(request, one, notices=[("danger", " ".join(error.messages))])
    return _show_password(request, one, password)


@requires(Ability.MANAGE_USERS)
@after_proof
@require_POST
def remove_second_factor(request: HttpRequest, pk: int) -> HttpResponse:
    """The user lost the telephone: the next sign-in goes without the old authenticator."""
    one = _one(request, pk)
    if one.pk == signin.acting(request).pk:
        return _page(request, one, notices=[("danger", "不能取消自己的动态口令，请由另一名安全管理员办理。")])
    second_factor.remove(one, by=signin.acting(request))
    return redirect("user", pk=pk)


def _one(request: HttpRequest, pk: int) -> User:
    rows = User.objects.visible_to(request.user).select_related("unit__area", "section", "area")
    return get_object_or_404(rows, pk=pk)


def _page(request: HttpRequest, one: User, **more: Any) -> HttpResponse:
    initial = {"role": one.role, "unit": one.unit, "section": one.section, "area": one.area}
    context = {
        "one": one,
        "is_oneself": one.pk == request.user.pk,
        "device": second_factor.device_of(one),
        "access": AccessForm(signin.acting(request), initial=initial),
        "disabling": DisableForm(),
    }
    return render(request, "org/user.html", context | more)


def _show_password(request: HttpRequest, one: User, password: str) -> HttpResponse:
    return render(request, "org/first_password.html", {"one": one, "password": password})
