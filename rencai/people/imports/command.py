"""The import as a command: what `rencai import …` runs, for every sort of file."""

import json
import sys
from datetime import date
from pathlib import Path
from typing import Final

from rencai.org.models import Unit
from rencai.people.imports.kinds import KINDS, ImportKind
from rencai.people.imports.run import ImportResult, import_file
from rencai.people.roster.report import refused_json
from rencai.ui.sheets.reading import FileRefused

DONE: Final = 0
FILE_REJECTED: Final = 2
ROWS_REJECTED: Final = 3


def run(
    key: str,
    file: Path,
    unit_code: str,
    on: date,
    dry_run: bool = False,
    json_out: Path | None = None,
    marked_out: Path | None = None,
) -> int:
    """Import `file`, of the sort `key`, for the unit of that code.

    The exit status is 0, 2 (file rejected) or 3 (some rows rejected).
    """
    unit = Unit.objects.filter(code=unit_code).first()
    if unit is None or not file.is_file():
        reason = f"没有代码为“{unit_code}”的单位。" if unit is None else f"找不到文件“{file.name}”。"
        _write_json(json_out, refused_json(reason))
        print(reason, file=sys.stderr)
        return FILE_REJECTED
    kind = KINDS[key]
    result = import_file(file, kind=kind, unit=unit, on=on, by=None, dry_run=dry_run)
    _write_json(json_out, result.report())
    if marked_out is not None and result.book is not None:
        _write_marked(file, marked_out, result, kind)
    print(summary(result, kind, dry_run))
    if result.checked.file_status == "rejected":
        return FILE_REJECTED
    return ROWS_REJECTED if result.checked.counts["rejected"] else DONE


def summary(result: ImportResult, kind: ImportKind, dry_run: bool) -> str:
    """The result in a few lines for the terminal."""
    checked = result.checked
    if checked.file_status == "rejected":
        return f"文件被退回：{checked.reason}"
    counts, effect, unit = checked.counts, result.effect, kind.unit
    gone = f"；库中有而名册没有的{len(result.gone)}人（不会删除）" if kind.key == "people" else ""
    lines = [
        f"逐行核对：正常{counts['ok']}行，已统一写法{counts['fixed']}行，存疑{counts['warned']}行，"
        f"退回{counts['rejected']}行。",
        f"{'试算' if dry_run else '已写入'}：新增{effect['new']}{unit}，变更{effect['changed']}{unit}，"
        f"没有变化{effect['same']}{unit}{gone}。",
    ]
    lines += [f"提示：{notice.message}" for notice in checked.notices]
    return "\n".join(lines)


def _write_json(out: Path | None, report: dict[str, object]) -> None:
    if out is not None:
        out.write_text(json.dumps(report, ensure_ascii=False, indent=1), encoding="utf-8")


def _write_marked(file: Path, out: Path, result: ImportResult, kind: ImportKind) -> None:
    if result.book is None:
        return
    try:
        kind.mark(file, out, result.book, result.checked)
    except FileRefused as refused:
        print(f"带标注的文件没有生成：{refused.reason}", file=sys.stderr)
