"""What the database knows of its tables when it plans a query."""

from django.db import connection, transaction

_MANY = 1000


def survey_tables() -> None:
    """Have the database look again at how much each table holds and how its values are spread.

    After much has been written at once its old picture makes it choose plans that take minutes. PostgreSQL looks
    by itself only a while after the commit, SQLite never.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA analysis_limit = 1000")
        cursor.execute("ANALYZE")


def survey_after(rows: int) -> None:
    """The same once the transaction that wrote so many rows is committed, where they are many."""
    if rows >= _MANY:
        transaction.on_commit(survey_tables, robust=True)
