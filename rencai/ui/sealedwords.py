"""Search words that an address may hold only sealed: how they are told from others, and what people see instead."""

MARK = "~"
SHOWN = "（完整号码）"


def is_sealed(word: str) -> bool:
    return word.startswith(MARK)


def shown(words: str) -> str:
    """The words as a page, a print or an export names them."""
    return " ".join(SHOWN if is_sealed(word) else word for word in words.split(" "))
