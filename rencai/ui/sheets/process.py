"""Talking to a limited child process: one request in, frames out, and a clear refusal however it dies."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Generator, Iterator
from pathlib import Path

import rencai
from rencai.ui.sheets.book import FileRefused, Limits
from rencai.ui.sheets.wire import Frame

_ROOT = str(Path(rencai.__file__).parents[1])


def converse(module: str, request: Frame, limits: Limits) -> Generator[Frame, None, None]:
    """Frames from `python -m module`; raises FileRefused when it refuses, dies, falls silent or runs out of time."""
    process = _started(module)
    overdue = threading.Event()
    timer = threading.Timer(limits.seconds, _end, (process, overdue))
    timer.start()
    try:
        yield from _heard(process, request)
        process.wait()
        raise _lost(overdue, process.returncode)
    finally:
        timer.cancel()
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe:
                pipe.close()


def _started(module: str) -> "subprocess.Popen[bytes]":
    # Nothing of our own environment goes along: a hijacked reader would find no keys in it.
    return subprocess.Popen(
        [sys.executable, "-m", module],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        bufsize=1024 * 1024,
        env={"PYTHONPATH": _ROOT, "PATH": os.defpath, "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"},
        cwd="/",
    )


def _heard(process: "subprocess.Popen[bytes]", request: Frame) -> Iterator[Frame]:
    if process.stdin is None or process.stdout is None:
        raise _lost(threading.Event(), None)
    try:
        process.stdin.write(json.dumps(request).encode() + b"\n")
        process.stdin.flush()
    except BrokenPipeError:
        return
    for line in process.stdout:
        try:
            frame = json.loads(line)
        except ValueError:
            return
        if "refused" in frame:
            raise FileRefused(*frame["refused"])
        yield frame


def _end(process: "subprocess.Popen[bytes]", overdue: threading.Event) -> None:
    overdue.set()
    process.kill()


def _lost(overdue: threading.Event, status: int | None) -> FileRefused:
    if overdue.is_set():
        return FileRefused("文件读取超时，已停止。请删除无关内容或拆分后再上传。", "timeout")
    return FileRefused(
        f"文件无法读取：内容过大或结构异常，读取程序已中止（{status}）。请另存为新的 .xlsx 或拆分后再上传。",
        "unreadable",
    )
