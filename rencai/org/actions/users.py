"""Users: added, given another role, disabled, given a first password. Hashing stays outside the transactions."""

from datetime import timedelta

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from rencai.org.access import ADMINISTRATORS
from rencai.org.audit import labels, record
from rencai.org.models import Area, Role, Section, Unit, User
from rencai.org.passwords import first_password

FIRST_PASSWORD_HOLDS = timedelta(hours=24)


def add_user(
    *,
    username: str,
    name: str,
    role: str,
    unit: Unit | None = None,
    section: Section | None = None,
    area: Area | None = None,
    password: str | None = None,
    by: User | None,
) -> tuple[User, str]:
    """A new user and the password to hand over.

    A made-up first password holds 24 hours and must be changed; a given one must fit the policy and stays.
    """
    user = User(username=username, name=name, role=role, unit=unit, section=section, area=area)
    _check_scope(user)
    if password is not None:
        validate_password(password, user)
    plain = password or first_password()
    user.password = make_password(plain)
    user.must_change_password = password is None
    user.password_set_at = timezone.now()
    user.full_clean()
    with transaction.atomic():
        user.save(force_insert=True)
        record(
            "新增用户", by=by, on=user, county=user.county, detail={"登录名": username, "角色": user.get_role_display()}
        )
    return user, plain


@transaction.atomic
def set_mailbox(user: User, email: str, *, by: User) -> bool:
    """Where reminders go by mail; empty for nowhere. False when it is so already. Raises ValidationError."""
    row = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    if row.email == email:
        return False
    row.email = email
    row.clean_fields(exclude=[field.name for field in User._meta.fields if field.name != "email"])
    row.save(update_fields=["email"])
    detail = {"改为": "取消" if not email else "已登记"}
    record("修改提醒邮箱", by=by, on=row, county=row.county, detail=detail, changes=False)
    return True


@transaction.atomic
def change_role(
    user: User, *, role: str, unit: Unit | None, section: Section | None, area: Area | None, by: User
) -> bool:
    """Another role or scope; open sessions end at their next request. False when nothing differed."""
    if user.pk == by.pk:
        raise ValidationError("不能修改自己的角色或单位，请由另一名安全管理员办理。")
    before = user.get_role_display()
    wanted = {"role": role, "unit": unit, "section": section, "area": area}
    changed = [field for field, value in wanted.items() if getattr(user, field) != value]
    if not changed:
        return False
    for field in changed:
        setattr(user, field, wanted[field])
    _check_scope(user)
    user.full_clean(exclude=["password"])
    user.access_since = timezone.now()
    user.save(update_fields=[*changed, "access_since"])
    detail = {"字段": labels(User, changed), "原角色": before, "新角色": user.get_role_display()}
    record("修改用户角色", by=by, on=user, county=user.county, detail=detail)
    return True


@transaction.atomic
def disable(user: User, *, reason: str, by: User | None) -> None:
    """The user can't sign in any more; open sessions end at their next request."""
    if by is not None and user.pk == by.pk:
        raise ValidationError("不能停用自己的账号。")
    if not user.is_active:
        raise ValidationError("该账号已停用。")
    user.is_active = False
    user.access_since = timezone.now()
    user.save(update_fields=["is_active", "access_since"])
    record("停用用户", by=by, on=user, county=user.county, detail={"原因": reason})


def enable(user: User, *, by: User) -> str:
    """A disabled user may sign in again, with the first password that is returned."""
    return _new_first_password(user, "启用用户", by=by)


def reset_password(user: User, *, by: User) -> str:
    """A new first password, which ends the user's open sessions. A disabled user stays disabled."""
    if user.pk == by.pk:
        raise ValidationError("请在“修改密码”中修改自己的密码。")
    return _new_first_password(user, "重置密码", by=by)


def _new_first_password(user: User, action: str, *, by: User) -> str:
    plain = first_password()
    hashed = make_password(plain)
    now = timezone.now()
    with transaction.atomic():
        user.password, user.must_change_password, user.password_set_at = hashed, True, now
        user.access_since = now
        fields = ["password", "must_change_password", "password_set_at", "access_since"]
        if action == "启用用户":
            user.is_active, user.last_login = True, None
            fields += ["is_active", "last_login"]
        user.save(update_fields=fields)
        record(action, by=by, on=user, county=user.county)
    return plain


def _check_scope(user: User) -> None:
    """The unit, section and area fit the role and each other."""
    if user.role in ADMINISTRATORS | {Role.TALENT}:
        if user.section is not None or user.area is not None:
            raise ValidationError({"role": "该角色不选股室和管辖区划。"})
        return
    if user.unit is None:
        raise ValidationError({"unit": "该角色须选择所属单位。"})
    if user.section is not None and user.section.unit_id != user.unit.pk:
        raise ValidationError({"section": "股室不属于所选单位。"})
    if user.role == Role.TOWNSHIP_CLERK:
        if user.area is None or user.area.county != user.county or len(user.area.code) < 9:
            raise ValidationError({"area": "乡镇民政站须选择所属单位同一县区的乡镇。"})
    elif user.area is not None:
        raise ValidationError({"area": "只有乡镇民政站选择管辖区划。"})
