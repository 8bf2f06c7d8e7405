"""What waits for a user in training: places to fill, nominations to confirm, batches to finish; the ledger's own."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from rencai.org.access import Ability
from rencai.org.models import Unit
from rencai.training.ledger import todo  # noqa: F401 - registers by being read
from rencai.training.models import Batch, BatchState, Enrolment, EnrolmentState, Places, Plan, PlanState
from rencai.ui.todo import Item, Lamp, register

_SENT = [EnrolmentState.NOMINATED, EnrolmentState.CONFIRMED, EnrolmentState.WALK_IN]


@register
def for_units(user: Any) -> Iterator[Item]:
    """Places of one's own units that are still free in a batch open for nominations; a plan that collects needs."""
    if not user.may(Ability.NOMINATE) or user.may(Ability.MANAGE_TRAINING):
        return
    today = timezone.localdate()
    sent = Enrolment.objects.filter(batch=OuterRef("batch"), unit=OuterRef("unit"), state__in=_SENT).order_by()
    free = Places.objects.filter(unit__in=Unit.objects.visible_to(user), batch__state=BatchState.OPEN)
    free = free.filter(Q(batch__nominate_until=None) | Q(batch__nominate_until__gte=today))
    counted = Coalesce(Subquery(sent.values("batch").annotate(n=Count("pk")).values("n")[:1]), 0)
    free = free.annotate(sent=counted).filter(sent__lt=F("number"))
    first = free.order_by("batch__nominate_until").first()
    url = reverse("batch-nominate", args=[first.batch_id]) if first else reverse("batch-list")
    until = first.batch.nominate_until if first else None
    reason = f"{until.isoformat()} 截止" if until else "名额未用完"
    yield Item("培训名额待选派", free.count(), url, Lamp("amber", "待选派", reason), unit="处")
    open_plans = Plan.objects.visible_to(user).filter(state=PlanState.DRAFT, needs_until__gte=today)
    plan = open_plans.exclude(needs__unit__in=Unit.objects.visible_to(user)).first()
    if plan is not None:
        lamp = Lamp("amber", "待报送", f"{plan.needs_until} 截止")
        yield Item("培训需求待报送", 1, reverse("plan", args=[plan.pk]), lamp)


@register
def for_the_bureau(user: Any) -> Iterator[Item]:
    """Nominations to confirm, and batches that are over and not finished."""
    if not user.may(Ability.MANAGE_TRAINING):
        return
    today = timezone.localdate()
    waiting = Enrolment.objects.visible_to(user).filter(state=EnrolmentState.NOMINATED, batch__last_day__gte=today)
    first = waiting.order_by("batch__first_day").values_list("batch", flat=True).first()
    url = reverse("batch", args=[first]) if first else reverse("batch-list")
    yield Item("选派待确认", waiting.count(), url, Lamp("amber", "待确认"), unit="人")
    over = Batch.objects.visible_to(user).filter(state=BatchState.CONFIRMED, last_day__lt=today)
    batch = over.order_by("last_day").first()
    url = reverse("batch", args=[batch.pk]) if batch else reverse("batch-list")
    yield Item("已结束的班次待结班", over.count(), url, Lamp("red", "待结班", "结班后才计入人次和学时"), unit="个班次")
