"""The county's calendar of working days: who may change it, what is refused, what is left alone."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from rencai.org.actions import set_day
from rencai.org.calendar import months_of, overrides_of
from rencai.org.models import AuditEvent, CalendarDay

COUNTY = "629921"
FRIDAY = date(2022, 9, 30)
REST = {"day": "2022-09-30", "working": "rest", "reason": "县里调休通知"}


def test_a_clerk_enters_a_day_and_a_colleague_takes_it_back(world: SimpleNamespace, sign_in: Any) -> None:
    assert sign_in(world.clerk).post("/calendar/set/", REST).status_code == 302
    assert overrides_of(COUNTY) == {FRIDAY: False}
    page = sign_in(world.colleague).get("/calendar/?year=2022").content.decode()
    assert "县里调休通知" in page
    row = CalendarDay.objects.get()
    assert sign_in(world.colleague).post(f"/calendar/{row.pk}/clear/").status_code == 302
    assert overrides_of(COUNTY) == {}
    assert AuditEvent.objects.filter(action__in=["登记工作日历", "撤销工作日历登记"]).count() == 2


def test_a_stranger_neither_sees_nor_clears_it(world: SimpleNamespace, sign_in: Any) -> None:
    set_day(county=COUNTY, day=FRIDAY, working=False, reason="县里调休通知", by=world.clerk)
    client = sign_in(world.stranger)
    assert "县里调休通知" not in client.get("/calendar/?year=2022").content.decode()
    assert client.post(f"/calendar/{CalendarDay.objects.get().pk}/clear/").status_code == 404
    assert overrides_of("629922") == {}


def test_a_day_that_is_so_already_is_refused_with_the_reason(world: SimpleNamespace, sign_in: Any) -> None:
    answer = sign_in(world.clerk).post("/calendar/set/", REST | {"working": "work"})
    assert answer.status_code == 422
    assert "按公布的安排本来就上班" in answer.content.decode()
    set_day(county=COUNTY, day=FRIDAY, working=False, reason="县里调休通知", by=world.clerk)
    with pytest.raises(ValidationError, match="已按同一依据登记为休息"):
        set_day(county=COUNTY, day=FRIDAY, working=False, reason="县里调休通知", by=world.clerk)


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("day", "2022-02-30", "日期"),
        ("day", "1066-01-01", "年份应在"),
        ("reason", "", "依据"),
        ("working", "x", "改为"),
    ],
)
def test_what_cannot_be_understood_is_told_and_nothing_is_written(
    world: SimpleNamespace, sign_in: Any, field: str, value: str, says: str
) -> None:
    answer = sign_in(world.clerk).post("/calendar/set/", REST | {field: value})
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not CalendarDay.objects.exists()


def test_a_year_not_announced_counts_by_weekends_and_says_so(world: SimpleNamespace, sign_in: Any) -> None:
    page = sign_in(world.clerk).get("/calendar/?year=2090").content.decode()
    assert "节假日安排还没有收录" in page
    set_day(county=COUNTY, day=date(2090, 1, 2), working=False, reason="放假安排通知", by=world.clerk)
    assert overrides_of(COUNTY) == {date(2090, 1, 2): False}


def test_holidays_and_days_worked_for_them_are_marked(world: SimpleNamespace) -> None:
    october = dict(months_of(2022, COUNTY))[10]
    cells = {cell.day.day: cell for week in october for cell in week if cell}
    assert (cells[3].mark, cells[3].says) == ("休", "国庆节")
    assert (cells[8].mark, cells[8].working) == ("班", True)
    assert (cells[15].mark, cells[15].working) == ("", False)
