"""The language of templates: what it understands and how it tells what it does not."""

import pytest

from rencai.reports.drafting import first_text
from rencai.reports.models import Kind
from rencai.reports.numerals import counts
from rencai.reports.prose import Condition, Name, Parts, Placeholder, Words, parse


def test_a_text_is_headings_paragraphs_and_notes_that_are_not_printed() -> None:
    prose = parse("// 说明\n# 总量\n\n## 结构\n　　截至{统计日}在册{people.women（女性）}。")
    assert [(line.kind, line.number) for line in prose.lines] == [("heading1", 2), ("heading2", 4), ("paragraph", 5)]
    assert prose.lines[2].parts == (
        Words("截至"), Name("统计日"), Words("在册"), Placeholder("people.women", label="女性"), Words("。"),
    )  # fmt: skip
    assert not prose.faults


@pytest.mark.parametrize(
    ("said", "modifier"), [("去年", "last"), ("上年", "last"), ("同比", "change"), ("名单", "names")]
)
def test_a_figure_can_be_asked_for_in_several_ways(said: str, modifier: str) -> None:
    (line,) = parse(f"{{a.b|{said}}}").lines
    assert line.parts == (Placeholder("a.b", modifier),)  # type: ignore[arg-type]


def test_a_table_stands_on_its_own_line() -> None:
    alone = parse("{a.b|表:township}")
    assert alone.lines[0].table == Placeholder("a.b", "table", "township")
    assert "单独占一行" in str(parse("分布：{a.b|表:township}").faults[0])


@pytest.mark.parametrize(
    ("condition", "number", "holds"),
    [(">0", 10, True), (">0", 0, False), ("=0", 0, True), ("≥12.5", 125, True), ("＞12.5", 125, False)],
)
def test_a_conditional_sentence_compares_exactly(condition: str, number: int, holds: bool) -> None:
    (line,) = parse(f"[?a.b{condition}: 有{{a.b}}。]").lines
    (part,) = line.parts
    assert isinstance(part, Condition)
    assert part.holds(number) is holds
    assert part.parts == (Words("有"), Placeholder("a.b"), Words("。"))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("好\n共{people.women人", "第2行：花括号没有成对"),
        ("{女性}", "看不懂“{女性}”"),
        ("{a.b|明年}", "不认识“|明年”"),
        ("[?a.b>0: 没有写完", "缺少右方括号"),
        ("[?a.b大于零: 句子]", "看不懂条件"),
        ("[?a.b>很多: 句子]", "不是数"),
        ("[?a.b|名单>0: 句子]", "条件只能比较一个数"),
        ("### 三级", "标题只有两级"),
        ("#", "标题没有文字"),
    ],
)
def test_what_cannot_be_read_names_the_line_and_what_to_do(text: str, says: str) -> None:
    assert says in "；".join(map(str, parse(text).faults))


def test_code_in_a_template_stays_words() -> None:
    prose = parse("{__import__('os').system('id')} {{7*7}} {% if x %}")
    assert not list(prose.placeholders())
    assert prose.faults


def all_words(parts: Parts) -> str:
    """Everything typed, the sentences of every condition included."""
    return "".join(
        part.text if isinstance(part, Words) else all_words(part.parts) if isinstance(part, Condition) else "某"
        for part in parts
    )


@pytest.mark.parametrize("kind", Kind.values)
def test_the_ready_texts_hold_no_typed_number_whatever_the_records_say(kind: str) -> None:
    prose = parse(first_text(kind))
    assert not prose.faults
    for line in prose.lines:
        assert not list(counts(all_words(line.parts))), line.source
