"""A participant's opinion of a batch: that somebody answered is kept, who said what is not."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from rencai.org import audit
from rencai.training.models import Batch, BatchState, Enrolment, Evaluation

OPEN_FOR = timedelta(days=10)


def is_open(batch: Batch, today: date) -> bool:
    """Whether opinions are taken: from the last day on, until some days later."""
    return batch.state != BatchState.CANCELLED and batch.last_day <= today <= open_until(batch)


def open_until(batch: Batch) -> date:
    """The last day on which opinions are taken."""
    return batch.last_day + OPEN_FOR


def refusal(enrolment: Enrolment) -> str:
    """Why the participant can give no opinion, in words; "" where they can."""
    if not enrolment.hours:
        return "没有参加过这个班次的课，不能评价。"
    return "您已经评价过，谢谢。每人只能评价一次。" if enrolment.evaluated else ""


@transaction.atomic
def evaluate(
    enrolment: Enrolment, *, content: int, teaching: int, organisation: int, use: int, comment: str, today: date
) -> None:
    """Keep one opinion of somebody who was there. Raises ValidationError, also for a second one.

    The record names nobody: its time beside a name would tell whose opinion it was.
    """
    mine = Enrolment.objects.select_for_update(of=("self",)).select_related("batch").get(pk=enrolment.pk)
    if not is_open(mine.batch, today):
        raise ValidationError("现在不在评价时间内：培训最后一天起10日内可以评价。")
    if why := refusal(mine):
        raise ValidationError(why)
    Enrolment.objects.filter(pk=mine.pk).update(evaluated=True)
    Evaluation.objects.create(
        batch=mine.batch, content=content, teaching=teaching, organisation=organisation, use=use, comment=comment
    )
    audit.record("培训评价", by=None, on=mine.batch, county=mine.batch.county)
