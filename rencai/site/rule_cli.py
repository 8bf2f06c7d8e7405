"""`rencai explain` and `rencai rules`: a rule for one person in words, or for everybody on an engine."""

import json
from pathlib import Path
from typing import Annotated

import typer

from rencai.site import startup
from rencai.site.asking import Day, day_of, fail

rules = typer.Typer(help="规则", no_args_is_help=True)

Key = Annotated[str, typer.Argument(help="规则名，如 exams.assistant")]


def explain(
    key: Key,
    on: Day,
    person: Annotated[int, typer.Option("--person", help="人员编号（个人页面地址中的数字）")],
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
) -> None:
    """逐条说明某人某日是否符合一项规则：事实、依据、可靠程度、还差什么。"""
    day = day_of(on)
    startup.ready()
    from rencai.site.commands import rules as commands  # noqa: PLC0415

    try:
        found = commands.explained(key, person, day)
    except ValueError as error:
        raise fail(str(error)) from error
    print(json.dumps(found, ensure_ascii=False, indent=1) if as_json else commands.in_words(found))


@rules.command("run")
def run(
    key: Key,
    on: Day,
    county: Annotated[str, typer.Option("--county", help="县区代码；不写则为全部")] = "",
    facts: Annotated[Path | None, typer.Option("--facts", help="事实的 Parquet 文件；没有则从库中读出写到这里")] = None,
    engine: Annotated[str, typer.Option("--engine", help="local，或 sc://主机:端口 的计算引擎")] = "local",
    out: Annotated[Path | None, typer.Option("--out", help="逐人结果写成 Parquet 文件")] = None,
) -> None:
    """对所有人运行一项规则，打印符合、不符合、待核实的人数。"""
    day = day_of(on)
    startup.ready()
    from rencai.site.commands import rules as commands  # noqa: PLC0415

    try:
        print(commands.run_for_all(key, day, county=county, facts=facts, engine=engine, out=out))
    except ValueError as error:
        raise fail(str(error)) from error


@rules.command("list")
def listed() -> None:
    """列出全部规则。"""
    startup.ready()
    from rencai.site.commands import rules as commands  # noqa: PLC0415

    for line in commands.listed():
        print(line)
