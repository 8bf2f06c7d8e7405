"""Who reaches what of reminders."""

from tests.reach.reach import Reach

REACH = Reach()
