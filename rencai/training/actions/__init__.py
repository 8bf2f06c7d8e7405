"""All writes of plans, batches, nominations and programmes; the ledger has its own."""

from rencai.training.actions.batches import (
    add_batch,
    add_course,
    add_half_days,
    add_session,
    cancel,
    edit_batch,
    finish,
    move_on,
    remove_session,
    set_places,
    set_teachers,
)
from rencai.training.actions.nominations import confirm, decline, nominate, withdraw
from rencai.training.actions.plans import add_plan, issue_plan, send_need, take_back_need
from rencai.training.actions.programmes import (
    add_module,
    add_programme,
    add_term,
    join,
    leave_programme,
    pay_term,
    record_result,
)

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
    "confirm",
    "decline",
    "edit_batch",
    "finish",
    "issue_plan",
    "join",
    "leave_programme",
    "move_on",
    "nominate",
    "pay_term",
    "record_result",
    "remove_session",
    "send_need",
    "set_places",
    "set_teachers",
    "take_back_need",
    "withdraw",
]
