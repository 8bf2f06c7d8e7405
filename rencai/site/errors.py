"""Error pages: short, in Chinese, without anything from inside."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def _page(request: HttpRequest | None, status: int, heading: str, advice: str) -> HttpResponse:
    return render(request, "ui/error.html", {"heading": heading, "advice": advice, "status": status}, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 400, "请求有误", "请返回上一页重试；若文件过大或表单项过多，请分批提交。")


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 403, "没有权限", "您的角色不能进行这项操作。如工作需要，请联系安全管理员。")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _page(request, 403, "页面已过期", "为防止伪造提交，请刷新原页面后再提交一次。")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 404, "没有找到", "该内容不存在，或不在您的工作范围内。")


def server_error(request: HttpRequest) -> HttpResponse:
    # Without the request: what failed may be the very thing the page shell asks for.
    return _page(None, 500, "系统出错", "本次操作没有保存。请稍后再试；若再次出现，请把时间告诉系统管理员。")
