"""What is issued stays as it is, for the database too: the report, its figures and its absence."""

from typing import Any

from django.db import migrations

SAYS = "已签发的报告不可改动"
ISSUED = "(SELECT state FROM reports_report WHERE id = {row}.report_id) = 'issued'"
SQLITE = {
    "report_no_update": ("UPDATE ON reports_report", "OLD.state = 'issued'"),
    "report_no_delete": ("DELETE ON reports_report", "OLD.state = 'issued'"),
    "figure_no_insert": ("INSERT ON reports_frozenfigure", ISSUED.format(row="NEW")),
    "figure_no_update": ("UPDATE ON reports_frozenfigure", "1"),
    "figure_no_delete": ("DELETE ON reports_frozenfigure", ISSUED.format(row="OLD")),
}
POSTGRES = f"""
CREATE FUNCTION reports_report_stays() RETURNS trigger AS $$
BEGIN
  IF OLD.state = 'issued' THEN RAISE EXCEPTION '{SAYS}'; END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$ LANGUAGE plpgsql;
CREATE FUNCTION reports_figure_stays() RETURNS trigger AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN RAISE EXCEPTION '{SAYS}'; END IF;
  IF TG_OP = 'INSERT' THEN
    IF {ISSUED.format(row="NEW")} THEN RAISE EXCEPTION '{SAYS}'; END IF;
    RETURN NEW;
  END IF;
  IF {ISSUED.format(row="OLD")} THEN RAISE EXCEPTION '{SAYS}'; END IF;
  RETURN OLD;
END $$ LANGUAGE plpgsql;
CREATE TRIGGER report_stays BEFORE UPDATE OR DELETE ON reports_report
FOR EACH ROW EXECUTE FUNCTION reports_report_stays();
CREATE TRIGGER figure_stays BEFORE INSERT OR UPDATE OR DELETE ON reports_frozenfigure
FOR EACH ROW EXECUTE FUNCTION reports_figure_stays();
"""


def seal(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "sqlite":
        for name, (event, condition) in SQLITE.items():
            schema_editor.execute(
                f"CREATE TRIGGER {name} BEFORE {event} WHEN {condition} BEGIN SELECT RAISE(ABORT, '{SAYS}'); END"
            )
    else:
        schema_editor.execute(POSTGRES)


def unseal(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "sqlite":
        for name in SQLITE:
            schema_editor.execute(f"DROP TRIGGER {name}")
    else:
        schema_editor.execute("DROP FUNCTION reports_report_stays CASCADE")
        schema_editor.execute("DROP FUNCTION reports_figure_stays CASCADE")


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_initial")]
    operations = [migrations.RunPython(seal, unseal, elidable=False)]
