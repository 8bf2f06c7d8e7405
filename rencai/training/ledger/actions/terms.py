"""What a batch asks of a sign-in by phone and of a certificate of attendance."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction

from rencai.org import audit
from rencai.org.models import User
from rencai.training.ledger.actions.hours import locked
from rencai.training.models import Batch, Completion

TERMS = ("grace_minutes", "people_per_phone", "completion_share")


@transaction.atomic
def set_terms(batch: Batch, values: Mapping[str, int], *, by: User) -> None:
    """Change some of TERMS. Raises ValidationError for another share after certificates were issued by the old one."""
    held = locked(batch)
    changed = [name for name in TERMS if name in values and values[name] != getattr(held, name)]
    if not changed:
        return
    if "completion_share" in changed and Completion.objects.valid().filter(enrolment__batch=held).exists():
        raise ValidationError({"completion_share": "已按原比例签发结业证明，不能再改。"})
    for name in changed:
        setattr(held, name, values[name])
    held.save(update_fields=changed)
    detail = {"字段": audit.labels(Batch, changed)}
    audit.record("修改签到与结业设置", by=by, on=held, county=held.county, detail=detail)
