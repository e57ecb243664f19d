"""My data: everything planted is found in the export, and nothing is left once the account is closed."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from ideas import actions as ideas
from ideas.models import Idea
from portal import closing, delivery, history, my_data, outbox, people, roles
from portal.models import Capacity, Entity, Event, Letter, Person, RoleKind, Upload
from portal.privacy import Kind
from teams import actions as teams
from tests.house.test_manners import our_models
from tests.ideas.test_verbs import add_owner
from tests.proving import proved
from tests.refusals import refused
from tests.world import DECIDING, DURING_SUBMISSION, DURING_TEAMS, TESTER

KEY = "2021-2022"
LATER = DURING_TEAMS + timedelta(days=1)
# One in each place where somebody can leave words.
PLANTED = ("Merk-naam", "merk-adres@vlaanderen.be", "Merk-concept", "Merk-antwoord", "Merk-reactie", "Merk-breng",
           "Merk-verwacht", "Merk-bestand", "Merk-inhoud", "Merk-uitnodiging", "Merk-reden")  # fmt: skip
# Figures of what was judged, by keys: who wrote a sheet and whose idea it was stand elsewhere.
WITHOUT_A_WAY = {"jury.result"}


def marked(world, now):
    """A person with words everywhere: a draft with a file, a comment, a candidacy, an invitation, letters."""
    now(DURING_SUBMISSION)
    person = people.find_or_invite(
        "merk-adres@vlaanderen.be", name="Merk-naam", by=TESTER, at=DURING_SUBMISSION
    )
    EmailAddress.objects.filter(user=person).update(verified=True)
    Capacity.objects.create(person=person, entity=Entity.objects.first(), since=DURING_SUBMISSION.date())
    idea = ideas.start_idea(world.edition, by=person, at=DURING_SUBMISSION)
    words = {"title": "Merk-concept", "answers": {"why": "Merk-antwoord"}}
    idea = ideas.save_draft(idea, words, version=idea.version, by=person, at=DURING_SUBMISSION)
    file = SimpleUploadedFile("Merk-bestand.pdf", b"%PDF-1.7 Merk-inhoud")
    ideas.add_file(idea, file, role="file", by=person, at=DURING_SUBMISSION)
    ideas.invite_owner(
        idea, "iemand@vlaanderen.be", message="Merk-uitnodiging", by=person, at=DURING_SUBMISSION
    )
    mine = world.submitted(person, "Ingetrokken idee")
    ideas.withdraw_idea(mine, reason="Merk-reden", by=person, at=DURING_SUBMISSION)
    public = world.published(world.owner)
    now(DURING_TEAMS)
    ideas.write_comment(public, "Merk-reactie", by=person, at=DURING_TEAMS)
    teams.stand(
        public, brings="Merk-breng", expects="Merk-verwacht", engagement="project", by=person, at=DURING_TEAMS
    )
    delivery.deliver()
    return person


def exported(person):
    with zipfile.ZipFile(io.BytesIO(my_data.archive(person, by=person, at=LATER).read())) as packed:
        return {name: packed.read(name).decode() for name in packed.namelist()}


def dump(files):
    """Every value of every row, and what is left of these files."""
    told = [repr(list(model._base_manager.values())) for model in apps.get_models()]
    stored = [(file.storage, str(file.name)) for file in files]
    left = [storage.open(name).read() for storage, name in stored if storage.exists(name)]
    return "\n".join([*told, *(content.decode(errors="replace") for content in left)])


def test_all_that_was_planted_is_in_the_export_and_nothing_is_left_after_closing(world, now):
    person = marked(world, now)

    told = exported(person)
    everything = "\n".join([*told, *told.values()])
    assert [word for word in PLANTED if word not in everything] == []
    files = [one.file for one in Upload.objects.all()]
    held = dump(files)
    assert [word for word in PLANTED if word not in held] == []

    closing.close_account(person, by=person, at=LATER)

    left = dump(files)
    assert [word for word in PLANTED if word in left] == []
    assert list(history.verify()) == []


def test_the_export_tells_nothing_of_others(world, now):
    person = marked(world, now)
    told = json.loads(exported(person)["gegevens.json"])

    assert "portal.letter" in told["tables"]
    assert "Eigenaar Een" not in json.dumps({**told, "tables": {**told["tables"], "portal.letter": None}})
    assert told["tables"]["teams.candidacy"]["rows"][0]["person"] == "you"


def test_who_left_an_idea_does_not_take_along_what_others_wrote(world):
    idea = world.draft(world.owner)
    add_owner(idea, world.employee)
    ideas.leave_idea(idea, by=world.employee, at=DURING_SUBMISSION)

    assert Idea not in {one.model for one in my_data.found(world.employee, at=DURING_SUBMISSION)}
    assert Idea in {one.model for one in my_data.found(world.owner, at=DURING_SUBMISSION)}


def test_no_outcome_is_told_before_its_instant(world):
    idea = world.submitted(world.owner)
    world.released({idea: "shortlisted"})

    assert "ideas.outcome" not in {one.key for one in my_data.found(world.owner, at=DECIDING)}
    assert "ideas.outcome" in {one.key for one in my_data.found(world.owner, at=DURING_TEAMS)}


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model.__name__)
def test_every_table_with_something_of_people_has_a_way_to_them(model):
    personal = set(model.privacy.values()) - {Kind.NONE, Kind.AUDIT}
    assert not personal or model in my_data.ways() or model._meta.label_lower in WITHOUT_A_WAY


def test_nobody_closes_while_others_count_on_them(world, now):
    now(DURING_SUBMISSION)
    world.submitted(world.owner)
    with refused("hoofdeigenaar van ‘Slimme sluisdeuren’"):
        closing.close_account(world.owner, by=world.owner, at=DURING_SUBMISSION)
    with refused("nog een rol"):
        closing.close_account(world.juror, by=world.juror, at=DURING_SUBMISSION)
    with refused("beheert het portaal"):
        closing.close_account(world.superuser, by=world.superuser, at=DURING_SUBMISSION)


def test_a_member_leaves_the_team_first(world):
    world.team()
    with refused("lid van het team"):
        closing.close_account(world.member, by=world.member, at=DURING_TEAMS)


def test_what_others_own_too_stays_theirs(world, now):
    idea = world.draft(world.owner)
    add_owner(idea, world.employee)
    closing.close_account(world.employee, by=world.employee, at=DURING_SUBMISSION)

    idea = Idea.objects.get(pk=idea.pk)
    assert idea.title == "Slimme sluisdeuren"
    assert [row.person for row in idea.ownerships.filter(until=None)] == [world.owner]


def test_closing_twice_changes_nothing(world):
    closing.close_account(world.employee, by=world.employee, at=DURING_SUBMISSION)
    count = Event.objects.count()
    closing.close_account(world.employee, by=world.employee, at=LATER)
    assert Event.objects.count() == count


def test_letters_to_others_keep_no_name(world, now):
    person = marked(world, now)
    assert Letter.objects.filter(text__contains="Merk-naam").exclude(recipient=person).exists()
    closing.close_account(person, by=person, at=LATER)
    assert not Letter.objects.filter(text__contains="Merk-naam").exists()


def test_from_the_page_to_the_file_to_nobody(world, client_of, now):
    now(DURING_TEAMS)
    browser, page = proved(client_of(world.employee)), reverse("close_account")

    packed = browser.post(reverse("my_data"))
    assert packed["Content-Type"] == "application/zip"
    assert "gegevens.json" in zipfile.ZipFile(io.BytesIO(b"".join(packed.streaming_content))).namelist()
    assert "Bevestig" in browser.post(page, {}).content.decode()
    assert browser.post(page, {"sure": "on"}).status_code == 303

    assert not Person.objects.get(pk=world.employee.pk).is_active
    assert browser.get(reverse("my_data")).status_code == 302
    assert [event.kind for event in history.of(world.employee)][-2:] == ["export", "close"]


def test_who_has_a_role_reads_what_to_settle_first(world, client_of, now):
    now(DURING_TEAMS)
    roles.appoint(world.employee, RoleKind.COACH, by=TESTER, at=DURING_TEAMS)
    told = proved(client_of(world.employee)).get(reverse("close_account")).content.decode()
    assert "Regel eerst dit" in told
    assert 'name="sure"' not in told


def test_the_history_can_be_checked_from_the_command_line(world, capsys):
    world.submitted(world.owner)
    call_command("verify_audit")
    assert "whole" in capsys.readouterr().out

    Event.objects.filter(kind="submit").update(kind="withdraw")
    with pytest.raises(CommandError, match="1 fault"):
        call_command("verify_audit")


def test_the_page_counts_in_one_query_what_the_file_holds(world, now, django_assert_num_queries):
    person = marked(world, now)
    people.proved_addresses(person)
    with django_assert_num_queries(2):  # the addresses, and all tables at once
        counted = my_data.counts(person, at=LATER)
    assert counted == sorted((one.label, len(one.rows)) for one in my_data.found(person, at=LATER))


def test_a_name_that_stands_in_every_letter_empties_none_of_others(world, now):
    now(DURING_SUBMISSION)
    world.submitted(world.owner)
    delivery.deliver()
    Person.objects.filter(pk=world.employee.pk).update(name="Sandbox")
    before = set(Letter.objects.exclude(text="").values_list("pk", flat=True))
    assert before

    closing.close_account(world.employee, by=world.employee, at=DURING_SUBMISSION)

    assert set(Letter.objects.exclude(text="").values_list("pk", flat=True)) == before


def test_a_letter_that_waits_to_be_sent_again_loses_the_name_and_is_written_anew(world, now):
    """Its first attempt froze the name of somebody who closes their account before the next."""
    now(DURING_SUBMISSION)
    idea = world.submitted(world.owner)
    Letter.objects.all().delete()
    told = {"title": "Medewerker Een reageerde", "text": "Medewerker Een", "frozen_at": DURING_SUBMISSION}
    waits = outbox.queue("comment_received", to=world.owner, about=idea, due=DURING_SUBMISSION, **told)
    history.record(idea, "comment", by=world.employee, at=DURING_SUBMISSION)

    closing.close_account(world.employee, by=world.employee, at=DURING_SUBMISSION)

    left = Letter.objects.get(pk=waits.pk)
    assert (left.title, left.text, left.frozen_at, left.state) == ("", "", None, "queued")
