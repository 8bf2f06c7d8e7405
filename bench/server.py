"""The really started server under a load client on the same machine: requests per second and memory."""

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from typing import Any

import psutil

from bench.pages import client
from bench.timing import Results, own_mb

_CLIENTS = 8
_SECONDS = 5.0


@contextmanager
def served(application: str, settings: str) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """A granian with one worker, on a free port, until the block ends."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    command += ["--workers", "1", "--blocking-threads", "4", "--no-ws", "--log-level", "error", application]
    process = subprocess.Popen(command, env={**os.environ, "DJANGO_SETTINGS_MODULE": settings})
    try:
        _wait(port, process)
        yield port, process
    finally:
        process.terminate()
        process.wait(20)


def measure(results: Results, who: str, application: str, settings: str, paths: dict[str, str]) -> None:
    """Each path by 8 clients at once, then the memory of all server processes."""
    try:
        with served(application, settings) as (port, process):
            cookie = _cookie(settings)
            for what, path in paths.items():
                results.add(f"{what}, {_CLIENTS} clients", who, lambda path=path: load(port, path, cookie))
            results.add("server memory after this", who, lambda: memory(process.pid))
    except (OSError, RuntimeError, subprocess.TimeoutExpired) as error:
        reason = str(error)
        results.add("server", who, lambda: _raise(reason))


def load(port: int, path: str, cookie: str) -> dict[str, Any]:
    """Requests per second over five seconds and the median of one request, after one that fills the caches."""
    first = HTTPConnection("127.0.0.1", port, timeout=120)
    first.request("GET", path, headers={"Cookie": cookie})
    first.getresponse().read()
    first.close()
    taken: list[float] = []
    bad: list[int] = []
    stop = time.perf_counter() + _SECONDS + 0.5
    begin = stop - _SECONDS

    def visit() -> None:
        connection = HTTPConnection("127.0.0.1", port, timeout=60)
        while time.perf_counter() < stop:
            start = time.perf_counter()
            connection.request("GET", path, headers={"Cookie": cookie})
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                bad.append(answer.status)
                return
            if start > begin:
                taken.append(time.perf_counter() - start)
        connection.close()

    visitors = [threading.Thread(target=visit) for _ in range(_CLIENTS)]
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join()
    if bad or not taken:
        raise RuntimeError(f"{path} answered {bad[:3]}")
    taken.sort()
    return {
        "req/s": len(taken) / _SECONDS,
        "ms": taken[len(taken) // 2] * 1000,
        "p95": taken[int(len(taken) * 0.95)] * 1000,
    }


def memory(pid: int) -> dict[str, Any]:
    """The worker's own memory (without the mapped database file) and its whole resident set, in MB."""
    family = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
    worker = max(family, key=lambda member: member.memory_info().rss)
    return {"worker MB": own_mb(worker.pid), "with mapped files MB": worker.memory_info().rss / 1024 / 1024}


def _cookie(settings: str) -> str:
    """A session of the clerk, made in this process: both applications share the database and its sessions."""
    return "; ".join(f"{name}={morsel.value}" for name, morsel in client().cookies.items())


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.perf_counter() + 30
    while time.perf_counter() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"server ended with {process.returncode}")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("server did not answer within 30 s")


def _raise(reason: str) -> dict[str, Any]:
    raise RuntimeError(reason)
