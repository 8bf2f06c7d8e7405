"""The `rencai` command as an operator runs it: a data folder of its own, a real process, its exit status."""

import json
import os
import re
import sqlite3
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

RENCAI = Path(sys.executable).parent / "rencai"
SAMPLES = Path(__file__).parent / "samples"
ROSTER = SAMPLES / "roster-2022.xlsx"
BAD = SAMPLES / "bad"
BUREAU = "YC001"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation with the demo county."""
    made = tmp_path_factory.mktemp("installation")
    run = rencai(made, "demo", "--no-serve")
    assert run.returncode == 0, run.stderr
    return made


def rencai(folder: Path, *arguments: str | Path) -> "subprocess.CompletedProcess[str]":
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("RENCAI_", "PYTEST_"))}
    return subprocess.run(
        [RENCAI, *arguments],
        env={**environment, "RENCAI_DATA": str(folder)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def people(folder: Path) -> int:
    live = sqlite3.connect(folder / "rencai.sqlite3")
    (count,) = live.execute("SELECT count(*) FROM people_person").fetchone()
    live.close()
    return int(count)


def test_a_second_demo_keeps_the_data_and_prints_no_password(folder: Path) -> None:
    before = people(folder)
    again = rencai(folder, "demo", "--no-serve")
    assert again.returncode == 0
    assert "保持不变" in again.stdout
    assert people(folder) == before >= 2900


def test_a_fresh_installation_has_nobody_but_three_administrators(tmp_path: Path) -> None:
    run = rencai(tmp_path, "init")
    assert run.returncode == 0, run.stderr
    assert run.stdout.count("管理员\t") == 3
    live = sqlite3.connect(tmp_path / "rencai.sqlite3")
    assert sorted(row[0] for row in live.execute("SELECT role FROM org_user")) == [
        "audit_admin", "security_admin", "system_admin",
    ]  # fmt: skip
    live.close()


def test_a_fresh_installation_gets_its_bureau_and_refuses_an_unknown_county(tmp_path: Path) -> None:
    wrong = rencai(tmp_path, "init", "--county", "629999", "--bureau", "某县民政局")
    assert wrong.returncode == 1
    assert "629999" in wrong.stderr
    run = rencai(tmp_path, "init", "--county", "620102", "--bureau", "城关区民政局")
    assert run.returncode == 0, run.stderr
    live = sqlite3.connect(tmp_path / "rencai.sqlite3")
    assert live.execute("SELECT name, area_id, kind FROM org_unit").fetchall() == [("城关区民政局", "620102", "bureau")]
    assert live.execute("SELECT count(*) FROM org_user").fetchone() == (3,)
    live.close()


def test_a_trial_run_writes_nothing_and_says_what_would_come(folder: Path, tmp_path: Path) -> None:
    before = people(folder)
    out = tmp_path / "out.json"
    run = rencai(folder, "import", "people", ROSTER, "--unit", BUREAU, "--on", "2022-12-31", "--dry-run", "--json", out)
    assert run.returncode == 3, run.stderr
    said = json.loads(out.read_text())
    assert said["file_status"] == "ok"
    assert said["counts"]["rejected"] >= 19
    assert set(said["cells"][0]) == {"sheet", "row", "column", "status", "code", "message", "raw", "value"}
    assert people(folder) == before


def test_the_roster_goes_in_once_and_changes_nothing_the_second_time(folder: Path, tmp_path: Path) -> None:
    before, out = people(folder), tmp_path / "out.json"
    marked = tmp_path / "marked.xlsx"
    arguments = ["import", "people", ROSTER, "--unit", BUREAU, "--on", "2022-12-31", "--json", out]
    first = rencai(folder, *arguments, "--marked", marked)
    assert first.returncode == 3, first.stderr
    effect = json.loads(out.read_text())["effect"]
    assert people(folder) == before + effect["new"]
    assert 452 <= effect["new"] + effect["changed"] + effect["same"] <= 461
    assert marked.stat().st_size > 10_000
    assert rencai(folder, *arguments).returncode == 3
    again = json.loads(out.read_text())["effect"]
    assert (again["new"], again["changed"]) == (0, 0)


@pytest.mark.parametrize(
    ("sort", "name"),
    [
        ("training-signin", "training-signin-2022.xlsx"),
        ("exam-results", "exam-results-2022.xlsx"),
        ("ce", "continuing-education.csv"),
    ],
)
def test_every_sort_of_file_goes_in_once(folder: Path, tmp_path: Path, sort: str, name: str) -> None:
    out, marked = tmp_path / "out.json", tmp_path / f"marked{Path(name).suffix}"
    day = ["--unit", BUREAU, "--on", "2022-12-31"]
    assert rencai(folder, "import", "people", ROSTER, *day).returncode == 3
    first = rencai(folder, "import", sort, SAMPLES / name, *day, "--json", out, "--marked", marked)
    assert first.returncode == 3, first.stderr
    assert "人；库中有" not in first.stdout
    effect = json.loads(out.read_text())["effect"]
    assert effect["new"] > 50
    assert marked.is_file()
    assert rencai(folder, "import", sort, SAMPLES / name, *day, "--json", out).returncode == 3
    again = json.loads(out.read_text())["effect"]
    assert (again["new"], again["changed"]) == (0, 0)


def test_a_refused_file_ends_with_two_and_a_reason(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    file = BAD / "password-protected.xlsx"
    run = rencai(folder, "import", "people", file, "--unit", BUREAU, "--on", "2022-12-31", "--json", out)
    assert run.returncode == 2
    said = json.loads(out.read_text())
    assert said["file_status"] == "rejected"
    assert "密码" in said["reason"]


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["figures", "--on", "2022年底", "--unit", BUREAU], "2022-12-31"),
        (["figures", "--on", "2022-12-31", "--unit", "NOPE"], "单位"),
        (["report", "issue", "--year", "2022", "--unit", "NOPE", "--by", "nobody"], "NOPE"),
        (["import", "people", "no-such-file.xlsx", "--unit", BUREAU, "--on", "2022-12-31"], "no-such-file.xlsx"),
        (["restore", "no-such-backup"], "no-such-backup"),
    ],
)
def test_a_wrong_argument_gets_one_clear_line(folder: Path, arguments: list[str], word: str) -> None:
    run = rencai(folder, *arguments)
    assert run.returncode in {1, 2}
    assert word in run.stderr + run.stdout
    assert "Traceback" not in run.stderr


def test_every_figure_is_told_with_its_unit_and_meaning(folder: Path) -> None:
    run = rencai(folder, "figures", "--on", "2022-12-31", "--unit", BUREAU, "--json")
    rows = {row["key"]: row for row in json.loads(run.stdout)}
    assert rows["people.on_register"]["number"] > 2000
    assert all(row["unit"] and row["means"] for row in rows.values())


@pytest.mark.parametrize(("kind", "magic"), [("docx", b"PK"), ("pdf", b"%PDF"), ("html", b"<")])
def test_the_issued_report_comes_out_in_every_format(folder: Path, tmp_path: Path, kind: str, magic: bytes) -> None:
    out = tmp_path / f"report.{kind}"
    run = rencai(folder, "report", "export", "--year", "2022", "--unit", BUREAU, "--format", kind, "--out", out)
    assert run.returncode == 0, run.stderr
    assert out.read_bytes().lstrip().startswith(magic)


def test_the_audit_chain_is_whole_and_an_edit_is_found(folder: Path, tmp_path: Path) -> None:
    anchor = tmp_path / "anchor.txt"
    anchor.write_text(rencai(folder, "audit", "head").stdout)
    assert rencai(folder, "audit", "verify", "--anchor", anchor).returncode == 0
    copy = tmp_path / "copy"
    rencai(folder, "backup", "--out", tmp_path / "b.bak")
    copy.mkdir()
    source = sqlite3.connect(folder / "rencai.sqlite3")
    source.execute("VACUUM INTO ?", (str(copy / "rencai.sqlite3"),))
    source.close()
    (copy / "keys").symlink_to(folder / "keys")
    tampered = sqlite3.connect(copy / "rencai.sqlite3")
    tampered.executescript("DROP TRIGGER audit_no_UPDATE; UPDATE org_auditevent SET actor='别人' WHERE seq=3;")
    tampered.commit()
    tampered.close()
    found = rencai(copy, "audit", "verify")
    assert found.returncode == 1
    assert "第 3 条" in found.stdout


def test_backup_and_restore_bring_the_register_back(folder: Path, tmp_path: Path) -> None:
    before = people(folder)
    assert rencai(folder, "backup", "--out", tmp_path / "b.bak").returncode == 0
    live = sqlite3.connect(folder / "rencai.sqlite3")
    live.execute("DELETE FROM people_pastvalue")
    live.commit()
    live.close()
    run = rencai(folder, "restore", tmp_path / "b.bak")
    assert run.returncode == 0, run.stderr
    assert people(folder) == before
    assert rencai(folder, "audit", "verify").returncode == 0


def test_keys_rotate_and_everything_still_opens(folder: Path) -> None:
    run = rencai(folder, "keys", "rotate", "--provider", "sm4")
    assert run.returncode == 0, run.stderr
    live = sqlite3.connect(folder / "rencai.sqlite3")
    (left,) = live.execute("SELECT count(*) FROM people_person WHERE id_sealed NOT LIKE 'k2.%'").fetchone()
    live.close()
    assert left == 0
    assert rencai(folder, "check").returncode == 0


def test_without_its_keys_the_program_does_not_start(folder: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    (broken / "keys").mkdir(parents=True)
    (broken / "keys" / "django.key").write_text("x" * 60)
    (broken / "keys" / "sealing.json").write_text("{}")
    run = rencai(broken, "init")
    assert run.returncode == 1
    assert "密钥" in run.stderr
    assert not (broken / "rencai.sqlite3").exists()


def test_with_data_but_without_keys_nothing_is_written(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "rencai.sqlite3").write_bytes((folder / "rencai.sqlite3").read_bytes())
    run = rencai(tmp_path, "init")
    assert run.returncode == 1
    assert "密钥" in run.stderr
    assert not (tmp_path / "keys" / "sealing.json").exists()
    assert (tmp_path / "rencai.sqlite3").read_bytes() == (folder / "rencai.sqlite3").read_bytes()


def test_a_new_year_is_drafted_issued_by_the_only_leader_and_not_published_by_one_alone(
    folder: Path, tmp_path: Path
) -> None:
    drafted = rencai(folder, "report", "draft", "--year", "2023", "--unit", BUREAU)
    assert drafted.returncode == 0, drafted.stderr
    issued = rencai(folder, "report", "issue", "--year", "2023", "--unit", BUREAU)
    assert issued.returncode == 0, issued.stderr
    out = tmp_path / "public.docx"
    public = ["--year", "2022", "--unit", BUREAU, "--format", "docx", "--masked", "--out", out]
    refused = rencai(folder, "report", "export", *public)
    assert (refused.returncode, out.exists()) == (2, False)
    assert "第二人复核" in refused.stderr
    assert rencai(folder, "report", "export", *public, "--unreviewed").returncode == 0
    with zipfile.ZipFile(out) as docx:
        text = docx.read("word/document.xml").decode()
    assert "**" in text
    assert "未经复核" in text


def test_a_rule_is_run_for_everybody_and_explained_for_one(folder: Path) -> None:
    run = rencai(folder, "rules", "run", "exams.assistant", "--on", "2022-06-18", "--county", "629921")
    assert run.returncode == 0, run.stderr
    counted = r"助理社会工作师报名条件 · 2022-06-18：共 (\d+) 人，符合 (\d+) 人，不符合 (\d+) 人，待核实 (\d+) 人。\n"
    told = re.fullmatch(counted, run.stdout)
    assert told is not None
    everybody, *verdicts = map(int, told.groups())
    assert everybody == sum(verdicts) > 2000
    assert all(verdicts)
    said = rencai(folder, "explain", "exams.assistant", "--person", "1", "--on", "2022-06-18", "--json")
    assert said.returncode == 0, said.stderr
    found = json.loads(said.stdout)
    assert found["status"] in {"符合", "不符合", "待核实"}
    assert found["confidence"] == "unverified"
    assert all(clause["cite"] for way in found["ways"] for clause in way["clauses"])
    in_words = rencai(folder, "explain", "exams.senior", "--person", "1", "--on", "2022-06-18").stdout
    assert in_words.startswith("高级社会工作师报名条件 · 2022-06-18 · 人员 1：")
    for wrong, complaint in (
        (("explain", "exams.nobody", "--person", "1", "--on", "2022-06-18"), "没有规则"),
        (("explain", "exams.senior", "--person", "1", "--on", "2010-06-18"), "没有文本"),
        (("explain", "exams.senior", "--person", "999999999", "--on", "2022-06-18"), "没有编号"),
    ):
        refused = rencai(folder, *wrong)
        assert refused.returncode == 1
        assert complaint in refused.stderr
