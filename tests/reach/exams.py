"""Who reaches what of exams."""

from tests.reach.reach import Reach

REACH = Reach()
