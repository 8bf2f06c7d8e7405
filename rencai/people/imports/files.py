"""The files of an import, kept sealed under names of our own and opened only for as long as they are read."""

import base64
import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from django.conf import settings

from rencai.people.models import ImportJob

UPLOAD: Final = "upload"
PREVIEW: Final = "preview"
REPORT: Final = "report"
MARKED: Final = "marked"
_SUFFIXES = frozenset({".xlsx", ".xls", ".csv"})


def keep(job: ImportJob, name: str, content: bytes) -> None:
    """Write a file of the job, sealed for this place; complete or not at all."""
    folder = Path(settings.FILES) / job.folder
    folder.mkdir(parents=True, exist_ok=True)
    sealed = settings.KEYRING.seal(base64.b85encode(content).decode(), _place(job, name))
    part = folder / f"{name}.part"
    part.write_text(sealed, encoding="ascii")
    part.chmod(settings.FILE_UPLOAD_PERMISSIONS)
    part.replace(folder / name)


def content(job: ImportJob, name: str) -> bytes | None:
    """The content of a file of the job; None when there is none."""
    path = Path(settings.FILES) / job.folder / name
    if not path.is_file():
        return None
    opened: str = settings.KEYRING.open(path.read_text(encoding="ascii"), _place(job, name))
    return base64.b85decode(opened)


def has(job: ImportJob, name: str) -> bool:
    """Whether the job has a file of this name."""
    return (Path(settings.FILES) / job.folder / name).is_file()


def keep_json(job: ImportJob, name: str, value: Any) -> None:
    keep(job, name, json.dumps(value, ensure_ascii=False).encode())


def json_of(job: ImportJob, name: str) -> Any:
    """The value kept under a name; None when there is none."""
    found = content(job, name)
    return None if found is None else json.loads(found)


@contextmanager
def on_disk(job: ImportJob, name: str) -> Iterator[Path]:
    """A file of the job in clear, in a folder that goes when the block ends. Raises FileNotFoundError."""
    found = content(job, name)
    if found is None:
        raise FileNotFoundError(name)
    with tempfile.TemporaryDirectory(prefix="rencai-") as folder:
        # The programs that read it go by the extension; what it really is they find out themselves.
        suffix = Path(job.file_name).suffix.lower()
        path = Path(folder) / f"file{suffix if suffix in _SUFFIXES else '.xlsx'}"
        path.write_bytes(found)
        yield path


def forget(job: ImportJob) -> None:
    """Delete all files of the job."""
    shutil.rmtree(Path(settings.FILES) / job.folder, ignore_errors=True)


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _place(job: ImportJob, name: str) -> str:
    return f"people_importjob|{name}|{job.pk.hex}"
