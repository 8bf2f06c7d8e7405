"""Middleware: what no request may be, what every answer carries, how long a session lasts."""

import time
import uuid
from collections.abc import Callable
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import logout
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from rencai.org.audit import record
from rencai.org.passwords import is_outdated
from rencai.org.signin import acting

Answer = Callable[[HttpRequest], HttpResponseBase]

METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS"})
UPLOADS = "/imports/"
# Boundaries and the other fields of a form that carries a file of exactly the permitted size.
FORM_AROUND_A_FILE = 65_536
HEADERS = {
    "X-Frame-Options": "DENY",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Permitted-Cross-Domain-Policies": "none",
    "Permissions-Policy": "accelerometer=(), camera=(), geolocation=(), gyroscope=(), magnetometer=(), "
    "microphone=(), payment=(), usb=(), browsing-topics=()",
}
IDLE = 30 * 60
IDLE_ADMINISTRATOR = 15 * 60
ABSOLUTE = 12 * 3600
SAVE_EVERY = 60
# A clock set back must not lengthen a session; machines that share a database may differ by a little.
CLOCKS_DIFFER = 120


def guard(answer: Answer) -> Answer:
    """Refuses malformed and oversized requests before their body is read; headers on every answer."""

    def guarded(request: HttpRequest) -> HttpResponseBase:
        request.id = uuid.uuid4().hex  # type: ignore[attr-defined]
        response = _refusal(request) or answer(request)
        if _leads_htmx_to_sign_in(request, response):
            response = HttpResponseClientRedirect(response["Location"])
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        # Pages and files hold personal data; what may be kept (static files) says so itself.
        response.headers.setdefault("Cache-Control", "no-store")
        response["X-Request-ID"] = request.id  # type: ignore[attr-defined]
        return response

    return guarded


def _refusal(request: HttpRequest) -> HttpResponse | None:
    if request.method not in METHODS:
        return _refused(405, "请求方式不支持", "请使用页面上的按钮和链接操作。")
    if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
        return _refused(400, "请求有误", "地址中含有不允许的字符，请从页面上的链接进入。")
    if "Transfer-Encoding" in request.headers and "Content-Length" not in request.headers:
        return _refused(411, "请求有误", "请求没有说明大小，请换用浏览器直接访问。")
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not (length.isascii() and length.isdigit()):
        return _refused(400, "请求有误", "请求的大小不正确，请返回上一页重试。")
    if int(length) > _longest(request):
        return _refused(413, "提交的内容过大", "单个文件不能超过20MB，表单不能超过2.5MB，请分批提交。")
    return None


def _longest(request: HttpRequest) -> int:
    if request.path_info.startswith(UPLOADS):
        return int(settings.UPLOAD_LIMIT) + FORM_AROUND_A_FILE
    return int(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)


def _refused(status: int, heading: str, advice: str) -> HttpResponse:
    page = render_to_string("ui/error.html", {"heading": heading, "advice": advice, "status": status})
    return HttpResponse(page, status=status)


def _leads_htmx_to_sign_in(request: HttpRequest, response: HttpResponseBase) -> bool:
    """A part of a page must not be filled with the sign-in page: the whole page goes there."""
    goes_to = response.headers.get("Location", "") if response.status_code == 302 else ""
    return "HX-Request" in request.headers and goes_to.startswith(settings.LOGIN_URL)


def session_limits(answer: Answer) -> Answer:
    """Ends sessions that idle or last too long; nothing but a new password opens where one is due."""

    def limited(request: HttpRequest) -> HttpResponseBase:
        user = request.user
        if not user.is_authenticated:
            return answer(request)
        now = time.time()
        if _is_over(request, now):
            logout(request)
            return redirect(f"{reverse('login')}?{urlencode({'ended': 1, 'next': request.path})}")
        if now - request.session.get("seen", 0) >= SAVE_EVERY:
            request.session["seen"] = now
            request.session.setdefault("started", now)
        if _owes_a_password(request):
            return redirect("password")
        response = answer(request)
        if response.status_code == 403:
            _note_refusal(request)
        return response

    return limited


def _note_refusal(request: HttpRequest) -> None:
    with transaction.atomic():
        detail = {"方式": request.method, "地址": request.path_info[:200]}
        record("访问被拒绝", by=acting(request), result="拒绝", detail=detail, changes=False)


def _is_over(request: HttpRequest, now: float) -> bool:
    started, seen = request.session.get("started", now), request.session.get("seen", now)
    idle = IDLE_ADMINISTRATOR if acting(request).is_administrator else IDLE
    is_back_in_time = max(started, seen) > now + CLOCKS_DIFFER
    return now - seen > idle or now - started > ABSOLUTE or is_back_in_time


def _owes_a_password(request: HttpRequest) -> bool:
    user = acting(request)
    due = user.must_change_password or is_outdated(user.password_set_at)
    return due and request.path_info not in {reverse("password"), reverse("logout")}
