"""Runs the web server and the worker for long jobs side by side, and ends both together."""

import ctypes
import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import FrameType
from typing import IO

STOP_SECONDS = 20
PR_SET_PDEATHSIG = 1
_COMMAND = [sys.executable, "-m", "rencai.site.cli"]
CLEAN, REMIND = [*_COMMAND, "clean", "--daily"], [*_COMMAND, "remind", "--daily"]
FIRST_AFTER, DAY, HALF_HOUR = 60.0, 24 * 3600.0, 1800.0


class AlreadyRunning(Exception):
    """Another server already works on this data folder."""


class Repeated:
    """Starts a command after a while and then every so many seconds; one that still runs is left to end."""

    def __init__(self, command: Sequence[str], every: float, now: float, environment: Mapping[str, str]) -> None:
        self.command, self.every, self.due, self.environment = command, every, now + FIRST_AFTER, environment
        self.running: subprocess.Popen[bytes] | None = None

    def turn(self, now: float) -> None:
        """To be called often; collects a command that has ended."""
        if self.running is not None and self.running.poll() is not None:
            self.running = None
        if now >= self.due and self.running is None:
            self.due = now + self.every
            self.running = _start(self.command, self.environment)

    def stop(self) -> None:
        if self.running is not None:
            self.running.terminate()
            self.running.wait()


class PortTaken(Exception):
    """Nobody can listen there; the message says what to do."""


def refuse_taken(host: str, port: int) -> None:
    """Raises PortTaken when the address can't be listened on."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise PortTaken(
                f"不能在 {host}:{port} 上启动（{os.strerror(error.errno or 0)}）：端口被别的程序占用，或没有权限。"
                "请停止占用它的程序，或用 --port 换一个端口。"
            ) from error


def hold(folder: Path) -> IO[str]:
    """The lock that one server holds on its data folder while it lives. Raises AlreadyRunning."""
    file = (folder / "serving.lock").open("a+")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise AlreadyRunning(f"数据目录 {folder} 已有一个服务在运行，请先停止它。") from error
    return file


def serve(folder: Path, host: str, port: int, workers: int) -> int:
    """Serve until told to stop or until one of the two programs ends; returns the exit status.

    Raises AlreadyRunning, PortTaken.
    """
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "rencai.site.settings"}
    web = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)]
    web += ["--workers", str(workers), "--blocking-threads", "4", "--no-ws", "--log-level", "warning"]
    web += ["rencai.site.wsgi:application"]
    jobs = [sys.executable, "-m", "django", "db_worker", "--interval", "0.5", "--verbosity", "0"]
    with hold(folder):
        refuse_taken(host, port)
        print(f"人才工作台运行在 http://{host}:{port}/ ，按 Ctrl+C 停止。", flush=True)
        running = [_start(command, environment) for command in (web, jobs)]
        stopping = False
        now = time.monotonic()
        repeated = [Repeated(CLEAN, DAY, now, environment), Repeated(REMIND, HALF_HOUR, now, environment)]

        def stop(_signal: int, _frame: FrameType | None) -> None:
            nonlocal stopping
            stopping = True

        for told in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(told, stop)
        while not stopping and all(process.poll() is None for process in running):
            for one in repeated:
                one.turn(time.monotonic())
            time.sleep(0.2)
        for one in repeated:
            one.stop()
        return _end(running, stopping)


def _start(command: Sequence[str], environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """A program in a session of its own, so that Ctrl+C reaches it once, through us; it ends when we are killed."""

    def end_with_parent() -> None:
        if sys.platform == "linux":
            ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)

    return subprocess.Popen(command, env=environment, start_new_session=True, preexec_fn=end_with_parent)  # noqa: PLW1509


def _end(running: list[subprocess.Popen[bytes]], asked: bool) -> int:
    statuses = [process.poll() for process in running]
    for process in running:
        process.terminate()
    deadline = time.monotonic() + STOP_SECONDS
    for process in running:
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    return 0 if asked else next((status for status in statuses if status), 1)
