"""A sampling audit: anybody can draw it again from what its page says; each account drawn gets a finding."""

import hashlib
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from rencai.certificates import actions as certificates
from rencai.certificates.actions import Paper
from rencai.certificates.education import actions
from rencai.certificates.models import Certificate, Drawn, Finding, RegistrationEnd, RegistrationKind, Sample
from rencai.org.models import Unit
from rencai.people.tests import factory as people
from rencai.training.tests.addresses import url
from rencai.ui.todo import waiting

ON = date(2025, 6, 1)
TOLD = {"title": "2025年抽查", "on": "2025-06-01", "seed": "20250601", "size": "3", "cure_until": "2025-07-31"}


@pytest.fixture(autouse=True)
def _first_of_june(time_machine: Any) -> None:
    time_machine.move_to("2025-06-01T10:00:00+08:00", tick=False)


def registered(unit: Unit, name: str, by: Any, starts: date = date(2022, 7, 1)) -> Certificate:
    person = people.person(unit, name, on=date(2018, 3, 1))
    made = certificates.enter_certificate(person, Paper("assistant", "2020-06-19"), on=date(2022, 9, 10), by=by)
    certificates.record_period(made, RegistrationKind.FIRST, starts, by=by)
    return made


@pytest.fixture
def twelve(world: SimpleNamespace) -> list[Certificate]:
    """Twelve accounts that run; one that ran out, one cancelled and one of another county beside them."""
    found = [registered(world.organisation, f"贺云{n}", world.clerk) for n in "甲乙丙丁戊己庚辛壬癸子丑"]
    registered(world.organisation, "过期", world.clerk, date(2022, 5, 31))
    ended = registered(world.organisation, "注销", world.clerk).registrations.get()
    certificates.end_registration(ended, RegistrationEnd.CANCELLED, on=ON, reason="本人申请", by=world.leader)
    registered(world.strange_station, "外县", world.stranger)
    return found


def sample(world: SimpleNamespace, **values: Any) -> Sample:
    told = {"title": "抽查", "on": ON, "seed": "20250601", "size": 3, "cure_until": None} | values
    return actions.draw_sample(county="629921", by=world.clerk, **told)


def test_the_draw_is_redone_from_the_page_with_nothing_but_sha256(
    world: SimpleNamespace, twelve: list[Certificate], sign_in: Any
) -> None:
    client = sign_in(world.clerk)
    assert client.post(url("sample-list"), TOLD).status_code == 302
    made = Sample.objects.get()
    page = client.get(url("sample", made)).text
    assert "种子 20250601 · 总体 12，抽取 3 · 补正期限 2025-07-31" in page
    assert f"printf &#x27;%s&#x27; &#x27;20250601:{twelve[0].pk}&#x27; | sha256sum" in page.replace("'", "&#x27;")
    by_hand = sorted((hashlib.sha256(f"20250601:{one.pk}".encode()).hexdigest(), one.pk) for one in twelve)[:3]
    assert list(made.drawn.values_list("certificate", flat=True)) == [key for _, key in by_hand]


def test_the_population_are_the_registrations_that_hold_on_the_day(
    world: SimpleNamespace, twelve: list[Certificate]
) -> None:
    assert sample(world).population == sorted(one.pk for one in twelve)
    before = sample(world, on=date(2025, 5, 30))
    assert len(before.population) == 14


def test_the_same_seed_draws_the_same_and_a_larger_sample_holds_the_smaller(
    world: SimpleNamespace, twelve: list[Certificate]
) -> None:
    def drawn(**values: Any) -> list[int]:
        return list(sample(world, **values).drawn.values_list("certificate", flat=True))

    assert drawn() == drawn(title="再抽一次")
    assert drawn(size=5)[:3] == drawn()
    assert {tuple(drawn(seed=f"种子{n}")) for n in range(5)} != {tuple(drawn())}
    assert sorted(drawn(size=12)) == sorted(one.pk for one in twelve)


def test_a_draw_without_seed_or_of_more_than_there_are_is_refused_in_words(
    world: SimpleNamespace, twelve: list[Certificate], sign_in: Any
) -> None:
    client = sign_in(world.clerk)
    assert "抽取数应在1至12之间" in client.post(url("sample-list"), TOLD | {"size": "13"}).text
    assert client.post(url("sample-list"), TOLD | {"seed": " "}).status_code == 200
    with pytest.raises(ValidationError, match="随机种子"):
        sample(world, seed="　")
    assert not Sample.objects.exists()


def test_nobody_registered_means_nothing_to_draw(world: SimpleNamespace) -> None:
    with pytest.raises(ValidationError, match="没有登记有效的证书"):
        sample(world, size=1)


def test_each_account_drawn_waits_for_its_finding_and_a_doubt_is_explained(
    world: SimpleNamespace, twelve: list[Certificate], sign_in: Any
) -> None:
    made, client = sample(world), sign_in(world.clerk)

    def open_ones() -> int:
        return {item.title: item.count for item in waiting(world.clerk)}.get("抽查账户待核查", 0)

    assert open_ones() == 3
    for one, finding in zip(made.drawn.all(), (Finding.RIGHT, Finding.CURE, Finding.WRONG), strict=True):
        address = url("drawn-finding", one)
        if finding != Finding.RIGHT:
            assert "请写明情况" in client.post(address, {"finding": finding, "note": ""}).text
        note = "" if finding == Finding.RIGHT else "证明缺页"
        assert client.post(address, {"finding": finding, "note": note}).status_code == 302
    assert open_ones() == 0
    page = client.get(url("sample", made)).text
    for words in ("属实", "需补正", "不属实", "证明缺页"):
        assert words in page


def test_a_sample_is_the_countys_and_a_stranger_finds_none(
    world: SimpleNamespace, twelve: list[Certificate], sign_in: Any
) -> None:
    made = sample(world)
    drawn = made.drawn.first()
    assert sign_in(world.colleague).get(url("sample", made)).status_code == 200
    stranger = sign_in(world.stranger)
    assert stranger.get(url("sample", made)).status_code == 404
    assert stranger.post(url("drawn-finding", drawn), {"finding": "right", "note": ""}).status_code == 404
    assert "抽查" not in stranger.get(url("sample-list")).text.split("历次抽查")[1].split("新的抽查")[0]
    assert sign_in(world.unit_contact).get(url("sample", made)).status_code == 403
    assert not Drawn.objects.exclude(finding=Finding.OPEN).exists()
