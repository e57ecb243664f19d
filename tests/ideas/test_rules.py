"""Who may see an idea, and what the rules answer on their own."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from ideas import actions, content, queries, rules
from ideas.models import Idea, OutcomeKind
from portal import roles
from portal.errors import Refused
from portal.models import Edition, Role, RoleKind
from tests.world import (
    ANNOUNCEMENT,
    CAST,
    DECIDING,
    DURING_PRESELECTION,
    DURING_SUBMISSION,
    DURING_TEAMS,
    TESTER,
    local,
)

EVERYBODY = {*CAST, "anonymous"}
SANDBOX = {"assessor", "recused", "staff", "decider", "chair", "superuser"}  # who reads what was handed in

WHO_SEES = {
    "blank draft": {"owner"},
    "draft": {"owner"},
    "draft put away": set(),
    "handed in": {"owner", *SANDBOX},
    "withdrawn": {"owner"},
    "shortlisted, proposed": {"owner", *SANDBOX},
    "shortlisted, before the instant": {"owner", *SANDBOX},
    "shortlisted, at the instant": EVERYBODY,
    "shortlisted, later": EVERYBODY,
    "shortlisted, then withdrawn": {"owner"},
    "not shortlisted, before the instant": {"owner", *SANDBOX},
    "not shortlisted, later": {"owner", *SANDBOX},
}


def bring(world, state):
    """An idea of `owner` in a state, and the moment to look at it."""
    if state == "blank draft":
        return actions.start_idea(world.edition, by=world.owner, at=DURING_SUBMISSION), DURING_SUBMISSION
    if "draft" in state:
        idea = world.draft(world.owner)
        if state == "draft put away":
            actions.discard_draft(idea, by=world.owner, at=DURING_SUBMISSION)
        return idea, DURING_SUBMISSION
    idea = world.submitted(world.owner)
    if "shortlisted" in state:
        return idea, _decide(world, idea, state)
    if state == "withdrawn":
        actions.withdraw_idea(idea, by=world.owner, at=DURING_SUBMISSION)
    return idea, DURING_PRESELECTION


def _decide(world, idea, state):
    kind = OutcomeKind.NOT_SHORTLISTED if state.startswith("not") else OutcomeKind.SHORTLISTED
    if "proposed" in state:
        from jury import actions as jury

        world.decided({idea: kind})
        jury.propose_release(world.round, visible_from=DECIDING, by=world.decider, at=DECIDING)
        return DURING_TEAMS
    world.released({idea: kind})
    if "withdrawn" in state:
        actions.withdraw_idea(idea, by=world.owner, at=DURING_TEAMS)
    if "before" in state:
        return ANNOUNCEMENT - timedelta(microseconds=1)
    return ANNOUNCEMENT if "at the" in state else DURING_TEAMS


@pytest.mark.parametrize("state", WHO_SEES)
def test_an_idea_is_seen_by_precisely(world, state):
    idea, at = bring(world, state)
    people = world.people | {"anonymous": AnonymousUser()}

    seeing = {slug for slug, who in people.items() if idea in Idea.objects.visible_to(who, at=at)}

    assert seeing == WHO_SEES[state]


def test_a_list_shows_an_idea_once_to_somebody_with_several_grounds(world):
    idea = world.published(world.owner)
    for kind in (RoleKind.STAFF, RoleKind.ASSESSOR, RoleKind.CHAIR):
        roles.appoint(world.owner, kind, by=TESTER, at=DURING_SUBMISSION)

    assert list(Idea.objects.visible_to(world.owner, at=DURING_TEAMS)) == [idea]


def test_a_role_in_another_edition_opens_nothing_here(world):
    idea = world.submitted(world.owner)
    other = Edition.objects.create(key="2022-2023", name_nl="Volgende", contact="x@vlaanderen.be")
    roles.appoint(world.employee, RoleKind.STAFF, edition=other, by=TESTER, at=DURING_SUBMISSION)

    assert idea not in Idea.objects.visible_to(world.employee, at=DURING_PRESELECTION)


def test_a_role_for_all_editions_opens_this_one(world):
    idea = world.submitted(world.owner)
    roles.appoint(world.employee, RoleKind.STAFF, by=TESTER, at=DURING_SUBMISSION)

    assert idea in Idea.objects.visible_to(world.employee, at=DURING_PRESELECTION)


@pytest.mark.parametrize(
    ("since", "until", "sees"),
    [
        (date(2022, 1, 20), None, True),
        (date(2022, 1, 21), None, False),
        (date(2022, 1, 1), date(2022, 1, 20), False),
        (date(2022, 1, 1), date(2022, 1, 21), True),
    ],
)
def test_a_role_counts_from_its_first_day_until_the_day_before_its_end(world, since, until, sees):
    idea = world.submitted(world.owner)
    Role.objects.create(person=world.employee, kind=RoleKind.ASSESSOR, since=since, until=until)

    assert (idea in Idea.objects.visible_to(world.employee, at=DURING_PRESELECTION)) is sees


def test_the_day_of_a_role_is_the_day_in_brussels(world):
    idea = world.submitted(world.owner)
    Role.objects.create(person=world.employee, kind=RoleKind.ASSESSOR, since=date(2022, 1, 20))

    just_after_midnight = local(2022, 1, 20)  # still the 19th in UTC

    assert idea in Idea.objects.visible_to(world.employee, at=just_after_midnight)


def test_a_former_owner_sees_nothing_more(world):
    idea = world.draft(world.owner)
    idea.ownerships.update(until=DURING_SUBMISSION)

    assert idea not in Idea.objects.visible_to(world.owner, at=DURING_SUBMISSION)
    assert idea not in queries.mine(world.owner, world.edition)


def test_mine_has_what_was_put_away_too_and_nothing_of_others(world):
    away = world.draft(world.owner, "A")
    actions.discard_draft(away, by=world.owner, at=DURING_SUBMISSION)
    kept = world.draft(world.owner, "B")
    world.draft(world.other_owner, "C")

    assert set(queries.mine(world.owner, world.edition)) == {away, kept}


def test_the_public_list_is_in_order_of_title(world):
    ideas = [
        world.submitted(owner, title)
        for owner, title in [(world.owner, "Water"), (world.other_owner, "Aarde"), (world.employee, "Lucht")]
    ]
    world.released(dict.fromkeys(ideas, OutcomeKind.SHORTLISTED))

    listed = queries.published(world.edition, at=DURING_TEAMS)

    assert [idea.submission.public_text["title"] for idea in listed] == ["Aarde", "Lucht", "Water"]


def test_the_public_reads_the_approved_text_and_not_the_working_copy(world):
    idea = world.published(world.owner)
    actions.save_draft(
        idea, {"title": "Nog niet goedgekeurd"}, version=idea.version, by=world.owner, at=DURING_TEAMS
    )

    (listed,) = queries.published(world.edition, at=DURING_TEAMS)

    assert listed.submission.public_text["title"] == "Slimme sluisdeuren"


def test_an_idea_of_a_past_edition_is_not_in_this_one(world):
    world.published(world.owner)
    other = Edition.objects.create(key="2022-2023", name_nl="Volgende", contact="x@vlaanderen.be")

    assert not queries.published(other, at=DURING_TEAMS).exists()
    assert queries.published(other, at=DURING_TEAMS).count() == 0
    assert queries.published(world.edition, at=DURING_TEAMS).count() == 1


def test_outcomes_are_told_from_the_instant_on(world):
    idea = world.submitted(world.owner)
    world.released({idea: OutcomeKind.NOT_SHORTLISTED})

    assert queries.outcomes_in_force([idea], at=ANNOUNCEMENT - timedelta(microseconds=1)) == {}
    assert queries.outcomes_in_force([idea], at=ANNOUNCEMENT)[idea.pk].kind == OutcomeKind.NOT_SHORTLISTED


def test_gaps_come_in_the_order_of_the_form_and_name_their_step(world):
    idea = actions.start_idea(world.edition, by=world.owner, at=DURING_SUBMISSION)

    missing = content.gaps(idea, queries.questions_of(world.edition))

    assert [gap.step for gap in missing] == [
        "kern", "kern", "idea", "why", "problem", "benefit", "poc_test", "tijd", "tijd",
    ]  # fmt: skip
    steps = {step.key for step in content.steps(queries.questions_of(world.edition))}
    assert {gap.step for gap in missing} <= steps


def test_a_complete_idea_has_no_gaps(world):
    idea = world.draft(world.owner)

    assert rules.check_complete(idea, queries.questions_of(world.edition)) == []


def test_white_space_is_no_title(world):
    idea = world.draft(world.owner)
    idea.title = " \u00a0\n"

    with pytest.raises(Refused, match="Geef je idee een titel"):
        rules.check_complete(idea, queries.questions_of(world.edition))


def test_the_hash_tells_any_change_of_content(world):
    idea = world.draft(world.owner)
    questions = queries.questions_of(world.edition)
    copy = content.snapshot(idea, questions)

    for change in (
        {"title": "x"},
        {"summary": "x"},
        {"other_entities": "x"},
        {"entities": []},
        {"answers": []},
    ):
        assert content.digest(copy | change) != content.digest(copy)
    assert content.digest(dict(reversed(copy.items()))) == content.digest(copy)
