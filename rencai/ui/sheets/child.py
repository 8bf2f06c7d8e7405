"""The limited process in which other people's files are opened; it speaks JSON lines and nothing else."""

import gc
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from rencai.ui.sheets.archive import damaged, too_large
from rencai.ui.sheets.book import FileRefused, Limits
from rencai.ui.sheets.confinement import confine
from rencai.ui.sheets.kinds import recognise
from rencai.ui.sheets.textfile import read_text
from rencai.ui.sheets.wire import Frame, pack
from rencai.ui.sheets.workbook import read_xls, read_xlsx


def frames(request: Frame) -> Iterator[Frame]:
    """What one file holds, frame by frame, ending with {"end": true}."""
    limits = Limits(**request["limits"])
    confine(limits)
    path = Path(request["path"])
    data = path.read_bytes()
    kind = recognise(data, request["name"])
    if kind == "text":
        yield from read_text(data, limits)
    else:
        del data
        yield from (read_xlsx if kind == "zip" else read_xls)(path, limits)
    yield {"end": True}


def refusal(error: BaseException) -> Frame:
    """Any failure as words: a refusal keeps its own, the rest is a damaged or oversized file."""
    if isinstance(error, MemoryError):
        error = too_large("内存不足")
    if not isinstance(error, FileRefused):
        error = damaged("内容无法读取")
    return {"refused": [error.reason, error.code]}


def main() -> None:
    """Read one request from stdin, answer on stdout."""
    # No cycles are made here, and collecting among millions of cells costs half a second.
    gc.disable()
    out = sys.stdout.buffer
    request = json.loads(sys.stdin.buffer.readline())
    try:
        for frame in frames(request):
            out.write(pack(frame))
    except BaseException as error:  # a panic inside the Rust reader is no Exception
        out.write(pack(refusal(error)))
    out.flush()


if __name__ == "__main__":
    main()
