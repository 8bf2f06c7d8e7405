"""Millions of cells without the collector of cycles, which would look at all of them again and again for nothing."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_resting() -> Iterator[None]:
    """Spares a file's cells, none of which is in a cycle, the collector; it goes on afterwards if it was on."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        # All that is left counts as old from here on: otherwise the next small collection would look at all of it.
        gc.freeze()
        gc.unfreeze()
        if was_on:
            gc.enable()
