"""The account on its pages: what counts by which clause, what is missing, which batches would close the gap."""

import re
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from rencai.certificates import actions as certificates
from rencai.certificates.actions import Paper
from rencai.certificates.education import actions
from rencai.certificates.education.tests.conftest import learned
from rencai.certificates.models import EducationEntry, Registration, RegistrationKind
from rencai.people.models import Person
from rencai.people.tests import factory as people
from rencai.training.models import Batch, BatchState
from rencai.training.tests import factory as training
from rencai.training.tests.addresses import url

TOLD = {
    "mode": "training", "title": "入户探访", "first_day": "2025-05-06", "last_day": "2025-05-07", "half_hours": "12.5",
    "proof_number": "JX-77",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _first_of_june(time_machine: Any) -> None:
    time_machine.move_to("2025-06-01T10:00:00+08:00", tick=False)


def lines(page: str) -> list[str]:
    """The rows of the account as plain text."""
    table = page[page.index("<tbody>") : page.index("</tbody>")]
    return [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", row)) for row in table.split("</tr>")[:-1]]


def test_every_entry_says_what_it_counts_for_and_by_which_clause(
    world: SimpleNamespace, period: Registration, person: Person, sign_in: Any
) -> None:
    learned(person, date(2022, 6, 30), 100, title="期前")
    learned(person, date(2022, 7, 1), 25, title="首日")
    learned(person, date(2024, 5, 6), 20, title="无证明", proof_number="")
    page = sign_in(world.clerk).get(url("account-page", period)).text
    own, elsewhere = page.split("不属本登记期的 1 条")
    first, second = lines(own)
    assert "首日" in first
    assert "符合 12.5" in first
    assert "无证明" in second
    assert "待核实" in second
    [third] = lines(elsewhere)
    assert "期前" in third
    assert "不符合" in third
    assert "民发〔2009〕123号" in third
    assert "结束日期不早于登记有效期之始" in page
    assert "到期差 59.5 小时" in page


def test_a_degree_once_counts_ninety_hours_and_says_why_the_second_does_not(
    world: SimpleNamespace, period: Registration, person: Person, sign_in: Any
) -> None:
    told = {"mode": "degree", "degree_obtained": True}
    learned(person, date(2023, 6, 30), 40, title="社会工作学士", **told)
    learned(person, date(2024, 6, 30), 40, title="社会工作硕士", **told)
    answer = sign_in(world.clerk).get(url("account-page", period))
    assert [(line.entry.title, line.half_hours) for line in answer.context["account"].lines] == [
        ("社会工作学士", 180), ("社会工作硕士", 0),
    ]  # fmt: skip
    assert "只一次性计入一次" in answer.text
    assert "已足额" in answer.text
    assert '<strong class="number">90</strong> / 72 小时' in answer.text


def test_a_degree_of_the_period_before_counts_in_neither_way_in_the_next(
    world: SimpleNamespace, period: Registration, person: Person, sign_in: Any, time_machine: Any
) -> None:
    learned(person, date(2023, 6, 30), 40, mode="degree", degree_obtained=True, title="社会工作学士")
    following = certificates.record_period(
        period.certificate, RegistrationKind.RENEWAL, date(2025, 7, 1), by=world.clerk
    )  # fmt: skip
    time_machine.move_to("2025-07-01T10:00:00+08:00", tick=False)
    learned(person, date(2025, 7, 1), 16, title="新一期")
    client = sign_in(world.clerk)
    assert "已足额" in client.get(url("account-page", period)).text
    page = client.get(url("account-page", following)).text
    assert '<strong class="number">8</strong> / 72 小时' in page
    assert "到期差 64 小时" in page


def test_the_account_of_an_earlier_day_knows_what_was_entered_by_then(
    world: SimpleNamespace, period: Registration, person: Person, sign_in: Any
) -> None:
    learned(person, date(2023, 5, 6), 40)
    learned(person, date(2024, 5, 6), 104)
    client = sign_in(world.clerk)
    assert "已足额" in client.get(url("account-page", period)).text
    assert "到期差 52 小时" in client.get(url("account-page", period, query="?on=2024-05-05")).text
    assert "到期差 72 小时" in client.get(url("account-page", period, query="?on=2023-05-05")).text
    assert "晚于今天，已忽略" in client.get(url("account-page", period, query="?on=2025-06-02")).text


def test_the_forecast_names_the_batches_up_to_the_one_that_closes_the_gap(
    world: SimpleNamespace, period: Registration, person: Person, sign_in: Any
) -> None:
    """20 小时 are missing, each batch has 7; one is after the period, one of another county, one long begun."""
    learned(person, date(2024, 5, 6), 104)
    days = [date(2025, 6, 20), date(2025, 6, 9), date(2025, 6, 30), date(2025, 6, 12), date(2025, 7, 1)]
    for day in days:
        training.batch(day=day, state=BatchState.PLANNED)
    training.batch(day=date(2025, 5, 31), state=BatchState.OPEN)
    training.batch(day=date(2025, 6, 3), state=BatchState.CANCELLED)
    training.batch(county="629922", day=date(2025, 6, 4), state=BatchState.OPEN)
    address = url("account-page", period)
    answer = sign_in(world.clerk).get(address)
    steps = [(step.batch.first_day, step.missing) for step in answer.context["closing"]]
    assert steps == [(date(2025, 6, 9), 26), (date(2025, 6, 12), 12), (date(2025, 6, 20), 0)]
    assert "参加后还差 13 小时" in answer.text
    assert "参加后足额" in answer.text
    own = sign_in(world.talent).get(url("own-account")).text
    assert "之后还差 13 小时" in own
    assert own.count("（2025-06-") == 3
    Batch.objects.filter(first_day__lt=date(2025, 7, 1)).update(state=BatchState.CANCELLED)
    assert "有效期内没有已安排的社工专业班次" in sign_in(world.clerk).get(address).text


def test_a_batch_of_other_work_closes_no_gap(
    world: SimpleNamespace, period: Registration, person: Person, sign_in: Any
) -> None:
    batch = training.batch(day=date(2025, 6, 9), state=BatchState.OPEN)
    batch.course.kind = "professional"
    batch.course.save()
    assert "有效期内没有已安排的社工专业班次" in sign_in(world.clerk).get(url("account-page", period)).text


def test_the_list_of_accounts_says_the_same_as_each_account(
    world: SimpleNamespace, period: Registration, person: Person, sign_in: Any
) -> None:
    learned(person, date(2024, 5, 6), 105)
    row = lines(sign_in(world.clerk).get(url("account-list")).text)[0]
    assert "贺云" in row
    assert " 52.5 72 19.5 29 " in re.sub(r"\s+", " ", row)


def test_the_clerk_enters_half_hours_and_the_account_grows(
    world: SimpleNamespace, period: Registration, person: Person, sign_in: Any
) -> None:
    client, add = sign_in(world.clerk), url("learning-add", person)
    assert client.post(add, TOLD).status_code == 302
    entry = EducationEntry.objects.get()
    assert (entry.half_hours, entry.entered_on, entry.origin) == (25, date(2025, 6, 1), "hand")
    assert '<strong class="number">12.5</strong> / 72 小时' in client.get(url("account-page", period)).text


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"half_hours": "12.3"}, "半学时为单位"),
        ({"half_hours": "0"}, "确保该值大于"),
        ({"half_hours": "20.5"}, "2天内不可能有20.5学时"),
        ({"last_day": "2025-05-05"}, "结束日期不能早于开始日期"),
        ({"last_day": "2025-06-02"}, "结束日期不能晚于登记之日"),
        ({"degree_obtained": "on"}, "学习方式应选“学历学位教育”"),
    ],
)
def test_what_cannot_be_is_refused_in_words(
    world: SimpleNamespace, person: Person, sign_in: Any, change: dict[str, str], says: str
) -> None:
    assert says in sign_in(world.clerk).post(url("learning-add", person), TOLD | change).text
    assert not EducationEntry.objects.exists()


def test_one_proof_proves_one_thing_until_its_entry_is_withdrawn(
    world: SimpleNamespace, period: Registration, person: Person, sign_in: Any
) -> None:
    client, add = sign_in(world.clerk), url("learning-add", person)
    client.post(add, TOLD)
    assert "该证明编号已登记" in client.post(add, TOLD | {"title": "另一项"}).text
    entry = EducationEntry.objects.get()
    withdraw = url("education-withdraw", entry)
    assert "写明作废理由" in client.post(withdraw, {"reason": "错"}).text
    assert client.post(withdraw, {"reason": "证明不实"}).status_code == 302
    assert "已经作废" in client.post(withdraw, {"reason": "证明不实"}).text
    page = client.get(url("learning", person)).text
    assert "已作废" in page
    assert "到期差 72 小时" in page
    assert client.post(add, TOLD | {"title": "另一项"}).status_code == 302


def test_a_talent_sees_the_own_account_and_no_other(
    world: SimpleNamespace, period: Registration, person: Person, sign_in: Any
) -> None:
    learned(person, date(2024, 5, 6), 20, title="本人的学习")
    other = people.person(world.organisation, "沈禾", on=date(2018, 3, 1))
    paper = certificates.enter_certificate(
        other, Paper("intermediate", "2022-06-19"), on=date(2022, 9, 10), by=world.clerk
    )  # fmt: skip
    of_other = certificates.record_period(paper, RegistrationKind.FIRST, date(2022, 7, 1), by=world.clerk)
    learned(other, date(2024, 5, 6), 20, title="别人的学习")
    talent = sign_in(world.talent)
    page = talent.get(url("own-account")).text
    assert "本人的学习" in page
    assert "到期差 62 小时" in page
    assert "别人的学习" not in page
    for address in (url("account-page", of_other), url("learning", other), url("account-page", period)):
        assert talent.get(address).status_code == 403


def test_a_talent_without_a_record_here_finds_no_account(world: SimpleNamespace, sign_in: Any) -> None:
    assert sign_in(world.talent).get(url("own-account")).status_code == 404


def test_units_see_their_own_accounts_and_strangers_none(
    world: SimpleNamespace, period: Registration, person: Person, sign_in: Any
) -> None:
    entry = learned(person, date(2024, 5, 6), 20)
    seen = [url("account-page", period), url("learning", person)]
    written = [url("learning-add", person), url("education-withdraw", entry)]
    colleague, contact, stranger = (sign_in(one) for one in (world.colleague, world.unit_contact, world.stranger))
    for address in (*seen, *written):
        assert colleague.get(address).status_code == 200
        assert stranger.get(address).status_code == 404
    for address in seen:
        page = contact.get(address)
        assert page.status_code == 200
        assert url("learning-add", person) not in page.text
    for address in written:
        assert contact.get(address).status_code == 403
    for name in ("account-list", "yearly-list"):
        assert "贺云" not in stranger.get(url(name)).text
    stranger.post(written[1], {"reason": "证明不实"})
    assert EducationEntry.objects.get().withdrawn_on is None


def test_an_entry_withdrawn_counts_no_more_from_the_day(
    world: SimpleNamespace, period: Registration, person: Person, sign_in: Any
) -> None:
    entry = learned(person, date(2024, 5, 6), 20)
    actions.withdraw_education(entry, on=date(2025, 5, 20), reason="证明不实", by=world.clerk)
    client = sign_in(world.clerk)
    assert "到期差 72 小时" in client.get(url("account-page", period)).text
    assert "到期差 62 小时" in client.get(url("account-page", period, query="?on=2025-05-19")).text
