"""Single cells: what is kept, put right, doubted or refused, column by column."""

import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rencai.people.models import careers, persons
from rencai.people.roster import dictionaries
from rencai.people.roster.cells import PLAIN, SPECIAL, check_all, checker_for
from rencai.people.roster.columns import COLUMNS, KEYS, Kind, Values
from rencai.people.roster.dictionaries import DOCUMENTS

BY_KEY = {column.key: column for column in COLUMNS}
CHECKED = [column for column in COLUMNS if column.kind is not Kind.ID]


def outcome(key: str, raw: Any) -> tuple[str, str, Any]:
    found = checker_for(BY_KEY[key])(raw)
    return found.status, found.code, found.value


def test_the_values_of_a_row_are_the_columns_in_their_order() -> None:
    assert Values._fields == KEYS


def test_the_words_of_the_dictionaries_are_the_labels_of_the_register() -> None:
    pairs = [
        (dictionaries.SEX, persons.Sex),
        (dictionaries.CATEGORIES, careers.CategoryKind),
        (dictionaries.EDUCATION_LEVEL, careers.EducationLevel),
        (dictionaries.DEGREE, careers.Degree),
        (dictionaries.SERVICE_FIELDS, careers.Field),
        (dictionaries.DOCUMENT_TYPE, persons.DocumentType),
    ]
    for dictionary, choices in pairs:
        assert set(dictionary.values) == set(choices.labels)
    assert set(dictionaries.QUALIFICATION_LEVEL.values) == {*careers.QualificationLevel.labels, "无"}
    assert {title: document.value for title, document in DOCUMENTS.items()} == {
        label: value for value, label in persons.DocumentType.choices
    }


@pytest.mark.parametrize("column", [column for column in COLUMNS if column.dictionary], ids=lambda column: column.key)
def test_every_synonym_leads_to_a_value_of_its_dictionary(column: Any) -> None:
    words = column.dictionary.same | column.dictionary.near
    assert set(words.values()) <= set(column.dictionary.values)
    assert not set(words) & set(column.dictionary.values)


@pytest.mark.parametrize(
    ("raw", "status", "code", "value"),
    [
        ("欧阳修文", "ok", "", "欧阳修文"),
        ("罗𠮷安", "ok", "", "罗𠮷安"),
        ("邓\U000e0100", "ok", "", "邓\U000e0100"),
        ("豈\uf900文", "ok", "", "豈\uf900文"),
        ("阿娜禾·川木提", "ok", "", "阿娜禾·川木提"),
        ("张" * 50, "ok", "", "张" * 50),
        ("张" * 51, "rejected", "too_long", None),
        ("周　珞", "fixed", "spaces", "周珞"),
        ("张\n三", "fixed", "spaces", "张三"),
        ("张三_x000D_", "fixed", "spaces", "张三"),
        ("泽让．松达", "fixed", "name_dot", "泽让·松达"),
        ("云提木• 麦禾江", "fixed", "name_dot", "云提木·麦禾江"),
        ("李\u200d若珍", "fixed", "invisible_character", "李若珍"),
        ("\u202e蔡槐", "warned", "bidi_control", "蔡槐"),
        ("贺\ue863", "warned", "private_use", "贺\ue863"),
        ("张", "warned", "unusual_name", "张"),
        ("无名氏", "warned", "unusual_name", "无名氏"),
        ("张三（大）", "warned", "unusual_name", "张三（大）"),
        ("<script>", "warned", "unusual_name", "<script>"),
        ("张三/李四", "warned", "two_names", "张三/李四"),
        ("John Smith", "ok", "", "John Smith"),
        ("戴\x00书英", "rejected", "control_character", None),
        ("戴_x0000_书英", "rejected", "control_character", None),
        ("戴\ufffd英", "rejected", "damaged_character", None),
        (123, "rejected", "not_a_name", None),
        (" " * 2000 + "张三", "rejected", "too_long", None),
    ],
)
def test_names(raw: Any, status: str, code: str, value: str | None) -> None:
    assert outcome("name", raw) == (status, code, value)


def test_half_a_character_is_refused() -> None:
    assert outcome("name", "戴\ud83d英") == ("rejected", "damaged_character", None)


@pytest.mark.parametrize(
    ("raw", "status", "code", "value"),
    [
        ("19900000156", "ok", "", "19900000156"),
        (19900001545, "ok", "", "19900001545"),
        (19900001545.0, "ok", "", "19900001545"),
        ("0629-0000000", "ok", "", "0629-0000000"),
        ("0991-1234567转8", "ok", "", "0991-1234567转8"),
        ("１９９００００３７５６", "fixed", "phone_spelling", "19900003756"),
        ("+86-199 0000 2835", "fixed", "phone_spelling", "19900002835"),
        ("008619900002835", "fixed", "phone_spelling", "19900002835"),
        ("19900003339、19900003634", "warned", "phone_two_numbers", None),
        ("1990000382", "warned", "phone_length", None),
        ("199000004650", "warned", "phone_length", None),
        (1.99e10, "ok", "", "19900000000"),
        (199000003, "warned", "phone_length", None),
        ("1.99E+10", "warned", "scientific_text", None),
    ],
)
def test_phones(raw: Any, status: str, code: str, value: str | None) -> None:
    assert outcome("phone", raw) == (status, code, value)


@pytest.mark.parametrize(
    ("key", "raw", "status", "code", "value"),
    [
        ("ethnicity", "汉", "fixed", "dictionary_synonym", "汉族"),
        ("political_status", "党员", "fixed", "dictionary_synonym", "中共党员"),
        ("education_level", "本科 ", "fixed", "spaces", "本科"),
        ("education_level", "大学本科", "fixed", "dictionary_synonym", "本科"),
        ("education_level", "硕士研究生", "warned", "dictionary_near", "研究生"),
        ("education_level", "肄业", "warned", "dictionary_unknown", None),
        ("qualification_level", "中级", "fixed", "dictionary_synonym", "社会工作师"),
        ("sex", 1, "fixed", "dictionary_synonym", "男"),
        ("sex", 2.0, "fixed", "dictionary_synonym", "女"),
        ("key_person", "是", "ok", "", True),
        ("key_person", "√", "fixed", "dictionary_synonym", True),
        ("key_person", "ｎ", "fixed", "dictionary_synonym", False),
        ("key_person", "大概", "warned", "dictionary_unknown", None),
        ("service_fields", "社会救助、社会福利", "ok", "", ("社会救助", "社会福利")),
        ("service_fields", "社会救助，社会福利；社会救助", "fixed", "dictionary_list", ("社会救助", "社会福利")),
        ("service_fields", "社会救助、打杂", "warned", "dictionary_unknown", ("社会救助",)),
        ("service_fields", "、", "ok", "", None),
        ("certificate_number", "２０１４０２６", "fixed", "fullwidth", "2014026"),
        ("certificate_number", 2.01903629921e19, "warned", "numeric_cell", None),
        ("certificate_number", "2.01904E+19", "warned", "scientific_text", None),
        ("unit_name", "云川县长滩镇民政站\u3000", "fixed", "spaces", "云川县长滩镇民政站"),
        ("unit_name", "云川县\n长滩镇民政站", "fixed", "spaces", "云川县长滩镇民政站"),
        ("remark", "=1+1", "ok", "", "=1+1"),
        ("remark", "{{7*7}} ${jndi:x} '; DROP TABLE", "ok", "", "{{7*7}} ${jndi:x} '; DROP TABLE"),
        ("remark", "一\n二", "ok", "", "一\n二"),
        ("remark", "字" * 2001, "rejected", "too_long", None),
        ("remark", "原号629921197803171206", "warned", "id_in_text", "原号629921197803171206"),
        ("post_title", 12, "ok", "", "12"),
    ],
)
def test_other_columns(key: str, raw: Any, status: str, code: str, value: Any) -> None:
    assert outcome(key, raw) == (status, code, value)


anything = st.one_of(
    st.none(),
    st.text(max_size=60),
    st.text(st.sampled_from("张三、社会工作师无清空 \u200b\u202e\x00_x00D0E+86-*/199男女是"), max_size=20),
    st.integers(),
    st.floats(),
    st.datetimes(),
    st.dates(),
    st.times(),
)


@given(anything)
def test_no_cell_breaks_a_checker_and_only_the_clearing_word_empties(raw: Any) -> None:
    for column in CHECKED:
        found = checker_for(column)(raw)
        assert found.status != "rejected" or found.value is None
        assert found.status == "ok" or (found.code and found.message)
        if found.value in ("", ()):
            assert found.code == "cleared"


@pytest.mark.parametrize("column", [column for column in COLUMNS if column.kind in PLAIN], ids=lambda each: each.key)
@given(data=st.data())
def test_what_takes_the_short_cut_would_have_passed_the_checker_unchanged(column: Any, data: st.DataObject) -> None:
    raw = data.draw(st.from_regex(PLAIN[column.kind], fullmatch=True))
    if raw not in SPECIAL:
        assert checker_for(column)(raw) == ("ok", "", "", raw)


def test_a_long_column_takes_no_short_cut_past_special_words() -> None:
    raws = [f"甲{chr(0x4E00 + n)}" for n in range(1500)]
    values, problems = check_all([*raws, "不详", "清空", "无名氏"], BY_KEY["name"], checker_for(BY_KEY["name"]))
    assert values == [*raws, None, None, "无名氏"]
    assert set(problems) == {"不详", "清空", "无名氏"}


@pytest.mark.parametrize(
    "piece", ["9", " ", "、", "张", "张 ", "\u3000", "1 ", "*", "·张", "_x000D_", "社会福利、", "\x00"]
)
def test_a_hostile_string_is_answered_at_once(piece: str) -> None:
    hostile = piece * (100_000 // len(piece)) + "x"
    for column in CHECKED:
        begun = time.process_time()
        checker_for(column)(hostile)
        assert time.process_time() - begun < 1, column.key
