"""One person with a value of its own in every field, and what an answer tells of them."""

import html
import io
import re
import zipfile
from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace

from django.utils import timezone

from rencai.kernel.idnumber import mask_id
from rencai.people import photos
from rencai.people.models import PastValue, Person
from rencai.people.models.persons import mask_phone
from rencai.people.tests import factory

CANARY = "澹台璟曜"
NUMBER = factory.id_number("1985-03-17", 301)
PHONE = "19900004321"
PICTURE = b"\xff\xd8\xff a bird \xff\xd9"
# Each value stands nowhere else on any page, so that finding it means that the field was shown.
CLEAR: dict[str, tuple[str, ...]] = {
    "name": (CANARY,),
    "former name": ("澹台旧名",),
    "id": (NUMBER,),
    "phone": (PHONE,),
    "birth": ("1985-03-17", "1985年3月17日", "1985.03.17", "1985/3/17"),
    "ethnicity": ("塔吉克族",),
    "political status": ("台盟盟员",),
    "working since": ("2003-07-14",),
    "social work since": ("2011-04-23",),
    "remark": ("备注里的金丝雀",),
    "photo": (PICTURE.decode("latin-1"),),
    "post": ("养护科金丝雀",),
    "major": ("鸟类社会学",),
    "school": ("云川金丝雀大学",),
    "certificate": ("ZS20190401234567",),
}
# A year alone may be the key of a row; one that is written as a date is told.
MASKED = {
    "id": re.escape(mask_id(NUMBER)),
    "phone": re.escape(mask_phone(PHONE)),
    "birth": r"(?<![\d/])1985(年|[-.*])",
}
_ZIP = b"PK\x03\x04"


@dataclass(frozen=True)
class Seen:
    """What one answer told of the person."""

    clear: frozenset[str] = frozenset()
    masked: frozenset[str] = frozenset()


def register(world: SimpleNamespace) -> Person:
    """One person of the organisation in 青石镇 with every field filled, whose own account is the talent's."""
    person = factory.person(
        world.organisation,
        CLEAR["name"][0],
        number=NUMBER,
        phone=PHONE,
        sex="1",
        birth=CLEAR["birth"][0],
        post_title=CLEAR["post"][0],
        user=world.talent,
        ethnicity=CLEAR["ethnicity"][0],
        political_status=CLEAR["political status"][0],
        work_since=CLEAR["working since"][0],
        social_work_since=CLEAR["social work since"][0],
        key_person=True,
        remark=CLEAR["remark"][0],
    )
    person.photo = photos.keep(person, PICTURE)
    person.save()
    factory.educate(person, "20", degree="4", major=CLEAR["major"][0], school=CLEAR["school"][0])
    factory.qualify(person, "assistant", number=CLEAR["certificate"][0], valid_until="2029-06-30")
    factory.categorise(person, "social_work")
    today = timezone.localdate()
    PastValue.objects.create(
        person=person, field="name", value=CLEAR["former name"][0], starts=date(2015, 1, 1), ends=today
    )
    return person


def told(answer: bytes) -> Seen:
    """The fields that an answer (a page, JSON, text, a workbook) tells, whether it is shown or only carried along."""
    if answer == PICTURE:
        return Seen(frozenset({"photo"}))
    text = _text(answer)
    found = {field for field, values in CLEAR.items() if any(value in text for value in values)}
    # A date inside the number is part of the number.
    rest = text.replace(NUMBER, "")
    hidden = {field for field, mask in MASKED.items() if field not in found and re.search(mask, rest)}
    return Seen(frozenset(found), frozenset(hidden))


def _text(answer: bytes) -> str:
    if answer.startswith(_ZIP):
        with zipfile.ZipFile(io.BytesIO(answer)) as package:
            text = "\n".join(package.read(name).decode("utf-8", "replace") for name in package.namelist())
    else:
        text = answer.decode("utf-8-sig", "replace")
    # What could be chosen is not what is recorded; what is written in escapes is.
    text = re.sub(r"<option(?![^>]*\bselected)[^>]*>[^<]*</option>", "", text)
    return html.unescape(re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), text))
