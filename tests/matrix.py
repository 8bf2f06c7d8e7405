"""Who reaches what: every route of the product, its methods and the abilities of which one is needed."""

from dataclasses import dataclass

from rencai.org.access import Ability as A

PUBLIC = "public"
SIGNED_IN = "signed in"
READ, WRITE, FORM = ("get",), ("post",), ("get", "post")
ANSWERS = frozenset({200, 302, 303, 400, 409, 422})


@dataclass(frozen=True)
class Route:
    """`who` is PUBLIC, SIGNED_IN or a set of abilities; `answers` what somebody allowed may get."""

    methods: tuple[str, ...]
    who: str | frozenset[A]
    answers: frozenset[int] = ANSWERS


def _of(methods: tuple[str, ...], *abilities: A, also: int = 200) -> Route:
    return Route(methods, frozenset(abilities), ANSWERS | {also})


MATRIX: dict[str, Route] = {
    "login": Route(FORM, PUBLIC),
    "login-code": Route(FORM, PUBLIC),
    "login-second-factor": Route(FORM, PUBLIC),
    "login-password": Route(FORM, PUBLIC),
    "home": Route(READ, SIGNED_IN),
    "logout": Route(WRITE, SIGNED_IN),
    "verify": Route(FORM, SIGNED_IN),
    "account": Route(READ, SIGNED_IN),
    "password": Route(FORM, SIGNED_IN),
    "second-factor": Route(FORM, SIGNED_IN),
    "second-factor-remove": Route(WRITE, SIGNED_IN),
    "users": _of(READ, A.MANAGE_USERS),
    "user": _of(READ, A.MANAGE_USERS),
    "user-add": _of(FORM, A.MANAGE_USERS),
    **{
        name: _of(WRITE, A.MANAGE_USERS)
        for name in ("user-access", "user-disable", "user-enable", "user-reset", "user-second-factor-remove")
    },
    "units": _of(READ, A.SEE_PEOPLE),
    "unit": _of(READ, A.SEE_PEOPLE),
    "unit-add": _of(FORM, A.MANAGE_UNITS),
    "unit-edit": _of(FORM, A.MANAGE_UNITS),
    **{
        name: _of(WRITE, A.MANAGE_UNITS)
        for name in ("unit-rename", "unit-merge", "unit-close", "unit-section-add", "area-add", "areas-check")
    },
    "areas": _of(READ, A.MANAGE_UNITS),
    "areas-import": _of(WRITE, A.MANAGE_UNITS),
    "audit": _of(READ, A.READ_AUDIT),
    "audit-verify": _of(WRITE, A.READ_AUDIT),
    "audit-anchor": _of(READ, A.READ_AUDIT),
    "import-list": _of(READ, A.IMPORT_PEOPLE),
    "import-upload": _of(FORM, A.IMPORT_PEOPLE),
    "import-blank": _of(READ, A.IMPORT_PEOPLE),
    "import-detail": _of(READ, A.IMPORT_PEOPLE),
    "import-file": _of(READ, A.IMPORT_PEOPLE, also=404),
    **{
        name: _of(WRITE, A.IMPORT_PEOPLE, also=404)  # only whoever sent the file may go on with it
        for name in ("import-confirm", "import-units", "import-restart", "import-cancel")
    },
    "export-list": _of(READ, A.EXPORT, A.APPROVE_EXPORT),
    "export": _of(READ, A.EXPORT, A.APPROVE_EXPORT),
    "export-decide": _of(WRITE, A.APPROVE_EXPORT),
    "export-fetch": _of(WRITE, A.EXPORT, also=404),
    "figure-export": _of(READ, A.EXPORT),
    "export-choices": _of(FORM, A.EXPORT),
    "people-list": _of(READ, A.SEE_PEOPLE),
    "person-new": _of(FORM, A.EDIT_PEOPLE),
    "own-record": _of(READ, A.SEE_OWN_RECORD, also=404),
    "person": _of(READ, A.SEE_PEOPLE),
    "person-sheet": _of(READ, A.SEE_PEOPLE),
    "person-reveal": _of(FORM, A.REVEAL, A.SEE_OWN_RECORD),
    "person-edit": _of(FORM, A.EDIT_PEOPLE),
    "person-records": _of(FORM, A.EDIT_PEOPLE),
    "person-move": _of(FORM, A.EDIT_PEOPLE),
    "person-leave": _of(FORM, A.EDIT_PEOPLE),
    "person-part-time": _of(FORM, A.EDIT_PEOPLE),
    "person-part-time-correct": _of(FORM, A.EDIT_PEOPLE, also=404),
    "person-part-time-end": _of(FORM, A.EDIT_PEOPLE, also=404),
    "person-photo": _of(READ, A.SEE_PEOPLE, A.SEE_OWN_RECORD, also=404),
    "person-photo-change": _of(FORM, A.EDIT_PEOPLE),
    "person-photo-remove": _of(WRITE, A.EDIT_PEOPLE),
    "person-account": _of(FORM, A.MANAGE_UNITS),
    "person-account-untie": _of(FORM, A.MANAGE_UNITS),
    "doubt-settle": _of(WRITE, A.EDIT_PEOPLE, also=404),
    "rule-list": _of(READ, A.SEE_PEOPLE),
    "rule": _of(READ, A.SEE_PEOPLE),
    "rule-person": _of(READ, A.SEE_PEOPLE),
    "figure-list": _of(READ, A.SEE_FIGURES),
    "figure": _of(READ, A.SEE_FIGURES),
    "layout-save": _of(WRITE, A.SEE_FIGURES),
    "report-list": _of(READ, A.SEE_REPORTS),
    "report": _of(READ, A.SEE_REPORTS),
    "report-fact": _of(READ, A.SEE_REPORTS, also=404),
    "report-compare": _of(READ, A.SEE_REPORTS, also=404),
    "report-export": _of(READ, A.EXPORT),
    "report-review": _of(FORM, A.SEE_REPORTS),
    "report-new": _of(FORM, A.WRITE_REPORT),
    "report-edit": _of(FORM, A.WRITE_REPORT, also=403),
    "report-preview": _of(WRITE, A.WRITE_REPORT),
    "report-picker": _of(READ, A.WRITE_REPORT),
    "report-answer": _of(WRITE, A.WRITE_REPORT),
    "report-submit": _of(WRITE, A.WRITE_REPORT),
    "report-return": _of(WRITE, A.WRITE_REPORT),
    "report-issue": _of(FORM, A.ISSUE_REPORT),
    "report-publish": _of(FORM, A.WRITE_REPORT, A.PUBLISH_REPORT, also=404),
    "report-publication": _of(FORM, A.WRITE_REPORT, A.PUBLISH_REPORT, also=404),
    "report-publication-file": _of(READ, A.EXPORT, also=404),
}
