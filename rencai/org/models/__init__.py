"""Areas, units, sections, users and the audit chain."""

from rencai.org.models.areas import Area, Level
from rencai.org.models.audit import AuditEvent, AuditHead
from rencai.org.models.calendar import CalendarDay
from rencai.org.models.layouts import SavedLayout
from rencai.org.models.signins import SignIn
from rencai.org.models.units import Section, Unit, UnitKind, UnitName
from rencai.org.models.users import Role, User

__all__ = [
    "Area",
    "AuditEvent",
    "AuditHead",
    "CalendarDay",
    "Level",
    "Role",
    "SavedLayout",
    "Section",
    "SignIn",
    "Unit",
    "UnitKind",
    "UnitName",
    "User",
]
