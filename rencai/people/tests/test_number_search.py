"""A full number pasted into the search finds its person and stands in no address."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from rencai.people.models import Person
from rencai.people.sealedsearch import opened, sealed
from rencai.people.search import search
from rencai.people.tests.factory import id_number, person
from rencai.ui.sealedwords import MARK, SHOWN

NUMBER = id_number("1988-02-03", 14)
OTHERS = {"passport": "EA1234567", "hk_macao_permit": "H01234567", "taiwan_permit": "01234567"}


@pytest.fixture
def one(world: SimpleNamespace) -> Person:
    person(world.station, "李四")
    return person(world.station, "张三丰", number=NUMBER)


def asked(client: Client, words: str, name: str = "people-list", **more: str) -> Any:
    args = ["people.on_register"] if name != "people-list" else []
    return client.get(f"{reverse(name, args=args)}?{urlencode({'q': words, **more})}")


def names(answer: Any) -> list[str]:
    return [row.cells[0] for row in answer.context["page"].rows]


@pytest.mark.parametrize(
    "words",
    [NUMBER, f" {NUMBER} ", f"{NUMBER[:6]} {NUMBER[6:14]} {NUMBER[14:]}", f"{NUMBER[:6]}-{NUMBER[6:14]}-{NUMBER[14:]}",
     f"张三丰 {NUMBER}", f"张三丰，{NUMBER}", "".join(chr(ord(digit) + 0xFEE0) for digit in NUMBER)],
)  # fmt: skip
def test_a_pasted_number_finds_its_person_and_leaves_the_address(
    world: SimpleNamespace, one: Person, sign_in: Any, words: str
) -> None:
    for user in (world.clerk, world.colleague):
        client = sign_in(user)
        for name in ("people-list", "figure"):
            answer = asked(client, words, name, sort="name")
            assert answer.status_code == 302
            assert NUMBER not in answer.url
            assert quote(words) not in answer.url
            assert "sort=name" in answer.url
            found = client.get(answer.url)
            assert names(found) == ["张三丰"]
            assert NUMBER not in found.text
            assert SHOWN in found.text


def test_a_stranger_finds_nobody_by_the_number(world: SimpleNamespace, one: Person, sign_in: Any) -> None:
    client = sign_in(world.stranger)
    assert names(client.get(asked(client, NUMBER).url)) == []
    seen_by_clerk = asked(sign_in(world.clerk), NUMBER).url
    assert names(client.get(seen_by_clerk)) == []


def test_numbers_of_other_documents_are_found_and_hidden_too(world: SimpleNamespace, sign_in: Any) -> None:
    client = sign_in(world.clerk)
    for kind, number in OTHERS.items():
        person(world.station, kind, number=number, document_type=kind)
    for kind, number in OTHERS.items():
        answer = asked(client, number.lower())
        assert number.lower() not in answer.url.lower().split(MARK)[0]
        assert names(client.get(answer.url)) == [kind]


def test_the_same_number_never_looks_the_same_in_two_addresses(world: SimpleNamespace, sign_in: Any) -> None:
    client = sign_in(world.clerk)
    assert asked(client, NUMBER).url != asked(client, NUMBER).url


@pytest.mark.parametrize("words", ["张三丰", "zsf", NUMBER[-4:], "198802", "民政站", "a\x00b", "~", "~k1.AAAA", "~~ ~"])
def test_other_words_stay_where_they_are(world: SimpleNamespace, one: Person, sign_in: Any, words: str) -> None:
    assert sealed(words) == words
    assert asked(sign_in(world.clerk), words.replace("\x00", "")).status_code == 200


def test_nobody_but_the_signed_in_gets_further_and_the_number_is_gone_by_then(one: Person) -> None:
    client = Client()
    first = asked(client, NUMBER)
    assert NUMBER not in first.url
    second = client.get(first.url)
    assert second.url.startswith(reverse("login"))
    assert NUMBER not in second.url


def test_no_address_of_another_site_comes_of_it(world: SimpleNamespace, sign_in: Any) -> None:
    answer = sign_in(world.clerk).get(f"//example.org/people/?q={NUMBER}")
    assert not answer.url.startswith("//")


def test_a_sealed_number_holds_for_a_day_and_says_so(
    world: SimpleNamespace, one: Person, sign_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sign_in(world.clerk)
    url = asked(client, NUMBER).url
    word = sealed(NUMBER)
    today = timezone.localdate()
    for days, number, people in ((1, NUMBER, ["张三丰"]), (2, "", [])):
        monkeypatch.setattr(timezone, "localdate", lambda days=days: today + timedelta(days=days))
        assert opened(word) == number
        found = client.get(url)
        assert names(found) == people
        assert ("查找已过期" in found.text) == (not people)


def test_a_seal_made_for_another_place_opens_nothing(one: Person) -> None:
    assert opened(MARK + one.id_sealed) == ""
    assert opened(MARK + settings.KEYRING.seal(NUMBER, "search|q|2020-01-01")) == ""
    assert not search(Person.objects.all(), MARK + one.id_sealed).exists()


def test_changing_a_filter_keeps_the_search_and_typing_anew_replaces_it(
    world: SimpleNamespace, one: Person, sign_in: Any
) -> None:
    client = sign_in(world.clerk)
    word = sealed(NUMBER)
    base = reverse("people-list")
    assert f'<input type="hidden" name="q" value="{word}">' in client.get(f"{base}?{urlencode({'q': word})}").text
    assert names(client.get(f"{base}?{urlencode([('q', word), ('q', '')])}")) == ["张三丰"]
    assert names(client.get(f"{base}?{urlencode([('q', word), ('q', '李四')])}")) == ["李四"]


def test_print_and_export_never_name_the_number(world: SimpleNamespace, one: Person, sign_in: Any) -> None:
    client = sign_in(world.clerk)
    printed = client.get(asked(client, NUMBER, layout="print").url)
    assert NUMBER not in printed.text
    assert f"搜索：{SHOWN}" in printed.text
    answer = asked(client, NUMBER, "figure-export")
    assert answer.status_code == 302
    assert NUMBER not in answer.url
    exported = client.get(answer.url)
    assert exported.status_code == 200
    assert NUMBER.encode() not in b"".join(exported.streaming_content)
    exported.close()
