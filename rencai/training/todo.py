"""What waits for a user in training; the ledger tells its own."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from rencai.org.access import Ability
from rencai.training.ledger import todo  # noqa: F401 - registers by being read
from rencai.training.models import RUNNING, Batch, BatchState, EnrolmentState, Need, Plan, PlanState
from rencai.training.reading import by_unit, places_of
from rencai.ui.todo import Item, Lamp, register

SOON, LONG = timedelta(days=3), timedelta(days=10)


@register
def places_to_fill(user: Any) -> Iterator[Item]:
    """For units: places of open batches that nobody was sent for yet, until the last day."""
    if not user.may(Ability.NOMINATE) or user.may(Ability.MANAGE_TRAINING):
        return
    today = timezone.localdate()
    still = Q(nominate_until=None) | Q(nominate_until__gte=today)
    given = places_of(user).values("batch")
    for batch in (
        Batch.objects.visible_to(user).filter(still, state=BatchState.OPEN, pk__in=given).select_related("course")
    ):
        left = sum(line.left for line in by_unit(user, batch))
        url = reverse("batch-nominate", args=[batch.pk])
        yield Item(f"名额待选派：{batch}", left, url, _until(batch.nominate_until, today), unit="个")


@register
def needs_to_send(user: Any) -> Iterator[Item]:
    """For units: plans that take needs and have none of theirs yet."""
    if not user.may(Ability.NOMINATE) or user.may(Ability.MANAGE_TRAINING):
        return
    today = timezone.localdate()
    asking = Plan.objects.visible_to(user).filter(state=PlanState.DRAFT, needs_until__gte=today)
    for plan in asking.exclude(pk__in=Need.objects.visible_to(user).values("plan")):
        url = reverse("plan-need-add", args=[plan.pk])
        yield Item(f"培训需求待报送：{plan.title}", 1, url, _until(plan.needs_until, today))


@register
def nominations_to_confirm(user: Any) -> Iterator[Item]:
    """For the bureau: who was sent and waits for a word."""
    if user.may(Ability.MANAGE_TRAINING):
        waiting = Count("enrolments", filter=Q(enrolments__state=EnrolmentState.NOMINATED))
        running = Batch.objects.visible_to(user).filter(state__in=RUNNING)
        for batch in running.annotate(waiting=waiting).filter(waiting__gt=0).select_related("course"):
            url = f"{reverse('batch', args=[batch.pk])}?state={EnrolmentState.NOMINATED}#list"
            yield Item(f"选派待确认：{batch}", batch.waiting, url, Lamp("amber", "待确认"), unit="人")


@register
def batches_to_finish(user: Any) -> Iterator[Item]:
    """For the bureau: over and not finished, so that their hours count nowhere yet."""
    if user.may(Ability.MANAGE_TRAINING):
        today = timezone.localdate()
        over = Batch.objects.visible_to(user).filter(
            state__in=(BatchState.OPEN, BatchState.CONFIRMED), last_day__lt=today
        )
        for batch in over.select_related("course"):
            days = (today - batch.last_day).days
            lamp = Lamp("red" if days > LONG.days else "amber", "待结班", f"已结束{days}天，学时尚未计入统计")
            yield Item(f"培训待结班：{batch}", 1, reverse("batch", args=[batch.pk]), lamp, unit="个班次")


@register
def needs_to_look_through(user: Any) -> Iterator[Item]:
    """For the bureau: the last day for needs is over and the plan not issued."""
    if user.may(Ability.MANAGE_TRAINING):
        today = timezone.localdate()
        drafts = Plan.objects.visible_to(user).filter(state=PlanState.DRAFT, needs_until__lt=today)
        for plan in drafts.annotate(sent=Count("needs")):
            lamp = Lamp("amber", "待汇总", "报送已截止，计划尚未下达")
            yield Item(f"培训需求待汇总：{plan.title}", plan.sent, reverse("plan", args=[plan.pk]), lamp)


def _until(last: date | None, today: date) -> Lamp:
    if last is None:
        return Lamp("amber", "待选派", "名单确定前")
    days = (last - today).days
    word = "今天截止" if not days else f"还有{days}天"
    return Lamp("red" if last - today <= SOON else "amber", word, f"{last.isoformat()}截止")
