"""The import as a command: what `rencai import people` runs."""

import json
import sys
from datetime import date
from pathlib import Path
from typing import Final

from rencai.org.models import Unit
from rencai.people.imports.marks import write_marked
from rencai.people.imports.run import ImportResult, import_people
from rencai.people.roster.report import refused_json
from rencai.ui.sheets.reading import FileRefused

DONE: Final = 0
FILE_REJECTED: Final = 2
ROWS_REJECTED: Final = 3


def run(
    file: Path,
    unit_code: str,
    on: date,
    dry_run: bool = False,
    json_out: Path | None = None,
    marked_out: Path | None = None,
) -> int:
    """Import `file` for the unit of that code; the exit status is 0, 2 (file rejected) or 3 (some rows rejected)."""
    unit = Unit.objects.filter(code=unit_code).first()
    if unit is None or not file.is_file():
        reason = f"没有代码为“{unit_code}”的单位。" if unit is None else f"找不到文件“{file.name}”。"
        _write_json(json_out, refused_json(reason))
        print(reason, file=sys.stderr)
        return FILE_REJECTED
    result = import_people(file, unit=unit, on=on, by=None, dry_run=dry_run)
    _write_json(json_out, result.report())
    if marked_out is not None and result.book is not None:
        _write_marked(file, marked_out, result)
    print(summary(result, dry_run))
    if result.checked.file_status == "rejected":
        return FILE_REJECTED
    return ROWS_REJECTED if result.checked.counts["rejected"] else DONE


def summary(result: ImportResult, dry_run: bool) -> str:
    """The result in a few lines for the terminal."""
    checked = result.checked
    if checked.file_status == "rejected":
        return f"文件被退回：{checked.reason}"
    counts, effect = checked.counts, result.effect
    lines = [
        f"逐行核对：正常{counts['ok']}行，已统一写法{counts['fixed']}行，存疑{counts['warned']}行，"
        f"退回{counts['rejected']}行。",
        f"{'试算' if dry_run else '已写入'}：新增{effect['new']}人，变更{effect['changed']}人，"
        f"没有变化{effect['same']}人；库中有而名册没有的{len(result.gone)}人（不会删除）。",
    ]
    lines += [f"提示：{notice.message}" for notice in checked.notices]
    return "\n".join(lines)


def _write_json(out: Path | None, report: dict[str, object]) -> None:
    if out is not None:
        out.write_text(json.dumps(report, ensure_ascii=False, indent=1), encoding="utf-8")


def _write_marked(file: Path, out: Path, result: ImportResult) -> None:
    if result.book is None:
        return
    try:
        write_marked(file, out, result.book, result.checked)
    except FileRefused as refused:
        print(f"带标注的文件没有生成：{refused.reason}", file=sys.stderr)
