"""The table of results as the examination centre sends it."""

import re
from decimal import Decimal
from typing import Any

from rencai.exams.models import ScoreState, Subject
from rencai.exams.outcomes import Mark
from rencai.people.imports.grid import TableSpec
from rencai.people.models import QualificationLevel
from rencai.people.roster.columns import ID_TITLES, Column, Kind
from rencai.people.roster.outcomes import BLANK, Outcome, as_text, fixed, ok, quoted, rejected

_LEVELS = {
    "初级": QualificationLevel.ASSISTANT, "助理": QualificationLevel.ASSISTANT, "中级": QualificationLevel.INTERMEDIATE,
    "高级": QualificationLevel.SENIOR, **{str(level.label): level for level in QualificationLevel},
}  # fmt: skip
_STATES = {"缺考": ScoreState.ABSENT, "违纪": ScoreState.MISCONDUCT, "免考": ScoreState.EXEMPT}
_NUMBER = re.compile(r"-?[0-9]{1,3}(?:\.[0-9])?\Z")
_WIDE = {0xFF10 + n: 0x30 + n for n in range(10)} | {0xFF0E: "."}
RESULTS = ("国家线合格", "地方线合格", "不合格", "合格")


def check_level(raw: Any) -> Outcome:
    text = (as_text(raw) or "").strip()
    if not text:
        return rejected("missing_required", "没有填写报考级别。请填初级、中级或高级。")
    if text not in _LEVELS:
        return rejected("dictionary_unknown", f"报考级别{quoted(raw)}看不懂，应为初级、中级或高级。")
    return ok(_LEVELS[text].value)


def check_score(raw: Any) -> Outcome:
    """A score from 0 to 100, or the word for why there is none; a blank says nothing."""
    if raw is None or (isinstance(raw, str) and not raw.strip()):
        return BLANK
    text = (as_text(raw) or "").strip()
    if text in _STATES:
        return ok(Mark(_STATES[text]))
    plain = text.translate(_WIDE).removesuffix("分")
    if plain.endswith(".0"):
        plain = plain[:-2]
    if not _NUMBER.match(plain):
        return rejected("not_a_number", f"成绩{quoted(raw)}看不懂，应为分数，或缺考、违纪、免考。")
    score = Decimal(plain)
    if not 0 <= score <= 100:
        return rejected("score_range", f"成绩{quoted(raw)}不在0至100之间。")
    mark = Mark(ScoreState.SCORED, score)
    spelled = isinstance(raw, str) and text.removesuffix(".0") != plain
    return Outcome("fixed", "number_spelling", "成绩的写法已统一。", mark) if spelled else ok(mark)


def check_line(raw: Any) -> Outcome:
    found = check_score(raw)
    if found.value is None:
        return found
    if found.value.score is None:
        return rejected("not_a_number", f"合格线{quoted(raw)}应为分数。")
    return Outcome(found.status, found.code, found.message, found.value.score)


def check_result(raw: Any) -> Outcome:
    text = (as_text(raw) or "").strip()
    return ok(text[:20]) if text else BLANK


def check_admission(raw: Any) -> Outcome:
    """An opaque number; one that was a number in the file has lost nothing below sixteen digits."""
    if raw is None:
        return BLANK
    text = (as_text(raw) or "").strip().removesuffix(".0")
    return ok(text[:40]) if text == raw else fixed("number_as_text", "准考证号按文本保存。", text[:40])


_SCORE_HELP = "分数或缺考、违纪、免考"
COLUMNS = (
    Column("name", "姓名", Kind.NAME, "必填", ("人员姓名", "考生姓名"), required=True, limit=50),
    Column("id_number", "身份证号", Kind.ID, "必填，18位，文本格式", ID_TITLES, required=True),
    Column("admission", "准考证号", Kind.TEXT, "文本格式", ("准考证", "考号"), limit=40),
    Column("level", "报考级别", Kind.TEXT, "初级、中级、高级", ("级别", "考试级别", "专业级别"), required=True),
    Column("comprehensive", "社会工作综合能力", Kind.TEXT, _SCORE_HELP, ("综合能力", "社会工作综合能力成绩")),
    Column("practice", "社会工作实务", Kind.TEXT, _SCORE_HELP, ("实务", "社会工作实务成绩")),
    Column("policy", "社会工作法规与政策", Kind.TEXT, "只有中级", ("法规与政策", "社会工作法规与政策成绩")),
    Column("national", "国家合格线", Kind.TEXT, "分数", ("国家线",)),
    Column("local", "地方合格线", Kind.TEXT, "有单独划线的填", ("地方线", "单独划线")),
    Column("result", "结果", Kind.TEXT, "来文所写的结果，只作核对", ("考试结果", "是否合格")),
    Column("remark", "备注", Kind.PROSE, "其他需要说明的", ("说明",), limit=200),
)  # fmt: skip
SUBJECTS = {"comprehensive": Subject.COMPREHENSIVE, "practice": Subject.PRACTICE, "policy": Subject.POLICY}


def tables(id_check: Any) -> tuple[TableSpec]:
    special = {
        "id_number": id_check, "level": check_level, "national": check_line, "local": check_line,
        "result": check_result, "admission": check_admission, **dict.fromkeys(SUBJECTS, check_score),
    }  # fmt: skip
    return (TableSpec("成绩", COLUMNS, special),)
