"""What one roster row would change of what is stored: blanks say nothing, 清空 clears, coarser dates give way."""

from typing import Any, Final

from rencai.kernel.partialdate import coarser_than
from rencai.people.imports.words import NO_QUALIFICATION
from rencai.people.roster.columns import COLUMNS, Kind, Values

Differences = dict[str, tuple[Any, Any]]
"""Key → (stored, new), both in the roster's words."""

OF_THE_UNIT: Final = frozenset({"unit_name", "unit_kind", "township"})
_NOT_COMPARED: Final = OF_THE_UNIT | {"id_number", "document_type"}
_COLUMNS: Final = tuple((column.key, column.kind, column.key not in _NOT_COMPARED) for column in COLUMNS)
_OF_A_CERTIFICATE: Final = ("certificate_number", "obtained", "valid_until")


def without_certificate(values: Values) -> Values:
    """The row without certificate cells where it says that there is no qualification: both can't be kept."""
    if values.qualification_level != NO_QUALIFICATION or not any(getattr(values, key) for key in _OF_A_CERTIFICATE):
        return values
    return values._replace(certificate_number=None, obtained=None, valid_until=None)


def differences(new: Values, stored: Values, derived: tuple[str, ...] = ()) -> Differences:
    """The fields that differ, but for the unit. `derived` fields of the row only fill what is blank."""
    found: Differences = {}
    for (key, kind, is_compared), wanted, held in zip(_COLUMNS, new, stored, strict=True):
        if wanted is None or wanted == held or not is_compared or (key in derived and held):
            continue
        if kind is Kind.CHOICES:
            if set(wanted) == set(held):
                continue
        elif kind is Kind.DATE and wanted and coarser_than(wanted, held):
            continue
        found[key] = (held, wanted)
    if new.qualification_level == NO_QUALIFICATION:
        for key in _OF_A_CERTIFICATE:
            if getattr(stored, key):
                found[key] = (getattr(stored, key), "")
    return found
