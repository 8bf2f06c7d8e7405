"""Wrong tries at the pages that anybody can open, so that nobody goes through names or codes one after the other."""

from django.db import models


class WrongTry(models.Model):
    """One try at `subject` (a session, a batch, the check page) by `device`; kept for as long as it is counted."""

    subject = models.CharField("对象", max_length=40)
    device = models.CharField("设备", max_length=45)
    at = models.DateTimeField("时间", db_index=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = "未通过的核对"

    def __str__(self) -> str:
        return self.subject
