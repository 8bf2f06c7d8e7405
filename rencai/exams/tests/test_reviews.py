"""The senior review: a proof of three years, a public notice in the county's own working days, a result after it."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from rencai.exams import actions
from rencai.exams.models import Article, Entry, Proof, Review, ReviewState
from rencai.exams.tests import factory
from rencai.org.actions import set_day
from rencai.people.tests import factory as people

MONDAY, FRIDAY, SATURDAY, NEXT_MONDAY = date(2024, 9, 2), date(2024, 9, 6), date(2024, 9, 7), date(2024, 9, 9)


@pytest.fixture
def passed(world: SimpleNamespace) -> Entry:
    """Somebody of the organisation who passed the senior examination of 2022."""
    person = people.person(world.organisation, "贺云", on=date(2010, 3, 1))
    return factory.entry(factory.sitting(level="senior"), person, 60)


@pytest.fixture
def proof(world: SimpleNamespace, passed: Entry) -> Proof:
    return actions.record_proof(passed, issued_on=date(2022, 9, 10), by=world.clerk, proof_number="GJ-1")


@pytest.fixture
def review(world: SimpleNamespace, proof: Proof) -> Review:
    return actions.start_review(proof, on=date(2024, 8, 30), by=world.clerk)


def publish(review: Review, ends: date, by: Any) -> None:
    actions.publish_notice(review, starts=MONDAY, ends=ends, document="云评〔2024〕1号", by=by)


def test_five_working_days_with_both_ends_are_enough_and_four_are_not(world: SimpleNamespace, review: Review) -> None:
    with pytest.raises(ValidationError, match="不少于5个工作日"):
        publish(review, date(2024, 9, 5), world.clerk)
    review.refresh_from_db()
    assert (review.state, review.notice_until) == (ReviewState.APPLIED, None), "what was refused left nothing"
    publish(review, FRIDAY, world.clerk)
    review.refresh_from_db()
    assert (review.state, review.notice_from, review.notice_until) == (ReviewState.NOTICE, MONDAY, FRIDAY)


def test_a_day_the_county_rests_does_not_count_for_the_notice(world: SimpleNamespace, review: Review) -> None:
    set_day(county="629921", day=date(2024, 9, 4), working=False, reason="县里统一调休通知", by=world.clerk)
    with pytest.raises(ValidationError, match="不少于5个工作日"):
        publish(review, FRIDAY, world.clerk)
    publish(review, NEXT_MONDAY, world.clerk)


def test_a_saturday_the_county_works_counts_for_the_notice_and_another_countys_does_not(
    world: SimpleNamespace, review: Review
) -> None:
    told: dict[str, Any] = {"day": SATURDAY, "working": True, "reason": "县里统一补班通知"}
    set_day(county="629922", by=world.stranger, **told)
    starts = {"starts": date(2024, 9, 3), "ends": SATURDAY, "document": "云评〔2024〕1号", "by": world.clerk}
    with pytest.raises(ValidationError, match="工作日"):
        actions.publish_notice(review, **starts)
    set_day(county="629921", by=world.clerk, **told)
    actions.publish_notice(review, **starts)


def test_a_notice_lies_after_the_application_and_ends_after_it_starts(world: SimpleNamespace, review: Review) -> None:
    for starts, ends in ((date(2024, 8, 29), FRIDAY), (FRIDAY, MONDAY)):
        with pytest.raises(ValidationError, match="公示起止日期不对"):
            actions.publish_notice(review, starts=starts, ends=ends, document="云评〔2024〕1号", by=world.clerk)


def test_a_pass_is_recorded_the_day_after_the_notice_and_a_failure_says_why(
    world: SimpleNamespace, review: Review
) -> None:
    publish(review, FRIDAY, world.clerk)
    with pytest.raises(ValidationError, match="公示期满"):
        actions.decide_review(review, passed=True, on=FRIDAY, note="", by=world.clerk)
    with pytest.raises(ValidationError, match="写明情况"):
        actions.decide_review(review, passed=False, on=SATURDAY, note=" ", by=world.clerk)
    actions.decide_review(review, passed=True, on=SATURDAY, note="", by=world.clerk)
    review.refresh_from_db()
    assert (review.state, review.decided_on) == (ReviewState.PASSED, SATURDAY)


def test_one_review_at_a_time_and_another_only_after_a_failure(world: SimpleNamespace, review: Review) -> None:
    with pytest.raises(ValidationError, match="已有一次评审"):
        actions.start_review(review.proof, on=FRIDAY, by=world.clerk)
    actions.decide_review(review, passed=False, on=FRIDAY, note="答辩未通过", by=world.clerk)
    again = actions.start_review(review.proof, on=SATURDAY, by=world.clerk)
    assert again.state == ReviewState.APPLIED


@pytest.mark.parametrize("day", [date(2022, 9, 9), date(2025, 9, 10)])
def test_outside_the_three_years_of_the_proof_there_is_no_review(
    world: SimpleNamespace, proof: Proof, day: date
) -> None:
    with pytest.raises(ValidationError, match="有效期至2025-09-09"):
        actions.start_review(proof, on=day, by=world.clerk)


def test_a_proof_of_the_29_of_february_runs_three_whole_years(world: SimpleNamespace, passed: Entry) -> None:
    proof = actions.record_proof(passed, issued_on=date(2024, 2, 29), by=world.clerk)
    assert proof.valid_until == date(2027, 2, 28)


def test_scores_made_void_after_the_proof_open_no_review(world: SimpleNamespace, proof: Proof) -> None:
    found = actions.record_misconduct(
        proof.entry, article=Article.ART_10, conduct="提供虚假材料", document="云人考〔2023〕1号",
        decided_on=date(2023, 5, 6), by=world.clerk,
    )  # fmt: skip
    with pytest.raises(ValidationError, match="成绩无效"):
        actions.start_review(proof, on=date(2024, 8, 30), by=world.clerk)
    actions.revoke_misconduct(found, on=date(2023, 9, 1), document="云人考〔2023〕2号", by=world.clerk)
    actions.start_review(proof, on=date(2024, 8, 30), by=world.clerk)


def test_scores_made_void_during_the_review_let_nobody_pass_it(world: SimpleNamespace, review: Review) -> None:
    publish(review, FRIDAY, world.clerk)
    actions.record_misconduct(
        review.proof.entry, article=Article.ART_10, conduct="提供虚假材料", document="云人考〔2024〕1号",
        decided_on=FRIDAY, by=world.clerk,
    )  # fmt: skip
    with pytest.raises(ValidationError, match="成绩无效"):
        actions.decide_review(review, passed=True, on=SATURDAY, note="", by=world.clerk)
    actions.decide_review(review, passed=False, on=SATURDAY, note="成绩已宣布无效", by=world.clerk)


def test_nobody_else_gets_a_proof(world: SimpleNamespace) -> None:
    person = people.person(world.organisation, "沈禾", on=date(2010, 3, 1))
    for entry in (
        factory.entry(factory.sitting(level="senior"), person, 59),
        factory.entry(factory.sitting(level="intermediate"), person, 70, 70, 70),
    ):
        with pytest.raises(ValidationError, match="只有高级考试成绩合格的"):
            actions.record_proof(entry, issued_on=date(2022, 9, 10), by=world.clerk)


def test_the_clerk_goes_from_the_proof_to_the_result_on_the_pages(
    world: SimpleNamespace, passed: Entry, sign_in: Any
) -> None:
    client = sign_in(world.clerk)
    page = reverse("exam-entry", args=[passed.pk])
    assert "登记合格证明" in client.get(page).text
    client.post(reverse("proof-add", args=[passed.pk]), {"issued_on": "2022-09-10", "proof_number": "GJ-1"})
    assert "有效期至 2025-09-09" in client.get(page).text
    late = client.post(reverse("proof-review", args=[passed.pk]), {"on": "2025-09-10"})
    assert "申报日期须在有效期内" in late.text
    client.post(reverse("proof-review", args=[passed.pk]), {"on": "2024-08-30"})
    review = Review.objects.get()
    short = {"starts": "2024-09-02", "ends": "2024-09-05", "document": "云评〔2024〕1号"}
    assert "不少于5个工作日" in client.post(reverse("review-notice", args=[review.pk]), short).text
    client.post(reverse("review-notice", args=[review.pk]), short | {"ends": "2024-09-06"})
    assert "公示 2024-09-02 至 2024-09-06" in client.get(page).text
    decide = reverse("review-decide", args=[review.pk])
    assert "公示期满" in client.post(decide, {"passed": "1", "on": "2024-09-06"}).text
    assert client.post(decide, {"passed": "1", "on": "2024-09-07"}).status_code == 302
    assert "评审通过" in client.get(page).text


def test_a_review_is_the_bureaus_the_unit_looks_on_and_a_stranger_finds_nothing(
    world: SimpleNamespace, review: Review, sign_in: Any
) -> None:
    entry = review.proof.entry_id
    addresses = [reverse("proof-add", args=[entry]), reverse("proof-review", args=[entry])]
    addresses += [reverse(name, args=[review.pk]) for name in ("review-notice", "review-decide")]
    contact, stranger = sign_in(world.unit_contact), sign_in(world.stranger)
    assert "有效期至 2025-09-09" in contact.get(reverse("exam-entry", args=[entry])).text
    for address in addresses:
        assert sign_in(world.colleague).get(address).status_code == 200
        assert contact.post(address, {}).status_code == 403
        assert stranger.post(address, {}).status_code == 404
    assert stranger.get(reverse("exam-entry", args=[entry])).status_code == 404
