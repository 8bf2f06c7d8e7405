"""The pages of reports: who opens them, what they show, how they lead from the draft to the signature."""

import time
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rencai.org.models import AuditEvent
from rencai.reports import actions
from rencai.reports.models import Publication, Report, State
from rencai.reports.tests.conftest import TEXT, correct, issued, written


def page(client: Client, name: str, *args: Any, **query: Any) -> str:
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def verified(client: Client) -> Client:
    session = client.session
    session["verified"] = time.time()
    session.save()
    return client


NAMES = ["report", "report-edit", "report-review", "report-issue", "report-picker", "report-compare", "report-publish"]


@pytest.mark.parametrize("name", NAMES)
def test_another_countys_report_is_not_found(
    world: SimpleNamespace, people: list[Any], sign_in: Any, name: str
) -> None:
    report = issued(world)
    world.stranger.role = "leader"
    world.stranger.save()
    assert sign_in(world.stranger).get(reverse(name, args=[report.pk])).status_code == 404


def test_a_stranger_can_neither_export_nor_inspect_nor_see_it_listed(
    world: SimpleNamespace, people: list[Any], sign_in: Any
) -> None:
    report = issued(world)
    client = sign_in(world.stranger)
    assert client.get(reverse("report-export", args=[report.pk, "docx"])).status_code == 404
    assert client.get(reverse("report-fact", args=[report.pk, f"R{report.pk}:test.people"])).status_code == 404
    assert "云川县民政局" not in page(client, "report-list")


@pytest.mark.parametrize("who", ["township_clerk", "unit_contact", "talent", "system_admin", "audit_admin"])
def test_roles_without_reports_are_refused(world: SimpleNamespace, people: list[Any], sign_in: Any, who: str) -> None:
    report = written(world)
    assert sign_in(getattr(world, who)).get(reverse("report", args=[report.pk])).status_code == 403


def test_a_clerk_begins_this_years_report_and_is_brought_to_the_editor(
    world: SimpleNamespace, people: list[Any], sign_in: Any
) -> None:
    answer = sign_in(world.clerk).post(reverse("report-new"), {"year": "2022", "kind": "annual"})
    report = Report.objects.get()
    assert answer.headers["Location"] == reverse("report-edit", args=[report.pk])
    assert report.day.isoformat() == "2022-12-31"
    again = sign_in(world.clerk).post(reverse("report-new"), {"year": "2022", "kind": "annual"})
    assert "已经建立" in again.content.decode()


def test_every_figure_on_the_page_leads_to_what_is_behind_it(
    world: SimpleNamespace, people: list[Any], sign_in: Any
) -> None:
    report = written(world)
    client = sign_in(world.clerk)
    address = reverse("report-fact", args=[report.pk, f"R{report.pk}:test.people"])
    assert f'href="{address}"' in page(client, "report", report.pk)
    shown = client.get(address).content.decode()
    for words in (
        "统计日在册的人员，按人去重",
        "14人",
        "2022年12月31日",
        "上年同日",
        "13人",
        "/figures/test.people/?on=2022-12-31",
    ):
        assert words in shown
    fragment = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in fragment
    assert "14人" in fragment
    part = client.get(reverse("report-fact", args=[report.pk, f"R{report.pk}:test.people:by:sex:2"])).content.decode()
    assert "part=sex%3A2" in part
    assert client.get(reverse("report-fact", args=[report.pk, "R0:nothing"])).status_code == 404


def test_the_list_behind_a_figure_has_the_number_in_the_report(
    world: SimpleNamespace, people: list[Any], sign_in: Any
) -> None:
    report = written(world)
    client = sign_in(world.clerk)
    shown = client.get(reverse("figure", args=["test.people"]), {"on": "2022-12-31", "part": "sex:2"}).content.decode()
    for person in people:
        assert (person.name in shown) is (person.sex == "2")
    assert report.day.isoformat() == "2022-12-31"


def form(report: Report, **changes: Any) -> dict[str, Any]:
    values = {"title": report.title, "addressee": "", "day": "2022-12-31", "signature": "云川县民政局"}
    return {**values, "text": TEXT, "seen": report.revision, **changes}


def test_the_preview_shows_typed_text_and_saves_nothing(
    world: SimpleNamespace, people: list[Any], sign_in: Any
) -> None:
    report = written(world)
    posted = form(report, text="新写的一段，获奖30人，共{test.people}。")
    answer = sign_in(world.clerk).post(reverse("report-preview", args=[report.pk]), posted)
    shown = answer.content.decode()
    assert "新写的一段" in shown
    assert "手填数字" in shown
    assert ">14<" in shown
    assert Report.objects.get(pk=report.pk).text == TEXT


def test_a_control_character_is_told_and_breaks_nothing(
    world: SimpleNamespace, people: list[Any], sign_in: Any
) -> None:
    report = written(world)
    client = sign_in(world.clerk)
    for name in ("report-preview", "report-edit"):
        answer = client.post(reverse(name, args=[report.pk]), form(report, text="坏\x0b字", title="标题"))
        assert "控制字符" in answer.content.decode()


def test_what_the_editor_saves_is_kept_and_audited(world: SimpleNamespace, people: list[Any], sign_in: Any) -> None:
    report = written(world)
    client = sign_in(world.colleague)
    answer = client.post(reverse("report-edit", args=[report.pk]), form(report, text="改写{test.women}。"))
    assert answer.status_code == 302
    assert Report.objects.get(pk=report.pk).text == "改写{test.women}。"
    assert AuditEvent.objects.filter(action="修改报告", actor="colleague").exists()
    late = client.post(reverse("report-edit", args=[report.pk]), form(report, text="晚到的改动"))
    assert "没有丢失" in late.content.decode()
    assert "晚到的改动" in late.content.decode()


def test_the_picker_offers_figures_with_meaning_and_number(
    world: SimpleNamespace, people: list[Any], sign_in: Any
) -> None:
    report = written(world)
    shown = page(sign_in(world.clerk), "report-picker", report.pk, q="女性测试")
    assert "其中女性。" in shown
    assert "6人" in shown
    assert "{test.women（女性测试人员）|去年}" in shown
    assert "test.people" not in shown


def test_from_draft_to_signature_with_a_comment_on_a_figure(
    world: SimpleNamespace, people: list[Any], sign_in: Any
) -> None:
    report = written(world)
    clerk, leader = sign_in(world.clerk), verified(sign_in(world.leader))
    assert clerk.post(reverse("report-submit", args=[report.pk])).status_code == 302
    remark = {"anchor": "", "fact": f"R{report.pk}:test.women", "text": "请核对女性人数"}
    assert leader.post(reverse("report-review", args=[report.pk]), remark).status_code == 302
    assert "还有1条审核意见没有答复" in page(leader, "report-issue", report.pk)
    comment = report.comments.get()
    assert "女性测试人员：6" in page(clerk, "report-review", report.pk)
    answered = clerk.post(reverse("report-answer", args=[report.pk, comment.pk]), {"text": "已核对花名册"})
    assert answered.status_code == 302
    signed = leader.post(
        reverse("report-issue", args=[report.pk]), {"number": "云民发〔2022〕15号", "on": "2023-01-04"}
    )
    assert signed.status_code == 302
    assert Report.objects.get(pk=report.pk).state == State.ISSUED
    shown = page(clerk, "report", report.pk)
    assert "云民发〔2022〕15号" in shown
    assert "与签发时一致" in shown


def test_signing_asks_for_the_password_again(world: SimpleNamespace, people: list[Any], sign_in: Any) -> None:
    report = written(world)
    actions.submit(report, by=world.clerk)
    answer = sign_in(world.leader).post(reverse("report-issue", args=[report.pk]), {"on": "2023-01-04"})
    assert answer.headers["Location"].startswith(reverse("verify"))
    assert Report.objects.get(pk=report.pk).state == State.REVIEW


def test_a_clerk_cannot_reach_the_signature(world: SimpleNamespace, people: list[Any], sign_in: Any) -> None:
    report = written(world)
    assert sign_in(world.clerk).get(reverse("report-issue", args=[report.pk])).status_code == 403


def test_the_comparison_names_who_was_corrected(world: SimpleNamespace, people: list[Any], sign_in: Any) -> None:
    report = issued(world)
    client = sign_in(world.clerk)
    assert "完全一致" in page(client, "report-compare", report.pk)
    correct(people[0], world.colleague, sex="2")
    shown = page(client, "report-compare", report.pk)
    assert "男甲" in shown
    assert "colleague 更正人员信息" in shown


def test_a_report_exports_as_word_pdf_and_web_page(world: SimpleNamespace, people: list[Any], sign_in: Any) -> None:
    report = issued(world)
    client = sign_in(world.clerk)
    for format_, start in (("docx", b"PK"), ("pdf", b"%PDF"), ("html", b"<!doctype html>")):
        answer = client.get(reverse("report-export", args=[report.pk, format_]))
        assert answer.status_code == 200
        assert answer.content.startswith(start)
        assert "attachment" in answer.headers["Content-Disposition"]
    assert AuditEvent.objects.filter(action="导出报告").count() == 3
    assert client.get(reverse("report-export", args=[report.pk, "odt"])).status_code == 404


def test_publishing_takes_two_people(world: SimpleNamespace, people: list[Any], sign_in: Any) -> None:
    report = issued(world)
    head, leader = verified(sign_in(world.section_head)), verified(sign_in(world.leader))
    chosen = {"mask": [f"R{report.pk}:test.people"]}
    assert head.post(reverse("report-publish", args=[report.pk]), chosen).status_code == 302
    made = Publication.objects.get()
    address = reverse("report-publication", args=[report.pk, made.pk])
    file = reverse("report-publication-file", args=[report.pk, made.pk, "docx"])
    assert "由申请人以外" in head.post(address, {"decision": "approve"}).content.decode()
    assert head.get(file).status_code == 404
    assert leader.post(address, {"decision": "approve"}).status_code == 302
    assert head.get(file).status_code == 200
    assert AuditEvent.objects.filter(action="同意发布报告", actor="leader").exists()


def test_pages_cost_no_more_queries_for_more_people(
    world: SimpleNamespace, people: list[Any], hire: Any, sign_in: Any
) -> None:
    report = issued(world)
    client = sign_in(world.clerk)
    pages = (("report-list",), ("report", report.pk), ("report-compare", report.pk))
    counted = []
    for more in (1, 60):
        for n in range(more):
            correct(hire(f"补{more}之{n}"), world.clerk, sex="2")
        page(client, "report-list")
        counted.append([queries(client, *one) for one in pages])
    assert counted[0] == counted[1]


def queries(client: Client, name: str, *args: Any) -> int:
    with CaptureQueriesContext(connection) as found:
        page(client, name, *args)
    return len(found)
