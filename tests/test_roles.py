"""Roles are given and taken by colleagues, with dates and a reason; what they open closes at the next request."""

from datetime import date

import pytest

from ideas.models import Backing, Facet, OutcomeKind
from portal import letters, people, registry, roles
from portal.errors import Refused
from portal.models import Entity, Letter, RoleKind
from tests.permissions.editions import edition_before
from tests.permissions.participation import ambassador
from tests.refusals import refused, rows
from tests.test_query_counts import queries_of
from tests.world import DURING_PRESELECTION, DURING_SUBMISSION, DURING_TEAMS, TESTER

ROUND = "/2021-2022/beoordelen/preselectie/"


def words_of(letter):
    return letters.words(letter, registry.letters[letter.name].contents(letter))


# --- given and taken ---


def test_who_gets_or_loses_a_role_from_a_colleague_hears_so_with_the_reason(world, now):
    now(DURING_PRESELECTION)
    told = {"edition": world.edition, "by": world.staff, "at": DURING_PRESELECTION}
    role = roles.appoint(world.employee, RoleKind.ASSESSOR, reason="Je kent water.", **told)
    roles.dismiss(
        role, until=date(2022, 2, 1), reason="De preselectie is klaar.", by=world.staff, at=told["at"]
    )

    given, ended = Letter.objects.filter(recipient=world.employee).order_by("pk")
    assert [(one.name, one.edition_id) for one in (given, ended)] == [
        ("role_given", world.edition.pk), ("role_ended", world.edition.pk),
    ]  # fmt: skip
    title, text, _html = words_of(given)
    assert "beoordelaar" in title
    assert "Je kent water." in text
    assert "De preselectie is klaar." in words_of(ended)[1]
    assert "1 februari 2022" in words_of(ended)[1]


def test_a_role_holds_from_its_first_day_until_its_last(world):
    told = {"since": date(2022, 2, 10), "until": date(2022, 2, 11), "by": TESTER, "at": DURING_SUBMISSION}
    roles.appoint(world.employee, RoleKind.JUROR, edition=world.edition, **told)
    days = [(2022, 2, 9), (2022, 2, 10), (2022, 2, 11)]
    held = [bool(roles.held(world.employee, at=DURING_TEAMS.replace(day=day))) for _y, _m, day in days]
    assert held == [False, True, False]


def test_a_role_that_begins_later_is_not_one_for_now(world):
    told = {"edition": world.edition, "by": TESTER, "at": DURING_SUBMISSION}
    later = roles.appoint(world.employee, RoleKind.JUROR, since=date(2022, 6, 1), **told)
    with refused("al vanaf woensdag 1 juni 2022"):
        roles.appoint(world.employee, RoleKind.JUROR, **told)
    roles.appoint(world.employee, RoleKind.JUROR, until=date(2022, 6, 1), **told)
    assert roles.has(world.employee, RoleKind.JUROR, at=DURING_SUBMISSION)

    other = roles.appoint(world.candidate, RoleKind.JUROR, since=date(2022, 6, 1), **told)
    for role in (later, other):
        roles.dismiss(role, by=TESTER, at=DURING_SUBMISSION)  # before it began: it never was
    roles.appoint(world.candidate, RoleKind.JUROR, **told)
    assert roles.has(world.candidate, RoleKind.JUROR, at=DURING_SUBMISSION)


@pytest.mark.parametrize("whose", ["own", "every_edition", "other_edition"])
def test_staff_give_and_take_roles_of_others_in_their_own_editions_alone(world, whose):
    person = world.staff if whose == "own" else world.employee
    edition = {"own": world.edition, "every_edition": None, "other_edition": edition_before(world)}[whose]
    there = roles.appoint(person, RoleKind.COACH, edition=edition, by=TESTER, at=DURING_SUBMISSION)
    before = rows()

    with pytest.raises(Refused):
        roles.appoint(person, RoleKind.CHAIR, edition=edition, by=world.staff, at=DURING_SUBMISSION)
    with pytest.raises(Refused):
        roles.dismiss(there, by=world.staff, at=DURING_SUBMISSION)

    assert rows() == before


def test_a_role_that_is_taken_away_closes_its_pages_at_the_next_request_and_the_page_says_why(
    world, client_of, now
):
    now(DURING_PRESELECTION)
    browser = client_of(world.assessor)
    assert browser.get(ROUND).status_code == 200

    roles.dismiss(world.assessor.roles.get(), by=world.staff, at=DURING_PRESELECTION)

    closed = browser.get(ROUND)
    page = closed.content.decode()
    assert closed.status_code == 404
    assert "Je rol als beoordelaar eindigde op" in page
    assert "Wat je schreef, is bewaard." in page
    assert browser.get("/2021-2022/mijn-traject/").status_code == 200
    assert "Je rol als" not in client_of(world.employee).get(ROUND).content.decode()


# --- the page of an ambassador ---


def page_of(entity):
    return f"/2021-2022/entiteit/{entity.pk}/"


@pytest.fixture
def entity(world):
    return Entity.objects.order_by("name")[0]  # the first of those that every idea of the tests names


def works_at(entity, *persons):
    for person in persons:
        at = DURING_SUBMISSION
        people.update_profile(person, name=person.name, entity=entity, language="nl", at=at)


def test_an_ambassador_sees_counts_and_what_is_public_and_a_text_that_fits_the_day(
    world, client_of, now, entity
):
    works_at(entity, world.owner, world.member, world.employee)
    who = client_of(ambassador(world.edition, entity, "ambassador"))
    world.draft(world.owner, "Een geheim concept")
    hidden = world.submitted(world.other_owner, "Papier zonder einde")
    now(DURING_SUBMISSION)
    early = who.get(page_of(entity)).content.decode()
    assert "Dien het in bij Sandbox Vlaanderen, tot vrijdag 14 januari 2022" in early
    ideas_ = world.shortlist_but({"Slimme sluisdeuren": world.owner}, hidden)
    team = world.team()
    Backing.objects.create(idea=ideas_[0], person=world.employee, entity=entity, at=DURING_TEAMS)
    now(DURING_PRESELECTION)
    before = who.get(page_of(entity)).content.decode()

    now(DURING_TEAMS)
    after = who.get(page_of(entity))

    for page in (early, before, after.content.decode()):
        assert "Een geheim concept" not in page
        assert "Papier zonder einde" not in page
        assert world.owner.name not in page
    assert "Slimme sluisdeuren" not in before
    assert "Slimme sluisdeuren" in after.content.decode()
    figures = [bar.value for bar in after.context["found"].figures]
    assert figures == [1, 1, 2, 1, 1], team
    assert "tot maandag 28 februari 2022" in after.content.decode()
    assert "Mijn entiteit" in after.content.decode()


def test_the_page_of_an_entity_costs_the_same_at_any_number_of_ideas(world, client_of, now, entity):
    works_at(entity, world.owner)
    who = client_of(ambassador(world.edition, entity, "ambassador"))
    now(DURING_TEAMS)
    all_ideas = [world.submitted(world.owner, f"Idee {number}") for number in range(3)]
    world.released(dict.fromkeys(all_ideas, OutcomeKind.SHORTLISTED.value))
    counts = []
    for shown in (3, 1):
        Facet.objects.filter(submission__idea__in=all_ideas[shown:], key=entity.pk).update(key="elders")
        assert len(who.get(page_of(entity)).context["found"].ideas) == shown
        counts.append(len(queries_of(who, page_of(entity))))
    assert len(set(counts)) == 1, counts
    assert counts[0] <= 12
