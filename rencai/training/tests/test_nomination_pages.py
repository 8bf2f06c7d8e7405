"""The list of a batch: filled by units, worked through by the bureau, printed."""

from types import SimpleNamespace
from typing import Any

from rencai.people.tests.factory import person
from rencai.training.models import Batch, BatchState, EnrolmentState
from rencai.training.tests import factory
from rencai.training.tests.addresses import url


def test_a_contact_sends_own_people_until_the_places_are_full(
    world: SimpleNamespace, batch: Batch, sign_in: Any
) -> None:
    one, two, three = (person(world.organisation, name) for name in ("甲一", "乙二", "丙三"))
    other = person(world.station, "丁四")
    client, address = sign_in(world.unit_contact), url("batch-nominate", batch)
    assert "选派人员" in client.get(url("batch", batch)).text
    page = client.get(address).text
    assert "还可选派 <strong>2</strong> 人" in page
    assert "甲一" in page
    assert "丁四" not in page
    refused = client.post(address, {"person": [one.pk, two.pk, three.pk]})
    assert refused.status_code == 422
    assert "名额为2个" in refused.text
    assert "没有勾选人员" in client.post(address, {"person": ["x", other.pk]}).text
    assert client.post(address, {"person": [one.pk, two.pk]}).status_code == 302
    assert set(batch.enrolments.values_list("person__name", "state")) == {("甲一", "nominated"), ("乙二", "nominated")}
    assert "选派人员" not in client.get(url("batch", batch)).text


def test_a_refused_nomination_keeps_its_ticks(world: SimpleNamespace, batch: Batch, sign_in: Any) -> None:
    sent = [person(world.organisation, name) for name in ("甲一", "乙二", "丙三")]
    other = person(world.organisation, "丁四")
    client, address = sign_in(world.unit_contact), url("batch-nominate", batch)
    assert " checked" not in client.get(address).text
    page = client.post(address, {"person": [one.pk for one in sent]}).text
    assert page.count(" checked") == 3
    assert all(f'value="{one.pk}" checked' in page for one in sent)
    assert f'value="{other.pk}" checked' not in page


def test_the_bureau_confirms_some_or_all_and_declines_one(world: SimpleNamespace, batch: Batch, sign_in: Any) -> None:
    rows = [
        factory.enrol(batch, person(world.organisation, name), world.organisation, EnrolmentState.NOMINATED)
        for name in ("甲一", "乙二", "丙三")
    ]
    client, confirm = sign_in(world.clerk), url("batch-confirm", batch)
    assert "没有勾选待确认的人员" in client.post(confirm).text
    client.post(url("nomination-decline", rows[0]), {"reason": "去年已参加"})
    client.post(confirm, {"pk": [rows[1].pk]})
    assert list(batch.enrolments.values_list("state", flat=True)) == ["declined", "confirmed", "nominated"]
    client.post(confirm, {"all": "1"})
    assert list(batch.enrolments.values_list("state", flat=True)) == ["declined", "confirmed", "confirmed"]
    text = client.get(url("batch", batch)).text
    assert "去年已参加" in text
    assert "超名额" not in text


def test_the_list_is_searched_and_narrowed(world: SimpleNamespace, batch: Batch, sign_in: Any) -> None:
    for name, unit, state in (("张云岭", world.organisation, "nominated"), ("李景川", world.station, "confirmed")):
        factory.enrol(batch, person(unit, name), unit, state)
    client = sign_in(world.clerk)

    def names(query: str) -> set[str]:
        text = client.get(url("batch", batch, query=query)).text
        return {name for name in ("张云岭", "李景川") if name in text}

    assert names("") == {"张云岭", "李景川"}
    assert names("?q=zhangyunling") == {"张云岭"}
    assert names("?state=confirmed") == names("?state=taking_part") == {"李景川"}
    assert names(f"?unit={world.organisation.pk}") == {"张云岭"}
    assert names("?q=ljc&state=nominated") == set()
    assert names("?state=nonsense&unit=x&page=99") == {"张云岭", "李景川"}


def test_a_clash_with_another_batch_on_the_day_stands_beside_the_name(
    world: SimpleNamespace, batch: Batch, sign_in: Any
) -> None:
    one = person(world.organisation, "甲一")
    other = factory.batch(day=batch.first_day)
    factory.enrol(other, one, world.organisation)
    client = sign_in(world.clerk)
    assert "时间冲突" in client.get(url("batch-nominate", batch)).text
    factory.enrol(batch, one, world.organisation)
    assert "时间冲突" in client.get(url("batch", batch)).text
    Batch.objects.filter(pk=other.pk).update(state=BatchState.CANCELLED)
    assert "时间冲突" not in client.get(url("batch", batch)).text


def test_somebody_is_replaced_by_a_colleague(world: SimpleNamespace, batch: Batch, sign_in: Any) -> None:
    row = factory.enrol(batch, person(world.organisation, "甲一"), world.organisation)
    other = person(world.organisation, "乙二")
    outsider = person(world.station, "丙三")
    client, address = sign_in(world.clerk), url("nomination-replace", row)
    page = client.get(address).text
    assert "乙二" in page
    assert "丙三" not in page
    assert "选择一个有效的选项" in client.post(address, {"person": outsider.pk, "reason": "生病"}).text
    assert client.post(address, {"person": other.pk, "reason": "生病"}).status_code == 302
    assert list(batch.enrolments.values_list("state", flat=True)) == ["withdrawn", "confirmed"]
    assert client.post(f"{url('nomination-replace', batch.enrolments.last())}?q=丙三",
                       {"person": outsider.pk, "reason": "换单位"}).status_code == 302  # fmt: skip
    assert batch.enrolments.get(person=outsider).unit == world.station


def test_who_can_go_instead_is_told_apart_by_unit_and_a_list_cut_off_says_so(
    world: SimpleNamespace, batch: Batch, sign_in: Any
) -> None:
    row = factory.enrol(batch, person(world.organisation, "甲一"), world.organisation)
    client, address = sign_in(world.clerk), url("nomination-replace", row)
    assert "没有可选的人员" in client.get(address).text
    for n in range(50):
        person(world.station, f"张{n:02d}")
    text = client.get(f"{address}?q=张").text
    assert text.count(f"）{world.station.name}</option>") == 50
    assert "只列出前50人" not in text
    person(world.other_station, "张莉")
    text = client.get(f"{address}?q=张").text
    assert text.count("</option>") == 51
    assert "只列出前50人" in text
    programme = factory.programme()
    assert "只列出前50人" in client.get(f"{url('programme-join', programme)}?q=张").text
    assert f"）{world.other_station.name}</option>" in client.get(f"{url('programme-join', programme)}?q=张莉").text


def test_units_see_their_own_rows_of_a_batch_and_strangers_none(
    world: SimpleNamespace, batch: Batch, sign_in: Any
) -> None:
    ours = factory.enrol(batch, person(world.organisation, "甲一"), world.organisation)
    theirs = factory.enrol(batch, person(world.other_station, "乙二"), world.other_station)
    Batch.objects.filter(pk=batch.pk).update(budget=100)
    contact = sign_in(world.unit_contact)
    for name in ("batch", "batch-print"):
        text = contact.get(url(name, batch)).text
        assert "甲一" in text
        assert "乙二" not in text
    assert "预算" not in contact.get(url("batch", batch)).text
    assert contact.get(url("nomination-withdraw", theirs)).status_code == 404
    assert contact.post(url("nomination-withdraw", ours), {"reason": "下乡"}).status_code == 302
    stranger = sign_in(world.stranger)
    assert stranger.get(url("batch", batch)).status_code == 404
    assert stranger.post(url("batch-confirm", batch), {"all": "1"}).status_code == 404
    assert stranger.get(url("course", batch.course)).status_code == 404


def test_the_printed_list_names_those_who_take_part(world: SimpleNamespace, batch: Batch, sign_in: Any) -> None:
    factory.enrol(batch, person(world.station, "甲一", phone="19900001111"), world.station)
    factory.enrol(batch, person(world.station, "乙二"), world.station, EnrolmentState.NOMINATED)
    text = sign_in(world.leader).get(url("batch-print", batch)).text
    assert "甲一" in text
    assert "199****1111" in text
    assert "乙二" not in text
    assert "合计 1 人" in text
