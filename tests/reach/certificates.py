"""Who reaches what of certificates."""

from tests.reach.reach import Reach

REACH = Reach()
