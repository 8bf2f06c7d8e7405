"""What every page shows around its content."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, get_script_prefix, reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from rencai.org.access import Ability
from rencai.ui.notices import noted


@dataclass(frozen=True)
class Entry:
    """One line of the navigation: the URL `name` it opens for those who have one of `abilities` ("" = anybody)."""

    title: str
    name: str
    abilities: tuple[Ability, ...] = ()


@dataclass(frozen=True)
class Link:
    """An entry as one user sees it on one page."""

    title: str
    url: str
    current: bool


@dataclass(frozen=True)
class Group:
    """Entries under one title."""

    title: str
    entries: tuple[Link, ...]


@dataclass(frozen=True)
class Shell:
    """Context of ui/page.html; an anonymous visitor has no user, no groups and no search."""

    today: date
    home: str = "/"
    user: Any = None
    place: str = ""
    groups: tuple[Group, ...] = ()
    search: str = ""
    logout: str = ""


ENTRIES: tuple[tuple[str, tuple[Entry, ...]], ...] = (
    ("", (Entry("待办", "home"),)),
    (
        "人才信息库",
        (
            Entry("人员", "people-list", (Ability.SEE_PEOPLE,)),
            Entry("我的档案", "own-record", (Ability.SEE_OWN_RECORD,)),
            Entry("导入", "import-list", (Ability.IMPORT_PEOPLE,)),
            Entry("导出与审批", "export-list", (Ability.EXPORT, Ability.APPROVE_EXPORT)),
        ),
    ),
    (
        "培养与资格",
        (
            Entry("培训", "batch-list", (Ability.SEE_PEOPLE,)),
            Entry("考试", "sitting-list", (Ability.SEE_PEOPLE,)),
            Entry("证书与登记", "certificate-list", (Ability.SEE_PEOPLE,)),
            Entry("继续教育", "account-list", (Ability.SEE_PEOPLE,)),
            Entry("我的培训", "own-training", (Ability.SEE_OWN_RECORD,)),
            Entry("我的学时与证书", "own-account", (Ability.SEE_OWN_RECORD,)),
        ),
    ),
    (
        "数据与报告",
        (
            Entry("数据", "figure-list", (Ability.SEE_FIGURES,)),
            Entry("报告", "report-list", (Ability.SEE_REPORTS, Ability.WRITE_REPORT)),
            Entry("规则", "rule-list", (Ability.SEE_PEOPLE,)),
            Entry("规则测算", "run-list", (Ability.SEE_PEOPLE,)),
        ),
    ),
    (
        "管理",
        (
            Entry("单位", "units", (Ability.MANAGE_UNITS,)),
            Entry("区划", "areas", (Ability.MANAGE_UNITS,)),
            Entry("工作日历", "calendar", (Ability.MANAGE_UNITS,)),
            Entry("提醒记录", "reminder-list"),
            Entry("用户", "users", (Ability.MANAGE_USERS,)),
            Entry("审计", "audit", (Ability.READ_AUDIT,)),
            Entry("我的账号", "account"),
        ),
    ),
)


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context of the page shell, looked up only by templates that show it, and what was noted on the way."""
    return {"shell": SimpleLazyObject(lambda: _shell(request)), "notices": noted(request)}


def _shell(request: HttpRequest) -> Shell:
    # Pages refused before sign-in is known (a bad CSRF token, a bad host) have no user at all.
    user = getattr(request, "user", None)
    today = timezone.localdate()
    if user is None or not user.is_authenticated:
        return Shell(today)
    return Shell(
        today=today,
        home=_url("home") or "/",
        user=user,
        place=_place(user),
        groups=_groups(user, request.path),
        search=_url("people-list") if user.may(Ability.SEE_PEOPLE) else "",
        logout=_url("logout"),
    )


def _groups(user: Any, path: str) -> tuple[Group, ...]:
    allowed = [
        (title, [(entry.title, _url(entry.name)) for entry in entries if _open_to(user, entry)])
        for title, entries in ENTRIES
    ]
    urls = [url for _, entries in allowed for _, url in entries if url and _leads_to(url, path)]
    current = max(urls, key=len, default="")
    groups = [
        Group(title, tuple(Link(name, url, url == current) for name, url in entries if url))
        for title, entries in allowed
    ]
    return tuple(group for group in groups if group.entries)


def _leads_to(url: str, path: str) -> bool:
    return path == url or (url != "/" and path.startswith(url))


def _open_to(user: Any, entry: Entry) -> bool:
    return not entry.abilities or any(user.may(ability) for ability in entry.abilities)


def _place(user: Any) -> str:
    return str(user.unit.name) if user.unit_id else ""


def _url(name: str) -> str:
    return _address(name, get_script_prefix())


@lru_cache(maxsize=128)
def _address(name: str, _prefix: str) -> str:
    """Kept, because every page asks for a dozen; the prefix is part of what reverse() makes an address of."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
