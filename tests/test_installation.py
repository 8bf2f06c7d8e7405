"""A fresh installation: database settings, keys, the refusal of places where data would be lost."""

import socket
import sqlite3
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NoReturn

import pytest
from django.db import DatabaseError, connection

from rencai.kernel.sealing import SealBroken, new_keyring, read_keyring
from rencai.people.tests import factory
from rencai.site import databases, serving, startup

MOUNTS = "/dev/sda1 / ext4 rw 0 0\nserver:/x /srv/share nfs4 rw 0 0\n//pc/y /mnt/with\\040space cifs rw 0 0\n"


@pytest.mark.parametrize(
    ("version", "mode"),
    [
        *[((3, 40, 1), "delete"), ((3, 44, 5), "delete"), ((3, 50, 6), "delete"), ((3, 51, 2), "delete")],
        *[((3, 44, 6), "wal"), ((3, 50, 7), "wal"), ((3, 51, 3), "wal"), ((3, 53, 0), "wal"), ((3, 52, 0), "delete")],
    ],
)
def test_write_ahead_log_is_used_only_where_the_library_is_mended(version: tuple[int, ...], mode: str) -> None:
    assert databases.journal_mode(version) == mode


@pytest.mark.parametrize("folder", ["/srv/share/rencai", "/mnt/with space/rencai"])
def test_a_database_on_a_network_share_is_refused(folder: str) -> None:
    with pytest.raises(ValueError, match="网络共享"):
        databases.refuse_network_share(Path(folder), MOUNTS)


def test_a_database_on_a_local_disk_is_accepted() -> None:
    databases.refuse_network_share(Path("/srv/local"), MOUNTS)


def test_the_live_connection_answers_the_expected_pragmas(tmp_path: Path) -> None:
    options = databases.sqlite(tmp_path / "x.sqlite3")["OPTIONS"]
    live = sqlite3.connect(tmp_path / "x.sqlite3")
    live.executescript(options["init_command"])
    for name, expected in databases.expected_pragmas().items():
        if name != "foreign_keys":  # Django itself switches these on
            assert live.execute(f"PRAGMA {name}").fetchone()[0] == expected
    live.close()


@pytest.mark.django_db
def test_a_setting_that_did_not_take_effect_stops_the_start() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PRAGMAs belong to SQLite")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA secure_delete=OFF")
    try:
        with pytest.raises(startup.NotReady, match=r"journal_mode|secure_delete"):
            startup.assert_database()
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete=ON")


@pytest.mark.parametrize("provider", ["aes", "sm4"])
def test_a_sealed_value_opens_only_in_its_own_row_and_field(provider: str, tmp_path: Path) -> None:
    ring = new_keyring(provider)
    ring.write(tmp_path / "ring.json")
    ring = read_keyring(tmp_path / "ring.json")
    sealed = ring.seal("629921198001010014", "people_person|id|1")
    assert ring.open(sealed, "people_person|id|1") == "629921198001010014"
    for place in ("people_person|id|2", "people_person|phone|1"):
        with pytest.raises(SealBroken):
            ring.open(sealed, place)
    flipped = sealed[:-4] + ("A" if sealed[-4] != "A" else "B") + sealed[-3:]
    with pytest.raises(SealBroken):
        ring.open(flipped, "people_person|id|1")
    assert (tmp_path / "ring.json").stat().st_mode & 0o777 == 0o600


def test_after_a_new_key_the_old_values_still_open_and_the_index_stays() -> None:
    old = new_keyring("aes")
    sealed, index = old.seal("x", "t|f|1"), old.index("x", "id")
    ring = old.with_new_key("sm4")
    assert ring.open(sealed, "t|f|1") == "x"
    assert ring.seal("x", "t|f|1").startswith("k2.")
    assert ring.index("x", "id") == index


def test_two_installations_share_no_key() -> None:
    assert new_keyring().index("x", "id") != new_keyring().index("x", "id")


def test_records_that_other_keys_sealed_stop_the_start(world: SimpleNamespace, settings: Any) -> None:
    startup.refuse_foreign_keys()
    factory.person(world.station)
    startup.refuse_foreign_keys()
    settings.KEYRING = new_keyring()
    with pytest.raises(startup.NotReady, match="密钥与数据库不符"):
        startup.refuse_foreign_keys()


def test_a_database_that_does_not_answer_is_one_clear_line(capsys: Any) -> None:
    def unreachable() -> NoReturn:
        raise DatabaseError("connection refused\nand more")

    with pytest.raises(SystemExit):
        startup.ready(unreachable)
    said = capsys.readouterr().err
    assert "数据库不能使用：connection refused。" in said
    assert said.count("\n") == 1


def test_a_taken_port_is_said_before_anything_starts() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(serving.PortTaken, match="--port"):
            serving.refuse_taken("127.0.0.1", port)
    serving.refuse_taken("127.0.0.1", port)
