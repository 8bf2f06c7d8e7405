"""Certificates, registration periods, continuing education, the comparison with the national list."""

from rencai.certificates.models.certificates import Certificate, CertificateOrigin, CertificateState
from rencai.certificates.models.education import (
    Drawn,
    EducationEntry,
    EducationMode,
    EntryOrigin,
    Finding,
    Sample,
    SubjectKind,
)
from rencai.certificates.models.national import Matched, Reconciliation, Side
from rencai.certificates.models.registrations import (
    OPEN_STATES,
    Application,
    ApplicationState,
    Authority,
    Registration,
    RegistrationEnd,
    RegistrationKind,
)

__all__ = [
    "OPEN_STATES",
    "Application",
    "ApplicationState",
    "Authority",
    "Certificate",
    "CertificateOrigin",
    "CertificateState",
    "Drawn",
    "EducationEntry",
    "EducationMode",
    "EntryOrigin",
    "Finding",
    "Matched",
    "Reconciliation",
    "Registration",
    "RegistrationEnd",
    "RegistrationKind",
    "Sample",
    "Side",
    "SubjectKind",
]
