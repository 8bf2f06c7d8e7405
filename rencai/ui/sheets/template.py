"""The blank form an office downloads, fills in and sends back, with its choices, checks, help and example."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

HELP_LABEL = "填写说明："
EXAMPLE_LABEL = "示例："
_FORM = "填报表"
_CHOICES = "字典"
_HEADER, _HELP, _EXAMPLE, _FIRST = 0, 1, 2, 3
_LAST = 5_002


@dataclass(frozen=True, slots=True)
class TemplateColumn:
    """A column to fill in.

    `kind` is text, id (text with a length warning of 18), date or number. `choices` become a dropdown, from which
    others are refused unless `open_choice`; with `depends_on` (the title of another column) `choices_by` gives the
    choices under each value of that column.
    """

    title: str
    required: bool = False
    help: str = ""
    example: str = ""
    choices: tuple[str, ...] = ()
    kind: str = "text"
    width: int = 16
    open_choice: bool = False
    depends_on: str | None = None
    choices_by: Mapping[str, Sequence[str]] = field(default_factory=dict)


def write_template(target: Path | BinaryIO, columns: Sequence[TemplateColumn], *, trace: str | None = None) -> None:
    """Write the form: header with * on required columns, help row, example row, then empty rows with their checks."""
    options = {"in_memory": True} if not isinstance(target, Path) else {}
    with xlsxwriter.Workbook(str(target) if isinstance(target, Path) else target, options) as book:
        if trace:
            book.set_properties({"comments": trace})
        form = book.add_worksheet(_FORM)
        choices = _Choices(book)
        looks = _looks(book)
        for index, column in enumerate(columns):
            _write_column(form, index, column, looks)
            check = _check(column, columns, choices)
            if check:
                form.data_validation(_FIRST, index, _LAST, index, check)
        form.set_row(_HELP, 60)
        form.freeze_panes(_FIRST, 0)
        form.activate()


def _looks(book: xlsxwriter.Workbook) -> dict[str, Any]:
    border = {"border": 1, "valign": "vcenter", "text_wrap": True}
    return {
        "required": book.add_format({**border, "bold": True, "align": "center", "bg_color": "#FCE4D6"}),
        "header": book.add_format({**border, "bold": True, "align": "center", "bg_color": "#E8EEF7"}),
        "help": book.add_format({**border, "font_size": 9, "color": "#666666"}),
        "example": book.add_format({**border, "italic": True, "color": "#999999", "num_format": "@"}),
        "text": book.add_format({"num_format": "@"}),
        "id": book.add_format({"num_format": "@"}),
        "date": book.add_format({"num_format": "yyyy-mm-dd"}),
        "number": book.add_format({"num_format": "General"}),
    }


def _write_column(form: Any, index: int, column: TemplateColumn, looks: Mapping[str, Any]) -> None:
    form.set_column(index, index, column.width, looks[column.kind])
    title = column.title + "*" if column.required else column.title
    form.write_string(_HEADER, index, title, looks["required" if column.required else "header"])
    hint = column.help or ("必填" if column.required else "选填")
    form.write_string(_HELP, index, HELP_LABEL + hint if index == 0 else hint, looks["help"])
    example = EXAMPLE_LABEL + column.example if index == 0 else column.example
    form.write_string(_EXAMPLE, index, example, looks["example"])


def _check(column: TemplateColumn, columns: Sequence[TemplateColumn], choices: "_Choices") -> dict[str, Any] | None:
    style = "information" if column.open_choice else "stop"
    wrong = {"error_title": column.title[:32], "error_type": style, "error_message": "请从下拉列表中选择。"}
    if column.depends_on:
        parent = next(at for at, other in enumerate(columns) if other.title == column.depends_on)
        return {"validate": "list", "source": choices.dependent(column.choices_by, parent), **wrong}
    if column.choices:
        return {"validate": "list", "source": "=" + choices.named(column.choices), **wrong}
    advice = {"error_title": column.title[:32], "error_type": "warning"}
    if column.kind == "id":
        message = "应为 18 位，请以文本形式填写。"
        return {"validate": "length", "criteria": "==", "value": 18, "error_message": message, **advice}
    if column.kind == "date":
        # A warning only: a month such as 2015-07 is welcome though Excel does not count it as a date.
        message = "请填写日期，如 2015-07-01；只知道月份时可填 2015-07。"
        limits = {"criteria": "between", "minimum": "=DATE(1900,1,1)", "maximum": "=DATE(2100,1,1)"}
        return {"validate": "date", "error_message": message, **limits, **advice}
    if column.kind == "number":
        return {"validate": "decimal", "criteria": ">=", "value": 0, "error_message": "请填写数字。", **advice}
    return None


class _Choices:
    """The hidden sheet of choices; inside a validation 255 characters would be the limit."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self.book = book
        self.sheet: Any = None
        self.used = 0

    def named(self, choices: Sequence[str]) -> str:
        """The name of a range holding `choices`."""
        letter = self._column(choices)
        name = f"choices_{self.used}"
        self.book.define_name(name, f"={_CHOICES}!${letter}$1:${letter}${len(choices)}")
        return name

    def dependent(self, choices_by: Mapping[str, Sequence[str]], parent: int) -> str:
        """A formula for the choices under the value in column `parent` of the same row."""
        pairs = [(key, choice) for key, choices in choices_by.items() for choice in choices]
        keys, values = self._column([key for key, _ in pairs]), self._column([choice for _, choice in pairs])
        chosen = f"${xl_col_to_name(parent)}{_FIRST + 1}"
        known = f"{_CHOICES}!${keys}$1:${keys}${len(pairs)}"
        return f"=OFFSET({_CHOICES}!${values}$1,MATCH({chosen},{known},0)-1,0,COUNTIF({known},{chosen}),1)"

    def _column(self, texts: Sequence[str]) -> str:
        if self.sheet is None:
            self.sheet = self.book.add_worksheet(_CHOICES)
            self.sheet.hide()
        for row, text in enumerate(texts):
            self.sheet.write_string(row, self.used, text)
        self.used += 1
        return xl_col_to_name(self.used - 1)
