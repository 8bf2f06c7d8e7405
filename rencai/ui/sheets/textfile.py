"""The child's reading of CSV: encoding and delimiter found out, records kept in number and order."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from rencai.ui.sheets.book import FileRefused, Limits
from rencai.ui.sheets.guard import unguarded
from rencai.ui.sheets.kinds import wrong_type
from rencai.ui.sheets.wire import ROWS_A_FRAME, Frame, pack_rows
from rencai.ui.sheets.workbook import cell_too_long, refuse_beyond

_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_DELIMITERS = ",\t;，"


def read_text(data: bytes, limits: Limits) -> Iterator[Frame]:
    """Frames of a CSV file; NUL bytes stay in their cells for the caller to reject row by row."""
    text, encoding = decoded(data)
    _refuse_binary(text)
    csv.field_size_limit(limits.cell_characters)
    try:
        records = _records(text, _delimiter(text), limits)
    except csv.Error as error:
        if "field larger" in str(error):
            raise cell_too_long(None, limits) from error
        raise FileRefused("CSV 内容无法解析，可能是引号不成对。请检查后重新上传。", "damaged") from error
    width = max(map(len, records), default=0)
    refuse_beyond(None, len(records), width, limits)
    yield {"book": {"kind": "csv", "encoding": encoding}}
    yield {"sheet": {"name": None, "hidden": False, "merged": []}}
    if width:
        yield from _told(records, width)


def decoded(data: bytes) -> tuple[str, str]:
    """The text and the name of its encoding: utf-8, utf-16, gbk, or gb18030 where GBK does not suffice."""
    for bom, codec in _BOMS:
        if data.startswith(bom):
            return _decode(data[len(bom) :], codec), codec[:6] if codec.startswith("utf-16") else codec
    for codec in ("utf-8", *_unmarked_utf16(data)):
        try:
            return data.decode(codec), codec[:6]
        except UnicodeDecodeError:
            continue
    text = _decode(data, "gb18030")
    try:
        data.decode("gbk")
    except UnicodeDecodeError:
        return text, "gb18030"
    return text, "gbk"


def _decode(data: bytes, codec: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        raise FileRefused(
            "文件不是可识别的文本：既不是 UTF-8，也不是 GB18030 或 UTF-16。请另存为 .xlsx 或“CSV UTF-8”后再上传。",
            "encoding",
        ) from error


def _unmarked_utf16(data: bytes) -> tuple[str, ...]:
    # Commas, digits and line ends of UTF-16 leave a zero in every other byte; a stray NUL in UTF-8 does not.
    sample = data[:4096]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    enough = len(sample) / 16
    if odd > enough and odd > even * 4:
        return ("utf-16-le",)
    if even > enough and even > odd * 4:
        return ("utf-16-be",)
    return ()


def _refuse_binary(text: str) -> None:
    sample = text[:20_000]
    strange = sum(1 for sign in sample if (sign < " " and sign not in "\t\r\n\x00") or sign == "\ufffd")
    if strange > len(sample) / 50:
        raise wrong_type("无法识别的二进制文件")


def _delimiter(text: str) -> str:
    """The delimiter under which the first records agree best on having more than one field."""
    best, best_score = ",", 0.0
    for delimiter in _DELIMITERS:
        sample = islice(csv.reader(io.StringIO(text[:200_000], newline=""), delimiter=delimiter), 30)
        widths = Counter(len(record) for record in sample if record)
        width, agreeing = max(widths.items(), key=lambda item: (item[0] > 1, item[1]), default=(1, 0))
        score = agreeing / max(sum(widths.values()), 1) + width / 1000 if width > 1 else 0.0
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _records(text: str, delimiter: str, limits: Limits) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    records = list(islice(reader, limits.rows + limits.spare_rows + 1))
    while records and not any(records[-1]):
        records.pop()
    return records


def _told(records: list[list[str]], width: int) -> Iterator[Frame]:
    changed = []
    for start in range(0, len(records), ROWS_A_FRAME):
        batch = records[start : start + ROWS_A_FRAME]
        for at, record in enumerate(batch):
            plain = [unguarded(cell) if cell.startswith("'") else cell for cell in record]
            if plain != record:
                changed.append(start + at + 1)
            batch[at] = plain + [""] * (width - len(plain))
        yield pack_rows(batch, width)
    if changed:
        message = f"{len(changed)} 行里有为防止被当作公式而加的前置单引号，已去掉。"
        yield {"notice": {"code": "guard_removed", "message": message, "sheet": None, "rows": changed}}
