"""Registration on its pages: step by step by clerk and leader, looked on by the unit, closed to everybody else."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from rencai.certificates import actions
from rencai.certificates.models import (
    Application,
    Certificate,
    Registration,
    RegistrationKind,
)
from rencai.org.models import User
from rencai.training.tests.addresses import url
from rencai.ui.todo import waiting

TUESDAY = "2022-09-13"
MATERIALS = ["身份证", "职业资格证书", "登记申请表"]
STEPS = ("accept", "return", "again", "withdraw", "grant", "refuse")


@pytest.fixture(autouse=True)
def _tuesday(time_machine: Any) -> None:
    time_machine.move_to(f"{TUESDAY}T10:00:00+08:00", tick=False)


def take(client: Client, application: Application, step: str, **told: Any) -> Any:
    return client.post(url(f"application-{step}", application), {"on": TUESDAY, **told})


def titles(user: User) -> dict[str, int]:
    return {item.title: item.count for item in waiting(user)}


def test_the_clerk_hands_in_and_accepts_and_the_leader_grants(
    world: SimpleNamespace, certificate: Certificate, sign_in: Any
) -> None:
    clerk, leader = sign_in(world.clerk), sign_in(world.leader)
    form = clerk.get(url("certificate-apply", certificate)).text
    assert '<option value="first" selected>' in form
    clerk.post(url("certificate-apply", certificate), {"kind": "first", "on": TUESDAY, "materials": MATERIALS})
    application = Application.objects.get()
    assert "待受理" in clerk.get(url("application", application)).text
    assert take(clerk, application, "accept").status_code == 302
    page = leader.get(url("application", application)).text
    assert "最迟 2022-10-28 决定" in page
    assert "首次登记条件（2022-09-13）" in page
    assert take(leader, application, "grant", number="DJ-7").status_code == 302
    page = clerk.get(url("certificate", certificate)).text
    assert "首次登记：2022-09-13 至 2025-09-12" in page
    assert "登记证号 DJ-7" in page
    assert "登记有效" in page
    assert "准予登记" in clerk.get(url("application-list")).text


def test_an_application_that_lacks_papers_comes_back_and_one_refused_says_why(
    world: SimpleNamespace, application: Application, sign_in: Any
) -> None:
    clerk, leader = sign_in(world.clerk), sign_in(world.leader)
    assert "缺申请表" not in clerk.get(url("application", application)).text
    take(clerk, application, "return", reason="缺申请表")
    for page in (url("application", application), url("application-list")):
        assert "缺申请表" in clerk.get(page).text
    take(clerk, application, "again", materials=MATERIALS)
    take(clerk, application, "accept")
    assert "请写明理由" in take(leader, application, "refuse", reason="无").text
    assert take(leader, application, "refuse", reason="材料不实").status_code == 302
    page = clerk.get(url("application", application)).text
    assert "不予登记" in page
    assert "材料不实" in page
    assert "首次登记条件" in page
    assert not Registration.objects.exists()


def test_a_second_application_is_refused_in_words_until_the_first_is_taken_back(
    world: SimpleNamespace, certificate: Certificate, application: Application, sign_in: Any
) -> None:
    clerk, told = sign_in(world.clerk), {"kind": "first", "on": TUESDAY, "materials": MATERIALS}
    assert "已有一件未办结的登记申请" in clerk.post(url("certificate-apply", certificate), told).text
    take(clerk, application, "withdraw", reason="本人放弃")
    assert clerk.post(url("certificate-apply", certificate), told).status_code == 302
    assert list(Application.objects.order_by("pk").values_list("state", flat=True)) == ["withdrawn", "submitted"]


def test_the_wrong_kind_and_a_certificate_taken_back_are_refused_in_words(
    world: SimpleNamespace, certificate: Certificate, sign_in: Any
) -> None:
    clerk, apply = sign_in(world.clerk), url("certificate-apply", certificate)
    told = {"on": TUESDAY, "materials": MATERIALS}
    assert "没有登记记录，请先办理首次登记" in clerk.post(apply, told | {"kind": "renewal"}).text
    actions.record_period(certificate, RegistrationKind.FIRST, date(2022, 7, 1), by=world.clerk)
    assert "请办理再登记" in clerk.post(apply, told | {"kind": "first"}).text
    end = {"state": "void", "on": TUESDAY, "reason": "弄虚作假", "document": "人社函1号"}
    assert clerk.post(url("certificate-end", certificate), end).status_code == 302
    assert "证书已撤回或无效，不能申请登记" in clerk.post(apply, told | {"kind": "renewal"}).text
    page = clerk.get(url("certificate", certificate)).text
    assert "弄虚作假〔人社函1号〕" in page
    assert apply not in page
    assert not Application.objects.exists()


@pytest.mark.parametrize(("day", "word"), [("2025-03-29", "不符合"), ("2025-03-30", "符合")])
def test_a_renewal_that_comes_too_early_says_so_by_its_clause(
    world: SimpleNamespace, period: Registration, sign_in: Any, time_machine: Any, day: str, word: str
) -> None:
    time_machine.move_to(f"{day}T10:00:00+08:00", tick=False)
    clerk = sign_in(world.clerk)
    clerk.post(
        url("certificate-apply", period.certificate), {"kind": "renewal", "on": day, "materials": MATERIALS}
    )  # fmt: skip
    page = clerk.get(url("application", Application.objects.get()))
    clauses = {clause.key: str(clause.status) for clause in page.context["next"].found.clauses}
    assert clauses["opened"] == word
    assert "已进入有效期满前3个月" in page.text
    assert "已计入 0 / 须 72 小时，到期差 72 小时" in page.text


def test_a_renewal_adds_a_period_to_the_page_and_leaves_the_first_as_it_was(
    world: SimpleNamespace, period: Registration, sign_in: Any, time_machine: Any
) -> None:
    time_machine.move_to("2025-05-06T10:00:00+08:00", tick=False)
    clerk, leader, day = sign_in(world.clerk), sign_in(world.section_head), {"on": "2025-05-06"}
    apply = url("certificate-apply", period.certificate)
    assert '<option value="renewal" selected>' in clerk.get(apply).text
    clerk.post(apply, day | {"kind": "renewal", "materials": MATERIALS})
    application = Application.objects.get()
    clerk.post(url("application-accept", application), day)
    refused = leader.post(url("application-grant", application), day)
    assert "登记条件有不符合的，仍准予登记须写明理由。" in refused.text, "seventy-two hours are missing"
    assert period.certificate.registrations.count() == 1
    leader.post(url("application-grant", application), day | {"reason": "学时以纸质证明补齐"})
    assert "学时以纸质证明补齐" in clerk.get(url("application", application)).text
    page = clerk.get(url("certificate", period.certificate)).text
    assert "首次登记：2022-07-01 至 2025-06-30" in page
    assert "再登记：2025-07-01 至 2028-06-30" in page
    assert "2025-07-01 至 2028-06-30" in clerk.get(url("application", application)).text
    yesterday = clerk.get(url("certificate", period.certificate, query="?on=2025-05-05")).text
    assert "2025-06-30" in yesterday
    assert "2028-06-30" not in yesterday


@pytest.mark.parametrize(("day", "late"), [("2022-10-28", False), ("2022-10-29", True)])
def test_after_thirty_working_days_it_is_overdue_on_the_page_in_the_list_and_for_the_leader(
    world: SimpleNamespace, application: Application, sign_in: Any, time_machine: Any, day: str, late: bool
) -> None:
    actions.accept(application, on=date(2022, 9, 13), by=world.clerk)
    time_machine.move_to(f"{day}T10:00:00+08:00", tick=False)
    clerk = sign_in(world.clerk)
    for page in (url("application", application), url("application-list")):
        assert ("已超期" in clerk.get(page).text) == late
    told = titles(world.leader)
    assert (told.get("登记申请超期未决定"), told.get("登记申请待决定")) == ((1, None) if late else (None, 1))
    assert "登记申请待决定" not in titles(world.clerk)


def test_what_waits_at_each_step_waits_for_whoever_takes_it(
    world: SimpleNamespace, application: Application, sign_in: Any
) -> None:
    assert titles(world.clerk)["登记申请待受理"] == 1
    assert "登记申请待受理" not in titles(world.leader)
    take(sign_in(world.clerk), application, "accept")
    assert "登记申请待受理" not in titles(world.clerk)
    assert titles(world.section_head)["登记申请待决定"] == 1
    take(sign_in(world.section_head), application, "grant")
    assert "登记申请待决定" not in titles(world.section_head)
    assert "登记申请待受理" not in titles(world.stranger)


@pytest.mark.parametrize("step", ["accept", "grant", "refuse"])
def test_nothing_is_decided_on_a_day_to_come(
    world: SimpleNamespace, application: Application, sign_in: Any, step: str
) -> None:
    if step != "accept":
        actions.accept(application, on=date(2022, 9, 13), by=world.clerk)
    before = Application.objects.values().get()
    answer = take(sign_in(world.section_head), application, step, on="2023-09-13", reason="材料不实")
    assert "日期不能晚于今天" in answer.text
    assert Application.objects.values().get() == before


def test_the_clerk_accepts_and_only_the_head_and_the_leader_decide(
    world: SimpleNamespace, application: Application, period: Registration, sign_in: Any
) -> None:
    actions.accept(application, on=date(2022, 9, 13), by=world.clerk)
    clerk, leader = sign_in(world.clerk), sign_in(world.leader)
    for address in (
        url("application-grant", application),
        url("application-refuse", application),
        url("period-end", period),
    ):
        assert clerk.get(address).status_code == 403
        assert leader.get(address).status_code == 200
        assert sign_in(world.section_head).get(address).status_code == 200
    page = url("application", application)
    assert url("application-grant", application) not in clerk.get(page).text
    assert url("application-grant", application) in leader.get(page).text
    for step in ("accept", "return", "again", "withdraw"):
        assert leader.get(url(f"application-{step}", application)).status_code == 403


def test_a_period_is_cancelled_by_the_leader_with_a_reason_and_keeps_its_days_on_the_page(
    world: SimpleNamespace, period: Registration, sign_in: Any
) -> None:
    leader = sign_in(world.leader)
    told = {"on": TUESDAY, "kind": "cancelled", "reason": "本人申请"}
    assert "须在登记有效期内" in leader.post(url("period-end", period), told | {"on": "2022-06-30"}).text
    assert leader.post(url("period-end", period), told).status_code == 302
    page = leader.get(url("certificate", period.certificate)).text
    assert "2022-07-01 至 2025-06-30" in page
    assert "登记已注销" in page
    before = leader.get(url("certificate", period.certificate, query="?on=2022-09-12")).text
    assert "登记有效" in before


def test_the_certificate_page_of_an_earlier_day_shows_that_day_and_offers_nothing(
    world: SimpleNamespace, period: Registration, sign_in: Any
) -> None:
    clerk = sign_in(world.clerk)
    page = clerk.get(url("certificate", period.certificate, query="?on=2022-06-30")).text
    assert "截至 2022-06-30 的情况" in page
    assert "没有登记过" in page
    assert url("certificate-apply", period.certificate) not in page
    assert "还没有取得" in clerk.get(url("certificate", period.certificate, query="?on=2022-06-18")).text
    assert "不是有效日期" in clerk.get(url("certificate", period.certificate, query="?on=2022-13-01")).text
