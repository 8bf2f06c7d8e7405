"""Numbers are kept while the data stand still, and never longer."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from rencai.org import audit
from rencai.org.models import Unit
from rencai.ui import numbers
from rencai.ui.figures import Figure, Ratio, Scope
from rencai.ui.numbers import Kept


def test_the_store_is_bounded_and_the_least_used_goes_first() -> None:
    kept = Kept(2)
    assert [kept.take(key, lambda key=key: key) for key in "aba"] == ["a", "b", "a"]
    kept.take("c", lambda: "c")
    assert kept.take("a", lambda: "again") == "a"
    assert kept.take("b", lambda: "again") == "again"


@pytest.mark.usefixtures("outside")
def test_a_number_costs_no_query_until_something_changes(units: Figure, world: SimpleNamespace) -> None:
    scope = Scope(timezone.localdate(), world.clerk)
    assert numbers.number(units, scope, audit.revision()) == 4
    revision = audit.revision()
    with CaptureQueriesContext(connection) as queries:
        assert numbers.number(units, scope, revision) == 4
        assert numbers.number(units, Scope(scope.on, world.leader), revision) == 4
    assert len(queries) == 0
    with transaction.atomic():
        Unit.objects.filter(pk=world.station.pk).update(ends=scope.on)
        audit.record("撤销单位", by=world.clerk, on=world.station)
    assert numbers.number(units, scope, audit.revision()) == 3


@pytest.mark.usefixtures("outside")
def test_users_who_see_different_rows_share_no_number(units: Figure, world: SimpleNamespace) -> None:
    today = timezone.localdate()
    users = (world.clerk, world.township_clerk, world.unit_contact, world.stranger, world.talent)
    assert [numbers.number(units, Scope(today, user), 0) for user in users] == [4, 2, 1, 2, 0]


def test_inside_a_transaction_nothing_is_kept_or_taken(units: Figure, world: SimpleNamespace) -> None:
    scope = Scope(timezone.localdate(), world.clerk)
    assert numbers.number(units, scope, 7) == 4
    Unit.objects.filter(pk=world.station.pk).update(ends=scope.on)
    assert numbers.number(units, scope, 7) == 3


def test_a_share_is_rounded_half_up_and_unknown_without_a_whole(station_share: Ratio) -> None:
    assert [station_share.of(*pair) for pair in ((1, 3), (2, 3), (1, 2000), (0, 5), (1, 0))] == [333, 667, 1, 0, None]
    assert [numbers.per_mille(share) for share in (333, 1000, 0, None)] == ["33.3", "100.0", "0.0", "—"]


def test_the_page_of_a_share_opens_both_its_figures(
    units: Figure, station_share: Ratio, world: SimpleNamespace, sign_in: Any
) -> None:
    answer = sign_in(world.clerk).get("/figures/tests.share/")
    assert answer.context["ratio"].value == "50.0"
    assert "民政站占单位的比例。" in answer.text
    assert f'href="/figures/{units.key}/?on=' in answer.text


def test_all_figures_stand_on_one_page_with_number_unit_and_meaning(
    station_share: Ratio, world: SimpleNamespace, sign_in: Any
) -> None:
    answer = sign_in(world.clerk).get("/figures/?on=2022-12-31")
    stated = {one.figure.key: one for one in answer.context["figures"]}
    assert (stated["tests.units"].value, stated["tests.share"].value) == ("4", "50.0")
    assert "统计日存在的单位，按单位计。" in answer.text
    opened = sign_in(world.clerk).get(stated["tests.units"].url)
    assert opened.context["listing"].number == 4
    assert opened.context["listing"].scope.on.isoformat() == "2022-12-31"
