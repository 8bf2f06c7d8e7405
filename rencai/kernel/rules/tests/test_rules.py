"""A rule refuses what it doesn't know, reads the value of its day and place, and explains what it found."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from rencai.kernel.rules.cases import BadCase
from rencai.kernel.rules.cases import load as load_cases
from rencai.kernel.rules.explaining import Status, explain
from rencai.kernel.rules.parameters import BadParameters, Confidence, NoValue, Parameters, load
from rencai.kernel.rules.rule import Edition, NoEdition, Rule
from rencai.kernel.rules.steps import Amount, AnyOf, BadRule, Branch, Fact, Part, Step, in_units
from rencai.kernel.rules.terms import either, full_years

PARAMETERS = """
years:
  title: 从业年限
  unit: 年
  values:
    - {value: 4, since: 2006-07-20, cite: 办法（2006）第三条, checked: 2026-11-01, confidence: secondary}
    - {value: 2, since: 2024-01-01, cite: 通知（2024）第一条, checked: 2026-11-01, confidence: verified}
line:
  title: 合格线
  unit: 分
  values:
    - {value: 60, since: 2008-01-01, cite: 全国合格标准, checked: 2026-11-01, confidence: secondary}
    - {value: 55, since: 2020-01-01, until: 2021-01-01, area: "6299", cite: 本地合格标准, checked: 2026-11-01,
       confidence: unverified}
allowance:
  title: 每级津贴
  unit: 分
  values:
    - {value: 20000, since: 2008-01-01, area: "6299", cite: 本地文件, checked: 2026-11-01, confidence: unverified}
"""
FACTS = {
    "level": Fact("级别", "count", "级"),
    "since": Fact("从业起始", "day", settled_by="从业证明"),
    "score": Fact("成绩", "count", "分"),
    "degree": Fact("学历", "text", choices={"20": "本科", "30": "大专"}),
    "local": Fact("本地户籍", "yes"),
}
MARCH = date(2020, 3, 1)


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str], Path]:
    def written(text: str) -> Path:
        path = tmp_path / "parameters.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return written


def eligible(f: Any, p: Any) -> Iterator[Part]:
    worked = f.let("worked", full_years(f.since, f.on))
    ways = (
        Branch("bachelor", "本科", (Step("is_bachelor", "本科学历", f.degree == "20"),)),
        Branch(
            "college", "大专并满{years}年",
            (
                Step("is_college", "大专学历", f.degree == "30"),
                Step("worked_long", "从业满{years}年", worked >= p.years, lacks=p.years - worked, lacking="差{n}年"),
            ),
        ),
    )  # fmt: skip
    yield AnyOf("way", "符合下列条件之一", ways)
    yield Step("passed", "成绩达到{line}分", f.score >= p.line, cite="第九条")


def paid(f: Any, p: Any) -> Iterator[Part]:
    yield Amount("by_level", "每级{allowance}分", f.level * p.allowance)
    yield Amount("at_home", "本地户籍另加100分", either(f.local, 100, 0))


@pytest.fixture
def rule(write: Callable[[str], Path]) -> Rule:
    edition = Edition(date(2008, 1, 1), eligible, "办法（2006）", Confidence.SECONDARY)
    return Rule("test.eligible", "报名条件", FACTS, load(write(PARAMETERS)), [edition])


def row(**facts: Any) -> dict[str, Any]:
    return {"area": "620102", "degree": "30", "since": 20160301, "score": 60, "level": 1, "local": True} | facts


@pytest.mark.parametrize(
    ("broken", "complaint"),
    [
        ("cite: 办法（2006）第三条, ", "缺少 cite"), ("since: 2006-07-20, ", "缺少 since"),
        ("checked: 2026-11-01, ", "缺少 checked"), (", confidence: secondary", "缺少 confidence"),
        ("  title: 从业年限\n", "title"),
    ],
)  # fmt: skip
def test_a_value_without_citation_day_check_or_confidence_does_not_load(
    write: Callable[[str], Path], broken: str, complaint: str
) -> None:
    with pytest.raises(BadParameters, match=complaint):
        load(write(PARAMETERS.replace(broken, "", 1)))


@pytest.mark.parametrize(
    ("was", "becomes", "complaint"),
    [
        ("value: 4", "value: 4.5", "整数"), ("2006-07-20", "很久以前", "日期"), ("secondary", "sure", "confidence"),
        ("2024-01-01", "2006-07-20", "同一天"), ("until: 2021-01-01", "until: 2020-01-01", "until"),
        ('"6299"', "云川", "区划"), ("unit: 年", "units: 年", "不认识"),
    ],
)  # fmt: skip
def test_a_value_that_is_wrong_does_not_load(
    write: Callable[[str], Path], was: str, becomes: str, complaint: str
) -> None:
    with pytest.raises(BadParameters, match=complaint):
        load(write(PARAMETERS.replace(was, becomes, 1)))


def test_the_value_is_that_of_the_day_and_of_the_narrowest_area(rule: Rule) -> None:
    years, line = rule.parameters["years"], rule.parameters["line"]
    assert [years.at(day).value for day in (date(2023, 12, 31), date(2024, 1, 1))] == [4, 2]
    assert [line.at(MARCH, area).value for area in ("629921", "620102", "")] == [55, 60, 60]
    assert line.at(date(2021, 1, 1), "629921").value == 60
    with pytest.raises(NoValue, match="2006-01-01"):
        years.at(date(2006, 1, 1))
    with pytest.raises(NoValue, match="620102"):
        rule.parameters["allowance"].at(MARCH, "620102")


def test_a_typo_raises_when_the_rule_is_built(rule: Rule) -> None:
    def made(make: Any) -> Rule:
        return Rule("x", "错", FACTS, rule.parameters, [Edition(MARCH, make, "x", Confidence.VERIFIED)])

    for make, complaint in (
        (lambda f, p: iter([Step("a", "一", f.scroe > 1)]), "scroe"),
        (lambda f, p: iter([Step("a", "一", f.score > p.lien)]), "lien"),
        (lambda f, p: iter([Step("a", "满{yaers}年", f.score > 1)]), "yaers"),
        (lambda f, p: iter([Step("a", "满{years年", f.score > 1)]), "花括号"),
        (lambda f, p: iter([Step("a", "一", f.score > 1), Step("a", "二", f.score > 2)]), "同名"),
        (lambda f, p: iter([Step("a", "一", f.score > 1, lacks=f.score)]), "lacking"),
        (lambda f, p: iter([]), "没有步骤"),
    ):
        with pytest.raises(BadRule, match=complaint):
            made(make).check()
    with pytest.raises(NoEdition, match="2007"):
        rule.built(date(2007, 1, 1))
    with pytest.raises(BadRule, match="weight"):
        rule.built(MARCH, {"weight": 1})


def test_the_parameters_a_rule_reads_are_known(rule: Rule) -> None:
    assert rule.check() == {"years", "line"}


def test_one_row_and_many_come_out_alike_and_the_place_decides_the_line(rule: Rule) -> None:
    rows = [row(score=57), row(score=57, area="629921"), row(score=None), row(since=None), row(degree=None, since=None)]
    many = rule.apply(pl.DataFrame(rows), MARCH)["verdict"].to_list()
    assert many == [False, True, None, None, None]
    assert [explain(rule, one, MARCH).status for one in rows] == [Status.of(verdict) for verdict in many]
    assert rule.apply(pl.DataFrame(rows).lazy(), MARCH).collect()["verdict"].to_list() == many


def test_an_explanation_says_each_clause_its_facts_its_source_and_what_is_missing(rule: Rule) -> None:
    found = explain(rule, row(since=20180301, area="629921", score=54), MARCH)
    assert found.status == Status.UNMET
    college = found.ways[1]
    assert [str(clause.status) for clause in college.clauses] == ["符合", "不符合"]
    assert college.clauses[1].says == "从业满4年"
    assert college.clauses[1].facts == (("从业起始", "2018-03-01"),)
    assert college.clauses[1].cite == "办法（2006）；办法（2006）第三条"
    assert found.gaps == ("差2年",)
    assert (found.clauses[0].says, found.clauses[0].cite) == ("成绩达到55分", "第九条；本地合格标准")
    assert found.confidence == Confidence.UNVERIFIED
    unknown = explain(rule, row(since=None), MARCH)
    assert unknown.status == Status.UNKNOWN
    assert unknown.ways[1].clauses[1].settle == ("从业证明",)
    assert unknown.ways[1].clauses[1].facts == (("从业起始", "不详"),)


def test_a_value_can_be_tried_without_changing_what_holds(rule: Rule) -> None:
    short = row(since=20180301)
    assert explain(rule, short, MARCH, {"years": 2}).status == Status.MET
    assert explain(rule, short, MARCH, {"years": 2}).ways[1].says == "大专并满2年"
    assert explain(rule, short, MARCH).status == Status.UNMET


def test_amounts_add_up_and_what_is_not_ruled_here_is_unknown(rule: Rule) -> None:
    pay = Rule("pay", "津贴", FACTS, rule.parameters, [Edition(MARCH, paid, "文件", Confidence.VERIFIED)], unit="分")
    here = explain(pay, row(area="629921", level=3), MARCH)
    assert (here.amount, [clause.amount for clause in here.clauses]) == (60100, [60000, 100])
    assert explain(pay, row(area="629921", level=3, local=None), MARCH).amount is None
    elsewhere = explain(pay, row(level=3), MARCH)
    assert elsewhere.amount is None
    assert elsewhere.clauses[0].says == "每级（本地未规定）分"


def test_a_worked_example_in_a_clerks_words_is_checked(rule: Rule, tmp_path: Path) -> None:
    path = tmp_path / "cases.yaml"
    path.write_text(
        "- {case: 大专满四年, rule: e, day: 2020-03-01, facts: {degree: 大专, since: 2016-03-01, score: 60},"
        " verdict: 符合, ways: {college: 符合}}\n"
        "- {case: 写错的, rule: e, day: 2020-03-01, facts: {degree: 大专, since: 不详, score: 60}, verdict: 不符合}\n",
        encoding="utf-8",
    )
    right, wrong = load_cases(path, {"e": rule})
    assert right.differences() == []
    assert wrong.differences() == ["写错的：verdict 应为 不符合，算出 待核实。"]
    path.write_text("- {case: 甲, rule: e, day: 2020-03-01, facts: {degre: 大专}, verdict: 符合}", encoding="utf-8")
    with pytest.raises(BadCase, match="degre"):
        list(load_cases(path, {"e": rule}))
    path.write_text("- {case: 甲, rule: e, day: 2020-03-01, facts: {since: 去年}, verdict: 符合}", encoding="utf-8")
    with pytest.raises(BadCase, match="去年"):
        list(load_cases(path, {"e": rule}))


@pytest.mark.parametrize(
    ("count", "parts", "text"), [(25, 2, "12.5"), (24, 2, "12"), (0, 2, "0"), (120, 1, "120"), (-1, 2, "-0.5")]
)
def test_a_count_of_parts_is_said_in_whole_units(count: int, parts: int, text: str) -> None:
    assert in_units(count, parts) == text
    assert Fact("学时", "count", unit="学时", parts=parts).shown(count) == f"{text}学时"


def test_what_is_lacking_is_said_in_the_unit_of_its_sentence() -> None:
    def make(f: Any, p: Any) -> Any:
        yield Step("hours", "满36学时", f.halves >= 72, lacks=f.halves * -1 + 72, lacking="差{n}学时", parts=2)

    facts = {"halves": Fact("学时", "count", unit="学时", parts=2)}
    rule = Rule("hours", "学时", facts, Parameters([]), [Edition(date(2020, 1, 1), make, "文", Confidence.VERIFIED)])
    assert explain(rule, {"halves": 31, "area": ""}, date(2022, 1, 1)).gaps == ("差20.5学时",)
