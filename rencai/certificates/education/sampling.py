"""Drawing accounts for an audit so that anybody can draw the same ones again.

Every certificate of the population gets the SHA-256 of "seed:certificate number in this program" in hexadecimal; the
`size` smallest are drawn. The seed and the population are kept with the sample, so the draw can be redone with
`printf '%s' 'seed:123' | sha256sum`.
"""

import hashlib
from collections.abc import Iterable


def ranked(seed: str, population: Iterable[int]) -> list[tuple[str, int]]:
    """(fingerprint, certificate) of the whole population, smallest first."""
    return sorted((hashlib.sha256(f"{seed}:{key}".encode()).hexdigest(), key) for key in set(population))


def draw(seed: str, population: Iterable[int], size: int) -> list[int]:
    """The certificates drawn. Raises ValueError for no seed or no size."""
    if not seed or size < 1:
        raise ValueError("a draw needs a seed and at least one")
    return [key for _, key in ranked(seed, population)[:size]]
