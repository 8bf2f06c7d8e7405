"""What an entry of continuing education counts for in a period, and whether a year of a technical post is full."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from rencai.certificates.models import EducationMode
from rencai.kernel.rules.parameters import Confidence, load
from rencai.kernel.rules.rule import Edition, Rule
from rencai.kernel.rules.steps import Amount, Fact, Part, Step
from rencai.kernel.rules.terms import either

PARAMETERS = load(Path(__file__).parent / "params.yaml")
METHOD = "民发〔2009〕123号《社会工作者继续教育办法》"
YEARLY = "人社部令第25号《专业技术人员继续教育规定》"
ENTRY_FACTS = {
    "last_day": Fact("学习结束日期", "day"),
    "period_starts": Fact("登记有效期起", "day"),
    "period_last": Fact("登记有效期止", "day"),
    "half_hours": Fact("学时", "count", unit="学时", parts=2),
    "proven": Fact("有结业或完成证明", "yes", settled_by="证明原件"),
    "mode": Fact("学习方式", "text", choices=dict(EducationMode.choices)),
    "degree_obtained": Fact("已取得学历或学位", "yes", settled_by="毕业证书或学位证书"),
}
YEAR_FACTS = {
    "institution": Fact("所在单位为事业单位", "yes"),
    "technical": Fact("在专业技术岗位", "yes", settled_by="岗位聘用合同"),
    "half_hours": Fact("当年学时", "count", unit="学时", parts=2),
    "professional_half_hours": Fact(
        "其中专业科目学时", "count", unit="学时", parts=2, settled_by="学习证明所载科目类别"
    ),
}


def _entry(f: Any, p: Any) -> Iterator[Part]:
    yield Step("from", "结束日期不早于登记有效期之始", f.last_day >= f.period_starts)
    yield Step("until", "结束日期不晚于登记有效期之末（上一期、下一期的学时不结转）", f.last_day <= f.period_last)
    yield Step("proven", "有证明", f.proven)
    degree = (f.mode == EducationMode.DEGREE.value) & f.degree_obtained
    yield Amount(
        "counted", "取得社会工作学历学位的一次性计{degree_hours}小时，其余按证明的学时",
        either(degree, p.degree_hours * 2, f.half_hours),
    )  # fmt: skip


def _year(f: Any, p: Any) -> Iterator[Part]:
    yield Step("whose", "事业单位的专业技术人员", f.institution & f.technical)
    wanted = p.yearly_hours * 2
    yield Step(
        "hours", "当年累计不少于{yearly_hours}学时", f.half_hours >= wanted,
        lacks=wanted - f.half_hours, lacking="差{n}学时", parts=2,
    )  # fmt: skip
    professional = wanted * p.yearly_professional_thirds
    yield Step(
        "professional", "其中专业科目不少于总学时的{yearly_professional_thirds}/3",
        f.professional_half_hours * 3 >= professional,
        lacks=(professional - f.professional_half_hours * 3 + 2) // 3, lacking="专业科目差{n}学时", parts=2,
    )  # fmt: skip


ENTRY = Rule(
    "certificates.education_entry", "继续教育学时记账", ENTRY_FACTS, PARAMETERS,
    [Edition(date(2009, 9, 7), _entry, METHOD, Confidence.SECONDARY)], unit="个半学时",
)  # fmt: skip
YEAR = Rule(
    "certificates.yearly_education", "专业技术人员年度继续教育", YEAR_FACTS, PARAMETERS,
    [Edition(date(2015, 10, 1), _year, YEARLY, Confidence.SECONDARY)],
)  # fmt: skip
RULES = (ENTRY, YEAR)
