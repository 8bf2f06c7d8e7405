"""A small world for the tests: two counties, their units, one user of every role."""

import socket
import sqlite3
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from rencai.org.models import Area, Role, Section, Unit, User
from rencai.people.standing.store import STORE
from rencai.ui.numbers import KEPT

LONG_AGO = date(2015, 1, 1)
AREAS = [
    ("62", "甘肃省"), ("6299", "虚构市"), ("629921", "云川县"), ("629921001", "青石镇"), ("629921002", "北坡乡"),
    ("629921001001", "青石村"), ("629922", "邻山县"), ("629922001", "邻山镇"),
]  # fmt: skip
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


@pytest.fixture(autouse=True)
def _no_outbound_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """The product makes no connection beyond this machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in {socket.AF_INET, socket.AF_INET6} and address[0] not in LOOPBACK:
            raise AssertionError(f"outbound connection to {address[0]}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(autouse=True)
def _own_files(settings: Any, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Files that a test stores go to a folder of its own."""
    settings.FILES = tmp_path_factory.mktemp("files")


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    """What one test left in memory is not what the database of the next one holds."""
    STORE.clear()
    KEPT.clear()


def _unit(code: str, name: str, kind: str, area: str) -> Unit:
    return Unit.objects.create(code=code, name=name, kind=kind, area_id=area, starts=LONG_AGO)


def _user(username: str, role: Role, **place: Any) -> User:
    return User.objects.create(username=username, name=username, role=role, must_change_password=False, **place)


@pytest.fixture
def world(db: Any) -> SimpleNamespace:
    """云川县 with a bureau, two stations, a social organisation; 邻山县 as the stranger; a user of every role."""
    Area.objects.bulk_create(
        [Area(code=c, name=n, level=len(c), fictional=True) for c, n in AREAS], ignore_conflicts=True
    )
    w = SimpleNamespace(
        bureau=_unit("YC001", "云川县民政局", "bureau", "629921"),
        station=_unit("YC101", "云川县青石镇民政站", "station", "629921001"),
        other_station=_unit("YC102", "云川县北坡乡民政站", "station", "629921002"),
        organisation=_unit("YC201", "云川县益民社会工作服务中心", "social_organisation", "629921001"),
        strange_bureau=_unit("LS001", "邻山县民政局", "bureau", "629922"),
        strange_station=_unit("LS101", "邻山县邻山镇民政站", "station", "629922001"),
    )
    w.section = Section.objects.create(unit=w.bureau, name="社会工作股")
    w.leader = _user("leader", Role.LEADER, unit=w.bureau)
    w.section_head = _user("head", Role.SECTION_HEAD, unit=w.bureau, section=w.section)
    w.clerk = _user("clerk", Role.CLERK, unit=w.bureau, section=w.section)
    w.colleague = _user("colleague", Role.CLERK, unit=w.bureau, section=w.section)
    w.township_clerk = _user("township", Role.TOWNSHIP_CLERK, unit=w.station, area_id="629921001")
    w.unit_contact = _user("contact", Role.UNIT_CONTACT, unit=w.organisation)
    w.talent = _user("talent", Role.TALENT)
    w.system_admin = _user("sysadmin", Role.SYSTEM_ADMIN)
    w.security_admin = _user("secadmin", Role.SECURITY_ADMIN)
    w.audit_admin = _user("auditor", Role.AUDIT_ADMIN)
    w.stranger = _user("stranger", Role.CLERK, unit=w.strange_bureau)
    return w


@pytest.fixture
def sign_in(client: Client) -> Any:
    """`sign_in(user)` gives a client of a signed-in user."""

    def signed_in(user: User) -> Client:
        own = Client()
        own.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return own

    return signed_in


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
