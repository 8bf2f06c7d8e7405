"""The screen in the room: its code, read as a phone's camera reads it, leads to signing in, and changes."""

import re
from io import BytesIO
from types import SimpleNamespace
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
import time_machine
import typst
import zxingcpp
from django.test import Client
from django.urls import reverse
from PIL import Image

from rencai.training.ledger import actions
from rencai.training.ledger.tests.factory import at
from rencai.training.models import Batch, BatchState


def read(page: str) -> str:
    """What a camera reads from the page: the picture drawn by one library, decoded by another."""
    found = re.search(r'<img src="data:image/svg\+xml;charset=utf-8,([^"]+)"', page)
    assert found is not None
    svg = unquote(found[1]).replace('"', "'")
    source = f'#set page(width: auto, height: auto, margin: 0pt)\n#image(bytes("{svg}"), format: "svg")'
    (code,) = zxingcpp.read_barcodes(Image.open(BytesIO(typst.compile(source.encode(), format="png"))))
    return str(code.text)


def shown(course: SimpleNamespace, sign_in: Any, **headers: str) -> Any:
    return sign_in(course.world.clerk).get(reverse("screen", args=[course.morning.pk]), headers=headers or None)


def test_the_code_read_from_the_screen_leads_a_phone_to_signing_in(course: SimpleNamespace, sign_in: Any) -> None:
    with time_machine.travel(at(8, 20), tick=False):
        link = read(shown(course, sign_in).text)
        phone = Client()
        answer = phone.get(urlsplit(link).path, follow=True)
        assert "身份证号后四位" in answer.text
        form = {"name": "张云岭", "tail": course.zhang.open("id")[-4:]}
        assert "已签到" in phone.post(answer.redirect_chain[-1][0], form).text


def test_a_link_sent_on_is_stale_after_a_minute(course: SimpleNamespace, sign_in: Any) -> None:
    with time_machine.travel(at(8, 20), tick=False) as clock:
        link = read(shown(course, sign_in).text)
        assert not re.search(r"张|李|\d{15}", link)
        clock.shift(60)
        assert Client().get(urlsplit(link).path).status_code == 400
        assert read(shown(course, sign_in).text) != link


def test_the_screen_counts_who_came_and_names_nobody_in_full(course: SimpleNamespace, sign_in: Any) -> None:
    with time_machine.travel(at(8, 45), tick=False):
        actions.sign_in(course.morning, course.zhang, scanned_at=at(8, 45), device="a")
        page = shown(course, sign_in).text
        assert re.search(r"1<span> / 2</span>", page)
        assert "张** 08:45 迟到" in page
        assert "云岭" not in page
        part = shown(course, sign_in, HX_Request="true").text
        assert "<html" not in part
        assert "1<span> / 2</span>" in part


@pytest.mark.parametrize(
    ("hour", "state", "words"),
    [
        (7, BatchState.CONFIRMED, "08:00 开始签到"),
        (12, BatchState.CONFIRMED, "已结束"),
        (9, BatchState.CANCELLED, "已结束"),
    ],
)
def test_before_and_after_there_is_no_code(
    course: SimpleNamespace, sign_in: Any, hour: int, state: str, words: str
) -> None:
    Batch.objects.update(state=state)
    with time_machine.travel(at(hour, 0), tick=False):
        page = shown(course, sign_in).text
        assert words in page
        assert "data:image" not in page


def test_only_who_runs_training_in_the_county_has_the_screen(course: SimpleNamespace, sign_in: Any) -> None:
    address = reverse("screen", args=[course.morning.pk])
    for user, status in ((course.world.stranger, 404), (course.world.township_clerk, 403), (course.world.leader, 403)):
        assert sign_in(user).get(address).status_code == status
    assert Client().get(address).status_code == 302
