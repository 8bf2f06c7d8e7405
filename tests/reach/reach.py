"""What one app adds to the tests of every route and every outlet."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from rencai.people.models import Person
from tests.personal import Seen
from tests.reach.outlet import Outlet
from tests.reach.route import Route


def _nothing(world: SimpleNamespace, person: Person) -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class Reach:
    """`made` makes one of everything of the app around a person and names it: {"batch": 3}.

    `parameters` say by the first word of a route's name which of these its parameters are: {"batch": {"pk": "batch"}};
    a value that names nothing made stands for itself. `outlets`, `golden` and `silent` are as in tests/outlets.py.
    """

    routes: Mapping[str, Route] = field(default_factory=dict)
    made: Callable[[SimpleNamespace, Person], dict[str, Any]] = _nothing
    parameters: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    outlets: Mapping[str, Outlet] = field(default_factory=dict)
    silent: frozenset[str] = frozenset()
    golden: Mapping[str, Mapping[str, Seen]] = field(default_factory=dict)
