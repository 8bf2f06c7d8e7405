"""Column layouts that users keep for themselves; nothing personal is in them."""

from typing import Any, Self

from django.db import models

from rencai.org.models.users import User


class SavedLayoutQuerySet(models.QuerySet["SavedLayout"]):
    def visible_to(self, user: Any) -> Self:
        """One's own."""
        return self.filter(user=user.pk)


class SavedLayout(models.Model):
    """The columns that `user` wants to see in a listing, under a name; `listing` is the key of its figure."""

    user = models.ForeignKey(User, models.CASCADE, verbose_name="用户", related_name="saved_layouts")
    listing = models.CharField("名单", max_length=100)
    name = models.CharField("名称", max_length=20)
    columns = models.JSONField("列")

    objects = SavedLayoutQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = "列表版式"
        constraints = [
            models.UniqueConstraint(fields=["user", "listing", "name"], name="layout_once_per_user_listing_and_name")
        ]

    def __str__(self) -> str:
        return self.name
