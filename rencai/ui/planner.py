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
            return
        # Our own tables only: the server's shared ones would be locked against its other databases until the commit.
        names = connection.introspection.django_table_names(only_existing=True, include_views=False)
        cursor.execute(f"ANALYZE {', '.join(map(connection.ops.quote_name, sorted(names)))}")


def survey_after(rows: int) -> None:
    """The same once the transaction that wrote so many rows is committed, where they are many."""
    if rows >= _MANY:
        transaction.on_commit(survey_tables, robust=True)
