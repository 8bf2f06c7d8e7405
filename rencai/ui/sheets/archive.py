"""A zip package checked on its real bytes, so that no header is believed and nothing is unpacked to disk."""

import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from rencai.ui.sheets.book import FileRefused, Limits

_END = struct.Struct("<4s4H2LH")
_LOCAL = struct.Struct("<4s5H3L2H")
_FEED = 64 * 1024
_PIECE = 1024 * 1024
_NOT_XML = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".svg", ".emf", ".wmf", ".tif", ".tiff", ".wdp", ".bin")

Watch = Callable[[str, bytes], None]
"""Called with a part's name and each unpacked piece of it."""


def damaged(detail: str) -> FileRefused:
    """The refusal of a package that is not whole."""
    return FileRefused(f"文件已损坏或没有上传完整（{detail}）。请重新保存并重新上传。", "damaged")


def hostile(detail: str) -> FileRefused:
    """The refusal of a package no office program would write."""
    return FileRefused(f"文件结构异常（{detail}），为安全起见不予读取。请用 Excel 或 WPS 另存后再上传。", "hostile")


def too_large(detail: str) -> FileRefused:
    """The refusal of a package that unpacks to more than the limits allow."""
    return FileRefused(f"文件展开后过大（{detail}）。请删除无关内容或拆分后再上传。", "too_large")


def inspect(path: Path, limits: Limits, watch: Watch) -> tuple[list[str], int]:
    """Part names and the real number of unpacked bytes of the package; refuses lies, overlaps, bombs and DOCTYPE."""
    with path.open("rb") as file:
        _check_directory(file, limits)
        try:
            with zipfile.ZipFile(file) as package:
                entries = package.infolist()
                directory_start = package.start_dir
        except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, UnicodeDecodeError) as error:
            raise damaged("压缩结构不完整") from error
        _check_names(entries, limits)
        unpacked = 0
        for entry, start in _laid_out(file, entries, directory_start):
            for piece in _unpack(file, entry, start, limits, unpacked):
                watch(entry.filename, piece)
            unpacked += entry.file_size
    return [entry.filename for entry in entries], unpacked


def _check_directory(file: BinaryIO, limits: Limits) -> None:
    size = file.seek(0, 2)
    file.seek(max(0, size - 65_557))
    tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < _END.size:
        raise FileRefused("文件不完整：可能上传中断或被截断，缺少结尾部分。请重新上传。", "truncated")
    directory_bytes = _END.unpack_from(tail, at)[5]
    # zipfile believes the directory's size, not its count: bound it before any entry is built.
    if directory_bytes > limits.entries * 512:
        raise hostile(f"内部条目过多，最多 {limits.entries} 个")


def _check_names(entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    if len(entries) > limits.entries:
        raise hostile(f"内部条目过多，最多 {limits.entries} 个")
    seen = set()
    for entry in entries:
        name = entry.orig_filename
        if name.startswith("/") or "\\" in name or ":" in name or "\x00" in name or ".." in name.split("/"):
            raise hostile("内部条目带有路径")
        if name.lower() in seen:
            raise hostile("内部条目重名")
        seen.add(name.lower())
        if entry.flag_bits & 0x1:
            raise FileRefused("压缩包设置了密码，系统无法读取。请取消密码后再上传。", "encrypted")
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise hostile("使用了不支持的压缩方式")


def _laid_out(
    file: BinaryIO, entries: list[zipfile.ZipInfo], directory_start: int
) -> Iterator[tuple[zipfile.ZipInfo, int]]:
    """Each entry with the offset of its data, in file order, refusing any that reach into the next one."""
    ordered = sorted(entries, key=lambda entry: entry.header_offset)
    followers = [entry.header_offset for entry in ordered[1:]] + [directory_start]
    for entry, follower in zip(ordered, followers, strict=True):
        file.seek(entry.header_offset)
        header = file.read(_LOCAL.size)
        if len(header) < _LOCAL.size or not header.startswith(b"PK\x03\x04"):
            raise damaged("内部条目位置不对")
        name_length, extra_length = _LOCAL.unpack(header)[9:11]
        start = entry.header_offset + _LOCAL.size + name_length + extra_length
        if start + entry.compress_size > follower:
            raise hostile("内部条目互相重叠")
        yield entry, start


def _unpack(file: BinaryIO, entry: zipfile.ZipInfo, start: int, limits: Limits, already: int) -> Iterator[bytes]:
    size, checksum, head = 0, 0, b""
    xml = not entry.filename.lower().endswith(_NOT_XML)
    for piece in _pieces(file, entry, start):
        size += len(piece)
        checksum = zlib.crc32(piece, checksum)
        if already + size > limits.unpacked:
            raise too_large(f"超过 {limits.unpacked // 1024 // 1024} MB")
        if size > limits.ratio_from and size > limits.ratio * max(entry.compress_size, 1):
            raise hostile(f"压缩比超过 {limits.ratio}:1")
        if size > entry.file_size:
            raise hostile("记录的大小与实际不符")
        if xml:
            head = _check_xml(head, piece)
        yield piece
    if size != entry.file_size or checksum != entry.CRC:
        raise damaged("内容校验不一致")


def _pieces(file: BinaryIO, entry: zipfile.ZipInfo, start: int) -> Iterator[bytes]:
    file.seek(start)
    left = entry.compress_size
    inflater = None if entry.compress_type == zipfile.ZIP_STORED else zlib.decompressobj(-15)
    while left > 0:
        packed = file.read(min(_FEED, left))
        if not packed:
            raise damaged("内容缺失")
        left -= len(packed)
        if inflater is None:
            yield packed
            continue
        try:
            while packed:
                piece = inflater.decompress(packed, _PIECE)
                packed = inflater.unconsumed_tail
                if piece:
                    yield piece
        except zlib.error as error:
            raise damaged("内容无法解压") from error
    if inflater is not None and not inflater.eof:
        raise damaged("内容缺失")


def _check_xml(tail: bytes, piece: bytes) -> bytes:
    """Refuse a document type or entity declaration, also across two pieces; returns the tail to carry on."""
    if not tail and (piece.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in piece[:4]):
        raise hostile("内部 XML 使用了不支持的编码")
    if re.search(rb"<!(?:DOCTYPE|ENTITY)", tail + piece[:16]) or re.search(rb"<!(?:DOCTYPE|ENTITY)", piece):
        raise hostile("内部 XML 含有 DOCTYPE 或实体定义")
    return piece[-16:]
