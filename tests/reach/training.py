"""Who reaches what of training."""

from tests.reach.reach import Reach

REACH = Reach()
