"""The pages of the rules: what is written, by which document, how sure; and a rule for one person, clause by clause."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse

from rencai.people.models import Person
from rencai.people.tests.factory import educate, person, qualify

DAY = "2022-06-18"


@pytest.fixture
def bachelor(world: SimpleNamespace) -> Person:
    """Another major, in social work since July 2019 by the word of the unit."""
    one = person(world.station, "李四", social_work_since="2019-07")
    one.sources = {"social_work_since": ["confirmed", "2021-03-01"]}
    one.save()
    educate(one, "20", degree="4", is_social_work=False)
    return one


def page(client: Any, key: str, one: Person | None = None, query: str = f"?on={DAY}") -> str:
    address = reverse("rule-person", args=[key, one.pk]) if one else reverse("rule", args=[key])
    answer = client.get(address + query)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_the_rules_say_since_when_by_which_document_and_how_sure(world: SimpleNamespace, sign_in: Any) -> None:
    shown = sign_in(world.clerk).get(reverse("rule-list")).content.decode()
    for words in ("助理社会工作师报名条件", "国人部发〔2006〕71号", "据二手资料，待核对原文"):
        assert words in shown


def test_a_rule_reads_as_it_stood_on_the_day(world: SimpleNamespace, sign_in: Any) -> None:
    client = sign_in(world.clerk)
    before, after = page(client, "exams.assistant"), page(client, "exams.assistant", query="?on=2024-06-15")
    assert "社会工作专业本科应届毕业生" in before
    assert "至 2023-12-31" in before
    assert "社会工作专业本科及以上" in after
    assert "其他专业大专学历，从事社会工作满4年" in before
    assert "未核实" in before  # the day to which years are counted
    assert "这一天还没有文本" in page(client, "exams.senior", query="?on=2010-01-01")


def test_a_day_that_is_none_is_said_and_today_is_shown(world: SimpleNamespace, sign_in: Any) -> None:
    assert "不是有效日期" in page(sign_in(world.clerk), "exams.assistant", query="?on=昨天")


def test_a_clerk_sees_each_clause_with_its_facts_and_what_is_missing(
    world: SimpleNamespace, sign_in: Any, bachelor: Person
) -> None:
    client = sign_in(world.clerk)
    assistant = page(client, "exams.assistant", bachelor)
    for words in (
        "符合",
        "其他专业本科及以上学历，从事社会工作满2年",
        "从事社会工作起始日：2019-07-31",
        "最高学历：本科",
    ):
        assert words in assistant
    intermediate = page(client, "exams.intermediate", bachelor)
    assert "差2年社会工作年限" in intermediate
    senior = page(client, "exams.senior", bachelor)
    assert "待核实" in senior
    assert "可凭社会工作师证书核实" in senior


def test_years_that_only_the_person_states_are_to_be_verified(
    world: SimpleNamespace, sign_in: Any, bachelor: Person
) -> None:
    bachelor.sources = {"social_work_since": ["self", "2021-03-01"]}
    bachelor.save()
    shown = page(sign_in(world.clerk), "exams.assistant", bachelor)
    assert "从事社会工作起始日：不详" in shown
    assert "可凭所在单位出具的从业年限证明核实" in shown


def test_a_value_is_tried_without_being_saved(world: SimpleNamespace, sign_in: Any, bachelor: Person) -> None:
    client = sign_in(world.clerk)
    tried = page(client, "exams.intermediate", bachelor, f"?on={DAY}&try.intermediate_other_added_years=0")
    assert "试算，未保存" in tried
    assert "差2年" not in tried
    assert "差2年" in page(client, "exams.intermediate", bachelor)
    assert "不是整数" in page(client, "exams.intermediate", bachelor, f"?on={DAY}&try.senior_years=很多")


def test_certificates_count_from_the_day_they_were_obtained(
    world: SimpleNamespace, sign_in: Any, bachelor: Person
) -> None:
    qualify(bachelor, "intermediate", obtained="2016-10", on=date(2021, 3, 1))
    assert "取得社会工作师证书之日：2016-10-31" in page(sign_in(world.clerk), "exams.senior", bachelor)


@pytest.mark.parametrize("who", ["stranger", "unit_contact"])
def test_somebody_of_another_unit_is_not_found(
    world: SimpleNamespace, sign_in: Any, bachelor: Person, who: str
) -> None:
    client = sign_in(getattr(world, who))
    assert client.get(reverse("rule-person", args=["exams.assistant", bachelor.pk])).status_code == 404
    assert "李四" not in page(client, "exams.assistant", query="?q=lisi")


def test_the_township_finds_its_own_people_in_the_search(
    world: SimpleNamespace, sign_in: Any, bachelor: Person
) -> None:
    shown = page(sign_in(world.township_clerk), "exams.assistant", query=f"?on={DAY}&q=lisi")
    assert reverse("rule-person", args=["exams.assistant", bachelor.pk]) in shown


def test_a_rule_there_is_not_is_a_404(world: SimpleNamespace, sign_in: Any) -> None:
    assert sign_in(world.clerk).get(reverse("rule", args=["exams.nobody"])).status_code == 404


def test_a_rule_about_papers_is_not_asked_of_people(world: SimpleNamespace, sign_in: Any, bachelor: Person) -> None:
    client = sign_in(world.clerk)
    assert "查某人是否符合" not in page(client, "certificates.first", query="?q=lisi&on=2024-06-15")
    assert client.get(reverse("rule-person", args=["certificates.first", bachelor.pk])).status_code == 404
