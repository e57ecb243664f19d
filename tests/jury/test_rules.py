"""Who sees what of judging, and how the sheets add up."""

from datetime import timedelta
from fractions import Fraction

import pytest
from django.urls import reverse

from ideas.models import OutcomeKind
from jury import actions, queries, rules
from jury.models import Gate, RoundKind, Score, Sheet
from portal import history, roles
from portal.models import Edition, RoleKind
from tests.world import ANNOUNCEMENT, CAST, DECIDING, DURING_PRESELECTION, DURING_TEAMS, TESTER, local

EDITION = "2021-2022"
DECIDERS = {"decider", "chair"}


@pytest.fixture
def idea(world):
    return world.submitted(world.owner)


def standing_of(world, idea):
    return next(one for one in queries.standings(world.fresh_round()) if one.subject == idea)


def told(world):
    """Everything the deciders read about the ideas, in order."""
    return [
        (
            one.subject.pk,
            one.place,
            one.advice,
            one.score,
            [(gate.key, dict(count)) for gate, count in one.gates],
        )
        for one in queries.standings(world.fresh_round())
    ]


# --- blind ---


def test_a_judge_sees_their_own_sheet_the_deciders_all_and_nobody_else_any(world, idea):
    own, other = world.judged(idea, world.assessor), world.sheet(idea, world.recused)

    seen = {
        slug: set(Sheet.objects.visible_to(person, at=DURING_PRESELECTION))
        for slug, person in world.people.items()
    }

    assert seen == {slug: set() for slug in CAST} | {
        "assessor": {own},
        "recused": {other},
        "decider": {own, other},
        "chair": {own, other},
    }


def test_the_chair_of_another_edition_sees_no_sheet_here(world, idea):
    world.judged(idea, world.assessor)
    other = Edition.objects.create(key="2022-2023", name_nl="Volgende", contact="x@vlaanderen.be")
    roles.appoint(world.employee, RoleKind.CHAIR, edition=other, by=TESTER, at=DURING_PRESELECTION)

    assert not Sheet.objects.visible_to(world.employee, at=DURING_PRESELECTION).exists()
    assert not rules.is_decider(world.round, world.employee, at=DURING_PRESELECTION)


def test_a_decider_of_one_round_sees_no_sheet_of_another(world, idea):
    pitch = queries.round_of(world.edition, RoundKind.PITCH)
    actions.name_decider(pitch, world.staff, by=TESTER, at=DURING_PRESELECTION)
    world.judged(idea, world.assessor)

    assert not Sheet.objects.visible_to(world.staff, at=DURING_PRESELECTION).exists()


def test_drafts_are_for_the_deciders_and_a_superuser(world):
    seeing = {
        slug
        for slug, person in world.people.items()
        if rules.may_see_drafts(world.round, person, at=DECIDING)
    }

    assert seeing == {*DECIDERS, "superuser"}


@pytest.mark.parametrize("slug", sorted(set(CAST) - DECIDERS - {"superuser"}))
def test_the_result_does_not_exist_for_anybody_else(world, idea, client_of, now, slug):
    world.judged(idea, world.assessor)
    now(DECIDING)

    for page in (
        reverse("jury:result", args=[EDITION, "preselectie"]),
        reverse("jury:decision", args=[EDITION, "preselectie", idea.pk]),
    ):
        assert client_of(world.people[slug]).get(page).status_code == 404


def test_a_superusers_look_at_the_drafts_is_recorded(world, idea, client_of, now):
    now(DECIDING)
    page = reverse("jury:decision", args=[EDITION, "preselectie", idea.pk])

    response = client_of(world.superuser).get(page)

    assert response.status_code == 200
    event = history.of(world.round).last()
    assert (event.kind, event.actor, event.at) == ("look", world.superuser.pk, DECIDING)


def looks_of(person, world):
    return [event.at for event in history.of(world.round) if (event.kind, event.actor) == ("look", person.pk)]


def test_a_deciders_look_at_what_nobody_knows_is_noted_once_an_hour(world, idea, client_of, now):
    page, chair = reverse("jury:result", args=[EDITION, "preselectie"]), client_of(world.chair)
    moments = [DECIDING, DECIDING + timedelta(minutes=59), DECIDING + timedelta(minutes=60)]
    for moment in moments:
        now(moment)
        chair.get(page)

    assert looks_of(world.chair, world) == [moments[0], moments[2]]


def test_a_look_at_what_everybody_may_know_is_not_noted(world, idea, client_of, now):
    world.released({idea: "shortlisted"})
    for moment, noted in ((ANNOUNCEMENT, 0), (ANNOUNCEMENT - timedelta(seconds=1), 1)):
        now(moment)
        client_of(world.chair).get(reverse("jury:result", args=[EDITION, "preselectie"]))
        assert len(looks_of(world.chair, world)) == noted


def test_a_superuser_looks_but_does_not_decide(world, idea, client_of, now):
    now(DECIDING)
    page = reverse("jury:decision", args=[EDITION, "preselectie", idea.pk])

    response = client_of(world.superuser).post(
        page, {"version": 0, "kind": "shortlisted", "feedback": "Feedback die niet mag verdwijnen."}
    )

    assert response.status_code == 409
    assert "Feedback die niet mag verdwijnen." in response.content.decode()


# --- the list of a judge ---


def test_a_judge_gets_every_idea_but_their_own(world, idea):
    own = world.submitted(world.assessor, "Van mij")

    assert list(queries.to_judge(world.round, world.assessor)) == [idea]
    assert set(queries.to_judge(world.round, world.recused)) == {idea, own}


def test_progress_counts_what_is_handed_in_or_recused(world, idea):
    second, third = world.submitted(world.other_owner, "B"), world.submitted(world.employee, "C")
    world.judged(idea, world.assessor)
    actions.recuse(
        world.sheet(second, world.assessor), reason="Familie.", by=world.assessor, at=DURING_PRESELECTION
    )
    world.sheet(third, world.assessor)

    progress = queries.progress_of(world.round, world.assessor)

    assert (progress.finished, progress.total, progress.left) == (2, 3, 1)


def test_a_judge_of_another_edition_is_none_here(world):
    other = Edition.objects.create(key="2022-2023", name_nl="Volgende", contact="x@vlaanderen.be")
    roles.appoint(world.employee, RoleKind.ASSESSOR, edition=other, by=TESTER, at=DURING_PRESELECTION)

    assert not rules.is_judge(world.round, world.employee, at=DURING_PRESELECTION)


def test_a_judge_whose_role_has_ended_is_none_from_that_day(world):
    role = world.assessor.roles.get()
    roles.dismiss(role, by=TESTER, at=DURING_PRESELECTION)

    assert rules.is_judge(world.round, world.assessor, at=local(2022, 1, 19, 23, 59))
    assert not rules.is_judge(world.round, world.assessor, at=DURING_PRESELECTION)


# --- how the sheets add up ---


def test_without_sheets_there_is_no_score_and_something_to_discuss(world, idea):
    standing = standing_of(world, idea)

    assert (standing.score, standing.shown_score, standing.advice, standing.place) == (
        None,
        "–",
        "discuss",
        None,
    )


def test_the_score_is_the_mean_of_the_sheets_handed_in(world, idea):
    world.judged(idea, world.assessor, grade=5)
    world.judged(idea, world.recused, grade=2)
    roles.appoint(world.employee, RoleKind.ASSESSOR, by=TESTER, at=DURING_PRESELECTION)
    world.sheet(idea, world.employee)  # open: does not count

    standing = standing_of(world, idea)

    assert standing.score == Fraction(70)
    assert standing.shown_score == "70,00"
    assert len(standing.sheets) == 2


def test_a_recused_judge_counts_as_never_been(world, idea):
    other = world.submitted(world.other_owner, "B")
    world.judged(idea, world.assessor, grade=4)
    world.judged(other, world.assessor, grade=3)
    without = told(world)

    sheet = world.judged(idea, world.recused, gate=Gate.NO, grade=0)
    assert told(world) != without
    actions.recuse(sheet, reason="Familie.", by=world.recused, at=DURING_PRESELECTION)

    assert told(world) == without


def test_a_sheet_that_misses_a_grade_is_no_zero(world, idea):
    world.judged(idea, world.assessor, grade=4)
    sheet = world.judged(idea, world.recused, grade=5)
    Score.objects.filter(sheet=sheet, gate="").delete()

    assert standing_of(world, idea).score == Fraction(80)


def test_equal_ideas_share_a_place_and_stand_by_title(world):
    titles = {"Zon": 4, "Aarde": 4, "Maan": 5, "Mars": 1}
    owners = [world.owner, world.other_owner, world.employee, world.juror]
    for owner, (title, grade) in zip(owners, titles.items(), strict=True):
        world.judged(world.submitted(owner, title), world.assessor, grade=grade)

    ranked = [(one.place, one.title) for one in queries.standings(world.fresh_round())]

    assert ranked == [(1, "Maan"), (2, "Aarde"), (2, "Zon"), (4, "Mars")]


def test_a_failed_must_outweighs_any_score(world, idea):
    other = world.submitted(world.other_owner, "B")
    world.judged(idea, world.assessor, gate=Gate.NO, grade=5)
    world.judged(other, world.assessor, gate=Gate.DOUBT, grade=0)

    ranked = [(one.subject, one.advice) for one in queries.standings(world.fresh_round())]

    assert ranked == [(other, "discuss"), (idea, "fails")]


def test_a_withdrawn_idea_is_not_in_the_standings(world, idea):
    from ideas import actions as ideas

    world.judged(idea, world.assessor)
    ideas.withdraw_idea(idea, by=world.owner, at=DURING_PRESELECTION)

    assert queries.standings(world.fresh_round()) == []


def test_once_it_is_visible_the_deciders_can_still_read_everything(world, idea, client_of, now):
    world.judged(idea, world.assessor)
    world.released({idea: OutcomeKind.SHORTLISTED})
    now(DURING_TEAMS)

    page = client_of(world.chair).get(reverse("jury:result", args=[EDITION, "preselectie"]))

    assert page.status_code == 200
    assert "vrijgegeven" in page.content.decode()
