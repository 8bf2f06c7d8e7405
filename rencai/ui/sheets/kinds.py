"""What a file really is, told from its bytes and never from its name."""

import re
from collections.abc import Collection
from pathlib import PurePath

from rencai.ui.sheets.book import FileRefused

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "PDF 文件"),
    (b"\x89PNG", "PNG 图片"),
    (b"\xff\xd8\xff", "JPEG 图片"),
    (b"GIF8", "GIF 图片"),
    (b"BM", "BMP 图片"),
    (b"II*\x00", "TIFF 图片"),
    (b"MM\x00*", "TIFF 图片"),
    (b"Rar!", "RAR 压缩包"),
    (b"7z\xbc\xaf\x27\x1c", "7z 压缩包"),
    (b"\x1f\x8b", "gzip 压缩包"),
    (b"{\\rtf", "RTF 文档"),
    (b"MZ", "Windows 程序"),
    (b"\x7fELF", "程序"),
)
_OLE_STREAMS: tuple[tuple[str, str, str], ...] = (
    ("EncryptedPackage", "encrypted", ""),
    ("WordDocument", "other", "Word 97-2003 文档（.doc）"),
    ("PowerPoint Document", "other", "PowerPoint 97-2003 演示文稿（.ppt）"),
    ("Workbook", "xls", ""),
    ("Book", "xls", ""),
)
_PARTS: tuple[tuple[str, str], ...] = (
    ("word/document.xml", "Word 文档（.docx）"),
    ("ppt/presentation.xml", "PowerPoint 演示文稿（.pptx）"),
    ("xl/workbook.bin", "Excel 二进制工作簿（.xlsb）"),
    ("content.xml", "OpenDocument 文档（.ods/.odt）"),
    ("AndroidManifest.xml", "安卓安装包（.apk）"),
    ("META-INF/MANIFEST.MF", "Java 程序包（.jar）"),
    ("OFD.xml", "OFD 版式文件"),
)
_XLSX_NAMES = {".xlsx", ".xlsm", ".xltx", ".xltm", ".xls", ".et", ".ett"}
_TEXT_NAMES = {".csv", ".txt", ".tsv"}
ADVICE = "请另存为 Excel 工作簿（.xlsx）后再上传。"


def wrong_type(true_type: str) -> FileRefused:
    """The refusal that names what the file truly is."""
    return FileRefused(f"这不是 Excel 表格：文件实际是{true_type}。{ADVICE}", "wrong_type")


def recognise(data: bytes, name: str) -> str:
    """'zip', 'xls' or 'text' for the bytes of a file the user called `name`; the rest is refused by its true type."""
    if not data.strip(b"\x00 \t\r\n"):
        raise FileRefused("文件是空的，没有任何内容。请检查后重新上传。", "empty_file")
    if data.startswith(b"PK"):
        kind = "zip"
    elif data.startswith(_OLE):
        kind = _recognise_ole(data)
    else:
        _refuse_foreign(data)
        kind = "text"
    _refuse_misleading_name(kind, PurePath(name).suffix.lower())
    return kind


def refuse_foreign_parts(parts: Collection[str]) -> None:
    """Refuse a zip that is some other kind of package, by the true type its parts show."""
    for part, true_type in _PARTS:
        if part in parts:
            raise wrong_type(true_type)
    raise wrong_type("普通压缩包（.zip）")


def _recognise_ole(data: bytes) -> str:
    names = _ole_stream_names(data)
    for stream, kind, true_type in _OLE_STREAMS:
        if stream not in names:
            continue
        if kind == "encrypted":
            raise encrypted()
        if kind == "other":
            raise wrong_type(true_type)
        return kind
    raise wrong_type("无法识别的旧版办公文件（可能是 WPS 或其他软件的格式，也可能已损坏）")


def encrypted() -> FileRefused:
    """The refusal of a file that needs a password."""
    return FileRefused("文件设置了打开密码，系统无法读取。请在 Excel 或 WPS 中取消密码后再上传。", "encrypted")


def _ole_stream_names(data: bytes) -> set[str]:
    # Directory entries are 128 bytes, aligned, with the name in UTF-16LE and its length at byte 64: looking at every
    # aligned block needs no allocation table, so a damaged container is still named by what it held.
    names = set()
    for at in range(512, len(data) - 127, 128):
        length = data[at + 64] | data[at + 65] << 8
        if 2 < length <= 64 and data[at + 66] in (1, 2, 5):
            names.add(data[at : at + length - 2].decode("utf-16-le", "replace"))
    return names


def _refuse_foreign(data: bytes) -> None:
    for signature, true_type in _SIGNATURES:
        if data.startswith(signature):
            raise wrong_type(true_type)
    if data[8:12] == b"WEBP":
        raise wrong_type("WEBP 图片")
    head = data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith(b"<?xml") and b"urn:schemas-microsoft-com:office:spreadsheet" in head:
        raise wrong_type("Excel 2003 XML 表格")
    if re.match(rb"<(?:!doctype|html|head|body|table|meta|style|div)\b", head):
        raise wrong_type("网页（HTML），常见于某些系统导出的“假 Excel”")
    if head.startswith((b"<?xml", b"<svg")):
        raise wrong_type("XML 文件")


def _refuse_misleading_name(kind: str, suffix: str) -> None:
    if kind == "text" and suffix in _XLSX_NAMES:
        raise FileRefused(
            f"文件名以 {suffix} 结尾，但内容实际是文本（CSV）。请把扩展名改为 .csv，或另存为 .xlsx 后再上传。",
            "wrong_name",
        )
    if kind != "text" and suffix in _TEXT_NAMES:
        true_type = "Excel 工作簿（.xlsx）或压缩包" if kind == "zip" else "Excel 97-2003 工作簿（.xls）"
        raise FileRefused(
            f"文件名以 {suffix} 结尾，但内容实际是{true_type}。请改回正确的扩展名后再上传。", "wrong_name"
        )
