"""The slow look at one sheet's XML: what is hidden, which formulas have no stored value, exact long numbers."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import IO

from lxml import etree

from rencai.ui.sheets.archive import damaged
from rencai.ui.sheets.book import Place

_TRUE = ("1", "true")
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})\Z")


@dataclass(slots=True)
class Details:
    """What the values alone do not show; rows and columns count from 1."""

    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    formulas_without_value: dict[Place, str] = field(default_factory=dict)
    formulas_with_value: int = 0
    errors: dict[Place, str] = field(default_factory=dict)
    pictures: dict[Place, str] = field(default_factory=dict)
    exact_numbers: dict[Place, int] = field(default_factory=dict)


def look_closely(part: IO[bytes], signs: Collection[str], long_numbers: Collection[Place], columns: int) -> Details:
    """Read one sheet part row by row; `long_numbers` are the places whose digits are wanted exactly as written."""
    reader = _Reader(signs, {}, columns)
    for row, column in long_numbers:
        reader.wanted.setdefault(row, set()).add(column)
    try:
        events = etree.iterparse(
            part, events=("end",), tag=("{*}row", "{*}col", "{*}sheetFormatPr"),
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        )  # fmt: skip
        for _, element in events:
            reader.take(element)
    except etree.XMLSyntaxError as error:
        raise damaged("工作表 XML 无法解析") from error
    return reader.details


def column_number(letters: str) -> int:
    """1 for A, 27 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


@dataclass(slots=True)
class _Reader:
    signs: Collection[str]
    wanted: dict[int, set[int]]
    columns: int
    details: Details = field(default_factory=Details)
    shared: dict[str, str] = field(default_factory=dict)
    row: int = 0
    rows_hidden_by_default: bool = False

    def take(self, element: etree._Element) -> None:
        local = etree.QName(element).localname
        if local == "row":
            self._take_row(element)
            _forget(element)
        elif local == "col":
            self._take_column(element)
        else:
            self.rows_hidden_by_default = element.get("zeroHeight") in _TRUE

    def _take_column(self, element: etree._Element) -> None:
        if element.get("hidden") in _TRUE or element.get("width") == "0":
            first, last = _whole(element.get("min")), _whole(element.get("max"))
            self.details.hidden_columns.update(range(max(first, 1), min(last, self.columns) + 1))

    def _take_row(self, element: etree._Element) -> None:
        self.row = _whole(element.get("r")) or self.row + 1
        explicit = element.get("hidden")
        if explicit in _TRUE or element.get("ht") == "0" or (self.rows_hidden_by_default and explicit is None):
            self.details.hidden_rows.add(self.row)
        if "formulas" in self.signs:
            for formula in element.iter("{*}f"):
                self._take_formula(formula)
        if "errors" in self.signs:
            for cell in element.iter("{*}c"):
                if cell.get("t") == "e":
                    self.details.errors[self.row, _column(cell)] = _value(cell) or "#ERROR"
        for cell in element.iter("{*}c") if self.row in self.wanted else ():
            value = _value(cell)
            if _column(cell) in self.wanted[self.row] and value and re.fullmatch(r"-?[0-9]{1,30}", value):
                self.details.exact_numbers[self.row, _column(cell)] = int(value)

    def _take_formula(self, formula: etree._Element) -> None:
        cell = formula.getparent()
        text, group = formula.text or "", formula.get("si")
        if group is not None:
            text = text or self.shared.get(group, "")
            self.shared.setdefault(group, text)
        if cell is None or etree.QName(cell).localname != "c":
            return
        place = (self.row, _column(cell))
        if "DISPIMG" in text:
            self.details.pictures[place] = "=" + text
        # Excel stores the empty text as <v></v> with t="str"; without t it means "not computed".
        if _value(cell) or (cell.get("t") == "str" and _has_value(cell)):
            self.details.formulas_with_value += 1
        else:
            self.details.formulas_without_value[place] = "=" + text


def _forget(element: etree._Element) -> None:
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _column(cell: etree._Element) -> int:
    match = _REFERENCE.match(str(cell.get("r", "")))
    if match:
        return column_number(match[1])
    previous = cell.getprevious()
    return 1 if previous is None else _column(previous) + 1


def _value(cell: etree._Element) -> str | None:
    value = cell.find("{*}v")
    return None if value is None else value.text


def _has_value(cell: etree._Element) -> bool:
    return cell.find("{*}v") is not None


def _whole(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else 0
