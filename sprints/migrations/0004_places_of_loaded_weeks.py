"""Weeks that were loaded before there were places get what the file would give them now: one place each, and a short
week waits for staff."""

from django.db import migrations


def give_places(apps, schema_editor):
    weeks, places = apps.get_model("sprints", "Week").objects, apps.get_model("sprints", "Place").objects
    weeks.filter(working_days__lt=5, places=None).update(bookable=False)
    for week in weeks.filter(places=None):
        places.create(week=week, number=1)


class Migration(migrations.Migration):
    dependencies = [("sprints", "0003_second_half")]

    operations = [migrations.RunPython(give_places, migrations.RunPython.noop)]
