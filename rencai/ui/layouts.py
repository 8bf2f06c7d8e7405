"""Saved column layouts of a user; the store that keeps them is told from above."""

from collections.abc import Sequence
from typing import Any, Protocol

from django.http import HttpRequest

from rencai.ui.figures import Figure

USUAL = "默认"
AT_MOST = 8
LONGEST_NAME = 20
_READ = "saved_layouts"


class Store(Protocol):
    """Column names by layout name, of one user and one listing, in the order in which they were first kept."""

    def of(self, user: Any, listing: str) -> dict[str, list[str]]:
        """All layouts of this user for this listing."""

    def keep(self, user: Any, listing: str, name: str, columns: Sequence[str]) -> None:
        """Add a layout, or replace the one of that name."""

    def drop(self, user: Any, listing: str, name: str) -> None:
        """Nothing happens where there is none."""


class Forgetful:
    """Before a store is registered: nothing is kept."""

    def of(self, user: Any, listing: str) -> dict[str, list[str]]:
        return {}

    def keep(self, user: Any, listing: str, name: str, columns: Sequence[str]) -> None:
        return

    def drop(self, user: Any, listing: str, name: str) -> None:
        return


_registered: list[Store] = [Forgetful()]


def register(store: Store) -> None:
    """Told once, when the program starts."""
    _registered.append(store)


def saved(request: HttpRequest, figure: Figure) -> dict[str, list[str]]:
    """Column names by layout name, for this figure and this user; read once for a request."""
    read: dict[str, dict[str, list[str]]] = getattr(request, _READ, {})
    if figure.key not in read:
        read[figure.key] = _registered[-1].of(request.user, figure.key)
        setattr(request, _READ, read)
    known = {column.name for column in figure.columns}
    return {name: [column for column in columns if column in known] for name, columns in read[figure.key].items()}


def usual(request: HttpRequest, figure: Figure) -> list[str]:
    """The columns of the layout named 默认, which is shown where the address names no columns."""
    return saved(request, figure).get(USUAL, [])


def keep(request: HttpRequest, figure: Figure, name: str, columns: Sequence[str]) -> None:
    """Add a layout, or replace the one of that name. Raises ValueError, in the user's words."""
    known = {column.name for column in figure.columns}
    chosen = [column for column in columns if column in known]
    if not name or len(name) > LONGEST_NAME:
        raise ValueError(f"版式名称须为1至{LONGEST_NAME}个字。")
    if not chosen:
        raise ValueError("请至少选择一列。")
    if len(saved(request, figure).keys() - {name}) >= AT_MOST:
        raise ValueError(f"每个名单最多保存{AT_MOST}个版式，请先删除一个。")
    _registered[-1].keep(request.user, figure.key, name, chosen)


def drop(request: HttpRequest, figure: Figure, name: str) -> None:
    """Forget the layout of that name."""
    _registered[-1].drop(request.user, figure.key, name)
