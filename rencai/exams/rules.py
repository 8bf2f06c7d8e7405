"""Who may sit the three levels of the social worker examination, by the wording in force in the year of the sitting."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from rencai.kernel.rules.parameters import Confidence, load
from rencai.kernel.rules.rule import Edition, Rule
from rencai.kernel.rules.steps import AnyOf, Branch, Fact, Part, Step
from rencai.kernel.rules.terms import Term, full_years, some

PARAMETERS = load(Path(__file__).parent / "params.yaml")
EDUCATIONS = {
    "10": "研究生", "20": "本科", "30": "大专", "40": "中专", "60": "高中", "70": "初中", "80": "小学",
}  # fmt: skip
DEGREES = {"2": "博士", "3": "硕士", "4": "学士", "0": "无学位"}
FACTS = {
    "education": Fact("最高学历", "text", choices=EDUCATIONS, settled_by="学历证书或学信网学历备案表"),
    "degree": Fact("最高学位", "text", choices=DEGREES, settled_by="学位证书"),
    "social_work_major": Fact("最高学历为社会工作专业", "yes", settled_by="学历证书所载专业"),
    "fresh_graduate": Fact("考试当年应届毕业", "yes", settled_by="毕业证书或在校就读证明"),
    "service_since": Fact("从事社会工作起始日", "day", settled_by="所在单位出具的从业年限证明"),
    "assistant_since": Fact("取得助理社会工作师证书之日", "day", settled_by="助理社会工作师证书"),
    "intermediate_since": Fact("取得社会工作师证书之日", "day", settled_by="社会工作师证书"),
    "endorsed": Fact("单位出具的政治品行意见", "yes", settled_by="所在单位意见"),
}
SECONDARY = ("40", "60")
METHOD_2006 = "国人部发〔2006〕71号《助理社会工作师、社会工作师职业水平考试实施办法》"
SENIOR_2018 = "人社部规〔2018〕2号《高级社会工作师评价办法》"
NOTICE_2024 = f"{METHOD_2006}；2024年起各年度考务通知（社会工作专业本科不再限应届）"


def _worked(f: Any, p: Any) -> Term:
    """Full years of social work on the day to which a sitting counts them."""
    return f.let("worked", full_years(f.service_since, _cutoff(f, p)))


def _cutoff(f: Any, p: Any) -> Term:
    return (f.on // 10_000 + p.cutoff_years_after) * 10_000 + p.cutoff_month_day


def _long_enough(key: str, worked: Term, years: Term, name: str, since: str = "从事社会工作") -> Step:
    says = f"{since}满{{{name}}}年" if name else f"{since}年限足够"
    return Step(key, says, worked >= years, lacks=years - worked, lacking="差{n}年社会工作年限")


def _assistant(*, bachelors_of_any_year: bool) -> Any:
    def make(f: Any, p: Any) -> Iterator[Part]:
        worked = _worked(f, p)
        major, other = f.social_work_major, ~f.social_work_major
        at_least_bachelor = f.education.among("10", "20")
        graduate = () if bachelors_of_any_year else (Step("a3_fresh", "应届毕业", f.fresh_graduate),)
        ways = (
            Branch("a1", "高中或中专学历，从事社会工作满{assistant_secondary_years}年", (
                Step("a1_education", "具有高中或中专学历", f.education.among(*SECONDARY)),
                _long_enough("a1_years", worked, p.assistant_secondary_years, "assistant_secondary_years"),
            )),
            Branch("a2", "社会工作专业大专学历，从事社会工作满{assistant_college_years}年", (
                Step("a2_education", "具有大专学历", f.education == "30"),
                Step("a2_major", "社会工作专业", major),
                _long_enough("a2_years", worked, p.assistant_college_years, "assistant_college_years"),
            )),
            Branch("a3", "社会工作专业本科及以上" if bachelors_of_any_year else "社会工作专业本科应届毕业生", (
                Step("a3_education", "具有本科及以上学历", at_least_bachelor),
                Step("a3_major", "社会工作专业", major),
                *graduate,
            )),
            Branch("a4", "其他专业大专学历，从事社会工作满{assistant_other_college_years}年", (
                Step("a4_education", "具有大专学历", f.education == "30"),
                Step("a4_major", "其他专业", other),
                _long_enough("a4_years", worked, p.assistant_other_college_years, "assistant_other_college_years"),
            )),
            Branch("a5", "其他专业本科及以上学历，从事社会工作满{assistant_other_bachelor_years}年", (
                Step("a5_education", "具有本科及以上学历", at_least_bachelor),
                Step("a5_major", "其他专业", other),
                _long_enough("a5_years", worked, p.assistant_other_bachelor_years, "assistant_other_bachelor_years"),
            )),
        )  # fmt: skip
        yield AnyOf("way", "符合下列条件之一", ways)

    return make


def _intermediate(f: Any, p: Any) -> Iterator[Part]:
    worked = _worked(f, p)
    as_assistant = f.let("as_assistant", full_years(f.assistant_since, _cutoff(f, p)))
    master, doctor = f.degree == "3", f.degree == "2"
    bachelor = (f.education == "20") & ~some([master, doctor])
    graded = (
        ("b2", "大专", f.education == "30", p.intermediate_college_years, "intermediate_college_years"),
        ("b3", "本科", bachelor, p.intermediate_bachelor_years, "intermediate_bachelor_years"),
        ("b4", "硕士", master, p.intermediate_master_years, "intermediate_master_years"),
    )
    ways = [
        Branch("b1", "高中或中专学历，取得助理社会工作师证书后从事社会工作满{intermediate_secondary_years}年", (
            Step("b1_education", "具有高中或中专学历", f.education.among(*SECONDARY)),
            _long_enough(
                "b1_years", as_assistant, p.intermediate_secondary_years, "intermediate_secondary_years",
                "取得助理社会工作师证书后从事社会工作",
            ),
        )),
    ]  # fmt: skip
    for key, word, holds, years, name in graded:
        ways.append(Branch(key, f"社会工作专业{word}，从事社会工作满{{{name}}}年", (
            Step(f"{key}_education", f"具有{word}学历或学位", holds),
            Step(f"{key}_major", "社会工作专业", f.social_work_major),
            _long_enough(f"{key}_years", worked, years, name),
        )))  # fmt: skip
    ways.append(Branch("b5", "社会工作专业博士", (
        Step("b5_education", "具有博士学位", doctor), Step("b5_major", "社会工作专业", f.social_work_major),
    )))  # fmt: skip
    for key, word, holds, years, name in (*graded, ("b5", "博士", doctor, None, "")):
        wanted = p.intermediate_other_added_years if years is None else years + p.intermediate_other_added_years
        base = "" if years is None else f"{{{name}}}年再加"
        ways.append(Branch(f"b6_{key}", f"其他专业{word}，从事社会工作满{base}{{intermediate_other_added_years}}年", (
            Step(f"b6_{key}_education", f"具有{word}学历或学位", holds),
            Step(f"b6_{key}_major", "其他专业", ~f.social_work_major),
            Step(
                f"b6_{key}_years", f"从事社会工作满{base}{{intermediate_other_added_years}}年", worked >= wanted,
                lacks=wanted - worked, lacking="差{n}年社会工作年限",
            ),
        )))  # fmt: skip
    yield AnyOf("way", "符合下列条件之一", tuple(ways))


def _senior(f: Any, p: Any) -> Iterator[Part]:
    held = f.let("held", full_years(f.intermediate_since, _cutoff(f, p)))
    yield Step("conduct", "拥护党的领导，遵守法律法规和职业道德", f.endorsed)
    yield Step(
        "education",
        "具有本科及以上学历，或学士及以上学位",
        f.education.among("10", "20") | f.degree.among("2", "3", "4"),
    )
    yield Step(
        "years", "取得社会工作师证书后从事社会工作满{senior_years}年", held >= p.senior_years,
        lacks=p.senior_years - held, lacking="差{n}年（取得社会工作师证书后）",
    )  # fmt: skip


ASSISTANT = Rule(
    "exams.assistant", "助理社会工作师报名条件", FACTS, PARAMETERS,
    [
        Edition(date(2006, 7, 20), _assistant(bachelors_of_any_year=False), METHOD_2006, Confidence.SECONDARY),
        Edition(date(2024, 1, 1), _assistant(bachelors_of_any_year=True), NOTICE_2024, Confidence.SECONDARY),
    ],
)  # fmt: skip
INTERMEDIATE = Rule(
    "exams.intermediate", "社会工作师报名条件", FACTS, PARAMETERS,
    [Edition(date(2006, 7, 20), _intermediate, METHOD_2006, Confidence.SECONDARY)],
)  # fmt: skip
SENIOR = Rule(
    "exams.senior", "高级社会工作师报名条件", FACTS, PARAMETERS,
    [Edition(date(2018, 3, 6), _senior, SENIOR_2018, Confidence.SECONDARY)],
)  # fmt: skip
RULES = (ASSISTANT, INTERMEDIATE, SENIOR)
