"""The `rencai` command."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from rencai.site import startup
from rencai.site.asking import Day, UnitCode, day_of, fail
from rencai.site.import_cli import imports
from rencai.site.rule_cli import explain, rules

app = typer.Typer(help="人才工作台", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
audit = typer.Typer(help="审计链", no_args_is_help=True)
report = typer.Typer(help="年度报告", no_args_is_help=True)
keys = typer.Typer(help="密钥", no_args_is_help=True)
for name, group in {"import": imports, "audit": audit, "report": report, "keys": keys, "rules": rules}.items():
    app.add_typer(group, name=name)
app.command()(explain)

Year = Annotated[int, typer.Option("--year", help="年度")]
Signer = Annotated[str, typer.Option("--by", help="签发人登录名；不写则由该单位唯一的局领导签发")]
Out = Annotated[Path, typer.Option("--out", help="写到哪个文件")]


@app.command()
def init(
    county: Annotated[str, typer.Option(help="本县区划代码，6位")] = "",
    bureau: Annotated[str, typer.Option(help="民政局全称")] = "",
    code: Annotated[str, typer.Option("--unit", help="民政局的单位代码，自定")] = "MZ001",
) -> None:
    """建立空数据库、三名管理员账号和本县民政局（--county、--bureau）。"""
    startup.ready()
    from rencai.site.commands.setting_up import set_up  # noqa: PLC0415

    try:
        for line in set_up(county, bureau, code):
            print(line)
    except ValueError as error:
        raise fail(str(error)) from error


@app.command()
def demo(
    serve_it: Annotated[bool, typer.Option("--serve/--no-serve", help="装载后是否启动服务")] = True,
    port: Annotated[int, typer.Option(help="端口")] = 8000,
) -> None:
    """装载虚构的云川县并在 127.0.0.1 启动；再次运行保留已有数据。"""
    startup.ready()
    from rencai.site.commands.setting_up import load_demo  # noqa: PLC0415

    for line in load_demo():
        print(line)
    if serve_it:
        _serve("127.0.0.1", port, 1)


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="监听地址")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="端口")] = 8000,
    workers: Annotated[int, typer.Option(help="网页进程数")] = 1,
) -> None:
    """启动服务。"""
    startup.ready()
    _serve(host, port, workers)


def _serve(host: str, port: int, workers: int) -> None:
    from django.conf import settings  # noqa: PLC0415

    from rencai.site.serving import AlreadyRunning, PortTaken, serve  # noqa: PLC0415

    try:
        raise typer.Exit(serve(settings.DATA, host, port, workers))
    except (AlreadyRunning, PortTaken) as error:
        raise fail(str(error)) from error


@app.command()
def figures(
    on: Day,
    unit: UnitCode,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
) -> None:
    """列出某日、某单位范围内的全部数据项。"""
    day = day_of(on)
    startup.ready()
    from rencai.site.commands.figures import UnknownUnit, figure_rows  # noqa: PLC0415

    try:
        rows = figure_rows(day, unit)
    except UnknownUnit as error:
        raise fail(str(error)) from error
    if as_json:
        print(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        for row in rows:
            print(f"{row['title']}\t{'—' if row['number'] is None else row['number']}{row['unit']}")


@report.command("draft")
def report_draft(year: Year, unit: UnitCode) -> None:
    """起草年度报告。"""
    startup.ready()
    from rencai.site.commands import reports  # noqa: PLC0415

    _said(reports.draft, year, unit)


@report.command("issue")
def report_issue(year: Year, unit: UnitCode, by: Signer = "") -> None:
    """签发年度报告，冻结全部数据。"""
    startup.ready()
    from rencai.site.commands import reports  # noqa: PLC0415

    _said(reports.issue, year, unit, by)


@report.command("export")
def report_export(
    year: Year,
    unit: UnitCode,
    out: Out,
    format_: Annotated[str, typer.Option("--format", help="docx、pdf 或 html")] = "docx",
    masked: Annotated[bool, typer.Option("--masked", help="公开版：经第二人复核同意发布的；未经同意以 2 退出")] = False,
    unreviewed: Annotated[bool, typer.Option("--unreviewed", help="与 --masked 合用：标明未经复核的核对稿")] = False,
) -> None:
    """导出年度报告。"""
    startup.ready()
    from rencai.site.commands import reports  # noqa: PLC0415

    _said(reports.export, year, unit, format_, masked, out, unreviewed)


def _said(action: Callable[..., str], *arguments: object) -> None:
    try:
        print(action(*arguments))
    except ValueError as error:
        raise fail(str(error), getattr(error, "status", 1)) from error


@audit.command("verify")
def audit_verify(
    anchor: Annotated[Path | None, typer.Option("--anchor", help="以前保存的锚点文件")] = None,
) -> None:
    """逐条核对审计链；有任何改动、删除、调换、截断即报告并以 1 退出。"""
    startup.ready()
    from rencai.org import audit as chain  # noqa: PLC0415

    try:
        known = chain.read_anchor(anchor.read_text()) if anchor else None
    except (OSError, ValueError) as error:
        raise fail(f"锚点文件不能用：{error}") from error
    faults = list(chain.faults(known))
    for fault in faults:
        print(fault)
    if faults:
        raise typer.Exit(1)
    print(f"审计链完整，共 {chain.head().seq} 条。")


@audit.command("head")
def audit_head() -> None:
    """打印链头，供另存为锚点。"""
    startup.ready()
    from rencai.org import audit as chain  # noqa: PLC0415

    print(chain.head().line())


@app.command()
def backup(out: Out) -> None:
    """备份数据库和文件（加密、核验后才生成）。"""
    startup.ready()
    from rencai.site.commands import keeping  # noqa: PLC0415

    _said(keeping.backup, out)


@app.command()
def restore(file: Path) -> None:
    """用备份恢复；先完整核验，原库另存一份。请先停止服务。"""
    startup.ready(startup.folders)
    from rencai.site.commands import keeping  # noqa: PLC0415

    _said(keeping.restore, file)


@keys.command("rotate")
def keys_rotate(provider: Annotated[str, typer.Option(help="aes 或 sm4")] = "aes") -> None:
    """换用新密钥并逐批重新加密；中断后可再次运行。"""
    startup.ready()
    from rencai.site.commands import keeping  # noqa: PLC0415

    _said(keeping.rotate, provider)


@app.command()
def check() -> None:
    """自检：数据库、密钥、审计链、字体。"""
    startup.ready()
    from rencai.site.commands import keeping  # noqa: PLC0415

    findings = keeping.check()
    for line, _sound in findings:
        print(line)
    if not all(sound for _line, sound in findings):
        raise typer.Exit(1)


@app.command()
def clean(
    days: Annotated[int, typer.Option(help="保存多少天；不写则用 RENCAI_KEEP_DAYS（默认30天）")] = 0,
    daily: Annotated[bool, typer.Option("--daily", hidden=True)] = False,
) -> None:
    """删除到期的导入文件、恢复前的旧数据、过期登录；导入的汇总保留。服务运行时每天自动清理一次。"""
    startup.ready()
    from django.conf import settings  # noqa: PLC0415

    from rencai.site.commands import cleaning  # noqa: PLC0415

    if daily:
        _said(cleaning.clean_daily)
    else:
        _said(cleaning.clean, days or settings.KEEP_DAYS)


@app.command()
def remind(daily: Annotated[bool, typer.Option("--daily", hidden=True)] = False) -> None:
    """提醒今天还没有提醒过的用户（工作日，有红灯或黄灯待办的），并发送邮件。服务运行时每个工作日自动提醒一次。"""
    startup.ready()
    from rencai.site.commands import reminding  # noqa: PLC0415

    _said(reminding.remind_daily if daily else reminding.remind)


@app.command("migrations-missing", hidden=True)
def migrations_missing() -> None:
    """模型有变化而没有迁移时失败。"""
    startup.load()
    from django.core.management import call_command  # noqa: PLC0415

    call_command("makemigrations", check=True, dry_run=True)


def main() -> None:
    """Entry point of the `rencai` script."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rencai.site.settings")
    app()


if __name__ == "__main__":
    main()
