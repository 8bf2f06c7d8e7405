"""The roster's words and the register's codes for them, both ways."""

from typing import Final

from django.db import models

from rencai.org.models import UnitKind
from rencai.people.models import CategoryKind, Degree, DocumentType, EducationLevel, Field, QualificationLevel, Sex

NO_QUALIFICATION: Final = "无"

_CHOICES: Final[dict[str, type[models.TextChoices]]] = {
    "document_type": DocumentType,
    "sex": Sex,
    "education_level": EducationLevel,
    "degree": Degree,
    "qualification_level": QualificationLevel,
    "categories": CategoryKind,
    "service_fields": Field,
    "unit_kind": UnitKind,
}
CODES: Final[dict[str, dict[str, str]]] = {
    key: {str(choice.label): str(choice.value) for choice in choices} for key, choices in _CHOICES.items()
}
WORDS: Final[dict[str, dict[str, str]]] = {
    key: {code: word for word, code in codes.items()} for key, codes in CODES.items()
}
# The roster has no word of its own for a nursing home: it is a public institution there.
WORDS["unit_kind"][UnitKind.NURSING_HOME] = str(UnitKind.INSTITUTION.label)


def code_of(key: str, word: str | None) -> str:
    """The stored code of a word; "" for nothing said. Raises KeyError for a word the check should have refused."""
    return CODES[key][word] if word else ""


def codes_of(key: str, words: tuple[str, ...] | None) -> tuple[str, ...]:
    """The stored codes of several words."""
    return tuple(CODES[key][word] for word in words or ())


def word_of(key: str, code: str) -> str:
    """The roster's word for a stored code; "" stays ""."""
    return WORDS[key].get(code, "") if code else ""
