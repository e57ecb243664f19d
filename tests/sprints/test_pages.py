"""The pages of sprint weeks: what each person sees, every error, and how many queries a page costs."""

from datetime import timedelta

import pytest
from django.urls import reverse
from icalendar import Calendar

from portal import registry
from portal.models import Person
from sprints import actions
from sprints.models import Booking, Confirmation, Place
from sprints.states import BookingState
from teams import actions as teams
from teams.models import Membership
from tests.crowd import crowd as crowd_of
from tests.refusals import rows
from tests.sprints.stage import (
    WEEK_9,
    WEEK_10,
    WEEK_11,
    WEEK_16,
    booked,
    held,
    now_of,
    place,
    two_teams,
    week,
)
from tests.test_query_counts import queries_of
from tests.world import DURING_SPRINTS, DURING_SUBMISSION, DURING_TEAMS, PITCH_DAY, fresh, local

E = "2021-2022"
CALENDAR = f"/{E}/sprintweken/"
TITLE = "Slimme sluisdeuren"


@pytest.fixture
def team(world, now):
    now(DURING_TEAMS)
    return world.team()


def page_of(client, address):
    response = client.get(address)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def url(name, *args):
    return reverse(f"sprints:{name}", args=[E, *args])


def choose(number):
    return url("week", week(number).pk)


# --- the calendar ---


@pytest.mark.parametrize("at", [DURING_SUBMISSION, DURING_TEAMS, DURING_SPRINTS, PITCH_DAY])
def test_everybody_sees_the_weeks_at_any_time(world, client_of, now, at):
    now(at)
    html = page_of(client_of(None), CALENDAR)
    assert html.count("<li class=") >= 11
    assert "28 februari – 4 maart" in html


def test_the_public_sees_places_and_no_team(world, team, client_of):
    booked(world, team)
    for person in (None, world.employee, world.other_owner, world.juror):
        html = page_of(client_of(person), CALENDAR)
        assert TITLE not in html
        assert "0 van 1 plaats vrij" in html
        assert "Kies deze week" not in html


def test_week_9_is_tight_and_week_16_has_to_wait(world, team, client_of):
    html = page_of(client_of(world.member), CALENDAR)
    assert html.count("krap") == 1
    assert "de laatste dag waarop teams zich vormen" in html
    assert "vier werkdagen" in html
    assert html.count("Deze week is nog niet te boeken") == 1
    assert html.count("Kies deze week") == 10


def test_a_member_sees_their_own_week_marked(world, team, client_of):
    held(world, team)
    html = page_of(client_of(world.second_member), CALENDAR)
    assert "jouw team" in html
    assert "week-mine" in html
    assert "vastgehouden tot donderdag 17 februari 2022, 09.59 uur" in html


def test_staff_see_who_is_where(world, team, client_of):
    booked(world, team)
    html = page_of(client_of(world.staff), CALENDAR)
    assert f'<a href="{url("booking", team.pk)}">{TITLE}</a>' in html


def test_a_designer_sees_the_teams_they_guide(world, team, client_of):
    here = place(WEEK_10)
    here.designer = world.designer
    actions.save_place(here, by=world.staff, at=DURING_TEAMS)
    booked(world, team)
    html = page_of(client_of(world.designer), CALENDAR)
    assert TITLE in html
    assert url("booking", team.pk) not in html


def test_the_wish_of_the_owner_is_shown_to_the_team_alone(world, team, client_of):
    assert "jullie wens" in page_of(client_of(world.member), CALENDAR)
    assert "jullie wens" not in page_of(client_of(world.staff), CALENDAR)
    assert "jouw wens" in page_of(client_of(world.owner), choose(WEEK_10))
    assert "jouw wens" not in page_of(client_of(world.owner), choose(WEEK_11))


def test_an_edition_without_weeks_says_so(world, client_of):
    type(world.edition).objects.create(key="2020-2021", name_nl="Vorige", organiser="x", contact="x@x.be")
    assert "Er zijn nog geen sprintweken" in page_of(client_of(None), "/2020-2021/sprintweken/")


# --- choosing ---


def test_a_member_chooses_a_week(world, team, client_of):
    browser = client_of(world.member)
    html = page_of(browser, choose(WEEK_10))
    assert "Je team houdt de plaats vast tot donderdag 17 februari 2022" in html

    response = browser.post(choose(WEEK_10), {"team": team.pk})

    assert (response.status_code, response["Location"]) == (303, url("booking", team.pk))
    assert Booking.objects.get().place == place(WEEK_10)


def test_two_clicks_are_one_hold(world, team, client_of):
    browser = client_of(world.member)
    browser.post(choose(WEEK_10), {"team": team.pk})
    before = Booking.objects.get().at
    assert browser.post(choose(WEEK_10), {"team": team.pk}).status_code == 303
    assert Booking.objects.get().at == before


def test_who_is_in_no_team_hears_how_to_get_in_one(world, team, client_of):
    response = client_of(world.employee).get(choose(WEEK_10))
    assert response.status_code == 409
    assert "stel je kandidaat bij een idee" in response.content.decode()


def test_who_is_in_two_teams_says_which(world, now, client_of):
    now(DURING_TEAMS)
    one, other = two_teams(world)
    teams.waive_limit(
        Membership.objects.get(team=one, person=world.member),
        reason="Nodig.",
        by=world.staff,
        at=DURING_TEAMS,
    )
    Membership.objects.create(team=other, edition=world.edition, person=world.member, since=DURING_TEAMS)
    browser = client_of(world.member)

    assert "Voor welk team?" in page_of(browser, choose(WEEK_10))
    wrong = browser.post(choose(WEEK_10), {})
    assert wrong.status_code == 200
    assert "error-summary" in wrong.content.decode()
    assert browser.post(choose(WEEK_10), {"team": other.pk}).status_code == 303
    assert Booking.objects.get().team == other


@pytest.mark.parametrize("value", ["", "\0", "x" * 5000, "<b>x</b>", "-1"])
def test_a_team_that_is_not_mine_is_no_choice(world, now, client_of, value):
    now(DURING_TEAMS)
    _one, other = two_teams(world)
    browser, before = client_of(world.member), rows()
    for told in (value, other.pk):
        assert browser.post(choose(WEEK_10), {"team": told}).status_code == 200
    assert rows() == before


@pytest.mark.parametrize("pk", [0, 10**30])
def test_a_week_that_is_not_there_is_not_found(world, team, client_of, pk):
    assert client_of(world.member).get(f"{CALENDAR}kies/{pk}/").status_code == 404


def test_a_week_that_cannot_be_chosen_says_why_and_refuses(world, team, client_of):
    browser = client_of(world.member)
    assert "Deze week is nog niet te boeken" in page_of(browser, choose(WEEK_16))
    assert "Houd deze week vast" not in page_of(browser, choose(WEEK_16))
    assert browser.post(choose(WEEK_16), {"team": team.pk}).status_code == 409


def test_who_was_second_hears_that_the_week_is_full(world, now, client_of):
    now(DURING_TEAMS)
    one, other = two_teams(world)
    held(world, one)
    response = client_of(world.other_owner).post(choose(WEEK_10), {"team": other.pk})
    assert response.status_code == 409
    assert "Alle plaatsen van week 10 zijn ingenomen" in response.content.decode()


def test_a_team_that_has_a_week_reads_what_a_move_means(world, team, client_of):
    booked(world, team)
    html = page_of(client_of(world.owner), choose(WEEK_11))
    assert "heeft nu week 10: 7 – 11 maart" in html
    assert "staat al in deze week" in page_of(client_of(world.owner), choose(WEEK_10))


# --- the page of the team's week ---


def test_the_page_says_who_confirmed_and_who_did_not(world, team, client_of):
    held(world, team)
    html = page_of(client_of(world.member), url("booking", team.pk))
    assert "Vastgehouden: <strong>week 10: 7 – 11 maart</strong>" in html
    assert "2 leden moeten nog bevestigen." in html
    assert html.count("nog niet") == 2
    assert "Ik houd deze week vrij" in html
    assert "Ik houd deze week vrij" not in page_of(client_of(world.owner), url("booking", team.pk))


@pytest.mark.parametrize(
    "slug", ["owner", "member", "second_member", "staff", "decider", "chair", "superuser"]
)
def test_members_owners_and_staff_see_the_page(world, team, client_of, slug):
    held(world, team)
    html = page_of(client_of(world.people[slug]), url("booking", team.pk))
    assert ("Kies een andere week" in html) == (slug in ("owner", "member", "second_member"))
    assert "Laat deze week los" in html


@pytest.mark.parametrize("slug", ["employee", "other_owner", "candidate", "juror", "designer", "assessor"])
def test_for_others_it_is_not_there(world, team, client_of, slug):
    booked(world, team)
    browser = client_of(world.people[slug])
    for name in ("booking", "ics", "cancel"):
        assert browser.get(url(name, team.pk)).status_code == 404
    for name in ("confirm", "cancel"):
        assert browser.post(url(name, team.pk)).status_code == 404


def test_a_team_without_a_week_is_led_to_the_calendar(world, team, client_of):
    html = page_of(client_of(world.member), url("booking", team.pk))
    assert "Er is nog geen week gekozen." in html
    browser = client_of(world.member)
    assert browser.post(url("confirm", team.pk)).status_code == 404
    assert browser.get(url("cancel", team.pk)).status_code == 404
    assert browser.get(url("ics", team.pk)).status_code == 409


def test_the_last_confirmation_says_that_it_is_booked(world, team, client_of):
    held(world, team)
    for person, said in (
        (world.member, "Je bevestigde de week."),
        (world.second_member, "De week is geboekt."),
    ):
        response = client_of(person).post(url("confirm", team.pk), follow=True)
        assert said in response.content.decode()
    assert Booking.objects.get().state == BookingState.BOOKED


def test_a_team_completed_late_gets_a_button_to_book(world, now, client_of):
    now(DURING_TEAMS)
    team = world.forming_team(world.owner, world.member, world.second_member)
    booked(world, team)
    browser = client_of(world.member)
    assert "Boeken kan zodra het team volledig is." in page_of(browser, url("booking", team.pk))

    teams.complete(team, by=world.owner, at=DURING_TEAMS)

    assert "Boek deze week" in page_of(browser, url("booking", team.pk))
    browser.post(url("confirm", team.pk))
    assert Booking.objects.get().state == BookingState.BOOKED


def test_a_week_is_let_go_after_asking_once_more(world, team, client_of):
    booking = booked(world, team)
    browser = client_of(world.member)
    assert "De afspraak verdwijnt uit ieders agenda." in page_of(browser, url("cancel", team.pk))

    response = browser.post(url("cancel", team.pk), {"reason": "Examens"}, follow=True)

    assert "De week is losgelaten." in response.content.decode()
    assert now_of(booking).state == BookingState.CANCELLED
    assert browser.get(url("cancel", team.pk)).status_code == 409


def test_a_reason_that_is_too_long_stays_in_its_field(world, team, client_of):
    booking = booked(world, team)
    typed = "Omdat <b>alles</b> " * 260
    response = client_of(world.member).post(url("cancel", team.pk), {"reason": typed})
    html = response.content.decode()
    assert response.status_code == 200
    assert "error-summary" in html
    assert "Omdat &lt;b&gt;alles&lt;/b&gt;" in html
    assert now_of(booking).state == BookingState.BOOKED


def test_a_reason_with_a_nul_is_told(world, team, client_of):
    booked(world, team)
    response = client_of(world.member).post(url("cancel", team.pk), {"reason": "a\0b"})
    assert response.status_code == 200


def test_during_the_week_the_page_says_that_it_stands(world, team, client_of, now):
    booked(world, team)
    now(local(2022, 3, 9, 10))
    html = page_of(client_of(world.member), url("booking", team.pk))
    assert "de week wijzigen kan niet meer" in html
    assert "Laat deze week los" not in html
    assert client_of(world.member).post(url("cancel", team.pk), {"reason": ""}).status_code == 409


@pytest.mark.parametrize(
    ("days", "words"), [(7, "Nog geen ander team nam de plaats"), (30, "niet iedereen bevestigde op tijd")]
)
def test_the_page_says_what_became_of_a_hold_that_ran_out(world, team, client_of, now, days, words):
    held(world, team)
    now(DURING_TEAMS + timedelta(days=days))
    assert words in page_of(client_of(world.member), url("booking", team.pk))


def test_a_stopped_team_keeps_its_page(world, team, client_of):
    booked(world, team)
    teams.stop(team, lessons="Veel geleerd.", by=world.owner, at=DURING_TEAMS)
    html = page_of(client_of(world.owner), url("booking", team.pk))
    assert "De week is losgelaten." in html
    assert "Kies een week" not in html


def test_the_file_for_the_calendar_is_the_entry_of_the_mail(world, team, client_of):
    booking = booked(world, team)
    response = client_of(world.member).get(url("ics", team.pk))

    assert response["Content-Type"].startswith("text/calendar")
    [event] = Calendar.from_ical(response.content).walk("VEVENT")
    assert (event["UID"], event["SEQUENCE"]) == (booking.uid, booking.sequence)


# --- what waits, and the team room ---


def waits(person, world, at=DURING_TEAMS):
    person = Person.objects.get(pk=person.pk)
    labels = ("sprintweek",)
    return [
        item.label for item in registry.waits_for(person, world.edition, at=at) if labels[0] in item.label
    ]


def test_what_waits_goes_from_choosing_to_confirming_to_nothing(world, team):
    assert waits(world.member, world) == ["Kies een sprintweek voor je team"]
    booking = held(world, team)
    assert waits(world.member, world) == ["Bevestig jullie sprintweek"]
    assert waits(world.owner, world) == []
    actions.confirm_week(booking, by=world.member, at=DURING_TEAMS)
    assert waits(world.member, world) == []
    assert waits(world.employee, world) == []


def test_a_forming_team_is_not_urged_and_a_complete_one_may_book(world):
    team = world.forming_team(world.owner, world.member, world.second_member)
    assert waits(world.member, world) == []
    booked(world, team)
    teams.complete(team, by=world.owner, at=DURING_TEAMS)
    assert waits(world.member, world) == ["Boek jullie sprintweek"]


def test_nothing_waits_before_the_announcement_or_from_the_pitch_on(world, team):
    assert waits(world.member, world, at=DURING_SUBMISSION) == []
    assert waits(world.member, world, at=PITCH_DAY) == []


@pytest.mark.parametrize("make", [None, held, booked])
def test_the_team_room_shows_the_week(world, team, make, rf):
    from django.template.loader import render_to_string

    if make:
        make(world, team)
    [panel] = [
        one
        for one in registry.panels_on("team", fresh(team), world.member, at=DURING_TEAMS)
        if one.template == "sprints/team_panel.html"
    ]
    html = render_to_string(panel.template, {"panel": panel.values, "edition": world.edition})
    assert ("week 10" in html) == bool(make)
    assert ("Ik houd deze week vrij" in html) == (make is held)


# --- how many queries ---


def many_teams(world, count):
    """So many complete teams of one person each, all booked in week 10."""
    owners = [
        Person.objects.create_user(f"ploeg{number}@vlaanderen.be", name=f"Ploeg {number}")
        for number in range(count)
    ]
    world.edition.team_min = 1
    world.edition.save()
    titles = [f"Idee {number:02}" for number in range(count)]
    crowd_of(world.published(owners[0], titles[0]), titles, owners)
    here, found = place(WEEK_10), []
    for number, owner in enumerate(owners):
        title = f"Idee {number:02}"
        team = teams.team_for(owner.ownerships.get().idea, by=owner, at=DURING_TEAMS)
        at_place = here if number == 0 else Place.objects.create(week=here.week, number=number + 1)
        booking = Booking.objects.create(
            team=team, place=at_place, state="booked", uid=title, by=owner, at=DURING_TEAMS
        )
        Confirmation.objects.create(booking=booking, person=owner, at=DURING_TEAMS)
        found.append(team)
    return found


@pytest.fixture(params=[1, 3, 50])
def crowd(world, now, request):
    now(DURING_TEAMS)
    return many_teams(world, request.param)


def test_the_calendar_costs_the_same_for_any_number_of_teams(world, crowd, client_of):
    assert len(queries_of(client_of(None), CALENDAR)) == 4
    assert len(queries_of(client_of(world.staff), CALENDAR)) <= 16


def test_the_page_of_a_week_costs_the_same_for_any_number_of_members(world, crowd, client_of):
    team, *others = crowd
    for other in others[:20]:
        person = other.idea.owners.first()
        Membership.objects.filter(person=person).update(until=DURING_TEAMS)
        Membership.objects.create(team=team, edition=world.edition, person=person, since=DURING_TEAMS)
    assert len(queries_of(client_of(team.idea.owners.first()), url("booking", team.pk))) <= 18


def test_what_waits_costs_the_same_for_any_number_of_teams(world, crowd, client_of):
    person = crowd[0].idea.owners.first()
    for team in crowd[1:]:
        Membership.objects.create(
            team=team, edition=world.edition, person=person, since=DURING_TEAMS, waived=True
        )
    Booking.objects.update(state="held", held_until=DURING_TEAMS + timedelta(days=1))
    assert len(queries_of(client_of(person), f"/{E}/mijn-traject/")) <= 24


def test_the_lists_of_the_admin_cost_the_same(world, crowd, client_of):
    staff = client_of(world.staff)
    for model in ("week", "place", "booking"):
        assert len(queries_of(staff, f"/beheer/sprints/{model}/")) <= 8, model


def test_week_9_is_early_and_can_be_held_by_a_complete_team(world, team, client_of):
    assert client_of(world.member).post(choose(WEEK_9), {"team": team.pk}).status_code == 303
