"""The lamp, the filter and the count of a certificate's registration never disagree."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from rencai.certificates import actions
from rencai.certificates.actions import Paper
from rencai.certificates.models import Certificate, RegistrationEnd, RegistrationKind
from rencai.certificates.standing import TITLES, conditions, key_of, lamp_of, standing_on
from rencai.people.tests import factory as people

DAYS = [date(2022, 6, 19), date(2023, 6, 19), date(2023, 6, 20), date(2025, 4, 1), date(2025, 4, 2), date(2025, 6, 30),
        date(2025, 7, 1), date(2026, 1, 1)]  # fmt: skip


@pytest.fixture
def several(world: SimpleNamespace) -> None:
    """Never registered, registered, renewed, cancelled, void."""
    for n, what in enumerate(("never", "once", "renewed", "cancelled", "void")):
        person = people.person(world.organisation, f"贺云{n}", on=date(2018, 3, 1))
        paper = Paper("assistant", "2022-06-19", number=f"A-{n}")
        made = actions.enter_certificate(person, paper, on=date(2022, 9, 1), by=world.clerk)
        if what in {"once", "renewed", "cancelled"}:
            period = actions.record_period(made, RegistrationKind.FIRST, date(2022, 7, 1), by=world.clerk)
        if what == "renewed":
            actions.record_period(made, RegistrationKind.RENEWAL, date(2025, 7, 1), by=world.clerk)
        if what == "cancelled":
            actions.end_registration(
                period, RegistrationEnd.CANCELLED, on=date(2023, 6, 20), reason="本人申请", by=world.leader
            )
        if what == "void":
            Certificate.objects.filter(pk=made.pk).update(
                state="void", ended_on=date(2023, 6, 20), ended_reason="弄虚作假"
            )


@pytest.mark.usefixtures("several")
@pytest.mark.parametrize("day", DAYS)
def test_exactly_one_standing_holds_and_the_lamp_says_it(day: date) -> None:
    rows = standing_on(Certificate.objects.all(), day)
    found = {key: set(rows.filter(where).values_list("pk", flat=True)) for key, where in conditions(day).items()}
    assert set(found) == set(TITLES)
    for row in rows:
        assert [key for key, keys in found.items() if row.pk in keys] == [key_of(row, day)]
        assert lamp_of(row, day).word == TITLES[key_of(row, day)]


@pytest.mark.usefixtures("several")
def test_the_words_of_the_days_that_matter() -> None:
    def word(name: str, day: date) -> str:
        return lamp_of(standing_on(Certificate.objects.filter(person__name=name), day).get(), day).word

    assert word("贺云0", date(2023, 6, 19)) == "待首次登记"
    assert word("贺云0", date(2023, 6, 20)) == "首次登记超期"
    assert word("贺云1", date(2025, 4, 1)) == "登记有效"
    assert word("贺云1", date(2025, 4, 2)) == "90日内到期"
    assert word("贺云1", date(2025, 6, 30)) == "90日内到期"
    assert word("贺云1", date(2025, 7, 1)) == "登记逾期"
    assert word("贺云2", date(2025, 6, 30)) == "登记有效"
    assert word("贺云3", date(2023, 6, 20) - timedelta(days=1)) == "登记有效"
    assert word("贺云3", date(2023, 6, 20)) == "登记已注销"
    assert word("贺云4", date(2023, 6, 20)) == "证书无效"
