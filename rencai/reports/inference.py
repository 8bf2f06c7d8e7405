"""Tells whether a number can be worked out from others by adding and subtracting: linear algebra on who is counted.

Each fact is a vector over the groups of records that the same facts count. A number follows from printed ones
exactly when its vector is a sum of multiples of theirs. Arithmetic modulo a large prime keeps it exact and fast.
"""

from collections.abc import Iterable, Mapping

PRIME = (1 << 61) - 1

Vector = list[int]
Row = tuple[Vector, dict[str, int]]


def groups(counted: Mapping[str, Iterable[tuple[str, int]]]) -> dict[str, Vector]:
    """By fact id its vector: 1 for each group of records that it counts. Records are (model, key)."""
    names = list(counted)
    memberships: dict[tuple[str, int], int] = {}
    for place, name in enumerate(names):
        for record in counted[name]:
            memberships[record] = memberships.get(record, 0) | 1 << place
    atoms = sorted(set(memberships.values()))
    return {name: [atom >> place & 1 for atom in atoms] for place, name in enumerate(names)}


def minus(one: Vector, other: Vector) -> Vector:
    return [(left - right) % PRIME for left, right in zip(one, other, strict=True)]


class Printed:
    """The numbers a reader has before them."""

    def __init__(self, vectors: Mapping[str, Vector]) -> None:
        self.rows: dict[int, Row] = {}
        for name, vector in vectors.items():
            rest, used = self._reduced(vector)
            pivot = next((place for place, value in enumerate(rest) if value), None)
            if pivot is not None:
                used[name] = (used.get(name, 0) + 1) % PRIME
                factor = pow(rest[pivot], -1, PRIME)
                self.rows[pivot] = (
                    [value * factor % PRIME for value in rest],
                    {key: value * factor % PRIME for key, value in used.items()},
                )

    def _reduced(self, vector: Vector) -> Row:
        """What is left of a vector after taking away the rows, and minus the multiples of facts taken away."""
        rest = list(vector)
        used: dict[str, int] = {}
        for pivot in sorted(self.rows):
            if factor := rest[pivot]:
                row, made_of = self.rows[pivot]
                rest = [(value - factor * other) % PRIME for value, other in zip(rest, row, strict=True)]
                for name, multiple in made_of.items():
                    used[name] = (used.get(name, 0) - factor * multiple) % PRIME
        return rest, used

    def tell(self, vector: Vector) -> set[str]:
        """The facts from which a number with this vector can be worked out; none where it can't."""
        rest, used = self._reduced(vector)
        return set() if any(rest) else {name for name, multiple in used.items() if multiple}
