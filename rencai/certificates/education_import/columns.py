"""The table of continuing education as offices and providers list it."""

import re
from typing import Any

from rencai.certificates.models import EducationMode
from rencai.people.imports.grid import TableSpec
from rencai.people.roster.columns import ID_TITLES, Column, Kind
from rencai.people.roster.outcomes import Outcome, as_text, fixed, ok, quoted, rejected

_MODES = {
    "培训": EducationMode.TRAINING, "面授": EducationMode.TRAINING, "面授培训": EducationMode.TRAINING,
    "集中培训": EducationMode.TRAINING, "进修": EducationMode.TRAINING, "督导": EducationMode.PRACTICE,
    "实践": EducationMode.PRACTICE, "网络": EducationMode.DISTANCE, "网络培训": EducationMode.DISTANCE,
    "远程学习": EducationMode.DISTANCE, "远程教育": EducationMode.DISTANCE, "学术会议": EducationMode.ACADEMIC,
    "学历教育": EducationMode.DEGREE, "学位教育": EducationMode.DEGREE,
    **{str(mode.label): mode for mode in EducationMode},
}  # fmt: skip
_HOURS = re.compile(r"(-?[0-9]{1,4}(?:\.[0-9]+)?)(?:个?学时|个?小时)?\Z")
_WIDE = {0xFF10 + n: 0x30 + n for n in range(10)} | {0xFF0E: ".", 0xFF0D: "-"}


def check_mode(raw: Any) -> Outcome:
    """How somebody learned. A word not on the list is kept as written, under 其他."""
    text = (as_text(raw) or "").strip()
    if not text:
        return rejected("missing_required", "没有填写学习方式。")
    return ok((_MODES.get(text, EducationMode.OTHER), text[:40]))


def check_hours(raw: Any) -> Outcome:
    """Halves of an hour, of a number of hours above zero that ends on a whole or a half."""
    written = as_text(raw) or ""
    text = written.strip()
    if not text:
        return rejected("missing_required", "没有填写学时。")
    plain = text.translate(_WIDE)
    found = _HOURS.match(plain)
    if not found:
        return rejected("not_a_number", f"学时{quoted(raw)}不是数字。")
    halves = 2 * float(found[1])
    if halves <= 0:
        return rejected("zero", f"学时{quoted(raw)}应大于零。")
    if halves != int(halves):
        return rejected("half_hours", f"学时{quoted(raw)}只能是整数或半数，如12、12.5。")
    spelled = isinstance(raw, str) and (plain != text or found[0] != found[1] or text != written)
    return fixed("number_spelling", "学时的写法已统一。", int(halves)) if spelled else ok(int(halves))


_DATE_HELP = "如 2022-03-14"
COLUMNS = (
    Column("name", "姓名", Kind.NAME, "必填", ("人员姓名", "学员姓名"), required=True, limit=50),
    Column("id_number", "身份证号", Kind.ID, "必填，18位，文本格式", ID_TITLES, required=True),
    Column("certificate", "证书管理号", Kind.NUMBER, "文本格式，与库中核对", ("证书编号", "管理号"), limit=40),
    Column("year", "年度", Kind.TEXT, "四位年份，只作核对", ("学习年度",), limit=10),
    Column("mode", "学习方式", Kind.TEXT, "培训进修、督导实践等", ("学习形式", "形式", "方式"), required=True),
    Column("title", "学习内容", Kind.TEXT, "必填", ("内容", "课程名称", "培训内容"), required=True, limit=200),
    Column("organiser", "主办单位", Kind.TEXT, "举办的单位", ("举办单位", "施教机构"), limit=100),
    Column("first_day", "开始日期", Kind.DATE, _DATE_HELP, ("起始日期", "开始时间"), required=True),
    Column("last_day", "结束日期", Kind.DATE, _DATE_HELP, ("截止日期", "结束时间"), required=True),
    Column("half_hours", "学时", Kind.TEXT, "数字，可以是半学时", ("学时数", "小时数"), required=True),
    Column("proof", "证明编号", Kind.TEXT, "证明材料上的编号，不重复", ("证书编号（学习证明）", "证明号"), limit=60),
)  # fmt: skip
TABLE = "继续教育"


def tables(id_check: Any) -> tuple[TableSpec]:
    special = {"id_number": id_check, "mode": check_mode, "half_hours": check_hours}
    return (TableSpec(TABLE, COLUMNS, special),)
