"""Names found by key, pinyin and initials, with surnames read as surnames."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rencai.kernel.names import mask_name, name_key, name_keys, pinyin_query


@pytest.mark.parametrize(
    ("name", "pinyin", "initials"),
    [
        ("张三", "zhangsan", "zs"),
        ("单雄信", "shanxiongxin", "sxx"),
        ("仇英", "qiuying", "qy"),
        ("区小明", "ouxiaoming", "oxm"),
        ("解珍", "xiezhen", "xz"),
        ("查良", "zhaliang", "zl"),
        ("曾国", "zengguo", "zg"),
        ("盖聂", "genie", "gn"),
        ("华佗", "huatuo", "ht"),
        ("任敏", "renmin", "rm"),
        ("朴志", "piaozhi", "pz"),
        ("尉迟恭", "yuchigong", "ycg"),
        ("长孙无忌", "zhangsunwuji", "zswj"),
        ("万俟明", "moqiming", "mqm"),
        ("令狐冲", "linghuchong", "lhc"),
        ("单于明", "chanyuming", "cym"),
        ("翟明", "zhaiming", "zm"),
        ("吕布", "lvbu", "lb"),
        ("李长乐", "lichangle", "lcl"),
        ("罗𠮷安", "luojian", "lja"),
        ("沈䶮", "shenyan", "sy"),
        ("程㛃", "chengjie", "cj"),
        ("柏𬎆", "baiying", "by"),
        ("龚𬭎远", "gonghongyuan", "ghy"),
        ("穆㑇", "muzhou", "mz"),
        ("泽让·松达", "zerangsongda", "zrsd"),
        ("John Smith", "johnsmith", "johnsmith"),
    ],
)
def test_a_name_is_found_by_its_letters(name: str, pinyin: str, initials: str) -> None:
    found = name_keys(name)
    assert (found.pinyin, found.initials) == (pinyin, initials)


@pytest.mark.parametrize(
    ("name", "masked"), [("张三", "张*"), ("欧阳明月", "欧***"), ("扎西·多吉", "扎****"), ("王", "*"), ("", "")]
)
def test_a_masked_name_shows_its_first_character_only(name: str, masked: str) -> None:
    assert mask_name(name) == masked


def test_two_spellings_of_one_name_meet_in_one_key() -> None:
    assert name_key("阿娜禾•川木提") == name_key("阿娜禾．川木提") == name_key("阿娜禾 · 川木提") == "阿娜禾·川木提"
    assert name_key("邓\U000e0100") == name_key("邓") == name_key("邓\u200b")
    assert name_key("Ａnna") == name_key("anna")
    assert name_key("\uf900") == "\u8c48"


def test_different_names_have_different_keys() -> None:
    assert len({name_key(name) for name in ("张三", "张叁", "章三", "田𠮷", "田吉")}) == 5


@pytest.mark.parametrize(
    ("typed", "letters"), [("Lǚ Bù", "lvbu"), ("lü", "lv"), ("xi'an", "xian"), ("ZHANG san", "zhangsan")]
)
def test_what_is_typed_is_read_like_the_keys(typed: str, letters: str) -> None:
    assert pinyin_query(typed) == letters


@given(st.text(st.sampled_from("张三李é e\u0301·•．Ａaß\U000e0100\u200b𠮷䶮\uf900")))
def test_a_key_is_its_own_key(name: str) -> None:
    assert name_key(name_key(name)) == name_key(name)


@given(st.text(max_size=60))
def test_any_text_has_keys(text: str) -> None:
    found = name_keys(text)
    assert len(found.initials) <= len(found.pinyin)


@pytest.mark.parametrize("piece", ["张", "ﷺ", "e\u0301", " ", "\U000e0100", "·", "Ａ"])
def test_a_hostile_string_is_answered_at_once(piece: str) -> None:
    hostile = piece * (100_000 // len(piece))
    begun = time.process_time()
    name_keys(hostile)
    pinyin_query(hostile)
    assert time.process_time() - begun < 1
