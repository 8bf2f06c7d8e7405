"""手填数字: which numbers a date, a document number or an ordinal explains."""

import pytest

from rencai.reports.numerals import chinese_number, counts

EXPLAINED = [
    "2022年12月31日，2022年度，12月底", "2022-12-31前后", "二〇二二年三月", "2021—2022年",
    "组发〔2022〕3号、(2021)第12号", "《2022年全县12项任务清单》", "第十九届六中全会第3次会议",
    "一是看、二是查，三个方面", "坚持“四个意识”、“两个维护”", "1.加强领导；2.落实责任", "（1）加强",
    "GB/T 9704-2012", "“十四五”期间一个不少", "进一步、一人一档",
]  # fmt: skip
TYPED = [
    ("全县共有15人", "15"), ("共有１５名", "１５"), ("十二名同志", "十二"),
    ("占12.5%", "12.5%"), ("百分之三十", "百分之三十"),
    ("共1,286人", "1,286"), ("由5个股室", "5"), ("实施“30人”计划", "30"),
    ("培训2批次", "2"), ("共计37", "37"), ("两名社工", "两"),
]  # fmt: skip


@pytest.mark.parametrize("text", EXPLAINED)
def test_a_number_that_is_no_count_is_left_alone(text: str) -> None:
    assert [text[one.start : one.end] for one in counts(text)] == []


@pytest.mark.parametrize(("text", "number"), TYPED)
def test_a_count_typed_by_hand_is_found(text: str, number: str) -> None:
    assert [text[one.start : one.end] for one in counts(text)] == [number]


@pytest.mark.parametrize(
    ("text", "value"), [("十二", 12), ("一百零五", 105), ("二〇三", 203), ("两万三千", 23000), ("几", None)]
)
def test_chinese_numerals_are_read(text: str, value: int | None) -> None:
    assert chinese_number(text) == value
