"""Taking lists away: as shown, masked, recorded, marked; large ones by two people; what comes out goes in unchanged."""

from datetime import date
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest
from django.db import transaction
from django.urls import reverse

from rencai.org.models import AuditEvent
from rencai.org.signin import mark_verified
from rencai.people.bulk import NewEmployment, NewPerson, insert
from rencai.people.exports.tables import ROSTER
from rencai.people.imports.run import import_people
from rencai.people.models import ExportRequest, Person
from rencai.people.roster.tests.rosters import ON, SAMPLES, id_number
from rencai.ui.figures import FIGURES, Column, Figure

KEY = "test.people"


@pytest.fixture(autouse=True)
def _figure(monkeypatch: pytest.MonkeyPatch) -> None:
    """A listing of everybody one may see."""
    figure = Figure(
        key=KEY,
        title="测试名单",
        unit="人",
        means="可见的全部人员。",
        rows=lambda scope: Person.objects.visible_to(scope.user),
        columns=(
            Column("姓名", "name"),
            Column("证件号码", "id_masked", key="id", personal="id"),
            Column("手机号", "phone_masked", key="phone", personal="phone"),
            Column("备注", "remark"),
        ),
    )
    monkeypatch.setitem(FIGURES, KEY, figure)


@pytest.fixture
def people(world: SimpleNamespace) -> Any:
    def inserted(count: int = 3, remark: str = "") -> list[int]:
        job = NewEmployment(world.bureau.pk, "629921", "社工", date(2020, 1, 1))
        with transaction.atomic():
            return insert(
                [
                    NewPerson(
                        "629921",
                        "张三",
                        id_number(f"{1960 + n // 999}0101", n % 999 + 1),
                        [job],
                        phone="19900000001",
                        remark=remark,
                    )
                    for n in range(count)
                ]
            )

    return inserted


@pytest.fixture
def verified(sign_in: Any) -> Any:
    """A signed-in client that has just confirmed who it is."""

    def client(user: Any) -> Any:
        signed_in = sign_in(user)
        session = signed_in.session
        mark_verified(session)
        session.save()
        return signed_in

    return client


def content(answer: Any) -> bytes:
    assert answer.status_code == 200, answer.content.decode()
    assert answer["Content-Disposition"].startswith("attachment")
    return b"".join(answer.streaming_content)


def cells(data: bytes) -> list[tuple[Any, ...]]:
    return list(openpyxl.load_workbook(BytesIO(data)).active.iter_rows(values_only=True))


def direct(key: str = KEY) -> str:
    return reverse("figure-export", args=[key])


def choices(key: str = KEY) -> str:
    return reverse("export-choices", args=[key])


def test_an_export_has_the_rows_of_the_listing_masked_with_a_mark_that_is_on_record(
    people: Any, world: SimpleNamespace, sign_in: Any
) -> None:
    people(3)
    data = content(sign_in(world.clerk).get(direct()))
    shown = cells(data)
    assert [row[0] for row in shown].count("张三") == 3
    assert id_number("19600101")[6:14] not in str(shown)
    event = AuditEvent.objects.get(action="导出名单")
    assert (event.detail["行数"], event.detail["完整号码"]) == (3, False)
    assert event.detail["导出标记"] in str(shown[-1])


def test_the_columns_are_those_the_listing_shows(people: Any, world: SimpleNamespace, sign_in: Any) -> None:
    people(1)
    shown = cells(content(sign_in(world.clerk).get(direct(), {"columns": ["name", "remark"]})))
    assert ("姓名", "备注") in [row[:2] for row in shown]
    assert "证件号码" not in str(shown)


def test_clear_numbers_need_a_choice_a_purpose_and_a_fresh_proof_of_who_asks(
    people: Any, world: SimpleNamespace, sign_in: Any, verified: Any
) -> None:
    people(1)
    wanted = {"form": "xlsx", "clear": "on", "purpose": "向市局报送"}
    stale = sign_in(world.clerk).post(choices(), wanted)
    assert (stale.status_code, reverse("verify") in stale["Location"]) == (302, True)
    assert verified(world.clerk).post(choices(), wanted | {"purpose": ""}).status_code == 400
    shown = cells(content(verified(world.clerk).post(choices(), wanted)))
    assert id_number("19600101") in str(shown)
    event = AuditEvent.objects.get(action="导出名单")
    assert (event.detail["完整号码"], event.detail["用途"]) == (True, "向市局报送")
    assert id_number("19600101") not in str(event.detail)


def test_who_may_not_reveal_gets_no_clear_number(people: Any, world: SimpleNamespace, verified: Any) -> None:
    people(1)
    wanted = {"form": "xlsx", "clear": "on", "purpose": "用途"}
    assert verified(world.unit_contact).post(choices(), wanted).status_code == 400
    assert verified(world.unit_contact).post(choices(ROSTER), {"form": "xlsx", "purpose": "用途"}).status_code == 400


def test_more_than_five_hundred_wait_for_a_second_person_and_come_once(
    people: Any, world: SimpleNamespace, verified: Any
) -> None:
    people(501)
    clerk, head = verified(world.clerk), verified(world.section_head)
    assert clerk.get(direct())["Location"] == choices()
    assert clerk.post(choices(), {"form": "xlsx"}).status_code == 400
    clerk.post(choices(), {"form": "xlsx", "purpose": "年度统计"})
    asked = ExportRequest.objects.get()
    fetch, decide = (reverse(name, args=[asked.pk]) for name in ("export-fetch", "export-decide"))
    assert clerk.post(fetch).status_code == 400
    assert clerk.post(decide, {"decision": "approve"}).status_code == 403
    assert head.post(decide, {"decision": "approve"}).status_code == 302
    assert head.post(fetch).status_code == 404
    assert len(cells(content(clerk.post(fetch)))) > 501
    assert clerk.post(fetch).status_code == 400
    assert AuditEvent.objects.filter(action="导出名单").count() == 1


def test_nobody_approves_the_own_request(people: Any, world: SimpleNamespace, verified: Any) -> None:
    people(501)
    head = verified(world.section_head)
    head.post(choices(), {"form": "xlsx", "purpose": "年度统计"})
    asked = ExportRequest.objects.get()
    assert head.post(reverse("export-decide", args=[asked.pk]), {"decision": "approve"}).status_code == 400
    asked.refresh_from_db()
    assert asked.state == "asked"


def test_a_refusal_needs_a_reason_and_stops_the_download(people: Any, world: SimpleNamespace, verified: Any) -> None:
    people(501)
    clerk, head = verified(world.clerk), verified(world.section_head)
    clerk.post(choices(), {"form": "xlsx", "purpose": "年度统计"})
    asked = ExportRequest.objects.get()
    decide = reverse("export-decide", args=[asked.pk])
    assert head.post(decide, {"decision": "refuse"}).status_code == 400
    head.post(decide, {"decision": "refuse", "reason": "范围过大"})
    assert clerk.post(reverse("export-fetch", args=[asked.pk])).status_code == 400
    assert "范围过大" in clerk.get(reverse("export", args=[asked.pk])).content.decode()


def test_what_was_approved_does_not_grow_afterwards(people: Any, world: SimpleNamespace, verified: Any) -> None:
    people(501)
    clerk, head = verified(world.clerk), verified(world.section_head)
    clerk.post(choices(), {"form": "xlsx", "purpose": "年度统计"})
    asked = ExportRequest.objects.get()
    head.post(reverse("export-decide", args=[asked.pk]), {"decision": "approve"})
    ExportRequest.objects.update(rows=500)
    assert clerk.post(reverse("export-fetch", args=[asked.pk])).status_code == 400


def test_a_stranger_finds_neither_rows_nor_requests(people: Any, world: SimpleNamespace, verified: Any) -> None:
    people(501)
    verified(world.clerk).post(choices(), {"form": "xlsx", "purpose": "年度统计"})
    asked, stranger = ExportRequest.objects.get(), verified(world.stranger)
    assert "张三" not in str(cells(content(stranger.get(direct()))))
    assert "测试名单" not in stranger.get(reverse("export-list")).content.decode()
    for client in (stranger, verified(world.colleague)):
        assert client.get(reverse("export", args=[asked.pk])).status_code == 404
        assert client.post(reverse("export-fetch", args=[asked.pk])).status_code == 404
    assert verified(world.talent).get(direct()).status_code == 403
    assert verified(world.clerk).get(direct("no.such")).status_code == 404


@pytest.mark.parametrize("lead", [*"=+-@\t＝＋－＠'", "=cmd|'/c calc'!A1", '=HYPERLINK("http://x")'])
def test_no_cell_runs_as_a_formula(lead: str, people: Any, world: SimpleNamespace, verified: Any) -> None:
    people(1, remark=f"{lead}1+1")
    clerk = verified(world.clerk)
    book = openpyxl.load_workbook(BytesIO(content(clerk.get(direct()))))
    assert {cell.data_type for row in book.active.iter_rows() for cell in row} <= {"s", "n"}
    text = content(clerk.post(choices(), {"form": "csv"})).decode("utf-8-sig")
    assert not any(line.split(",")[-1].lstrip('"').startswith(tuple("=+-@\t＝＋－＠")) for line in text.splitlines())


@pytest.mark.parametrize("name", ["roster-2022.xlsx", "bad/formula-injection.xlsx", "bad/rare-characters.xlsx"])
@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_an_exported_roster_imported_again_changes_nothing(
    name: str, form: str, world: SimpleNamespace, verified: Any, tmp_path: Path
) -> None:
    first = import_people(SAMPLES / name, unit=world.bureau, on=ON, by=None)
    path = tmp_path / f"roster.{form}"
    address = f"{choices(ROSTER)}?on={ON.isoformat()}"
    path.write_bytes(content(verified(world.clerk).post(address, {"form": form, "purpose": "核对"})))
    again = import_people(path, unit=world.bureau, on=ON, by=world.clerk)
    stored = sum(first.effect.values())
    assert again.effect == {"new": 0, "changed": 0, "same": stored}
    assert again.checked.counts["rejected"] == 0
    assert again.gone == []


def test_who_came_and_left_between_two_days_is_a_list_of_its_own(
    people: Any, world: SimpleNamespace, verified: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    people(2)
    figure = FIGURES[KEY]
    rows = lambda scope: Person.objects.visible_to(scope.user).on_register(scope.on)  # noqa: E731
    monkeypatch.setitem(FIGURES, KEY, Figure(**{**figure.__dict__, "rows": rows}))
    shown = cells(content(verified(world.clerk).get(direct(), {"on": "2022-01-01", "against": "2019-01-01"})))
    assert [row[0] for row in shown].count("新增") == 2
