"""Certificates of attendance: once, without gaps, checkable by their code and by nothing else."""

import re
from datetime import date
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pypdfium2
import pytest
import time_machine
import zxingcpp
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from rencai.documents import fonts
from rencai.people.tests import factory as people
from rencai.training.ledger import actions
from rencai.training.ledger.actions import Mark
from rencai.training.ledger.actions.completions import hours_needed
from rencai.training.ledger.tests import factory
from rencai.training.ledger.tests.factory import DAY, at
from rencai.training.models import Batch, BatchState, Completion, Presence, WrongTry


@pytest.fixture(autouse=True)
def _after_the_day() -> Any:
    with time_machine.travel(at(19, 0)):
        yield


@pytest.fixture
def held(course: SimpleNamespace) -> SimpleNamespace:
    """张云岭 was at both sessions (7 hours), 李景川 only in the morning (4)."""
    marks = [
        Mark(course.of_zhang.pk, course.morning.pk, Presence.PRESENT),
        Mark(course.of_zhang.pk, course.afternoon.pk, Presence.LATE),
        Mark(course.of_li.pk, course.morning.pk, Presence.PRESENT),
        Mark(course.of_li.pk, course.afternoon.pk, Presence.ABSENT),
    ]
    actions.record_sheet(course.batch, marks, now=at(19, 0), by=course.world.clerk)
    Batch.objects.update(state=BatchState.FINISHED)
    return course


def issue(course: SimpleNamespace, today: date = DAY) -> list[str]:
    return [one.number for one in actions.issue_completions(course.batch, today=today, by=course.world.clerk)]


def check(code: str, client: Client | None = None) -> Any:
    return (client or Client()).get(reverse("completion-check"), {"code": code})


@pytest.mark.parametrize(("share", "needed"), [(100, 7), (80, 6), (58, 5), (57, 4), (1, 1)])
def test_the_hours_needed_are_the_share_of_all_rounded_up(course: SimpleNamespace, share: int, needed: int) -> None:
    course.batch.completion_share = share
    assert hours_needed(course.batch) == needed


def test_who_reached_the_share_gets_one_and_who_did_not_gets_none(held: SimpleNamespace) -> None:
    assert issue(held) == ["结业629921〔2026〕0001号"]
    made = Completion.objects.get()
    assert (made.enrolment, made.name, made.hours) == (held.of_zhang, "张云岭", 7)
    assert issue(held) == []


def test_before_the_batch_is_finished_nothing_is_issued(held: SimpleNamespace, sign_in: Any) -> None:
    Batch.objects.update(state=BatchState.CONFIRMED)
    with pytest.raises(ValidationError, match="结班之后"):
        issue(held)
    answer = sign_in(held.world.clerk).post(reverse("completions-issue", args=[held.batch.pk]))
    assert (answer.status_code, "结班之后" in answer.text) == (422, True)


def test_numbers_go_on_through_batches_and_begin_anew_each_year_and_in_each_county(held: SimpleNamespace) -> None:
    def another(county: str, unit: Any) -> SimpleNamespace:
        batch = factory.batch(county=county)
        enrolment = factory.enrol(batch, people.person(unit, "赵甲"), unit)
        marks = [Mark(enrolment.pk, one.pk, Presence.PRESENT) for one in batch.sessions.all()]
        actions.record_sheet(batch, marks, now=at(19, 0), by=held.world.clerk)
        Batch.objects.filter(pk=batch.pk).update(state=BatchState.FINISHED)
        return SimpleNamespace(batch=batch, world=held.world)

    numbers = [
        *issue(held),
        *issue(another("629921", held.world.station)),
        *issue(another("629922", held.world.strange_station)),
        *issue(another("629921", held.world.station), date(2027, 1, 4)),
    ]
    assert numbers == [
        "结业629921〔2026〕0001号", "结业629921〔2026〕0002号", "结业629922〔2026〕0001号", "结业629921〔2027〕0001号",
    ]  # fmt: skip


def test_a_number_that_was_taken_back_is_not_used_again(held: SimpleNamespace, sign_in: Any) -> None:
    issue(held)
    made = Completion.objects.get()
    clerk, address = sign_in(held.world.clerk), reverse("completion-revoke", args=[made.pk])
    assert "invalid-feedback" in clerk.post(address, {"reason": ""}).text
    assert clerk.post(address, {"reason": "姓名有误"}).status_code == 302
    assert "已经撤销" in clerk.post(address, {"reason": "再撤一次"}).text
    assert issue(held) == ["结业629921〔2026〕0002号"]
    assert Completion.objects.valid().count() == 1
    page = clerk.get(reverse("completions", args=[held.batch.pk])).text
    assert "已撤销" in page
    assert "姓名有误" in page
    assert clerk.get(reverse("completion-file", args=[made.pk])).status_code == 404


def test_after_issuing_the_share_stays(held: SimpleNamespace) -> None:
    issue(held)
    with pytest.raises(ValidationError, match="不能再改"):
        actions.set_terms(held.batch, {"completion_share": 50}, by=held.world.clerk)


def test_hours_that_are_corrected_later_stand_out_beside_the_certificate(held: SimpleNamespace, sign_in: Any) -> None:
    issue(held)
    actions.correct(
        held.of_zhang, held.afternoon, Presence.ABSENT, reason="冒签核实", now=at(19, 0), by=held.world.clerk
    )
    page = sign_in(held.world.clerk).get(reverse("completions", args=[held.batch.pk])).text
    assert "学时已更正" in page


def test_the_paper_carries_a_code_that_leads_to_its_check(held: SimpleNamespace, sign_in: Any) -> None:
    issue(held)
    made = Completion.objects.get()
    answer = sign_in(held.world.clerk).get(reverse("completion-file", args=[made.pk]))
    assert answer["Content-Type"] == "application/pdf"
    page = pypdfium2.PdfDocument(BytesIO(answer.content))[0]
    words = re.sub(r"\s", "", page.get_textpage().get_text_range())
    for expected in ("结业证明", made.number, "张云岭", "社会工作方法实务班", "7学时", "云川县民政局", made.code):
        assert expected in words
    (code,) = zxingcpp.read_barcodes(page.render(scale=2).to_pil())
    assert code.text == f"http://testserver{reverse('completion-check')}?code={made.code}"
    told = Client().get(code.text.removeprefix("http://testserver")).text
    assert "有效" in told
    assert "张**" in told


def test_the_check_tells_what_stands_on_the_paper_and_masks_the_name(held: SimpleNamespace) -> None:
    issue(held)
    made = Completion.objects.get()
    told = check(f" {made.code[:4].lower()} {made.code[4:]}").text
    for words in ("有效", made.number, "张**", "社会工作方法实务班", "2026年10月12日", "<dd>7</dd>"):
        assert words in told
    for hidden in ("云岭", "青石镇", held.zhang.id_masked):
        assert hidden not in told
    actions.revoke_completion(made, reason="冒签核实", by=held.world.clerk)
    told = check(made.code).text
    assert "已撤销" in told
    assert "冒签" not in told
    assert "张*" not in told


@pytest.mark.parametrize("code", ["AAAA", "结业629921〔2026〕0001号", "1", "%", "Ａ" * 16, "A" * 500])
def test_neither_a_number_nor_a_guess_finds_anything(held: SimpleNamespace, code: str) -> None:
    issue(held)
    answer = check(code)
    assert (answer.status_code, "没有查到" in answer.text) == (200, True)


def test_whoever_tries_codes_one_after_the_other_is_paused(held: SimpleNamespace) -> None:
    issue(held)
    made, client = Completion.objects.get(), Client()
    for n in range(5):
        check(f"GUESS{n}", client)
    answer = check(made.code, client)
    assert (answer.status_code, "核验次数过多" in answer.text) == (429, True)
    assert check(made.code, Client(REMOTE_ADDR="10.0.0.9")).status_code == 200
    with time_machine.travel(at(19, 16)):
        assert "有效" in check(made.code, client).text
        check("AGAIN", client)
    assert WrongTry.objects.count() == 1, "what no longer counts is gone"


def test_codes_cannot_be_guessed(held: SimpleNamespace) -> None:
    issue(held)
    made = Completion.objects.get()
    assert re.fullmatch(r"[2-9A-HJKMNP-Z]{16}", made.code)
    assert held.zhang.open("id")[-4:] not in made.code


def test_a_certificate_belongs_to_its_holder_and_the_countys_bureau(held: SimpleNamespace, sign_in: Any) -> None:
    actions.set_terms(held.batch, {"completion_share": 50}, by=held.world.clerk)
    issue(held)
    of_li = Completion.objects.get(enrolment=held.of_li)
    of_zhang = Completion.objects.get(enrolment=held.of_zhang)
    talent = sign_in(held.world.talent)
    assert talent.get(reverse("completion-file", args=[of_li.pk])).status_code == 200
    assert talent.get(reverse("completion-file", args=[of_zhang.pk])).status_code == 404
    assert of_li.number in talent.get(reverse("own-training")).text
    stranger = sign_in(held.world.stranger)
    assert stranger.get(reverse("completion-file", args=[of_zhang.pk])).status_code == 404
    assert stranger.post(reverse("completion-revoke", args=[of_zhang.pk]), {"reason": "x"}).status_code == 404
    assert stranger.post(reverse("completions-issue", args=[held.batch.pk])).status_code == 404
    assert sign_in(held.world.unit_contact).get(reverse("completions", args=[held.batch.pk])).status_code == 403


def test_on_a_machine_without_fonts_the_paper_says_what_to_do(
    held: SimpleNamespace, sign_in: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    issue(held)
    monkeypatch.setenv("RENCAI_FONTS", str(tmp_path))
    monkeypatch.setattr(fonts, "SYSTEM_FOLDERS", ())
    answer = sign_in(held.world.clerk).get(reverse("completion-file", args=[Completion.objects.get().pk]))
    assert (answer.status_code, "没有可用的中文字体" in answer.text) == (503, True)
