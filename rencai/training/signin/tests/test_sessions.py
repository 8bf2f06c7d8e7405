"""A sign-in file goes by the sessions that the batch has: every one of the half day, with its own hours."""

import csv
from datetime import date, datetime, time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.db import transaction
from openpyxl import Workbook

from rencai.people.imports.apply import Warned
from rencai.people.imports.importer import Importer
from rencai.people.imports.kinds import KINDS
from rencai.people.imports.run import ImportResult, import_file
from rencai.people.tests.factory import id_number, person
from rencai.training.ledger.tests.factory import DAY, at, batch, enrol
from rencai.training.models import Attendance, Batch, Enrolment, Session

NUMBER = id_number("1988-02-03", 101)
MORNING_OF_TWO = ((time(8, 30), time(10), 2), (time(10, 20), time(11, 50), 3), (time(14, 30), time(18), 4))


@pytest.fixture
def course(world: SimpleNamespace) -> SimpleNamespace:
    """A batch with 2 and 3 学时 in the morning and 4 in the afternoon, and one person who takes part."""
    made, one = batch(), person(world.station, "张云岭", number=NUMBER)
    arranged(made, *MORNING_OF_TWO)
    enrol(made, one, world.station)
    return SimpleNamespace(world=world, batch=made)


def arranged(made: Batch, *sessions: tuple[time, time, int]) -> None:
    made.sessions.all().delete()
    for starts, ends, hours in sessions:
        Session.objects.create(batch=made, day=DAY, starts_at=starts, ends_at=ends, hours=hours)


def imported(
    course: SimpleNamespace, folder: Path, *, now: datetime | None = None, day: date = DAY, **cells: str
) -> ImportResult:
    """The answer to a file of one row."""
    row = {"班次编号": course.batch.code, "日期": day.isoformat(), "姓名": "张云岭", "身份证号": NUMBER,
           "工作单位": course.world.station.name, **cells}  # fmt: skip
    path = folder / "signs.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([row.keys(), row.values()])
    with time_machine.travel(now or at(19, 0)):
        return import_file(path, kind=KINDS["training-signin"], unit=course.world.bureau, on=DAY, by=None)


def ledger() -> list[tuple[str, str, str]]:
    """(beginning of the session, presence, when somebody came), in order."""
    rows = Attendance.objects.select_related("session").order_by("session__starts_at")
    return [(f"{one.session.starts_at:%H:%M}", one.presence, f"{one.at:%H:%M}" if one.at else "") for one in rows]


def messages(result: ImportResult) -> str:
    return "".join(found.message for found in result.checked.findings)


def test_a_mark_for_the_morning_is_one_for_each_of_its_sessions(course: SimpleNamespace, tmp_path: Path) -> None:
    result = imported(course, tmp_path, 上午签到="√", 下午签到="缺勤", 学时="5")
    assert (result.checked.counts["ok"], messages(result)) == (1, "")
    assert ledger() == [("08:30", "present", ""), ("10:20", "present", ""), ("14:30", "absent", "")]
    assert Enrolment.objects.get().hours == 5
    assert imported(course, tmp_path, 上午签到="√", 下午签到="缺勤").effect == {"new": 0, "changed": 0, "same": 1}


@pytest.mark.parametrize(("warned", "written"), [(Warned.LEFT_OUT, 0), (Warned.FLAG, 2)])
def test_sign_ins_of_a_doubtful_batch_go_in_with_it_or_not_at_all(
    world: SimpleNamespace, tmp_path: Path, warned: Warned, written: int
) -> None:
    person(world.station, "张云岭", number=NUMBER)
    book, kind = Workbook(), KINDS["training-signin"]
    batches, signs = book.active, book.create_sheet("签到明细")
    batches.title = "培训班次"
    batches.append(["班次编号", "培训班名称", "主办层级", "开始日期", "结束日期", "地点"])
    for code in ("PX-1", "PX-2"):
        batches.append([code, "业务培训班", "县局", DAY.isoformat(), DAY.isoformat(), "三楼会议室"])
    batches.merge_cells("F2:F3")
    signs.append(["班次编号", "日期", "姓名", "身份证号", "上午签到", "下午签到"])
    signs.append(["PX-2", DAY.isoformat(), "张云岭", NUMBER, "√", "√"])
    book.save(tmp_path / "signs.xlsx")
    with time_machine.travel(at(19, 0)), transaction.atomic():
        _, grids = kind.checked_file(tmp_path / "signs.xlsx", on=DAY)
        planned = kind.plan(grids, on=DAY, importer=Importer(None, world.bureau))
        assert "所属班次那一行存疑" in "".join(found.message for found in planned.checked.findings)
        kind.apply(planned, grids, warned=warned)
    assert Attendance.objects.count() == written


def test_hours_are_held_against_those_of_the_batchs_own_sessions(course: SimpleNamespace, tmp_path: Path) -> None:
    result = imported(course, tmp_path, 上午签到="√", 下午签到="", 学时="4")
    assert "填写4学时，按签到为5学时" in messages(result)


def test_a_time_of_coming_belongs_to_the_first_session(course: SimpleNamespace, tmp_path: Path) -> None:
    imported(course, tmp_path, 上午签到="8:25", 下午签到="14:20")
    assert ledger() == [("08:30", "present", "08:25"), ("10:20", "present", ""), ("14:30", "present", "14:20")]


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"上午签到": "迟到"}, "上午有2节，分不清是哪一节迟到"),
        ({"上午签到": "早退"}, "上午有2节，分不清是哪一节早退"),
        ({"上午签到": "10:10"}, "分不清参加了哪几节"),
    ],
)
def test_what_cannot_be_brought_to_one_of_several_sessions_is_refused_in_words(
    course: SimpleNamespace, tmp_path: Path, cells: dict[str, str], words: str
) -> None:
    result = imported(course, tmp_path, **cells)
    assert (result.checked.counts["rejected"], Attendance.objects.count()) == (1, 0)
    assert words in messages(result)


def test_a_half_day_or_a_day_without_sessions_is_refused_and_an_evening_is_left_alone(
    course: SimpleNamespace, tmp_path: Path
) -> None:
    arranged(course.batch, (time(8, 30), time(12), 4), (time(19), time(21), 2))
    assert "当日下午没有节次" in messages(imported(course, tmp_path, 上午签到="√", 下午签到="√"))
    assert ledger() == []
    imported(course, tmp_path, 上午签到="√", 下午签到="")
    assert ledger() == [("08:30", "present", "")]
    Attendance.objects.all().delete()
    course.batch.sessions.all().delete()
    assert "没有安排节次" in messages(imported(course, tmp_path, 上午签到="√"))


@pytest.mark.parametrize(("afternoon", "written"), [("√", 1), ("", 1), ("缺勤", 0)])
def test_a_session_that_lasts_all_day_takes_one_word_only(
    course: SimpleNamespace, tmp_path: Path, afternoon: str, written: int
) -> None:
    arranged(course.batch, (time(9), time(16), 6))
    result = imported(course, tmp_path, 上午签到="√", 下午签到=afternoon)
    assert Attendance.objects.count() == written
    assert ("同一节" in messages(result)) is not written


def test_a_session_missing_in_the_ledger_is_a_change(course: SimpleNamespace, tmp_path: Path) -> None:
    imported(course, tmp_path, 上午签到="√", 下午签到="√")
    Attendance.objects.filter(session__starts_at=time(10, 20)).delete()
    again: Any = imported(course, tmp_path, 上午签到="√", 下午签到="√")
    assert again.effect == {"new": 0, "changed": 1, "same": 0}
    assert len(ledger()) == 3


def test_at_noon_the_afternoon_is_neither_present_nor_absent(course: SimpleNamespace, tmp_path: Path) -> None:
    early = imported(course, tmp_path, now=at(12, 0), 上午签到="√", 下午签到="√")
    assert "14:30一节还没有开始" in messages(early)
    assert ledger() == []
    imported(course, tmp_path, now=at(12, 0), 上午签到="√", 下午签到="")
    assert ledger() == [("08:30", "present", ""), ("10:20", "present", "")]
    imported(course, tmp_path, now=at(18, 0), 上午签到="√", 下午签到="")
    assert ledger()[2] == ("14:30", "absent", "")
