"""Every sample file of people comes out as its manifest says."""

from functools import cache
from typing import Any

import pytest

from rencai.people.roster.check import check
from rencai.people.roster.report import refused_json, report_json
from rencai.people.roster.tests.rosters import AREAS, ON, SAMPLES, manifest
from rencai.ui.sheets.reading import FileRefused, read

FILES = manifest()


@cache
def report_of(name: str) -> tuple[dict[str, Any], dict[int, str]]:
    """The JSON report of a sample and the status of each of its rows."""
    try:
        result = check(read(SAMPLES / name), on=ON, known_areas=AREAS)
    except FileRefused as refused:
        return refused_json(refused.reason), {}
    return report_json(result), {row.row: row.status for row in result.rows}


def as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_taken_or_refused_as_a_whole(name: str) -> None:
    report, _ = report_of(name)
    assert report["file_status"] in as_list(FILES[name]["file_status"])
    assert (report["reason"] is None) == (report["file_status"] == "ok")


@pytest.mark.parametrize("name", FILES)
def test_every_row_has_an_expected_status(name: str) -> None:
    report, rows = report_of(name)
    expected = FILES[name]
    if report["file_status"] == "rejected":
        assert rows == {}
        return
    allowed = {row: [status] for status, listed in expected["row_lists"].items() for row in listed}
    allowed |= {either["row"]: either["status"] for either in expected.get("row_either", [])}
    wrong = {row: status for row, status in rows.items() if status not in allowed.get(row, ["ok"])}
    assert wrong == {}
    assert set(allowed) <= set(rows)


@pytest.mark.parametrize("name", FILES)
def test_the_counts_lie_where_they_are_expected(name: str) -> None:
    report, rows = report_of(name)
    expected = FILES[name]
    bounds = expected.get("rows_accept") or {status: [count, count] for status, count in expected["rows"].items()}
    if report["file_status"] == "ok":
        outside = {
            status: n for status, n in report["counts"].items() if not bounds[status][0] <= n <= bounds[status][1]
        }
        assert outside == {}
        assert sum(report["counts"].values()) == len(rows)


@pytest.mark.parametrize("name", FILES)
def test_every_listed_cell_has_its_status_its_raw_text_and_its_value(name: str) -> None:
    report, _ = report_of(name)
    cells = {(cell["sheet"], cell["row"], cell["column"]): cell for cell in report["cells"]}
    if report["file_status"] == "rejected":
        return
    for expected in FILES[name]["cells"]:
        cell = cells.get((expected["sheet"], expected["row"], expected["column"]))
        assert (cell["status"] if cell else "ok") in as_list(expected["status"]), expected
        if cell is None or cell["status"] == "rejected":
            continue
        if expected["canonical"] is not None:
            assert cell["value"] in as_list(expected["canonical"]), expected
        if expected.get("cell_type", "text") != "number":
            assert cell["raw"] == expected["raw"], expected


@pytest.mark.parametrize("name", FILES)
def test_every_warned_or_rejected_row_says_which_cell_why_and_what_to_do(name: str) -> None:
    report, rows = report_of(name)
    said = {cell["row"] for cell in report["cells"] if cell["status"] in ("warned", "rejected")}
    assert {row for row, status in rows.items() if status in ("warned", "rejected")} == said
    for cell in report["cells"]:
        assert cell["code"]
        assert cell["message"].endswith("。")
        if cell["status"] in ("warned", "rejected"):
            assert "请" in cell["message"]


def test_the_hidden_column_of_the_main_roster_is_named_and_left_out() -> None:
    result = check(read(SAMPLES / "roster-2022.xlsx"), on=ON, known_areas=AREAS)
    notice = next(notice for notice in result.notices if notice.code == "hidden_columns")
    assert "是否重点人员" in notice.message
    assert "key_person" not in result.present
    assert all(row.values.key_person is None for row in result.rows)


def test_the_hidden_column_is_read_when_the_user_says_so() -> None:
    book = read(SAMPLES / "roster-2022.xlsx")
    result = check(book, on=ON, known_areas=AREAS, include_hidden={"key_person"})
    assert {row.values.key_person for row in result.rows} >= {None, False}


def test_a_header_without_people_is_accepted_and_said_so() -> None:
    report, _ = report_of("bad/header-only.xlsx")
    assert "0行" in "".join(notice["message"] for notice in report["notices"])


def test_a_missing_required_column_is_named_once_for_the_file() -> None:
    report, _ = report_of("bad/no-id-column.xlsx")
    assert "身份证号" in report["reason"]
    assert report["cells"] == []
