"""What the commands share: a day as an option, and a refusal in one line."""

import sys
from datetime import date
from typing import Annotated

import typer

Day = Annotated[str, typer.Option("--on", help="统计日，如 2022-12-31")]
UnitCode = Annotated[str, typer.Option("--unit", help="单位代码")]


def fail(message: str, status: int = 1) -> typer.Exit:
    """Prints the refusal; to be raised."""
    print(message, file=sys.stderr)
    return typer.Exit(status)


def day_of(text: str) -> date:
    """The day of the option. Raises typer.Exit with a sentence."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise fail(f"日期“{text}”看不懂，请写成 2022-12-31 的样子。") from error
