"""The two tables of a sign-in file: the batches of the year, and one row a person and day."""

import re
from datetime import datetime, time
from typing import Any

from rencai.people.imports.grid import TableSpec
from rencai.people.roster.columns import ID_TITLES, Column, Kind
from rencai.people.roster.outcomes import BLANK, Outcome, as_text, fixed, ok, quoted, rejected
from rencai.training.models import OrganiserLevel, Presence

_LEVELS = {
    "省厅": "province", "省": "province", "省级": "province", "市局": "city", "市": "city", "市级": "city",
    "县局": "bureau", "局": "bureau", "本局": "bureau", "县": "county", "县级": "county", "县委": "county",
}  # fmt: skip
_WORDS = {
    "√": Presence.PRESENT, "✓": Presence.PRESENT, "到": Presence.PRESENT, "出勤": Presence.PRESENT,
    "是": Presence.PRESENT, "迟到": Presence.LATE, "早退": Presence.LEFT_EARLY, "请假": Presence.EXCUSED,
    "缺勤": Presence.ABSENT, "缺席": Presence.ABSENT, "未到": Presence.ABSENT, "×": Presence.ABSENT,
    "否": Presence.ABSENT,
}  # fmt: skip
_CLOCK = re.compile(r"([01]?[0-9]|2[0-3])[:：]([0-5][0-9])(?::[0-5][0-9])?\Z")
_HOURS = re.compile(r"([0-9]+(?:\.[0-9]+)?)(?:个?学时|小时)?\Z")
_WIDE = {0xFF10 + n: 0x30 + n for n in range(10)} | {0xFF0E: "."}

Sign = tuple[Presence, time | None]


def check_level(raw: Any) -> Outcome:
    """Who runs the batch."""
    text = (as_text(raw) or "").strip()
    if not text:
        return rejected("missing_required", "没有填写主办层级。请填省厅、市局、县局等。")
    if text not in _LEVELS:
        return rejected("dictionary_unknown", f"主办层级{quoted(raw)}看不懂，应为省厅、市局、县、县局等。")
    return ok(OrganiserLevel(_LEVELS[text]))


def check_sign(raw: Any) -> Outcome:
    """How somebody was at a half day: a mark, a word, or the time of coming; a blank is no sign-in."""
    if raw is None:
        return BLANK
    if isinstance(raw, datetime):
        raw = raw.time()
    if isinstance(raw, time):
        return ok((Presence.PRESENT, raw.replace(second=0, microsecond=0)))
    text = (as_text(raw) or "").strip()
    if not text:
        return BLANK
    if text in _WORDS:
        return ok((_WORDS[text], None))
    clock = _CLOCK.match(text.translate(_WIDE))
    if clock:
        return ok((Presence.PRESENT, time(int(clock[1]), int(clock[2]))))
    return rejected("sign_unknown", f"签到{quoted(raw)}看不懂，应为√、迟到、早退、请假、缺勤或签到时间。")


def check_hours(raw: Any) -> Outcome:
    """A number of hours as somebody wrote it; it is compared with the sign-ins, never believed."""
    if raw is None or (isinstance(raw, str) and not raw.strip()):
        return BLANK
    text = (as_text(raw) or "").strip()
    found = _HOURS.match(text.translate(_WIDE))
    if not found:
        return rejected("not_a_number", f"学时{quoted(raw)}不是数字，或小于零。")
    value = float(found[1])
    if text != (as_text(raw) or "") or found[0] != found[1] or text.translate(_WIDE) != text:
        return fixed("number_spelling", "学时的写法已统一。", found[1])
    return ok(f"{value:g}")


_DATE_HELP = "如 2022-03-14"
BATCH_COLUMNS = (
    Column("code", "班次编号", Kind.TEXT, "必填，与签到明细一致", ("班次号", "编号"), required=True, limit=30),
    Column("title", "培训班名称", Kind.TEXT, "必填", ("班次名称", "培训名称"), required=True, limit=100),
    Column("organiser", "主办单位", Kind.TEXT, "如 省民政厅", ("举办单位",), limit=100),
    Column("level", "主办层级", Kind.TEXT, "省厅、市局、县局", ("层级", "举办层级"), required=True),
    Column("first_day", "开始日期", Kind.DATE, _DATE_HELP, ("起始日期", "开班日期"), required=True),
    Column("last_day", "结束日期", Kind.DATE, _DATE_HELP, ("截止日期", "结业日期"), required=True),
    Column("place", "地点", Kind.TEXT, "举办地点", ("培训地点",), limit=100),
    Column("hours", "总学时", Kind.TEXT, "数字", ("学时合计",)),
)
SIGN_COLUMNS = (
    Column("code", "班次编号", Kind.TEXT, "必填", ("班次号", "编号"), required=True, limit=30),
    Column("day", "日期", Kind.DATE, _DATE_HELP, ("签到日期", "培训日期"), required=True),
    Column("name", "姓名", Kind.NAME, "必填", ("人员姓名",), required=True, limit=50),
    Column("id_number", "身份证号", Kind.ID, "可空，空则按姓名和单位对应", ID_TITLES),
    Column("unit_name", "工作单位", Kind.PLACE, "单位全称", ("单位", "单位名称", "所在单位"), limit=100),
    Column("morning", "上午签到", Kind.TEXT, "√、迟到、早退、请假、缺勤或时间", ("上午",)),
    Column("afternoon", "下午签到", Kind.TEXT, "√、迟到、早退、请假、缺勤或时间", ("下午",)),
    Column("hours", "学时", Kind.TEXT, "由签到计算，填写的只作核对", ("当日学时",)),
    Column("remark", "备注", Kind.PROSE, "其他需要说明的", ("说明",), limit=200),
)
BATCHES, SIGNS = "培训班次", "签到明细"


def tables(id_check: Any) -> tuple[TableSpec, TableSpec]:
    """The tables; the batches may be left out where the county has them already."""
    return (
        TableSpec(BATCHES, BATCH_COLUMNS, {"level": check_level, "hours": check_hours}, needed=False),
        TableSpec(
            SIGNS, SIGN_COLUMNS,
            {"id_number": id_check, "morning": check_sign, "afternoon": check_sign, "hours": check_hours},
        ),
    )  # fmt: skip
