"""A participant objects to the ledger from the own page; the bureau corrects it or says why not."""

from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse

from rencai.training.actions import remove_session
from rencai.training.ledger import actions
from rencai.training.ledger.actions import Mark
from rencai.training.ledger.tests.factory import at
from rencai.training.models import Batch, BatchState, Correction, Enrolment, Objection, Presence
from rencai.ui.todo import waiting


@pytest.fixture(autouse=True)
def _after_the_day() -> Any:
    with time_machine.travel(at(19, 0)):
        yield


@pytest.fixture
def absent(course: SimpleNamespace) -> SimpleNamespace:
    """The talent (李景川) stands as absent from the morning."""
    marks = [Mark(course.of_li.pk, course.morning.pk, Presence.ABSENT)]
    actions.record_sheet(course.batch, marks, now=at(19, 0), by=course.world.clerk)
    return course


def object_(course: SimpleNamespace, sign_in: Any, text: str = "我在第三排") -> Any:
    address = reverse("own-objection", args=[course.of_li.pk, course.morning.pk])
    return sign_in(course.world.talent).post(address, {"text": text})


def items(user: Any) -> dict[str, int]:
    return {item.title: item.count for item in waiting(user)}


def test_an_objection_waits_for_the_own_countys_bureau_and_nobody_else(absent: SimpleNamespace, sign_in: Any) -> None:
    assert object_(absent, sign_in).status_code == 302
    assert items(absent.world.clerk)["签到异议待答复"] == 1
    assert items(absent.world.colleague)["签到异议待答复"] == 1
    for other in (absent.world.stranger, absent.world.unit_contact, absent.world.leader):
        assert "签到异议待答复" not in items(other)
    page = sign_in(absent.world.clerk).get(reverse("objections")).text
    assert "李景川" in page
    assert "李景川" not in sign_in(absent.world.stranger).get(reverse("objections")).text
    found = Objection.objects.get()
    assert sign_in(absent.world.stranger).get(reverse("objection", args=[found.pk])).status_code == 404


def test_a_correction_answers_the_objection(absent: SimpleNamespace, sign_in: Any) -> None:
    object_(absent, sign_in)
    address = reverse("attendance-correct", args=[absent.of_li.pk, absent.morning.pk])
    clerk = sign_in(absent.world.clerk)
    assert "我在第三排" in clerk.get(address).text
    clerk.post(address, {"presence": "present", "reason": "核对签到表，本人签名在第三排"})
    found = Objection.objects.get()
    assert (found.state, found.answer, found.answered_by) == (
        "upheld", "核对签到表，本人签名在第三排", absent.world.clerk,
    )  # fmt: skip
    assert Correction.objects.get().before == "absent"
    assert Enrolment.objects.get(pk=absent.of_li.pk).hours == 4
    assert "签到异议待答复" not in items(absent.world.clerk)
    page = sign_in(absent.world.talent).get(reverse("own-training")).text
    assert "已更正" in page
    assert "核对签到表，本人签名在第三排" in page


def test_a_no_needs_its_reason_and_is_given_once(absent: SimpleNamespace, sign_in: Any) -> None:
    object_(absent, sign_in)
    address = reverse("objection", args=[Objection.objects.get().pk])
    clerk = sign_in(absent.world.clerk)
    assert "invalid-feedback" in clerk.post(address, {"answer": " "}).text
    assert clerk.post(address, {"answer": "签到表上没有签名"}).status_code == 302
    assert "已经答复过" in sign_in(absent.world.colleague).post(address, {"answer": "另一个答复"}).text
    found = Objection.objects.get()
    assert (found.state, found.answer, found.answered_by) == ("refused", "签到表上没有签名", absent.world.clerk)
    assert "签到表上没有签名" in sign_in(absent.world.talent).get(reverse("own-training")).text


def test_one_objection_at_a_time_and_another_after_the_answer(absent: SimpleNamespace, sign_in: Any) -> None:
    object_(absent, sign_in)
    assert "正在等待答复" in object_(absent, sign_in, "再说一次").text
    actions.refuse(Objection.objects.get(), answer="没有签名", by=absent.world.clerk)
    assert object_(absent, sign_in, "有照片为证").status_code == 302


def test_nobody_objects_for_somebody_else(absent: SimpleNamespace, sign_in: Any) -> None:
    address = reverse("own-objection", args=[absent.of_zhang.pk, absent.morning.pk])
    assert sign_in(absent.world.talent).post(address, {"text": "替他说"}).status_code == 404
    assert sign_in(absent.world.clerk).post(address, {"text": "替他说"}).status_code == 403
    assert not Objection.objects.exists()


def test_the_own_page_shows_the_own_sessions_and_hours_only(absent: SimpleNamespace, sign_in: Any) -> None:
    page = sign_in(absent.world.talent).get(reverse("own-training")).text
    assert "社会工作方法实务班" in page
    assert "缺勤" in page
    assert "未登记" in page
    assert "张云岭" not in page
    assert sign_in(absent.world.clerk).get(reverse("own-training")).status_code == 403


def test_a_session_to_come_is_not_missing_yet(absent: SimpleNamespace, sign_in: Any) -> None:
    with time_machine.travel(at(9, 0)):
        page = sign_in(absent.world.talent).get(reverse("own-training")).text
        assert "未到时间" in page
        assert "未登记" not in page


def test_a_session_that_somebody_objected_to_is_not_taken_out(course: SimpleNamespace) -> None:
    actions.object_to(course.of_li, course.morning, text="我到了", by=course.world.talent)
    with pytest.raises(ValidationError, match="异议"):
        remove_session(course.morning, by=course.world.clerk)


def test_what_was_objected_to_in_a_cancelled_batch_waits_for_nobody(absent: SimpleNamespace, sign_in: Any) -> None:
    object_(absent, sign_in)
    Batch.objects.update(state=BatchState.CANCELLED)
    assert "签到异议待答复" not in items(absent.world.clerk)
    assert "没有待答复的异议" in sign_in(absent.world.clerk).get(reverse("objections")).text
