"""Where the fonts of official documents are looked for, and what each can draw."""

import os
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from fontTools.ttLib import TTFont

PROJECT_ROOT = Path(__file__).resolve().parents[2]
SYSTEM_FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))
_VARIATION_SELECTORS = frozenset(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))
ADVICE = "请运行 tools/fonts.sh 获取字体，或把字体文件放到项目的 .fonts 目录（或 RENCAI_FONTS 所指目录）"


@dataclass(frozen=True, slots=True)
class Face:
    """A font file, the family name typst knows it by and its place in a collection file."""

    file: str
    family: str
    index: int = 0


# typst finds FandolFang under its full name only.
ROLES = {
    "仿宋": Face("FandolFang-Regular.otf", "FandolFang R"),
    "楷体": Face("FandolKai-Regular.otf", "FandolKai"),
    "黑体": Face("FandolHei-Regular.otf", "FandolHei"),
    "宋体": Face("FandolSong-Regular.otf", "FandolSong"),
    "小标宋": Face("NotoSerifCJK-Bold.ttc", "Noto Serif CJK SC", 2),
}
RARE = Face("LXGWWenKai-Regular.ttf", "LXGW WenKai")
FALLBACKS = (RARE, ROLES["小标宋"])


def folders() -> tuple[Path, ...]:
    """RENCAI_FONTS or the project's .fonts, then the system's folders."""
    own = os.environ.get("RENCAI_FONTS")
    return (Path(own) if own else PROJECT_ROOT / ".fonts", *SYSTEM_FOLDERS)


def find(face: Face) -> Path | None:
    """The file of a face, or None where it is nowhere."""
    for folder in folders():
        if (direct := folder / face.file).is_file():
            return direct
        if folder in SYSTEM_FOLDERS and (found := next(folder.rglob(face.file), None)):
            return found
    return None


def missing_fonts() -> list[str]:
    """A Chinese sentence for each font that is not there: which, what stands in for it, what to do."""
    report = [
        f"缺少{role}字体（{face.file}），PDF 中的{role}将用其他字体代替。{ADVICE}。"
        for role, face in ROLES.items()
        if find(face) is None
    ]
    if find(RARE) is None:
        report.append(f"缺少生僻字字体（{RARE.file}），人名中的生僻字可能印不出来。{ADVICE}。")
    return report


@lru_cache(maxsize=16)
def _drawable(path: Path, index: int, _changed: int) -> frozenset[int]:
    with TTFont(path, fontNumber=index, lazy=True) as font:
        # Glyph names are of no use here, and reading them takes ten times the memory.
        font.setGlyphOrder(["glyph"] * font["maxp"].numGlyphs)
        return frozenset(font.getBestCmap())


def drawable(face: Face) -> frozenset[int]:
    """Code points that a face has glyphs for; none where the file is missing."""
    path = find(face)
    if path is None:
        return frozenset()
    return _drawable(path, face.index, path.stat().st_mtime_ns)


def _is_invisible(char: str) -> bool:
    """Line breaks, format characters and variation selectors, for which no glyph is drawn."""
    return char in "\n\t" or unicodedata.category(char) == "Cf" or char in _VARIATION_SELECTORS


def undrawable(characters: Iterable[str]) -> list[str]:
    """The characters that no font that is there can draw, sorted; every role falls back to every other font."""
    rest = {char for char in characters if not _is_invisible(char)}
    for face in (*FALLBACKS, *ROLES.values()):
        if not rest:
            break
        known = drawable(face)
        rest = {char for char in rest if ord(char) not in known}
    return sorted(rest)
