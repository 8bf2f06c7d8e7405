"""RESULTS.md: one table for each engine and size, the peer beside the product, and what is not reached."""

import os
import platform
import re
import sqlite3
from datetime import date
from pathlib import Path

from bench.goals import judged as judged_by_goal
from bench.goals import per_row
from bench.timing import Result

Found = dict[tuple[str, int], list[Result]]

_CHINESE = {
    "list page": "列表页", "filtered list": "筛选", "search": "检索", "person page": "人员页", "figures page": "数据页",
    "home (dashboard)": "首页", "import": "导入", "export": "导出", "report": "报告", "server memory": "服务内存",
    "build": "建库", "draft": "起草", "issue": "签发", "one figure": "一项数据",
    "rule": "规则", "explain": "解释", "run": "测算", "funnel": "漏斗", "training": "培训", "certificates": "证书",
    "continuing": "继续教育", "one batch": "班次", "one step": "漏斗一步",
}  # fmt: skip


def write(path: Path, found: Found, command: str, what: str) -> None:
    """The chapter of these parts anew; the chapters of other parts stay as they were measured."""
    title = "# Measured / 测速结果" + (f": {what}" if what else "")
    lines = [
        title,
        "",
        f"`{command}` on {date.today().isoformat()}; {os.cpu_count()} × {_processor()}, {_memory()} memory, "  # noqa: DTZ011
        f"{platform.system()} {platform.release()}, Python {platform.python_version()}, "
        f"SQLite {sqlite3.sqlite_version}.",
        "",
        "Medians; the load client runs on the same machine, so ratios hold and absolute times do not."
        " The ratio is by CPU time where both have it: it is disturbed least by what else the machine does."
        " ms = 毫秒（中位数）, p95 = 95% 的请求不超过, CPU = 本进程处理器时间, queries = 每页查询数, KB = 页面大小。",
        "",
    ]
    for (engine, size), results in found.items():
        lines += [
            f"## {engine}, {size:,} people / {size:,} 人",
            "",
            *_table(results),
            "",
            *_goals(results, size),
            *_skipped(results),
        ]
    chapter = "\n".join(lines).strip()
    before = path.read_text() if path.exists() else ""
    others = [text.strip() for text in re.split(r"(?m)^(?=# )", before) if text.strip()]
    held = {text.splitlines()[0]: text for text in others}
    path.write_text("\n\n".join((held | {title: chapter}).values()) + "\n")


def _table(results: list[Result]) -> list[str]:
    rows = ["| what / 项目 | rencai | beside it / 对照 | ratio / 倍数 |", "|---|---|---|---|"]
    for what in dict.fromkeys(result.what for result in results if not result.skipped):
        ours = next((r for r in results if r.what == what and r.who == "rencai" and not r.skipped), None)
        theirs = [r for r in results if r.what == what and r.who != "rencai" and not r.skipped]
        peers = "; ".join(f"{peer.who}: {_numbers(peer)}" for peer in theirs)
        ratio = "; ".join(_ratio(ours, peer) for peer in theirs) if ours else ""
        rows.append(f"| {what}{_named(what)} | {_numbers(ours) if ours else '–'} | {peers or '–'} | {ratio or '–'} |")
    return rows


def _goals(results: list[Result], size: int) -> list[str]:
    judged = list(judged_by_goal(results, size))
    lines = []
    for title, wanted in (("Reached / 达到", True), ("Not reached / 未达到", False)):
        named = [f"- {sentence}" for reached, sentence in judged if reached == wanted]
        lines += [f"{title}：", "", *named, ""] if named else []
    return lines


def _skipped(results: list[Result]) -> list[str]:
    skipped = [result for result in results if result.skipped]
    if not skipped:
        return []
    return ["Not measured / 未测：", "", *(f"- {r.who}, {r.what}: {r.skipped}" for r in skipped), ""]


def _named(what: str) -> str:
    return next((f" / {chinese}" for english, chinese in _CHINESE.items() if what.startswith(english)), "")


def _numbers(result: Result) -> str:
    parts = [f"{_short(value)} {name}" for name, value in result.numbers.items()]
    return ", ".join(parts) + (f" ({result.note})" if result.note else "")


def _ratio(ours: Result, peer: Result) -> str:
    """How many times the product is better: by CPU time where both have it, which a busy machine disturbs least."""
    for name in ("CPU ms", "CPU s", "ms", "seconds"):
        if name in ours.numbers and name in peer.numbers:
            return f"{per_row(peer, name) / max(per_row(ours, name), 1e-9):.1f}×"
    if "req/s" in ours.numbers and "req/s" in peer.numbers:
        return f"{ours.numbers['req/s'] / peer.numbers['req/s']:.1f}×"
    return ""


def _short(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 1 else f"{value:.2f}"


def _processor() -> str:
    text = Path("/proc/cpuinfo").read_text() if Path("/proc/cpuinfo").exists() else ""
    return next((line.split(":")[1].strip() for line in text.splitlines() if line.startswith("model name")), "CPU")


def _memory() -> str:
    text = Path("/proc/meminfo").read_text() if Path("/proc/meminfo").exists() else ""
    total = next((int(line.split()[1]) for line in text.splitlines() if line.startswith("MemTotal")), 0)
    return f"{total / 1024 / 1024:.0f} GB"
