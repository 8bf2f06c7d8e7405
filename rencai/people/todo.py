"""What waits for a user in the register: doubtful values to look at, large exports to say yes or no to."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils import timezone

from rencai.org.access import Ability
from rencai.people.figures.breakdowns import DOUBTS, UNSETTLED
from rencai.people.figures.register import on_register
from rencai.people.models import ExportRequest, ExportState
from rencai.ui.figures import Scope
from rencai.ui.todo import Item, Lamp, register


@register
def doubtful_people(user: Any) -> Iterator[Item]:
    """Those on the register today with an unsettled doubt: the very rows of the list that the item opens."""
    if user.may(Ability.EDIT_PEOPLE):
        scope = Scope(on=timezone.localdate(), user=user)
        count = on_register.measure(on_register.rows(scope).filter(DOUBTS.where(UNSETTLED, scope)))
        url = f"{reverse('people-list')}?{DOUBTS.key}={UNSETTLED}"
        yield Item("存疑信息待核对", count, url, Lamp("amber", "待核对", "导入时校验存疑"), unit="人")


@register
def exports_to_decide(user: Any) -> Iterator[Item]:
    """Requests of others; nobody decides on their own."""
    if user.may(Ability.APPROVE_EXPORT):
        asked = ExportRequest.objects.visible_to(user).filter(state=ExportState.ASKED).exclude(asked_by=user)
        yield Item("导出申请待批准", asked.count(), reverse("export-list"), Lamp("amber", "待批准"))
