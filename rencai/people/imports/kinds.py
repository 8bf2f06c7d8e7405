"""What sorts of file can be imported: each reads, plans, writes and previews its own, the rest is shared."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO, Protocol

from rencai.org.access import Ability
from rencai.people.roster.check import Checked
from rencai.ui.sheets.book import Book


class Planned(Protocol):
    """What a file would do: the checked rows, how many records it touches, who is missing from it."""

    gone: list[int]

    @property
    def checked(self) -> Checked: ...

    @property
    def effect(self) -> dict[str, int]: ...


class Written(Protocol):
    """What was written of a plan."""

    plan: Any
    late_refusals: int
    left_out: int

    @property
    def effect(self) -> dict[str, int]: ...


@dataclass(frozen=True)
class ImportKind:
    """One sort of file. `unit` is what the numbers of new, changed and same count.

    `checked_file(path, on=, name=, include_hidden=)` reads and checks every cell. What it gives beside the book goes to
    `plan(checked, on=, importer=, unit_choices=)`, which compares with what is stored. `apply(plan, checked, warned=,
    choices=, expected=)` writes inside the caller's transaction. `preview(plan)` is JSON, and
    `mark(path, out, book, checked, name=)` marks the user's own file.
    """

    key: str
    title: str
    file_title: str
    unit: str
    ability: Ability
    checked_file: Callable[..., tuple[Book | None, Any]]
    plan: Callable[..., Planned]
    apply: Callable[..., Written]
    preview: Callable[[Any], Mapping[str, Any]]
    mark: Callable[..., None]
    blank: Callable[[BinaryIO], None]
    help: tuple[str, ...] = ()


KINDS: dict[str, ImportKind] = {}


def register(kind: ImportKind) -> ImportKind:
    """Makes a sort of file known. Raises ValueError for a key used before."""
    if kind.key in KINDS:
        raise ValueError(f"import kind {kind.key} is registered twice")
    KINDS[kind.key] = kind
    return kind


def kinds_for(user: Any) -> list[ImportKind]:
    """The sorts of file that `user` may import, in order of registering."""
    return [kind for kind in KINDS.values() if user.may(kind.ability)]
