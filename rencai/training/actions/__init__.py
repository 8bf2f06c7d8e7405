"""All writes of plans, batches, nominations and programmes; the ledger has its own."""

from rencai.training.actions.batches import (
    add_batch,
    cancel,
    edit_batch,
    finish,
    move_on,
    set_places,
    set_teachers,
)
from rencai.training.actions.courses import add_course, edit_course
from rencai.training.actions.nominations import choose, confirm, decline, nominate, replace, withdraw
from rencai.training.actions.plans import add_plan, edit_plan, issue_plan, send_need, take_back_need
from rencai.training.actions.programmes import (
    add_module,
    add_programme,
    add_term,
    edit_part,
    edit_programme,
    join,
    leave_programme,
    pay_term,
    record_results,
    remove_module,
    remove_term,
    resume_programme,
)
from rencai.training.actions.sessions import add_half_days, add_session, edit_session, half_days, remove_session

__all__ = [
    "add_batch",
    "add_course",
    "add_half_days",
    "add_module",
    "add_plan",
    "add_programme",
    "add_session",
    "add_term",
    "cancel",
    "choose",
    "confirm",
    "decline",
    "edit_batch",
    "edit_course",
    "edit_part",
    "edit_plan",
    "edit_programme",
    "edit_session",
    "finish",
    "half_days",
    "issue_plan",
    "join",
    "leave_programme",
    "move_on",
    "nominate",
    "pay_term",
    "record_results",
    "remove_module",
    "remove_session",
    "remove_term",
    "replace",
    "resume_programme",
    "send_need",
    "set_places",
    "set_teachers",
    "take_back_need",
    "withdraw",
]
