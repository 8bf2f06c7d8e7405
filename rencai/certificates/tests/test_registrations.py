"""From the certificate to its registration and on: what is proposed, decided once, renewed without overwriting."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from rencai.certificates import actions
from rencai.certificates.actions import Paper
from rencai.certificates.models import (
    Application,
    ApplicationState,
    Certificate,
    CertificateState,
    Registration,
    RegistrationEnd,
    RegistrationKind,
)
from rencai.certificates.proposals import passed_without_certificate, told_without_certificate
from rencai.exams.tests import factory as exams
from rencai.people.models import Qualification
from rencai.people.tests import factory as people

ON = date(2022, 9, 10)
MATERIALS = ["身份证", "职业资格证书", "登记申请表"]


@pytest.fixture
def person(world: SimpleNamespace) -> Any:
    return people.person(world.organisation, "贺云", on=date(2018, 3, 1))


@pytest.fixture
def certificate(world: SimpleNamespace, person: Any) -> Certificate:
    return actions.enter_certificate(person, Paper("assistant", "2022-06-19", number="A-1"), on=ON, by=world.clerk)


def accepted(certificate: Certificate, kind: RegistrationKind, world: SimpleNamespace, on: date = ON) -> Application:
    made = actions.apply_for(certificate, kind, on=on, materials=MATERIALS, by=world.clerk)
    actions.accept(made, on=on, by=world.clerk)
    return made


def test_a_pass_proposes_a_certificate_and_a_second_click_issues_none(world: SimpleNamespace, person: Any) -> None:
    entry = exams.entry(exams.sitting(), person, 70, 65)
    assert list(passed_without_certificate(world.clerk)) == [entry]
    assert list(passed_without_certificate(world.stranger)) == []
    assert actions.issue_for_entries([entry], on=ON, by=world.clerk) == 1
    assert actions.issue_for_entries([entry], on=ON, by=world.clerk) == 0
    made = Certificate.objects.get()
    assert (made.level, made.obtained, made.line, made.valid_area) == ("assistant", "2022-06-19", "national", "")
    held = Qualification.objects.get(person=person, ends=None)
    assert (held.level, held.starts) == ("assistant", ON)


def test_a_local_pass_gives_a_certificate_of_the_county_only(world: SimpleNamespace, person: Any) -> None:
    sitting = exams.sitting()
    exams.local_line(sitting)
    entry = exams.entry(sitting, person, 57, 65)
    actions.issue_for_entries([entry], on=ON, by=world.clerk)
    made = Certificate.objects.get()
    assert (made.line, made.valid_area) == ("local", "629921")


def test_a_senior_pass_waits_for_the_review(world: SimpleNamespace, person: Any) -> None:
    exams.entry(exams.sitting(level="senior"), person, 70)
    assert list(passed_without_certificate(world.clerk)) == []


def test_a_second_valid_certificate_of_a_level_and_a_number_used_before_are_refused(
    world: SimpleNamespace, person: Any, certificate: Certificate
) -> None:
    with pytest.raises(ValidationError, match="有效证书"):
        actions.enter_certificate(person, Paper("assistant", "2021-06-19", number="A-2"), on=ON, by=world.clerk)
    other = people.person(world.station, "沈禾")
    with pytest.raises(ValidationError, match="已登记"):
        actions.enter_certificate(other, Paper("assistant", "2021-06-19", number="A-1"), on=ON, by=world.clerk)


def test_what_rosters_told_is_adopted_with_a_reckoned_period_only_on_a_yes(world: SimpleNamespace, person: Any) -> None:
    people.qualify(person, "intermediate", number="Z-1", obtained="2019-06", valid_until="2023-06-30")
    rows = list(told_without_certificate(world.clerk))
    assert actions.adopt(rows, with_periods=False, by=world.clerk) == (1, 0)
    assert not Registration.objects.exists()
    assert list(told_without_certificate(world.clerk)) == []


def test_a_reckoned_period_says_that_it_is_one(world: SimpleNamespace, person: Any) -> None:
    people.qualify(person, "intermediate", obtained="2019-06", valid_until="2023-06-30")
    actions.adopt(list(told_without_certificate(world.clerk)), with_periods=True, by=world.clerk)
    period = Registration.objects.get()
    assert (period.kind, period.starts, period.valid_until) == ("untold", date(2020, 7, 1), date(2023, 6, 30))


def test_an_application_is_decided_within_thirty_working_days(world: SimpleNamespace, certificate: Certificate) -> None:
    made = actions.apply_for(certificate, RegistrationKind.FIRST, on=ON, materials=MATERIALS, by=world.clerk)
    with pytest.raises(ValidationError, match="未办结"):
        actions.apply_for(certificate, RegistrationKind.FIRST, on=ON, materials=MATERIALS, by=world.clerk)
    actions.accept(made, on=date(2022, 9, 13), by=world.clerk)
    made.refresh_from_db()
    assert made.due_on == date(2022, 10, 28)


def test_returned_comes_back_and_refused_says_why(world: SimpleNamespace, certificate: Certificate) -> None:
    made = actions.apply_for(certificate, RegistrationKind.FIRST, on=ON, materials=["身份证"], by=world.clerk)
    with pytest.raises(ValidationError, match="理由"):
        actions.return_for_correction(made, reason=" ", by=world.clerk)
    actions.return_for_correction(made, reason="缺申请表", by=world.clerk)
    with pytest.raises(ValidationError, match="退回补正"):
        actions.accept(made, on=ON, by=world.clerk)
    actions.submit_again(made, on=ON, materials=MATERIALS, by=world.clerk)
    actions.accept(made, on=ON, by=world.clerk)
    actions.refuse(made, on=ON, reason="材料不实", by=world.leader)
    made.refresh_from_db()
    assert (made.state, made.reason) == (ApplicationState.REFUSED, "材料不实")
    assert not Registration.objects.exists()


def test_a_renewal_begins_the_day_after_and_leaves_the_old_period_as_it_was(
    world: SimpleNamespace, certificate: Certificate, person: Any
) -> None:
    first = actions.grant(accepted(certificate, RegistrationKind.FIRST, world), on=ON, by=world.leader)
    before = (first.starts, first.ends)
    late = date(2025, 7, 1)
    renewal = accepted(certificate, RegistrationKind.RENEWAL, world, late)
    second = actions.grant(renewal, on=late, reason="学时以纸质证明补齐", by=world.leader)
    first.refresh_from_db()
    assert (first.starts, first.ends) == before == (ON, date(2025, 9, 10))
    assert (second.starts, second.valid_until) == (date(2025, 9, 10), date(2028, 9, 9))
    held = Qualification.objects.filter(person=person, ends=None).get()
    assert held.valid_until == "2028-09-09"


def test_granting_twice_opens_one_period(world: SimpleNamespace, certificate: Certificate) -> None:
    made = accepted(certificate, RegistrationKind.FIRST, world)
    actions.grant(made, on=ON, by=world.leader)
    with pytest.raises(ValidationError, match="准予登记"):
        actions.grant(made, on=ON, by=world.leader)
    assert Registration.objects.count() == 1


def test_periods_of_one_certificate_never_overlap(world: SimpleNamespace, certificate: Certificate) -> None:
    actions.record_period(certificate, RegistrationKind.FIRST, date(2022, 7, 1), by=world.clerk)
    with pytest.raises(ValidationError, match="重叠"):
        actions.record_period(certificate, RegistrationKind.RENEWAL, date(2025, 6, 30), by=world.clerk)
    actions.record_period(certificate, RegistrationKind.RENEWAL, date(2025, 7, 1), by=world.clerk)


def test_a_cancelled_period_keeps_its_dates(world: SimpleNamespace, certificate: Certificate) -> None:
    period = actions.record_period(certificate, RegistrationKind.FIRST, date(2022, 7, 1), by=world.clerk)
    actions.end_registration(period, RegistrationEnd.CANCELLED, on=date(2023, 1, 1), reason="本人申请", by=world.leader)
    period.refresh_from_db()
    assert (period.starts, period.ends) == (date(2022, 7, 1), date(2025, 7, 1))
    assert period.holds(date(2022, 12, 31))
    assert not period.holds(date(2023, 1, 1))


def test_the_authority_of_the_day_registers(world: SimpleNamespace, certificate: Certificate) -> None:
    actions.set_authority("629921", "云川县民政局", date(2010, 1, 1), "旧文件", by=world.clerk)
    actions.set_authority("629921", "县委社会工作部", date(2024, 3, 1), "新文件", by=world.clerk)
    with pytest.raises(ValidationError, match="晚于"):
        actions.set_authority("629921", "另一机关", date(2024, 3, 1), "文件", by=world.clerk)
    first = actions.grant(accepted(certificate, RegistrationKind.FIRST, world), on=ON, by=world.leader)
    assert first.authority is not None
    assert first.authority.name == "云川县民政局"


def test_a_withdrawn_certificate_lets_the_register_fall_back(
    world: SimpleNamespace, certificate: Certificate, person: Any
) -> None:
    higher = actions.enter_certificate(
        person, Paper("intermediate", "2022-06-19"), on=date(2022, 9, 20), by=world.clerk
    )
    actions.withdraw_certificate(
        higher, CertificateState.VOID, on=date(2022, 10, 1), reason="弄虚作假", document="人社函1号", by=world.clerk
    )
    assert Qualification.objects.get(person=person, ends=None).level == "assistant"
    with pytest.raises(ValidationError, match="已经撤回"):
        actions.withdraw_certificate(
            higher, CertificateState.VOID, on=date(2022, 10, 1), reason="弄虚作假", document="人社函1号", by=world.clerk
        )
