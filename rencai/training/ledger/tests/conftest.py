"""A batch of two half days in 云川县 with two confirmed participants; a database that several threads can write to."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection

from rencai.people.tests import factory as people
from rencai.training.ledger.tests import factory


@pytest.fixture
def course(world: SimpleNamespace) -> SimpleNamespace:
    """The batch with its sessions, two people who were sent, and one of the county who was not."""
    batch = factory.batch()
    zhang = people.person(world.station, "张云岭", number=people.id_number("1988-02-03", 101))
    li = people.person(world.organisation, "李景川", user=world.talent)
    wang = people.person(world.other_station, "王禾", number=people.id_number("1990-04-05", 102))
    morning, afternoon = batch.sessions.all()
    return SimpleNamespace(
        world=world, batch=batch, morning=morning, afternoon=afternoon, zhang=zhang, li=li, wang=wang,
        of_zhang=factory.enrol(batch, zhang, world.station), of_li=factory.enrol(batch, li, world.organisation),
    )  # fmt: skip


@pytest.fixture
def database_of_its_own(django_db_setup: None, django_db_blocker: Any, tmp_path: Path) -> Iterator[None]:
    """A copy of the test database with real transactions on each engine: a file, or a database beside it.

    What a test leaves is thrown away with the copy: the audit chain lets nobody empty its table.
    """
    with django_db_blocker.unblock():
        settings, before = connection.settings_dict, connection.settings_dict["NAME"]
        if connection.vendor == "sqlite":
            connection.ensure_connection()
            memory, settings["NAME"] = connection.connection, str(tmp_path / "copy.sqlite3")
            with sqlite3.connect(settings["NAME"]) as copy:
                memory.backup(copy)
            copy.close()
            connection.connection = None
        else:
            memory, settings["NAME"] = None, f"{before}_copy"
            _on_postgres(f'CREATE DATABASE "{before}_copy" TEMPLATE "{before}"')
        yield
        connection.close()
        settings["NAME"], connection.connection = before, memory
        if memory is None:
            _on_postgres(f'DROP DATABASE "{before}_copy" WITH (FORCE)')


def _on_postgres(statement: str) -> None:
    connection.close()
    with connection._nodb_cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute(statement)
