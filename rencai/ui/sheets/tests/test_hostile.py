"""Files made to harm: each is refused in words, quickly, and the process that asked lives on."""

import json
import random
import subprocess
import sys
import time
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from rencai.ui.sheets.process import converse
from rencai.ui.sheets.reading import LIMITS, FileRefused, read
from rencai.ui.sheets.tests.packages import lie_about_size, overlap, package, shared, sheet, text
from rencai.ui.sheets.tests.test_reading import SAMPLES

SHEET = "xl/worksheets/sheet1.xml"
DOCTYPE = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
MEASURE = """
import json, resource, sys, time
from pathlib import Path
from rencai.ui.sheets.reading import FileRefused, read
for name in sys.argv[1:]:
    began, code = time.perf_counter(), "ok"
    try:
        read(Path(name))
    except FileRefused as refused:
        code = refused.code
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(json.dumps([Path(name).name, code, time.perf_counter() - began, peak]))
"""


def measured(*paths: Path) -> dict[str, tuple[str, float, int]]:
    """For each file its outcome, seconds and the children's peak memory in MB so far, seen from a fresh process."""
    command = [sys.executable, "-c", MEASURE, *map(str, paths)]
    root = str(Path(__file__).parents[4])
    done = subprocess.run(command, capture_output=True, text=True, check=True, env={"PYTHONPATH": root}, timeout=120)
    return {name: (code, seconds, peak) for name, code, seconds, peak in map(json.loads, done.stdout.splitlines())}


def doctyped(part: str) -> str:
    return part.replace('<?xml version="1.0" encoding="UTF-8"?>', DOCTYPE)


def hostile_files(folder: Path) -> dict[Path, set[str]]:
    """Each hostile file with the codes it may be refused by."""
    far = f'<row r="1">{text("A1", "x")}</row><row r="1048576">{text("A1048576", "x")}</row>'
    wide = f'<row r="1">{text("A1", "x")}</row><row r="100000">{text("IV100000", "x")}</row>'
    long = "".join(f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>' for row in range(1, 3001))
    nested = zipfile.ZipFile(folder / "nested.zip.xlsx", "w", zipfile.ZIP_DEFLATED)
    with nested as out:
        out.writestr("lib 0.zip", (SAMPLES / "bad/bomb-one-cell.xlsx").read_bytes())
    return {
        SAMPLES / "bad/bomb-one-cell.xlsx": {"hostile"},
        folder / "nested.zip.xlsx": {"wrong_type"},
        package(folder / "far-row.xlsx", rows=far): {"too_many_rows"},
        package(folder / "far-column.xlsx", rows=f'<row r="1">{text("XFD1", "x")}</row>'): {"too_many_columns"},
        package(folder / "far-corner.xlsx", rows=wide): {"unreadable", "too_large"},
        package(folder / "row-17m.xlsx", rows=f'<row r="16777217">{text("A16777217", "x")}</row>'): {"too_many_rows"},
        package(folder / "column-zzzz.xlsx", rows=f'<row r="1">{text("ZZZZ1", "x")}</row>'): {"too_many_columns"},
        package(
            folder / "shared-bomb.xlsx", {SHEET: sheet(long), "xl/sharedStrings.xml": shared("长" * 1_000_000)}
        ): {"unreadable", "too_large", "cell_too_long"},
        package(folder / "zeros.xlsx", {"xl/media/a.bin": bytes(60_000_000)}): {"hostile"},
        lie_about_size(package(folder / "smaller.xlsx", {SHEET: sheet(" " * 900_000)}), SHEET, 10): {"hostile"},
        lie_about_size(package(folder / "larger.xlsx"), SHEET, 2_000_000_000): {"damaged"},
        overlap(package(folder / "overlap.xlsx", {"xl/extra.xml": "<a/>"}), "xl/extra.xml", SHEET): {
            "hostile", "damaged"
        },
        package(folder / "many.xlsx", {f"xl/a{number}.xml": "<a/>" for number in range(2_000)}): {"hostile"},
        package(folder / "very-many.xlsx", {f"xl/a{number}.xml": "" for number in range(40_000)}): {"hostile"},
        package(folder / "path.xlsx", {"../../etc/passwd": "x"}): {"hostile"},
        package(folder / "absolute.xlsx", {"/etc/passwd": "x"}): {"hostile"},
        package(folder / "doctype-sheet.xlsx", {SHEET: doctyped(sheet(""))}): {"hostile"},
        package(folder / "doctype-shared.xlsx", {"xl/sharedStrings.xml": doctyped(shared("&b;"))}): {"hostile"},
        package(folder / "doctype-root.xlsx", {"_rels/.rels": DOCTYPE + "<a/>"}): {"hostile"},
        package(folder / "doctype-late.xlsx", {SHEET: f"<!--{'x' * 2_000_000}-->" + DOCTYPE + sheet("")}): {"hostile"},
        package(folder / "utf16.xlsx", {SHEET: sheet("").encode("utf-16")}): {"hostile"},
        package(folder / "long-cell.xlsx", rows=f'<row r="1">{text("A1", "长" * 32_768)}</row>'): {"cell_too_long"},
        package(
            folder / "merges.xlsx", {SHEET: sheet("", after="<mergeCells>" + '<mergeCell ref="A1:B1"/>' * 6_000)}
        ): {"too_many_merged"},
        package(folder / "no-sheet.xlsx", {SHEET: "not xml at all <<<"}): {"damaged", "ok"},
    }  # fmt: skip


def test_hostile_files_are_refused_within_two_seconds_and_200_megabytes(tmp_path):
    expected = hostile_files(tmp_path)
    calm = measured(SAMPLES / "bad/phones.xlsx")["phones.xlsx"]
    outcomes = measured(*expected)
    for path, codes in expected.items():
        code, seconds, peak = outcomes[path.name]
        assert code in codes, (path.name, code)
        assert seconds <= 2, (path.name, seconds)
        assert peak - calm[2] <= 200, (path.name, peak)


def test_a_sheet_that_lies_about_its_dimension_is_read_within_two_seconds():
    began = time.perf_counter()
    assert len(read(SAMPLES / "bad/huge-dimension.xlsx").sheets[0].rows) == 6
    assert time.perf_counter() - began <= 2


def test_the_limits_hold_to_the_row_and_character(tmp_path):
    small = replace(LIMITS, rows=3, spare_rows=0, columns=2)
    rows = "".join(f'<row r="{row}">{text(f"A{row}", "x")}</row>' for row in range(1, 5))
    assert len(read(package(tmp_path / "a.xlsx", rows=rows.rsplit("<row", 1)[0]), limits=small).sheets[0].rows) == 3
    with pytest.raises(FileRefused, match="第 4 行"):
        read(package(tmp_path / "b.xlsx", rows=rows), limits=small)
    with pytest.raises(FileRefused, match="第 3 列"):
        read(package(tmp_path / "c.xlsx", rows=f'<row r="1">{text("C1", "x")}</row>'), limits=small)
    longest = package(tmp_path / "d.xlsx", rows=f'<row r="1">{text("A1", "长" * 32_767)}</row>')
    assert len(read(longest).sheets[0].rows[0][0]) == 32_767


def test_a_file_over_20_megabytes_is_refused_before_it_is_opened(tmp_path):
    path = tmp_path / "a.xlsx"
    with path.open("wb") as file:
        file.truncate(LIMITS.file_bytes + 1)
    with pytest.raises(FileRefused, match="20 MB"):
        read(path)


def test_a_child_that_runs_out_of_time_is_a_refusal():
    with pytest.raises(FileRefused, match="超时"):
        list(converse("http.server", {}, replace(LIMITS, seconds=1)))


def test_a_child_that_dies_is_a_refusal():
    with pytest.raises(FileRefused, match="无法读取"):
        list(converse("no_such_module_anywhere", {}, LIMITS))


def test_200_random_mutations_end_in_a_book_or_a_refusal(tmp_path):
    chance = random.Random(629921)  # noqa: S311 - repeatable, not secret
    good = (SAMPLES / "bad/formula-no-value.xlsx").read_bytes()
    with zipfile.ZipFile(SAMPLES / "bad/formula-no-value.xlsx") as opened:
        parts = {name: opened.read(name) for name in opened.namelist()}
    path = tmp_path / "a.xlsx"
    ends = set()
    for turn in range(200):
        if turn % 2:
            path.write_bytes(mutated(good, chance))
        else:
            victim = chance.choice(list(parts))
            package(path, {**parts, victim: mutated(parts[victim], chance)})
        try:
            ends.add(read(path).kind)
        except FileRefused as refused:
            ends.add("refused" if refused.reason else "silent")
    assert ends == {"xlsx", "refused"}


def mutated(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(changed))
        turn = chance.randrange(4)
        if turn == 0:
            changed[at] ^= 1 << chance.randrange(8)
        elif turn == 1:
            del changed[at : at + chance.randint(1, 40)]
        elif turn == 2:
            changed[at:at] = chance.randbytes(chance.randint(1, 20))
        else:
            changed[at : at + 4] = b"\xff\xff\xff\x7f"
    return bytes(changed) or b"x"
