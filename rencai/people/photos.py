"""Photos of people: what comes in is decoded and painted anew, what is kept lies sealed under a random name."""

import base64
import secrets
import struct
import warnings
import zlib
from io import BytesIO
from pathlib import Path
from typing import Final

from django.conf import settings
from django.core.exceptions import ValidationError
from PIL import Image, ImageOps

from rencai.people.models import Person

LIMIT: Final = 2 * 1024 * 1024
SHOWN: Final = (480, 640)
_SMALLEST: Final = 60
_MOST_PIXELS: Final = 16_000_000
_LONGEST_SIDE: Final = 10_000
_SIGNATURES: Final = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")
_BROKEN: Final = (OSError, SyntaxError, ValueError, TypeError, EOFError, struct.error, zlib.error)
_TOO_LARGE: Final = "照片尺寸过大（超过1600万像素），请缩小后再上传。"


def repaint(data: bytes) -> bytes:
    """A JPEG of the pixels alone, upright, at most 480 × 640. Raises ValidationError in the user's words.

    Nothing else of the file survives: no EXIF (place, device, time), comment, profile, thumbnail or hidden tail.
    """
    if len(data) > LIMIT:
        raise ValidationError("照片不能超过2MB，请压缩或裁剪后再上传。")
    if not data.startswith(_SIGNATURES):
        raise ValidationError("这不是 JPG 或 PNG 照片（只改扩展名不算）。请另存为 JPG 或 PNG 后再上传。")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _repainted(data)
    except Image.DecompressionBombError as error:
        raise ValidationError(_TOO_LARGE) from error
    except _BROKEN as error:
        raise ValidationError("照片文件已损坏或不完整，无法读取。请换一张，或用看图软件另存后再上传。") from error


def _repainted(data: bytes) -> bytes:
    with Image.open(BytesIO(data), formats=("JPEG", "PNG")) as source:
        width, height = source.size
        if width * height > _MOST_PIXELS or max(width, height) > _LONGEST_SIDE:
            raise ValidationError(_TOO_LARGE)
        if min(width, height) < _SMALLEST:
            raise ValidationError(f"照片尺寸太小，长和宽都不能少于{_SMALLEST}像素。")
        source.draft("RGB", (2 * SHOWN[0], 2 * SHOWN[1]))
        upright = ImageOps.exif_transpose(source)
        upright.thumbnail(SHOWN)
        layered = upright.convert("RGBA")
    clean = Image.new("RGB", layered.size, "white")
    clean.paste(layered, mask=layered.getchannel("A"))
    painted = BytesIO()
    clean.save(painted, "JPEG", quality=88, optimize=True)
    return painted.getvalue()


def keep(person: Person, photo: bytes) -> str:
    """Write a repainted photo, sealed for this person; returns its random key."""
    key = secrets.token_hex(16)
    path = _path(key)
    path.parent.mkdir(parents=True, exist_ok=True)
    sealed = settings.KEYRING.seal(base64.b85encode(photo).decode(), person.place("photo"))
    part = path.with_suffix(".part")
    part.write_text(sealed, encoding="ascii")
    part.chmod(settings.FILE_UPLOAD_PERMISSIONS)
    part.replace(path)
    return key


def content(person: Person) -> bytes | None:
    """The JPEG of the person's present photo; None without one, or when its file is gone. Raises SealBroken."""
    path = _path(person.photo) if person.photo else None
    if path is None or not path.is_file():
        return None
    return base64.b85decode(settings.KEYRING.open(path.read_text(encoding="ascii"), person.place("photo")))


def forget(key: str) -> None:
    """Delete the file of a photo that belongs to nobody any more."""
    _path(key).unlink(missing_ok=True)


def _path(key: str) -> Path:
    return Path(settings.FILES) / "photos" / key[:2] / key
