"""Signing in: password, code, a new password where due; only after all of them a session belongs to a user."""

import time
from dataclasses import asdict, dataclass
from typing import Any, cast
from urllib.parse import urlencode

from django.contrib.auth import authenticate, login
from django.contrib.auth.signals import user_login_failed
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from rencai.org import second_factor
from rencai.org.actions.users import FIRST_PASSWORD_HOLDS, disable
from rencai.org.audit import record
from rencai.org.models import SignIn, User
from rencai.org.models.signins import KNOWN_FOR
from rencai.org.passwords import is_outdated
from rencai.org.throttle import client_address, is_paused

BACKEND = "django.contrib.auth.backends.ModelBackend"
RECENT = 5 * 60
PENDING_LASTS = 10 * 60
WRONG_CODES = 5
SESSIONS_AT_ONCE = 2
STALE_AFTER = KNOWN_FOR
WRONG = "登录名或密码不正确，或账号已停用。"
FIRST_PASSWORD_EXPIRED = "首次密码已超过24小时，请联系安全管理员重新发放。"  # noqa: S105
STALE = "账号超过90天未使用，已停用。请联系安全管理员。"


class Refused(Exception):
    """The sign-in stops here, for the reason given."""


class Paused(Exception):
    """Too many wrong tries: the password was not looked at."""


@dataclass
class Pending:
    """Somebody whose password was right and who isn't signed in yet."""

    user: int
    stamp: str
    at: float
    next: str
    wrong: int = 0
    code_given: bool = False


def check_password(request: HttpRequest, username: str, password: str) -> User:
    """The user of this name and password. Raises Paused or Refused; every outcome is in the audit chain."""
    address = client_address(request)
    if is_paused(username, address):
        raise Paused
    user = authenticate(request, username=username, password=password)
    if user is None:
        _note_failure(request, username, "暂停" if is_paused(username, address) else "失败")
        raise Refused(WRONG)
    assert isinstance(user, User)  # noqa: S101 - the one user model there is
    _refuse_old(user)
    return user


def _note_failure(request: HttpRequest, username: str, result: str) -> None:
    # What was typed as a name may be a password in the wrong box: only names that exist are written down.
    known = User.objects.filter(username=username).first()
    detail = {"地址": client_address(request)} | ({} if known else {"登录名": "不存在"})
    with transaction.atomic():
        record("登录", by=known, on=known, result=result, detail=detail, changes=False)


def _refuse_old(user: User) -> None:
    now = timezone.now()
    set_at = user.password_set_at
    if user.must_change_password and set_at is not None and now - set_at > FIRST_PASSWORD_HOLDS:
        with transaction.atomic():
            record("登录", by=user, on=user, result="首次密码过期", changes=False)
        raise Refused(FIRST_PASSWORD_EXPIRED)
    last = user.last_login or set_at
    if last is not None and now - last > STALE_AFTER:
        disable(user, reason="超过90天未登录", by=None)
        raise Refused(STALE)


def begin(request: HttpRequest, user: User, goes_to: str) -> None:
    """Remember in a fresh session that the password was right; nothing but the next step opens with it."""
    request.session.flush()
    request.session["pending"] = asdict(Pending(user.pk, user.get_session_auth_hash(), time.time(), goes_to))


def pending(request: HttpRequest) -> tuple[User, Pending] | None:
    """Who is between the password and the end of signing in, for ten minutes and while nothing about them changed."""
    kept: dict[str, Any] | None = request.session.get("pending")
    if kept is None:
        return None
    state = Pending(**kept)
    user = User.objects.filter(pk=state.user, is_active=True).first()
    in_time = 0 <= time.time() - state.at <= PENDING_LASTS
    if user is None or not in_time or not constant_time_compare(state.stamp, user.get_session_auth_hash()):
        request.session.flush()
        return None
    return user, state


def next_step(user: User, state: Pending) -> str | None:
    """The URL name of what must still be done before `user` is signed in; None when nothing is."""
    if not state.code_given:
        if second_factor.device_of(user) is not None:
            return "login-code"
        if user.is_administrator:
            return "login-second-factor"
    if user.must_change_password or is_outdated(user.password_set_at):
        return "login-password"
    return None


def pass_code(request: HttpRequest, user: User, state: Pending) -> None:
    """The code was right. Setting up an authenticator renews the stamp of the user, so it is taken again."""
    state.code_given, state.wrong, state.stamp = True, 0, user.get_session_auth_hash()
    request.session["pending"] = asdict(state)


def fail_code(request: HttpRequest, user: User, state: Pending) -> bool:
    """The code was wrong. False when that was once too often and the sign-in starts again from the password."""
    state.wrong += 1
    request.session["pending"] = asdict(state)
    with transaction.atomic():
        record("登录动态口令", by=user, on=user, result="失败", changes=False)
    if state.wrong < WRONG_CODES:
        return True
    request.session.flush()
    return False


def complete(request: HttpRequest, user: User) -> None:
    """Sign `user` in, in a session of its own; the oldest of more than two sessions ends."""
    request.session.pop("pending", None)
    with transaction.atomic():
        login(request, user, backend=BACKEND)
        request.session.save()
        record("登录", by=user, on=user, detail={"地址": client_address(request)}, changes=False)
        SignIn.objects.create(
            user=user,
            session_key=request.session.session_key or "",
            address=client_address(request),
            browser=request.headers.get("User-Agent", "")[:200],
        )
        _end_oldest(user)
    mark_verified(request.session)


def _end_oldest(user: User) -> None:
    too_many = list(SignIn.objects.open().filter(user=user)[SESSIONS_AT_ONCE:])
    Session.objects.filter(session_key__in=[one.session_key for one in too_many]).delete()
    SignIn.objects.filter(pk__in=[one.pk for one in too_many]).update(ended=timezone.now())


def mark_verified(session: SessionBase) -> None:
    """Password or code was just given in this session."""
    session["verified"] = time.time()


def recently_verified(request: HttpRequest) -> bool:
    """Whether the user gave password or code during the last five minutes; else send them to `verify?next=…`."""
    return 0 <= time.time() - request.session.get("verified", 0.0) <= RECENT


def acting(request: HttpRequest) -> User:
    """The signed-in user, for views that nobody else reaches."""
    return cast(User, request.user)


def ask_again(request: HttpRequest, goes_to: str = "") -> HttpResponse:
    """To the page that asks for password or code, and from there to `goes_to` or back to the page asked for."""
    return redirect(f"{reverse('verify')}?{urlencode({'next': goes_to or request.path})}")


def may_not_try(request: HttpRequest, user: User) -> bool:
    """Whether the password of the signed-in `user` was guessed at too often just now."""
    return is_paused(user.username, client_address(request))


def verify_again(request: HttpRequest, user: User, *, password: str = "", code: str = "") -> bool:
    """Whether the signed-in user gave the right password or code; the outcome is in the audit chain."""
    if code:
        right = second_factor.accepts(user, code)
    else:
        right = authenticate(request, username=user.username, password=password) is not None
    with transaction.atomic():
        record("再次验证身份", by=user, on=user, result="成功" if right else "失败", changes=False)
    if right:
        mark_verified(request.session)
    return right


def note_wrong_password(request: HttpRequest, user: User) -> None:
    """A wrong present password counts like a wrong one at sign-in."""
    user_login_failed.send(__name__, credentials={"username": user.username}, request=request)
    _note_failure(request, user.username, "失败")


def paused(request: HttpRequest, *_: object) -> HttpResponse:
    """The page for too many wrong tries, the same for names that exist and names that don't."""
    return render(request, "org/paused.html", status=429)
