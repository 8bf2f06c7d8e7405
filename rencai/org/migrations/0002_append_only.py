"""The audit chain gets its first head and becomes append-only for the database too."""

from typing import Any

from django.db import migrations

SQLITE = """CREATE TRIGGER audit_no_{verb} BEFORE {verb} ON org_auditevent
    BEGIN SELECT RAISE(ABORT, '审计记录只可追加'); END"""
POSTGRES = """
CREATE OR REPLACE FUNCTION org_audit_append_only() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION '审计记录只可追加'; END $$ LANGUAGE plpgsql;
CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON org_auditevent
FOR EACH ROW EXECUTE FUNCTION org_audit_append_only();
CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON org_auditevent
FOR EACH STATEMENT EXECUTE FUNCTION org_audit_append_only();
"""


def seal(apps: Any, schema_editor: Any) -> None:
    apps.get_model("org", "AuditHead").objects.get_or_create(pk=1)
    if schema_editor.connection.vendor == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            schema_editor.execute(SQLITE.format(verb=verb))
    else:
        schema_editor.execute(POSTGRES)


def unseal(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            schema_editor.execute(f"DROP TRIGGER audit_no_{verb}")
    else:
        schema_editor.execute("DROP FUNCTION org_audit_append_only CASCADE")


class Migration(migrations.Migration):
    dependencies = [("org", "0001_initial")]
    operations = [migrations.RunPython(seal, unseal, elidable=False)]
