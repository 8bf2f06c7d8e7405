"""What an address or a posted form may name: keys of rows and years; anything else is nothing, never an error."""

FIRST_YEAR, LAST_YEAR = 1990, 2100
_LONGEST = 15


def key(text: str) -> int | None:
    """The key that the text names."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _LONGEST else None


def keys(texts: list[str]) -> list[int]:
    """All keys that are named."""
    return [found for text in texts if (found := key(text)) is not None]


def year(text: str) -> int | None:
    """The year that the text names."""
    found = key(text)
    return found if found is not None and FIRST_YEAR <= found <= LAST_YEAR else None
