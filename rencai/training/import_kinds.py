"""The sort of file that training takes: sign-in lists."""

from rencai.org.access import Ability
from rencai.people.imports.grid import blank_form, mark_file
from rencai.people.imports.kinds import ImportKind, register
from rencai.people.imports.simple import applying, preview_of, reading
from rencai.training.signin.columns import SIGN_COLUMNS, tables
from rencai.training.signin.planning import plan, plan_again
from rencai.training.signin.writing import write

_EXAMPLE = {
    "code": "PX2022-01", "day": "2022-03-14", "name": "张三", "id_number": "11010119000101001X",
    "unit_name": "某县民政局", "morning": "√", "afternoon": "14:20", "hours": "8",
}  # fmt: skip


SIGN_IN = register(
    ImportKind(
        key="training-signin",
        title="培训签到表",
        file_title="培训签到填报表",
        unit="条",
        ability=Ability.MANAGE_TRAINING,
        checked_file=reading(tables, id_required=False),
        plan=plan,
        apply=applying("培训签到", plan_again, write),
        preview=preview_of,
        mark=mark_file(tables(None)),
        blank=blank_form(SIGN_COLUMNS, _EXAMPLE),
        help=(
            "可以有“培训班次”和“签到明细”两张表；班次已在系统中的，只要签到明细。",
            "学时由签到得出：按班次各节的学时计，新班次上午、下午各4学时；填写的学时只作核对。",
            "半天有几节的，一个签到算到每一节；分不清哪一节迟到、早退的退回，请在考勤页录入。",
            "没有身份证号的，按姓名和工作单位对应到唯一的人。",
        ),
    )
)
