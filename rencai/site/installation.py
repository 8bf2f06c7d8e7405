"""The data folder of one installation: where it is, its secrets, its keys."""

import hashlib
import os
import secrets
from pathlib import Path

from rencai.kernel.sealing import Keyring, new_keyring, read_keyring

DATABASE = "rencai.sqlite3"
PROJECT = Path(__file__).resolve().parent.parent.parent


class BadSetting(Exception):
    """An environment variable holds what can't be used."""


def data_folder() -> Path:
    """RENCAI_DATA, else `.data` beside the project."""
    return Path(os.environ.get("RENCAI_DATA") or PROJECT / ".data").absolute()


def keep_days() -> int:
    """RENCAI_KEEP_DAYS: how long files of imports and replaced databases are kept. Raises BadSetting."""
    text = os.environ.get("RENCAI_KEEP_DAYS") or "30"
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 3650:
        raise BadSetting(f"RENCAI_KEEP_DAYS 应为1至3650的天数，现为“{text}”")
    return int(text)


def keys_folder() -> Path:
    """RENCAI_KEYS, else `keys` in the data folder; it is never part of a backup of the database."""
    return Path(os.environ.get("RENCAI_KEYS") or data_folder() / "keys").absolute()


def secret_key() -> str:
    """The installation's own signing secret, made at first use."""
    return _own_secret("django.key")


def _own_secret(name: str) -> str:
    path = keys_folder() / name
    if not path.exists():
        keys_folder().mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(64))
    return path.read_text().strip()


def backup_key() -> bytes:
    """The 256-bit key that seals backups, made at first use; keep a copy of the keys folder apart from the backups."""
    return hashlib.sha256(_own_secret("backup.key").encode()).digest()


def keyring() -> Keyring:
    """The installation's sealing keys, made at first use. Raises ValueError where data exist whose keys are gone."""
    path = keys_folder() / "sealing.json"
    if not path.exists():
        if (data_folder() / DATABASE).exists():
            raise ValueError(f"已有数据库，但密钥文件 {path} 不见了")
        keys_folder().mkdir(parents=True, exist_ok=True, mode=0o700)
        new_keyring(os.environ.get("RENCAI_CIPHER", "aes")).write(path)
    return read_keyring(path)
