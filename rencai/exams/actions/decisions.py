"""Misconduct with its term, the senior proof and its review; each rests on a document."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from rencai.exams.actions.scores import resettle
from rencai.exams.lines import PARAMETERS, number
from rencai.exams.models import PASSED, Article, Entry, Misconduct, Proof, Review, ReviewState
from rencai.kernel.periods import after_years, same_day
from rencai.kernel.workdays import workdays_between
from rencai.org import audit
from rencai.org.calendar import overrides_of
from rencai.org.models import User
from rencai.people.models import QualificationLevel

# By regulation 31 of the ministry: recorded for years, for good, or not at all.
FOR_YEARS, FOR_GOOD = frozenset({Article.ART_7, Article.ART_10}), frozenset({Article.ART_8})
ONE_SUBJECT = frozenset({Article.ART_6, Article.ART_11})


@transaction.atomic
def record_misconduct(
    entry: Entry, *, article: Article, conduct: str, document: str, decided_on: date, by: User, subject: str = ""
) -> Misconduct:
    """A decision on misconduct; what it makes void follows from its article. Raises ValidationError."""
    row = Entry.objects.select_for_update().select_related("sitting").get(pk=entry.pk)
    if decided_on < row.sitting.first_day:
        raise ValidationError({"decided_on": "决定日期不能早于考试日期。"})
    if article in ONE_SUBJECT and not subject:
        raise ValidationError({"subject": f"{Article(article).label}，请选择科目。"})
    if article in FOR_YEARS | FOR_GOOD:
        subject = ""
    years = number("misconduct_years", decided_on) if article in FOR_YEARS else 0
    found = Misconduct(
        entry=row, subject=subject, article=article, conduct=conduct.strip(), document=document.strip(),
        decided_on=decided_on, archived=article in FOR_YEARS | FOR_GOOD, by=by,
        recorded_until=same_day(decided_on, years) if years else None,
    )  # fmt: skip
    found.full_clean()
    found.save(force_insert=True)
    detail = {"考试": str(row.sitting), "条款": Article(article).label, "依据": found.document}
    audit.record("登记违纪处理", by=by, on=found, county=row.sitting.county, detail=detail)
    resettle([row])
    return found


@transaction.atomic
def revoke_misconduct(misconduct: Misconduct, *, on: date, document: str, by: User) -> None:
    """The decision no longer stands. Raises ValidationError."""
    row = Misconduct.objects.select_for_update().select_related("entry__sitting").get(pk=misconduct.pk)
    if row.revoked_on is not None:
        raise ValidationError("该处理决定已经撤销。")
    if not document.strip() or on < row.decided_on:
        raise ValidationError({"document": "请填写撤销文号，撤销日期不能早于决定日期。"})
    row.revoked_on, row.revoked_by_document = on, document.strip()
    row.save(update_fields=["revoked_on", "revoked_by_document"])
    county = row.entry.sitting.county
    audit.record("撤销违纪处理", by=by, on=row, county=county, detail={"依据": row.revoked_by_document})
    resettle([row.entry])


@transaction.atomic
def record_proof(entry: Entry, *, issued_on: date, by: User, proof_number: str = "") -> Proof:
    """The proof of a passed senior examination, good for the years of the rule. Raises ValidationError."""
    row = Entry.objects.select_for_update().select_related("sitting").get(pk=entry.pk)
    if row.sitting.level != QualificationLevel.SENIOR or row.outcome not in PASSED:
        raise ValidationError("只有高级考试成绩合格的，才登记成绩合格证明。")
    if Proof.objects.filter(entry=row).exists():
        raise ValidationError("该次考试的成绩合格证明已经登记。")
    until = after_years(issued_on, number("proof_years", issued_on)) - timedelta(days=1)
    found = Proof.objects.create(
        entry=row, person=row.person, number=proof_number.strip(), issued_on=issued_on, valid_until=until
    )
    detail = {"有效期至": until.isoformat()}
    audit.record("登记成绩合格证明", by=by, on=found, county=row.sitting.county, detail=detail)
    return found


@transaction.atomic
def start_review(proof: Proof, *, on: date, by: User) -> Review:
    """An application for the review, while the proof is good. Raises ValidationError."""
    row = Proof.objects.select_for_update().select_related("entry__sitting").get(pk=proof.pk)
    if not row.issued_on <= on <= row.valid_until:
        raise ValidationError({"on": f"成绩合格证明有效期至{row.valid_until.isoformat()}，申报日期须在有效期内。"})
    if row.entry.outcome not in PASSED:
        raise ValidationError(f"该次考试现为“{row.entry.get_outcome_display()}”，成绩合格证明不能用于评审。")
    if row.reviews.exclude(state=ReviewState.FAILED).exists():
        raise ValidationError("该合格证明已有一次评审在办理或已通过。")
    found = Review.objects.create(proof=row, applied_on=on)
    audit.record("申报高级评审", by=by, on=found, county=row.entry.sitting.county)
    return found


@transaction.atomic
def publish_notice(review: Review, *, starts: date, ends: date, document: str, by: User) -> None:
    """The public notice of the result: at least as long as the rule says, both days included."""
    row = _open(review)
    row.state, row.notice_from, row.notice_until, row.document = ReviewState.NOTICE, starts, ends, document.strip()
    if ends < starts or starts < row.applied_on:
        raise ValidationError({"ends": "公示起止日期不对：应在申报之后，截止不早于开始。"})
    least = number("notice_days", starts)
    county = row.proof.entry.sitting.county
    if workdays_between(starts - timedelta(days=1), ends, overrides_of(county)) < least:
        raise ValidationError(
            {"ends": f"公示不少于{least}个工作日（{PARAMETERS['notice_days'].at(starts).cite}，未核实）。"}
        )
    row.save()
    detail = {"公示": f"{starts.isoformat()}至{ends.isoformat()}", "依据": row.document}
    audit.record("高级评审公示", by=by, on=row, county=county, detail=detail)


@transaction.atomic
def decide_review(review: Review, *, passed: bool, on: date, note: str, by: User) -> None:
    """The result, after the notice where it is a pass. Raises ValidationError."""
    row = _open(review)
    if passed and (row.notice_until is None or on <= row.notice_until):
        raise ValidationError({"on": "评审通过须在公示期满之后登记。"})
    if passed and row.proof.entry.outcome not in PASSED:
        raise ValidationError(f"该次考试现为“{row.proof.entry.get_outcome_display()}”，不能登记评审通过。")
    if not passed and not note.strip():
        raise ValidationError({"note": "未通过的请写明情况。"})
    row.state = ReviewState.PASSED if passed else ReviewState.FAILED
    row.decided_on, row.note = on, note.strip()
    row.save(update_fields=["state", "decided_on", "note"])
    audit.record("高级评审结果", by=by, on=row, county=row.proof.entry.sitting.county, detail={"通过": passed})


def _open(review: Review) -> Review:
    row = Review.objects.select_for_update(of=("self",)).select_related("proof__entry__sitting").get(pk=review.pk)
    if row.state in {ReviewState.PASSED, ReviewState.FAILED}:
        raise ValidationError("该评审已有结果。")
    return row
