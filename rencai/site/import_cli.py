"""`rencai import`: one command for each sort of file, all with the same options and exit statuses."""

from pathlib import Path
from typing import Annotated

import typer

from rencai.site import startup
from rencai.site.asking import Day, UnitCode, day_of

imports = typer.Typer(help="导入单位报送的表格。退出码：0 全部导入，2 文件被拒绝，3 有行被拒绝。", no_args_is_help=True)

DryRun = Annotated[bool, typer.Option("--dry-run", help="只检查，不写入")]
Json = Annotated[Path | None, typer.Option("--json", help="检查结果写成 JSON")]
Marked = Annotated[Path | None, typer.Option("--marked", help="标出问题的原文件")]


def _run(key: str, file: Path, unit: str, on: str, options: tuple[bool, Path | None, Path | None]) -> typer.Exit:
    day = day_of(on)
    startup.ready()
    from rencai.people.imports import command  # noqa: PLC0415

    return typer.Exit(command.run(key, file, unit, day, *options))


@imports.command("people")
def people(
    file: Path, unit: UnitCode, on: Day, dry_run: DryRun = False, json_out: Json = None, marked: Marked = None
) -> None:
    """导入人员花名册。"""
    raise _run("people", file, unit, on, (dry_run, json_out, marked))


@imports.command("training-signin")
def training_signin(
    file: Path, unit: UnitCode, on: Day, dry_run: DryRun = False, json_out: Json = None, marked: Marked = None
) -> None:
    """导入培训签到表：班次和每人每天的签到。"""
    raise _run("training-signin", file, unit, on, (dry_run, json_out, marked))


@imports.command("exam-results")
def exam_results(
    file: Path, unit: UnitCode, on: Day, dry_run: DryRun = False, json_out: Json = None, marked: Marked = None
) -> None:
    """导入考试成绩表；统计日所在的年份就是考试年度。"""
    raise _run("exam-results", file, unit, on, (dry_run, json_out, marked))


@imports.command("ce")
def continuing_education(
    file: Path, unit: UnitCode, on: Day, dry_run: DryRun = False, json_out: Json = None, marked: Marked = None
) -> None:
    """导入继续教育表。"""
    raise _run("ce", file, unit, on, (dry_run, json_out, marked))
