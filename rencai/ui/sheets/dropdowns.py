"""Dropdowns whose choices stand on another sheet, which openpyxl drops on saving, carried over from the original."""

import shutil
import zipfile
from collections.abc import Sequence
from pathlib import Path

from lxml import etree

from rencai.ui.sheets.parts import safe_parser, sheet_parts, workbook_part

_DROPDOWNS = "{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"
_SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_SIGN = b"dataValidations"
_END = b"</worksheet>"


def carry_over_dropdowns(original: Path, saved: Path, out: Path, sheets: Sequence[str]) -> None:
    """Write `saved` to `out`, with the extended data validations of `original`'s sheets put back."""
    with zipfile.ZipFile(original) as before, zipfile.ZipFile(saved) as after:
        lost = _lost(before, sheets)
        if not lost:
            shutil.copyfile(saved, out)
            return
        parts = sheet_parts(after, workbook_part(after) or "xl/workbook.xml")
        additions = {parts[sheet]: xml for sheet, xml in lost.items() if sheet in parts}
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
            for entry in after.infolist():
                data = after.read(entry)
                if entry.filename in additions:
                    data = data.removesuffix(_END) + additions[entry.filename] + _END
                package.writestr(entry.filename, data)


def _lost(package: zipfile.ZipFile, sheets: Sequence[str]) -> dict[str, bytes]:
    found = {}
    for sheet, part in sheet_parts(package, workbook_part(package) or "xl/workbook.xml").items():
        data = package.read(part)
        if sheet not in sheets or _SIGN not in data or _DROPDOWNS.encode() not in data:
            continue
        extensions = etree.fromstring(data, safe_parser()).iterfind(f"{{*}}extLst/{{*}}ext[@uri='{_DROPDOWNS}']")
        xml = b"".join(etree.tostring(extension, encoding="utf-8") for extension in extensions)
        found[sheet] = b'<extLst xmlns="' + _SPREADSHEET.encode() + b'">' + xml + b"</extLst>"
    return found
