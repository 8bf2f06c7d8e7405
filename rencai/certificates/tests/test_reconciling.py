"""A list from above beside the certificates here: where each stands, what differs, and nothing changes by it."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from rencai.certificates import actions
from rencai.certificates.actions import Paper
from rencai.certificates.models import (
    Certificate,
    CertificateState,
    Matched,
    Reconciliation,
    Registration,
    RegistrationEnd,
    RegistrationKind,
)
from rencai.people.models import Person, Qualification
from rencai.people.tests import factory as people
from rencai.training.tests.addresses import url

HEAD = "姓名,身份证号,级别,证书管理号,批准日期,登记有效期至"
ON = date(2022, 9, 13)
NUMBERS = [people.id_number("1985-03-02", order) for order in range(301, 308)]


@pytest.fixture(autouse=True)
def _a_tuesday(time_machine: Any) -> None:
    time_machine.move_to("2022-09-13T10:00:00+08:00", tick=False)


def holder(world: SimpleNamespace, name: str, number: str, paper: Paper, unit: Any = None) -> Certificate:
    person = people.person(unit or world.organisation, name, on=date(2018, 3, 1), number=number)
    return actions.enter_certificate(person, paper, on=ON, by=world.clerk)


@pytest.fixture
def three(world: SimpleNamespace) -> list[Certificate]:
    """甲一 with a registration to 2025-06-30, 乙二, 丙三."""
    found = [
        holder(world, name, number, Paper("assistant", "2022-06-19", number=f"A-{n}"))
        for n, (name, number) in enumerate(zip(("甲一", "乙二", "丙三"), NUMBERS, strict=False), 1)
    ]
    actions.record_period(found[0], RegistrationKind.FIRST, date(2022, 7, 1), by=world.clerk)
    return found


def send(client: Any, *rows: str, head: str = HEAD, on: str = "2022-09-13", name: str = "全国名单.csv") -> Any:
    file = SimpleUploadedFile(name, "\n".join([head, *rows]).encode())
    return client.post(url("reconciliation-list"), {"on": on, "file": file})


def sides(made: Reconciliation) -> list[tuple[str, str]]:
    return list(made.matched.values_list("name", "side"))


def compared(sign_in: Any, world: SimpleNamespace, *rows: str, **told: Any) -> Reconciliation:
    answer = send(sign_in(world.clerk), *rows, **told)
    assert answer.status_code == 302, answer.text
    return Reconciliation.objects.latest("pk")


def test_each_certificate_stands_here_there_or_on_both_sides(
    world: SimpleNamespace, three: list[Certificate], sign_in: Any
) -> None:
    made = compared(
        sign_in, world, f"甲一,{NUMBERS[0]},助理社会工作师,A-1,2022-06-19,2025-06-30",
        f"乙二,{NUMBERS[1]},社会工作师,Z-1,2021-06-20,", f"不识,{NUMBERS[5]},高级,G-1,2021-06-20,",
    )  # fmt: skip
    assert sides(made) == [("甲一", "both"), ("乙二", "there"), ("不识", "there"), ("乙二", "here"), ("丙三", "here")]
    assert made.counts == {"两边都有": 1, "只有本地有": 2, "只有全国名单有": 2, "有差异": 0}
    both, other_level, unknown, *_ = made.matched.all()
    assert (both.certificate, both.differences, both.row) == (three[0], {}, 2)
    assert (other_level.person, other_level.certificate) == (three[1].person, None)
    assert (unknown.person, unknown.certificate) == (None, None)


def test_what_both_say_is_compared_field_by_field(
    world: SimpleNamespace, three: list[Certificate], sign_in: Any
) -> None:
    made = compared(sign_in, world, f"甲壹,{NUMBERS[0]},初级,A-9,2021-06-20,2025-06-29")
    row = made.matched.get(side="both")
    assert row.differences == {
        "姓名": ["甲一", "甲壹"],
        "证书管理号": ["A-1", "A-9"],
        "批准日期": ["2022-06-19", "2021-06-20"],
        "登记有效期至": ["2025-06-30", "2025-06-29"],
    }
    page = sign_in(world.colleague).get(url("reconciliation", made)).text
    assert "证书管理号：A-1 → A-9" in page
    assert "丙三" not in page
    assert made.counts["有差异"] == 1


def test_what_only_the_record_says_and_a_date_told_less_exactly_are_no_difference(
    world: SimpleNamespace, three: list[Certificate], sign_in: Any
) -> None:
    made = compared(
        sign_in, world, f"甲一,{NUMBERS[0]},助理,,2022年6月,", f"乙二,{NUMBERS[1]},助理,A-2,2022,2025-06-30"
    )
    assert [row.differences for row in made.matched.filter(side="both")] == [{}, {}]


def test_a_number_that_only_the_list_tells_is_shown(
    world: SimpleNamespace, three: list[Certificate], sign_in: Any
) -> None:
    Certificate.objects.filter(number="A-1").update(number="")
    made = compared(sign_in, world, f"甲一,{NUMBERS[0]},初级,A-1,2022-06-19,")
    assert made.matched.get(side="both").differences == {"证书管理号": ["", "A-1"]}


def test_a_certificate_listed_twice_is_one_and_the_second_row_says_so(
    world: SimpleNamespace, three: list[Certificate], sign_in: Any
) -> None:
    row = f"甲一,{NUMBERS[0]},助理,A-1,2022-06-19,"
    unknown = f"不识,{NUMBERS[5]},助理,,,"
    made = compared(sign_in, world, row, row, unknown, unknown)
    assert made.counts == {"两边都有": 1, "只有本地有": 2, "只有全国名单有": 1, "有差异": 2}
    first, second = made.matched.filter(side="both")
    assert (first.differences, second.differences) == ({}, {"名单": ["", "与第2行重复"]})
    assert made.matched.filter(side="there").last().differences == {"名单": ["", "与第4行重复"]}


def test_a_row_that_cannot_be_read_says_why_and_is_nobodys(
    world: SimpleNamespace, three: list[Certificate], sign_in: Any
) -> None:
    wrong = f"{NUMBERS[0][:-1]}{(int(NUMBERS[0][-1], 11) + 1) % 10}"
    made = compared(
        sign_in, world, f"甲一,{wrong},助理,A-1,,", f"乙二,{NUMBERS[1]},特级,A-2,,", f"丙三,{wrong},助理,A-3,,"
    )
    faults = [row.differences["名单"][1] for row in made.matched.filter(side="there")]
    assert "身份证号：" in faults[0]
    assert "级别“特级”看不懂" in faults[1]
    assert "重复" not in faults[2]
    assert made.counts["只有本地有"] == 3


def test_it_is_compared_as_of_its_day(world: SimpleNamespace, three: list[Certificate], sign_in: Any) -> None:
    rows = [f"甲一,{NUMBERS[0]},助理,A-1,2022-06-19,2025-06-30"]
    before = compared(sign_in, world, *rows, on="2022-06-18")
    assert sides(before) == [("甲一", "there")]
    other = f"甲一,{NUMBERS[0]},助理,A-1,2022-06-19,2025-12-31"
    assert compared(sign_in, world, other, on="2022-06-30").matched.get(side="both").differences == {}
    assert compared(sign_in, world, other, on="2022-07-01").counts["有差异"] == 1


def test_a_cancelled_registration_ends_on_its_last_day(
    world: SimpleNamespace, three: list[Certificate], sign_in: Any
) -> None:
    period = Registration.objects.get()
    actions.end_registration(
        period, RegistrationEnd.CANCELLED, on=date(2022, 9, 1), reason="本人申请", by=world.leader
    )  # fmt: skip
    made = compared(sign_in, world, f"甲一,{NUMBERS[0]},助理,A-1,2022-06-19,2025-06-30")
    assert made.matched.get(side="both").differences == {"登记有效期至": ["2022-08-31", "2025-06-30"]}


def test_one_taken_back_here_stands_only_there(world: SimpleNamespace, three: list[Certificate], sign_in: Any) -> None:
    actions.withdraw_certificate(
        three[0], CertificateState.VOID, on=ON, reason="弄虚作假", document="人社函1号", by=world.clerk
    )
    made = compared(sign_in, world, f"甲一,{NUMBERS[0]},助理,A-1,2022-06-19,")
    row = made.matched.get(name="甲一")
    assert (row.side, row.person) == ("there", three[0].person)


def test_comparing_and_settling_change_no_record(
    world: SimpleNamespace, three: list[Certificate], sign_in: Any
) -> None:
    def records() -> list[Any]:
        kept = (Certificate, Registration, Person, Qualification)
        return [list(model.objects.order_by("pk").values()) for model in kept]  # type: ignore[attr-defined]

    before = records()
    made = compared(sign_in, world, f"甲壹,{NUMBERS[0]},助理,A-9,2021-06-20,2025-06-29", f"不识,{NUMBERS[5]},高级,,,")
    row = made.matched.get(side="both")
    client, address = sign_in(world.clerk), url("matched-settle", row)
    assert client.get(address).status_code == 200
    assert client.post(address, {"note": ""}).status_code == 200
    assert client.post(address, {"note": "以全国名单为准，待改"}).status_code == 302
    row.refresh_from_db()
    assert (row.note, row.settled_on, row.settled_by) == ("以全国名单为准，待改", ON, world.clerk)
    assert "以全国名单为准，待改" in client.get(url("reconciliation", made)).text
    assert records() == before


def test_the_page_is_looked_through_by_side(world: SimpleNamespace, three: list[Certificate], sign_in: Any) -> None:
    made = compared(
        sign_in, world, f"甲一,{NUMBERS[0]},助理,A-1,2022-06-19,2025-06-30", f"不识,{NUMBERS[5]},高级,,,",
        f"乙二,{NUMBERS[1]},助理,A-8,,",
    )  # fmt: skip
    client = sign_in(world.clerk)

    def names(show: str) -> list[str]:
        page = client.get(url("reconciliation", made, query=f"?show={show}"))
        return [row.name for row in page.context["page"]]

    assert names("differences") == ["乙二"]
    assert names("both") == ["甲一", "乙二"]
    assert names("here") == ["丙三"]
    assert names("there") == ["不识"]
    assert names("all") == ["甲一", "不识", "乙二", "丙三"]
    assert "一致" in client.get(url("reconciliation", made, query="?show=both")).text


@pytest.mark.parametrize(
    ("head", "says"),
    [("姓名,级别", "缺少必需的列：身份证号"), ("甲,乙,丙", "没有找到名单的表头"), ("", "文件")],
)
def test_a_file_that_is_no_list_is_refused_in_words(world: SimpleNamespace, sign_in: Any, head: str, says: str) -> None:
    answer = send(sign_in(world.clerk), "贺云,助理,1" if head else "", head=head)
    assert (answer.status_code, says in answer.text) == (400, True)
    assert not Reconciliation.objects.exists()


def test_other_counties_hold_their_own_and_a_stranger_finds_nothing(
    world: SimpleNamespace, three: list[Certificate], sign_in: Any
) -> None:
    holder(world, "外县", NUMBERS[6], Paper("assistant", "2022-06-19", number="A-1"), world.strange_station)
    made = compared(sign_in, world, f"外县,{NUMBERS[6]},助理,A-1,2022-06-19,")
    row = made.matched.get(name="外县")
    assert (row.side, row.person, row.certificate) == ("there", None, None)
    stranger, address = sign_in(world.stranger), url("matched-settle", row)
    assert stranger.get(url("reconciliation", made)).status_code == 404
    assert stranger.post(address, {"note": "外县写的"}).status_code == 404
    assert "全国名单.csv" not in stranger.get(url("reconciliation-list")).text
    for user in (world.unit_contact, world.leader):
        assert sign_in(user).get(url("reconciliation", made)).status_code == 403
        assert sign_in(user).post(address, {"note": "单位写的"}).status_code == 403
    assert Matched.objects.get(pk=row.pk).note == ""
    assert "全国名单.csv" in sign_in(world.colleague).get(url("reconciliation-list")).text
