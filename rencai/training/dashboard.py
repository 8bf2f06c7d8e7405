"""The figures of training on the home page."""

from rencai.training.figures import batches, ledger
from rencai.ui.dashboard import show

show(batches.batches, ledger.attendances)
