"""What ends sessions is any change of access, not only of the role."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("org", "0002_append_only")]
    operations = [
        migrations.RenameField("user", "role_since", "access_since"),
        migrations.AlterField("user", "access_since", models.DateTimeField("权限变更时间", auto_now_add=True)),
    ]
