"""Timed calls, and the results of one case as they are handed to the parent process."""

import gc
import json
import os
import statistics
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any


@dataclass(slots=True)
class Result:
    """One measurement: `who` is rencai or the peer it stands beside; `skipped` says why there is none."""

    what: str
    who: str
    numbers: dict[str, float] = field(default_factory=dict)
    note: str = ""
    skipped: str = ""


class Results:
    """The results of one case; a part that can't be measured leaves a line and does not stop the others."""

    def __init__(self) -> None:
        self.all: list[Result] = []

    def add(self, what: str, who: str, measure: Callable[[], dict[str, Any]]) -> None:
        started = time.perf_counter()
        try:
            numbers = measure()
            note = str(numbers.pop("note", ""))
            self.all.append(Result(what, who, numbers, note))
        except Exception as error:
            place = traceback.extract_tb(error.__traceback__)[-1]
            reason = f"{type(error).__name__}: {str(error)[:160]} ({Path(place.filename).name}:{place.lineno})"
            self.all.append(Result(what, who, skipped=" ".join(reason.split())))
        last = self.all[-1]
        print(f"    {who:14} {what}: {last.skipped or last.numbers} [{time.perf_counter() - started:.1f}s]", flush=True)

    def write(self, path: Path) -> None:
        path.write_text(json.dumps([asdict(result) for result in self.all], ensure_ascii=False))


def read(path: Path) -> list[Result]:
    return [Result(**row) for row in json.loads(path.read_text())]


def timed(
    call: Callable[[], Any], *, least: int = 5, most: int = 40, seconds: float = 4.0, own_cpu: bool = True
) -> dict[str, float]:
    """Median and 95th percentile in ms, after one call that does not count; `own_cpu` adds this process's CPU time."""
    call()
    gc.collect()
    taken: list[float] = []
    worked: list[float] = []
    began = time.perf_counter()
    while len(taken) < least or (len(taken) < most and time.perf_counter() - began < seconds):
        start, cpu = time.perf_counter(), time.process_time()
        call()
        taken.append((time.perf_counter() - start) * 1000)
        worked.append((time.process_time() - cpu) * 1000)
    taken.sort()
    numbers = {"ms": statistics.median(taken), "p95": taken[min(int(len(taken) * 0.95), len(taken) - 1)]}
    return numbers | ({"CPU ms": statistics.median(worked)} if own_cpu else {})


@contextmanager
def clock(numbers: dict[str, Any]) -> Iterator[None]:
    """Wall seconds of the block, and CPU seconds with those of ended child processes."""
    start, cpu = time.perf_counter(), sum(os.times()[:4])
    yield
    numbers["seconds"] = time.perf_counter() - start
    numbers["CPU s"] = sum(os.times()[:4]) - cpu


class Memory:
    """Watches this process and its children: the most they held that is their own, not the mapped database file."""

    def __init__(self) -> None:
        self.peak = 0.0
        self._ended = threading.Event()
        self._watcher = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> "Memory":
        self.base = own_mb(os.getpid())
        self._watcher.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._watcher.join()

    def _watch(self) -> None:
        while not self._ended.wait(0.05):
            self.peak = max(self.peak, sum(own_mb(pid) for pid in _family(os.getpid())))

    def numbers(self) -> dict[str, float]:
        return {"peak MB": self.peak, "over base MB": self.peak - self.base}


def _family(pid: int) -> Iterator[int]:
    """The process and all that it started; asked of the kernel, since looking through every process takes its time."""
    yield pid
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            started = children.read_text().split()
        except OSError:
            continue
        for child in started:
            yield from _family(int(child))


def own_mb(pid: int) -> float:
    """Anonymous resident memory of a process: what it holds beside files it has mapped."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) for line in status.splitlines() if line.startswith("RssAnon")), 0) / 1024
