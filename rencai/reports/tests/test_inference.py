"""What can be worked out from printed numbers."""

from rencai.reports.inference import Printed, groups, minus


def people(*keys: int) -> set[tuple[str, int]]:
    return {("person", key) for key in keys}


def test_a_part_follows_from_the_whole_and_the_other_parts() -> None:
    found = groups({"all": people(1, 2, 3, 4), "a": people(1), "b": people(2, 3), "c": people(4)})
    printed = Printed({name: found[name] for name in ("all", "a", "b")})
    assert printed.tell(found["c"]) == {"all", "a", "b"}
    assert not Printed({name: found[name] for name in ("all", "a")}).tell(found["c"])


def test_who_left_follows_from_both_years_and_who_came() -> None:
    found = groups({"now": people(1, 2, 3), "last": people(1, 2, 9), "came": people(3), "left": people(9)})
    assert Printed({name: found[name] for name in ("now", "last", "came")}).tell(found["left"])
    change = minus(found["now"], found["last"])
    assert Printed({"change": change, "came": found["came"]}).tell(found["left"]) == {"change", "came"}


def test_overlapping_groups_tell_nothing_by_themselves() -> None:
    found = groups({"all": people(1, 2, 3), "a": people(1, 2), "b": people(2, 3), "both": people(2)})
    assert not Printed({name: found[name] for name in ("a", "b")}).tell(found["both"])
    assert Printed({name: found[name] for name in ("all", "a", "b")}).tell(found["both"])
