"""The verbs of judging: declare, score, hand in, decide, and release by two."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from ideas import actions as ideas
from ideas.models import Idea, Outcome, OutcomeKind
from jury import actions
from jury.models import Decision, Entry, Gate, Rubric, Score, Sheet
from jury.queries import criteria_of
from jury.states import SheetState
from portal import delivery, history
from portal.errors import Closed, Stale
from portal.models import Letter, Phase, PhaseKey, Release
from portal.models.mail import LetterState
from portal.models.release import ReleaseState
from tests.refusals import refused, rows
from tests.world import (
    ANNOUNCEMENT,
    DECIDING,
    DURING_PRESELECTION,
    DURING_SUBMISSION,
    DURING_TEAMS,
    TESTER,
    local,
)

LATER = DURING_PRESELECTION + timedelta(hours=1)
SECOND = timedelta(seconds=1)
STANDS_STILL = "Er ligt een voorstel tot vrijgave."
NOT_YOUR_ROUND = "Je bent geen beoordelaar van deze ronde."
NOT_YOUR_SHEET = "Dit is de beoordeling van iemand anders."
NO_DECIDER = "Alleen de beslissers van deze ronde kunnen dit."

NO_JUDGES = ["employee", "owner", "juror", "staff", "decider", "chair", "superuser"]
NO_DECIDERS = ["employee", "owner", "assessor", "juror", "staff", "superuser"]


@pytest.fixture
def idea(world):
    return world.submitted(world.owner)


def story(subject):
    return [event.kind for event in history.of(subject)]


def all_scores(world, gate=Gate.YES, grade=4):
    return {one.pk: gate if one.is_gate else grade for one in criteria_of(world.round)}


def save(sheet, scores, by, *, comment="", at=DURING_PRESELECTION, version=None):
    version = Sheet.objects.get(pk=sheet.pk).version if version is None else version
    return actions.save_sheet(sheet, scores, comment=comment, version=version, by=by, at=at)


def decide(world, idea, kind=OutcomeKind.SHORTLISTED, *, by=None, version=0, feedback="Sterk.", at=DECIDING):
    by = by or world.decider
    return actions.decide(world.round, idea, kind=kind, feedback=feedback, version=version, by=by, at=at)


def propose(world, *, by=None, at=DECIDING):
    actions.propose_release(world.round, visible_from=ANNOUNCEMENT, by=by or world.decider, at=at)
    return world.fresh_round()


def approve(world, *, by=None, at=DECIDING):
    actions.approve_release(world.round, by=by or world.chair, at=at)
    return world.fresh_round()


# --- open a sheet ---


def test_the_first_look_makes_one_open_sheet_by_the_rubric_in_use(world, idea):
    sheet = actions.open_sheet(world.round, idea, by=world.assessor, at=DURING_PRESELECTION)

    assert actions.open_sheet(world.round, idea, by=world.assessor, at=LATER) == sheet
    assert (sheet.state, sheet.judge, sheet.rubric) == (SheetState.OPEN, world.assessor, world.round.rubric)
    assert sheet.no_conflict_at is None
    assert Entry.objects.count() == 1


def test_two_judges_have_a_sheet_each_on_one_entry(world, idea):
    first = actions.open_sheet(world.round, idea, by=world.assessor, at=LATER)
    second = actions.open_sheet(world.round, idea, by=world.recused, at=LATER)

    assert first != second
    assert first.entry == second.entry


def test_nobody_judges_their_own_idea(world):
    idea = world.submitted(world.assessor)

    with refused("Je bent eigenaar van dit idee en beoordeelt het niet."):
        actions.open_sheet(world.round, idea, by=world.assessor, at=DURING_PRESELECTION)


@pytest.mark.parametrize("slug", NO_JUDGES)
def test_nobody_judges_without_being_an_assessor(world, idea, slug):
    with refused(NOT_YOUR_ROUND):
        actions.open_sheet(world.round, idea, by=world.people[slug], at=DURING_PRESELECTION)


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (local(2022, 1, 15) - SECOND, "Beoordelen kan vanaf zaterdag 15 januari 2022, 00.00 uur."),
        (local(2022, 1, 31), "Beoordelen kon tot zondag 30 januari 2022, 23.59 uur."),
    ],
)
def test_nobody_judges_outside_the_window(world, idea, moment, words):
    with refused(words, Closed):
        actions.open_sheet(world.round, idea, by=world.assessor, at=moment)


def test_a_window_without_dates_is_not_open(world, idea):
    Phase.objects.filter(key=PhaseKey.PRESELECTION).update(opens_at=None, closes_at=None)

    with refused("Beoordelen kan vanaf een later moment.", Closed):
        actions.open_sheet(world.round, idea, by=world.assessor, at=DURING_PRESELECTION)


def test_a_round_without_criteria_cannot_be_judged(world, idea):
    world.round.rubric = None
    world.round.save()

    with refused("Deze ronde heeft nog geen criteria."):
        actions.open_sheet(world.round, idea, by=world.assessor, at=DURING_PRESELECTION)


# --- the question about conflicts ---


def test_saying_there_is_no_conflict_is_noted_once(world, idea):
    sheet = actions.open_sheet(world.round, idea, by=world.assessor, at=DURING_PRESELECTION)

    actions.declare_no_conflict(sheet, by=world.assessor, at=DURING_PRESELECTION)
    actions.declare_no_conflict(sheet, by=world.assessor, at=LATER)

    sheet.refresh_from_db()
    assert sheet.no_conflict_at == DURING_PRESELECTION
    assert story(sheet) == ["no_conflict"]


def test_no_score_before_the_question_is_answered(world, idea):
    sheet = actions.open_sheet(world.round, idea, by=world.assessor, at=DURING_PRESELECTION)

    with refused("Zeg eerst of je een belangenconflict hebt."):
        save(sheet, all_scores(world), world.assessor)
    with refused("Zeg eerst of je een belangenconflict hebt."):
        actions.hand_in(sheet, by=world.assessor, at=LATER)


def test_a_recusal_takes_the_sheet_out_with_its_reason(world, idea):
    sheet = world.sheet(idea, world.recused)

    actions.recuse(sheet, reason="Mijn broer werkte mee.", by=world.recused, at=LATER)

    sheet.refresh_from_db()
    assert (sheet.state, sheet.no_conflict_at) == (SheetState.RECUSED, None)
    event = history.of(sheet).last()
    assert (event.kind, event.words.text) == ("recuse", "Mijn broer werkte mee.")
    assert "broer" not in str(event.data)


def test_recusing_twice_is_noted_once(world, idea):
    sheet = world.sheet(idea, world.recused)
    for _ in range(2):
        actions.recuse(sheet, reason="Familie.", by=world.recused, at=LATER)

    assert story(sheet) == ["no_conflict", "recuse"]


def test_a_handed_in_sheet_can_be_recused_and_counts_no_more(world, idea):
    sheet = world.judged(idea, world.recused)
    assert sheet in Sheet.objects.counting()

    actions.recuse(sheet, reason="Familie.", by=world.recused, at=LATER)

    assert sheet not in Sheet.objects.counting()


def test_a_mistaken_recusal_is_undone_and_the_scores_are_still_there(world, idea):
    sheet = world.sheet(idea, world.assessor)
    save(sheet, all_scores(world), world.assessor)
    actions.recuse(sheet, reason="Vergissing.", by=world.assessor, at=LATER)

    actions.declare_no_conflict(sheet, by=world.assessor, at=LATER)

    sheet.refresh_from_db()
    assert (sheet.state, sheet.no_conflict_at) == (SheetState.OPEN, LATER)
    assert sheet.scores.count() == 4
    assert story(sheet)[-2:] == ["unrecuse", "no_conflict"]


def test_nothing_can_be_scored_on_a_recused_sheet(world, idea):
    sheet = world.sheet(idea, world.recused)
    actions.recuse(sheet, reason="Familie.", by=world.recused, at=LATER)

    with refused():
        save(sheet, all_scores(world), world.recused)
    with refused():
        actions.hand_in(sheet, by=world.recused, at=LATER)


def touch(verb, sheet, by, world, at=LATER):
    """One verb on a sheet, by somebody."""
    return {
        "declare": lambda: actions.declare_no_conflict(sheet, by=by, at=at),
        "recuse": lambda: actions.recuse(sheet, reason="x", by=by, at=at),
        "save": lambda: save(sheet, all_scores(world), by, at=at),
        "hand in": lambda: actions.hand_in(sheet, by=by, at=at),
        "reopen": lambda: actions.reopen(sheet, by=by, at=at),
    }[verb]()


ON_A_SHEET = ["declare", "recuse", "save", "hand in", "reopen"]


@pytest.mark.parametrize("handed_in", [False, True], ids=["open", "handed in"])
@pytest.mark.parametrize("verb", ON_A_SHEET)
def test_nobody_touches_the_sheet_of_another_judge(world, idea, verb, handed_in):
    sheet = (world.judged if handed_in else world.sheet)(idea, world.assessor)

    with refused(NOT_YOUR_SHEET):
        touch(verb, sheet, world.recused, world)


@pytest.mark.parametrize("verb", ON_A_SHEET)
def test_the_deciders_touch_no_sheet(world, idea, verb):
    sheet = world.sheet(idea, world.assessor)

    with refused(NOT_YOUR_ROUND):
        touch(verb, sheet, world.chair, world)


@pytest.mark.parametrize("verb", ON_A_SHEET)
def test_nothing_of_a_sheet_changes_after_the_round(world, idea, verb):
    sheet = world.sheet(idea, world.assessor)

    with refused("Beoordelen kon tot", Closed):
        touch(verb, sheet, world.assessor, world, at=DURING_TEAMS)


@pytest.mark.parametrize("verb", ON_A_SHEET)
@pytest.mark.parametrize("approved", [False, True], ids=["proposed", "approved"])
def test_nothing_of_a_sheet_changes_while_a_proposal_lies(world, idea, verb, approved):
    sheet = world.sheet(idea, world.assessor)
    world.decided({idea: OutcomeKind.SHORTLISTED})
    propose(world)
    if approved:
        approve(world)

    with refused(STANDS_STILL, Closed):
        touch(verb, sheet, world.assessor, world)


# --- score ---


def test_saving_keeps_scores_and_comment_and_counts_the_version(world, idea):
    sheet = world.sheet(idea, world.assessor)

    saved = save(sheet, all_scores(world, Gate.DOUBT, 0), world.assessor, comment="Hm.", at=LATER)

    assert (saved.comment, saved.version, saved.saved_at) == ("Hm.", 2, LATER)
    assert sorted(saved.scores.values_list("gate", "grade"), key=str) == [
        ("", 0), ("doubt", None), ("doubt", None), ("doubt", None),
    ]  # fmt: skip
    assert saved.state == SheetState.OPEN


def test_a_score_that_is_left_out_is_no_score_and_not_zero(world, idea):
    sheet = world.sheet(idea, world.assessor)
    scores = all_scores(world)
    save(sheet, scores, world.assessor)
    graded = next(one for one in criteria_of(world.round) if not one.is_gate)

    save(sheet, {key: value for key, value in scores.items() if key != graded.pk}, world.assessor)

    assert not Score.objects.filter(criterion=graded).exists()
    assert Score.objects.count() == 3


def test_saving_in_an_older_tab_is_refused(world, idea):
    sheet = world.sheet(idea, world.assessor)
    save(sheet, all_scores(world), world.assessor, comment="Eerste tab.")

    with refused("intussen in een ander tabblad bewaard", Stale):
        save(sheet, {}, world.assessor, comment="Tweede tab.", version=1)


@pytest.mark.parametrize(
    ("on_gate", "value"),
    [
        (True, "maybe"), (True, ""), (True, 1), (True, "YES"),
        (False, 6), (False, -1), (False, "4"), (False, 3.5), (False, "yes"),
    ],
)  # fmt: skip
def test_a_score_that_does_not_fit_its_criterion_is_refused_whole(world, idea, on_gate, value):
    sheet = world.sheet(idea, world.assessor)
    criterion = [one for one in criteria_of(world.round) if one.is_gate is on_gate][-1]

    with refused(kind=ValueError):
        save(sheet, all_scores(world) | {criterion.pk: value}, world.assessor)


def test_the_first_score_freezes_the_rubric_for_good(world, idea):
    sheet = world.sheet(idea, world.assessor)
    save(sheet, {}, world.assessor, comment="Nog geen score.")
    assert Rubric.objects.get(pk=world.round.rubric_id).frozen_at is None

    save(sheet, all_scores(world), world.assessor, at=LATER)
    save(sheet, all_scores(world), world.assessor, at=LATER + SECOND)

    assert Rubric.objects.get(pk=world.round.rubric_id).frozen_at == LATER


def test_a_frozen_rubric_has_weights_that_sum_to_a_hundred(world, idea):
    world.judged(idea, world.assessor)

    with pytest.raises(IntegrityError), transaction.atomic():
        Rubric.objects.filter(pk=world.round.rubric_id).update(weight_total=99)


def test_the_criteria_of_another_round_are_not_frozen(world, idea):
    world.judged(idea, world.assessor)

    assert Rubric.objects.exclude(pk=world.round.rubric_id).get().frozen_at is None


# --- hand in ---


def test_handing_in_is_final_and_notes_the_scores(world, idea):
    sheet = world.judged(idea, world.assessor, gate=Gate.DOUBT, grade=0)

    sheet.refresh_from_db()
    assert sheet.state == SheetState.HANDED_IN
    assert story(sheet) == ["no_conflict", "hand_in", "scores"]
    told = history.of(sheet).last().data
    assert told == {"benefit": "doubt", "entities": 0, "implementable": "doubt", "poc": "doubt"}


def test_handing_in_twice_changes_nothing(world, idea):
    sheet = world.judged(idea, world.assessor)
    before = rows()

    actions.hand_in(sheet, by=world.assessor, at=LATER)

    assert rows() == before


def test_a_sheet_with_a_gap_is_not_handed_in(world, idea):
    sheet = world.sheet(idea, world.assessor)
    scores = all_scores(world)
    gap = criteria_of(world.round)[1]
    del scores[gap.pk]
    save(sheet, scores, world.assessor)

    with refused(f"{gap.text}: Geef een oordeel over dit criterium."):
        actions.hand_in(sheet, by=world.assessor, at=LATER)


@pytest.mark.parametrize("gate", [Gate.DOUBT, Gate.NO])
@pytest.mark.parametrize("comment", ["", "  \n\t"])
def test_a_doubt_or_a_no_is_explained(world, idea, gate, comment):
    sheet = world.sheet(idea, world.assessor)
    must = criteria_of(world.round)[0]
    save(sheet, all_scores(world) | {must.pk: gate}, world.assessor, comment=comment)

    with refused("Schrijf in de toelichting waarom"):
        actions.hand_in(sheet, by=world.assessor, at=LATER)


def test_yes_on_every_must_needs_no_comment(world, idea):
    sheet = world.sheet(idea, world.assessor)
    save(sheet, all_scores(world, grade=0), world.assessor)

    actions.hand_in(sheet, by=world.assessor, at=LATER)

    assert Sheet.objects.counting().count() == 1


def test_a_handed_in_sheet_is_reopened_before_it_changes(world, idea):
    sheet = world.judged(idea, world.assessor)
    with refused("Heropen je beoordeling"):
        save(sheet, {}, world.assessor)

    actions.reopen(sheet, by=world.assessor, at=LATER)

    assert story(sheet)[-1] == "reopen"
    assert save(sheet, all_scores(world, grade=5), world.assessor).state == SheetState.OPEN
    assert not Sheet.objects.counting().exists()


def test_reopening_what_is_open_changes_nothing(world, idea):
    sheet = world.sheet(idea, world.assessor)
    before = rows()

    actions.reopen(sheet, by=world.assessor, at=LATER)

    assert rows() == before


# --- decide ---


def test_a_decision_is_a_draft_and_touches_no_row_of_the_idea(world, idea):
    before = Idea.objects.values().get()

    decision = decide(world, idea)

    assert (decision.kind, decision.feedback, decision.version) == ("shortlisted", "Sterk.", 1)
    assert (decision.by, decision.at) == (world.decider, DECIDING)
    assert Idea.objects.values().get() == before
    assert not Outcome.objects.exists()
    assert story(idea) == ["start", "submit", "consent"]


def test_the_words_of_a_decision_stand_apart_from_the_chain(world, idea):
    decision = decide(world, idea)

    event = history.of(decision.entry).get()
    assert event.data == {"version": 1}
    assert event.words.text == "shortlisted\nSterk."


def test_a_decision_can_be_changed_and_the_slower_decider_hears_it(world, idea):
    decide(world, idea)

    with refused("Een andere beslisser was je net voor.", Stale):
        decide(world, idea, OutcomeKind.NOT_SHORTLISTED, by=world.chair)
    decide(world, idea, OutcomeKind.NOT_SHORTLISTED, by=world.chair, version=1)

    decision = Decision.objects.get()
    assert (decision.kind, decision.version, decision.by) == ("not_shortlisted", 2, world.chair)


@pytest.mark.parametrize("slug", NO_DECIDERS)
def test_nobody_else_decides(world, idea, slug):
    with refused(NO_DECIDER):
        decide(world, idea, by=world.people[slug])


@pytest.mark.parametrize("approved", [False, True], ids=["proposed", "approved"])
def test_no_decision_changes_while_a_proposal_lies(world, idea, approved):
    decide(world, idea)
    propose(world)
    if approved:
        approve(world)

    with refused(STANDS_STILL, Closed):
        decide(world, idea, OutcomeKind.NOT_SHORTLISTED, version=1)


# --- release by two ---


def test_the_first_proposes_and_nothing_is_recorded_yet(world, idea):
    decide(world, idea)

    round_ = propose(world)

    assert (round_.release.state, round_.release.visible_from) == (ReleaseState.PROPOSED, ANNOUNCEMENT)
    assert round_.release.proposed_by == world.decider
    assert story(round_)[-1] == "propose"
    assert story(round_.release) == ["propose"]
    assert not Outcome.objects.exists()
    assert not Letter.objects.filter(name="outcome").exists()


def test_the_second_approves_and_every_owner_is_written_to_for_the_instant(world, idea):
    other = world.submitted(world.other_owner, "B")
    decide(world, idea)
    decide(world, other, OutcomeKind.NOT_SHORTLISTED)
    before = list(Idea.objects.order_by("pk").values())
    propose(world)

    round_ = approve(world)

    assert (round_.release.state, round_.release.approved_by) == (ReleaseState.APPROVED, world.chair)
    assert dict(Outcome.objects.values_list("idea__title", "kind")) == {
        "Slimme sluisdeuren": "shortlisted",
        "B": "not_shortlisted",
    }
    assert list(Idea.objects.order_by("pk").values()) == before
    letters = Letter.objects.filter(name="outcome")
    assert {letter.recipient for letter in letters} == {world.owner, world.other_owner}
    assert {letter.due_at for letter in letters} == {ANNOUNCEMENT}
    assert story(round_)[-1] == "approve"
    assert story(round_.release) == ["propose", "approve"]


def test_the_one_who_proposes_does_not_approve(world, idea):
    decide(world, idea)
    propose(world)

    with refused("Jij deed dit voorstel."):
        approve(world, by=world.decider)


def test_the_database_knows_that_it_takes_two(world, idea):
    decide(world, idea)
    release = propose(world).release

    for one in (world.decider, None):
        with pytest.raises(IntegrityError), transaction.atomic():
            Release.objects.filter(pk=release.pk).update(
                state=ReleaseState.APPROVED, approved_by=one, approved_at=DECIDING
            )


@pytest.mark.parametrize("slug", NO_DECIDERS)
def test_nobody_else_proposes_approves_or_withdraws(world, idea, slug):
    decide(world, idea)
    with refused(NO_DECIDER):
        propose(world, by=world.people[slug])
    propose(world)

    with refused(NO_DECIDER):
        approve(world, by=world.people[slug])
    with refused(NO_DECIDER):
        actions.withdraw_release(world.round, reason="", by=world.people[slug], at=DECIDING)


def test_an_undecided_idea_stops_the_proposal_by_name(world, idea):
    world.submitted(world.other_owner, "Nog open")
    decide(world, idea)

    with refused("Nog zonder besluit of feedback: Nog open."):
        propose(world)


def test_a_decision_without_feedback_stops_the_proposal(world, idea):
    decide(world, idea, feedback="  ")

    with refused("Nog zonder besluit of feedback: Slimme sluisdeuren."):
        propose(world)


def test_a_withdrawn_idea_needs_no_decision(world, idea):
    gone = world.submitted(world.other_owner, "Ingetrokken")
    ideas.withdraw_idea(gone, by=world.other_owner, at=DURING_SUBMISSION)
    decide(world, idea)

    assert propose(world).release is not None


def test_without_ideas_there_is_nothing_to_release(world):
    with refused("Er zijn geen ingediende ideeën."):
        propose(world)


@pytest.mark.parametrize("past", [DECIDING - SECOND, local(2021, 1, 31, 9)])
def test_a_result_does_not_become_visible_in_the_past(world, idea, past):
    decide(world, idea)

    with refused("Kies een moment dat nog moet komen"):
        actions.propose_release(world.round, visible_from=past, by=world.decider, at=DECIDING)


def test_a_second_proposal_is_refused_while_the_first_lies(world, idea):
    decide(world, idea)
    propose(world)

    with refused(STANDS_STILL, Closed):
        propose(world, by=world.chair)


def test_without_a_proposal_there_is_nothing_to_approve_or_withdraw(world, idea):
    with refused("Er ligt geen voorstel om goed te keuren."):
        approve(world)
    with refused("Er ligt geen voorstel om in te trekken."):
        actions.withdraw_release(world.round, reason="", by=world.chair, at=DECIDING)


def test_an_approval_is_given_once(world, idea):
    decide(world, idea)
    propose(world)
    approve(world)

    with refused("Er ligt geen voorstel om goed te keuren."):
        approve(world)


def test_an_idea_withdrawn_between_proposal_and_approval_gets_no_outcome(world, idea):
    decide(world, idea)
    propose(world)
    ideas.withdraw_idea(idea, by=world.owner, at=DECIDING)

    approve(world)

    assert not Outcome.objects.exists()


def test_a_proposal_can_be_taken_back_and_made_again(world, idea):
    decide(world, idea)
    first = propose(world).release

    actions.withdraw_release(world.round, reason="Nog een tikfout.", by=world.decider, at=DECIDING)

    first.refresh_from_db()
    assert first.state == ReleaseState.WITHDRAWN
    assert world.fresh_round().release is None
    assert history.of(first).last().words.text == "Nog een tikfout."
    decide(world, idea, version=1, feedback="Zonder tikfout.")
    assert propose(world, by=world.chair).release != first


def test_an_approval_is_taken_back_before_its_instant_with_outcomes_and_letters(world, idea, now):
    decide(world, idea)
    propose(world)
    release = approve(world).release

    actions.withdraw_release(world.round, reason="", by=world.decider, at=ANNOUNCEMENT - SECOND)

    assert not Outcome.objects.exists()
    assert Letter.objects.get(name="outcome").state == LetterState.CANCELLED
    assert story(world.fresh_round())[-1] == "withdraw"
    assert not Idea.objects.published(at=DURING_TEAMS).exists()
    now(DURING_TEAMS)
    delivery.deliver()
    assert not [sent for sent in mail.outbox if "uitkomst" in sent.subject]
    assert Release.objects.in_force(at=DURING_TEAMS).filter(pk=release.pk).count() == 0


@pytest.mark.parametrize("moment", [ANNOUNCEMENT, DURING_TEAMS])
def test_what_is_visible_is_not_taken_back(world, idea, moment):
    world.released({idea: OutcomeKind.SHORTLISTED})

    with refused("Het resultaat is al zichtbaar."):
        actions.withdraw_release(world.round, reason="", by=world.chair, at=moment)


def test_after_a_second_release_every_owner_is_written_to_once(world, idea, now):
    world.released({idea: OutcomeKind.SHORTLISTED})
    actions.withdraw_release(world.round, reason="", by=world.chair, at=DECIDING)
    world.fresh_round()
    propose(world)
    approve(world)

    now(ANNOUNCEMENT)
    delivery.deliver()

    assert len([sent for sent in mail.outbox if "uitkomst" in sent.subject]) == 1


# --- who decides ---


def test_naming_and_removing_a_decider_is_noted(world, idea):
    actions.name_decider(world.round, world.staff, by=TESTER, at=DECIDING)
    decide(world, idea, by=world.staff)

    actions.remove_decider(world.round, world.staff, by=TESTER, at=DECIDING)

    assert story(world.round)[-2:] == ["name_decider", "remove_decider"]
    assert history.of(world.round).last().data == {"person": world.staff.pk}
    with refused(NO_DECIDER):
        decide(world.__class__(world.edition, world.people), idea, by=world.staff, version=1)


def test_the_story_of_a_round_stays_a_sound_chain(world, idea):
    world.judged(idea, world.assessor)
    world.released({idea: OutcomeKind.SHORTLISTED})

    assert list(history.verify()) == []
