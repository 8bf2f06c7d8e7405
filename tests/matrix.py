"""Who reaches what: every route of the product, its methods and the abilities of which one is needed."""

from tests.reach import REACHES
from tests.reach.foundation import ROUTES
from tests.reach.route import PUBLIC, SIGNED_IN, Route

__all__ = ["MATRIX", "PUBLIC", "SIGNED_IN", "Route"]

MATRIX: dict[str, Route] = dict(ROUTES)
for reach in REACHES:
    assert not MATRIX.keys() & reach.routes.keys()
    MATRIX |= reach.routes
