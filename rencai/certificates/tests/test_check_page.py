"""The public check: an answer to whoever holds the paper, nothing to whoever guesses, no way to look around."""

import re
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from rencai.certificates import actions
from rencai.certificates.actions import Paper
from rencai.certificates.models import Certificate, CertificateState, Registration, RegistrationEnd
from rencai.certificates.tests.conftest import ENTERED
from rencai.org.models import AuditEvent
from rencai.people.models import Person
from rencai.people.tests import factory as people
from rencai.training.models import WrongTry

NOTHING = "没有查到相符的证书"


@pytest.fixture(autouse=True)
def _a_tuesday(time_machine: Any) -> None:
    time_machine.move_to("2022-09-13T10:00:00+08:00", tick=False)


def ask(number: str = "A-1", name: str = "贺云", client: Client | None = None) -> Any:
    return (client or Client()).post(reverse("certificate-check"), {"number": number, "name": name})


def scan(code: str, client: Client | None = None) -> Any:
    return (client or Client()).get(reverse("certificate-check"), {"code": code})


def answered(page: str) -> str:
    """What the page answers, without its form."""
    found = re.search(r'aria-label="核验结果".*?</section>', page, re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found[0])) if found else ""


def test_number_and_name_together_say_whether_it_is_valid_and_until_when(period: Registration) -> None:
    told = answered(ask().text)
    for words in ("证书有效", "登记有效", "贺*", "助理社会工作师", "2025-07-01 前"):
        assert words in told


def test_the_answer_holds_nothing_else_of_the_person(period: Registration, person: Person) -> None:
    page = scan(period.certificate.check_code).text
    assert "登记有效" in answered(page)
    for hidden in ("贺云", person.id_masked, "益民", "A-1", "2022-06-19", period.certificate.check_code):
        assert hidden not in answered(page)
        assert hidden not in page.split("</header>")[-1]


def test_the_code_of_the_paper_is_enough_however_it_is_typed(certificate: Certificate) -> None:
    code = certificate.check_code
    assert "贺*" in answered(scan(f" {code[:8].upper()} {code[8:]}").text)


@pytest.mark.parametrize(
    ("number", "name"), [("A-1", "贺雨"), ("A-2", "贺云"), ("A-", "贺云"), ("%", "贺云"), ("A-1", "贺"), ("A-1", "%")]
)
def test_half_right_is_answered_like_quite_wrong(certificate: Certificate, number: str, name: str) -> None:
    assert answered(ask(number, name).text) == answered(ask("没有这个号", "没有这个人").text)
    assert NOTHING in ask(number, name).text


@pytest.mark.parametrize("told", [{"number": "A-1"}, {"name": "贺云"}, {"number": " ", "name": "贺云"}])
def test_one_of_the_two_alone_is_no_question(certificate: Certificate, told: dict[str, str]) -> None:
    page = Client().post(reverse("certificate-check"), told)
    assert (page.status_code, answered(page.text)) == (200, "")
    assert not WrongTry.objects.exists()


def test_a_certificate_without_a_number_is_found_by_its_code_alone(world: SimpleNamespace) -> None:
    other = people.person(world.station, "沈禾")
    made = actions.enter_certificate(other, Paper("assistant", "2022-06-19"), on=ENTERED, by=world.clerk)
    for number in ("", "　", "None", "0"):
        assert "沈*" not in ask(number, "沈禾").text
    assert "沈*" in scan(made.check_code).text


def test_never_registered_lapsed_and_cancelled_are_told_apart_from_registered(
    world: SimpleNamespace, certificate: Certificate, time_machine: Any
) -> None:
    told = answered(ask().text)
    assert "证书有效" in told
    assert "没有有效登记" in told
    assert "登记有效期止" not in told
    period = actions.record_period(certificate, "first", ENTERED, by=world.clerk)
    time_machine.move_to("2025-09-09T23:00:00+08:00", tick=False)
    assert "登记有效 " in answered(ask().text)
    time_machine.move_to("2025-09-10T00:30:00+08:00", tick=False)
    told = answered(ask().text)
    assert "没有有效登记" in told
    assert "2025-09-10 前" in told
    time_machine.move_to("2025-01-06T10:00:00+08:00", tick=False)
    actions.end_registration(
        period, RegistrationEnd.CANCELLED, on=ENTERED.replace(year=2023), reason="本人申请", by=world.leader
    )  # fmt: skip
    told = answered(ask().text)
    assert "没有有效登记" in told
    for hidden in ("本人申请", "登记有效期止"):
        assert hidden not in told


def test_one_taken_back_is_neither_valid_nor_registered_and_the_reason_stays_inside(
    world: SimpleNamespace, period: Registration
) -> None:
    actions.withdraw_certificate(
        period.certificate, CertificateState.VOID, on=ENTERED, reason="弄虚作假", document="人社函1号", by=world.clerk
    )
    told = answered(ask().text)
    assert "证书已撤回或无效" in told
    assert "没有有效登记" in told
    for hidden in ("弄虚作假", "人社函", "证书有效", "登记有效期止"):
        assert hidden not in told


def test_one_of_the_local_line_says_where_it_is_valid(world: SimpleNamespace) -> None:
    other = people.person(world.station, "沈禾")
    paper = Paper("assistant", "2022-06-19", number="B-1", line="local")
    actions.enter_certificate(other, paper, on=ENTERED, by=world.clerk)
    assert "仅在云川县区域内有效" in answered(ask("B-1", "沈禾").text).replace(" ", "")


def test_whoever_guesses_is_paused_and_nobody_else(certificate: Certificate, time_machine: Any) -> None:
    client, other = Client(), Client(REMOTE_ADDR="10.0.0.9")
    for n in range(4):
        assert ask(f"X-{n}", client=client).status_code == 200
    for _ in range(3):
        assert "贺*" in ask(client=client).text, "a right answer counts as no guess"
    scan("f" * 32, client)
    for answer in (ask(client=client), scan(certificate.check_code, client), ask("X", "Y", client)):
        assert (answer.status_code, "查询次数过多" in answer.text, answered(answer.text)) == (429, True, "")
    assert client.get(reverse("certificate-check")).status_code == 200, "the empty form asks nothing"
    assert "贺*" in ask(client=other).text
    time_machine.move_to("2022-09-13T10:16:00+08:00", tick=False)
    assert "贺*" in ask(client=client).text


def test_guesses_from_everywhere_close_the_page_for_a_while(certificate: Certificate) -> None:
    for n in range(200):
        WrongTry.objects.create(subject="certificate-check", device=f"10.0.1.{n}", at="2022-09-13T09:55:00+08:00")
    assert ask().status_code == 429
    WrongTry.objects.order_by("pk").first().delete()  # type: ignore[union-attr]
    assert ask().status_code == 200


def test_a_wrong_try_is_on_record_without_what_was_typed(certificate: Certificate) -> None:
    ask("A-1", "诸葛明")
    event = AuditEvent.objects.latest("seq")
    assert (event.action, event.result) == ("公开页面核对", "失败")
    assert "诸葛明" not in str(event.detail)
    assert "A-1" not in str(event.detail)


def test_there_is_nothing_to_look_around_in(certificate: Certificate) -> None:
    client = Client()
    for query in ("", "?page=2", "?number=A-1&name=贺云", "?q=贺", f"?pk={certificate.pk}", "?code="):
        answer = client.get(reverse("certificate-check") + query)
        assert (answer.status_code, answered(answer.text), answer["X-Robots-Tag"]) == (200, "", "noindex")
        assert "贺" not in answer.text.replace("?q=贺", "")
    assert client.get(reverse("certificate", args=[certificate.pk])).status_code == 302
    assert client.get(reverse("certificate-list")).status_code == 302
