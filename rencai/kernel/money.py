"""Amounts of money: whole 分 inside, 元 with two decimals for people; never a float."""

import re

_YUAN = re.compile(r"([0-9]+)(?:[.]([0-9]{1,2}))?\Z")
_LONGEST = 12
_WIDTH = str.maketrans("０１２３４５６７８９．，", "0123456789.,")


def yuan(fen: int) -> str:
    """1234567 → "12,345.67"."""
    sign, whole = ("-", -fen) if fen < 0 else ("", fen)
    return f"{sign}{whole // 100:,}.{whole % 100:02d}"


def fen(text: str) -> int:
    """ "12,345.6" → 1234560, also with full-width digits. Raises ValueError in the user's words."""
    plain = text.strip().translate(_WIDTH).replace(",", "").removesuffix("元")
    found = _YUAN.match(plain)
    if found is None or len(found[1]) > _LONGEST:
        raise ValueError(f"金额“{text.strip()[:20]}”看不懂，请按元填写，最多两位小数，如 12000 或 12000.50。")
    return int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))


def per(total: int, number: int) -> int:
    """`total` shared among `number`, rounded half up to a whole 分. Raises ZeroDivisionError for none."""
    return (2 * total + number) // (2 * number)
