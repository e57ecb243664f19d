"""The verbs of PoCs: what each does, what it notes, whom it writes to, and what it refuses."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from ideas import actions as ideas
from jury.queries import could_decide
from poc import actions, queries, rules
from poc.models import EntryKind, JournalEntry, LedgerEntry, Obligation, Project
from poc.states import ObligationState, ProjectState
from portal import delivery, history
from portal.errors import Refused
from portal.mail import planner
from portal.models import Letter
from teams import actions as teams
from tests.poc.stage import CAP, again, approved, ask, key, project_of, record, two_teams
from tests.refusals import refused
from tests.world import BRUSSELS, DURING_POC, SELECTION, World, local

RESERVED, COMMITTED, INVOICED, PAID = EntryKind
SECOND = timedelta(seconds=1)
MEMBERS_ONLY = "Alleen een lid van dit team kan dit doen."


@pytest.fixture
def project(world: World) -> Project:
    return project_of(world)


def used(project):
    return Project.objects.get(pk=project.pk).used_cents


def state_of(row):
    return type(row).objects.get(pk=row.pk).state


def story(subject):
    return [event.kind for event in history.of(subject)]


def told(name):
    return sorted(Letter.objects.filter(name=name).values_list("recipient__name", flat=True))


def lines(cost):
    return list(
        LedgerEntry.objects.filter(obligation=cost).order_by("pk").values_list("kind", "amount_cents")
    )


# --- opening ---


def test_a_member_of_a_selected_team_opens_the_poc_with_the_cap_of_the_edition(world):
    team = world.team()
    world.selected(team)

    project = actions.open_project(team, goal="Kan het?", by=world.member, at=SELECTION)

    assert (project.state, project.goal, project.opened_at) == (ProjectState.RUNNING, "Kan het?", SELECTION)
    assert (project.cap_cents, project.used_cents) == (CAP, 0)
    assert story(project) == ["open"]
    assert told("poc_opened") == ["Eigenaar Een", "Lid Een", "Lid Twee"]


def test_staff_open_a_poc_too(world):
    team = world.team()
    world.selected(team)

    assert actions.open_project(team, by=world.staff, at=DURING_POC).team == team


def test_opening_twice_gives_the_same_poc_and_no_second_letter(world, project):
    again_ = actions.open_project(project.team, goal="Iets anders", by=world.second_member, at=DURING_POC)

    assert (again_.pk, again_.goal) == (project.pk, "Werkt het?")
    assert (Project.objects.count(), len(told("poc_opened"))) == (1, 3)


@pytest.mark.parametrize("who", ["employee", "juror", "candidate"])
def test_others_open_no_poc(world, who):
    team = world.team()
    world.selected(team)

    with refused("Alleen een lid van dit team of Sandbox kan de PoC openen."):
        actions.open_project(team, by=world.people[who], at=DURING_POC)


def test_no_poc_before_the_selection_is_told(world):
    team = world.team()
    world.selected(team)

    with refused("Een PoC is voor een team dat de jury selecteerde."):
        actions.open_project(team, by=world.member, at=SELECTION - SECOND)


def test_no_poc_for_a_team_that_is_not_selected(world):
    team = world.team()
    world.selected(others=[team])

    with refused("Een PoC is voor een team dat de jury selecteerde."):
        actions.open_project(team, by=world.member, at=DURING_POC)


def test_no_poc_for_a_team_that_stopped(world):
    team = world.team()
    world.selected(team)
    ideas.withdraw_idea(team.idea, by=world.owner, at=DURING_POC)

    with refused("Dit team is gestopt."):
        actions.open_project(team, by=world.staff, at=DURING_POC)


def test_a_cap_that_changes_later_does_not_touch_an_open_poc(world, project):
    type(world.edition).objects.update(poc_cap_cents=1)

    assert actions.open_project(project.team, by=world.member, at=DURING_POC).cap_cents == CAP


# --- asking ---


def test_a_cost_counts_from_the_moment_it_is_asked(world, project):
    cost = ask(project, 121_000, by=world.member, note="Goedkoopste van drie.")

    assert (cost.state, cost.by, cost.at, cost.vat_rate) == (
        ObligationState.ASKED,
        world.member,
        DURING_POC,
        21,
    )
    assert used(project) == 121_000
    line = LedgerEntry.objects.get(obligation=cost)
    assert (line.kind, line.amount_cents, line.note) == (RESERVED, 121_000, "Goedkoopste van drie.")
    assert story(cost) == ["ask", "book"]


def test_a_team_spends_its_last_cent_and_not_one_more(world, project):
    ask(project, 1_499_999, by=world.member)

    with refused("Er is nog €\u00a00,01 vrij van de €\u00a015.000.", rules.TooMuch):
        ask(project, 2, by=world.member)
    ask(project, 1, by=world.member)

    assert used(project) == CAP
    with refused("Er is niets meer vrij van de €\u00a015.000.", rules.TooMuch):
        ask(project, 1, by=world.member)


def test_the_same_form_twice_is_one_cost(world, project):
    words = {"title": "Sensoren", "key": "dubbelklik"}
    first = ask(project, 50_000, by=world.member, **words)

    assert ask(project, 50_000, by=world.member, **words).pk == first.pk

    assert (Obligation.objects.count(), LedgerEntry.objects.count(), used(project)) == (1, 1, 50_000)


def test_the_same_form_twice_is_one_cost_even_when_the_second_no_longer_fits_or_the_poc_ended(world, project):
    first = ask(project, CAP, by=world.member, key="vol")
    assert ask(project, CAP, by=world.member, key="vol").pk == first.pk

    actions.finish(project, lessons="Klaar.", by=world.member, at=DURING_POC)

    assert ask(project, CAP, by=world.member, key="vol").pk == first.pk
    assert used(project) == 0


def test_a_form_that_comes_back_with_another_amount_is_not_silently_dropped(world, project):
    ask(project, 50_000, by=world.member, key="terug")

    with refused("Je verstuurde dit formulier al"):
        ask(project, 60_000, by=world.member, key="terug")


def test_the_same_key_in_another_poc_is_another_cost(world):
    team, other = two_teams(world)
    for one, by in ((team, world.member), (other, world.other_member)):
        project = actions.open_project(one, by=by, at=DURING_POC)
        ask(project, 10_000, by=by, key="zelfde")

    assert Obligation.objects.count() == 2


@pytest.mark.parametrize("who", ["employee", "staff", "chair", "other_owner"])
def test_only_members_ask(world, project, who):
    with refused(MEMBERS_ONLY):
        ask(project, 100, by=world.people[who])


def test_who_left_the_team_asks_no_more(world, project):
    membership = project.team.memberships.get(person=world.second_member)
    teams.leave(membership, by=world.second_member, at=DURING_POC)

    with refused(MEMBERS_ONLY):
        ask(project, 100, by=world.second_member)
    assert used(project) == 0


@pytest.mark.parametrize("cents", [0, -1, 10**10])
def test_an_amount_is_more_than_nothing(world, project, cents):
    with refused("Geef een bedrag", rules.TooMuch):
        ask(project, cents, by=world.member)


def test_a_rate_that_does_not_exist_is_refused(world, project):
    with refused("Kies een btw-tarief"):
        ask(project, 100, by=world.member, vat_rate=19)


def test_an_ended_poc_takes_no_new_costs(world, project):
    actions.stop(project, lessons="Het kon niet.", by=world.member, at=DURING_POC)

    with refused("Deze PoC is beëindigd"):
        ask(project, 100, by=world.member)


def test_the_database_itself_refuses_more_than_the_cap(world, project):
    with pytest.raises(IntegrityError), transaction.atomic():
        Project.objects.filter(pk=project.pk).update(used_cents=CAP + 1)


# --- four eyes ---


def test_staff_approve_and_everybody_in_the_team_hears_it(world, project):
    cost = ask(project, 121_000, by=world.member)

    actions.approve_cost(cost, by=world.staff, at=DURING_POC)

    assert state_of(cost) == ObligationState.APPROVED
    assert story(cost) == ["ask", "book", "approve"]
    assert told("cost_answered") == ["Eigenaar Een", "Lid Een", "Lid Twee"]
    assert used(project) == 121_000


def test_staff_decline_with_a_word_and_the_money_comes_free(world, project):
    cost = ask(project, 121_000, by=world.member)

    actions.decline_cost(cost, answer="Dit kan Sandbox zelf.", by=world.staff, at=DURING_POC)

    cost.refresh_from_db()
    assert (cost.state, cost.answer) == (ObligationState.DECLINED, "Dit kan Sandbox zelf.")
    assert lines(cost) == [(RESERVED, 121_000), (RESERVED, -121_000)]
    assert used(project) == 0
    assert len(told("cost_answered")) == 3


def test_an_answer_no_has_a_reason(world, project):
    cost = ask(project, 100, by=world.member)

    with refused("Schrijf in enkele woorden waarom."):
        actions.decline_cost(cost, answer="  ", by=world.staff, at=DURING_POC)


def test_the_asker_hears_it_even_when_gone(world, project):
    cost = ask(project, 100, by=world.second_member)
    membership = project.team.memberships.get(person=world.second_member)
    teams.leave(membership, by=world.second_member, at=DURING_POC)

    actions.approve_cost(cost, by=world.staff, at=DURING_POC)

    assert "Lid Twee" in told("cost_answered")


def test_staff_who_are_or_were_in_the_team_do_not_answer(world):
    team = world.team(world.owner, world.member, world.staff)
    world.selected(team)
    project = project_of(world, team)
    own, others = ask(project, 100, by=world.staff), ask(project, 100, by=world.member)

    for cost in (own, others):
        with refused("Wie een kost aanvraagt of in het team zit of zat"):
            actions.approve_cost(cost, by=world.staff, at=DURING_POC)
    teams.leave(team.memberships.get(person=world.staff), by=world.staff, at=DURING_POC)
    for cost in (own, others):
        with refused("Wie een kost aanvraagt of in het team zit of zat"):
            actions.decline_cost(cost, answer="Nee.", by=world.staff, at=DURING_POC)
    actions.approve_cost(own, by=world.decider, at=DURING_POC)


@pytest.mark.parametrize("who", ["member", "owner", "juror", "employee"])
def test_only_staff_answer(world, project, who):
    cost = ask(project, 100, by=world.second_member)

    with refused("Alleen Sandbox kan dit doen."):
        actions.approve_cost(cost, by=world.people[who], at=DURING_POC)
    with refused("Alleen Sandbox kan dit doen."):
        actions.decline_cost(cost, answer="Nee.", by=world.people[who], at=DURING_POC)


def test_a_cost_is_answered_once(world, project):
    cost = approved(world, project, 100)

    for verb, words in ((actions.approve_cost, {}), (actions.decline_cost, {"answer": "Toch niet."})):
        with refused("Deze aanvraag is al beantwoord of ingetrokken."):
            verb(cost, **words, by=world.chair, at=DURING_POC)


# --- the ledger ---


def test_an_order_an_invoice_and_a_payment_of_one_cost_count_once(world, project):
    cost = approved(world, project, 121_000)

    for kind in (COMMITTED, INVOICED, PAID):
        record(cost, kind, 121_000, by=world.member)

    assert used(project) == 121_000
    assert [layer.cents for layer in queries.layers_of([again(project)])[project.pk]] == [
        121_000, 0, 0, 0, CAP - 121_000,
    ]  # fmt: skip


def test_entries_of_one_kind_add_up(world, project):
    cost = approved(world, project, 100)
    record(cost, INVOICED, 60, by=world.member)
    record(cost, INVOICED, 40, by=world.staff)

    assert queries.sums_of(cost)[INVOICED] == 100
    assert story(cost)[-2:] == ["book", "book"]


@pytest.mark.parametrize("kind", [COMMITTED, INVOICED, PAID])
def test_nothing_goes_beyond_what_was_approved(world, project, kind):
    cost = approved(world, project, 10_000)
    record(cost, kind, 9_999, by=world.member)

    with refused("Dit is €\u00a00,01 te veel: vraag dat verschil aan als een nieuwe kost.", rules.TooMuch):
        record(cost, kind, 2, by=world.member)
    record(cost, kind, 1, by=world.member)

    assert used(project) == 10_000


def test_the_same_form_twice_is_one_line(world, project):
    cost = approved(world, project, 100)
    first = record(cost, PAID, 50, by=world.member, key="dubbel")

    assert record(cost, PAID, 50, by=world.member, key="dubbel") == first
    with refused("Je verstuurde dit formulier al"):
        record(cost, PAID, 60, by=world.member, key="dubbel")

    assert queries.sums_of(cost)[PAID] == 50


def test_nothing_is_ordered_before_the_approval(world, project):
    cost = ask(project, 100, by=world.member)

    with refused("Wacht tot Sandbox deze kost goedkeurt."):
        record(cost, COMMITTED, 100, by=world.member)


def test_nobody_reserves_by_hand(world, project):
    cost = approved(world, project, 100)

    with refused("Kies: besteld, gefactureerd of betaald."):
        record(cost, RESERVED, 1, by=world.member)


@pytest.mark.parametrize("who", ["employee", "juror", "candidate"])
def test_strangers_note_nothing(world, project, who):
    cost = approved(world, project, 100)
    line = record(cost, PAID, 100, by=world.member)
    stranger = world.people[who]

    with refused("Alleen een lid van dit team of Sandbox kan dit doen."):
        record(cost, PAID, 1, by=stranger)
    with refused("Alleen een lid van dit team of Sandbox kan dit doen."):
        actions.correct_entry(line, amount_cents=1, note="x", key=key(), by=stranger, at=DURING_POC)
    with refused("Alleen een lid van dit team of Sandbox kan dit doen."):
        actions.close_cost(cost, by=stranger, at=DURING_POC)


def test_invoices_and_payments_still_come_in_after_the_end_but_no_orders(world, project):
    cost = approved(world, project, 100)
    actions.finish(project, lessons="Het werkt.", by=world.member, at=DURING_POC)

    record(cost, INVOICED, 100, by=world.member)
    record(cost, PAID, 100, by=world.staff)
    with refused("Deze PoC is beëindigd"):
        record(cost, COMMITTED, 100, by=world.member)


# --- corrections ---


def correct(line, cents, by, **said):
    words = {"note": "Tikfout.", "key": key(), "at": DURING_POC}
    return actions.correct_entry(line, amount_cents=cents, by=by, **(words | said))


def test_a_correction_is_a_line_of_its_own_and_the_first_stays(world, project):
    cost = approved(world, project, 1_000)
    line = record(cost, PAID, 900, by=world.member)

    made = correct(line, 300, world.second_member)

    assert (made.is_correction, made.amount_cents, made.kind, made.note) == (True, -300, PAID, "Tikfout.")
    assert lines(cost) == [(RESERVED, 1_000), (PAID, 900), (PAID, -300)]
    assert story(cost)[-1] == "correct"


def test_a_correction_is_taken_back_the_other_way(world, project):
    cost = approved(world, project, 1_000)
    made = correct(record(cost, PAID, 900, by=world.member), 300, world.member)

    correct(made, 300, world.staff)

    assert queries.sums_of(cost)[PAID] == 900


def test_no_more_is_taken_back_than_the_line_says(world, project):
    cost = approved(world, project, 1_000)
    line = record(cost, PAID, 500, by=world.member)
    record(cost, PAID, 500, by=world.member)

    with refused("Dit bedrag is €\u00a05: je kan er niet meer dan dat van aftrekken.", rules.TooMuch):
        correct(line, 501, world.member)


def test_the_sum_of_a_kind_never_goes_below_zero(world, project):
    cost = approved(world, project, 1_000)
    line = record(cost, PAID, 500, by=world.member)
    correct(line, 400, world.member)

    with refused("Er staat nog maar €\u00a01 als betaald", rules.TooMuch):
        correct(line, 101, world.member)


def test_a_correction_cannot_lift_a_kind_over_what_was_approved(world, project):
    cost = approved(world, project, 1_000)
    made = correct(record(cost, PAID, 1_000, by=world.member), 600, world.member)
    record(cost, PAID, 600, by=world.member)

    with refused("te veel", rules.TooMuch):
        correct(made, 600, world.member)


def test_a_correction_has_a_reason(world, project):
    line = record(approved(world, project, 100), PAID, 100, by=world.member)

    with refused("Schrijf in enkele woorden waarom."):
        correct(line, 100, world.member, note=" ")


def test_what_was_approved_is_not_corrected_by_hand(world, project):
    cost = approved(world, project, 100)

    with refused("Een goedkeuring zet je niet recht."):
        correct(cost.entries.get(), 50, world.member)


def test_the_same_correction_twice_is_one(world, project):
    cost = approved(world, project, 100)
    line = record(cost, PAID, 100, by=world.member)

    assert correct(line, 50, world.member, key="dubbel") == correct(line, 50, world.member, key="dubbel")

    assert queries.sums_of(cost)[PAID] == 50


# --- cancelling and closing ---


def test_the_team_takes_a_question_back_and_the_money_comes_free(world, project):
    cost = ask(project, 100, by=world.member)

    actions.cancel_cost(cost, by=world.second_member, at=DURING_POC)

    assert (state_of(cost), used(project)) == (ObligationState.CANCELLED, 0)
    assert lines(cost) == [(RESERVED, 100), (RESERVED, -100)]


def test_the_team_drops_an_approved_and_ordered_cost_before_any_invoice(world, project):
    cost = approved(world, project, 100)
    record(cost, COMMITTED, 80, by=world.member)

    actions.cancel_cost(cost, by=world.member, at=DURING_POC)

    assert (state_of(cost), used(project)) == (ObligationState.CANCELLED, 0)
    assert set(queries.sums_of(cost).values()) == {0}


def test_with_an_invoice_a_cost_is_not_cancelled(world, project):
    cost = approved(world, project, 100)
    record(cost, INVOICED, 1, by=world.member)

    with refused("Voor deze kost is er al een factuur of betaling."):
        actions.cancel_cost(cost, by=world.member, at=DURING_POC)


def test_cancelling_twice_is_told(world, project):
    cost = ask(project, 100, by=world.member)
    actions.cancel_cost(cost, by=world.member, at=DURING_POC)

    with refused("Deze kost is geannuleerd"):
        actions.cancel_cost(cost, by=world.member, at=DURING_POC)


@pytest.mark.parametrize("who", ["staff", "employee"])
def test_only_the_team_cancels(world, project, who):
    cost = ask(project, 100, by=world.member)

    with refused(MEMBERS_ONLY):
        actions.cancel_cost(cost, by=world.people[who], at=DURING_POC)


def test_closing_frees_what_was_reserved_and_not_paid(world, project):
    cost = approved(world, project, 1_000)
    for kind, cents in ((COMMITTED, 900), (INVOICED, 700), (PAID, 700)):
        record(cost, kind, cents, by=world.member)

    actions.close_cost(cost, by=world.member, at=DURING_POC)

    assert (state_of(cost), used(project)) == (ObligationState.CLOSED, 700)
    assert lines(cost)[-2:] == [(RESERVED, -300), (COMMITTED, -200)]


def test_a_cost_is_not_closed_with_an_open_invoice_or_without_a_payment(world, project):
    cost = approved(world, project, 1_000)

    with refused("Er is nog niets betaald."):
        actions.close_cost(cost, by=world.member, at=DURING_POC)
    record(cost, PAID, 100, by=world.member)
    record(cost, INVOICED, 300, by=world.member)
    with refused("Er is nog €\u00a02 gefactureerd en niet betaald."):
        actions.close_cost(cost, by=world.member, at=DURING_POC)


def test_a_closed_cost_stands_still(world, project):
    cost = approved(world, project, 1_000)
    line = record(cost, PAID, 1_000, by=world.member)
    actions.close_cost(cost, by=world.staff, at=DURING_POC)

    for attempt in (
        lambda: record(cost, PAID, 1, by=world.member),
        lambda: correct(line, 1, world.member),
        lambda: actions.close_cost(cost, by=world.member, at=DURING_POC),
        lambda: actions.cancel_cost(cost, by=world.member, at=DURING_POC),
    ):
        with refused("Deze kost is afgesloten: er komt niets meer bij of af."):
            attempt()


# --- journal, end, resume ---


def test_a_member_writes_the_journal_and_a_double_click_writes_once(world, project):
    for _click in range(2):
        actions.write_journal(project, text="Eerste proef.", by=world.member, at=DURING_POC)

    assert JournalEntry.objects.get().text == "Eerste proef."
    assert story(project) == ["open", "journal"]


@pytest.mark.parametrize("who", ["staff", "employee"])
def test_the_journal_is_the_teams_own(world, project, who):
    with refused(MEMBERS_ONLY):
        actions.write_journal(project, text="Ik was hier.", by=world.people[who], at=DURING_POC)


@pytest.mark.parametrize(
    ("verb", "state"), [(actions.finish, ProjectState.FINISHED), (actions.stop, ProjectState.STOPPED)]
)
@pytest.mark.parametrize("who", ["member", "staff"])
def test_a_poc_ends_with_lessons_and_what_was_asked_is_cancelled(world, project, verb, state, who):
    asked, kept = ask(project, 500, by=world.member), approved(world, project, 300)

    verb(project, lessons="Sensoren roesten.", by=world.people[who], at=DURING_POC)

    project = again(project)
    assert (project.state, project.lessons, project.ended_at) == (state, "Sensoren roesten.", DURING_POC)
    assert (state_of(asked), state_of(kept)) == (ObligationState.CANCELLED, ObligationState.APPROVED)
    assert project.used_cents == 300
    assert told("poc_ended") == ["Eigenaar Een", "Lid Een", "Lid Twee"]


@pytest.mark.parametrize("verb", [actions.finish, actions.stop])
def test_every_end_has_lessons_comes_once_and_is_for_the_team_or_staff(world, project, verb):
    with refused("Schrijf in enkele zinnen wat jullie leerden"):
        verb(project, lessons=" ", by=world.member, at=DURING_POC)
    with refused("Alleen een lid van dit team of Sandbox kan dit doen."):
        verb(project, lessons="Iets.", by=world.employee, at=DURING_POC)
    verb(project, lessons="Iets.", by=world.member, at=DURING_POC)
    with refused("Deze PoC is al beëindigd."):
        verb(project, lessons="Iets.", by=world.member, at=DURING_POC)


def test_staff_open_an_ended_poc_again_with_a_reason_and_it_can_end_again(world, project):
    actions.stop(project, lessons="Te vroeg.", by=world.member, at=DURING_POC)

    actions.resume(project, reason="Er is een nieuwe partner.", by=world.staff, at=DURING_POC + SECOND)

    project = again(project)
    assert (project.state, project.ended_at, project.lessons) == (ProjectState.RUNNING, None, "Te vroeg.")
    ask(project, 100, by=world.member)
    actions.finish(project, lessons="Nu wel.", by=world.member, at=DURING_POC + 2 * SECOND)
    assert len(told("poc_ended")) == 6


def test_only_staff_resume_with_a_reason_and_only_what_ended(world, project):
    with refused("Deze PoC loopt al."):
        actions.resume(project, reason="Zomaar.", by=world.staff, at=DURING_POC)
    actions.stop(project, lessons="Te vroeg.", by=world.member, at=DURING_POC)
    with refused("Alleen Sandbox kan dit doen."):
        actions.resume(project, reason="Zomaar.", by=world.member, at=DURING_POC)
    with refused("Schrijf in enkele woorden waarom."):
        actions.resume(project, reason="", by=world.staff, at=DURING_POC)


# --- what earlier stages tell ---


def test_when_the_idea_is_withdrawn_the_poc_stops_with_its_team(world, project):
    cost = ask(project, 500, by=world.member)

    ideas.withdraw_idea(project.team.idea, by=world.owner, at=DURING_POC)

    project = again(project)
    assert (project.state, project.lessons, project.used_cents) == (
        ProjectState.STOPPED,
        "Het team stopte.",
        0,
    )
    assert state_of(cost) == ObligationState.CANCELLED
    assert (len(told("team_stopped")), told("poc_ended")) == (3, [])
    with refused("Dit team is gestopt."):
        actions.resume(project, reason="Toch.", by=world.staff, at=DURING_POC)


def test_a_withdrawn_idea_without_poc_or_with_an_ended_one_changes_nothing_here(world, project):
    actions.finish(project, lessons="Klaar.", by=world.member, at=DURING_POC)

    ideas.withdraw_idea(project.team.idea, by=world.owner, at=DURING_POC)

    assert (state_of(project), again(project).lessons) == (ProjectState.FINISHED, "Klaar.")


def test_a_member_who_leaves_breaks_nothing(world, project):
    ask(project, 500, by=world.second_member)
    membership = project.team.memberships.get(person=world.second_member)

    teams.leave(membership, by=world.second_member, at=DURING_POC)

    assert (state_of(project), used(project)) == (ProjectState.RUNNING, 500)


def test_the_story_of_every_cost_verifies(world, project):
    cost = approved(world, project, 1_000)
    record(cost, PAID, 1_000, by=world.member)
    actions.close_cost(cost, by=world.member, at=DURING_POC)

    assert list(history.verify()) == []
    assert issubclass(rules.TooMuch, Refused)


def test_a_cost_that_waits_reminds_the_staff_who_may_answer_until_one_does(world, project, now):
    cost = ask(project, 5_000, by=world.member)
    at = DURING_POC + timedelta(days=3)
    now(at)
    planner.tick(at=at)
    told = Letter.objects.filter(name="cost_waits")
    assert {letter.recipient for letter in told} == set(could_decide(world.edition, at=at))
    assert {letter.occasion for letter in told} == {"+2d"}
    actions.approve_cost(cost, by=world.staff, at=at)
    delivery.deliver()
    assert {letter.state for letter in told.all()} == {"cancelled"}


def test_that_a_poc_ended_is_told_whatever_zone_the_instant_came_in(world, project, now):
    at = local(2022, 7, 1, 16).astimezone(BRUSSELS)
    now(at)
    actions.finish(project, lessons="Het werkt.", by=world.member, at=at)
    delivery.deliver()
    assert {letter.state for letter in Letter.objects.filter(name="poc_ended")} == {"sent"}
