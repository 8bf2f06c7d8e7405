"""Who works on a data folder: every command and server shares it; a restore has it alone."""

import fcntl
from pathlib import Path
from typing import IO

_held: dict[Path, IO[str]] = {}


class InUse(Exception):
    """Somebody else works on this data folder; the message says what to do."""


def share(folder: Path) -> None:
    """Work on the folder beside others until this process ends. Raises InUse while a restore has it alone."""
    if folder in _held:
        return
    if not _locked(folder, fcntl.LOCK_SH):
        raise InUse(f"数据目录 {folder} 正在恢复备份，请等恢复结束后再试。")


def alone(folder: Path) -> None:
    """Have the folder to oneself until this process ends. Raises InUse while a server or a command works on it."""
    if not _locked(folder, fcntl.LOCK_EX):
        raise InUse(f"还有服务或命令在使用数据目录 {folder}，没有恢复任何内容。请先停止服务（Ctrl+C），再运行恢复。")


def _locked(folder: Path, how: int) -> bool:
    file = _held.get(folder) or (folder / "in-use.lock").open("a+")
    try:
        fcntl.flock(file, how | fcntl.LOCK_NB)
    except OSError:
        if folder not in _held:
            file.close()
        return False
    _held[folder] = file
    return True
