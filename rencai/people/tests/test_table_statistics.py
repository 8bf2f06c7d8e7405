"""After much has been written the database knows it, so that it doesn't plan the next query by an empty table."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rencai.people.bulk import insert
from rencai.people.tests.test_import_bulk import new
from rencai.ui.planner import survey_after, survey_tables


def _known_people() -> int:
    """How many rows the planner believes the register holds; -1 where it never looked."""
    sqlite = "SELECT COALESCE(MAX(CAST(stat AS INTEGER)), -1) FROM sqlite_stat1 WHERE tbl = 'people_person'"
    postgres = "SELECT reltuples::int FROM pg_class WHERE relname = 'people_person'"
    with connection.cursor() as cursor:
        cursor.execute(sqlite if connection.vendor == "sqlite" else postgres)
        return int(cursor.fetchone()[0])


def test_after_a_thousand_rows_the_planner_knows_the_register(
    world: SimpleNamespace, django_capture_on_commit_callbacks: Any
) -> None:
    insert([new(order, world.bureau.pk) for order in range(1, 31)])
    with django_capture_on_commit_callbacks(execute=True):
        survey_after(1000)
    assert _known_people() == 30


def test_after_a_few_rows_nobody_waits_for_it(world: SimpleNamespace, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks() as waiting:
        survey_after(999)
    assert waiting == []


@pytest.mark.skipif(connection.vendor != "postgresql", reason="an embedded database shares no table")
def test_it_locks_no_table_that_databases_of_a_server_share(db: None) -> None:
    """Two counties' databases on one server, or two workers of these tests, would wait for each other's commit."""
    with CaptureQueriesContext(connection) as asked:
        survey_tables()
    [said] = [query["sql"] for query in asked if query["sql"].startswith("ANALYZE")]
    assert '"people_person"' in said
    assert "pg_" not in said
