"""One's own account: sessions, password, authenticator, and proving again that it is oneself."""

from django.contrib.auth import logout as end_session
from django.contrib.auth import update_session_auth_hash
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rencai.org import second_factor, signin
from rencai.org.actions.passwords import change_password
from rencai.org.actions.users import set_mailbox
from rencai.org.audit import record
from rencai.org.forms.choices import posted
from rencai.org.forms.signing_in import CodeForm, MailboxForm, OwnPasswordForm, PasswordAgainForm
from rencai.org.models import SignIn, User
from rencai.org.passwords import profile
from rencai.org.views.signing_in import safe_next


@require_GET
def account(request: HttpRequest) -> HttpResponse:
    """Who one is here, and where one is signed in."""
    user = myself(request)
    context = {
        "device": second_factor.device_of(user),
        "sign_ins": user.sign_ins.all()[:10],
        "session_key": request.session.session_key,
        "password_rule": profile().advice,
    }
    return render(request, "org/account.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def mailbox(request: HttpRequest) -> HttpResponse:
    """Where one's reminders go by mail."""
    user = myself(request)
    form = MailboxForm(posted(request), initial={"email": user.email})
    if request.method == "POST" and form.is_valid():
        set_mailbox(user, form.cleaned_data["email"], by=user)
        return redirect("account")
    return render(request, "org/mailbox.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    """End this session on the server."""
    user = myself(request)
    with transaction.atomic():
        SignIn.objects.open().filter(session_key=request.session.session_key).update(ended=timezone.now())
        record("退出", by=user, on=user, changes=False)
        end_session(request)
    return redirect("login")


@require_http_methods(["GET", "HEAD", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Change one's own password; other sessions end."""
    user = myself(request)
    if request.method == "POST" and signin.may_not_try(request, user):
        return signin.paused(request)
    form = OwnPasswordForm(user, posted(request))
    if request.method == "POST" and form.is_valid():
        change_password(user, form.cleaned_data["new"])
        update_session_auth_hash(request, user)
        signin.mark_verified(request.session)
        return redirect("account")
    if "present" in form.errors:
        signin.note_wrong_password(request, user)
    return render(request, "org/password.html", {"form": form, "advice": profile().advice})


@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Password or code again, before something that asks for it; then on to `next`."""
    user = myself(request)
    goes_to = safe_next(request)
    device = second_factor.device_of(user)
    form = CodeForm(posted(request)) if device else PasswordAgainForm(posted(request))
    if request.method == "POST" and signin.may_not_try(request, user):
        return signin.paused(request)
    if request.method == "POST" and form.is_valid():
        if signin.verify_again(request, user, **form.cleaned_data):
            return redirect(goes_to)
        form.add_error(None, second_factor.WRONG if device else "密码不正确。")
    return render(request, "org/verify.html", {"form": form, "next": goes_to})


@require_http_methods(["GET", "HEAD", "POST"])
def set_up_second_factor(request: HttpRequest) -> HttpResponse:
    """Set up an authenticator, or another one in its place; other sessions end."""
    user = myself(request)
    if not signin.recently_verified(request):
        return signin.ask_again(request)
    form = CodeForm(posted(request))
    if request.method == "POST":
        if form.is_valid() and second_factor.confirm(user, form.cleaned_data["code"]):
            update_session_auth_hash(request, user)
            signin.mark_verified(request.session)
            return redirect("account")
        form.add_error("code", second_factor.WRONG)
    device = second_factor.proposed(user)
    context = {"form": form, "picture": second_factor.picture(device), "secret": second_factor.secret(device)}
    return render(request, "org/second_factor.html", context)


@require_POST
def remove_second_factor(request: HttpRequest) -> HttpResponse:
    """Sign in with the password only; not for administrators."""
    user = myself(request)
    if not signin.recently_verified(request):
        return signin.ask_again(request, reverse("account"))
    if not user.is_administrator:
        second_factor.remove(user, by=user)
        update_session_auth_hash(request, user)
    return redirect("account")


def myself(request: HttpRequest) -> User:
    """The signed-in user, as a row of one's own."""
    return User.objects.visible_to(request.user).get(pk=request.user.pk)
