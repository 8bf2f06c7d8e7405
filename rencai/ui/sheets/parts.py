"""A cheap look at the bytes of a workbook's parts, to learn which sheets need the slow, detailed look."""

import posixpath
import re
import zipfile
from dataclasses import dataclass, field

from lxml import etree

from rencai.ui.sheets.archive import damaged
from rencai.ui.sheets.book import FileRefused, Limits

_OVERLAP = 24
_MERGE = b"<mergeCell "
_SIGNS: dict[str, re.Pattern[bytes]] = {
    "formulas": re.compile(rb"<f[ >/]"),
    "hidden": re.compile(rb""" (?:hidden=["'](?:1|true)|ht=["']0["']|width=["']0["']|zeroHeight=["'](?:1|true))"""),
    "errors": re.compile(rb""" t=["']e["']"""),
    "prefixed": re.compile(rb":(?:worksheet|sheetData)[ >/]"),
}


@dataclass(slots=True)
class PartSigns:
    """Watches the pieces of every part go by and remembers, for each, which signs it has seen."""

    limits: Limits
    seen: dict[str, set[str]] = field(default_factory=dict)
    _tails: dict[str, bytes] = field(default_factory=dict)
    _merges: dict[str, int] = field(default_factory=dict)

    def watch(self, part: str, piece: bytes) -> None:
        """Look at one unpacked piece; refuses a part that lists far too many merged ranges."""
        seen = self.seen.setdefault(part.lower(), set())
        border = self._tails.get(part, b"") + piece[:_OVERLAP]
        for sign, pattern in _SIGNS.items():
            if sign not in seen and (pattern.search(piece) or pattern.search(border)):
                seen.add(sign)
        self._tails[part] = piece[-_OVERLAP:]
        merges = self._merges.get(part, 0) + piece.count(_MERGE)
        self._merges[part] = merges
        if merges > self.limits.merged:
            raise too_many_merged(self.limits)

    def of(self, part: str) -> set[str]:
        """The signs of one part; every sign for one whose tags carry a prefix, since then the bytes say little."""
        seen = self.seen.get(part.lower(), set())
        return {"formulas", "hidden", "errors"} if "prefixed" in seen else seen


def too_many_merged(limits: Limits) -> FileRefused:
    """The refusal of a sheet with more merged ranges than the limits allow."""
    return FileRefused(f"合并单元格过多，最多 {limits.merged} 处。请取消合并后再上传。", "too_many_merged")


def safe_parser() -> etree.XMLParser:
    """An XML parser that expands nothing and fetches nothing."""
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)


def workbook_part(package: zipfile.ZipFile) -> str | None:
    """The main part of an xlsx package, None when the package is something else."""
    names = {name.lower(): name for name in package.namelist()}
    if "xl/workbook.xml" in names:
        return names["xl/workbook.xml"]
    for kind, target in _relations(package, "_rels/.rels", "").values():
        part = names.get(target.lower())
        if kind.endswith("/officeDocument") and part and part.lower().endswith("workbook.xml"):
            return part
    return None


def sheet_parts(package: zipfile.ZipFile, workbook: str) -> dict[str, str]:
    """Sheet name → part name, in the order of the workbook; refuses a workbook that cannot be parsed."""
    folder, base = posixpath.split(workbook)
    relations = _relations(package, f"{folder}/_rels/{base}.rels", folder)
    names = {name.lower(): name for name in package.namelist()}
    found = {}
    for sheet in _parse(package, workbook).iter("{*}sheet"):
        relation = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), "")
        _, target = relations.get(str(relation), ("", ""))
        part = names.get(target.lower())
        if part:
            found[str(sheet.get("name"))] = part
    return found


def _relations(package: zipfile.ZipFile, part: str, folder: str) -> dict[str, tuple[str, str]]:
    names = {name.lower(): name for name in package.namelist()}
    if part.lower() not in names:
        return {}
    found = {}
    for relation in _parse(package, names[part.lower()]).iter("{*}Relationship"):
        target = str(relation.get("Target", ""))
        target = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        found[str(relation.get("Id"))] = (str(relation.get("Type", "")), target)
    return found


def _parse(package: zipfile.ZipFile, part: str) -> etree._Element:
    try:
        return etree.fromstring(package.read(part), safe_parser())
    except (etree.XMLSyntaxError, zipfile.BadZipFile) as error:
        raise damaged("内部 XML 无法解析") from error
