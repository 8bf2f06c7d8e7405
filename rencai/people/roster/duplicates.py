"""What the rows of a file say together: one ID with two names, one person twice, one certificate with two persons."""

from collections import defaultdict
from collections.abc import Sequence

from rencai.kernel.idnumber import candidate_18, canonical
from rencai.kernel.names import name_key
from rencai.people.roster.outcomes import rejected, warned
from rencai.people.roster.table import Table

Places = dict[str, list[tuple[Table, int]]]
"""Value → where it stands more than once."""

_SHOWN = 5


def check_duplicates(tables: Sequence[Table]) -> None:
    """Flag rows across all sheets; neither side of a conflict wins."""
    for places in _repeated(tables, "id_number").values():
        _check_person(places)
    for places in _repeated(tables, "certificate_number").values():
        _check_certificate(places)
    _check_old_numbers(tables)


def _repeated(tables: Sequence[Table], key: str) -> Places:
    values = [value for table in tables for value in table.columns[key] if value]
    if len(set(values)) == len(values):
        return {}
    seen: set[str] = set()
    twice = {value for value in values if value in seen or seen.add(value)}  # type: ignore[func-returns-value]
    places: Places = defaultdict(list)
    for table in tables:
        for row, value in enumerate(table.columns[key]):
            if value in twice:
                places[value].append((table, row))
    return places


def _check_person(places: list[tuple[Table, int]]) -> None:
    named = [(table, row, name_key(name)) for table, row in places if (name := table.columns["name"][row])]
    if len({key for *_, key in named}) > 1:
        for table, row in places:
            message = f"同一个身份证号对应不同的姓名（{_rows(places)}）。请核对，确认前都不导入。"
            table.flag(row, "id_number", rejected("duplicate_id_conflict", message))
        return
    first, at = places[0]
    for table, row in places[1:]:
        message = f"与{_row(first, at)}是同一个人，只导入先出现的一行。请合并或删除重复行。"
        table.flag(row, None, rejected("same_person_twice", message))


def _check_certificate(places: list[tuple[Table, int]]) -> None:
    if len({table.columns["id_number"][row] for table, row in places}) < 2:
        return
    for table, row in places:
        message = f"同一个证书管理号对应不同的人（{_rows(places)}）。请核对。"
        number = table.columns["certificate_number"][row]
        table.flag(row, "certificate_number", warned("certificate_twice", message, number))


def _check_old_numbers(tables: Sequence[Table]) -> None:
    old = [(table, row) for table in tables for row in table.found_with("old_15_digits")]
    if not old:
        return
    known = {number: (table, row) for table in tables for row, number in enumerate(table.columns["id_number"])}
    for table, row in old:
        longer = candidate_18(canonical(table.raw(row, "id_number")))
        if longer in known:
            message = f"可能与{_row(*known[longer])}是同一个人。"
            table.flag(row, "id_number", rejected("old_15_digits", message))


def _rows(places: list[tuple[Table, int]]) -> str:
    named = "、".join(_row(table, row) for table, row in places[:_SHOWN])
    return named + ("等" if len(places) > _SHOWN else "")


def _row(table: Table, row: int) -> str:
    sheet = f"“{table.sheet.name}”" if table.sheet.name else ""
    return f"{sheet}第{table.numbers[row]}行"
