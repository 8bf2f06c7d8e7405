"""Users: one role each, so that the three administrators exclude each other by construction."""

from typing import Any, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac

from rencai.org.access import ABILITIES, ADMINISTRATORS, NOTHING, Ability, Role
from rencai.org.models.areas import Area
from rencai.org.models.units import Section, Unit

__all__ = ["Role", "User"]


class UserQuerySet(models.QuerySet["User"]):
    def visible_to(self, user: Any) -> Self:
        """All users for a security administrator (those of the own county if that one has a unit), else oneself."""
        if not user.is_authenticated or not user.is_active:
            return self.filter(NOTHING)
        if not user.may(Ability.MANAGE_USERS):
            return self.filter(pk=user.pk)
        return self.filter(unit__area__code__startswith=user.county) if user.county else self


class UserManager(BaseUserManager["User"].from_queryset(UserQuerySet)):  # type: ignore[misc]
    def get(self, *args: Any, **kwargs: Any) -> "User":
        """With the unit, which decides what a user sees, in the same query."""
        return self.select_related("unit").get(*args, **kwargs)

    def named(self, username: str) -> "User":
        """The user who signs in by this name. Raises User.DoesNotExist."""
        return self.get(username=username)


class User(AbstractBaseUser):
    """Somebody who signs in. `area` limits township clerks, `unit` everybody with a unit.

    `access_since` is when role, scope, second factor or activity last changed.
    """

    username = models.CharField("登录名", max_length=40, unique=True)
    name = models.CharField("姓名", max_length=50)
    role = models.CharField("角色", max_length=20, choices=Role.choices)
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name="单位", null=True, blank=True)
    section = models.ForeignKey(Section, models.PROTECT, verbose_name="股室", null=True, blank=True)
    area = models.ForeignKey(Area, models.PROTECT, verbose_name="管辖区划", null=True, blank=True)
    email = models.EmailField("提醒邮箱", blank=True)
    is_active = models.BooleanField("启用", default=True)
    must_change_password = models.BooleanField("须修改密码", default=True)
    password_set_at = models.DateTimeField("密码设定时间", null=True, blank=True)
    access_since = models.DateTimeField("权限变更时间", auto_now_add=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()

    class Meta:
        ordering = ["username"]
        verbose_name = "用户"
        constraints = [
            models.CheckConstraint(
                name="user_has_the_scope_of_its_role",
                condition=Q(role__in=[Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN])
                | Q(role=Role.TALENT)
                | Q(unit__isnull=False),
                violation_error_message="该角色须选择所属单位。",
            )
        ]

    def __str__(self) -> str:
        return self.name or self.username

    def may(self, ability: Ability) -> bool:
        """Whether this user's role carries the ability; an inactive user has none."""
        return self.is_active and ability in ABILITIES[Role(self.role)]

    @property
    def county(self) -> str:
        """The six-digit code of the county whose records this user works with; "" for administrators."""
        if self.unit_id is None or self.unit is None:
            return ""
        return str(self.unit.area_id)[:6]

    @property
    def is_administrator(self) -> bool:
        return self.role in ADMINISTRATORS

    def get_session_auth_hash(self) -> str:
        """Moves with the password and with `access_since`, so that a change of either ends every open session."""
        text = f"{self.password}|{self.access_since.timestamp()}"
        return salted_hmac("rencai.org.session", text, algorithm="sha256").hexdigest()

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Django's own permissions are not used here: abilities are (rencai.org.access)."""
        return False
