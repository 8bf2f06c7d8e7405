"""All writes of certificates and registrations: one verb per function, audited in the same transaction."""

from rencai.certificates.actions.certificates import (
    Paper,
    adopt,
    complete_paper,
    enter_certificate,
    issue_for_entries,
    withdraw_certificate,
)
from rencai.certificates.actions.registrations import (
    accept,
    apply_for,
    end_registration,
    grant,
    record_period,
    refuse,
    return_for_correction,
    set_authority,
    submit_again,
    withdraw_application,
)

__all__ = [
    "Paper",
    "accept",
    "adopt",
    "apply_for",
    "complete_paper",
    "end_registration",
    "enter_certificate",
    "grant",
    "issue_for_entries",
    "record_period",
    "refuse",
    "return_for_correction",
    "set_authority",
    "submit_again",
    "withdraw_application",
    "withdraw_certificate",
]
