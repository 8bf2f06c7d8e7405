"""The fields of a person that change over time: what they are called and how a value reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rencai.people.models.persons import DocumentType, Person, Sex
from rencai.people.roster.dictionaries import ETHNICITY, POLITICAL_STATUS, Dictionary

YES, NO = "1", "0"

PARTY = ("中共党员", "中共预备党员")


@dataclass(frozen=True)
class PersonField:
    """One field: `sealed` ones show only their mask and leave only it behind."""

    key: str
    label: str
    choices: Sequence[tuple[str, str]] = ()
    sealed: bool = False

    def read(self, person: Person) -> str:
        """The present value as text: the stored code of a choice, the mask of a sealed field, "" for unknown."""
        value = getattr(person, f"{self.key}_masked" if self.sealed else self.key)
        return "" if value is None else self.text(value)

    def text(self, value: Any) -> str:
        """A value as PastValue keeps it."""
        if isinstance(value, bool):
            return YES if value else NO
        return str(value)

    def shown(self, text: str) -> str:
        """The words for a stored value; "" for unknown."""
        return dict(self.choices).get(text, text)


def _named(dictionary: Dictionary) -> list[tuple[str, str]]:
    """Stored as they read."""
    return [(value, value) for value in dictionary.values]


PERSON_FIELDS: dict[str, PersonField] = {
    field.key: field
    for field in (
        PersonField("name", "姓名"),
        PersonField("document_type", "证件类型", DocumentType.choices),
        PersonField("id", "证件号码", sealed=True),
        PersonField("sex", "性别", Sex.choices),
        PersonField("birth", "出生日期"),
        PersonField("ethnicity", "民族", _named(ETHNICITY)),
        PersonField("political_status", "政治面貌", _named(POLITICAL_STATUS)),
        PersonField("phone", "手机号", sealed=True),
        PersonField("work_since", "参加工作日期"),
        PersonField("social_work_since", "从事社会工作起始日期"),
        PersonField("key_person", "是否重点人员", ((YES, "是"), (NO, "否"))),
        PersonField("remark", "备注"),
    )
}
