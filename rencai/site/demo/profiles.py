"""What the people of each kind of unit are like: posts, ways of employment, education, fields, qualifications."""

from dataclasses import dataclass

from rencai.org.models import UnitKind
from rencai.people.models import EducationLevel, EmploymentKind, Field

_E, _C, _D = EmploymentKind.ESTABLISHED, EmploymentKind.CONTRACT, EmploymentKind.DISPATCHED
_V, _O, _UNKNOWN = EmploymentKind.VOLUNTEER, EmploymentKind.OTHER, ""
_GRADUATE, _BACHELOR, _COLLEGE = EducationLevel.POSTGRADUATE, EducationLevel.BACHELOR, EducationLevel.COLLEGE
_SECONDARY, _HIGH, _MIDDLE = EducationLevel.SECONDARY, EducationLevel.HIGH_SCHOOL, EducationLevel.MIDDLE_SCHOOL

Weighted = dict[str, int]


@dataclass(frozen=True, slots=True)
class Profile:
    """`heads` are posts held once in the unit, in this order; `qualified` is in percent of the staff."""

    heads: tuple[str, ...]
    posts: tuple[str, ...]
    kinds: Weighted
    levels: Weighted
    fields: tuple[Field, ...]
    qualified: int
    ages: tuple[int, int] = (23, 57)


PROFILES = {
    UnitKind.BUREAU: Profile(
        ("党组书记、局长", "党组成员、副局长", "党组成员、副局长", "办公室主任", *["股长"] * 5),
        ("副股长", "一级主任科员", "二级主任科员", "四级主任科员", "一级科员", "科员"),
        {_E: 88, _D: 12},
        {_GRADUATE: 12, _BACHELOR: 68, _COLLEGE: 20},
        (Field.WELFARE, Field.ASSISTANCE, Field.COMMUNITY, Field.CHARITY),
        20,
    ),
    UnitKind.INSTITUTION: Profile(
        ("主任", "副主任"),
        ("管理员", "社会工作岗", "业务科员", "财务人员", "护理员", "救助服务员"),
        {_E: 62, _C: 30, _D: 8},
        {_GRADUATE: 5, _BACHELOR: 50, _COLLEGE: 35, _SECONDARY: 10},
        (Field.WELFARE, Field.ASSISTANCE, Field.MARRIAGE, Field.DISABILITY),
        30,
    ),
    UnitKind.NURSING_HOME: Profile(
        ("院长", "副院长"),
        ("护理组长", "护理员", "护理员", "护理员", "社工", "后勤管理员", "财务人员"),
        {_C: 62, _E: 20, _D: 18},
        {_BACHELOR: 12, _COLLEGE: 30, _SECONDARY: 25, _HIGH: 20, _MIDDLE: 13},
        (Field.WELFARE, Field.DISABILITY, Field.HOME_LIFE),
        12,
    ),
    UnitKind.SOCIAL_ORGANISATION: Profile(
        ("总干事", "副总干事"),
        ("项目主管", "项目社工", "项目社工", "督导助理", "社工", "财务人员", "志愿服务协调员"),
        {_C: 74, _V: 14, _O: 6, _UNKNOWN: 6},
        {_GRADUATE: 4, _BACHELOR: 44, _COLLEGE: 38, _SECONDARY: 8, _HIGH: 6},
        (Field.CHARITY, Field.COMMUNITY, Field.EDUCATION, Field.MENTAL_HEALTH, Field.DISABILITY, Field.DRUGS,
         Field.CORRECTION, Field.MEDIATION, Field.MARRIAGE),
        34,
        (21, 62),
    ),
    UnitKind.STATION: Profile(
        ("站长", "副站长"),
        ("民政助理员", "民政协理员", "社会救助经办员", "派驻救助经办员", "社会工作岗"),
        {_E: 52, _D: 40, _C: 8},
        {_GRADUATE: 2, _BACHELOR: 52, _COLLEGE: 40, _SECONDARY: 6},
        (Field.ASSISTANCE, Field.WELFARE, Field.COMMUNITY),
        18,
    ),
    UnitKind.VILLAGE: Profile(
        ("党支部书记、主任", "副主任", "妇联主席、儿童主任", "文书"),
        ("委员", "委员", "网格员", "网格员", "民政专干", "社区社工"),
        {_O: 58, _C: 22, _D: 8, _UNKNOWN: 12},
        {_BACHELOR: 12, _COLLEGE: 34, _SECONDARY: 18, _HIGH: 24, _MIDDLE: 12},
        (Field.COMMUNITY, Field.ASSISTANCE, Field.MEDIATION, Field.CULTURE, Field.POPULATION),
        8,
        (22, 60),
    ),
    UnitKind.ENTERPRISE: Profile(
        ("经理", "副经理"),
        ("居家养老护理员", "居家养老护理员", "督导助理", "社工", "派单员"),
        {_C: 92, _O: 8},
        {_BACHELOR: 14, _COLLEGE: 36, _SECONDARY: 26, _HIGH: 24},
        (Field.WELFARE, Field.HOME_LIFE, Field.DISABILITY),
        10,
    ),
}  # fmt: skip
