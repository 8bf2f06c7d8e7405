"""Training: plans and needs, batches and sessions, the ledger, commissioned programmes."""

from rencai.training.models.batches import Batch, BatchState, Course, Places, Session, Teacher
from rencai.training.models.ledger import (
    COUNTED,
    Attendance,
    Correction,
    Enrolment,
    EnrolmentState,
    Evaluation,
    Presence,
    SignInSource,
)
from rencai.training.models.plans import CourseKind, Need, OrganiserLevel, Plan, PlanState
from rencai.training.models.programmes import Member, MemberState, Module, ModuleResult, Programme, Term

__all__ = [
    "COUNTED",
    "Attendance",
    "Batch",
    "BatchState",
    "Correction",
    "Course",
    "CourseKind",
    "Enrolment",
    "EnrolmentState",
    "Evaluation",
    "Member",
    "MemberState",
    "Module",
    "ModuleResult",
    "Need",
    "OrganiserLevel",
    "Places",
    "Plan",
    "PlanState",
    "Presence",
    "Programme",
    "Session",
    "SignInSource",
    "Teacher",
    "Term",
]
