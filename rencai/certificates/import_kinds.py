"""The sort of file that registration takes: continuing education."""

from collections.abc import Collection
from datetime import date
from pathlib import Path
from typing import Any

from rencai.certificates.education_import.columns import COLUMNS, table
from rencai.certificates.education_import.planning import plan, plan_again
from rencai.certificates.education_import.writing import write
from rencai.kernel.idnumber import IdChecker
from rencai.org.access import Ability
from rencai.people.imports.grid import Grids, blank_form, mark_file, read_grids
from rencai.people.imports.kinds import ImportKind, register
from rencai.people.imports.matching import id_checker
from rencai.people.imports.run import known_areas
from rencai.people.imports.simple import applying, preview_of

_EXAMPLE = {
    "name": "张三", "id_number": "11010119000101001X", "certificate": "20160000000000000000", "year": "2022",
    "mode": "网络学习", "title": "社会救助政策", "organiser": "某某学院", "first_day": "2022-03-14",
    "last_day": "2022-03-15", "half_hours": "12", "proof": "JX000001",
}  # fmt: skip


def _checked(
    path: Path, *, on: date, name: str | None = None, include_hidden: Collection[str] = ()
) -> tuple[Any, Grids]:
    grids = read_grids(path, [table(id_checker(IdChecker(on, known_areas()), required=True))], name=name)
    return grids.book, grids


CONTINUING = register(
    ImportKind(
        key="ce",
        title="继续教育表",
        file_title="继续教育填报表",
        unit="条",
        ability=Ability.MANAGE_CERTIFICATES,
        checked_file=_checked,
        plan=plan,
        apply=applying("继续教育", plan_again, write),
        preview=preview_of,
        mark=mark_file([table(None)]),
        blank=blank_form(COLUMNS, _EXAMPLE),
        help=(
            "每条是一项学习；是否计入、计多少由规则按登记期判断，不在表里填。",
            "证明编号不重复：已登记过的证明不能再用。",
            "证书管理号只作核对，与库中不同的会提示，学时仍计入该人员。",
        ),
    )
)
