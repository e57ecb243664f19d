import django.db.models.fields.json
import django.db.models.functions.text
from django.db import DatabaseError, migrations, models, transaction

WORDS = """CREATE INDEX submission_words_search ON ideas_submission
    USING gin (to_tsvector('dutch'::regconfig, COALESCE(words, '')))"""
TITLE = "CREATE INDEX submission_title_trigrams ON ideas_submission USING gin (public_title gin_trgm_ops)"


def add_indexes(apps, schema_editor):
    """Only PostgreSQL has them. Where nobody may add pg_trgm the search goes on without forgiving slips."""
    if schema_editor.connection.vendor != "postgresql":
        return
    schema_editor.execute(WORDS)
    try:
        with transaction.atomic(using=schema_editor.connection.alias):
            schema_editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            schema_editor.execute(TITLE)
    except DatabaseError:
        print("\n  pg_trgm is not available: searching does not forgive slips in a title")


def drop_indexes(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for name in ("submission_words_search", "submission_title_trigrams"):
            schema_editor.execute(f"DROP INDEX IF EXISTS {name}")


class Migration(migrations.Migration):

    dependencies = [
        ('ideas', '0003_whole_idea'),
    ]

    operations = [
        migrations.AddField(
            model_name='submission',
            name='public_title',
            field=models.GeneratedField(db_persist=True, expression=django.db.models.functions.text.Lower(django.db.models.fields.json.KeyTextTransform('title', 'public_text')), output_field=models.TextField(verbose_name='publieke titel om op te ordenen')),
        ),
        # Apart, and not deferred: the index needs the column.
        migrations.RunPython(add_indexes, drop_indexes),
    ]
