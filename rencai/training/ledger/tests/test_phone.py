"""The phone in the room: only a fresh scan counts, only on the phone that scanned, and it tells nothing of anybody."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from rencai.org.models import AuditEvent
from rencai.people.models import Person
from rencai.people.tests import factory as people
from rencai.training.ledger import codes
from rencai.training.ledger.tests.factory import at
from rencai.training.models import Attendance, Batch, BatchState, Enrolment, WrongTry


def scan(phone: Client, course: SimpleNamespace, *, shown: datetime, purpose: str = codes.SIGN_IN, key: int = 0) -> Any:
    key = key or course.morning.pk
    return phone.get(reverse("scan", args=[purpose, key, codes.code(purpose, key, shown)]))


def tail(person: Person) -> str:
    return person.open("id")[-4:]


def send(phone: Client, course: SimpleNamespace, name: str, digits: str) -> Any:
    return phone.post(reverse("sign-in", args=[course.morning.pk]), {"name": name, "tail": digits})


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(at(8, 20), tick=False) as clock:
        yield clock


def test_a_scan_and_the_last_four_characters_sign_in(course: SimpleNamespace, clock: Any) -> None:
    phone = Client()
    answer = scan(phone, course, shown=at(8, 20))
    assert answer["Location"] == reverse("sign-in", args=[course.morning.pk])
    told = send(phone, course, "张云岭", tail(course.zhang)).text
    assert "张**，已签到（08:20）" in told
    assert "云岭" not in told
    assert course.zhang.id_masked not in told
    entry = Attendance.objects.get()
    assert (entry.enrolment, entry.presence, entry.source) == (course.of_zhang, "present", "qr")


@pytest.mark.parametrize(("later", "opens"), [(0, True), (20, True), (39, True), (40, False), (60, False)])
def test_a_code_is_good_for_its_slot_and_the_next(course: SimpleNamespace, clock: Any, later: int, opens: bool) -> None:
    clock.move_to(at(8, 20) + timedelta(seconds=later))
    phone = Client()
    answer = scan(phone, course, shown=at(8, 20))
    assert (answer.status_code == 302) is opens
    assert opens or "二维码已过期" in answer.text
    assert (send(phone, course, "张云岭", tail(course.zhang)).status_code == 200) is opens


def test_a_code_of_another_session_or_purpose_opens_nothing(course: SimpleNamespace, clock: Any) -> None:
    right = codes.code(codes.SIGN_IN, course.morning.pk, at(8, 20))
    for purpose, key, given in (
        (codes.SIGN_IN, course.afternoon.pk, right), (codes.EVALUATE, course.morning.pk, right),
        (codes.SIGN_IN, course.morning.pk, "0" * 32), (codes.SIGN_IN, 10**9, right),
    ):  # fmt: skip
        assert Client().get(reverse("scan", args=[purpose, key, given])).status_code == 400
    assert Client().get(reverse("scan", args=["other", course.morning.pk, right])).status_code == 404


def test_who_was_sent_the_page_behind_the_code_cannot_use_it(course: SimpleNamespace, clock: Any) -> None:
    scan(Client(), course, shown=at(8, 20))
    elsewhere = Client()
    assert elsewhere.get(reverse("sign-in", args=[course.morning.pk])).status_code == 400
    assert send(elsewhere, course, "张云岭", tail(course.zhang)).status_code == 400
    assert not Attendance.objects.exists()


def test_a_permit_is_not_good_for_another_session_nor_after_its_minutes(course: SimpleNamespace, clock: Any) -> None:
    phone = Client()
    scan(phone, course, shown=at(8, 20))
    assert phone.get(reverse("sign-in", args=[course.afternoon.pk])).status_code == 400
    clock.move_to(at(8, 24))
    assert phone.get(reverse("sign-in", args=[course.morning.pk])).status_code == 200
    clock.move_to(at(8, 25))
    assert send(phone, course, "张云岭", tail(course.zhang)).status_code == 400
    assert not Attendance.objects.exists()


def test_who_scanned_in_time_and_types_slowly_is_not_late(course: SimpleNamespace, clock: Any) -> None:
    phone = Client()
    clock.move_to(at(8, 40))
    scan(phone, course, shown=at(8, 40))
    clock.move_to(at(8, 43))
    send(phone, course, "张云岭", tail(course.zhang))
    entry = Attendance.objects.get()
    assert (entry.presence, entry.times) == ("present", "签到 08:40")


def test_an_early_scan_says_when_it_opens_and_the_same_phone_can_scan_again(
    course: SimpleNamespace, clock: Any
) -> None:
    phone = Client()
    clock.move_to(at(7, 59))
    assert "08:00 开始签到" in scan(phone, course, shown=at(7, 59)).text
    assert send(phone, course, "张云岭", tail(course.zhang)).status_code == 400
    assert not Attendance.objects.exists()
    clock.move_to(at(8, 0))
    scan(phone, course, shown=at(8, 0))
    assert "已签到" in send(phone, course, "张云岭", tail(course.zhang)).text


def test_nobody_learns_whether_the_name_or_the_digits_were_wrong(course: SimpleNamespace, clock: Any) -> None:
    phone = Client()
    scan(phone, course, shown=at(8, 20))
    answers = [
        send(phone, course, name, digits)
        for name, digits in (("张云岭", "0000"), ("无此人", tail(course.zhang)), ("李景川", tail(course.zhang)))
    ]
    assert {answer.status_code for answer in answers} == {422}
    assert all("没有核对上" in answer.text for answer in answers)
    assert not Attendance.objects.exists()
    event = AuditEvent.objects.filter(action="公开页面核对").last()
    assert event is not None
    assert event.detail == {"对象": f"sign-in {course.morning.pk}"}


def test_somebody_of_another_county_is_nobody_here(course: SimpleNamespace, clock: Any) -> None:
    strange = people.person(course.world.strange_station, "孙外")
    phone = Client()
    scan(phone, course, shown=at(8, 20))
    assert "没有核对上" in send(phone, course, "孙外", tail(strange)).text
    assert not Enrolment.objects.filter(person=strange).exists()


def test_after_five_wrong_tries_the_phone_pauses_and_others_go_on(course: SimpleNamespace, clock: Any) -> None:
    phone, other = Client(), Client()
    for one in (phone, other):
        scan(one, course, shown=at(8, 20))
    for _ in range(5):
        send(phone, course, "张云岭", "0000")
    assert "核对次数过多" in send(phone, course, "张云岭", tail(course.zhang)).text
    assert "已签到" in send(other, course, "张云岭", tail(course.zhang)).text
    clock.move_to(at(8, 36))
    scan(phone, course, shown=at(8, 36))
    assert "已签到" in send(phone, course, "李景川", tail(course.li)).text


def test_two_hundred_wrong_tries_pause_the_session_whatever_phones_they_come_from(
    course: SimpleNamespace, clock: Any
) -> None:
    subject = f"sign-in {course.morning.pk}"
    WrongTry.objects.bulk_create(WrongTry(subject=subject, device=f"d{n // 4}", at=at(8, 19)) for n in range(200))
    phone = Client()
    scan(phone, course, shown=at(8, 20))
    assert "核对次数过多" in send(phone, course, "张云岭", tail(course.zhang)).text


def test_a_talent_who_is_signed_in_taps_once(course: SimpleNamespace, clock: Any, sign_in: Any) -> None:
    phone = sign_in(course.world.talent)
    scan(phone, course, shown=at(8, 20))
    page = phone.get(reverse("sign-in", args=[course.morning.pk])).text
    assert "本人签到（李景川）" in page
    assert "已签到" in phone.post(reverse("sign-in", args=[course.morning.pk]), {"own": "1"}).text
    entry = Attendance.objects.get()
    assert (entry.enrolment, entry.recorded_by) == (course.of_li, course.world.talent)


def test_digits_of_a_chinese_keyboard_are_digits(course: SimpleNamespace, clock: Any) -> None:
    phone = Client()
    scan(phone, course, shown=at(8, 20))
    wide = tail(course.zhang).translate({ord(str(n)): 0xFF10 + n for n in range(10)} | {ord("X"): "ｘ"})
    assert "已签到" in send(phone, course, " 张 云岭", wide).text


def test_a_tap_without_an_account_signs_nobody_in(course: SimpleNamespace, clock: Any) -> None:
    phone = Client()
    scan(phone, course, shown=at(8, 20))
    assert phone.post(reverse("sign-in", args=[course.morning.pk]), {"own": "1"}).status_code == 422
    assert not Attendance.objects.exists()


def test_a_phone_that_signed_in_two_is_sent_to_the_desk_with_the_third_and_stands_out(
    course: SimpleNamespace, clock: Any, sign_in: Any
) -> None:
    phone = Client()
    scan(phone, course, shown=at(8, 20))
    send(phone, course, "张云岭", tail(course.zhang))
    send(phone, course, "李景川", tail(course.li))
    answer = send(phone, course, "王禾", tail(course.wang))
    assert (answer.status_code, "这部手机已为2人签到" in answer.text) == (422, True)
    page = sign_in(course.world.clerk).get(reverse("ledger", args=[course.batch.pk])).text
    assert "一机多人" in page


def test_a_walk_in_of_the_county_signs_in_like_everybody(course: SimpleNamespace, clock: Any) -> None:
    phone = Client()
    scan(phone, course, shown=at(8, 20))
    assert "王*，已签到" in send(phone, course, "王禾", tail(course.wang)).text
    assert Enrolment.objects.get(person=course.wang).state == "walk_in"


def test_two_of_one_name_and_tail_are_told_apart_by_the_list(course: SimpleNamespace, clock: Any) -> None:
    twin = people.person(course.world.station, "张云岭")
    twin.id_tail_index = course.zhang.id_tail_index
    twin.save()
    phone = Client()
    scan(phone, course, shown=at(8, 20))
    send(phone, course, "张云岭", tail(course.zhang))
    assert Attendance.objects.get().enrolment == course.of_zhang


def test_a_cancelled_batch_signs_nobody_in(course: SimpleNamespace, clock: Any) -> None:
    phone = Client()
    scan(phone, course, shown=at(8, 20))
    Batch.objects.update(state=BatchState.CANCELLED)
    assert "已取消" in send(phone, course, "张云岭", tail(course.zhang)).text
    assert not Attendance.objects.exists()


@pytest.mark.parametrize(
    ("name", "digits"), [("", "1234"), ("张云岭", ""), ("张云岭", "12345"), ("张" * 51, "1234"), ("张云岭", "12-4")]
)
def test_what_cannot_be_right_is_said_beside_its_field(
    course: SimpleNamespace, clock: Any, name: str, digits: str
) -> None:
    phone = Client()
    scan(phone, course, shown=at(8, 20))
    answer = send(phone, course, name, digits)
    assert answer.status_code == 422
    assert "invalid-feedback" in answer.text
    assert not WrongTry.objects.exists()


def test_without_its_token_nothing_is_signed(course: SimpleNamespace, clock: Any) -> None:
    phone = Client(enforce_csrf_checks=True)
    scan(phone, course, shown=at(8, 20))
    assert send(phone, course, "张云岭", tail(course.zhang)).status_code == 403
