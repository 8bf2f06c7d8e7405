"""Matching lines to the register: by document number, or by name and unit where paper has no number."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings

from rencai.kernel.idnumber import IdChecker
from rencai.kernel.names import name_key
from rencai.people.imports.among import among, portions
from rencai.people.imports.grid import Line
from rencai.people.imports.importer import Importer
from rencai.people.models import Employment, Person
from rencai.people.roster.outcomes import BLANK, Checker, Outcome, rejected, warned

_NOT_HERE = "该证件号码不在您的人才信息库中。请先导入花名册或登记该人员。"
_OTHER_NAME = "该证件号码在库中登记的是另一个姓名。请核对姓名和号码。"


def id_checker(checker: IdChecker, *, required: bool) -> Checker:
    """The checker of a column of document numbers."""

    def check(raw: Any) -> Outcome:
        if raw is None or (isinstance(raw, str) and not raw.strip()):
            missing = rejected("missing_required", "没有填写证件号码，请补填。")
            return missing if required else BLANK
        found = checker.check(raw)
        return Outcome(found.status, found.code, found.message, found.number)

    return check


def match(lines: Sequence[Line], importer: Importer, *, by_unit: str = "") -> None:
    """Puts the person on each line that is not refused; who is unknown, or has another name there, is refused.

    `by_unit` is the column of the unit, by which somebody without a number is looked for together with the name.
    """
    numbered = [line for line in lines if not line.refused and line.values.get("id_number")]
    people = _by_number([line.values["id_number"] for line in numbered], importer)
    indexes = settings.KEYRING.index_all([line.values["id_number"] for line in numbered], "id")
    for line, index in zip(numbered, indexes, strict=True):
        person = people.get(index)
        if person is None:
            _refuse(line, "id_number", "not_in_register", _NOT_HERE)
        elif line.values.get("name") and name_key(line.values["name"]) != name_key(person.name):
            _refuse(line, "name", "name_differs", _OTHER_NAME)
        else:
            line.ours["person"] = person
    unnumbered = [line for line in lines if not line.refused and not line.values.get("id_number")]
    if by_unit:
        _match_names(unnumbered, importer, by_unit)
    for line in unnumbered:
        if "person" not in line.ours and not line.refused:
            _refuse(line, "id_number", "missing_required", "没有填写证件号码，请补填。")


def _by_number(numbers: Sequence[str], importer: Importer) -> dict[str, Person]:
    found: dict[str, Person] = {}
    for some in portions(settings.KEYRING.index_all(numbers, "id")):
        found.update({one.id_index: one for one in importer.people().filter(among("id_index", some))})
    return found


def _match_names(lines: Sequence[Line], importer: Importer, by_unit: str) -> None:
    keys = {name_key(line.values["name"]) for line in lines if line.values.get("name")}
    candidates: dict[tuple[str, str], set[int]] = {}
    people: dict[int, Person] = {}
    for some in portions(keys):
        for person in importer.people().filter(among("name_key", some)):
            people[person.pk] = person
    for some_keys in portions(people):
        rows = Employment.objects.filter(among("person", some_keys)).select_related("unit")
        for row in rows:
            candidates.setdefault((people[row.person_id].name_key, row.unit.name), set()).add(row.person_id)
    for line in lines:
        found = candidates.get((name_key(line.values.get("name") or ""), line.values.get(by_unit) or ""), set())
        if len(found) == 1:
            line.ours["person"] = people[next(iter(found))]
            line.flag("id_number", warned("matched_by_name", "没有证件号码，按姓名和单位对应到库中唯一的人，请核对。"))
        elif found:
            _refuse(line, "id_number", "ambiguous", "该单位有几位同名人员，请补填证件号码。")
        else:
            _refuse(line, "id_number", "not_in_register", "没有证件号码，库中也没有该单位的同名人员。")


def _refuse(line: Line, key: str, code: str, message: str) -> None:
    line.flag(key, rejected(code, message))
