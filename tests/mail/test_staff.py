"""Staff follow and steer the mail: what comes, what left, in which words, when; nothing of it before its time."""

from datetime import timedelta

import pytest
from django.core import mail as box
from django.core.management import call_command

from ideas.models import Clarification, Idea, Invitation
from portal import delivery, outbox, registry, roles
from portal.errors import Stale
from portal.mail import calendar, plan, planner, samples, wordings
from portal.models import Letter, Mailing, Person, RoleKind, Wording
from portal.models.mail import LetterState
from tests.test_query_counts import grown, queries_of
from tests.world import ANNOUNCEMENT, DURING_SUBMISSION, TESTER, local

CALENDAR, SENT, PLAN = "/2021-2022/mails/", "/2021-2022/mails/verstuurd/", "/2021-2022/mails/alle/"
LETTER = PLAN + "draft_waits/"
AT = DURING_SUBMISSION


@pytest.fixture
def staff(world, client_of, now):
    now(AT)
    planner.replan(world.edition, at=AT)
    return client_of(world.staff)


def text_of(page):
    return page.content.decode()


def filled(**changes):
    times = {"offsets": "-7d, -1d", "hour": "10", "version": "0"}
    return wordings.shipped_words("draft_waits") | times | changes


# --- what is coming ---


def wait(world, number):
    """One more of what mails come from: an invitation, a question, somebody who has to judge."""
    idea = world.submitted(world.owner, f"Idee {number}") if number == 0 else Idea.objects.get(title="Idee 0")
    told = {"by": world.owner, "at": AT, "expires_at": AT + timedelta(days=14)}
    Invitation.objects.create(idea=idea, email=f"p{number}@vlaanderen.be", **told)
    Clarification.objects.create(idea=idea, question=f"{number}?", asked_by=world.staff, asked_at=AT)
    person = Person.objects.create_user(f"b{number}@vlaanderen.be")
    roles.appoint(person, RoleKind.ASSESSOR, edition=world.edition, by=TESTER, at=AT)


def test_the_calendar_costs_the_same_however_much_is_coming(world, staff):
    counts = grown(world, staff, CALENDAR, wait)
    assert len(set(counts)) == 1, counts
    assert counts[0] <= 16, counts[0]


def test_a_reminder_about_things_says_among_which_rows_they_are():
    """Otherwise it would be left out: one query asks all of them whether there is anything."""
    assert [name for name, one in registry.reminders.items() if bool(one.targets) != bool(one.things)] == []


def test_the_calendar_says_when_and_to_how_many(world, staff):
    world.draft(world.owner)
    lines = {(one.name, one.why): one for one in calendar.coming(world.edition, at=AT)}
    last = lines["draft_waits", "op de dag zelf: Idee indienen sluit"]
    assert (last.at, last.size) == (local(2022, 1, 14, 9), 1)
    page = text_of(staff.get(CALENDAR))
    assert "vrijdag 14 januari 2022, 09.00 uur" in page
    world.draft(world.other_owner)
    assert calendar.coming(world.edition, at=AT)[0].size == 2


def test_an_empty_calendar_says_what_is_true(world, staff, now):
    """A new edition lacks its dates, one that is over needs none."""
    now(local(2023, 6, 1))
    Mailing.objects.all().delete()
    phases, told = world.edition.phases, [text_of(staff.get(CALENDAR))]
    phases.filter(opens_at=None).update(opens_at=DURING_SUBMISSION, closes_at=ANNOUNCEMENT)
    told.append(text_of(staff.get(CALENDAR)))
    phases.update(opens_at=None, closes_at=None)
    told.append(text_of(staff.get(CALENDAR)))
    assert ["zijn voorbij" in page for page in told] == [True, True, False]
    assert ["in het beheer." in page for page in told] == [True, False, True]


def test_summer_time_does_not_move_the_hour(world, staff):
    lines = [one for one in calendar.coming(world.edition, at=AT) if one.name == "pitch_file_waits"]
    assert [one.at for one in lines] == [local(2022, 5, 12, 9), local(2022, 5, 17, 9)]


def test_letters_that_wait_for_a_release_are_counted_and_tell_nothing(world, staff, now):
    idea = world.submitted(world.owner)
    world.released({idea: "not_shortlisted"})
    now(ANNOUNCEMENT - timedelta(days=1))
    [line] = [
        one
        for one in calendar.coming(world.edition, at=ANNOUNCEMENT - timedelta(days=1))
        if one.name == "outcome"
    ]
    assert (line.at, line.size) == (ANNOUNCEMENT, 1)
    page = text_of(staff.get(PLAN + "outcome/"))
    assert "Feedback bij" not in page
    assert "nu krijgt niemand deze mail" in page


def test_a_large_send_shows_how_far_it_is(world, staff):
    row = Mailing.objects.get(name="draft_waits", occasion="-2d")
    Mailing.objects.filter(pk=row.pk).update(started_at=AT, done_at=AT)
    for number, state in enumerate(["sent", "sent", "queued"]):
        person = Person.objects.create_user(f"p{number}@vlaanderen.be")
        one = outbox.queue("draft_waits", to=person, about=world.edition, due=AT, mailing=row)
        Letter.objects.filter(pk=one.pk).update(state=state)
    page = text_of(staff.get(CALENDAR))
    assert '<progress class="mail-progress" value="2" max="3"' in page
    assert "2 van 3 vertrokken" in page


@pytest.mark.parametrize("address", [CALENDAR, SENT])
def test_a_list_costs_the_same_at_one_three_and_fifty_rows(world, staff, address):
    counts, made = [], 0
    for rows in (1, 3, 50):
        for number in range(made, rows):
            person = Person.objects.create_user(f"p{number}@vlaanderen.be", name=f"Persoon {number}")
            one = outbox.queue("idea_received", to=person, about=world.edition, due=AT, occasion=str(number))
            Letter.objects.filter(pk=one.pk).update(state="failed", reply="550 onbekend")
            outbox.queue(
                "idea_received",
                to=person,
                about=world.edition,
                due=AT + timedelta(days=1 + number),
                occasion="later",
            )
        made = rows
        counts.append(len(queries_of(staff, address)))
    assert len(set(counts)) == 1
    assert counts[0] <= (56 if address == CALENDAR else 8)


# --- what left ---


def test_a_person_is_found_by_name_or_address(world, staff):
    for person in (world.owner, world.other_owner):
        outbox.queue("idea_received", to=person, about=world.edition, due=AT)
    outbox.queue("support_asked", to="chef@elders.be", about=world.edition, due=AT)
    assert "Eigenaar Twee" not in text_of(staff.get(SENT, {"wie": "eigenaar een"}))
    assert "chef@elders.be" in text_of(staff.get(SENT, {"wie": "CHEF@"}))
    assert "Geen mails gevonden" in text_of(staff.get(SENT, {"wie": "niemand"}))
    assert "Eigenaar Een" not in text_of(staff.get(SENT, {"toestand": "failed"}))


def test_a_failed_letter_is_sent_again_with_the_same_identity(world, staff):
    letter = outbox.queue("call_opens", to=world.owner, about=world.edition, due=AT)
    Letter.objects.filter(pk=letter.pk).update(state="failed", reply="554 nee")
    page = text_of(staff.get(SENT))
    assert "554 nee" in page
    staff.post(f"{SENT}{letter.pk}/opnieuw/")
    again = Letter.objects.get(pk=letter.pk)
    assert (again.state, again.message_id) == (LetterState.QUEUED, letter.message_id)


def test_a_letter_that_is_still_to_leave_is_no_page(world, staff):
    letter = outbox.queue("outcome", to=world.owner, about=world.edition, due=AT + timedelta(days=1))
    assert staff.get(f"{SENT}{letter.pk}/").status_code == 404


# --- its words ---


def test_new_words_are_what_leaves(world, staff, now):
    world.draft(world.owner)
    staff.post(LETTER, filled(title_nl="Vergeet {{ titles }} niet, tot {{ until }}"))
    at = local(2022, 1, 13, 10)
    now(at)
    planner.tick(at=at)
    delivery.deliver()
    assert (
        box.outbox[-1].subject == "Vergeet ‘Slimme sluisdeuren’ niet, tot vrijdag 14 januari 2022, 23.59 uur"
    )


@pytest.mark.parametrize(
    ("field", "text", "told"),
    [
        ("body_nl", "Dag {{ naam }}", "‘naam’ kan niet ingevuld worden"),
        ("title_nl", "{{ until.year.real }}", "kan niet in een mail staan"),
        ("body_nl", "{% include 'base.html' %}", "kan niet in een mail staan"),
        ("body_en", "{% if until %}open", "niet afgesloten"),
        ("body_nl", "{% load static %}", "kan niet in een mail staan"),
        ("body_nl", "{{ until|safe }}", "kan niet in een mail staan"),
        ("offsets", "morgen", "is geen moment"),
        ("hour", "3", "Kies een uur van 8 tot 19"),
        ("body_nl", "", "Er klopt nog iets niet"),
    ],
)
def test_what_cannot_be_filled_in_is_said_beside_its_field_and_kept(world, staff, field, text, told):
    page = staff.post(LETTER, filled(**{field: text}))
    assert page.status_code == 200
    assert told in text_of(page).replace("&#x27;", "'")
    assert page.context["form"][field].value() == text
    assert not Wording.objects.exists()


def test_without_the_check_anything_would_be_kept(world, staff, monkeypatch):
    monkeypatch.setattr(wordings, "faults", lambda name, text: [])
    assert staff.post(LETTER, filled(body_nl="{{ settings.SECRET_KEY }}")).status_code == 303
    assert Wording.objects.exists()


def test_of_two_who_write_at_once_one_is_told(world, staff):
    told = {"by": world.staff, "at": AT}
    words = wordings.shipped_words("draft_waits")
    wordings.write("draft_waits", world.edition, words | {"title_nl": "Eerst"}, version=0, **told)
    with pytest.raises(Stale):
        wordings.write("draft_waits", world.edition, words | {"title_nl": "Ook"}, version=0, **told)
    answer = staff.post(LETTER, filled(title_nl="Ook"))
    assert answer.status_code == 409
    assert wordings.words_of("draft_waits", world.edition)[0]["title_nl"] == "Eerst"


def test_the_preview_shows_real_people_and_stores_nothing(world, staff):
    world.draft(world.owner, "Slimme sluisdeuren")
    world.draft(world.other_owner, "Lucht in de klas")
    people = samples.samples(world.edition, "draft_waits", at=AT)
    place = [one.recipient for one in people].index(world.other_owner)
    page = text_of(staff.post(LETTER, filled(title_nl="Nog {{ titles }}", person=str(place), preview="1")))
    assert "Nog ‘Lucht in de klas’" in page
    assert not Wording.objects.exists()
    assert not Letter.objects.filter(name="draft_waits").exists()


def test_a_preview_for_nobody_has_its_button(world, staff):
    page = text_of(staff.get(f"{PLAN}outcome/"))
    assert "[title]" in page
    assert "[url]" not in page


def test_a_test_goes_to_who_asks_as_somebody_else_would_get_it(world, staff):
    world.draft(world.owner)
    staff.post(LETTER, filled(title_nl="Nog {{ titles }}", test="1"))
    assert delivery.deliver() == 1
    [sent] = box.outbox
    assert sent.to == [world.staff.email]
    assert sent.subject == "[proef] Nog ‘Slimme sluisdeuren’"
    assert not Wording.objects.exists()


@pytest.mark.parametrize("name", sorted(set(registry.letters) - {"test_letter"}))
def test_every_letter_has_its_page_and_its_shipped_words_pass(world, staff, name):
    assert staff.get(f"{PLAN}{name}/").status_code == 200
    for text in wordings.shipped_words(name).values():
        assert wordings.faults(name, text) == []


# --- held ---


def test_staff_hold_one_letter_or_all(world, staff):
    staff.post("/2021-2022/mails/pauze/", {"letter": "draft_waits", "on": "1"})
    assert plan.is_paused("draft_waits", plan.rules_of(world.edition))
    assert not plan.is_paused("call_opens", plan.rules_of(world.edition))
    staff.post("/2021-2022/mails/pauze/", {"on": "1"})
    assert plan.is_paused("call_opens", plan.rules_of(world.edition))
    assert "Alle mails staan op pauze" in text_of(staff.get(CALENDAR))


# --- what is written about it ---


def test_the_table_of_letters_is_fresh():
    call_command("list_mails", check=True)
