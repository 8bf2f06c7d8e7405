"""One's own password."""

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from rencai.org.audit import record
from rencai.org.models import User


def change_password(user: User, new: str) -> None:
    """`new` has been checked against the policy. Open sessions of the user end; the caller renews its own."""
    hashed = make_password(new)
    with transaction.atomic():
        user.password, user.must_change_password, user.password_set_at = hashed, False, timezone.now()
        user.save(update_fields=["password", "must_change_password", "password_set_at"])
        record("修改密码", by=user, on=user, changes=False)
