"""The walls around a reading child: processor time, memory and files, lowered once and never raised."""

import resource
from pathlib import Path

from rencai.ui.sheets.book import Limits

_ROOM = 160 * 1024 * 1024
_PER_UNPACKED_BYTE = 6
_PAGE = resource.getpagesize()


def confine(limits: Limits, *, may_write: bool = False) -> None:
    """Bound this process for the rest of its life; call before touching a file somebody else made."""
    _lower(resource.RLIMIT_CPU, limits.seconds)
    _lower(resource.RLIMIT_CORE, 0)
    _lower(resource.RLIMIT_NOFILE, 64)
    _lower(resource.RLIMIT_AS, limits.memory)
    _lower(resource.RLIMIT_FSIZE, limits.unpacked if may_write else 0)


def allow_memory_for(unpacked: int, limits: Limits) -> None:
    """Lower the memory wall to what honest content of `unpacked` bytes needs.

    A small file whose cells expand, or claim far corners, then fails at once instead of filling the whole allowance.
    """
    _lower(resource.RLIMIT_AS, min(limits.memory, _in_use() + _ROOM + _PER_UNPACKED_BYTE * unpacked))


def _in_use() -> int:
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * _PAGE


def _lower(kind: int, value: int) -> None:
    _, hard = resource.getrlimit(kind)
    ceiling = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(kind, (ceiling, ceiling))
