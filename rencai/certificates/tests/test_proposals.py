"""What follows from other records is proposed, waits for a yes, is confirmed once, and never writes itself."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from rencai.certificates import actions
from rencai.certificates.education.actions import confirm_attended, withdraw_education
from rencai.certificates.models import Certificate, CertificateState, EducationEntry, Registration, RegistrationKind
from rencai.exams.actions import decide_review as decide
from rencai.exams.actions import publish_notice, record_misconduct, record_proof, start_review
from rencai.exams.models import Article
from rencai.exams.tests import factory as exams
from rencai.org.models import User
from rencai.people.models import Person, Qualification
from rencai.people.tests import factory as people
from rencai.training.models import Batch, BatchState, CourseKind, Presence
from rencai.training.tests import factory as training
from rencai.training.tests.addresses import url
from rencai.ui.todo import waiting

PASSED, HOURS, TOLD, DUE = "考试合格待登记证书", "培训学时待计入账户", "花名册中的证书待建立", "证书待首次登记"
VOIDED = "成绩无效的证书待处理"


@pytest.fixture(autouse=True)
def _a_tuesday(time_machine: Any) -> None:
    time_machine.move_to("2022-09-13T10:00:00+08:00", tick=False)


def waits(user: User, title: str) -> int:
    return {item.title: item.count for item in waiting(user)}.get(title, 0)


def test_a_pass_waits_until_its_certificate_is_confirmed_and_then_the_registration_is_due(
    world: SimpleNamespace, person: Person, sign_in: Any
) -> None:
    entry = exams.entry(exams.sitting(), person, 70, 65)
    client, address = sign_in(world.clerk), url("certificates-proposed")
    assert (waits(world.clerk, PASSED), waits(world.clerk, DUE)) == (1, 0)
    for _ in range(2):
        assert "贺云" in client.get(address).text
    assert not Certificate.objects.exists(), "looking confirms nothing"
    assert "已登记1份证书" in client.post(address, {"entry": [entry.pk]}).text
    assert "已登记0份证书" in client.post(address, {"entry": [entry.pk]}).text
    made = Certificate.objects.get()
    assert (made.entry, made.origin, made.obtained, made.entered_by) == (entry, "exam", "2022-06-19", world.clerk)
    assert (waits(world.clerk, PASSED), waits(world.clerk, DUE)) == (0, 1)
    assert not Registration.objects.exists()


def test_nothing_is_proposed_or_confirmed_beyond_the_own_county(
    world: SimpleNamespace, person: Person, sign_in: Any
) -> None:
    entry = exams.entry(exams.sitting(), person, 70, 65)
    assert waits(world.stranger, PASSED) == 0
    stranger = sign_in(world.stranger)
    assert "贺云" not in stranger.get(url("certificates-proposed")).text
    stranger.post(url("certificates-proposed"), {"entry": [entry.pk]})
    assert not Certificate.objects.exists()
    for name in ("certificates-proposed", "certificates-adopt", "education-proposed"):
        assert sign_in(world.unit_contact).post(url(name), {"entry": [entry.pk]}).status_code == 403
    assert waits(world.unit_contact, PASSED) == 0
    assert waits(world.colleague, PASSED) == 1


def test_no_box_or_a_box_that_is_none_confirms_nothing(world: SimpleNamespace, person: Person, sign_in: Any) -> None:
    exams.entry(exams.sitting(), person, 70, 65)
    for told in ({}, {"entry": ["x", "", "9" * 30, "-1"]}):
        assert "已登记0份证书" in sign_in(world.clerk).post(url("certificates-proposed"), told).text
    assert not Certificate.objects.exists()


def test_failed_and_voided_passes_are_not_proposed(world: SimpleNamespace, person: Person) -> None:
    exams.entry(exams.sitting(2021), person, 70, 59)
    entry = exams.entry(exams.sitting(), person, 70, 65)
    assert waits(world.clerk, PASSED) == 1
    record_misconduct(
        entry, article=Article.ART_7, conduct="抄袭", document="云人考〔2022〕3号", decided_on=date(2022, 7, 1),
        by=world.clerk,
    )  # fmt: skip
    assert waits(world.clerk, PASSED) == 0


def test_a_certificate_whose_pass_was_made_void_waits_to_be_taken_back(
    world: SimpleNamespace, person: Person, sign_in: Any
) -> None:
    entry = exams.entry(exams.sitting(), person, 70, 65)
    actions.issue_for_entries([entry], on=date(2022, 9, 10), by=world.clerk)
    made = Certificate.objects.get()
    assert waits(world.clerk, VOIDED) == 0
    record_misconduct(
        entry, article=Article.ART_10, conduct="伪造学历", document="云人考〔2022〕4号", decided_on=date(2022, 9, 12),
        by=world.clerk,
    )  # fmt: skip
    assert (waits(world.clerk, VOIDED), waits(world.stranger, VOIDED)) == (1, 0)
    assert url("certificate-end", made) in sign_in(world.clerk).get(url("certificates-proposed")).text
    made.refresh_from_db()
    assert made.state == CertificateState.VALID, "a person takes it back, not the program"
    actions.withdraw_certificate(
        made, CertificateState.VOID, on=date(2022, 9, 13), reason="成绩无效", document="4号文", by=world.clerk
    )  # fmt: skip
    assert waits(world.clerk, VOIDED) == 0


def test_whoever_holds_the_level_by_hand_is_not_proposed_again(
    world: SimpleNamespace, certificate: Certificate
) -> None:
    entry = exams.entry(exams.sitting(), certificate.person, 70, 65)
    assert waits(world.clerk, PASSED) == 0
    assert actions.issue_for_entries([entry], on=date(2022, 9, 13), by=world.clerk) == 0
    actions.withdraw_certificate(
        certificate, CertificateState.VOID, on=date(2022, 9, 13), reason="登记有误", document="更正1号", by=world.clerk
    )  # fmt: skip
    assert waits(world.clerk, PASSED) == 1


def test_a_senior_pass_is_proposed_once_its_review_is_passed(world: SimpleNamespace, person: Person) -> None:
    entry = exams.entry(exams.sitting(2021, "senior"), person, 70)
    proof = record_proof(entry, issued_on=date(2021, 9, 10), by=world.clerk)
    review = start_review(proof, on=date(2022, 8, 1), by=world.clerk)
    publish_notice(review, starts=date(2022, 8, 8), ends=date(2022, 8, 12), document="云评〔2022〕1号", by=world.clerk)
    assert waits(world.clerk, PASSED) == 0
    decide(review, passed=True, on=date(2022, 8, 15), note="", by=world.clerk)
    assert waits(world.clerk, PASSED) == 1
    actions.issue_for_entries([entry], on=date(2022, 9, 13), by=world.clerk)
    made = Certificate.objects.get()
    assert made.obtained == "2022-08-15", "nobody holds the senior level before the review, so its year begins there"


def held(world: SimpleNamespace, *people: Person, day: date = date(2022, 9, 6), **values: Any) -> Batch:
    return training.held(
        world.clerk, [(one, world.organisation) for one in people], day, **{"kind": CourseKind.SOCIAL_WORK, **values}
    )


def test_hours_of_a_finished_batch_wait_until_they_are_counted_and_count_once(
    world: SimpleNamespace, period: Registration, sign_in: Any
) -> None:
    batch = held(world, period.certificate.person)
    enrolment = batch.enrolments.get()
    client, address = sign_in(world.clerk), url("education-proposed")
    assert waits(world.clerk, HOURS) == 1
    assert "贺云" in client.get(address).text
    assert not EducationEntry.objects.exists(), "looking counts nothing"
    assert "已计入1条" in client.post(address, {"row": [enrolment.pk]}).text
    assert "已计入0条" in client.post(address, {"row": [enrolment.pk]}).text
    entry = EducationEntry.objects.get()
    assert (entry.half_hours, entry.mode, entry.origin, entry.entered_on, entry.last_day) == (
        14, "training", "batch", date(2022, 9, 13), date(2022, 9, 6),
    )  # fmt: skip
    assert waits(world.clerk, HOURS) == 0
    assert "到期差 65 小时" in client.get(url("account-page", period)).text


def test_only_hours_of_holders_at_finished_social_work_batches_are_proposed(
    world: SimpleNamespace, period: Registration
) -> None:
    holder = period.certificate.person
    held(world, people.person(world.organisation, "无证"))
    held(world, holder, kind=CourseKind.PROFESSIONAL)
    running = held(world, holder)
    Batch.objects.filter(pk=running.pk).update(state=BatchState.CONFIRMED)
    absent = training.enrol(held(world), holder, world.organisation)
    assert absent.hours == 0
    assert waits(world.clerk, HOURS) == 0
    Batch.objects.filter(pk=running.pk).update(state=BatchState.FINISHED)
    assert waits(world.clerk, HOURS) == 1


def test_a_ledger_put_right_after_the_hours_were_counted_is_proposed_anew_and_the_past_stays(
    world: SimpleNamespace, period: Registration, sign_in: Any, time_machine: Any
) -> None:
    batch = held(world, period.certificate.person)
    enrolment, client = batch.enrolments.get(), sign_in(world.clerk)
    client.post(url("education-proposed"), {"row": [enrolment.pk]})
    time_machine.move_to("2022-09-20T10:00:00+08:00", tick=False)
    client, (morning, afternoon) = sign_in(world.clerk), batch.sessions.all()
    training.attend(enrolment, [afternoon], world.clerk, Presence.ABSENT, reason="冒签核实")
    assert waits(world.clerk, HOURS) == 1
    assert "原计入 7，签到已更正" in client.get(url("education-proposed")).text
    assert "到期差 65 小时" in client.get(url("account-page", period)).text, "until somebody says yes"
    assert "已计入1条" in client.post(url("education-proposed"), {"row": [enrolment.pk]}).text
    assert "已计入0条" in client.post(url("education-proposed"), {"row": [enrolment.pk]}).text
    assert "到期差 68 小时" in client.get(url("account-page", period)).text
    assert "到期差 65 小时" in client.get(url("account-page", period, query="?on=2022-09-19")).text
    assert "签到更正：由7学时改为4学时" in client.get(url("learning", period.certificate.person)).text
    training.attend(enrolment, [morning], world.clerk, Presence.ABSENT, reason="冒签核实")
    assert "已计入1条" in client.post(url("education-proposed"), {"row": [enrolment.pk]}).text
    assert not EducationEntry.objects.filter(withdrawn_on=None).exists()
    assert waits(world.clerk, HOURS) == 0


def test_an_entry_that_somebody_withdrew_is_not_proposed_again(world: SimpleNamespace, period: Registration) -> None:
    enrolment = held(world, period.certificate.person).enrolments.get()
    confirm_attended([enrolment], on=date(2022, 9, 13), by=world.clerk)
    entry = EducationEntry.objects.get()
    withdraw_education(entry, on=date(2022, 9, 13), reason="与另一证明重复", by=world.clerk)
    assert waits(world.clerk, HOURS) == 0
    assert confirm_attended([enrolment], on=date(2022, 9, 13), by=world.clerk) == 0


def test_a_stranger_counts_no_hours_here(world: SimpleNamespace, period: Registration, sign_in: Any) -> None:
    enrolment = held(world, period.certificate.person).enrolments.get()
    stranger = sign_in(world.stranger)
    assert "贺云" not in stranger.get(url("education-proposed")).text
    assert "已计入0条" in stranger.post(url("education-proposed"), {"row": [enrolment.pk]}).text
    assert not EducationEntry.objects.exists()
    assert waits(world.stranger, HOURS) == 0


def test_a_registration_that_is_due_waits_for_bureau_unit_and_holder_and_opens_none(
    world: SimpleNamespace, certificate: Certificate, sign_in: Any
) -> None:
    for user in (world.clerk, world.colleague, world.unit_contact, world.talent):
        assert waits(user, DUE) == 1
        assert sign_in(user).get("/").status_code == 200
    for user in (world.stranger, world.leader, world.audit_admin):
        assert waits(user, DUE) == 0
    assert not Registration.objects.exists()
    actions.record_period(certificate, RegistrationKind.FIRST, date(2022, 9, 1), by=world.clerk)
    for user in (world.clerk, world.unit_contact, world.talent):
        assert waits(user, DUE) == 0


def test_what_a_roster_told_waits_until_it_is_adopted(world: SimpleNamespace, person: Person, sign_in: Any) -> None:
    people.qualify(person, "intermediate", number="Z-1", obtained="2019-06", valid_until="2023-06-30")
    row = Qualification.objects.get()
    client, address = sign_in(world.clerk), url("certificates-adopt")
    assert waits(world.clerk, TOLD) == 1
    assert "2019-06" in client.get(address).text
    assert not Certificate.objects.exists()
    sign_in(world.stranger).post(address, {"row": [row.pk]})
    assert not Certificate.objects.exists()
    assert "已建立1份证书" in client.post(address, {"row": [row.pk], "periods": "yes"}).text
    assert "已建立0份证书" in client.post(address, {"row": [row.pk], "periods": "yes"}).text
    assert waits(world.clerk, TOLD) == 0
    assert Certificate.objects.get().origin == "register"
    assert Registration.objects.get().kind == RegistrationKind.UNTOLD
    assert list(Qualification.objects.values_list("number", "valid_until")) == [("Z-1", "2023-06-30")]
