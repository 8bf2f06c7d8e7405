"""All writes of the attendance ledger and of what follows from it."""

from rencai.training.ledger.actions.arrivals import sign_in, walk_in
from rencai.training.ledger.actions.completions import issue_completions, revoke_completion
from rencai.training.ledger.actions.entries import Mark, Written, correct, excuse, record_sheet, rest_absent
from rencai.training.ledger.actions.evaluations import evaluate
from rencai.training.ledger.actions.hours import change_session_hours, recount
from rencai.training.ledger.actions.objections import object_to, refuse
from rencai.training.ledger.actions.terms import set_terms

__all__ = [
    "Mark",
    "Written",
    "change_session_hours",
    "correct",
    "evaluate",
    "excuse",
    "issue_completions",
    "object_to",
    "record_sheet",
    "recount",
    "refuse",
    "rest_absent",
    "revoke_completion",
    "set_terms",
    "sign_in",
    "walk_in",
]
