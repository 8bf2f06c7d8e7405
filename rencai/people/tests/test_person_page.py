"""How much a person's page asks of the database."""

from types import SimpleNamespace
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from rencai.people.actions import change_fields
from rencai.people.tests.factory import person


def test_the_person_page_asks_for_each_kind_of_record_once(world: SimpleNamespace, sign_in: Any) -> None:
    one = person(world.station, "张三丰", political_status="中共党员")
    client = sign_in(world.clerk)
    change_fields(one, {"political_status": "群众"}, on=timezone.localdate(), source="confirmed", by=world.clerk)
    client.get(reverse("person", args=[one.pk]))
    with CaptureQueriesContext(connection) as caught:
        assert "政治面貌" in client.get(reverse("person", args=[one.pk])).text
    asked = [query["sql"] for query in caught]
    assert len(set(asked)) == len(asked)
    assert len(asked) <= 24
