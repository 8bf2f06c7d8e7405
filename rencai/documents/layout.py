"""The measures of GB/T 9704-2012 and the placing rules that the writers share."""

from datetime import date

# Page and type area in millimetres.
PAGE_WIDTH, PAGE_HEIGHT = 210.0, 297.0
TOP, BOTTOM, LEFT, RIGHT = 37.0, 35.0, 28.0, 26.0
AREA_WIDTH, AREA_HEIGHT = PAGE_WIDTH - LEFT - RIGHT, PAGE_HEIGHT - TOP - BOTTOM
LINES, CHARS = 22, 28

# Type sizes in points, by their Chinese names.
SIZE_2, SIZE_3, SIZE_4, SIZE_SMALL_4 = 22.0, 16.0, 14.0, 12.0

POINTS_PER_MM = 72 / 25.4
ISSUER_SIZE_LIMIT = 48.0
RULE_THICK_MM, RULE_THIN_MM = 0.35, 0.25

_HALF_WIDTH_END = 0x7F
_NO_LINE_START = set("，。、；：？！）》〉〕】”’%％的了和与及")
_NO_LINE_END = set("（《〈〔【“‘")
_GOOD_LINE_END = set("的和与及于、》")


def chinese_date(day: date) -> str:
    """2022年7月1日, without leading zeros."""
    return f"{day.year}年{day.month}月{day.day}日"


def width_in_chars(text: str) -> float:
    """Full-width characters that a text takes up; digits and Latin letters count half."""
    return sum(0.5 if ord(char) <= _HALF_WIDTH_END else 1.0 for char in text)


def _break_cost(text: str, place: int, ideal: float) -> float:
    before, after = text[place - 1], text[place]
    cost = abs(width_in_chars(text[:place]) - ideal)
    if after in _NO_LINE_START or before in _NO_LINE_END:
        return cost + 100
    if (before.isascii() and after.isascii()) or (before.isascii() and after in "年月日号") or before.isdigit():
        return cost + 50
    return cost - (2.5 if before in _GOOD_LINE_END else 0)


def title_lines(title: str) -> tuple[str, ...]:
    """A title's lines: as typed where it has line breaks, else of about one length, at most 19 characters each."""
    if "\n" in title:
        return tuple(line.strip() for line in title.splitlines() if line.strip())
    per_line = int(AREA_WIDTH * POINTS_PER_MM // SIZE_2) - 1  # bold digits are wider than half a character
    width = width_in_chars(title)
    count = int(-(-width // per_line))
    lines = []
    rest = title.strip()
    for lines_left in range(count, 1, -1):
        ideal = width_in_chars(rest) / lines_left
        fitting = [at for at in range(1, len(rest)) if width_in_chars(rest[:at]) <= per_line]
        place = min(fitting, key=lambda at: _break_cost(rest, at, ideal))
        lines.append(rest[:place])
        rest = rest[place:]
    return (*lines, rest)


def issuer_size(issuer: str) -> float:
    """Points for the red 发文机关标志, so that it stays on one line."""
    return min(ISSUER_SIZE_LIMIT, AREA_WIDTH * POINTS_PER_MM / max(width_in_chars(issuer), 1) * 0.98)


def signature_indents(signature: str, day: str, sealed: bool) -> tuple[float, float]:
    """How many characters signature and date stand off the right edge (GB/T 9704-2012, 7.3.5).

    With a seal the date keeps 4 characters and the signature is centred over it. Without, the signature keeps 2 and
    the date starts 2 characters further right than the signature does; a longer date keeps 2 and pushes the signature.
    """
    name, when = width_in_chars(signature), width_in_chars(day)
    if sealed:
        return max(4 + (when - name) / 2, 0.0), 4.0 if name <= when + 8 else (name - when) / 2
    date_right = name - when
    if date_right >= 2:
        return 2.0, date_right
    return 2 + 2 + when - name, 2.0


def attachment_lines(titles: tuple[str, ...]) -> tuple[tuple[str, str, str], ...]:
    """附件说明 line by line: label, number and title; a single attachment has no number."""
    if len(titles) == 1:
        return (("附件：", "", titles[0]),)
    return tuple(("附件：" if place == 1 else "", f"{place}.", title) for place, title in enumerate(titles, start=1))


def with_colon(addressee: str) -> str:
    return addressee if addressee.endswith("：") else addressee.rstrip(":") + "："
