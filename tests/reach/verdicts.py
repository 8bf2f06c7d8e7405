"""Who reaches what of verdicts."""

from tests.reach.reach import Reach

REACH = Reach()
