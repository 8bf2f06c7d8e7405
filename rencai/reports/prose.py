"""The language report templates are written in: prose with figure placeholders, parsed and never evaluated as code."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Modifier: TypeAlias = Literal["value", "last", "change", "names", "table"]
Sign: TypeAlias = Literal[">", "<", ">=", "<=", "=", "!="]
LineKind: TypeAlias = Literal["heading1", "heading2", "paragraph"]

MODIFIERS: dict[str, Modifier] = {"去年": "last", "上年": "last", "同比": "change", "名单": "names"}
NAMES = ("年", "上年", "下年", "统计日", "单位", "县")
NOTE = "//"
_KEY = r"[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)+"
_SUBJECT = re.compile(rf"(?P<key>{_KEY})\s*(?:[（(](?P<label>[^（）()]*)[)）])?\s*(?:[|｜](?P<modifier>[^|｜]*))?")
_CONDITION = re.compile(
    r"\[\?(?P<subject>[^\[\]<>=＞＜＝≥≤≠!：:]*)(?P<sign>>=|<=|!=|[<>=＞＜＝≥≤≠])(?P<number>[^：:\[\]]*)[：:]"
)
_SIGNS: dict[str, Sign] = {"＞": ">", "＜": "<", "＝": "=", "≥": ">=", "≤": "<=", "≠": "!="}
_NUMBER = re.compile(r"(-?\d{1,12})(?:\.(\d))?%?")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a line (counted from 1) and what to do about it, in the writer's words."""

    line: int
    says: str

    def __str__(self) -> str:
        return f"第{self.line}行：{self.says}"


@dataclass(frozen=True, slots=True)
class Words:
    """Typed by hand."""

    text: str


@dataclass(frozen=True, slots=True)
class Name:
    """{年} and its like: what the report itself knows."""

    name: str


@dataclass(frozen=True, slots=True)
class Placeholder:
    """{key}, {key|去年}, {key|同比}, {key|名单} or {key|表:breakdown}; `label` says in Chinese what the key means."""

    key: str
    modifier: Modifier = "value"
    breakdown: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Condition:
    """[?subject sign number: parts]; `tenths` is the number times ten, so that 12.5% compares exactly."""

    subject: Placeholder
    sign: Sign
    tenths: int
    parts: tuple["Part", ...]

    def holds(self, tenths: int) -> bool:
        return {
            ">": tenths > self.tenths,
            "<": tenths < self.tenths,
            ">=": tenths >= self.tenths,
            "<=": tenths <= self.tenths,
            "=": tenths == self.tenths,
            "!=": tenths != self.tenths,
        }[self.sign]


Part: TypeAlias = Words | Name | Placeholder | Condition
Parts: TypeAlias = tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the source that is printed, with its number and its words as typed."""

    number: int
    kind: LineKind
    parts: Parts
    source: str

    @property
    def table(self) -> Placeholder | None:
        """The table placeholder that makes up this whole line."""
        first = self.parts[0] if len(self.parts) == 1 else None
        return first if isinstance(first, Placeholder) and first.modifier == "table" else None


@dataclass(frozen=True, slots=True)
class Prose:
    """A parsed text: its printed lines and every fault found."""

    lines: tuple[Line, ...]
    faults: tuple[Fault, ...] = ()

    def placeholders(self) -> Iterator[Placeholder]:
        """Every placeholder, conditions' subjects included, in reading order."""
        for line in self.lines:
            yield from _placeholders(line.parts)


def _placeholders(parts: Parts) -> Iterator[Placeholder]:
    for part in parts:
        if isinstance(part, Placeholder):
            yield part
        elif isinstance(part, Condition):
            yield part.subject
            yield from _placeholders(part.parts)


def parse(text: str) -> Prose:
    """The text as lines; what cannot be read stays as typed words and is told as a fault."""
    lines: list[Line] = []
    faults: list[Fault] = []
    for number, raw in enumerate(text.replace("\r\n", "\n").split("\n"), start=1):
        source = raw.strip().lstrip("\u3000").strip()
        if not source or source.startswith(NOTE):
            continue
        reader = _Reader(number)
        lines.append(reader.line(source))
        faults += reader.faults
    return Prose(tuple(lines), tuple(faults))


@dataclass
class _Reader:
    number: int
    faults: list[Fault] = field(default_factory=list)

    def fault(self, says: str) -> None:
        self.faults.append(Fault(self.number, says))

    def line(self, source: str) -> Line:
        kind: LineKind = "paragraph"
        body = source
        if marks := re.match(r"[#＃]+", source):
            body = source[marks.end() :].strip()
            if len(marks[0]) > 2:
                self.fault("标题只有两级：一级写“# 标题”，二级写“## 标题”。")
            if not body:
                self.fault("标题没有文字。请在 # 后写上标题，序号（一、（一））会自动编排。")
            kind = "heading1" if len(marks[0]) == 1 else "heading2"
        line = Line(self.number, kind, self.parts(body), source)
        has_table = any(part.modifier == "table" for part in _placeholders(line.parts))
        if has_table and (line.table is None or kind != "paragraph"):
            self.fault("表格要单独占一行：请把“{…|表:…}”放到自己的一行，前后不加文字。")
        return line

    def parts(self, text: str) -> Parts:
        found: list[Part] = []
        at = 0
        while (start := text.find("[?", at)) >= 0:
            found += self.plain(text[at:start])
            match = _CONDITION.match(text, start)
            end = text.find("]", start)
            if end < 0:
                self.fault("条件句没有写完：缺少右方括号“]”。写法：[?数据项>0: 句子]。")
                return (*found, Words(text[start:]))
            if match is None or match.end() > end:
                self.fault(f"看不懂条件“{text[start : start + 16]}…”。写法：[?数据项>0: 句子]，可用 > < >= <= = !=。")
                found.append(Words(text[start : end + 1]))
            else:
                found += self.condition(match, text[match.end() : end])
            at = end + 1
        return (*found, *self.plain(text[at:]))

    def condition(self, match: re.Match[str], body: str) -> list[Part]:
        subject = self.subject(match["subject"].strip())
        number = _NUMBER.fullmatch(match["number"].strip())
        if number is None:
            self.fault(f"条件里的“{match['number'].strip()}”不是数。请写整数，或带一位小数的百分数，如 12.5。")
        if "[?" in body:
            self.fault("条件句里不能再套条件句，请拆成两句。")
        if subject is None or number is None:
            return [Words(match[0] + body + "]")]
        if subject.modifier not in {"value", "last", "change"}:
            self.fault("条件只能比较一个数：去掉“表”“名单”，或改用去年、同比。")
            return [Words(match[0] + body + "]")]
        tenths = int(number[1]) * 10 + int(number[2] or 0) * (-1 if number[1].startswith("-") else 1)
        sign = _SIGNS.get(match["sign"], match["sign"])
        return [Condition(subject, sign, tenths, tuple(self.plain(body.strip())))]  # type: ignore[arg-type]

    def plain(self, text: str) -> list[Part]:
        found: list[Part] = []
        at = 0
        for match in re.finditer(r"\{([^{}]*)\}", text):
            found += self.words(text[at : match.start()])
            part = self.braced(match[1].strip())
            found.append(part if part is not None else Words(match[0]))
            at = match.end()
        return found + self.words(text[at:])

    def words(self, text: str) -> list[Part]:
        if "{" in text or "}" in text:
            self.fault("花括号没有成对。占位写成“{数据项}”；若要印出花括号，请用全角“｛”“｝”。")
        return [Words(text)] if text else []

    def braced(self, inside: str) -> Part | None:
        if inside in NAMES:
            return Name(inside)
        return self.subject(inside)

    def subject(self, inside: str) -> Placeholder | None:
        match = _SUBJECT.fullmatch(inside)
        if match is None:
            known = "、".join(f"{{{name}}}" for name in NAMES)
            self.fault(f"看不懂“{{{inside}}}”。请从数据项列表插入，或用 {known}。")
            return None
        label, said = (match["label"] or "").strip(), (match["modifier"] or "").strip()
        if match["modifier"] is None:
            return Placeholder(match["key"], label=label)
        if said in MODIFIERS:
            return Placeholder(match["key"], MODIFIERS[said], label=label)
        if table := re.fullmatch(r"表[:：]\s*(\S+)", said):
            return Placeholder(match["key"], "table", table[1], label)
        self.fault(f"不认识“|{said}”。可以写：|去年、|同比、|名单、|表:分组。")
        return None
