"""Part-time posts: entered, ended, put right and shown as of any day, without moving anybody."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from rencai.org.models import AuditEvent
from rencai.people.actions import Post, add_part_time, end_part_time, leave
from rencai.people.figures.register import on_register
from rencai.people.models import Employment, Person
from rencai.people.tests.factory import person
from rencai.ui.figures import Scope

ADD = {"on": "2022-07-01", "source": "evidenced", "post_title": "督导", "kind": "contract", "ends": ""}


@pytest.fixture
def one(world: SimpleNamespace) -> Person:
    return person(world.station, "张三丰", post_title="站长")


@pytest.fixture
def post(world: SimpleNamespace, one: Person) -> Employment:
    stated = Post(world.organisation, date(2022, 7, 1), None, "督导")
    return add_part_time(one, stated, by=world.clerk, source="evidenced")


def address(name: str, row: Employment) -> str:
    return reverse(name, args=[row.person_id, row.pk])


def event(action: str) -> AuditEvent:
    return AuditEvent.objects.get(action=action)


def test_a_clerk_enters_a_part_time_post(world: SimpleNamespace, one: Person, sign_in: Any) -> None:
    client, url = sign_in(world.clerk), reverse("person-part-time", args=[one.pk])
    assert url in client.get(reverse("person", args=[one.pk])).text
    assert client.post(url, ADD | {"unit": world.organisation.pk}).status_code == 302
    row = one.employments.get(main=False)
    assert (row.unit, row.area_code, row.post_title, row.latest) == (world.organisation, "629921001", "督导", True)
    assert one.employments.get(main=True).ends is None
    assert event("登记兼任").detail == {"自": "2022-07-01", "单位代码": "YC201"}
    assert event("登记兼任").target == str(one.pk)


def test_the_page_shows_the_post_on_the_days_it_was_held(
    world: SimpleNamespace, one: Person, post: Employment, sign_in: Any
) -> None:
    end_part_time(post, date(2022, 10, 1), "聘期届满", by=world.clerk)
    client, url = sign_in(world.colleague), reverse("person", args=[one.pk])
    before, during, after = (client.get(f"{url}?on={day}").text for day in ("2022-06-30", "2022-09-30", "2022-12-31"))
    assert "督导" not in before
    assert "督导" in during
    assert "2022-10-01" not in during
    assert "聘期届满" in after
    assert "在云川县益民社会工作服务中心兼任，任督导" in client.get(url).text
    for text in (during, after):
        assert "云川县青石镇民政站 · 站长" in text


def test_a_part_time_post_moves_nobody_in_the_figures(world: SimpleNamespace, one: Person, post: Employment) -> None:
    day = date(2022, 12, 31)
    there = on_register.rows(Scope(on=day, user=world.clerk, unit=world.organisation.pk))
    here = on_register.rows(Scope(on=day, user=world.clerk, unit=world.station.pk))
    assert (there.count(), here.count()) == (0, 1)


def test_ending_asks_from_which_day(world: SimpleNamespace, one: Person, post: Employment, sign_in: Any) -> None:
    client, url = sign_in(world.colleague), address("person-part-time-end", post)
    assert "日期必须晚于" in client.post(url, {"on": "2022-07-01"}).text
    assert client.post(url, {"on": "2022-10-01", "reason": "聘期届满"}).status_code == 302
    post.refresh_from_db()
    assert (post.ends, post.latest, post.reason) == (date(2022, 10, 1), False, "聘期届满")
    assert event("结束兼任").actor == "colleague"
    assert "已于2022-10-01结束" in client.post(url, {"on": "2022-11-01"}).text


def test_what_was_entered_wrongly_is_put_right_with_trace(
    world: SimpleNamespace, post: Employment, sign_in: Any
) -> None:
    client, url = sign_in(world.clerk), address("person-part-time-correct", post)
    assert "督导" in client.get(url).text
    form = ADD | {"unit": world.other_station.pk, "on": "2022-08-01", "kind": ""}
    assert client.post(url, form).status_code == 302
    post.refresh_from_db()
    assert (post.unit, post.area_code, post.starts) == (world.other_station, "629921002", date(2022, 8, 1))
    assert event("更正兼任").detail == {"字段": ["工作单位", "起"], "单位代码": "YC102"}
    assert client.post(url, form).status_code == 302
    assert AuditEvent.objects.filter(action="更正兼任").count() == 1


def test_the_correction_begins_with_what_is_stored_so_that_saving_loses_nothing(
    world: SimpleNamespace, one: Person, sign_in: Any
) -> None:
    stated = Post(world.organisation, date(2022, 7, 1), date(2022, 10, 1), "督导", "contract")
    row = add_part_time(one, stated, by=world.clerk, source="confirmed")
    form = sign_in(world.clerk).get(address("person-part-time-correct", row)).context["form"]
    page = str(form)
    for shown in ('value="2022-07-01"', 'value="2022-10-01"', 'value="督导"', 'value="contract" selected'):
        assert shown in page
    assert f'value="{world.organisation.pk}" selected' in page
    assert 'value="confirmed" selected' in page


def test_a_post_never_held_goes_for_a_reason(world: SimpleNamespace, post: Employment, sign_in: Any) -> None:
    client, url = sign_in(world.clerk), address("person-part-time-correct", post)
    form = ADD | {"unit": world.organisation.pk, "never": "on"}
    assert "请写明删去的理由" in client.post(url, form).text
    assert client.post(url, form | {"reason": "同名人员误登"}).status_code == 302
    assert not Employment.objects.filter(pk=post.pk).exists()
    assert event("删去误登的兼任").detail["理由"] == "同名人员误登"
    assert client.get(url).status_code == 404


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"on": "2021-01-01"}, "没有主要任职，不能登记兼任"),
        ({"on": "2999-01-01"}, "日期不能晚于今天"),
        ({"ends": "2999-01-01"}, "日期不能晚于今天"),
        ({"ends": "2022-07-01"}, "日期必须晚于"),
        ({"unit": ""}, "必填"),
    ],
)
def test_what_can_not_be_is_said_on_the_form(
    world: SimpleNamespace, one: Person, sign_in: Any, changes: dict[str, str], message: str
) -> None:
    url = reverse("person-part-time", args=[one.pk])
    answer = sign_in(world.clerk).post(url, ADD | {"unit": world.organisation.pk} | changes)
    assert answer.status_code == 200
    assert message in answer.text
    assert one.employments.count() == 1


def test_the_same_post_is_not_held_twice_at_once(world: SimpleNamespace, one: Person, post: Employment) -> None:
    with pytest.raises(ValidationError, match="已有相同岗位的任职"):
        add_part_time(one, Post(world.organisation, date(2022, 9, 1), None, "督导"), by=world.clerk)
    with pytest.raises(ValidationError, match="已有相同岗位的任职"):
        add_part_time(one, Post(world.station, date(2022, 9, 1), None, "站长"), by=world.clerk)
    add_part_time(one, Post(world.organisation, date(2022, 9, 1), None, "理事"), by=world.clerk)


def test_who_leaves_holds_no_post_any_more(world: SimpleNamespace, one: Person, post: Employment) -> None:
    leave(one, date(2022, 12, 1), "退休", by=world.clerk)
    post.refresh_from_db()
    assert post.ends == date(2022, 12, 1)
    assert one.employments.get(latest=True).main
    with pytest.raises(ValidationError, match="不能晚于该日"):
        add_part_time(one, Post(world.bureau, date(2022, 9, 1)), by=world.clerk)
    add_part_time(one, Post(world.bureau, date(2022, 9, 1), date(2022, 11, 1)), by=world.clerk)


def test_a_unit_of_another_county_is_refused(world: SimpleNamespace, one: Person, sign_in: Any) -> None:
    url = reverse("person-part-time", args=[one.pk])
    assert sign_in(world.clerk).post(url, ADD | {"unit": world.strange_station.pk}).status_code == 200
    with pytest.raises(ValidationError, match="不在本县区"):
        add_part_time(one, Post(world.strange_station, date(2022, 9, 1)), by=world.clerk)
    assert one.employments.count() == 1


def test_a_stranger_finds_nothing(world: SimpleNamespace, one: Person, post: Employment, sign_in: Any) -> None:
    names = ("person-part-time-correct", "person-part-time-end")
    urls = [reverse("person-part-time", args=[one.pk]), *(address(name, post) for name in names)]
    for url in urls:
        assert sign_in(world.colleague).get(url).status_code == 200
        assert sign_in(world.stranger).get(url).status_code == 404
        assert sign_in(world.stranger).post(url, ADD | {"unit": world.strange_station.pk}).status_code == 404
        assert sign_in(world.leader).get(url).status_code == 403
    elsewhere = person(world.station, "李四")
    assert sign_in(world.clerk).get(reverse("person-part-time-end", args=[elsewhere.pk, post.pk])).status_code == 404
    main = one.employments.get(main=True)
    assert sign_in(world.clerk).get(address("person-part-time-end", main)).status_code == 404


def test_the_unit_of_a_part_time_post_sees_the_person_but_changes_nothing(
    world: SimpleNamespace, one: Person, sign_in: Any
) -> None:
    client, url = sign_in(world.unit_contact), reverse("person", args=[one.pk])
    assert client.get(url).status_code == 404
    add_part_time(one, Post(world.organisation, date(2022, 7, 1)), by=world.clerk)
    text = client.get(url).text
    assert "张三丰" in text
    for name in ("person-edit", "person-records", "person-move", "person-leave", "person-part-time"):
        closed = reverse(name, args=[one.pk])
        assert closed not in text
        assert client.get(closed).status_code == 404
    assert reverse("person-edit", args=[one.pk]) in sign_in(world.township_clerk).get(url).text
