"""Backups: verified, encrypted, restored whole or not at all."""

import sqlite3
from pathlib import Path

import pytest

from rencai.site.backups import BackupFailed, backup, restore

KEY = b"k" * 32


@pytest.fixture
def place(tmp_path: Path) -> Path:
    live = sqlite3.connect(tmp_path / "live.sqlite3")
    live.executescript(
        "CREATE TABLE org_audithead (seq, hash); INSERT INTO org_audithead VALUES (7, 'abc');"
        "CREATE TABLE people (name); INSERT INTO people VALUES ('翁云舒');"
    )
    live.close()
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "a.xlsx").write_bytes(b"roster")
    return tmp_path


def names(path: Path) -> list[str]:
    live = sqlite3.connect(path)
    found = [name for (name,) in live.execute("SELECT name FROM people ORDER BY rowid")]
    live.close()
    return found


def test_a_backup_brings_back_database_and_files_and_keeps_the_replaced_ones(place: Path) -> None:
    manifest = backup(place / "live.sqlite3", place / "files", KEY, place / "out.bak")
    assert manifest.head_seq == 7
    live = sqlite3.connect(place / "live.sqlite3")
    live.execute("INSERT INTO people VALUES ('后来的人')")
    live.commit()
    live.close()
    (place / "files" / "a.xlsx").unlink()
    restore(place / "out.bak", place / "live.sqlite3", place / "files", KEY)
    assert names(place / "live.sqlite3") == ["翁云舒"]
    assert (place / "files" / "a.xlsx").read_bytes() == b"roster"
    (aside,) = place.glob("live.sqlite3.before-*")
    assert names(aside) == ["翁云舒", "后来的人"]


def test_a_backup_shows_nothing_in_clear_and_only_its_owner_may_read_it(place: Path) -> None:
    backup(place / "live.sqlite3", place / "files", KEY, place / "out.bak")
    assert "翁云舒".encode() not in (place / "out.bak").read_bytes()
    assert (place / "out.bak").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("damage", ["flip", "cut", "foreign", "key", "empty"])
def test_a_damaged_or_foreign_backup_is_refused_and_changes_nothing(place: Path, damage: str) -> None:
    target = place / "out.bak"
    backup(place / "live.sqlite3", place / "files", KEY, target)
    body = bytearray(target.read_bytes())
    if damage == "flip":
        body[len(body) // 2] ^= 1
    changed = {"cut": body[:-40], "foreign": b"PK" + body, "empty": body[:24]}.get(damage, body)
    target.write_bytes(bytes(changed))
    with pytest.raises(BackupFailed):
        restore(target, place / "live.sqlite3", place / "files", b"x" * 32 if damage == "key" else KEY)
    assert names(place / "live.sqlite3") == ["翁云舒"]
    assert list(place.glob("*.before-*")) == []


def test_a_backup_that_fails_leaves_the_old_one_and_no_partial_file(place: Path) -> None:
    target = place / "out.bak"
    backup(place / "live.sqlite3", place / "files", KEY, target)
    before = target.read_bytes()
    (place / "live.sqlite3").write_bytes(b"SQLite format 3\x00" + b"\x00" * 4096)
    with pytest.raises(BackupFailed):
        backup(place / "live.sqlite3", place / "files", KEY, target)
    assert target.read_bytes() == before
    assert sorted(path.name for path in place.iterdir()) == ["files", "live.sqlite3", "out.bak"]
