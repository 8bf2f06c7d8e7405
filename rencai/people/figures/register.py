"""The figures of the register on a day, all counted in persons."""

from collections.abc import Callable

from django.db.models import Q

from rencai.people.figures.breakdowns import BREAKDOWNS, CHOICES, valid_registration
from rencai.people.figures.columns import COLUMNS, page_of, prepare
from rencai.people.figures.rows import HOLDS_SEVERAL, holds, registered
from rencai.people.models import CategoryKind, EducationLevel, QualificationLevel
from rencai.people.models.fields import PARTY, YES
from rencai.people.models.persons import PersonQuerySet
from rencai.people.search import search
from rencai.ui.figures import Figure, Ratio, Scope, publish

BY_PINYIN = ("county", "pinyin", "pk")
PER_PERSON = "统计日在册（当日有主要任职）的人员，按人去重"


def _persons(key: str, title: str, means: str, rows: Callable[[Scope], PersonQuerySet]) -> Figure:
    return publish(
        Figure(
            key=f"people.{key}",
            title=title,
            unit="人",
            means=means,
            rows=rows,
            columns=COLUMNS,
            breakdowns=BREAKDOWNS,
            choices=CHOICES,
            search=search,
            prepare=prepare,
            link=page_of,
            order=BY_PINYIN,
        )
    )


def _those(where: Callable[[Scope], Q]) -> Callable[[Scope], PersonQuerySet]:
    """People of the register who meet a condition on the aliases of `rows.then`."""
    return lambda scope: registered(scope).filter(where(scope))


def _category(key: str, category: CategoryKind) -> Figure:
    means = f"{PER_PERSON}，当日人才类别含“{category.label}”。一人可同时属于几个类别。"
    return _persons(key, str(category.label), means, _those(lambda _: holds("categories_held", category)))


def _qualified(key: str, level: QualificationLevel) -> Figure:
    means = f"{PER_PERSON}，当日所持最高职业资格为{level.label}。"
    return _persons(f"qualified_{key}", f"持{level.label}证书人数", means, _those(lambda _: Q(qualification=level)))


on_register = _persons("on_register", "人才信息库在册人数", f"{PER_PERSON}。", registered)
social_work_talents = _category("social_work_talents", CategoryKind.SOCIAL_WORK)
social_organisation_talents = _category("social_organisation_talents", CategoryKind.SOCIAL_ORGANISATION)
officials = _category("officials", CategoryKind.OFFICIAL)
grassroots = _category("grassroots", CategoryKind.GRASSROOTS)
overlap = _persons(
    "overlap",
    "类别交叉人数",
    f"{PER_PERSON}，当日同时属于两个及以上人才类别。",
    _those(lambda _: HOLDS_SEVERAL),
)
qualified = _persons(
    "qualified",
    "持证人数",
    f"{PER_PERSON}，当日持有任一级别社会工作者职业资格证书。",
    _those(lambda _: Q(qualification__gt="")),
)
assistants = _qualified("assistant", QualificationLevel.ASSISTANT)
intermediates = _qualified("intermediate", QualificationLevel.INTERMEDIATE)
seniors = _qualified("senior", QualificationLevel.SENIOR)
registered_valid = _persons(
    "registered_valid",
    "登记有效人数",
    f"{PER_PERSON}，当日持有职业资格证书，且最高一级证书的登记在有效期内（含到期当日）；未填有效期的不计入。",
    _those(lambda scope: Q(qualification__gt="") & valid_registration(scope)),
)
bachelor_or_above = _persons(
    "bachelor_or_above",
    "本科及以上学历人数",
    f"{PER_PERSON}，当日最高学历为本科或研究生。",
    _those(lambda _: Q(education__in=[EducationLevel.BACHELOR, EducationLevel.POSTGRADUATE])),
)
social_work_majors = _persons(
    "social_work_majors",
    "社会工作专业毕业人数",
    f"{PER_PERSON}，当日登记的学历中有社会工作专业；未填是否社会工作专业的不计入。",
    _those(lambda _: Q(social_work_major=True)),
)
party_members = _persons(
    "party_members",
    "中共党员人数",
    f"{PER_PERSON}，当日政治面貌为中共党员或中共预备党员。",
    _those(lambda _: Q(political_then__in=PARTY)),
)
women = _persons("women", "女性人数", f"{PER_PERSON}，性别为女；性别未填的不计入。", _those(lambda _: Q(sex_then="2")))
key_persons = _persons(
    "key_persons",
    "重点人员人数",
    f"{PER_PERSON}，当日列为重点人员；待核实的不计入。",
    _those(lambda _: Q(key_then=YES)),
)

qualified_share = publish(
    Ratio("people.qualified_share", "持证率", "持证人数占在册人数的比例。", qualified, on_register)
)
bachelor_share = publish(
    Ratio(
        "people.bachelor_share",
        "本科及以上占比",
        "本科及以上学历人数占在册人数的比例。",
        bachelor_or_above,
        on_register,
    )
)
women_share = publish(Ratio("people.women_share", "女性占比", "女性人数占在册人数的比例。", women, on_register))
