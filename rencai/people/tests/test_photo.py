"""Photos: what comes in is painted anew, seen by those who see the person, and gone when replaced."""

import struct
import zlib
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image, PngImagePlugin

from rencai.org.models import AuditEvent, Role, User
from rencai.people import photos
from rencai.people.actions import set_photo
from rencai.people.models import Person
from rencai.people.tests.factory import person

GPS, ORIENTATION, MAKER = 0x8825, 0x0112, 0x010F
CANARY = "CANARY-CAMERA"


def picture(kind: str = "JPEG", size: tuple[int, int] = (300, 400), colour: str = "red", **values: Any) -> bytes:
    out = BytesIO()
    Image.new(values.pop("mode", "RGB"), size, colour).save(out, kind, **values)
    return out.getvalue()


def tagged() -> bytes:
    """A photo lying on its side that tells where and with what it was taken."""
    exif = Image.Exif()
    exif[MAKER], exif[ORIENTATION] = CANARY, 6
    exif.get_ifd(GPS)[1] = "N"
    exif.get_ifd(GPS)[2] = (35.0, 12.0, 7.0)
    return picture(exif=exif, comment=CANARY.encode())


@pytest.fixture
def one(world: SimpleNamespace) -> Person:
    return person(world.station, "张三丰")


def upload(client: Client, one: Person, data: bytes, name: str = "证件照.jpg") -> Any:
    return client.post(reverse("person-photo-change", args=[one.pk]), {"photo": SimpleUploadedFile(name, data)})


def files() -> list[Path]:
    return [path for path in Path(settings.FILES).rglob("*") if path.is_file()]


def shown(client: Client, one: Person) -> Any:
    return client.get(reverse("person-photo", args=[one.pk]))


def test_a_clerk_uploads_a_photo_and_colleagues_see_it(world: SimpleNamespace, one: Person, sign_in: Any) -> None:
    client, url = sign_in(world.clerk), reverse("person-photo", args=[one.pk])
    assert "暂无照片" in client.get(reverse("person", args=[one.pk])).text
    assert shown(client, one).status_code == 404
    answer = upload(client, one, picture())
    assert (answer.status_code, answer.url) == (302, reverse("person", args=[one.pk]))
    for user in (world.clerk, world.colleague, world.leader, world.township_clerk):
        page = sign_in(user).get(reverse("person", args=[one.pk])).text
        assert f'src="{url}"' in page
        found = shown(sign_in(user), one)
        assert (found["Content-Type"], found["Cache-Control"]) == ("image/jpeg", "no-store")
        assert found["X-Content-Type-Options"] == "nosniff"
        assert Image.open(BytesIO(found.content)).size == (300, 400)
    event = AuditEvent.objects.get(action="上传照片")
    assert (event.actor, event.target) == ("clerk", str(one.pk))


def test_strangers_find_no_photo_and_set_none(world: SimpleNamespace, one: Person, sign_in: Any) -> None:
    upload(sign_in(world.clerk), one, picture())
    before = Person.objects.get(pk=one.pk).photo
    for user in (world.stranger, world.unit_contact):
        client = sign_in(user)
        assert shown(client, one).status_code == 404
        assert upload(client, one, picture()).status_code == 404
        assert client.post(reverse("person-photo-remove", args=[one.pk])).status_code == 404
    leader = sign_in(world.leader)
    assert upload(leader, one, picture()).status_code == 403
    assert leader.post(reverse("person-photo-remove", args=[one.pk])).status_code == 403
    assert sign_in(world.clerk).get(reverse("person-photo-remove", args=[one.pk])).status_code == 405
    assert shown(Client(), one).status_code == 302
    assert Person.objects.get(pk=one.pk).photo == before


def test_a_talent_sees_the_own_photo_only(world: SimpleNamespace, one: Person, sign_in: Any) -> None:
    other = person(world.station, "别人")
    for each in (one, other):
        upload(sign_in(world.clerk), each, picture())
    Person.objects.filter(pk=one.pk).update(user=world.talent)
    client = sign_in(world.talent)
    assert reverse("person-photo", args=[one.pk]) in client.get(reverse("own-record")).text
    assert reverse("person-photo-change", args=[one.pk]) not in client.get(reverse("own-record")).text
    assert shown(client, one).status_code == 200
    assert shown(client, other).status_code == 404
    assert upload(client, one, picture()).status_code == 403


def test_nothing_of_the_file_but_its_pixels_survives(world: SimpleNamespace, one: Person, sign_in: Any) -> None:
    assert CANARY.encode() in tagged()
    upload(sign_in(world.clerk), one, tagged() + b"PK\x03\x04<script>")
    data = shown(sign_in(world.clerk), one).content
    image = Image.open(BytesIO(data))
    assert dict(image.getexif()) == {}
    assert {key for key in image.info if not key.startswith("jfif")} == set()
    assert image.size == (400, 300)  # upright, as the camera meant it
    for trace in (CANARY.encode(), b"Exif", b"<script>", b"PK\x03\x04"):
        assert trace not in data


def test_a_large_or_see_through_picture_becomes_a_small_plain_one() -> None:
    text = PngImagePlugin.PngInfo()
    text.add_text("Author", CANARY)
    data = photos.repaint(picture("PNG", (3000, 4000), "#ff000000", mode="RGBA", pnginfo=text))
    image = Image.open(BytesIO(data))
    assert (image.format, image.size, image.mode) == ("JPEG", (480, 640), "RGB")
    assert image.getpixel((10, 10)) == (255, 255, 255)
    assert CANARY.encode() not in data


@pytest.mark.parametrize("mode", ["L", "P", "CMYK", "1", "I;16", "LA"])
def test_every_usual_kind_of_picture_is_taken(mode: str) -> None:
    kind = "JPEG" if mode == "CMYK" else "PNG"
    out = BytesIO()
    Image.new(mode, (90, 120)).save(out, kind)
    assert Image.open(BytesIO(photos.repaint(out.getvalue()))).mode == "RGB"


def _bomb() -> bytes:
    """A PNG of some bytes that claims 60,000 × 60,000 pixels."""
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 10_000)), (b"IEND", b"")]
    packed = [
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in chunks
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(packed)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "空文件"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "这不是 JPG 或 PNG 照片"),
        (b"%PDF-1.7 x", "这不是 JPG 或 PNG 照片"),
        (b"MZ\x90\x00", "这不是 JPG 或 PNG 照片"),
        (picture("GIF"), "这不是 JPG 或 PNG 照片"),
        (picture("BMP"), "这不是 JPG 或 PNG 照片"),
        (picture()[:2000], "已损坏或不完整"),
        (picture("PNG")[:200], "已损坏或不完整"),
        (b"\xff\xd8\xff" + b"\0" * 500, "已损坏或不完整"),
        (b"\x89PNG\r\n\x1a\n" + b"\xff" * 500, "已损坏或不完整"),
        (_bomb(), "照片尺寸过大"),
        (picture("PNG", (4100, 4100)), "照片尺寸过大"),
        (picture(size=(30, 400)), "照片尺寸太小"),
        (b"\xff\xd8\xff" + b"\0" * photos.LIMIT, "不能超过2MB"),
    ],
)
def test_a_hostile_or_unfit_file_is_refused_with_what_to_do(
    world: SimpleNamespace, one: Person, sign_in: Any, data: bytes, message: str
) -> None:
    answer = upload(sign_in(world.clerk), one, data)
    assert answer.status_code == 200
    assert message in answer.text
    assert Person.objects.get(pk=one.pk).photo == ""
    assert files() == []
    assert not AuditEvent.objects.filter(action__contains="照片").exists()


def test_the_name_of_the_file_means_nothing(world: SimpleNamespace, one: Person, sign_in: Any) -> None:
    upload(sign_in(world.clerk), one, picture("PNG"), "../../../证件照.php")
    [path] = files()
    assert path.name == Person.objects.get(pk=one.pk).photo
    assert len(path.name) == 32


def test_the_file_at_rest_shows_nothing(world: SimpleNamespace, one: Person, sign_in: Any) -> None:
    upload(sign_in(world.clerk), one, picture())
    [path] = files()
    assert b"JFIF" not in path.read_bytes()
    other = person(world.station, "李四")
    Person.objects.filter(pk=other.pk).update(photo=path.name)
    assert shown(sign_in(world.clerk), other).status_code == 404


def test_the_former_file_goes_once_the_change_is_kept(
    world: SimpleNamespace, one: Person, sign_in: Any, django_capture_on_commit_callbacks: Any
) -> None:
    client = sign_in(world.clerk)
    upload(client, one, picture())
    [first] = files()
    with django_capture_on_commit_callbacks(execute=True):
        upload(client, one, picture(colour="blue"))
        assert len(files()) == 2
    [second] = files()
    assert first != second
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(reverse("person-photo-remove", args=[one.pk])).status_code == 302
        assert files() == [second]
    assert files() == []
    assert shown(client, one).status_code == 404
    actions = list(AuditEvent.objects.filter(target=str(one.pk)).order_by("seq").values_list("action", flat=True))
    assert actions == ["上传照片", "更换照片", "移除照片"]
    assert client.post(reverse("person-photo-remove", args=[one.pk])).status_code == 302
    assert AuditEvent.objects.filter(action="移除照片").count() == 1


def test_a_change_that_fails_leaves_the_former_photo_and_no_file(
    world: SimpleNamespace, one: Person, sign_in: Any, django_capture_on_commit_callbacks: Any
) -> None:
    upload(sign_in(world.clerk), one, picture())
    kept = files()
    unwritable = User(username="长" * 300, role=Role.CLERK)  # no event can be written, so nothing else may be
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(ValueError, match="actor"):
        set_photo(one, picture(), by=unwritable)
    assert files() == kept
    assert shown(sign_in(world.clerk), one).status_code == 200


def test_a_photo_whose_file_is_lost_is_not_found(world: SimpleNamespace, one: Person, sign_in: Any) -> None:
    upload(sign_in(world.clerk), one, picture())
    files()[0].unlink()
    assert shown(sign_in(world.clerk), one).status_code == 404


def test_a_past_day_shows_no_photo_of_today(world: SimpleNamespace, one: Person, sign_in: Any) -> None:
    upload(sign_in(world.clerk), one, picture())
    url = reverse("person", args=[one.pk])
    assert "<img" not in sign_in(world.clerk).get(f"{url}?on=2022-06-30").text
