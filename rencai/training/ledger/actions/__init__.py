"""All writes of the attendance ledger and of what follows from it."""

from rencai.training.ledger.actions.arrivals import sign_in, walk_in
from rencai.training.ledger.actions.entries import Mark, Written, correct, excuse, record_sheet, rest_absent
from rencai.training.ledger.actions.hours import change_session_hours, recount

__all__ = [
    "Mark",
    "Written",
    "change_session_hours",
    "correct",
    "excuse",
    "record_sheet",
    "recount",
    "rest_absent",
    "sign_in",
    "walk_in",
]
