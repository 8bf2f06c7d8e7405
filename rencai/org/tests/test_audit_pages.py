"""The pages of the audit administrator."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from rencai.org.audit import head, record
from rencai.org.models import AuditEvent, User
from rencai.org.tests.test_audit_chain import unlock


@pytest.fixture
def busy(world: SimpleNamespace) -> SimpleNamespace:
    with transaction.atomic():
        for n in range(120):
            by = world.clerk if n % 2 else world.stranger
            record("查看敏感字段" if n % 3 else "导出花名册", by=by, on=by.unit, detail={"序": n}, changes=False)
    return world


def test_the_newest_events_come_first_and_older_ones_by_number(busy: SimpleNamespace, sign_in: Any) -> None:
    client = sign_in(busy.audit_admin)
    first = client.get("/audit/")
    assert [event.seq for event in first.context["events"]] == list(range(120, 70, -1))
    older = client.get(f"/audit/?before={first.context['older']}")
    assert [event.seq for event in older.context["events"]] == list(range(70, 20, -1))
    last = client.get(f"/audit/?before={older.context['older']}")
    assert last.context["older"] is None


@pytest.mark.parametrize(
    ("query", "count"),
    [("actor=clerk", 50), ("action=导出", 40), ("action=导出&actor=clerk", 20), ("actor=nobody", 0),
     ("since=2001-01-01&until=2001-01-02", 0), ("before=abc", 50), ("before=99999999999999999999", 50),
     ("since=gestern", 50)],
)  # fmt: skip
def test_events_are_filtered(busy: SimpleNamespace, sign_in: Any, query: str, count: int) -> None:
    answer = sign_in(busy.audit_admin).get(f"/audit/?{query}")
    assert len(answer.context["events"]) == count


def test_only_the_audit_administrator_reads_the_chain(busy: SimpleNamespace, sign_in: Any) -> None:
    for who in ("leader", "clerk", "township_clerk", "unit_contact", "talent", "system_admin", "security_admin"):
        client = sign_in(getattr(busy, who))
        assert client.get("/audit/").status_code == 403, who
        assert client.post("/audit/verify/").status_code == 403, who
        assert client.get("/audit/anchor/").status_code == 403, who


def test_a_county_audit_administrator_reads_the_events_of_the_county(busy: SimpleNamespace, sign_in: Any) -> None:
    User.objects.filter(pk=busy.audit_admin.pk).update(unit=busy.strange_bureau)
    events = sign_in(busy.audit_admin).get("/audit/").context["events"]
    assert {event.actor for event in events} == {"stranger"}


def test_the_chain_is_verified_from_the_page_and_that_is_an_event(busy: SimpleNamespace, sign_in: Any) -> None:
    client = sign_in(busy.audit_admin)
    anchor = client.get("/audit/anchor/").content.decode()
    page = client.post("/audit/verify/", {"anchor": anchor}).content.decode()
    assert "核验通过：第 1 条至第 120 条" in page
    event = AuditEvent.objects.get(action="核验审计链")
    assert (event.actor, event.result) == ("auditor", "成功")


def test_a_broken_chain_is_shown_with_its_place(busy: SimpleNamespace, sign_in: Any) -> None:
    unlock()
    AuditEvent.objects.filter(seq=17).update(actor="somebody")
    page = sign_in(busy.audit_admin).post("/audit/verify/").content.decode()
    assert "第 17 条的内容被改动过" in page
    assert AuditEvent.objects.get(action="核验审计链").result == "失败"


def test_a_wrong_anchor_is_refused_in_words(busy: SimpleNamespace, sign_in: Any) -> None:
    page = sign_in(busy.audit_admin).post("/audit/verify/", {"anchor": "12 abc"}).content.decode()
    assert "锚点文件应为一行" in page


def test_the_anchor_is_one_line_to_keep_elsewhere(busy: SimpleNamespace, sign_in: Any) -> None:
    answer = sign_in(busy.audit_admin).get("/audit/anchor/")
    assert answer.content.decode() == head().line() + "\n"
    assert answer["Content-Disposition"].startswith("attachment")


def test_the_page_asks_the_database_as_often_for_fifty_events_as_for_none(busy: SimpleNamespace, sign_in: Any) -> None:
    client = sign_in(busy.audit_admin)
    client.get("/audit/")

    def asked(query: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get("/audit/" + query)
        return len(queries)

    assert asked("") == asked("?actor=nobody") <= 5
