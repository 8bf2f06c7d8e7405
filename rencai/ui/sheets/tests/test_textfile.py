"""CSV files as read, in every encoding offices save them in."""

import pytest

from rencai.ui.sheets.reading import FileRefused, read
from rencai.ui.sheets.tests.test_reading import SAMPLES

TABLE = "编号,名称,说明\r\n1,甲𠮷,长\r\n2,乙䶮,短\r\n"


@pytest.mark.parametrize(
    ("codec", "name"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("gb18030", "gb18030"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16"),
        ("utf-16-be", "utf-16"),
    ],
)
def test_every_encoding_reads_alike_and_is_named(tmp_path, codec, name):
    path = tmp_path / "a.csv"
    path.write_bytes(TABLE.encode(codec))
    book = read(path)
    assert (book.kind, book.encoding) == ("csv", name)
    assert book.sheets[0].rows == [("编号", "名称", "说明"), ("1", "甲𠮷", "长"), ("2", "乙䶮", "短")]


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_the_delimiter_is_found_out(tmp_path, delimiter):
    path = tmp_path / "a.csv"
    path.write_text(f"甲{delimiter}乙\n1，2{delimiter}3、4\n5{delimiter}6\n", encoding="utf-8")
    assert read(path).sheets[0].rows == [("甲", "乙"), ("1，2", "3、4"), ("5", "6")]


def test_the_samples_name_their_encodings():
    assert read(SAMPLES / "bad/csv-gbk.csv").encoding == "gbk"
    assert read(SAMPLES / "continuing-education.csv").encoding == "gb18030"
    assert read(SAMPLES / "continuing-education.csv").sheets[0].rows[1][0] == "罗𠮷安"


def test_a_nul_byte_stays_in_its_cell_for_the_caller_to_reject():
    assert read(SAMPLES / "bad/nul-byte.csv").sheets[0].rows[3][0] == "戴\x00书英"


def test_records_are_counted_with_blank_and_many_line_ones(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes('甲,乙\r\n\r\n"上\r\n下",1\r\n丙\r\n'.encode())
    assert read(path).sheets[0].rows == [("甲", "乙"), (None, None), ("上\r\n下", "1"), ("丙", None)]


def test_a_guarding_apostrophe_comes_off_and_is_mentioned(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("甲,乙\n'=1+1,'629921\n", encoding="utf-8")
    book = read(path)
    assert book.sheets[0].rows[1] == ("=1+1", "'629921")
    assert [(notice.code, notice.rows) for notice in book.notices] == [("guard_removed", (2,))]


def test_an_unclosed_quote_or_bytes_of_no_encoding_are_refused(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text('甲,乙\n"1,' + "长" * 40_000, encoding="utf-8")
    with pytest.raises(FileRefused, match="32767"):
        read(path)
    path.write_bytes("甲,乙\n".encode("gb18030") + b"\xff\xff\x80,\n")
    with pytest.raises(FileRefused, match="GB18030"):
        read(path)
