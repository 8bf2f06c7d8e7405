"""The figures of training on the home page."""

from rencai.training.figures import attended
from rencai.ui.dashboard import show

show(attended.batches, attended.attendances)
