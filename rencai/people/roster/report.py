"""The report of a check as JSON, for the command and for whoever automates imports."""

from typing import Any

from rencai.people.roster.check import Checked
from rencai.people.roster.outcomes import Finding, as_text, in_words
from rencai.ui.sheets.book import Notice


def report_json(checked: Checked) -> dict[str, Any]:
    """Plain JSON values; `effect` stays null until the import has compared the rows with the register."""
    return {
        "file_status": checked.file_status,
        "reason": checked.reason,
        "counts": dict(checked.counts),
        "effect": {"new": None, "changed": None, "same": None},
        "cells": [_cell(finding) for finding in checked.findings],
        "notices": [_notice(notice) for notice in checked.notices],
    }


def refused_json(reason: str) -> dict[str, Any]:
    """The report of a file that could not be read at all."""
    return report_json(Checked("rejected", reason))


def _cell(finding: Finding) -> dict[str, Any]:
    return {
        "sheet": finding.sheet,
        "row": finding.row,
        "column": finding.column,
        "status": finding.status,
        "code": finding.code,
        "message": finding.message,
        "raw": as_text(finding.raw),
        "value": in_words(finding.value),
    }


def _notice(notice: Notice) -> dict[str, Any]:
    return {
        "code": notice.code,
        "message": notice.message,
        "sheet": notice.sheet,
        "rows": list(notice.rows),
        "columns": list(notice.columns),
    }
