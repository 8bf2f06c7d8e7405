"""The 工作单位 column matched to the county's units; what is not there is proposed, never made in silence."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from rencai.org.models import Area, UnitKind
from rencai.people.imports.importer import Importer
from rencai.people.imports.words import CODES
from rencai.people.roster.columns import Values
from rencai.ui.sheets.book import Notice

CREATE: Final = "create"

_SUFFIXES: Final = (
    ("民政站", UnitKind.STATION),
    ("敬老院", UnitKind.NURSING_HOME),
    ("养老院", UnitKind.NURSING_HOME),
    ("村民委员会", UnitKind.VILLAGE),
    ("居民委员会", UnitKind.VILLAGE),
    ("村委会", UnitKind.VILLAGE),
    ("居委会", UnitKind.VILLAGE),
    ("公司", UnitKind.ENTERPRISE),
    ("局", UnitKind.BUREAU),
)


@dataclass(frozen=True)
class NewUnit:
    """A unit named in the file that the county has not: what it would be created as."""

    name: str
    kind: str
    area_code: str
    area_name: str
    rows: int
    guessed: bool

    @property
    def kind_label(self) -> str:
        return str(UnitKind(self.kind).label)


@dataclass
class ResolvedUnits:
    """`known` unit ids and `created` units by the name in the file; `refused` names with the reason."""

    known: dict[str, int] = field(default_factory=dict)
    created: dict[str, NewUnit] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)
    areas: dict[int, str] = field(default_factory=dict)


def resolve_units(
    rows: Sequence[Values], *, on: date, importer: Importer, choices: Mapping[str, str] | None = None
) -> ResolvedUnits:
    """Every unit name of `rows` as of `on`. `choices` say for unknown names `create` or the id of a known unit."""
    found = ResolvedUnits()
    present, others = _names(importer, on, found)
    unknown: dict[str, list[Values]] = defaultdict(list)
    for values in rows:
        unknown[values.unit_name].append(values)
    for name in list(unknown):
        key = _chosen(name, choices or {}, found.areas)
        ids = [key] if key else present.get(name) or others.get(name)
        if not ids:
            continue
        del unknown[name]
        if len(ids) > 1:
            found.refused[name] = f"有{len(ids)}个单位都叫“{name}”，分不清是哪一个。请在单位管理中改为不同的名称。"
        else:
            found.known[name] = ids[0]
    _propose(unknown, importer, on, found)
    return found


def _names(importer: Importer, on: date, found: ResolvedUnits) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
    """Names of the day, and other names the same units bear or bore."""
    units = importer.units().exclude(ends__lte=on)
    present: dict[str, list[int]] = defaultdict(list)
    others: dict[str, list[int]] = defaultdict(list)
    for pk, name, then, area in units.with_name_on(on).values_list("pk", "name", "name_on", "area_id"):
        found.areas[pk] = area
        present[then].append(pk)
        if name != then:
            others[name].append(pk)
    for pk, name in units.values_list("pk", "names__name"):
        if name and pk not in present.get(name, ()) and pk not in others.get(name, ()):
            others[name].append(pk)
    return present, others


def _chosen(name: str, choices: Mapping[str, str], visible: Mapping[int, str]) -> int | None:
    choice = choices.get(name, "")
    return int(choice) if choice.isdecimal() and int(choice) in visible else None


def _propose(unknown: Mapping[str, list[Values]], importer: Importer, on: date, found: ResolvedUnits) -> None:
    closed = set(importer.units().filter(ends__lte=on).values_list("name", flat=True))
    townships = {area.name: area.code for area in Area.objects.townships_of(importer.county)}
    for name, rows in unknown.items():
        if name in closed:
            found.refused[name] = f"“{name}”在统计日已撤销或并入其他单位。请改为现在的单位。"
        elif not importer.may_create_units:
            found.refused[name] = f"“{name}”不在您的管辖范围内或尚未登记。请核对单位名称，或联系县民政局登记该单位。"
        else:
            found.created[name] = _new_unit(name, rows, importer.county, townships)
    if found.created:
        found.notices.append(_notice(found.created.values()))


def _new_unit(name: str, rows: Sequence[Values], county: str, townships: Mapping[str, str]) -> NewUnit:
    kinds = [CODES["unit_kind"][values.unit_kind] for values in rows if values.unit_kind]
    places = [townships[place] for values in rows if (place := values.township) and place in townships]
    in_name = [code for township, code in townships.items() if name.startswith(township) or f"县{township}" in name]
    by_name = next((str(kind) for suffix, kind in _SUFFIXES if name.endswith(suffix)), "")
    kind = _most(kinds) or by_name or str(UnitKind.INSTITUTION)
    if kind == UnitKind.INSTITUTION and by_name == UnitKind.NURSING_HOME:
        kind = by_name
    area = _most(places) or _most(in_name) or county
    names = {code: township for township, code in townships.items()}
    return NewUnit(name, kind, area, names.get(area, "县级"), len(rows), guessed=not kinds)


def _most(values: Iterable[str]) -> str:
    """The most frequent, the first of equals; "" of none."""
    counted: dict[str, int] = defaultdict(int)
    for value in values:
        counted[value] += 1
    return max(counted, key=counted.__getitem__) if counted else ""


def _notice(units: Iterable[NewUnit]) -> Notice:
    named = [f"{unit.name}（{unit.kind_label}，{unit.area_name}，{unit.rows}人）" for unit in units]
    some = "、".join(named[:20]) + (f"等{len(named)}个" if len(named) > 20 else "")
    return Notice("unknown_units", f"下列工作单位尚未登记，将按所填的单位类型和乡镇新建，请核对：{some}。")
