"""The funnel of a year: each number is the rows it opens, whole and by part, for any area, unit and earlier day."""

from datetime import date
from itertools import pairwise
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from rencai.certificates import actions
from rencai.certificates.figures.funnel import STEPS
from rencai.certificates.models import Certificate, CertificateState, RegistrationKind
from rencai.exams.models import Entry, Mobilised, Sitting
from rencai.exams.tests import factory as exams
from rencai.org.models import Unit
from rencai.people.models import Person
from rencai.people.tests import factory as people
from rencai.training.models import CourseKind
from rencai.training.tests import factory as training
from rencai.training.tests.addresses import url

WAYS = ("level", "township", "unit_kind", "trained")
YEAR_END = "2022-12-31"
# Asked, eligible, entered, sat, one subject, passed, with a certificate, registered.
WHOLE = [5, 4, 7, 6, 5, 4, 3, 2]


@pytest.fixture(autouse=True)
def _next_spring(time_machine: Any) -> None:
    time_machine.move_to("2023-04-04T10:00:00+08:00", tick=False)


def _asked(sitting: Sitting, person: Person, unit: Unit, status: str, on: date = date(2022, 4, 1)) -> None:
    Mobilised.objects.create(
        sitting=sitting, person=person, unit=unit, area_code=unit.area_id, status=status, asked_on=on
    )


@pytest.fixture
def year(world: SimpleNamespace) -> SimpleNamespace:
    """Seven who entered in 云川县, five of them asked; each went one step further than another. A stranger passed."""
    ours, station = world.organisation, world.station
    units = [ours, ours, station, world.other_station, station, ours, world.bureau]
    names = ["登记", "再登", "持证", "合格", "一科", "未过", "缺考"]
    w = SimpleNamespace(world=world, sitting=exams.sitting(), higher=exams.sitting(level="intermediate"))
    w.people = [people.person(unit, name, on=date(2018, 3, 1)) for name, unit in zip(names, units, strict=True)]
    for n, status in enumerate(("符合", "符合", "符合", "待核实", "符合")):
        _asked(w.higher if n == 1 else w.sitting, w.people[n], units[n], status)
    scores = [(70, 65), (70, 65, 61), (60, 60), (60, 60), (60, 59), (10, 59), ("缺考", "缺考")]
    w.entries = [
        exams.entry(w.higher if len(marks) == 3 else w.sitting, person, *marks)
        for person, marks in zip(w.people, scores, strict=True)
    ]
    actions.issue_for_entries(w.entries[:3], on=date(2022, 9, 20), by=world.clerk)
    w.certificates = [Certificate.objects.get(entry=entry) for entry in w.entries[:3]]
    for certificate, day in zip(w.certificates[:2], (date(2022, 10, 10), date(2022, 11, 1)), strict=True):
        actions.record_period(certificate, RegistrationKind.FIRST, day, by=world.clerk)
    training.held(world.clerk, [(w.people[0], units[0])], date(2022, 5, 10), kind=CourseKind.SOCIAL_WORK)
    strange = exams.sitting(county="629922")
    passed = exams.entry(strange, people.person(world.strange_station, "外县"), 90, 90)
    actions.issue_for_entries([passed], on=date(2022, 9, 20), by=world.stranger)
    return w


def numbers(page: Any) -> list[int]:
    return [number for _, number, _, _ in page.context["rows"]]


def opened(client: Any, address: str) -> int:
    page = client.get(address)
    assert page.status_code == 200
    return len(page.context["page"].rows)


def test_each_step_counts_who_went_so_far(year: SimpleNamespace, sign_in: Any) -> None:
    page = sign_in(year.world.clerk).get(url("funnel", query=f"?on={YEAR_END}"))
    assert numbers(page) == WHOLE
    assert "2022年的考试" in page.text


@pytest.mark.parametrize("by", WAYS)
def test_every_number_of_the_page_is_the_rows_it_opens_and_the_parts_make_the_whole(
    year: SimpleNamespace, sign_in: Any, by: str
) -> None:
    client = sign_in(year.world.clerk)
    page = client.get(url("funnel", query=f"?on={YEAR_END}&by={by}"))
    for _, number, address, cells in page.context["rows"]:
        assert opened(client, address) == number
        assert sum(count for count, _ in cells) == number
        for count, part in cells:
            if count or by == "trained":
                assert opened(client, part) == count


@pytest.mark.parametrize("narrowed", ["area=629921001", "area=629921002", "unit"])
def test_an_area_and_a_unit_narrow_every_step_and_what_it_opens(
    year: SimpleNamespace, sign_in: Any, narrowed: str
) -> None:
    query = f"unit={year.world.organisation.pk}" if narrowed == "unit" else narrowed
    expected = {
        "area=629921001": [4, 4, 5, 5, 4, 3, 3, 2],
        "area=629921002": [1, 0, 1, 1, 1, 1, 0, 0],
        "unit": [2, 2, 3, 3, 2, 2, 2, 2],
    }[narrowed]
    client = sign_in(year.world.clerk)
    page = client.get(url("funnel", query=f"?on={YEAR_END}&by=trained&{query}"))
    assert numbers(page) == expected
    for _, number, address, cells in page.context["rows"]:
        assert parse_qs(urlsplit(address).query)["on"] == [YEAR_END]
        assert opened(client, address) == number
        for count, part in cells:
            assert opened(client, part) == count


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2022-03-31", [0, 0, 0, 0, 0, 0, 0, 0]),
        ("2022-04-01", [5, 4, 0, 0, 0, 0, 0, 0]),
        ("2022-06-19", [5, 4, 7, 0, 0, 0, 0, 0]),
        ("2022-09-07", [5, 4, 7, 6, 5, 4, 3, 0]),
        ("2022-10-09", [5, 4, 7, 6, 5, 4, 3, 0]),
        ("2022-10-10", [5, 4, 7, 6, 5, 4, 3, 1]),
        ("2022-11-01", WHOLE),
        ("2021-12-31", [0, 0, 0, 0, 0, 0, 0, 0]),
    ],
)
def test_an_earlier_day_is_told_as_it_was_and_opens_the_same(
    year: SimpleNamespace, sign_in: Any, on: str, expected: list[int]
) -> None:
    client = sign_in(year.world.clerk)
    page = client.get(url("funnel", query=f"?on={on}"))
    assert numbers(page) == expected
    for _, number, address, _ in page.context["rows"]:
        assert opened(client, address) == number


@pytest.mark.parametrize("by", WAYS)
def test_whoever_stands_in_a_step_stands_in_the_one_before_it_whole_and_by_part(
    year: SimpleNamespace, sign_in: Any, by: str
) -> None:
    """But for 报考, where people come whom nobody asked; the page says so."""
    assert "自行报考" in {step.key: step.means for step in STEPS}["funnel.entered"]
    client = sign_in(year.world.clerk)
    for on in ("2022-04-01", "2022-06-19", "2022-09-07", "2022-10-10", YEAR_END):
        rows = client.get(url("funnel", query=f"?on={on}&by={by}")).context["rows"]
        table = [[number, *(count for count, _ in cells)] for _, number, _, cells in rows]
        for before, after in (*pairwise(table[2:]), (table[0], table[1])):
            assert all(one >= two for one, two in zip(before, after, strict=True))


def test_a_certificate_taken_back_leaves_both_last_steps_from_its_day_and_not_before(
    year: SimpleNamespace, sign_in: Any
) -> None:
    actions.withdraw_certificate(
        year.certificates[0], CertificateState.VOID, on=date(2022, 12, 1), reason="弄虚作假", document="人社函1号",
        by=year.world.clerk,
    )  # fmt: skip
    client = sign_in(year.world.clerk)
    assert numbers(client.get(url("funnel", query="?on=2022-11-30")))[-3:] == [4, 3, 2]
    assert numbers(client.get(url("funnel", query="?on=2022-12-01")))[-3:] == [4, 2, 1]


def test_who_was_trained_before_the_examination_stands_apart(year: SimpleNamespace, sign_in: Any) -> None:
    rows = sign_in(year.world.clerk).get(url("funnel", query=f"?on={YEAR_END}&by=trained")).context["rows"]
    assert [cells[0][0] for _, _, _, cells in rows] == [1, 1, 1, 1, 1, 1, 1, 1]
    training.held(
        year.world.clerk, [(year.people[2], year.world.station)], date(2022, 6, 20), kind=CourseKind.SOCIAL_WORK
    )  # fmt: skip
    rows = sign_in(year.world.clerk).get(url("funnel", query=f"?on={YEAR_END}&by=trained")).context["rows"]
    assert [cells[0][0] for _, _, _, cells in rows] == [1, 1, 1, 1, 1, 1, 1, 1], "after it is not before it"


@pytest.mark.parametrize(
    ("on", "says"),
    [
        ("2022-13-41", "统计日期“2022-13-41”不是有效日期，已忽略"),
        ("去年", "统计日期“去年”不是有效日期，已忽略"),
        ("2023-04-05", "2023-04-05 晚于今天，已忽略"),
    ],
)
def test_a_day_that_is_none_is_told_and_the_last_examinations_are_shown(
    year: SimpleNamespace, sign_in: Any, on: str, says: str
) -> None:
    page = sign_in(year.world.clerk).get(url("funnel", query=f"?on={on}"))
    assert page.status_code == 200
    assert says in page.text
    assert numbers(page) == WHOLE


def test_next_years_examination_is_no_year_of_the_page_yet(year: SimpleNamespace, sign_in: Any) -> None:
    exams.sitting(2024)
    page = sign_in(year.world.clerk).get(url("funnel"))
    assert list(page.context["years"]) == [2022]
    assert numbers(page) == WHOLE


def test_a_place_that_is_not_the_users_is_told_and_a_way_that_is_none_left_out(
    year: SimpleNamespace, sign_in: Any
) -> None:
    client = sign_in(year.world.clerk)
    for query in ("area=629922", "area=x", f"unit={year.world.strange_station.pk}"):
        page = client.get(url("funnel", query=f"?on={YEAR_END}&{query}&by=nonsense"))
        assert "不在您的工作范围内，已忽略" in page.text
        assert numbers(page) == WHOLE
        assert page.context["by"] == "level"


def test_each_sees_the_own_part_and_a_stranger_none_of_it(year: SimpleNamespace, sign_in: Any) -> None:
    world, query = year.world, f"?on={YEAR_END}"
    assert numbers(sign_in(world.colleague).get(url("funnel", query=query))) == WHOLE
    assert numbers(sign_in(world.unit_contact).get(url("funnel", query=query))) == [2, 2, 3, 3, 2, 2, 2, 2]
    assert numbers(sign_in(world.township_clerk).get(url("funnel", query=query))) == [4, 4, 5, 5, 4, 3, 3, 2]
    assert numbers(sign_in(world.stranger).get(url("funnel", query=query))) == [0, 0, 1, 1, 1, 1, 1, 0]
    assert sign_in(world.talent).get(url("funnel")).status_code == 403
    assert Entry.objects.count() == 8
