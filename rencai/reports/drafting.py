"""What a new report begins with: the ready text of its kind, its title and its day."""

from pathlib import Path

from rencai.reports.models import Kind

_FOLDER = Path(__file__).parent / "templates_text"
_BLANK = """// 以“//”开头的行不印出。一级标题写“# 标题”，二级写“## 标题”，数字从“数据项”插入。
# 基本情况
截至{统计日}，
"""
ADDRESSEE = "县委人才工作领导小组"


def first_text(kind: str) -> str:
    """The source text a report of this kind begins with."""
    return (_FOLDER / "annual.txt").read_text(encoding="utf-8") if kind == Kind.ANNUAL else _BLANK


def first_title(kind: str, year: int, unit: str) -> str:
    return f"{unit}\n关于{year}年人才工作情况的报告" if kind == Kind.ANNUAL else f"{unit}\n关于{year}年有关情况的报告"
