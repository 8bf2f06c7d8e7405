"""What waits in the ledger: objections for the bureau, an opinion for the participant."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils import timezone

from rencai.org.access import Ability
from rencai.training.ledger.actions.evaluations import OPEN_FOR
from rencai.training.models import BatchState, Enrolment, Objection
from rencai.ui.todo import Item, Lamp, register


@register
def objections_to_answer(user: Any) -> Iterator[Item]:
    """Those of the user's county."""
    if user.may(Ability.MANAGE_TRAINING):
        waiting = Objection.objects.visible_to(user).open().count()
        yield Item("签到异议待答复", waiting, reverse("objections"), Lamp("amber", "待答复", "更正，或写明维持的理由"))


@register
def opinions_to_give(user: Any) -> Iterator[Item]:
    """Batches that the talent was at and has not given an opinion of, for as long as it is taken."""
    if user.may(Ability.SEE_OWN_RECORD):
        today = timezone.localdate()
        mine = Enrolment.objects.visible_to(user).taking_part().filter(hours__gt=0, evaluated=False)
        held = mine.filter(batch__last_day__lte=today, batch__last_day__gte=today - OPEN_FOR)
        waiting = held.exclude(batch__state=BatchState.CANCELLED).count()
        yield Item("培训评价待填写", waiting, reverse("own-training"), Lamp("amber", "待评价", "不记名"), unit="个班次")
