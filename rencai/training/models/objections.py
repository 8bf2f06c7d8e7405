"""What a participant objects to in the ledger, and how the bureau answered."""

from typing import Self

from django.db import models

from rencai.org.access import among
from rencai.org.models import User
from rencai.training.models.batches import BatchState, Session
from rencai.training.models.ledger import Enrolment


class ObjectionState(models.TextChoices):
    """Where an objection stands."""

    OPEN = "open", "待答复"
    UPHELD = "upheld", "已更正"
    REFUSED = "refused", "维持原登记"


class ObjectionQuerySet(models.QuerySet["Objection"]):
    """Reads of objections."""

    def visible_to(self, user: object) -> Self:
        return self.filter(among("enrolment", Enrolment.objects.visible_to(user)))

    def open(self) -> Self:
        """Those that wait for an answer; what a cancelled batch said of anybody counts for nothing."""
        return self.filter(state=ObjectionState.OPEN).exclude(enrolment__batch__state=BatchState.CANCELLED)


class Objection(models.Model):
    """A participant's word against what the ledger says, or doesn't say, of a session; answered once."""

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, verbose_name="参训", related_name="objections")
    session = models.ForeignKey(Session, models.PROTECT, verbose_name="节次", related_name="objections")
    text = models.CharField("异议", max_length=300)
    raised_by = models.ForeignKey(User, models.PROTECT, verbose_name="提出人", related_name="+")
    raised_at = models.DateTimeField("提出时间", auto_now_add=True)
    state = models.CharField("状态", max_length=10, choices=ObjectionState.choices, default=ObjectionState.OPEN)
    answer = models.CharField("答复", max_length=300, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, verbose_name="答复人", null=True, related_name="+")
    answered_at = models.DateTimeField("答复时间", null=True)

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = "签到异议"
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "session"],
                condition=models.Q(state=ObjectionState.OPEN),
                name="one_open_objection_per_session",
                violation_error_message="这一节您已提出异议，正在等待答复。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} {self.session_id} {self.state}"
