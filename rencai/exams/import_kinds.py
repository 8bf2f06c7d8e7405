"""The sort of file that the examinations take: results."""

from rencai.exams.results.columns import COLUMNS, tables
from rencai.exams.results.planning import plan, plan_again
from rencai.exams.results.writing import write
from rencai.org.access import Ability
from rencai.people.imports.grid import blank_form, mark_file
from rencai.people.imports.kinds import ImportKind, register
from rencai.people.imports.simple import applying, preview_of, reading

_EXAMPLE = {
    "name": "张三", "id_number": "11010119000101001X", "admission": "2262992100001", "level": "初级",
    "comprehensive": "62", "practice": "缺考", "national": "60", "result": "不合格",
}  # fmt: skip


RESULTS = register(
    ImportKind(
        key="exam-results",
        title="考试成绩表",
        file_title="考试成绩填报表",
        unit="条",
        ability=Ability.MANAGE_EXAMS,
        checked_file=reading(tables),
        plan=plan,
        apply=applying("考试成绩", plan_again, write),
        preview=preview_of,
        mark=mark_file(tables(None)),
        blank=blank_form(COLUMNS, _EXAMPLE),
        help=(
            "统计日所在的年份就是考试年度；考试没有登记的，按已知的考试日期建立。",
            "结果按成绩和合格线核定；来文所写的结果不同的，两者都显示，成绩不改。",
            "国家线合格和地方线合格分开，不合并计算。",
        ),
    )
)
