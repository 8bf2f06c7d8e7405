"""Who reaches what of the examinations."""

from datetime import date
from types import SimpleNamespace
from typing import Any

from rencai.exams import actions
from rencai.exams.models import Article, Mobilised
from rencai.exams.tests import factory
from rencai.org.access import Ability as A
from rencai.people.models import Person
from tests.reach.outlet import BUREAU, TOWNSHIP, UNIT, page, to
from tests.reach.reach import Reach
from tests.reach.route import FORM, READ, WRITE, of

_NAME, _ID = frozenset({"name"}), frozenset({"id"})


def _made(world: SimpleNamespace, person: Person) -> dict[str, Any]:
    """A sitting that somebody was asked for, entered and passed; one of the senior level with a review."""
    county = person.county
    sitting = factory.sitting(county=county)
    entry = factory.entry(sitting, person, 70, 65)
    told = {"conduct": "未在规定座位", "document": "云人考〔2022〕4号", "decided_on": date(2022, 7, 1)}
    misconduct = actions.record_misconduct(
        entry, article=Article.ART_6, subject="practice", by=world.clerk, **told
    )  # fmt: skip
    asked = Mobilised.objects.create(
        sitting=sitting, person=person, unit_id=entry.unit_id, area_code=entry.area_code, status="符合",
        asked_on=date(2022, 3, 20), asked_by=world.clerk,
    )  # fmt: skip
    senior = factory.entry(factory.sitting(level="senior", county=county), person, 70)
    proof = actions.record_proof(senior, issued_on=date(2022, 9, 10), by=world.clerk)
    review = actions.start_review(proof, on=date(2022, 10, 1), by=world.clerk)
    return {"sitting": sitting.pk, "exam_entry": entry.pk, "senior": senior.pk, "misconduct": misconduct.pk,
            "mobilised": asked.pk, "review": review.pk}  # fmt: skip


REACH = Reach(
    routes={
        "sitting-list": of(READ, A.SEE_PEOPLE),
        "sitting": of(READ, A.SEE_PEOPLE),
        "sitting-add": of(FORM, A.MANAGE_EXAMS),
        "sitting-edit": of(FORM, A.MANAGE_EXAMS),
        "sitting-line": of(FORM, A.MANAGE_EXAMS),
        "sitting-enter": of(FORM, A.MANAGE_EXAMS),
        "sitting-scores": of(FORM, A.MANAGE_EXAMS),
        "sitting-mobilise": of(FORM, A.NOMINATE),
        "sitting-work-out": of(WRITE, A.RUN_RULES),
        "mobilised-answer": of(FORM, A.NOMINATE),
        "extension-add": of(FORM, A.MANAGE_EXAMS),
        "exam-entry": of(READ, A.SEE_PEOPLE),
        "exam-entry-marks": of(FORM, A.MANAGE_EXAMS),
        "exam-entry-withdraw": of(FORM, A.MANAGE_EXAMS),
        "exam-entry-misconduct": of(FORM, A.MANAGE_EXAMS),
        "misconduct-revoke": of(FORM, A.MANAGE_EXAMS),
        "proof-add": of(FORM, A.MANAGE_EXAMS),
        "proof-review": of(FORM, A.MANAGE_EXAMS, also=404),
        "review-notice": of(FORM, A.MANAGE_EXAMS),
        "review-decide": of(FORM, A.MANAGE_EXAMS),
    },
    made=_made,
    parameters={
        "sitting": {"pk": "sitting"},
        "mobilised": {"pk": "mobilised"},
        "exam": {"pk": "exam_entry"},
        "misconduct": {"pk": "misconduct"},
        "proof": {"pk": "senior"},
        "review": {"pk": "review"},
    },
    outlets={
        "sittings": page("sitting-list"),
        "sitting": page("sitting", pk="sitting"),
        "who may enter": page("sitting-enter", "?q=澹台", pk="sitting"),
        "marks of the entries": page("sitting-scores", pk="sitting"),
        "mobilisation list": page("sitting-mobilise", "?status=all", pk="sitting"),
        "answer to being asked": page("mobilised-answer", pk="mobilised"),
        "entry": page("exam-entry", pk="exam_entry"),
        "marks of one entry": page("exam-entry-marks", pk="exam_entry"),
        "entries of the year": page("figure", "?on=2022-12-31", key="exams.entered"),
        "asked in the year": page("figure", "?on=2022-12-31", key="exams.mobilised"),
        "form of taking an entry back": page("exam-entry-withdraw", pk="exam_entry"),
        "form of misconduct": page("exam-entry-misconduct", pk="exam_entry"),
        "form of revoking": page("misconduct-revoke", pk="misconduct"),
        "form of the proof": page("proof-add", pk="senior"),
        "form of a notice": page("review-notice", pk="review"),
        "form of a review's result": page("review-decide", pk="review"),
        "form of a review": page("proof-review", pk="senior"),
    },
    silent=frozenset(
        {"sitting-add", "sitting-edit", "sitting-line", "sitting-work-out", "extension-add"}
    ),
    golden={
        "entry": to(BUREAU, TOWNSHIP, UNIT, clear=_NAME),
        "mobilisation list": to(BUREAU[1:], TOWNSHIP, UNIT, clear=_NAME),
        "answer to being asked": to(BUREAU[1:], TOWNSHIP, UNIT, clear=_NAME),
        **dict.fromkeys(
            ("entries of the year", "asked in the year"), to(BUREAU, TOWNSHIP, UNIT, clear=_NAME, masked=_ID)
        ),
        **dict.fromkeys(
            ("marks of one entry", "form of taking an entry back", "form of misconduct", "form of revoking",
             "form of the proof", "form of a notice",
             "form of a review's result", "form of a review"),
            to(BUREAU[1:], clear=_NAME),
        ),
    },
)  # fmt: skip
