"""More time for one person: who has it hands in later, nobody else does; pages, verbs and mails say the same."""

import random
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse

from ideas import actions as ideas
from ideas import rules
from ideas.models import Idea
from portal import delivery, history, phases, registry, timeline
from portal.errors import Closed
from portal.models import Event, Extension, Letter, Phase, PhaseKey
from tests.refusals import refused
from tests.test_query_counts import queries_of
from tests.world import DEADLINE, DURING_PRESELECTION, DURING_SUBMISSION

KEY = "2021-2022"
UNTIL = DEADLINE + timedelta(days=2)
AFTER = DEADLINE + timedelta(hours=10)
GRACE = timedelta(seconds=60)
TICK = timedelta(microseconds=1)


def give(world, person, *, until=UNTIL, at=DURING_SUBMISSION, key=PhaseKey.SUBMISSION):
    phase = Phase.objects.get(edition=world.edition, key=key)
    return phases.give_more_time(phase, person, until=until, reason="Ziek.", by=world.staff, at=at)


def hand_in(idea, by, at):
    return ideas.submit_idea(idea, public_text_approved=True, show_name=False, by=by, at=at)


def counts(idea, by, at):
    try:
        return hand_in(idea, by, at).at == at
    except Closed:
        return False


def test_who_has_more_time_hands_in_after_the_deadline_and_another_does_not(world):
    mine, other = world.draft(world.owner), world.draft(world.other_owner)
    give(world, world.owner)

    assert hand_in(mine, world.owner, AFTER).at == AFTER
    with refused("Indienen kon tot vrijdag 14 januari 2022, 23.59 uur", Closed):
        hand_in(other, world.other_owner, AFTER)


@pytest.mark.parametrize(
    ("after", "counted"),
    [(-TICK, True), (timedelta(0), True), (GRACE - TICK, True), (GRACE, False), (GRACE + TICK, False)],
)
def test_the_published_grace_holds_for_more_time_too(world, after, counted):
    idea = world.draft(world.owner)
    give(world, world.owner)

    assert counts(idea, world.owner, UNTIL + after) is counted


def test_more_time_lets_one_start_too(world):
    give(world, world.employee)

    assert ideas.start_idea(world.edition, by=world.employee, at=AFTER).state == "draft"
    with refused("geen nieuw idee meer beginnen", Closed):
        ideas.start_idea(world.edition, by=world.candidate, at=AFTER)


def test_more_time_opens_nothing_before_the_window_and_no_other_window(world):
    give(world, world.owner)
    windows = timeline.of(world.edition)

    assert not windows.is_open(PhaseKey.SUBMISSION, DURING_SUBMISSION - timedelta(days=90), world.owner)
    assert not windows.is_open(PhaseKey.WEBINAR, AFTER, world.owner)
    assert not windows.is_open(PhaseKey.SUBMISSION, AFTER)


def test_what_is_taken_back_no_longer_counts(world):
    idea = world.draft(world.owner)
    given = give(world, world.owner)

    assert phases.end_extension(given, by=world.staff, at=AFTER) is True
    assert phases.end_extension(given, by=world.staff, at=AFTER) is False

    assert not counts(idea, world.owner, AFTER + GRACE)
    assert registry.letters["more_time"].contents(Letter.objects.get(name="more_time")) is None
    kinds = [event.kind for event in history.of(world.edition)]
    assert kinds[-2:] == ["more_time", "more_time_ended"]


@pytest.mark.parametrize(
    ("until", "at"), [(DEADLINE, DURING_SUBMISSION), (UNTIL, UNTIL), (UNTIL, UNTIL + GRACE)]
)
def test_more_time_ends_after_the_window_and_after_now(world, until, at):
    with refused("Kies een moment na nu"):
        give(world, world.owner, until=until, at=at)


def test_a_person_has_more_time_once_in_a_phase(world):
    give(world, world.owner)

    with refused("heeft al uitstel"):
        give(world, world.owner)


def test_a_letter_tells_the_new_hour(world, now):
    now(DURING_SUBMISSION)
    give(world, world.owner)
    delivery.deliver()

    (sent,) = mail.outbox
    assert sent.subject == "Je krijgt meer tijd: Idee indienen" or sent.subject.startswith(
        "Je krijgt meer tijd"
    )
    assert "zondag 16 januari 2022, 23.59 uur" in sent.body


def test_the_pages_tell_the_person_their_own_deadline(world, client_of, now):
    idea = world.draft(world.owner)
    give(world, world.owner)
    now(AFTER)
    browser = client_of(world.owner)

    check = browser.get(reverse("ideas:check", args=[KEY, idea.pk])).content.decode()
    mine = browser.get(reverse("mine", args=[KEY])).content.decode()
    own = browser.get(reverse("ideas:detail", args=[KEY, idea.pk])).content.decode()

    assert "zondag 16 januari 2022, 23.59 uur" in check
    assert "Dien mijn idee in" in check
    assert "Werk je idee af en dien het in" in mine
    assert "Kijk na en dien in" in own
    answer = browser.post(reverse("ideas:check", args=[KEY, idea.pk]), {"public_text_approved": "on"})
    assert answer.status_code == 303


def test_nobody_else_pays_for_it(world, client_of, now):
    """While the window is open nothing is read of it, however many have more time."""
    idea = world.draft(world.owner)
    now(DURING_SUBMISSION)
    address = reverse("ideas:check", args=[KEY, idea.pk])
    before = queries_of(client_of(world.owner), address)
    give(world, world.owner)

    after = queries_of(client_of(world.owner), address)

    assert len(after) == len(before)
    assert not [sql for sql in after if Extension._meta.db_table in sql]


def late(world):
    """The page of somebody who is too late."""
    idea = world.draft(world.owner, "Brug & sluis")
    with pytest.raises(Closed) as told:
        hand_in(idea, world.owner, AFTER)
    return idea, told.value


def test_who_is_too_late_gets_the_way_to_the_text_and_to_sandbox(world):
    idea, closed = late(world)

    (to_text, page), (_label, letter) = closed.links
    assert to_text == "Naar mijn bewaarde tekst"
    assert page == reverse("ideas:detail", args=[KEY, idea.pk])
    assert letter.startswith(
        f"mailto:{world.edition.contact}?subject=Te%20laat%20ingediend%3A%20Brug%20%26%20sluis"
    )


# --- a thousand around two deadlines ---


def instants(number):
    """From five seconds before to 65 after each of two deadlines, the edges always among them."""
    draw = random.Random(14)
    edges = [-TICK, timedelta(0), GRACE - TICK, GRACE]
    drawn = [timedelta(microseconds=draw.randrange(-5_000_000, 65_000_000)) for _ in range(number // 2 - 4)]
    return [(end, end + after) for end in (DEADLINE, UNTIL) for after in (*edges, *drawn)]


def misjudged(world, number):
    """Submits of two people, one with more time, that were judged otherwise than the rule says."""
    give(world, world.owner)
    ends = {world.owner: UNTIL, world.other_owner: DEADLINE}
    wrong = []
    for turn, (_end, at) in enumerate(instants(number)):
        for person, end in ends.items():
            idea = world.draft(person, f"Idee {turn}")
            if counts(idea, person, at) is not (at < end + GRACE):
                wrong.append((person.name, at))
    return wrong


def test_a_sample_of_submits_around_both_deadlines_is_judged_right(world):
    assert misjudged(world, 24) == []


@pytest.mark.deep
def test_a_thousand_submits_around_both_deadlines_are_judged_right(world):
    assert misjudged(world, 1000) == []


def test_a_rule_that_forgets_the_person_is_seen(world, monkeypatch):
    """The control: without more time, whoever has it is judged wrong."""
    monkeypatch.setattr(timeline.Timeline, "more_time", lambda self, key, at, person: None)

    assert {name for name, _at in misjudged(world, 24)} == {world.owner.name}


def test_a_rule_that_gives_it_to_everybody_is_seen(world, monkeypatch):
    monkeypatch.setattr(
        timeline.Timeline, "more_time", lambda self, key, at, person: UNTIL if at < UNTIL else None
    )

    assert {name for name, _at in misjudged(world, 24)} == {world.other_owner.name}


# --- staff in the admin ---


def test_staff_give_and_take_back_in_the_admin(world, client_of, now):
    now(DURING_PRESELECTION)
    phase = Phase.objects.get(edition=world.edition, key=PhaseKey.PITCH)
    told = {"phase": phase.pk, "person": world.member.pk, "until_0": "2022-06-01", "until_1": "12:00"}
    browser = client_of(world.staff)
    add = reverse("admin:portal_extension_add")

    early = browser.post(add, told | {"reason": "Ziek.", "until_0": "2022-05-01"})
    assert "Kies een moment na nu" in early.content.decode()
    assert browser.post(add, told | {"reason": "Ziek."}).status_code == 302
    given = Extension.objects.get()
    assert (given.person, given.by, given.reason) == (world.member, world.staff, "Ziek.")

    chosen = {"action": "end", "_selected_action": given.pk}
    assert browser.post(reverse("admin:portal_extension_changelist"), chosen).status_code == 302
    given.refresh_from_db()
    assert given.ended_at == DURING_PRESELECTION


def test_moving_a_window_for_everybody_is_said_why(world, client_of, now):
    now(DURING_SUBMISSION)
    phase = Phase.objects.get(edition=world.edition, key=PhaseKey.PITCH)
    told = {
        "label_nl": "Pitch", "opens_at_0": "2022-05-20", "opens_at_1": "09:00", "closes_at_0": "2022-05-21",
        "closes_at_1": "00:00",
    }  # fmt: skip
    page = reverse("admin:portal_phase_change", args=[phase.pk])

    assert client_of(world.staff).post(page, told).status_code == 200
    assert client_of(world.staff).post(page, told | {"reason": "De zaal is bezet."}).status_code == 302
    event = Event.objects.filter(kind="move_phase").get()
    assert event.words.text == "De zaal is bezet."


def test_what_the_page_and_the_verb_ask_is_one_function(world):
    idea = world.draft(world.owner)
    give(world, world.owner)
    idea = Idea.objects.select_related("edition", "submission").get(pk=idea.pk)
    for at in (DURING_SUBMISSION, AFTER, UNTIL + GRACE - TICK, UNTIL + GRACE):
        said = rules.open_until(idea, timeline.of(world.edition), by=world.owner, at=at)
        try:
            rules.check_on_time(idea, by=world.owner, at=at)
        except Closed:
            assert said is None
        else:
            assert said is not None
