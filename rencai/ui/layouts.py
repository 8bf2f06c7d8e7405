"""Saved column layouts, kept in the user's own browser, signed; nothing personal is in them."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse

from rencai.ui.figures import Figure

USUAL = "默认"
AT_MOST = 8
LONGEST_NAME = 20
A_YEAR = 365 * 24 * 3600


def saved(request: HttpRequest, figure: Figure) -> dict[str, list[str]]:
    """Column names by layout name, for this figure and this user; a cookie of somebody else's counts as none."""
    text = request.COOKIES.get(_cookie(figure), "")
    try:
        found: Any = signing.loads(text, salt=_salt(request)) if text else {}
    except signing.BadSignature:
        return {}
    known = {column.name for column in figure.columns}
    return {name: [column for column in columns if column in known] for name, columns in found.items()}


def usual(request: HttpRequest, figure: Figure) -> list[str]:
    """The columns of the layout named 默认, which is shown where the address names no columns."""
    return saved(request, figure).get(USUAL, [])


def keep(request: HttpRequest, response: HttpResponse, figure: Figure, name: str, columns: Sequence[str]) -> None:
    """Add a layout, or replace the one of that name. Raises ValueError, in the user's words."""
    layouts = {other: found for other, found in saved(request, figure).items() if other != name}
    if not name or len(name) > LONGEST_NAME:
        raise ValueError(f"版式名称须为1至{LONGEST_NAME}个字。")
    if not columns:
        raise ValueError("请至少选择一列。")
    if len(layouts) >= AT_MOST:
        raise ValueError(f"每个名单最多保存{AT_MOST}个版式，请先删除一个。")
    _write(request, response, figure, {**layouts, name: list(columns)})


def drop(request: HttpRequest, response: HttpResponse, figure: Figure, name: str) -> None:
    layouts = {other: found for other, found in saved(request, figure).items() if other != name}
    _write(request, response, figure, layouts)


def _write(request: HttpRequest, response: HttpResponse, figure: Figure, layouts: Mapping[str, list[str]]) -> None:
    text = signing.dumps(dict(layouts), salt=_salt(request), compress=True)
    response.set_cookie(
        _cookie(figure), text, max_age=A_YEAR, httponly=True, samesite="Lax", secure=request.is_secure()
    )


def _cookie(figure: Figure) -> str:
    return f"rencai-layouts-{figure.key}"


def _salt(request: HttpRequest) -> str:
    return f"rencai.layouts.{request.user.pk}"
