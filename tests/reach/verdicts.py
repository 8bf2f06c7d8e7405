"""Who reaches what of the kept runs of rules."""

from datetime import date
from types import SimpleNamespace
from typing import Any

from rencai.org.access import Ability as A
from rencai.people.models import Person
from rencai.verdicts.actions import run_rule
from tests.reach.outlet import BUREAU, TOWNSHIP, UNIT, page, to
from tests.reach.reach import Reach
from tests.reach.route import READ, WRITE, of

_NAME = frozenset({"name"})


def _made(world: SimpleNamespace, person: Person) -> dict[str, Any]:
    day = date(2022, 6, 18)
    one = run_rule("exams.assistant", on=day, county=world.bureau.area_id[:6], today=day, by=world.clerk)
    person.refresh_from_db()
    other = run_rule("exams.assistant", on=day, county=world.bureau.area_id[:6], today=day, by=world.clerk)
    return {"run": one.pk, "other": other.pk}


REACH = Reach(
    routes={
        "run-list": of(READ, A.SEE_PEOPLE),
        "run-add": of(WRITE, A.RUN_RULES),
        "run": of(READ, A.SEE_PEOPLE),
        "run-compare": of(READ, A.SEE_PEOPLE),
        "run-try": of(READ, A.RUN_RULES),
    },
    made=_made,
    parameters={"run": {"pk": "run", "other": "other", "key": "exams.assistant"}},
    outlets={
        "verdicts of a run": page("figure", "?run=1", key="verdicts.all"),
        "kept runs": page("run-list"),
        "kept run": page("run", pk="run"),
        "two runs compared": page("run-compare", pk="run", other="other"),
        "values tried on everybody": page("run-try", "?on=2022-06-18&assistant_other_bachelor_years=40",
                                          key="exams.assistant"),
    },
    silent=frozenset({"run-add"}),
    golden={
        "verdicts of a run": to(BUREAU, TOWNSHIP, UNIT, clear=_NAME, masked=frozenset({"id"})),
    },
)  # fmt: skip
