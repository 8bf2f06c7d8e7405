"""Paper: the sheet to print and to fill in, and entering it fast."""

from io import BytesIO
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest
import time_machine
from django.urls import reverse

from rencai.org.models import AuditEvent
from rencai.training.ledger import actions
from rencai.training.ledger.actions import Mark
from rencai.training.ledger.reading import row_code
from rencai.training.ledger.tests.factory import DAY, at, enrol
from rencai.training.models import Attendance, Batch, BatchState, Correction, Presence

SAMPLE = "tests/samples/training-signin-2022.xlsx"


@pytest.fixture(autouse=True)
def _on_the_day() -> Any:
    with time_machine.travel(at(19, 0)):
        yield


def address(course: SimpleNamespace, name: str = "sheet-enter", day: str = DAY.isoformat()) -> str:
    return reverse(name, args=[course.batch.pk, day])


def ledger() -> dict[tuple[str, int], tuple[str, str]]:
    """(name, hours of the session) → presence and times."""
    rows = Attendance.objects.select_related("enrolment__person", "session")
    return {(one.enrolment.person.name, one.session.hours): (one.presence, one.times) for one in rows}


def test_exceptions_in_lines_and_the_rest_in_one_tick(course: SimpleNamespace, sign_in: Any) -> None:
    enrol(course.batch, course.wang, course.world.other_station)
    typed = {
        f"lines-{course.morning.pk}": f"{row_code(course.of_zhang.pk)} 迟 9：10\n\n李景川 缺",
        f"rest-{course.morning.pk}": "on",
        f"lines-{course.afternoon.pk}": f"{row_code(course.of_zhang.pk)}  退 16:00",
    }
    assert sign_in(course.world.clerk).post(address(course), typed).status_code == 302
    assert ledger() == {
        ("张云岭", 4): ("late", "签到 09:10"),
        ("李景川", 4): ("absent", ""),
        ("王禾", 4): ("present", ""),
        ("张云岭", 3): ("left_early", "离开 16:00"),
    }


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("123456 缺", "没有这个行码或姓名"),
        ("李景川", "每行一人"),
        ("李景川 病", "看不懂，请写 到、迟、退、缺、假 之一"),
        ("李景川 迟 九点", "请写成 9:10 的样子"),
        ("李景川 迟 25:00", "请写成 9:10 的样子"),
        ("李景川 迟 7:00", "迟到时间应在开始之后"),
        ("李景川 缺\n李景川 到", "同一人写了两行"),
    ],
)
def test_a_wrong_line_is_named_and_nothing_is_written(
    course: SimpleNamespace, sign_in: Any, line: str, words: str
) -> None:
    typed = {f"lines-{course.morning.pk}": line, f"rest-{course.morning.pk}": "on"}
    answer = sign_in(course.world.clerk).post(address(course), typed)
    assert answer.status_code == 422
    assert words in answer.text
    assert line.splitlines()[0] in answer.text, "what was typed is not lost"
    assert not Attendance.objects.exists()


def test_a_person_is_chosen_by_hand(course: SimpleNamespace, sign_in: Any) -> None:
    cell = f"{course.of_li.pk}-{course.morning.pk}"
    typed = {f"was{cell}": "", f"p{cell}": "late", f"t{cell}": "9:05"}
    sign_in(course.world.clerk).post(address(course), typed)
    assert ledger() == {("李景川", 4): ("late", "签到 09:05")}


def test_a_scan_that_came_in_while_the_page_was_open_stays(course: SimpleNamespace, sign_in: Any) -> None:
    clerk = sign_in(course.world.clerk)
    clerk.get(address(course))
    actions.sign_in(course.morning, course.li, scanned_at=at(8, 50), device="a")
    cell = f"{course.of_li.pk}-{course.morning.pk}"
    clerk.post(address(course), {f"was{cell}": "", f"p{cell}": "", f"rest-{course.morning.pk}": "on"})
    assert ledger()["李景川", 4] == ("late", "签到 08:50")
    assert ledger()["张云岭", 4] == ("present", "")
    assert not Correction.objects.exists()


def test_after_the_end_the_sheet_asks_for_a_reason(course: SimpleNamespace, sign_in: Any) -> None:
    Batch.objects.update(state=BatchState.FINISHED)
    clerk, typed = sign_in(course.world.clerk), {f"rest-{course.morning.pk}": "on"}
    assert "须写明理由" in clerk.post(address(course), typed).text
    assert clerk.post(address(course), typed | {"reason": "补录遗漏的签到表"}).status_code == 302
    assert set(Correction.objects.values_list("reason", flat=True)) == {"补录遗漏的签到表"}


def test_a_reason_stands_at_what_was_changed_and_not_at_what_is_new(course: SimpleNamespace, sign_in: Any) -> None:
    marks = [Mark(course.of_li.pk, course.morning.pk, Presence.ABSENT)]
    actions.record_sheet(course.batch, marks, now=at(19, 0), by=course.world.clerk)
    typed = {
        f"lines-{course.morning.pk}": "李景川 到",
        f"rest-{course.morning.pk}": "on",
        "reason": "签名在背面",
    }
    sign_in(course.world.clerk).post(address(course), typed)
    assert list(Correction.objects.values_list("before", "after", "reason")) == [("absent", "present", "签名在背面")]
    assert Attendance.objects.count() == 2


def test_an_empty_sheet_says_what_to_do(course: SimpleNamespace, sign_in: Any) -> None:
    answer = sign_in(course.world.clerk).post(address(course), {})
    assert (answer.status_code, "没有新的登记" in answer.text) == (422, True)


@pytest.mark.parametrize("day", ["2026-10-13", "2026-13-40", "heute", "20261012"])
def test_a_day_without_sessions_has_no_sheet(course: SimpleNamespace, sign_in: Any, day: str) -> None:
    for name in ("sheet-enter", "sheet", "sheet-file"):
        assert sign_in(course.world.clerk).get(address(course, name, day)).status_code == 404


def test_another_countys_clerk_has_no_sheet(course: SimpleNamespace, sign_in: Any) -> None:
    for name in ("sheet-enter", "sheet", "sheet-file"):
        assert sign_in(course.world.stranger).get(address(course, name)).status_code == 404


def test_the_printed_sheet_has_a_code_in_each_row_lines_for_walk_ins_and_no_numbers(
    course: SimpleNamespace, sign_in: Any
) -> None:
    page = sign_in(course.world.clerk).get(address(course, "sheet")).text
    for enrolment in (course.of_zhang, course.of_li):
        assert row_code(enrolment.pk) in page
        assert enrolment.person.id_masked not in page
    assert page.count("补") >= 5


def test_the_workbook_has_the_columns_of_the_import_and_no_numbers(course: SimpleNamespace, sign_in: Any) -> None:
    answer = sign_in(course.world.clerk).get(address(course, "sheet-file"))
    rows = list(openpyxl.load_workbook(BytesIO(answer.getvalue()))["签到明细"].iter_rows(values_only=True))
    sample = list(openpyxl.load_workbook(SAMPLE)["签到明细"].iter_rows(values_only=True))
    assert rows[1] == sample[1]
    first = dict(zip(rows[1], rows[2], strict=True))
    assert (first["班次编号"], first["日期"].date(), first["身份证号"]) == (course.batch.code, DAY, None)
    assert {row[3] for row in rows[2:4]} == {"张云岭", "李景川"}
    assert AuditEvent.objects.filter(action="下载签到表").count() == 1


def test_an_entry_made_by_hand_stands_on_the_page_again(course: SimpleNamespace, sign_in: Any) -> None:
    marks = [Mark(course.of_li.pk, course.morning.pk, Presence.ABSENT)]
    actions.record_sheet(course.batch, marks, now=at(19, 0), by=course.world.clerk)
    page = sign_in(course.world.clerk).get(address(course)).text
    assert f'name="p{course.of_li.pk}-{course.morning.pk}" value="absent" checked' in page


def test_a_session_that_has_not_begun_is_no_part_of_the_sheet_yet(course: SimpleNamespace, sign_in: Any) -> None:
    rest = {f"rest-{session.pk}": "on" for session in (course.morning, course.afternoon)}
    page = reverse("ledger", args=[course.batch.pk])
    with time_machine.travel(at(6, 0)):
        client = sign_in(course.world.clerk)
        assert "李景川" in (ledger_page := client.get(page).text)
        assert address(course) not in ledger_page
        answer = client.post(address(course), rest)
        assert (answer.status_code, "08:30这一节还没有开始" in answer.text) == (422, True)
        assert (Attendance.objects.count(), "<textarea" in answer.text) == (0, False)
    with time_machine.travel(at(12, 0)):
        client = sign_in(course.world.clerk)
        assert address(course) in (ledger_page := client.get(page).text)
        sheet = client.get(address(course)).text
        for session, open_now in ((course.morning, True), (course.afternoon, False)):
            assert (f'name="rest-{session.pk}"' in sheet) is open_now
            assert (f'name="p{course.of_li.pk}-{session.pk}"' in sheet) is open_now
            correct = reverse("attendance-correct", args=[course.of_li.pk, session.pk])
            assert (correct in ledger_page) is open_now
        assert client.post(address(course), rest).status_code == 422
        assert client.post(address(course), {f"rest-{course.morning.pk}": "on"}).status_code == 302
    assert set(ledger()) == {("张云岭", 4), ("李景川", 4)}
