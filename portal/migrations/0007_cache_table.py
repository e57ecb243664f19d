from django.core.management.commands.createcachetable import Command
from django.db import migrations

TABLE = "portal_cache"


def make(apps, schema_editor):
    command = Command()
    command.verbosity = 0
    command.create_table(schema_editor.connection.alias, TABLE, dry_run=False)


def drop(apps, schema_editor):
    schema_editor.execute(f"DROP TABLE {schema_editor.quote_name(TABLE)}")


class Migration(migrations.Migration):
    """Where the limits against guessing are counted: every web process sees the same, and a restart forgets none."""

    dependencies = [("portal", "0006_mail_plan")]

    operations = [migrations.RunPython(make, drop)]
