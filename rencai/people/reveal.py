"""Shows one sealed field of one person, for a stated reason, and writes down that it did."""

import re

from django.core.exceptions import ValidationError
from django.db import transaction

from rencai.kernel.sealing import SealBroken
from rencai.org import audit
from rencai.org.models import User
from rencai.people.models import Person
from rencai.people.models.fields import PERSON_FIELDS

FIELDS = tuple(key for key, field in PERSON_FIELDS.items() if field.sealed)
LONGEST_REASON = 100
_NUMBER = re.compile(r"[0-9０-９]{6}")


@transaction.atomic
def reveal(person: Person, field: str, *, reason: str, by: User) -> str:
    """The clear value of `id` or `phone`. Raises ValidationError without a usable reason or when it can't be opened.

    The caller has made sure that `by` may see the person and was verified just now.
    """
    reason = reason.strip()
    if not 2 <= len(reason) <= LONGEST_REASON:
        raise ValidationError({"reason": f"请写明查看理由，2至{LONGEST_REASON}个字。"})
    if _NUMBER.search(reason):
        raise ValidationError({"reason": "理由会记入审计，请不要在其中写证件号码或电话。"})
    label = PERSON_FIELDS[field].label
    detail = {"字段": [label], "理由": reason}
    audit.record("查看完整号码", by=by, on=person, county=person.county, detail=detail, changes=False)
    try:
        return person.open(field)
    except SealBroken as error:
        raise ValidationError(str(error)) from error
