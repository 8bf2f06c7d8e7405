"""One import or export in a process of its own, so that its memory is its own: `python -m bench.task NAME FILE`."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django


def main(name: str, path: Path) -> dict[str, Any]:
    """The numbers of one task; peers run under the admin's settings."""
    django.setup()
    from bench import peer, rosters  # noqa: PLC0415 - models need the settings first

    tasks: dict[str, Callable[[Path], dict[str, Any]]] = {
        "import": rosters.import_roster,
        "export": rosters.export_roster,
        "peer-default": peer.import_default,
        "peer-bulk": peer.import_bulk,
        "peer-export": peer.export,
    }
    return tasks[name](path)


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], Path(sys.argv[2])), ensure_ascii=False))
