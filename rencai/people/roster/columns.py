"""The roster's columns, defined once for import, template and export."""

from enum import StrEnum
from typing import Any, Final, NamedTuple

from rencai.people.roster import dictionaries
from rencai.people.roster.dictionaries import Dictionary
from rencai.ui.sheets.headers import ColumnSpec


class Kind(StrEnum):
    """How the cells of a column are checked."""

    NAME = "name"
    DOCUMENT = "document"
    ID = "id"
    CHOICE = "choice"
    CHOICES = "choices"
    YES_NO = "yes_no"
    DATE = "date"
    PHONE = "phone"
    NUMBER = "number"
    PLACE = "place"
    TEXT = "text"
    PROSE = "prose"


class Column(NamedTuple):
    """One column; `limit` counts code points, `help` is the line under the title in the template."""

    key: str
    title: str
    kind: Kind
    help: str
    synonyms: tuple[str, ...] = ()
    dictionary: Dictionary | None = None
    required: bool = False
    limit: int = 60

    @property
    def spec(self) -> ColumnSpec:
        return ColumnSpec(self.key, self.title, self.synonyms, self.required)


_DATE_HELP: Final = "如 2015-07 或 2015-07-01"

ID_TITLES: Final = (
    "身份证号码", "公民身份号码", "公民身份证号码", "居民身份证号码", "居民身份证号", "证件号码", "证件号", "身份证",
    "身份证件号码", "身份号码",
)  # fmt: skip

COLUMNS: Final = (
    Column("name", "姓名", Kind.NAME, "必填，与证件一致", ("人员姓名", "名字"), required=True, limit=50),
    Column(
        "document_type", "证件类型", Kind.DOCUMENT, "不填即居民身份证", ("证件种类", "证件名称", "身份证件类型"),
        dictionaries.DOCUMENT_TYPE,
    ),
    Column(
        "id_number", "身份证号", Kind.ID, "必填，18位，文本格式",
        ID_TITLES,
        required=True,
    ),
    Column("sex", "性别", Kind.CHOICE, "不填则按身份证号", ("男/女",), dictionaries.SEX),
    Column("birth", "出生日期", Kind.DATE, _DATE_HELP, ("出生年月", "出生年月日", "生日", "出生时间")),
    Column("ethnicity", "民族", Kind.CHOICE, "如 汉族", ("族别",), dictionaries.ETHNICITY),
    Column("political_status", "政治面貌", Kind.CHOICE, "从下拉列表选择", ("党派", "政治身份"),
           dictionaries.POLITICAL_STATUS),
    Column(
        "phone", "手机号", Kind.PHONE, "11位，文本格式",
        ("手机号码", "手机", "联系电话", "联系方式", "电话", "移动电话", "电话号码", "本人电话"),
    ),
    Column(
        "unit_name", "工作单位", Kind.PLACE, "必填，单位全称",
        ("单位名称", "所在单位", "单位", "现工作单位", "所在单位名称", "工作单位名称", "单位全称", "服务单位"),
        required=True, limit=100,
    ),
    Column("unit_kind", "单位类型", Kind.CHOICE, "从下拉列表选择", ("单位性质", "单位类别"), dictionaries.UNIT_KIND),
    Column("township", "乡镇", Kind.PLACE, "乡镇（街道）全称",
           ("所在乡镇", "所属乡镇", "乡镇（街道）", "乡（镇）", "镇街"), limit=40),
    Column(
        "post_title", "岗位（职务）", Kind.TEXT, "如 民政助理员",
        ("岗位", "职务", "现任职务", "岗位名称", "职务名称", "工作岗位", "岗位/职务", "职务（岗位）"),
    ),
    Column("categories", "人才类别", Kind.CHOICES, "可填多项，用、隔开", ("人才类型", "人员类别", "人才分类"),
           dictionaries.CATEGORIES),
    Column("work_since", "参加工作日期", Kind.DATE, _DATE_HELP,
           ("参加工作时间", "参加工作年月", "工作时间", "参工时间")),
    Column(
        "social_work_since", "从事社会工作起始日期", Kind.DATE, _DATE_HELP,
        ("从事社会工作时间", "从事社会工作起始时间", "从事社工时间", "从事社会工作日期", "开始从事社会工作时间"),
    ),
    Column("service_fields", "服务领域", Kind.CHOICES, "可填多项，用、隔开",
           ("社会工作服务领域", "从事领域", "工作领域"),
           dictionaries.SERVICE_FIELDS),
    Column("education_level", "学历", Kind.CHOICE, "最高学历", ("文化程度", "最高学历", "学历层次"),
           dictionaries.EDUCATION_LEVEL),
    Column("degree", "学位", Kind.CHOICE, "最高学位", ("最高学位",), dictionaries.DEGREE),
    Column("major", "专业", Kind.TEXT, "最高学历所学专业", ("所学专业", "毕业专业", "专业名称")),
    Column("school", "毕业院校", Kind.TEXT, "最高学历毕业院校", ("毕业学校", "毕业院校名称", "院校")),
    Column("qualification_level", "职业资格", Kind.CHOICE, "没有的填“无”",
           ("职业资格等级", "社工资格", "社会工作者职业资格", "资格等级", "职业水平等级", "证书等级", "职业资格级别"),
           dictionaries.QUALIFICATION_LEVEL),
    Column("certificate_number", "证书管理号", Kind.NUMBER, "文本格式",
           ("管理号", "证书编号", "资格证书编号", "证书号", "证书号码"), limit=40),
    Column("obtained", "取得日期", Kind.DATE, _DATE_HELP,
           ("取得时间", "发证日期", "批准日期", "资格取得时间", "证书取得日期")),
    Column("valid_until", "登记有效期至", Kind.DATE, _DATE_HELP,
           ("有效期至", "登记有效期", "有效期", "登记有效期截止")),
    Column("key_person", "是否重点人员", Kind.YES_NO, "填“是”或“否”", ("重点人员", "是否列入重点人员名单"),
           dictionaries.YES_NO),
    Column("remark", "备注", Kind.PROSE, "其他需要说明的", ("说明", "备注说明"), limit=2000),
)  # fmt: skip

KEYS: Final = tuple(column.key for column in COLUMNS)
TITLES: Final = {column.key: column.title for column in COLUMNS}
SPECS: Final = tuple(column.spec for column in COLUMNS)


class Values(NamedTuple):
    """One row as it may be stored, in words (男, 汉族, 2015-07): None says nothing, "" or () clears what is stored."""

    name: str
    document_type: str | None
    id_number: str
    sex: str | None
    birth: str | None
    ethnicity: str | None
    political_status: str | None
    phone: str | None
    unit_name: str
    unit_kind: str | None
    township: str | None
    post_title: str | None
    categories: tuple[str, ...] | None
    work_since: str | None
    social_work_since: str | None
    service_fields: tuple[str, ...] | None
    education_level: str | None
    degree: str | None
    major: str | None
    school: str | None
    qualification_level: str | None
    certificate_number: str | None
    obtained: str | None
    valid_until: str | None
    key_person: Any
    remark: str | None
