"""Backups: verified, encrypted, restored whole or not at all."""

import sqlite3
from pathlib import Path

import pytest

from rencai.site.backups import UNFINISHED, backup, restore
from rencai.site.stores import BackupFailed, Embedded

KEY = b"k" * 32
KNOWN = {("people", "0001_initial")}


@pytest.fixture
def place(tmp_path: Path) -> Path:
    live = sqlite3.connect(tmp_path / "live.sqlite3")
    live.executescript(
        "CREATE TABLE org_audithead (seq, hash); INSERT INTO org_audithead VALUES (7, 'abc');"
        "CREATE TABLE people (name); INSERT INTO people VALUES ('翁云舒');"
        "CREATE TABLE django_migrations (app, name); INSERT INTO django_migrations VALUES ('people', '0001_initial');"
    )
    live.close()
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "a.xlsx").write_bytes(b"roster")
    return tmp_path


def store(place: Path) -> Embedded:
    return Embedded(place / "live.sqlite3")


def names(path: Path) -> list[str]:
    live = sqlite3.connect(path)
    found = [name for (name,) in live.execute("SELECT name FROM people ORDER BY rowid")]
    live.close()
    return found


def test_a_backup_brings_back_database_and_files_and_keeps_the_replaced_ones(place: Path) -> None:
    manifest = backup(store(place), place / "files", KEY, place / "out.bak")
    assert manifest.head_seq == 7
    live = sqlite3.connect(place / "live.sqlite3")
    live.execute("INSERT INTO people VALUES ('后来的人')")
    live.commit()
    live.close()
    (place / "files" / "a.xlsx").unlink()
    restore(place / "out.bak", store(place), place / "files", KEY, KNOWN)
    assert names(place / "live.sqlite3") == ["翁云舒"]
    assert (place / "files" / "a.xlsx").read_bytes() == b"roster"
    (aside,) = place.glob("live.sqlite3.before-*")
    assert names(aside) == ["翁云舒", "后来的人"]


def test_a_backup_shows_nothing_in_clear_and_only_its_owner_may_read_it(place: Path) -> None:
    backup(store(place), place / "files", KEY, place / "out.bak")
    assert "翁云舒".encode() not in (place / "out.bak").read_bytes()
    assert (place / "out.bak").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("damage", ["flip", "cut", "foreign", "key", "empty"])
def test_a_damaged_or_foreign_backup_is_refused_and_changes_nothing(place: Path, damage: str) -> None:
    target = place / "out.bak"
    backup(store(place), place / "files", KEY, target)
    body = bytearray(target.read_bytes())
    if damage == "flip":
        body[len(body) // 2] ^= 1
    changed = {"cut": body[:-40], "foreign": b"PK" + body, "empty": body[:24]}.get(damage, body)
    target.write_bytes(bytes(changed))
    with pytest.raises(BackupFailed):
        restore(target, store(place), place / "files", b"x" * 32 if damage == "key" else KEY, KNOWN)
    assert names(place / "live.sqlite3") == ["翁云舒"]
    assert list(place.glob("*.before-*")) == []


def test_a_backup_that_fails_leaves_the_old_one_and_no_partial_file(place: Path) -> None:
    target = place / "out.bak"
    backup(store(place), place / "files", KEY, target)
    before = target.read_bytes()
    (place / "live.sqlite3").write_bytes(b"SQLite format 3\x00" + b"\x00" * 4096)
    with pytest.raises(BackupFailed):
        backup(store(place), place / "files", KEY, target)
    assert target.read_bytes() == before
    assert sorted(path.name for path in place.iterdir()) == ["files", "live.sqlite3", "out.bak"]


def test_a_backup_of_a_newer_program_or_of_another_database_is_refused(place: Path) -> None:
    backup(store(place), place / "files", KEY, place / "out.bak")
    with pytest.raises(BackupFailed, match="更新版本的程序"):
        restore(place / "out.bak", store(place), place / "files", KEY, set())
    other = store(place)
    other.member = "rencai.pgdump"
    with pytest.raises(BackupFailed, match="另一种数据库"):
        restore(place / "out.bak", other, place / "files", KEY, KNOWN)
    assert list(place.glob("*.before-*")) == []


def test_the_log_beside_a_replaced_database_stays_with_it(place: Path) -> None:
    backup(store(place), place / "files", KEY, place / "out.bak")
    live = sqlite3.connect(place / "live.sqlite3")
    live.execute("PRAGMA journal_mode=WAL")
    live.execute("INSERT INTO people VALUES ('只在日志里的人')")
    live.commit()
    restore(place / "out.bak", store(place), place / "files", KEY, KNOWN)
    live.close()
    assert names(place / "live.sqlite3") == ["翁云舒"]
    (aside,) = place.glob("live.sqlite3.before-*[0-9]")
    assert names(aside) == ["翁云舒", "只在日志里的人"]


def test_a_restore_that_is_cut_off_leaves_a_mark(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    backup(store(place), place / "files", KEY, place / "out.bak")

    def cut(self: Path, target: Path) -> Path:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", cut)
    with pytest.raises(KeyboardInterrupt):
        restore(place / "out.bak", store(place), place / "files", KEY, KNOWN)
    monkeypatch.undo()
    assert (place / UNFINISHED).exists()
    restore(place / "out.bak", store(place), place / "files", KEY, KNOWN)
    assert not (place / UNFINISHED).exists()
