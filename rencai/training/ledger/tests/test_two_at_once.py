"""Two phones, two clerks, two clicks at the same moment, on the real database and its real transactions."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from rencai.org.tests.together import together
from rencai.people.tests import factory as people
from rencai.training.ledger import actions
from rencai.training.ledger.tests.factory import DAY, at
from rencai.training.models import Attendance, Batch, BatchState, Completion, Enrolment, Evaluation


@pytest.fixture
def db(database_of_its_own: None) -> None:
    """Instead of the transaction that is taken back after each test: threads must see what others committed."""


def test_one_person_from_two_phones_is_there_once(course: SimpleNamespace) -> None:
    def arrive(device: str) -> Any:
        return actions.sign_in(course.morning, course.wang, scanned_at=at(8, 20), device=device)

    first, second = together(lambda: arrive("a"), lambda: arrive("b"))
    assert first == second
    assert Attendance.objects.count() == 1
    assert Enrolment.objects.get(person=course.wang).hours == 4


def test_twelve_phones_at_once_lose_nobody(course: SimpleNamespace) -> None:
    crowd = [people.person(course.world.station, f"赵{'一二三四五六七八九十甲乙'[n]}") for n in range(12)]
    jobs = [
        lambda n=n, one=one: actions.sign_in(course.morning, one, scanned_at=at(8, 20), device=f"d{n}")
        for n, one in enumerate(crowd)
    ]
    together(*jobs)
    assert Attendance.objects.filter(session=course.morning, hours=4).count() == 12
    assert set(Enrolment.objects.filter(person__in=crowd).values_list("hours", flat=True)) == {4}


def test_one_phone_pressed_for_three_at_once_signs_in_two(course: SimpleNamespace) -> None:
    crowd = (course.zhang, course.li, course.wang)
    answers = together(
        *(lambda one=one: actions.sign_in(course.morning, one, scanned_at=at(8, 20), device="a") for one in crowd)
    )
    assert sum(isinstance(answer, ValidationError) for answer in answers) == 1
    assert Attendance.objects.filter(device="a").count() == 2


def test_two_sheets_at_once_keep_the_sum_right(course: SimpleNamespace) -> None:
    def enter(session: Any) -> Any:
        marks = [actions.Mark(one.pk, session.pk, "present") for one in (course.of_zhang, course.of_li)]
        return actions.record_sheet(course.batch, marks, now=at(19, 0), by=course.world.clerk)

    together(lambda: enter(course.morning), lambda: enter(course.afternoon))
    assert set(Enrolment.objects.values_list("hours", flat=True)) == {7}


def test_a_double_click_issues_each_certificate_once_and_numbers_have_no_gap(course: SimpleNamespace) -> None:
    for session in (course.morning, course.afternoon):
        marks = [actions.Mark(one.pk, session.pk, "present") for one in (course.of_zhang, course.of_li)]
        actions.record_sheet(course.batch, marks, now=at(19, 0), by=course.world.clerk)
    Batch.objects.update(state=BatchState.FINISHED)
    press = lambda: actions.issue_completions(course.batch, today=DAY, by=course.world.clerk)  # noqa: E731
    answers = together(press, press)
    assert sorted(map(len, answers)) == [0, 2]
    assert sorted(Completion.objects.values_list("serial", flat=True)) == [1, 2]


def test_an_opinion_sent_twice_counts_once(course: SimpleNamespace) -> None:
    marks = [actions.Mark(course.of_zhang.pk, course.morning.pk, "present")]
    actions.record_sheet(course.batch, marks, now=at(19, 0), by=course.world.clerk)
    scores = {"content": 5, "teaching": 4, "organisation": 3, "use": 2, "comment": ""}
    answers = together(*(lambda: actions.evaluate(course.of_zhang, today=DAY, **scores) for _ in range(2)))
    assert sum(isinstance(answer, ValidationError) for answer in answers) == 1
    assert Evaluation.objects.count() == 1
