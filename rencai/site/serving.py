"""Runs the web server and the worker for long jobs side by side, and ends both together."""

import fcntl
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType
from typing import IO

STOP_SECONDS = 20


class AlreadyRunning(Exception):
    """Another server already works on this data folder."""


def hold(folder: Path) -> IO[str]:
    """The lock that one server holds on its data folder while it lives. Raises AlreadyRunning."""
    file = (folder / "serving.lock").open("a+")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise AlreadyRunning(f"数据目录 {folder} 已有一个服务在运行，请先停止它。") from error
    return file


def serve(folder: Path, host: str, port: int, workers: int) -> int:
    """Serve until told to stop or until one of the two programs ends; returns the exit status."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "rencai.site.settings"}
    web = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)]
    web += ["--workers", str(workers), "--blocking-threads", "4", "--no-ws", "--log-level", "warning"]
    web += ["rencai.site.wsgi:application"]
    jobs = [sys.executable, "-m", "django", "db_worker", "--interval", "0.5", "--verbosity", "0"]
    with hold(folder):
        running = [subprocess.Popen(command, env=environment) for command in (web, jobs)]
        stopping = False

        def stop(_signal: int, _frame: FrameType | None) -> None:
            nonlocal stopping
            stopping = True

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
        while not stopping and all(process.poll() is None for process in running):
            time.sleep(0.2)
        return _end(running, stopping)


def _end(running: list[subprocess.Popen[bytes]], asked: bool) -> int:
    statuses = [process.poll() for process in running]
    for process in running:
        process.terminate()
    deadline = time.monotonic() + STOP_SECONDS
    for process in running:
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    return 0 if asked else next((status for status in statuses if status), 1)
