"""The role that serves: everything the portal does works with it, and no table changes, nor the history."""

import re
from pathlib import Path

import pytest
from django.db import ProgrammingError, connection, transaction

from portal import auditing, history, outbox, tasks
from portal.ids import public_id
from portal.models import Anchor, Event
from tests.world import DURING_SUBMISSION

pytestmark = pytest.mark.postgres
GRANTS = Path(__file__).resolve().parents[1] / "docs" / "serving_role.sql"


@pytest.fixture
def serving(world, now, monkeypatch):
    """From now on this connection is the serving role, as docs/serving_role.sql makes it; all of it is undone after."""
    now(DURING_SUBMISSION)
    monkeypatch.setattr(outbox, "hint", lambda: None)
    role = f"web_{public_id()}"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {role}")
        cursor.execute(f"GRANT {role} TO CURRENT_USER")
        cursor.execute(re.sub(r"\bportal_web\b", role, GRANTS.read_text()))
        cursor.execute(f"SET LOCAL ROLE {role}")
    yield world
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


def test_everything_the_portal_does_works(serving, client_of):
    idea = serving.submitted(serving.owner)
    owner = client_of(serving.owner)
    for page in (
        "/profiel/",
        "/profiel/mijn-gegevens/",
        f"/2021-2022/ideeen/{idea.pk}/verhaal/",
        "/2021-2022/ideeen/?q=a",
    ):
        assert owner.get(page).status_code == 200, page
    assert client_of(serving.staff).get("/beheer/portal/person/").status_code == 200
    assert history.anchor(at=DURING_SUBMISSION)
    assert auditing.check(at=DURING_SUBMISSION).faults == []
    tasks.sweep()
    tasks.purge()
    tasks.retention()


FORBIDDEN = [
    "UPDATE portal_event SET kind = 'x'",
    "UPDATE portal_event SET data = '{}'",
    "DELETE FROM portal_event",
    "TRUNCATE portal_event CASCADE",
    "UPDATE portal_anchor SET hash = 'x'",
    "DELETE FROM portal_anchor",
    "DELETE FROM portal_auditcheck",
    "DROP TABLE portal_letter",
    "ALTER TABLE portal_person ADD COLUMN x int",
    "ALTER TABLE portal_release DROP CONSTRAINT release_needs_two_people",
    "CREATE TABLE x (y int)",
    "INSERT INTO django_migrations (app, name, applied) VALUES ('x', 'x', now())",
    "CREATE ROLE x",
]


@pytest.mark.parametrize("line", FORBIDDEN)
def test_no_table_changes_and_the_history_is_not_rewritten(serving, line):
    history.anchor(at=DURING_SUBMISSION)
    before = (Event.objects.count(), Anchor.objects.count())
    assert before > (0, 0)
    with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"), transaction.atomic():
        connection.cursor().execute(line)
    assert (Event.objects.count(), Anchor.objects.count()) == before
