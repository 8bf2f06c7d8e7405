"""django-import-export at work: reading, importing and exporting as its own admin does."""

from pathlib import Path
from typing import Any

from bench.timing import Memory, clock


def import_default(path: Path) -> dict[str, Any]:
    from bench.admin_project.plain import PlainResource  # noqa: PLC0415 - only under the admin's settings

    return _import(path, PlainResource())


def import_bulk(path: Path) -> dict[str, Any]:
    from bench.admin_project.plain import BulkResource  # noqa: PLC0415

    return _import(path, BulkResource())


def _import(path: Path, resource: Any) -> dict[str, Any]:
    from import_export.formats.base_formats import XLSX  # noqa: PLC0415

    from bench.admin_project.plain import PlainRow, fresh_table  # noqa: PLC0415

    fresh_table()
    numbers: dict[str, Any] = {}
    with Memory() as memory, clock(numbers):
        dataset = XLSX().create_dataset(path.read_bytes())
        result = resource.import_data(dataset, dry_run=False, raise_errors=True)
    numbers |= memory.numbers()
    numbers["note"] = f"{PlainRow.objects.count()} rows {dict(result.totals)}"
    return numbers


def export(path: Path) -> dict[str, Any]:
    """Everybody's row as it was imported."""
    from import_export.formats.base_formats import XLSX  # noqa: PLC0415

    from bench.admin_project.plain import BulkResource, PlainRow  # noqa: PLC0415

    numbers: dict[str, Any] = {"rows": PlainRow.objects.count()}
    with Memory() as memory, clock(numbers):
        dataset = BulkResource().export(PlainRow.objects.all())
        path.write_bytes(XLSX().export_data(dataset))
    return numbers | memory.numbers()
