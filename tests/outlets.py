"""Where personal data can leave the product, and the one table of what each role gets there."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from django.test import Client
from django.urls import reverse

from rencai.org.signin import mark_verified
from rencai.people.figures.register import on_register
from tests.personal import CLEAR, Seen

Outlet = Callable[[Client, SimpleNamespace], Any]
COLUMNS = "&".join(f"columns={column.name}" for column in on_register.columns)
WHY = {"reason": "核对档案", "purpose": "核对档案"}
REGISTER = "people.on_register"
OPENED: set[str] = set()


def _page(name: str, query: str = "", /, **kwargs: str) -> Outlet:
    """GET of a route; `kwargs` name what of the things its parameters are, or are given as they stand."""
    OPENED.add(name)

    def outlet(client: Client, things: SimpleNamespace) -> Any:
        return client.get(
            reverse(name, kwargs={key: getattr(things, what, what) for key, what in kwargs.items()}) + query
        )

    return outlet


def _proven(name: str, query: str = "", form: dict[str, str] | None = None, /, **kwargs: str) -> Outlet:
    """POST of `form` (else GET) by somebody who gave the password just now."""
    OPENED.add(name)

    def outlet(client: Client, things: SimpleNamespace) -> Any:
        session = client.session
        mark_verified(session)
        session.save()
        address = reverse(name, kwargs={key: getattr(things, what, what) for key, what in kwargs.items()}) + query
        return client.get(address) if form is None else client.post(address, form)

    return outlet


OUTLETS: dict[str, Outlet] = {
    "home": _page("home"),
    "figures": _page("figure-list"),
    "list": _page("people-list"),
    "list with all columns": _page("people-list", f"?{COLUMNS}"),
    "search": _page("people-list", "?q=澹台"),
    "print of the list": _page("people-list", f"?layout=print&{COLUMNS}"),
    "figure": _page("figure", key=REGISTER),
    "who came and left": _page("figure", "?against=2020-01-01", key=REGISTER),
    "person": _page("person", pk="person"),
    "person on a past day": _page("person", "?on=2022-06-30", pk="person"),
    "person's sheet": _page("person-sheet", pk="person"),
    "own record": _page("own-record"),
    "form of the person": _page("person-edit", pk="person"),
    "form of the records": _page("person-records", pk="person"),
    "form of a move": _page("person-move", pk="person"),
    "form of leaving": _page("person-leave", pk="person"),
    "form of a part-time post": _page("person-part-time", pk="person"),
    "form of the photo": _page("person-photo-change", pk="person"),
    "form of the account": _page("person-account", pk="person"),
    "form of untying the account": _page("person-account-untie", pk="person"),
    "photo": _page("person-photo", pk="person"),
    "export": _page("figure-export", f"?{COLUMNS}", key=REGISTER),
    "export as text": _proven("export-choices", f"?{COLUMNS}", {"form": "csv", **WHY}, key=REGISTER),
    "export in clear": _proven("export-choices", f"?{COLUMNS}", {"form": "xlsx", "clear": "on", **WHY}, key=REGISTER),
    "export in clear, not proven": _page("export-choices", f"?{COLUMNS}", key=REGISTER),
    "roster to import again": _proven("export-choices", "", {"form": "xlsx", **WHY}, key="roster"),
    "reveal, not asked yet": _proven("person-reveal", pk="person", field="id"),
    "reveal of the number": _proven("person-reveal", "", WHY, pk="person", field="id"),
    "reveal of the phone": _proven("person-reveal", "", WHY, pk="person", field="phone"),
    "preview of an import": _page("import-detail", pk="job"),
    "refused cells of an import": _page("import-detail", "?show=rejected", pk="job"),
    "changes of an import": _page("import-detail", "?show=changed", pk="job"),
    "result of an import": _proven("import-file", pk="job", name="report"),
    "marked copy": _proven("import-file", pk="job", name="marked"),
    "marked copy, not proven": _page("import-file", pk="job", name="marked"),
    "imports": _page("import-list"),
    "exports": _page("export-list"),
    "export request": _page("export", pk="export"),
    "rule with found people": _page("rule", "?q=澹台", key="exams.assistant"),
    "rule for the person": _page("rule-person", key="exams.assistant", pk="person"),
    "audit": _page("audit"),
    "users": _page("users"),
    "unit": _page("unit", pk="unit"),
    "units": _page("units"),
    "report": _page("report", pk="yearly"),
    "reports": _page("report-list"),
    "corrections since the report": _page("report-compare", pk="yearly"),
    "review of the report": _page("report-review", pk="yearly"),
    "report as a file": _page("report-export", pk="yearly", format_="html"),
}
# Routes that tell nothing of people: forms that are empty, settings, what is written rather than read.
SILENT = {
    *("login", "login-code", "login-second-factor", "login-password", "logout", "verify", "account", "password"),
    *("second-factor", "second-factor-remove", "user", "user-add", "user-access", "user-disable", "user-enable"),
    *("user-reset", "user-second-factor-remove", "unit-add", "unit-edit", "unit-rename", "unit-merge", "unit-close"),
    *("unit-section-add", "area-add", "areas-check", "areas", "areas-import", "audit-verify", "audit-anchor"),
    *("import-upload", "import-blank", "import-confirm", "import-units", "import-restart", "import-cancel"),
    *("person-part-time-correct", "person-part-time-end", "person-photo-remove"),
    *("export-decide", "export-fetch", "person-new", "doubt-settle", "layout-save"),
    *("rule-list", "report-fact", "report-new", "report-edit", "report-preview", "report-picker"),
    *("report-answer", "report-submit", "report-return", "report-issue"),
    *("report-publish", "report-publication", "report-publication-file"),
}

BUREAU = ("leader", "section_head", "clerk")
TOWNSHIP, UNIT, OWN = ("township_clerk",), ("unit_contact",), ("talent",)
ROLES = (*BUREAU, *TOWNSHIP, *UNIT, *OWN, "stranger", "system_admin", "security_admin", "audit_admin")

NUMBERS = frozenset({"id", "phone"})
_NAME, _LINE = frozenset({"name"}), frozenset({"name", "post"})
_LIFE = frozenset({"birth", "ethnicity", "political status", "working since", "social work since"})
_SCHOOL = frozenset({"major", "school"})
_COLUMNS = _LINE | _LIFE | _SCHOOL
_RECORD = _COLUMNS | {"remark"}
_PAST = frozenset({"former name"})


def _to(*groups: tuple[str, ...], clear: frozenset[str], masked: frozenset[str] = frozenset()) -> dict[str, Seen]:
    return {role: Seen(clear, masked) for group in groups for role in group}


# Whoever is not named gets nothing.
GOLDEN: dict[str, dict[str, Seen]] = {
    **dict.fromkeys(
        ("list", "search", "figure", "who came and left"), _to(BUREAU, TOWNSHIP, UNIT, clear=_LINE, masked=NUMBERS)
    ),
    **dict.fromkeys(
        ("list with all columns", "print of the list", "export", "export as text"),
        _to(BUREAU, TOWNSHIP, UNIT, clear=_COLUMNS, masked=NUMBERS),
    ),
    "person": _to(BUREAU, TOWNSHIP, UNIT, clear=_RECORD | _PAST, masked=NUMBERS),
    "person on a past day": _to(BUREAU, TOWNSHIP, UNIT, clear=_RECORD - _NAME | _PAST, masked=NUMBERS),
    "person's sheet": _to(BUREAU, TOWNSHIP, UNIT, clear=_RECORD, masked=NUMBERS),
    "own record": _to(OWN, clear=_RECORD | _PAST, masked=NUMBERS),
    "form of the person": _to(BUREAU[1:], TOWNSHIP, UNIT, clear=_NAME | _LIFE | {"remark"}),
    "form of the records": _to(BUREAU[1:], TOWNSHIP, UNIT, clear=_NAME | _SCHOOL | {"certificate"}),
    **dict.fromkeys(
        ("form of a move", "form of leaving", "form of a part-time post", "form of the photo"),
        _to(BUREAU[1:], TOWNSHIP, UNIT, clear=_NAME),
    ),
    **dict.fromkeys(("form of the account", "form of untying the account"), _to(BUREAU[1:], clear=_NAME)),
    "photo": _to(BUREAU, TOWNSHIP, UNIT, OWN, clear=frozenset({"photo"})),
    "export in clear": _to(BUREAU, TOWNSHIP, clear=_COLUMNS | NUMBERS),
    "roster to import again": _to(BUREAU, TOWNSHIP, clear=_RECORD | NUMBERS | {"certificate"}),
    "reveal, not asked yet": _to(BUREAU, TOWNSHIP, OWN, clear=_NAME),
    "reveal of the number": _to(BUREAU, TOWNSHIP, OWN, clear=_NAME | {"id"}),
    "reveal of the phone": _to(BUREAU, TOWNSHIP, OWN, clear=_NAME | {"phone"}),
    "changes of an import": _to(BUREAU[1:], clear=_NAME | {"ethnicity", "remark"}, masked=frozenset({"id"})),
    "rule with found people": _to(BUREAU, TOWNSHIP, UNIT, clear=_NAME, masked=frozenset({"id"})),
    "rule for the person": _to(BUREAU, TOWNSHIP, UNIT, clear=_NAME),
    "corrections since the report": _to(BUREAU, clear=_NAME),
    "result of an import": _to(("clerk",), clear=frozenset({"id"})),
    "marked copy": _to(("clerk",), clear=_NAME | NUMBERS),
}
assert set(GOLDEN) <= set(OUTLETS)
assert {field for seen in GOLDEN.values() for one in seen.values() for field in one.clear | one.masked} <= set(CLEAR)
