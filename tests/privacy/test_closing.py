"""What each stage keeps of somebody who closed their account: what was written is gone, or stays for a named reason."""

from datetime import timedelta

from django.db import models

from jury import actions as jury
from jury.models import Sheet
from poc import actions as poc
from portal import closing, history, my_data, registry
from portal.models import Role
from portal.privacy import Kind
from teams import actions as teams
from tests.house.test_manners import our_models
from tests.poc.stage import ask, project_of
from tests.test_my_data import dump
from tests.world import (
    DURING_POC,
    DURING_PRESELECTION,
    DURING_TEAMS,
)

# Fields with words of people that closing empties, or takes away with their row.
GOES = {
    "ideas.attachment.about", "ideas.clarification.answer", "ideas.clarification.question", "ideas.comment.text",
    "ideas.idea.answers", "ideas.idea.other_entities", "ideas.idea.profiles", "ideas.idea.summary",
    "ideas.idea.title", "ideas.invitation.message", "ideas.submission.content", "ideas.submission.public_text",
    "ideas.submission.words", "ideas.version.content", "jury.sheet.private_note", "poc.journalentry.text",
    "portal.eventtext.text", "portal.extension.reason", "portal.role.end_reason", "portal.role.reason",
    "portal.transfer.reason", "portal.upload.file", "portal.upload.name",
    "teams.candidacy.answer", "teams.candidacy.brings", "teams.candidacy.engagement_note",
    "teams.candidacy.expects", "teams.membership.role", "teams.support.hours", "teams.support.word",
}  # fmt: skip


def words_of_people():
    for model in our_models():
        for name, kind in model.privacy.items():
            field = model._meta.get_field(name)
            text = isinstance(
                field, models.CharField | models.TextField | models.JSONField | models.FileField
            )
            if kind in (Kind.CONTENT, Kind.JUDGEMENT, Kind.MONEY) and text and not field.choices:
                yield f"{model._meta.label_lower}.{name}"


def test_all_that_people_write_goes_with_them_or_stays_for_a_reason():
    asked = set(words_of_people())
    assert sorted(asked - GOES - set(registry.keeps)) == []
    assert sorted((GOES | set(registry.keeps)) - asked) == []
    assert GOES & set(registry.keeps) == set()


GONE = (
    "Merk-notitie",
    "Merk-halve",
    "Merk-dagboek",
    "Merk-steun",
    "Merk-leiding",
    "Merk-lid",
    "Merk-weg",
    "Merk-woord",
    "chef@vlaanderen.be",
)
STAYS = ("Merk-oordeel", "Merk-opmerking", "Merk-kost", "Merk-partner")


def planted(world, now):
    """One person who judged, was a member, built and paid; words in each place."""
    person = world.member
    first, second = world.submitted(world.owner), world.submitted(world.other_owner, "Lucht in de klas")
    Role.objects.create(
        person=person, kind="assessor", edition=world.edition, since=DURING_PRESELECTION.date()
    )
    sheet = world.sheet(second, person)
    scores = {one.pk: "yes" if one.is_gate else 4 for one in sheet.rubric.criteria.all()}
    key = next(one.key for one in sheet.rubric.criteria.all())
    said = {"remarks": {key: "Merk-opmerking"}, "private_note": "Merk-notitie"}
    told = {"by": person, "at": DURING_PRESELECTION}
    sheet = jury.save_sheet(sheet, scores, comment="Merk-oordeel", version=sheet.version, **said, **told)
    jury.hand_in(sheet, **told)
    half = world.sheet(first, person)
    jury.save_sheet(half, {}, comment="Merk-halve", version=half.version, **told)
    Role.objects.filter(person=person).update(until=DURING_PRESELECTION.date() + timedelta(days=1))
    world.released({first: "shortlisted", second: "not_shortlisted"})
    now(DURING_TEAMS)
    team = world.team()
    membership = team.memberships.get(person=person)
    teams.set_role(membership, "Merk-lid", by=person, at=DURING_TEAMS)
    support = teams.ask_support(
        membership, manager_name="Merk-leiding", manager_email="chef@vlaanderen.be", hours="Merk-steun",
        by=person, at=DURING_TEAMS,
    )  # fmt: skip
    teams.answer_support(support, agrees=True, word="Merk-woord", turn=support.turn, at=DURING_TEAMS)
    world.selected(team)
    now(DURING_POC)
    project = project_of(world, team)
    poc.write_journal(project, text="Merk-dagboek", by=person, at=DURING_POC)
    ask(project, 10_000, by=person, title="Merk-kost", partner="Merk-partner")
    teams.leave(membership, reason="Merk-weg", by=person, at=DURING_POC)
    return person


def test_every_stage_wipes_what_somebody_wrote_and_keeps_only_what_it_may(world, now):
    person = planted(world, now)
    later = DURING_POC + timedelta(days=1)
    told = "\n".join(str(table.plain(person)) for table in my_data.found(person, at=later))
    of_the_export = {*GONE, *STAYS} - {"Merk-weg"}
    assert sorted(word for word in of_the_export if word not in told) == []
    held = dump([])
    assert [word for word in (*GONE, *STAYS) if word not in held] == []

    closing.close_account(person, by=person, at=later)

    left = dump([])
    assert [word for word in GONE if word in left] == []
    assert [word for word in STAYS if word not in left] == []
    assert "Lid Een" not in left
    assert Sheet.objects.filter(judge=person).count() == 2  # by key: the decision hangs on it
    assert list(history.verify()) == []
