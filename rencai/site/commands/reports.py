"""The report command's sentences."""

from pathlib import Path

from rencai.reports import command


def draft(year: int, unit: str) -> str:
    """Raises ValueError in the user's words, as all of these do."""
    return str(command.draft(year, unit))


def issue(year: int, unit: str, by: str) -> str:
    """Issue the year's report, signed by the user who signs in as `by`."""
    return str(command.issue(year, unit, by))


def export(year: int, unit: str, format_: str, masked: bool, out: Path, for_review: bool) -> str:
    """Write the report to a file."""
    return str(command.export(year, unit, format_, masked, out, for_review))
