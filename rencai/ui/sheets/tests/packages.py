"""Small .xlsx packages made by hand, sound ones and ones no office program would write."""

import struct
import zipfile
from pathlib import Path

SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_OPENING = '<?xml version="1.0" encoding="UTF-8"?>'

CONTENT_TYPES = (
    f'{_OPENING}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>'
)
ROOT = (
    f'{_OPENING}<Relationships xmlns="{_RELATIONS}"><Relationship Id="rId1" '
    f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
)
WORKBOOK = (
    f'{_OPENING}<workbook xmlns="{SPREADSHEET}" xmlns:r="{_OFFICE}">'
    '<sheets><sheet name="表" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
WORKBOOK_RELATIONS = (
    f'{_OPENING}<Relationships xmlns="{_RELATIONS}">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
)


def text(place: str, value: str) -> str:
    """A text cell."""
    return f'<c r="{place}" t="inlineStr"><is><t>{value}</t></is></c>'


def sheet(rows: str, before: str = "", after: str = "") -> str:
    """A sheet part."""
    return f'{_OPENING}<worksheet xmlns="{SPREADSHEET}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def shared(*items: str) -> str:
    """A part of shared strings."""
    return f'{_OPENING}<sst xmlns="{SPREADSHEET}">' + "".join(f"<si><t>{item}</t></si>" for item in items) + "</sst>"


def package(path: Path, parts: dict[str, str | bytes] | None = None, *, rows: str = "") -> Path:
    """An .xlsx of one sheet; `parts` replaces or adds parts."""
    whole: dict[str, str | bytes] = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": ROOT,
        "xl/workbook.xml": WORKBOOK,
        "xl/_rels/workbook.xml.rels": WORKBOOK_RELATIONS,
        "xl/worksheets/sheet1.xml": sheet(rows or f'<row r="1">{text("A1", "甲")}</row>'),
        "xl/sharedStrings.xml": shared("乙"),
        **(parts or {}),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, data in whole.items():
            out.writestr(name, data)
    return path


def lie_about_size(path: Path, part: str, size: int) -> Path:
    """Change what both headers of `part` say about its unpacked size."""
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as opened:
        local = opened.getinfo(part).header_offset
    struct.pack_into("<L", data, local + 22, size)
    central = data.rfind(b"PK\x01\x02", 0, data.rfind(part.encode()))
    struct.pack_into("<L", data, central + 24, size)
    path.write_bytes(data)
    return path


def overlap(path: Path, part: str, onto: str) -> Path:
    """Let the directory entry of `part` point at the data of `onto`."""
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as opened:
        target = opened.getinfo(onto).header_offset
    central = data.rfind(b"PK\x01\x02", 0, data.rfind(part.encode()))
    struct.pack_into("<L", data, central + 42, target)
    path.write_bytes(data)
    return path
