"""Training: plans and needs, batches and sessions, the ledger, commissioned programmes."""

from rencai.training.models.batches import RUNNING, Batch, BatchState, Course, Places, Session, Teacher
from rencai.training.models.completions import Completion, CompletionCounter
from rencai.training.models.ledger import (
    COUNTED,
    TAKING_PART,
    Attendance,
    Correction,
    Enrolment,
    EnrolmentState,
    Evaluation,
    Presence,
    SignInSource,
)
from rencai.training.models.objections import Objection, ObjectionState
from rencai.training.models.plans import CourseKind, Need, OrganiserLevel, Plan, PlanState
from rencai.training.models.programmes import Member, MemberState, Module, ModuleResult, Programme, Term
from rencai.training.models.tries import WrongTry

__all__ = [
    "COUNTED",
    "RUNNING",
    "TAKING_PART",
    "Attendance",
    "Batch",
    "BatchState",
    "Completion",
    "CompletionCounter",
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
    "Objection",
    "ObjectionState",
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
    "WrongTry",
]
