"""A list of townships and villages as offices send it: code and name, checked row by row."""

import re
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile

from rencai.org.models import Area, Level
from rencai.ui.sheets.book import Cell, FileRefused, Limits
from rencai.ui.sheets.reading import read

LIMITS = Limits(rows=20_000, file_bytes=2 * 1024 * 1024)
_CODE = re.compile(r"[0-9]{9}(?:[0-9]{3})?", re.ASCII)


@dataclass
class Listed:
    """The rows that can be written, townships first, and what is wrong with the others, by row as Excel counts."""

    good: list[tuple[str, str]] = field(default_factory=list)
    faults: list[tuple[int, str]] = field(default_factory=list)


def read_list(file: UploadedFile, county: str) -> Listed:
    """Raises FileRefused in the user's words for a file that is no such list."""
    with tempfile.NamedTemporaryFile() as kept:
        for chunk in file.chunks():
            kept.write(chunk)
        kept.flush()
        book = read(Path(kept.name), limits=LIMITS, name=file.name)
    sheets = [sheet for sheet in book.sheets if sheet.rows and not sheet.hidden]
    if not sheets:
        raise FileRefused("文件中没有内容。", "empty")
    sheet = sheets[0]
    pairs = [
        (sheet.first_row + i, _text(row[0]), _text(row[1]) if len(row) > 1 else "") for i, row in enumerate(sheet.rows)
    ]
    header = next((n for n, (_, code, _name) in enumerate(pairs) if _CODE.fullmatch(code)), None)
    if header is None:
        raise FileRefused("没有找到代码。第一列应为9位或12位区划代码，第二列为名称。", "no_codes")
    return check(pairs[header:], county)


def read_lines(text: str, county: str) -> Listed:
    """The same from lines of `code,name`."""
    rows = [line.partition(",") for line in text.splitlines()]
    return check(((n, code, name) for n, (code, _, name) in enumerate(rows, 1)), county)


def check(rows: Iterable[tuple[int, str, str]], county: str) -> Listed:
    """Sorts (row, code, name) into good and faulty; a village needs its township, in the list or known already."""
    listed, seen = Listed(), dict[str, int]()
    townships = set(Area.objects.townships_of(county).values_list("code", flat=True))
    villages: list[tuple[int, str, str]] = []
    for number, raw, name in rows:
        code = _short(raw)
        if not (code or name) or code == county:
            continue
        fault = _fault(code, name, county, seen)
        if fault:
            listed.faults.append((number, fault))
            continue
        seen[code] = number
        if len(code) == Level.TOWNSHIP:
            townships.add(code)
            listed.good.append((code, name))
        else:
            villages.append((number, code, name))
    for number, code, name in villages:
        if code[: Level.TOWNSHIP] in townships:
            listed.good.append((code, name))
        else:
            listed.faults.append((number, f"所属乡镇 {code[: Level.TOWNSHIP]} 不在表中，也没有登记，请先加上该乡镇。"))
    return listed


def _short(code: str) -> str:
    """The digits that count: statistics write a township or county with zeros up to twelve digits."""
    if len(code) == Level.VILLAGE and code.endswith("000"):
        code = code[: Level.TOWNSHIP]
    return code[: Level.COUNTY] if len(code) == Level.TOWNSHIP and code.endswith("000") else code


def _fault(code: str, name: str, county: str, seen: dict[str, int]) -> str:
    if not _CODE.fullmatch(code):
        return f"代码“{code}”不是9位（乡级）或12位（村级）数字。"
    if not code.startswith(county):
        return f"代码“{code}”不属于本县区（{county}）。"
    if not name:
        return "缺少名称。"
    if len(name) > 60 or len(name.splitlines()) > 1:
        return "名称应在60个字以内，不含换行。"
    if code in seen:
        return f"代码“{code}”与第 {seen[code]} 行重复。"
    return ""


def _text(cell: Cell) -> str:
    """The cell as text; a code that Excel keeps as a number has at most twelve digits and is exact."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).strip()
