"""The figures of the examinations on the home page."""

from rencai.exams import figures
from rencai.ui.dashboard import show

show(figures.passed)
