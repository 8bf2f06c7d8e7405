"""Places where a test may end the process without warning, to prove that an import is all or nothing."""

import os


def failpoint(name: str) -> None:
    """End the process here when the environment names this place; nothing otherwise."""
    if os.environ.get("RENCAI_FAILPOINT") == name:
        os._exit(70)
