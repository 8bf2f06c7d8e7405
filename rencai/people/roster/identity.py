"""The ID number column, checked under the document type that stands beside each number."""

from typing import Any, NamedTuple

from rencai.kernel.idnumber import Document, IdCheck, IdChecker
from rencai.people.roster.dictionaries import DOCUMENT_TYPE, DOCUMENTS
from rencai.people.roster.outcomes import NULL_WORDS, Outcome

Facts = tuple[str, str]
"""(birth as ISO day, sex 男/女) as a number says them."""

_CODES = {"missing": "missing_required"}
_TITLES = {document: title for title, document in DOCUMENTS.items()}


class Identities(NamedTuple):
    """One entry per row: canonical number, document title, facts; `problems` by row index."""

    numbers: list[str | None]
    documents: list[str]
    facts: list[Facts | None]
    problems: dict[int, Outcome]


def check_identities(checker: IdChecker, raws: list[Any], stated: list[str | None]) -> Identities:
    """Every number of a sheet; `stated` are the document titles as read, None where nothing was said."""
    usual = DOCUMENT_TYPE.values[0]
    result = Identities(list(raws), [usual] * len(raws), [None] * len(raws), {})
    for index, raw in enumerate(raws):
        title = stated[index]
        if type(raw) is str and (not title or title == usual):
            facts = checker.facts(raw)
            if facts is not None:
                result.facts[index] = facts
                continue
        _check_one(result, index, checker.check(_unless_null(raw), DOCUMENTS.get(title or "")))
    return result


def _check_one(result: Identities, index: int, check: IdCheck) -> None:
    result.numbers[index] = check.number
    result.documents[index] = _TITLES[check.document]
    if check.birth and check.sex:
        result.facts[index] = (check.birth, check.sex)
    if check.status != "ok":
        code = _CODES.get(check.code, check.code)
        result.problems[index] = Outcome(check.status, code, check.message, check.number)


def _unless_null(raw: Any) -> Any:
    return None if isinstance(raw, str) and raw.strip() in NULL_WORDS else raw


def is_citizen(document: str) -> bool:
    return document == _TITLES[Document.ID_CARD]
