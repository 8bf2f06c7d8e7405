"""A breakdown as a table with bars: each part opens, and the sum adds up or says why it doesn't."""

from dataclasses import dataclass

from rencai.ui import numbers
from rencai.ui.figures import Breakdown
from rencai.ui.narrowing import parts_of
from rencai.ui.rows import Listing


@dataclass(frozen=True)
class Bar:
    """One part: `width` in percent of the longest bar, `share` of the whole per hundred, "" where parts overlap."""

    label: str
    number: int
    width: str
    share: str
    url: str


@dataclass(frozen=True)
class Table:
    """A breakdown of one listing."""

    title: str
    unit: str
    bars: tuple[Bar, ...]
    whole: int
    verdict: str
    adds_up: bool


def table(listing: Listing, breakdown: Breakdown, base: str = "") -> Table:
    """`base` is the address of the listing when the table stands on another page."""
    parts = parts_of(listing.figure, breakdown, listing.scope, listing.revision)
    found = numbers.kept(
        (listing.figure.key, listing.figure.version, "parts", breakdown.key, listing.narrowing.key),
        listing.scope,
        listing.revision,
        lambda: listing.figure.counts(listing.scope, parts, listing.rows),
    )
    longest = max(found.values(), default=0)
    query = listing.query.without("page", "by", "against", "kind", "layout")
    bars = tuple(
        Bar(
            part.label,
            found[part.key],
            _percent(found[part.key], longest),
            "" if breakdown.overlap else _percent(found[part.key], listing.number),
            f"{base}{query.but(part=f'{breakdown.key}:{part.key}')}",
        )
        for part in parts
    )
    verdict, adds_up = _verdict(breakdown, sum(found.values()), listing.number, listing.figure.unit)
    return Table(breakdown.title, listing.figure.unit, bars, listing.number, verdict, adds_up)


def _verdict(breakdown: Breakdown, parts: int, whole: int, unit: str) -> tuple[str, bool]:
    if parts == whole:
        return f"各项合计 {parts:,} {unit}，与总数一致。", True
    if breakdown.overlap:
        return f"各项之和 {parts:,} {unit}，总数 {whole:,} {unit}。{breakdown.overlap}", True
    if parts < whole:
        return f"各项合计 {parts:,} {unit}，另有 {whole - parts:,} {unit}未填写或不属于以上各项。", False
    return f"各项之和 {parts:,} {unit}，多于总数 {whole:,} {unit}，请联系系统管理员核对口径。", False


def _percent(number: int, whole: int) -> str:
    """Rounded half up to a tenth; "0" of nothing."""
    if not whole:
        return "0"
    tenths = (number * 2000 + whole) // (2 * whole)
    return f"{tenths // 10}.{tenths % 10}"
