"""Sign-in in its steps: password, code, authenticator, new password."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from rencai.org import second_factor, signin
from rencai.org.actions.passwords import change_password
from rencai.org.forms.choices import posted
from rencai.org.forms.signing_in import CodeForm, NewPasswordForm, SignInForm
from rencai.org.models import User
from rencai.org.passwords import profile

Step = Callable[[HttpRequest, User, signin.Pending], HttpResponse]


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def login(request: HttpRequest) -> HttpResponse:
    """Name and password."""
    goes_to = safe_next(request)
    if request.user.is_authenticated and request.method != "POST":
        return redirect(goes_to)
    form = SignInForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            user = signin.check_password(request, form.cleaned_data["username"], form.cleaned_data["password"])
        except signin.Paused:
            return signin.paused(request)
        except signin.Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            signin.begin(request, user, goes_to)
            return _go_on(request)
    return render(request, "org/login.html", {"form": form, "next": goes_to, "ended": "ended" in request.GET})


def step(name: str) -> Callable[[Step], Callable[[HttpRequest], HttpResponse]]:
    """A page that opens only to somebody for whom the step called `name` is the next one of signing in."""

    def decorate(view: Step) -> Callable[[HttpRequest], HttpResponse]:
        @login_not_required
        @require_http_methods(["GET", "HEAD", "POST"])
        @wraps(view)
        def stepped(request: HttpRequest) -> HttpResponse:
            found = signin.pending(request)
            if found is None:
                return redirect("login")
            user, state = found
            due = signin.next_step(user, state)
            if due != name:
                return _go_on(request)
            return view(request, user, state)

        return stepped

    return decorate


@step("login-code")
def code(request: HttpRequest, user: User, state: signin.Pending) -> HttpResponse:
    """The code of the authenticator."""
    form = CodeForm(posted(request))
    if request.method == "POST":
        if form.is_valid() and second_factor.accepts(user, form.cleaned_data["code"]):
            signin.pass_code(request, user, state)
            return _go_on(request)
        if not signin.fail_code(request, user, state):
            return redirect("login")
        form.add_error("code", second_factor.WRONG)
    return render(request, "org/code.html", {"form": form})


@step("login-second-factor")
def set_up(request: HttpRequest, user: User, state: signin.Pending) -> HttpResponse:
    """An administrator without an authenticator sets one up before anything else."""
    form = CodeForm(posted(request))
    if request.method == "POST":
        if form.is_valid() and second_factor.confirm(user, form.cleaned_data["code"]):
            signin.pass_code(request, user, state)
            return _go_on(request)
        form.add_error("code", second_factor.WRONG)
    device = second_factor.proposed(user)
    context = {"form": form, "picture": second_factor.picture(device), "secret": second_factor.secret(device)}
    return render(request, "org/second_factor.html", {**context, "signing_in": True})


@step("login-password")
def first_password(request: HttpRequest, user: User, state: signin.Pending) -> HttpResponse:
    """A first or outdated password is replaced before anything else."""
    form = NewPasswordForm(user, posted(request))
    if request.method == "POST" and form.is_valid():
        change_password(user, form.cleaned_data["new"])
        signin.complete(request, user)
        return redirect(state.next)
    return render(request, "org/new_password.html", {"form": form, "advice": profile().advice})


def _go_on(request: HttpRequest) -> HttpResponse:
    """To the next step, or signed in when none is left."""
    found = signin.pending(request)
    if found is None:
        return redirect("login")
    user, state = found
    due = signin.next_step(user, state)
    if due is not None:
        return redirect(due)
    signin.complete(request, user)
    return redirect(state.next)


def safe_next(request: HttpRequest) -> str:
    """Where `next` leads if that is a page of this installation, else the start page."""
    wanted = request.POST.get("next") or request.GET.get("next") or "/"
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if is_ours and wanted.startswith("/") else "/"
