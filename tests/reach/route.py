"""What a route is: its methods and the abilities of which one is needed."""

from dataclasses import dataclass

from rencai.org.access import Ability

PUBLIC = "public"
SIGNED_IN = "signed in"
READ, WRITE, FORM = ("get",), ("post",), ("get", "post")
ANSWERS = frozenset({200, 302, 303, 400, 409, 422})


@dataclass(frozen=True)
class Route:
    """`who` is PUBLIC, SIGNED_IN or a set of abilities; `answers` what somebody allowed may get."""

    methods: tuple[str, ...]
    who: str | frozenset[Ability]
    answers: frozenset[int] = ANSWERS


def of(methods: tuple[str, ...], *abilities: Ability, also: int = 200) -> Route:
    """A route for those who have any one of the abilities; `also` is one more right answer."""
    return Route(methods, frozenset(abilities), ANSWERS | {also})
