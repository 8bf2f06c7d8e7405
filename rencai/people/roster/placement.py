"""What the sheet itself says about cells: hidden rows, merged cells, formulas without a result, error values."""

from rencai.people.roster.columns import TITLES
from rencai.people.roster.outcomes import rejected, warned
from rencai.people.roster.table import Table

_HIDDEN = "这一行在表中被隐藏或筛选掉了，仍会导入。请确认。"
_IDENTITY = frozenset({"name", "id_number"})


def check_placement(table: Table) -> None:
    """Flag rows and cells that a person looking at the sheet sees otherwise than a program reads them."""
    index = {number: row for row, number in enumerate(table.numbers)}
    for number in sorted(table.sheet.hidden_rows):
        if number in index:
            table.flag(index[number], None, warned("hidden_row", _HIDDEN))
    keys = {at + 1: key for key, at in table.mapping.items()}
    for merged in table.sheet.merged:
        _check_merged(table, index, keys, merged)
    for (number, column), formula in table.sheet.formulas_without_value.items():
        if number in index and column in keys:
            _flag_formula(table, index[number], keys[column], formula)
    for (number, column), error in table.sheet.errors.items():
        if number in index and column in keys:
            message = f"单元格是错误值（{error}）。请改为实际内容。"
            table.flag(index[number], keys[column], rejected("error_value", message), raw=error, instead=True)


def _check_merged(table: Table, index: dict[int, int], keys: dict[int, str], merged: tuple[int, int, int, int]) -> None:
    top, left, bottom, right = merged
    inside = [number for number in range(top, bottom + 1) if number in index]
    if not inside or (bottom > top and len(inside) == 1 and inside[0] == top):
        return
    for column in range(left, right + 1):
        if column not in keys:
            continue
        for number in inside:
            _flag_merged(table, index[number], keys[column], first=(number, column) == (top, left), tall=bottom > top)


def _flag_merged(table: Table, row: int, key: str, *, first: bool, tall: bool) -> None:
    title = TITLES[key]
    if first:
        if tall and key in _IDENTITY:
            message = f"{title}合并了多行，分不清是哪一行的人。请取消合并，每人一行。"
            table.flag(row, key, rejected("merged_cell", message), instead=True)
        return
    message = f"{title}在合并单元格中，系统不会自动向下填充。请取消合并后逐行填写。"
    outcome = rejected("merged_cell", message) if table.required(key) else warned("merged_cell", message)
    table.flag(row, key, outcome, instead=True)


def _flag_formula(table: Table, row: int, key: str, formula: str) -> None:
    message = "公式没有保存计算结果。请用 Excel 打开并保存，或改为直接填写内容。"
    outcome = rejected if table.required(key) else warned
    code = "formula_without_value"
    if outcome is warned:
        table.flag(row, key, warned(code, message + "该项没有导入。"), raw=formula, instead=True)
    else:
        table.flag(row, key, rejected(code, message), raw=formula, instead=True)
