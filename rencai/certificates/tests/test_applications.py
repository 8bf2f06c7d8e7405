"""An application takes one step at a time, each from where it may; what it opens never touches what was there."""

from collections.abc import Callable
from datetime import date
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError

from rencai.certificates import actions
from rencai.certificates.explaining import conditions_of
from rencai.certificates.models import (
    Application,
    ApplicationState,
    Certificate,
    CertificateState,
    Registration,
    RegistrationEnd,
    RegistrationKind,
)
from rencai.certificates.notice import notice
from rencai.org.models import AuditEvent, User
from rencai.people.models import Person, Qualification

ON = date(2022, 9, 13)
FIRST, RENEWAL = RegistrationKind.FIRST, RegistrationKind.RENEWAL
_S = ApplicationState
STEPS: dict[str, Callable[[Application, User], object]] = {
    "accept": lambda one, by: actions.accept(one, on=ON, by=by),
    "return": lambda one, by: actions.return_for_correction(one, reason="缺申请表", by=by),
    "again": lambda one, by: actions.submit_again(one, on=ON, materials=["身份证"], by=by),
    "withdraw": lambda one, by: actions.withdraw_application(one, reason="本人放弃", by=by),
    "grant": lambda one, by: actions.grant(one, on=ON, by=by),
    "refuse": lambda one, by: actions.refuse(one, on=ON, reason="材料不实", by=by),
}
# The way into each state, and where it goes from there.
WAYS = {
    _S.SUBMITTED: (),
    _S.RETURNED: ("return",),
    _S.ACCEPTED: ("accept",),
    _S.GRANTED: ("accept", "grant"),
    _S.REFUSED: ("accept", "refuse"),
    _S.WITHDRAWN: ("withdraw",),
}
ALLOWED = {
    (_S.SUBMITTED, "accept"): _S.ACCEPTED,
    (_S.SUBMITTED, "return"): _S.RETURNED,
    (_S.SUBMITTED, "withdraw"): _S.WITHDRAWN,
    (_S.RETURNED, "again"): _S.SUBMITTED,
    (_S.RETURNED, "withdraw"): _S.WITHDRAWN,
    (_S.ACCEPTED, "grant"): _S.GRANTED,
    (_S.ACCEPTED, "refuse"): _S.REFUSED,
    (_S.ACCEPTED, "withdraw"): _S.WITHDRAWN,
}


def applied(certificate: Certificate, by: User, kind: RegistrationKind = FIRST, on: date = ON) -> Application:
    return actions.apply_for(certificate, kind, on=on, materials=["身份证", "登记申请表"], by=by)


def granted(certificate: Certificate, by: User, kind: RegistrationKind = FIRST, on: date = ON) -> Registration:
    application = applied(certificate, by, kind, on)
    actions.accept(application, on=on, by=by)
    return actions.grant(application, on=on, by=by, number="DJ-1", reason="经集体研究")


def cancel(period: Registration, on: date, by: User) -> None:
    actions.end_registration(period, RegistrationEnd.CANCELLED, on=on, reason="本人申请", by=by)


def held(person: Person) -> Qualification:
    return Qualification.objects.get(person=person, ends=None)


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("state", WAYS)
def test_each_step_is_taken_from_its_own_state_and_refused_from_every_other(
    world: SimpleNamespace, certificate: Certificate, state: ApplicationState, step: str
) -> None:
    application = applied(certificate, world.clerk)
    for way in WAYS[state]:
        STEPS[way](application, world.leader)
    periods, told = Registration.objects.count(), AuditEvent.objects.count()
    wanted = ALLOWED.get((state, step))
    if wanted is None:
        with pytest.raises(ValidationError, match=f"现为“{state.label}”，请刷新"):
            STEPS[step](application, world.leader)
        assert (Registration.objects.count(), AuditEvent.objects.count()) == (periods, told)
    else:
        STEPS[step](application, world.leader)
        assert AuditEvent.objects.count() > told
    application.refresh_from_db()
    assert application.state == (wanted or state)


def test_each_step_stands_in_the_audit_chain_with_its_reason(world: SimpleNamespace, certificate: Certificate) -> None:
    application = applied(certificate, world.clerk)
    for step, by in (
        ("return", world.clerk),
        ("again", world.clerk),
        ("accept", world.clerk),
        ("refuse", world.leader),
    ):
        STEPS[step](application, by)
    told = list(AuditEvent.objects.order_by("seq").values_list("action", flat=True))[-5:]
    assert told == ["申请登记", "退回登记申请", "补正登记申请", "受理登记申请", "不予登记"]


@pytest.mark.parametrize("step", [actions.return_for_correction, actions.withdraw_application])
def test_a_blank_is_no_reason(world: SimpleNamespace, certificate: Certificate, step: Callable[..., None]) -> None:
    application = applied(certificate, world.clerk)
    with pytest.raises(ValidationError, match="写明理由"):
        step(application, reason="　 ", by=world.clerk)
    application.refresh_from_db()
    assert application.state == _S.SUBMITTED


def test_days_never_run_backwards(world: SimpleNamespace, certificate: Certificate) -> None:
    application = applied(certificate, world.clerk)
    with pytest.raises(ValidationError, match="受理日期不能早于申请日期"):
        actions.accept(application, on=date(2022, 9, 12), by=world.clerk)
    actions.accept(application, on=date(2022, 9, 15), by=world.clerk)
    for decide in (actions.grant, lambda one, **told: actions.refuse(one, reason="材料不实", **told)):
        with pytest.raises(ValidationError, match="决定日期不能早于受理日期"):
            decide(application, on=date(2022, 9, 14), by=world.leader)
    application.refresh_from_db()
    assert (application.state, Registration.objects.count()) == (_S.ACCEPTED, 0)


def test_a_first_registration_opens_three_years_and_the_register_learns_the_last_day(
    world: SimpleNamespace, certificate: Certificate, person: Person
) -> None:
    period = granted(certificate, world.leader)
    assert (period.kind, period.starts, period.valid_until) == (FIRST, ON, date(2025, 9, 12))
    assert (period.number, period.application.decided_by) == ("DJ-1", world.leader)
    assert held(person).valid_until == "2025-09-12"


def test_the_kind_follows_from_whether_it_was_ever_registered(world: SimpleNamespace, certificate: Certificate) -> None:
    with pytest.raises(ValidationError, match="没有登记记录"):
        applied(certificate, world.clerk, RENEWAL)
    granted(certificate, world.leader)
    with pytest.raises(ValidationError, match="已登记过，请办理再登记"):
        applied(certificate, world.clerk)


def test_renewals_stand_one_after_the_other_and_none_changes_the_one_before(
    world: SimpleNamespace, certificate: Certificate
) -> None:
    granted(certificate, world.leader)
    for on in (date(2025, 8, 1), date(2028, 9, 12)):
        before = list(Registration.objects.values())
        granted(certificate, world.leader, RENEWAL, on)
        assert [row for row in Registration.objects.values() if row in before] == before
    assert list(Registration.objects.values_list("kind", "starts", "ends")) == [
        ("first", date(2022, 9, 13), date(2025, 9, 13)),
        ("renewal", date(2025, 9, 13), date(2028, 9, 13)),
        ("renewal", date(2028, 9, 13), date(2031, 9, 13)),
    ]


def test_a_renewal_after_the_end_begins_on_the_day_of_the_decision(
    world: SimpleNamespace, certificate: Certificate
) -> None:
    granted(certificate, world.leader)
    late = granted(certificate, world.leader, RENEWAL, date(2025, 10, 9))
    assert (late.starts, late.valid_until) == (date(2025, 10, 9), date(2028, 10, 8))


def test_three_years_from_the_29_of_february_are_three_whole_years(
    world: SimpleNamespace, certificate: Certificate
) -> None:
    period = granted(certificate, world.leader, on=date(2024, 2, 29))
    assert period.valid_until == date(2027, 2, 28)


def test_after_a_cancellation_the_same_certificate_is_registered_again(
    world: SimpleNamespace, certificate: Certificate, person: Person
) -> None:
    first = granted(certificate, world.leader)
    cancel(first, date(2023, 5, 8), world.leader)
    assert held(person).valid_until == "2023-05-07"
    with pytest.raises(ValidationError, match="再登记"):
        applied(certificate, world.clerk, FIRST, date(2024, 3, 4))
    again = granted(certificate, world.leader, RENEWAL, date(2024, 3, 4))
    assert (again.starts, again.valid_until) == (date(2024, 3, 4), date(2027, 3, 3))
    first.refresh_from_db()
    assert (first.ends, first.ended_on) == (date(2025, 9, 13), date(2023, 5, 8))
    assert held(person).valid_until == "2027-03-03"


def test_a_period_ends_once_and_within_its_days(world: SimpleNamespace, certificate: Certificate) -> None:
    period = granted(certificate, world.leader)
    for day in (date(2022, 9, 12), date(2025, 9, 13)):
        with pytest.raises(ValidationError, match="有效期内"):
            actions.end_registration(period, RegistrationEnd.WITHDRAWN, on=day, reason="骗取登记", by=world.leader)
    with pytest.raises(ValidationError, match="理由"):
        actions.end_registration(period, RegistrationEnd.WITHDRAWN, on=ON, reason="", by=world.leader)
    actions.end_registration(period, RegistrationEnd.WITHDRAWN, on=ON, reason="骗取登记", by=world.leader)
    with pytest.raises(ValidationError, match="已经注销或撤销"):
        actions.end_registration(period, RegistrationEnd.CANCELLED, on=ON, reason="本人申请", by=world.leader)
    assert not Registration.objects.get(ended_kind=RegistrationEnd.WITHDRAWN).holds(ON)


def withdraw(certificate: Certificate, by: User) -> None:
    actions.withdraw_certificate(
        certificate, CertificateState.WITHDRAWN, on=date(2022, 9, 20), reason="弄虚作假", document="人社函1号", by=by
    )


def test_a_certificate_taken_back_is_neither_applied_for_nor_registered(
    world: SimpleNamespace, certificate: Certificate, person: Person
) -> None:
    application = applied(certificate, world.clerk)
    actions.accept(application, on=ON, by=world.clerk)
    withdraw(certificate, world.clerk)
    with pytest.raises(ValidationError, match="不能准予登记"):
        actions.grant(application, on=date(2022, 9, 21), by=world.leader)
    assert not Registration.objects.exists()
    assert held(person).known_none
    actions.refuse(application, on=date(2022, 9, 21), reason="证书已撤回", by=world.leader)
    with pytest.raises(ValidationError, match="撤回或无效，不能申请"):
        applied(certificate, world.clerk, on=date(2022, 9, 22))


def test_a_period_entered_for_a_certificate_taken_back_leaves_the_register_alone(
    world: SimpleNamespace, certificate: Certificate, person: Person
) -> None:
    withdraw(certificate, world.clerk)
    actions.record_period(certificate, FIRST, date(2022, 7, 1), by=world.clerk)
    assert held(person).known_none


def test_a_first_registration_entered_meanwhile_is_not_opened_a_second_time(
    world: SimpleNamespace, certificate: Certificate
) -> None:
    application = applied(certificate, world.clerk)
    actions.accept(application, on=ON, by=world.clerk)
    actions.record_period(certificate, FIRST, date(2019, 7, 1), by=world.clerk)
    with pytest.raises(ValidationError, match="已登记过"):
        actions.grant(application, on=ON, by=world.leader)
    assert Registration.objects.count() == 1


def test_a_decided_application_is_read_by_the_conditions_it_was_decided_by(
    world: SimpleNamespace, certificate: Certificate
) -> None:
    for kind, on in ((FIRST, ON), (RENEWAL, date(2025, 10, 9))):
        period = granted(certificate, world.leader, kind, on)
        found = conditions_of(certificate, on, stated=True, application=period.application)
        assert found is not None
        assert found.kind == kind
        says = {clause.key: clause.status for clause in found.found.clauses}
        expected = {"unregistered": "符合"} if kind == FIRST else {"running": "不符合"}
        assert {key: says[key] for key in expected} == expected


def test_the_conditions_of_a_day_know_nothing_of_a_later_cancellation(
    world: SimpleNamespace, certificate: Certificate
) -> None:
    period = granted(certificate, world.leader)
    cancel(period, date(2025, 8, 1), world.leader)

    def running(day: date) -> str:
        found = conditions_of(certificate, day)
        assert found is not None
        assert found.kind == RENEWAL
        return str(next(clause.status for clause in found.found.clauses if clause.key == "running"))

    assert running(date(2025, 7, 31)) == "符合"
    assert running(date(2025, 8, 1)) == "不符合"


@pytest.mark.parametrize(("day", "opened"), [(date(2025, 6, 11), "不符合"), (date(2025, 6, 12), "符合")])
def test_a_renewal_three_months_before_the_end_and_a_day_earlier(
    world: SimpleNamespace, certificate: Certificate, day: date, opened: str
) -> None:
    granted(certificate, world.leader)
    found = conditions_of(certificate, day)
    assert found is not None
    assert str(next(clause.status for clause in found.found.clauses if clause.key == "opened")) == opened


def test_the_notice_says_what_was_decided_by_whom(world: SimpleNamespace, certificate: Certificate) -> None:
    actions.set_authority("629921", "云川县民政局", date(2010, 1, 1), "旧文件", by=world.clerk)
    period = granted(certificate, world.leader)
    made = notice(period.application, "https://rencai.example.cn/x")
    words = str(made.body)
    assert (made.title, made.addressee, made.signature) == ("准予登记通知", "贺云", "云川县民政局")
    for expected in ("首次登记", "DJ-1", "2022年9月13日至2025年9月12日"):
        assert expected in words
    renewal = applied(certificate, world.clerk, RENEWAL, date(2025, 8, 1))
    with pytest.raises(ValueError, match="not decided"):
        notice(renewal, "x")
    actions.accept(renewal, on=date(2025, 8, 1), by=world.clerk)
    actions.refuse(renewal, on=date(2025, 8, 4), reason="学时不足", by=world.leader)
    renewal.refresh_from_db()
    made = notice(renewal, "https://rencai.example.cn/x")
    assert (made.title, made.check) == ("不予登记通知", None)
    assert "不予再登记。理由：学时不足" in str(made.body)
