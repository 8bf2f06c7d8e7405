"""Telling the rows under a header apart: real data from totals, signatures, sections, repeated headers and examples."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from rencai.ui.sheets.book import Cell, Sheet

_SUMMARY = re.compile(r"(?:本页|全部)?(?:合计|总计|小计|共计|累计)(?:[:：]?[\d.,，]*[个人名条项元页行]*)?\Z")
_SUMMARY_INSIDE = re.compile(r".{0,12}(?:合计|总计|小计|共计)(?:人数|金额|数)?[:：]")
_SIGNATURE = re.compile(
    r"(?:填表|制表|填报|审核|复核|审批|审定|经办|负责|主管|分管|批准|单位负责|部门负责|科室负责|联系|报送|校对|签字|签章|盖章)"
    r"[^:：]{0,8}[:：]|(?:备注|说明|填表说明|填报说明|附注|注意事项|注意|注|联系电话|电话|日期|导出标记)\d{0,2}[:：]"
)
_SECTION = re.compile(
    r"(?:[（(]?[一二三四五六七八九十]{1,3}[）)]?[、.．)）]|第[一二三四五六七八九十\d]{1,3}[部分批组类])"
)
_NUMBERED = re.compile(r"\d{1,2}[.、．)）]")
_EXAMPLE = re.compile(r"[（(【\[]?(?:填写|填表)?(?:示例|样例|范例|举例|例如|例[:：])")
_HELP = re.compile(r"[（(【\[#]?(?:填写|填表|填报)?(?:说明|要求|帮助|提示)|#?help\b", re.IGNORECASE)
_HELP_CELL = re.compile(r"必填|选填|请(?:填写|选择|按|输入|从)|格式[:：为]|下拉")
_SPACES = re.compile(r"\s+")


def squeezed(cell: Cell) -> str:
    """The text of a cell without any white space; "" for an empty one."""
    return _SPACES.sub("", str(cell)) if cell is not None else ""


@dataclass(slots=True)
class RowKinds:
    """Sorts rows into kinds: data, blank, numbered_blank, header, example, help, section, summary, signature."""

    sheet: Sheet
    mapped: frozenset[int]
    required: tuple[int, ...]
    serial: int | None
    header_texts: Mapping[int, frozenset[str]]
    wide: Mapping[int, int] = field(default_factory=dict)
    computed: frozenset[int] = frozenset()

    def tell(self, first: int) -> Iterator[tuple[int, str]]:
        """(Excel row, kind) of every row from Excel row `first` on."""
        seen_data, ending = False, False
        offset = self.sheet.first_row
        for at in range(first - offset, len(self.sheet.rows)):
            row = self.sheet.rows[at]
            kind = "data" if seen_data and self._plainly_data(row) else self._kind(at + offset, row, seen_data, ending)
            seen_data = seen_data or kind == "data"
            ending = kind in ("summary", "signature") or (ending and kind != "data")
            yield at + offset, kind

    def _plainly_data(self, row: Sequence[Cell]) -> bool:
        """Two or more required cells, all filled, and no header text among them: no need to look closer."""
        if len(self.required) < 2:
            return False
        for index in self.required:
            cell = row[index]
            if cell is None or cell in self.header_texts.get(index, ()):
                return False
        return True

    def _kind(self, number: int, row: Sequence[Cell], seen_data: bool, ending: bool) -> str:
        filled = [(index, text) for index, cell in enumerate(row) if (text := squeezed(cell))]
        if not filled:
            # A row of nothing but uncomputed formulas reads as empty, yet somebody is in it.
            return "data" if number in self.computed else "blank"
        if all(index == self.serial and text.isdigit() for index, text in filled):
            return "numbered_blank"
        if all(text in self.header_texts.get(index, ()) for index, text in filled):
            return "header"
        words = [text for index, text in filled if not (index == self.serial and text.isdigit())]
        if not seen_data and words and self._is_guidance(words):
            return "example" if _EXAMPLE.match(words[0]) else "help"
        return self._kind_of_lines(number, filled, words[0] if words else "", ending)

    def _is_guidance(self, words: list[str]) -> bool:
        return bool(
            _EXAMPLE.match(words[0])
            or _HELP.match(words[0])
            or sum(1 for word in words if _HELP_CELL.search(word)) >= 2
        )

    def _kind_of_lines(self, number: int, filled: list[tuple[int, str]], word: str, ending: bool) -> str:
        complete = len(self.required) > 1 and set(self.required) <= {index for index, _ in filled}
        few = len(filled) <= max(2, len(self.mapped) // 3)
        if not complete and _SUMMARY.match(word):
            return "summary"
        if few and not complete and _SUMMARY_INSIDE.match(word):
            return "summary"
        if few and not complete and _SIGNATURE.match(word):
            return "signature"
        if len(filled) == 1:
            return self._kind_of_single(number, *filled[0], ending)
        return "data"

    def _kind_of_single(self, number: int, index: int, text: str, ending: bool) -> str:
        spread = self.wide.get(number, 0) >= 2
        if ending and (spread or index not in self.mapped or _NUMBERED.match(text) or len(text) > 15):
            return "signature"
        # One filled cell in a mapped column is a record with most of it missing: reported, never dropped.
        if spread or index not in self.mapped or _SECTION.match(text):
            return "section"
        return "data"
