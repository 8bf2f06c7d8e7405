"""The sort of file that registration takes: continuing education."""

from rencai.certificates.education_import.columns import COLUMNS, tables
from rencai.certificates.education_import.planning import plan, plan_again
from rencai.certificates.education_import.writing import write
from rencai.org.access import Ability
from rencai.people.imports.grid import blank_form, mark_file
from rencai.people.imports.kinds import ImportKind, register
from rencai.people.imports.simple import applying, preview_of, reading

_EXAMPLE = {
    "name": "张三", "id_number": "11010119000101001X", "certificate": "20160000000000000000", "year": "2022",
    "mode": "网络学习", "title": "社会救助政策", "organiser": "某某学院", "first_day": "2022-03-14",
    "last_day": "2022-03-15", "half_hours": "12", "proof": "JX000001",
}  # fmt: skip


CONTINUING = register(
    ImportKind(
        key="ce",
        title="继续教育表",
        file_title="继续教育填报表",
        unit="条",
        ability=Ability.MANAGE_CERTIFICATES,
        checked_file=reading(tables),
        plan=plan,
        apply=applying("继续教育", plan_again, write),
        preview=preview_of,
        mark=mark_file(tables(None)),
        blank=blank_form(COLUMNS, _EXAMPLE),
        help=(
            "每条是一项学习；是否计入、计多少由规则按登记期判断，不在表里填。",
            "证明编号不重复：已登记过的证明不能再用。",
            "证书管理号只作核对，与库中不同的会提示，学时仍计入该人员。",
        ),
    )
)
