"""Where personal data can leave the product, and the one table of what each role gets there."""

from rencai.people.figures.register import on_register
from tests.personal import CLEAR, Seen
from tests.reach import REACHES
from tests.reach.outlet import BUREAU, OPENED, OWN, ROLES, TOWNSHIP, UNIT, Outlet, page, proven, to

__all__ = ["GOLDEN", "OPENED", "OUTLETS", "ROLES", "SILENT"]

COLUMNS = "&".join(f"columns={column.name}" for column in on_register.columns)
WHY = {"reason": "核对档案", "purpose": "核对档案"}
REGISTER = "people.on_register"

OUTLETS: dict[str, Outlet] = {
    "home": page("home"),
    "figures": page("figure-list"),
    "list": page("people-list"),
    "list with all columns": page("people-list", f"?{COLUMNS}"),
    "search": page("people-list", "?q=澹台"),
    "print of the list": page("people-list", f"?layout=print&{COLUMNS}"),
    "figure": page("figure", key=REGISTER),
    "who came and left": page("figure", "?against=2020-01-01", key=REGISTER),
    "person": page("person", pk="person"),
    "person on a past day": page("person", "?on=2022-06-30", pk="person"),
    "person's sheet": page("person-sheet", pk="person"),
    "own record": page("own-record"),
    "form of the person": page("person-edit", pk="person"),
    "form of the records": page("person-records", pk="person"),
    "form of a move": page("person-move", pk="person"),
    "form of leaving": page("person-leave", pk="person"),
    "form of a part-time post": page("person-part-time", pk="person"),
    "form of the photo": page("person-photo-change", pk="person"),
    "form of the account": page("person-account", pk="person"),
    "form of untying the account": page("person-account-untie", pk="person"),
    "photo": page("person-photo", pk="person"),
    "export": page("figure-export", f"?{COLUMNS}", key=REGISTER),
    "export as text": proven("export-choices", f"?{COLUMNS}", {"form": "csv", **WHY}, key=REGISTER),
    "export in clear": proven("export-choices", f"?{COLUMNS}", {"form": "xlsx", "clear": "on", **WHY}, key=REGISTER),
    "export in clear, not proven": page("export-choices", f"?{COLUMNS}", key=REGISTER),
    "roster to import again": proven("export-choices", "", {"form": "xlsx", **WHY}, key="roster"),
    "reveal, not asked yet": proven("person-reveal", pk="person", field="id"),
    "reveal of the number": proven("person-reveal", "", WHY, pk="person", field="id"),
    "reveal of the phone": proven("person-reveal", "", WHY, pk="person", field="phone"),
    "preview of an import": page("import-detail", pk="job"),
    "refused cells of an import": page("import-detail", "?show=rejected", pk="job"),
    "changes of an import": page("import-detail", "?show=changed", pk="job"),
    "result of an import": proven("import-file", pk="job", name="report"),
    "marked copy": proven("import-file", pk="job", name="marked"),
    "marked copy, not proven": page("import-file", pk="job", name="marked"),
    "imports": page("import-list"),
    "exports": page("export-list"),
    "export request": page("export", pk="export"),
    "rule with found people": page("rule", "?q=澹台", key="exams.assistant"),
    "rule for the person": page("rule-person", key="exams.assistant", pk="person"),
    "calendar": page("calendar"),
    "audit": page("audit"),
    "users": page("users"),
    "unit": page("unit", pk="unit"),
    "units": page("units"),
    "report": page("report", pk="yearly"),
    "reports": page("report-list"),
    "corrections since the report": page("report-compare", pk="yearly"),
    "review of the report": page("report-review", pk="yearly"),
    "report as a file": page("report-export", pk="yearly", format_="html"),
}
# Routes that tell nothing of people: forms that are empty, settings, what is written rather than read.
SILENT = {
    *(
        "login",
        "login-code",
        "login-second-factor",
        "login-password",
        "logout",
        "verify",
        "account",
        "password",
        "mailbox",
    ),
    *("second-factor", "second-factor-remove", "user", "user-add", "user-access", "user-disable", "user-enable"),
    *("user-reset", "user-second-factor-remove", "unit-add", "unit-edit", "unit-rename", "unit-merge", "unit-close"),
    *(
        "unit-section-add",
        "area-add",
        "areas-check",
        "areas",
        "areas-import",
        "calendar-set",
        "calendar-clear",
        "audit-verify",
        "audit-anchor",
    ),
    *(
        "import-upload",
        "import-blank",
        "import-upload-kind",
        "import-blank-kind",
        "import-confirm",
        "import-units",
        "import-restart",
        "import-cancel",
    ),
    *("person-part-time-correct", "person-part-time-end", "person-photo-remove"),
    *("export-decide", "export-fetch", "person-new", "doubt-settle", "layout-save"),
    *("rule-list", "report-fact", "report-new", "report-edit", "report-preview", "report-picker"),
    *("report-answer", "report-submit", "report-return", "report-issue"),
    *("report-publish", "report-publication", "report-publication-file"),
}

NUMBERS = frozenset({"id", "phone"})
_NAME, _LINE = frozenset({"name"}), frozenset({"name", "post"})
_LIFE = frozenset({"birth", "ethnicity", "political status", "working since", "social work since"})
_SCHOOL = frozenset({"major", "school"})
_COLUMNS = _LINE | _LIFE | _SCHOOL
_RECORD = _COLUMNS | {"remark"}
_PAST = frozenset({"former name"})


# Whoever is not named gets nothing.
GOLDEN: dict[str, dict[str, Seen]] = {
    **dict.fromkeys(
        ("list", "search", "figure", "who came and left"), to(BUREAU, TOWNSHIP, UNIT, clear=_LINE, masked=NUMBERS)
    ),
    **dict.fromkeys(
        ("list with all columns", "print of the list", "export", "export as text"),
        to(BUREAU, TOWNSHIP, UNIT, clear=_COLUMNS, masked=NUMBERS),
    ),
    "person": to(BUREAU, TOWNSHIP, UNIT, clear=_RECORD | _PAST, masked=NUMBERS),
    "person on a past day": to(BUREAU, TOWNSHIP, UNIT, clear=_RECORD - _NAME | _PAST, masked=NUMBERS),
    "person's sheet": to(BUREAU, TOWNSHIP, UNIT, clear=_RECORD, masked=NUMBERS),
    "own record": to(OWN, clear=_RECORD | _PAST, masked=NUMBERS),
    "form of the person": to(BUREAU[1:], TOWNSHIP, UNIT, clear=_NAME | _LIFE | {"remark"}),
    "form of the records": to(BUREAU[1:], TOWNSHIP, UNIT, clear=_NAME | _SCHOOL | {"certificate"}),
    **dict.fromkeys(
        ("form of a move", "form of leaving", "form of a part-time post", "form of the photo"),
        to(BUREAU[1:], TOWNSHIP, UNIT, clear=_NAME),
    ),
    **dict.fromkeys(("form of the account", "form of untying the account"), to(BUREAU[1:], clear=_NAME)),
    "photo": to(BUREAU, TOWNSHIP, UNIT, OWN, clear=frozenset({"photo"})),
    "export in clear": to(BUREAU, TOWNSHIP, clear=_COLUMNS | NUMBERS),
    "roster to import again": to(BUREAU, TOWNSHIP, clear=_RECORD | NUMBERS | {"certificate"}),
    "reveal, not asked yet": to(BUREAU, TOWNSHIP, OWN, clear=_NAME),
    "reveal of the number": to(BUREAU, TOWNSHIP, OWN, clear=_NAME | {"id"}),
    "reveal of the phone": to(BUREAU, TOWNSHIP, OWN, clear=_NAME | {"phone"}),
    "changes of an import": to(BUREAU[1:], clear=_NAME | {"ethnicity", "remark"}, masked=frozenset({"id"})),
    "rule with found people": to(BUREAU, TOWNSHIP, UNIT, clear=_NAME, masked=frozenset({"id"})),
    "rule for the person": to(BUREAU, TOWNSHIP, UNIT, clear=_NAME),
    "corrections since the report": to(BUREAU, clear=_NAME),
    "result of an import": to(("clerk",), clear=frozenset({"id"})),
    "marked copy": to(("clerk",), clear=_NAME | NUMBERS),
}
for reach in REACHES:
    OUTLETS |= reach.outlets
    SILENT |= reach.silent
    GOLDEN |= reach.golden
assert set(GOLDEN) <= set(OUTLETS)
assert {field for seen in GOLDEN.values() for one in seen.values() for field in one.clear | one.masked} <= set(CLEAR)
