"""Registration of certificates: the first one and every renewal, clause by clause."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from rencai.kernel.rules.parameters import Confidence, load
from rencai.kernel.rules.rule import Edition, Rule
from rencai.kernel.rules.steps import Fact, Part, Step
from rencai.kernel.rules.terms import Term, either, literal, months_later, years_later
from rencai.people.models import QualificationLevel

PARAMETERS = load(Path(__file__).parent / "params.yaml")
METHOD = "民发〔2009〕44号《社会工作者职业水平证书登记办法》"
FIRST_FACTS = {
    "valid": Fact("证书有效（未撤回、未宣布无效）", "yes", settled_by="证书原件"),
    "obtained": Fact("证书批准之日", "day", settled_by="证书原件"),
    "unregistered": Fact("从未登记", "yes"),
    "capable": Fact("具有完全民事行为能力", "yes", settled_by="登记申请表"),
    "upright": Fact("遵纪守法、恪守职业道德", "yes", settled_by="登记申请表及所在单位意见"),
}
RENEWAL_FACTS = {
    "valid": FIRST_FACTS["valid"],
    "level": Fact("证书级别", "text", choices=dict(QualificationLevel.choices)),
    "valid_until": Fact("登记有效期至", "day", settled_by="登记证"),
    "half_hours": Fact("有效期内计入的继续教育学时", "count", unit="学时", parts=2, settled_by="继续教育证明"),
    "capable": FIRST_FACTS["capable"],
    "upright": FIRST_FACTS["upright"],
}


def _applicant(f: Any) -> Iterator[Part]:
    yield Step("capable", "具有完全民事行为能力", f.capable)
    yield Step("upright", "遵纪守法、恪守职业道德", f.upright)


def _decided(_p: Any) -> Iterator[Part]:
    """What follows from the rule for the office itself; it excludes nobody."""
    yield Step("decided", "受理后{decision_workdays}个工作日内作出决定，不予登记的书面说明理由", literal(True))
    yield Step("term", "准予登记的，有效期{registration_years}年", literal(True))


def _first(f: Any, p: Any) -> Iterator[Part]:
    yield Step("valid", "证书有效", f.valid)
    yield Step("unregistered", "尚未登记过", f.unregistered)
    last = years_later(f.obtained, p.first_window_years)
    yield Step("in_time", "自取得证书之日起{first_window_years}年内申请", f.on <= last)
    yield from _applicant(f)
    yield from _decided(p)


def required_half_hours(level: Term, p: Any) -> Term:
    """Halves of an hour that a period asks for, by level."""
    higher = either(level == "intermediate", p.education_hours_intermediate, p.education_hours_senior)
    return either(level == "assistant", p.education_hours_assistant, higher) * 2


def _renewal(f: Any, p: Any) -> Iterator[Part]:
    yield Step("valid", "证书有效", f.valid)
    opens = months_later(f.valid_until, p.renewal_window_months * -1)
    yield Step("opened", "已进入有效期满前{renewal_window_months}个月", f.on >= opens)
    yield Step("running", "登记仍在有效期内（含最后一日）", f.on <= f.valid_until)
    wanted = required_half_hours(f.level, p)
    yield Step(
        "hours",
        "有效期内继续教育达到规定学时（助理{education_hours_assistant}、社会工作师{education_hours_intermediate}、"
        "高级{education_hours_senior}小时）",
        f.half_hours >= wanted,
        lacks=wanted - f.half_hours,
        lacking="差{n}学时",
        parts=2,
    )
    yield from _applicant(f)
    yield from _decided(p)


FIRST = Rule(
    "certificates.first", "首次登记条件", FIRST_FACTS, PARAMETERS,
    [Edition(date(2009, 4, 8), _first, METHOD, Confidence.SECONDARY)],
)  # fmt: skip
RENEWAL = Rule(
    "certificates.renewal", "再登记条件", RENEWAL_FACTS, PARAMETERS,
    [Edition(date(2009, 9, 7), _renewal, METHOD + "；民发〔2009〕123号第三条", Confidence.SECONDARY)],
)  # fmt: skip
RULES = (FIRST, RENEWAL)


def number(name: str, on: date) -> int:
    """A whole number of params.yaml on a day. Raises NoValue."""
    return int(PARAMETERS[name].at(on).value)


def needed_half_hours(level: str, on: date) -> int:
    """Halves of an hour that a period asks of a level, on a day. Raises NoValue."""
    return 2 * number(f"education_hours_{level}", on)
