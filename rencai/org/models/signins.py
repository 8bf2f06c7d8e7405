"""Sign-ins: which sessions a user has open and from where the user is known to come."""

from datetime import timedelta

from django.db import models
from django.utils import timezone

from rencai.org.models.users import User

KNOWN_FOR = timedelta(days=90)


class SignInQuerySet(models.QuerySet["SignIn"]):
    def open(self) -> "SignInQuerySet":
        return self.filter(ended__isnull=True)

    def from_known_address(self, username: str, address: str) -> "SignInQuerySet":
        """Sign-ins of this name from this address that are recent enough to vouch for it."""
        since = timezone.now() - KNOWN_FOR
        return self.filter(user__username=username, address=address, at__gte=since)


class SignIn(models.Model):
    """One completed sign-in."""

    user = models.ForeignKey(User, models.CASCADE, related_name="sign_ins")
    session_key = models.CharField("会话", max_length=40, db_index=True)
    address = models.GenericIPAddressField("地址")
    browser = models.CharField("浏览器", max_length=200, blank=True)
    at = models.DateTimeField("登录时间", default=timezone.now)
    ended = models.DateTimeField("退出时间", null=True, blank=True)

    objects = SignInQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]
        verbose_name = "登录"
        indexes = [models.Index(fields=["user", "address", "at"], name="sign_in_by_address")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.at:%Y-%m-%d %H:%M}"
