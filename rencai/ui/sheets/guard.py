"""The apostrophe that keeps a spreadsheet program from running a CSV cell as a formula, put on and taken off alike."""

import re

_RISKY = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")
_GUARDED = re.compile("''*[=+\\-@\t\r\n＝＋－＠]")


def guarded(text: str) -> str:
    """`text` as a CSV cell that no program runs; texts that already look guarded get one more apostrophe."""
    return "'" + text if _RISKY.match(text) else text


def unguarded(text: str) -> str:
    """The text `guarded` was given."""
    return text[1:] if _GUARDED.match(text) else text
