"""Where signature and date stand, and how titles break."""

import pytest

from rencai.documents import layout

DAY = "2022年12月31日"  # 7 characters wide


def test_a_sealed_signature_is_centred_over_a_date_four_characters_from_the_edge() -> None:
    name_right, day_right = layout.signature_indents("云川县民政局", DAY, True)
    assert day_right == 4
    assert name_right + 6 / 2 == day_right + 7 / 2


def test_an_unsealed_date_starts_two_characters_right_of_the_signature() -> None:
    name = "云川县社会工作专业人才协会"
    name_right, day_right = layout.signature_indents(name, DAY, False)
    assert name_right == 2
    assert (name_right + len(name)) - (day_right + 7) == 2


def test_an_unsealed_date_longer_than_the_name_keeps_two_characters() -> None:
    name_right, day_right = layout.signature_indents("民政局", DAY, False)
    assert day_right == 2
    assert (name_right + 3) - (day_right + 7) == 2


@pytest.mark.parametrize("sealed", [True, False])
def test_no_name_is_pushed_over_the_edge(sealed: bool) -> None:
    assert min(layout.signature_indents("云川县民政局社会工作人才队伍建设领导小组办公室", DAY, sealed)) >= 0


def test_a_short_title_stays_on_one_line() -> None:
    assert layout.title_lines("关于人才工作情况的报告") == ("关于人才工作情况的报告",)


def test_a_long_title_breaks_into_even_lines_and_never_inside_a_number() -> None:
    lines = layout.title_lines("云川县民政局关于2022年度社会工作专业人才队伍建设工作情况的报告")
    assert "".join(lines) == "云川县民政局关于2022年度社会工作专业人才队伍建设工作情况的报告"
    assert len(lines) == 2
    assert max(map(layout.width_in_chars, lines)) <= 19
    assert any("2022年" in line for line in lines)


def test_a_title_breaks_where_its_writer_broke_it() -> None:
    assert layout.title_lines("关于印发清单的\n通知") == ("关于印发清单的", "通知")


def test_a_title_of_latin_letters_only_still_ends() -> None:
    assert "".join(layout.title_lines("A" * 200)) == "A" * 200
