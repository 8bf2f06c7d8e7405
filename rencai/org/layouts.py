"""Keeps the column layouts of the generic listings in the database, for the user whose they are."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from rencai.org import audit
from rencai.org.models import SavedLayout
from rencai.ui.layouts import register


class Layouts:
    """Implements rencai.ui.layouts.Store."""

    def of(self, user: Any, listing: str) -> dict[str, list[str]]:
        rows = SavedLayout.objects.visible_to(user).filter(listing=listing)
        return dict(rows.values_list("name", "columns"))

    @transaction.atomic
    def keep(self, user: Any, listing: str, name: str, columns: Sequence[str]) -> None:
        kept, _ = SavedLayout.objects.update_or_create(
            user=user, listing=listing, name=name, defaults={"columns": list(columns)}
        )
        audit.record("保存列表版式", by=user, on=kept, detail={"名单": listing, "列数": len(columns)}, changes=False)

    @transaction.atomic
    def drop(self, user: Any, listing: str, name: str) -> None:
        for row in SavedLayout.objects.visible_to(user).filter(listing=listing, name=name):
            audit.record("删除列表版式", by=user, on=row, detail={"名单": listing}, changes=False)
            row.delete()


register(Layouts())
