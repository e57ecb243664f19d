import django.db.models.fields.json
import django.db.models.functions.text
from django.db import DatabaseError, migrations, models, transaction

# Kept with the row: made anew for every row that a search looks at, it would cost half a millisecond each.
VECTOR = """ALTER TABLE ideas_submission ADD COLUMN words_vector tsvector
    GENERATED ALWAYS AS (to_tsvector('dutch'::regconfig, words)) STORED"""
WORDS = "CREATE INDEX submission_words_search ON ideas_submission USING gin (words_vector)"
TITLE = "CREATE INDEX submission_title_trigrams ON ideas_submission USING gin (public_title gin_trgm_ops)"


def add_search(apps, schema_editor):
    """Only PostgreSQL has it. Where nobody may add pg_trgm the search goes on without forgiving slips."""
    if schema_editor.connection.vendor != "postgresql":
        return
    schema_editor.execute(VECTOR)
    schema_editor.execute(WORDS)
    try:
        with transaction.atomic(using=schema_editor.connection.alias):
            schema_editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            schema_editor.execute(TITLE)
    except DatabaseError:
        print("\n  pg_trgm is not available: searching does not forgive slips in a title")


def drop_search(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX IF EXISTS submission_title_trigrams")
        schema_editor.execute("ALTER TABLE ideas_submission DROP COLUMN words_vector")


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
        migrations.RunPython(add_search, drop_search),
    ]
