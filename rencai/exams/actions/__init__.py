"""All writes of the examinations: one verb per function, audited in the same transaction."""

from rencai.exams.actions.decisions import (
    decide_review,
    publish_notice,
    record_misconduct,
    record_proof,
    revoke_misconduct,
    start_review,
)
from rencai.exams.actions.entries import enter, may_withdraw, withdraw
from rencai.exams.actions.mobilising import answer, mobilise
from rencai.exams.actions.scores import record_scores, resettle, settle_sitting
from rencai.exams.actions.sittings import add_sitting, edit_sitting, extend, set_line

__all__ = [
    "add_sitting",
    "answer",
    "decide_review",
    "edit_sitting",
    "enter",
    "extend",
    "may_withdraw",
    "mobilise",
    "publish_notice",
    "record_misconduct",
    "record_proof",
    "record_scores",
    "resettle",
    "revoke_misconduct",
    "set_line",
    "settle_sitting",
    "start_review",
    "withdraw",
]
