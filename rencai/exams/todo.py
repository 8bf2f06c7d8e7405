"""What waits for the bureau in the examinations."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from rencai.exams.models import PASSED, Entry, Outcome, Proof, Sitting
from rencai.org.access import Ability
from rencai.people.models import QualificationLevel
from rencai.ui.todo import Item, Lamp, register

SOON = timedelta(days=90)


@register
def examinations(user: Any) -> Iterator[Item]:
    """Results that are out and not entered, passed seniors without a proof, proofs that run out, lists not made yet."""
    if not user.may(Ability.MANAGE_EXAMS):
        return
    today = timezone.localdate()
    pending = Entry.objects.visible_to(user).filter(outcome=Outcome.PENDING, sitting__results_on__lte=today)
    first = pending.order_by("sitting__first_day").values_list("sitting", flat=True).first()
    url = reverse("sitting-scores", args=[first]) if first else reverse("sitting-list")
    yield Item("成绩已公布待登记", pending.count(), url, Lamp("amber", "待登记", "成绩公布日期已过"), unit="人")
    passed = Entry.objects.visible_to(user).filter(
        sitting__level=QualificationLevel.SENIOR, outcome__in=PASSED, proof__isnull=True
    )
    row = passed.first()
    url = reverse("exam-entry", args=[row.pk]) if row else reverse("sitting-list")
    yield Item("高级考试合格待登记合格证明", passed.count(), url, Lamp("amber", "待登记"), unit="人")
    ending = (
        Proof.objects.visible_to(user).filter(valid_until__range=(today, today + SOON)).exclude(reviews__state="passed")
    )
    proof = ending.order_by("valid_until").first()
    url = reverse("exam-entry", args=[proof.entry_id]) if proof else reverse("sitting-list")
    yield Item(
        "高级成绩合格证明即将到期", ending.count(), url, Lamp("amber", "90日内到期", "到期前须参加评审"), unit="人"
    )
    open_now = Sitting.objects.visible_to(user).filter(
        registration_from__lte=today + timedelta(days=30), registration_until__gte=today, mobilised__isnull=True,
        suspended=False,
    )  # fmt: skip
    sitting = open_now.first()
    url = reverse("sitting-mobilise", args=[sitting.pk]) if sitting else reverse("sitting-list")
    yield Item("报名将开始，动员名单未做", open_now.count(), url, Lamp("amber", "待动员", "报名前30日内"), unit="场")
