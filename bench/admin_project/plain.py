"""A roster table as one would model it for django-import-export: twenty text columns, one key, nothing encrypted."""

from django.db import connection, models
from import_export import resources

COLUMNS = (
    "name", "id_number", "sex", "birth", "ethnicity", "political_status", "phone", "unit_name", "unit_kind",
    "township", "post_title", "categories", "work_since", "service_fields", "education_level", "major", "school",
    "qualification_level", "certificate_number", "remark",
)  # fmt: skip


class PlainRow(models.Model):
    """The twenty columns, added below."""

    class Meta:
        app_label = "admin_project"
        db_table = "bench_plain_row"

    def __str__(self) -> str:
        return str(self.pk)


for _column in COLUMNS:
    PlainRow.add_to_class(_column, models.CharField(max_length=200, blank=True, unique=_column == "id_number"))


class PlainResource(resources.ModelResource):
    """The defaults: every row compared and saved by itself."""

    class Meta:
        model = PlainRow
        import_id_fields = ("id_number",)
        fields = COLUMNS


class BulkResource(PlainResource):
    """Tuned as its handbook advises."""

    class Meta:
        model = PlainRow
        import_id_fields = ("id_number",)
        fields = COLUMNS
        use_bulk = True
        batch_size = 1000
        skip_diff = True
        skip_html_diff = True
        use_transactions = True


def fresh_table() -> None:
    """An empty table."""
    with connection.schema_editor() as editor:
        if PlainRow._meta.db_table in connection.introspection.table_names():
            editor.delete_model(PlainRow)
        editor.create_model(PlainRow)
