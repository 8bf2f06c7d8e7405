"""The search index: FTS5 on SQLite, a tsvector with GIN on PostgreSQL; one row per person."""

from typing import Any

from django.db import migrations


def build(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("CREATE VIRTUAL TABLE people_search USING fts5(tokens, tokenize='ascii', prefix='2 3 4')")
    else:
        schema_editor.execute("CREATE TABLE people_search (rowid bigint PRIMARY KEY, tokens tsvector NOT NULL)")
        schema_editor.execute("CREATE INDEX people_search_tokens ON people_search USING gin (tokens)")


def drop(apps: Any, schema_editor: Any) -> None:
    schema_editor.execute("DROP TABLE people_search")


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]
    operations = [migrations.RunPython(build, drop)]
