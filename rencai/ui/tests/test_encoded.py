"""Columns in memory answer conditions as the database would, or say that they can't."""

import numpy as np
import pytest
from django.db.models import F, Q
from django.db.models.functions import Lower

from rencai.ui.encoded import Encoded, Table, Unanswerable, distinct

TOWNS = ["青石镇", "北坡乡", None, "青石镇", ""]
AGES = ["1990-05", "1988", "1990-05-06", None, ""]


@pytest.fixture
def table() -> Table:
    made = Table(np.array([11, 12, 13, 14, 15], np.int64), {"town": Encoded(5), "born": Encoded(5)})
    made.columns["town"].put(slice(0, 5), TOWNS)
    made.columns["born"].put(slice(0, 5), AGES)
    made.derived = {"kind": ("town", lambda name: name[-1:])}
    return made


@pytest.mark.parametrize(
    ("where", "keys"),
    [
        (Q(), [11, 12, 13, 14, 15]),
        (Q(town="青石镇"), [11, 14]),
        (~Q(town="青石镇"), [12, 13, 15]),
        (Q(town__isnull=True), [13]),
        (Q(town=None), [13]),
        (Q(town="") | Q(town__isnull=True), [13, 15]),
        (Q(born__gt=""), [11, 12, 13]),
        (Q(born__lt="1989"), [12, 15]),
        (Q(born__length=7) & Q(born__gte="1990"), [11]),
        (Q(town__contains="石", born__isnull=False), [11]),
        (Q(kind="乡"), [12]),
        (Q(kind__in=["乡", "镇"]) & ~Q(pk__in=[11]), [12, 14]),
        (Q(pk__in=[]), []),
    ],
)
def test_a_condition_chooses_the_rows_that_meet_it_and_unknown_meets_none(
    table: Table, where: Q, keys: list[int]
) -> None:
    assert table.keys[table.mask(where)].tolist() == keys
    assert table.tally([], [where]) == [len(keys)]
    assert table.tally([Q(town__isnull=False)], [where]) == [len(set(keys) - {13})]


@pytest.mark.parametrize(
    "where",
    [
        Q(nothing="x"), Q(town__iregex="x"), Q(town=F("born")), Q(Lower("town")),
        Q(town="x") ^ Q(born="y"), Q(pk__gt=3), Q(pk__in=F("born")),
    ],
)  # fmt: skip
def test_what_memory_cannot_answer_it_does_not_guess(table: Table, where: Q) -> None:
    with pytest.raises(Unanswerable):
        table.mask(where)
    with pytest.raises(Unanswerable):
        table.tally([], [where])


@pytest.mark.parametrize(("keys", "number"), [([], 0), ([3, 1, 3], 2), ([0, 2**40, 2**40], 2), ([-5, 7, -5], 2)])
def test_different_keys_are_told_apart_however_large_they_are(keys: list[int], number: int) -> None:
    assert distinct(np.array(keys, np.int64)) == number


def test_a_new_row_stands_where_it_is_put_and_new_values_widen_the_codes(table: Table) -> None:
    for column in table.columns.values():
        column.shrink()
    for n in range(300):
        table.insert(1, 100 + n, {"town": f"第{n}村", "born": None})
    assert len(table) == 305
    assert table.keys[:3].tolist() == [11, 399, 398]
    assert table.keys[table.mask(Q(town="第299村") | Q(town="北坡乡"))].tolist() == [399, 12]
    table.only(table.mask(~Q(town__contains="村")))
    assert table.keys.tolist() == [11, 12, 13, 14, 15]
    assert table.occurring("town", [Q(born__gt="")]) == [None, "青石镇", "北坡乡"]
