"""The figures of training on the home page."""

from rencai.training.figures import attended, staff
from rencai.ui.dashboard import show

show(attended.attendances, staff.staff_trained_share, staff.never_sent)
