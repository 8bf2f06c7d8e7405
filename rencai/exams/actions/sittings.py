"""Sittings, their lines, and decisions that let passed subjects count longer."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from rencai.exams.actions.scores import settle_sitting
from rencai.exams.models import Extension, LineKind, PassLine, Sitting, Subject
from rencai.org import audit
from rencai.org.models import User


@transaction.atomic
def add_sitting(*, by: User, county: str, **values: Any) -> Sitting:
    """The examination of a level in a year. Raises ValidationError."""
    sitting = Sitting(county=county, **values)
    _check(sitting)
    sitting.save(force_insert=True)
    audit.record("登记考试", by=by, on=sitting, county=county, detail={"考试": str(sitting)})
    return sitting


@transaction.atomic
def edit_sitting(sitting: Sitting, values: Mapping[str, Any], *, by: User) -> list[str]:
    """Put days, documents or the suspension right; returns the names of what changed. Raises ValidationError."""
    row = Sitting.objects.select_for_update().get(pk=sitting.pk)
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    _check(row)
    if changed:
        row.save(update_fields=changed)
        detail = {"考试": str(row), "字段": audit.labels(Sitting, changed)}
        audit.record("修改考试", by=by, on=row, county=row.county, detail=detail)
    return audit.labels(Sitting, changed)


@transaction.atomic
def set_line(
    sitting: Sitting, kind: LineKind, score: Decimal, document: str, *, by: User, subject: str = ""
) -> PassLine:
    """The line as the notice gives it; what was settled by another line is settled anew. Raises ValidationError."""
    row = Sitting.objects.select_for_update().get(pk=sitting.pk)
    if subject and subject not in row.subjects:
        raise ValidationError({"subject": f"{row.get_level_display()}不考“{Subject(subject).label}”。"})
    line = PassLine.objects.filter(sitting=row, kind=kind, subject=subject).first()
    line = line or PassLine(sitting=row, kind=kind, subject=subject)
    before = str(line.score) if line.pk else ""
    line.score, line.document = score, document.strip()
    line.full_clean()
    line.save()
    detail = {"考试": str(row), "合格线": LineKind(kind).label, "科目": line.get_subject_display() or "各科",
              "原分数": before, "分数": str(score), "依据": line.document}  # fmt: skip
    audit.record("登记合格线", by=by, on=row, county=row.county, detail=detail)
    settle_sitting(row, by=by)
    return line


@transaction.atomic
def extend(county: str, level: str, year: int, until_year: int, document: str, *, by: User) -> Extension:
    """Passed subjects of `year` count until `until_year`, by document; later entries are settled anew."""
    found = Extension(county=county, level=level, year=year, until_year=until_year, document=document.strip())
    found.full_clean()
    found.save(force_insert=True)
    detail = {"成绩年度": year, "延长至": until_year, "依据": found.document}
    audit.record("延长滚动期", by=by, on=found, county=county, detail=detail)
    for sitting in Sitting.objects.filter(county=county, level=level, year__gt=year, year__lte=until_year):
        settle_sitting(sitting, by=by)
    return found


def _check(sitting: Sitting) -> None:
    sitting.full_clean()
    if sitting.last_day < sitting.first_day:
        raise ValidationError({"last_day": "结束日期不能早于考试日期。"})
    opens, closes = sitting.registration_from, sitting.registration_until
    if opens and closes and closes < opens:
        raise ValidationError({"registration_until": "报名截止不能早于报名开始。"})
    if sitting.results_on and sitting.results_on <= sitting.last_day:
        raise ValidationError({"results_on": "成绩公布日期应在考试之后。"})
    if sitting.first_day.year != sitting.year and not sitting.make_up:
        raise ValidationError({"first_day": f"考试日期不在{sitting.year}年；延到次年举行的请登记为补考。"})
