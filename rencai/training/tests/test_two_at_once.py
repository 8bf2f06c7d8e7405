"""Two units, two clerks, two clicks at the same moment, on the real database and its real transactions."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from rencai.org.models import AuditEvent
from rencai.org.tests.together import together
from rencai.people.models import Person
from rencai.people.tests.factory import person
from rencai.training import actions
from rencai.training.models import Batch, BatchState, Enrolment, EnrolmentState
from rencai.training.tests import factory
from rencai.training.tests.test_batches import DAY

TODAY = date(2026, 10, 1)


@pytest.fixture
def db(database_of_its_own: None) -> None:
    """Instead of the transaction that is taken back after each test: threads must see what others committed."""


def send(batch: Batch, one: Person, by: Any, freely: bool = False) -> Any:
    return actions.nominate(batch, [one], today=TODAY, by=by, freely=freely)


def refusals(answers: list[Any]) -> int:
    return sum(isinstance(answer, ValidationError) for answer in answers)


def test_the_last_place_of_a_unit_is_taken_once(world: SimpleNamespace) -> None:
    batch = factory.batch(state=BatchState.OPEN)
    factory.places(batch, world.organisation, 1)
    crowd = [person(world.organisation, name) for name in ("甲一", "乙二", "丙三", "丁四")]
    answers = together(*(lambda one=one: send(batch, one, world.unit_contact) for one in crowd))
    assert refusals(answers) == 3
    assert batch.enrolments.count() == 1


def test_the_last_seat_of_a_batch_is_taken_once_by_different_units(world: SimpleNamespace) -> None:
    batch = factory.batch(state=BatchState.OPEN, capacity=2)
    factory.places(batch, world.organisation, 1)
    factory.places(batch, world.station, 1)
    one, two, three = (
        person(unit, name)
        for unit, name in ((world.organisation, "甲一"), (world.station, "乙二"), (world.other_station, "丙三"))
    )
    answers = together(
        lambda: send(batch, one, world.unit_contact),
        lambda: send(batch, two, world.township_clerk),
        lambda: send(batch, three, world.clerk, freely=True),
    )
    assert refusals(answers) == 1
    assert batch.enrolments.count() == 2


def test_a_double_click_sends_and_confirms_once(world: SimpleNamespace) -> None:
    batch = factory.batch(state=BatchState.OPEN)
    factory.places(batch, world.organisation, 2)
    one = person(world.organisation, "甲一")
    sent = together(*(lambda: send(batch, one, world.unit_contact) for _ in range(2)))
    assert sorted(map(len, sent)) == [0, 1]
    (row,) = batch.enrolments.all()
    confirmed = together(*(lambda: actions.confirm(batch, [row.pk], by=world.clerk) for _ in range(2)))
    assert sorted(confirmed) == [0, 1]
    assert AuditEvent.objects.filter(action="选派参训").count() == 1
    assert AuditEvent.objects.filter(action="确认参训").count() == 1


def test_one_is_confirmed_and_declined_at_once_and_becomes_one_of_both(world: SimpleNamespace) -> None:
    batch = factory.batch(state=BatchState.OPEN)
    row = factory.enrol(batch, person(world.station), world.station, EnrolmentState.NOMINATED)
    answers = together(
        lambda: actions.confirm(batch, [row.pk], by=world.clerk),
        lambda: actions.decline(row, reason="去年已参加", by=world.colleague),
    )
    row.refresh_from_db()
    if row.state == EnrolmentState.CONFIRMED:
        assert answers[0] == 1
        assert isinstance(answers[1], ValidationError)
    else:
        assert (row.state, answers[0]) == (EnrolmentState.DECLINED, 0)


def test_a_batch_is_finished_once_and_never_cancelled_too(world: SimpleNamespace) -> None:
    batch = factory.batch()
    row = factory.enrol(batch, person(world.station), world.station)
    factory.attend(row, batch.sessions.all(), world.clerk)
    answers = together(
        *(lambda: actions.finish(batch, today=DAY, by=world.clerk) for _ in range(2)),
        lambda: actions.cancel(batch, reason="改期", by=world.colleague),
    )
    assert refusals(answers) == 2
    assert Batch.objects.get().state == BatchState.FINISHED
    assert AuditEvent.objects.filter(action="培训结班").count() == 1


def test_somebody_is_replaced_once(world: SimpleNamespace) -> None:
    batch = factory.batch(capacity=1)
    row = factory.enrol(batch, person(world.station, "甲一"), world.station)
    others = [person(world.station, name) for name in ("乙二", "丙三")]
    replace = [
        lambda other=other: actions.replace(row, other, reason="生病", today=DAY, by=world.clerk) for other in others
    ]
    assert refusals(together(*replace)) == 1
    assert sorted(Enrolment.objects.values_list("state", flat=True)) == ["confirmed", "withdrawn"]


def test_a_term_is_paid_once(world: SimpleNamespace) -> None:
    programme = factory.programme()
    days = {"first_day": programme.first_day, "last_day": programme.last_day}
    term = actions.add_term(programme, by=world.clerk, title="第一学期", fee=100, **days)
    answers = together(*(lambda: actions.pay_term(term, on=DAY, by=world.clerk) for _ in range(2)))
    assert refusals(answers) == 1
