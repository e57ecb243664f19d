"""The pitch: the same engine, for teams and jurors. Who may judge, how it adds up, and the selection by two."""

import csv
import html
import io
import re
from fractions import Fraction

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from jury import actions, queries, rules, scoring, subjects
from jury.content import csv_text, harmless
from jury.models import Entry, Rubric, Sheet, SheetCopy
from jury.queries import criteria_of
from jury.states import SheetState
from portal import people, roles, timeline
from portal.errors import Closed, Stale
from portal.models import Letter, Release, RoleKind
from portal.models.mail import LetterState
from portal.models.release import ReleaseState
from teams import actions as teams
from teams.models import Selection, SelectionKind, Team
from tests.refusals import refused, rows
from tests.world import DURING_TEAMS, PITCH_DAY, SELECTING, SELECTION, TESTER, local

EDITION = "2021-2022"
YES, NO = SelectionKind.SELECTED.value, SelectionKind.NOT_SELECTED.value
NO_JURORS = ["employee", "owner", "member", "assessor", "staff", "decider", "chair", "superuser"]


def address(name, *args):
    return reverse(f"jury:{name}", args=[EDITION, "pitch", *args])


@pytest.fixture
def team(world):
    return world.team()


@pytest.fixture
def two_teams(world):
    world.shortlist({"Slimme sluisdeuren": world.owner, "Lucht in de klas": world.other_owner})
    first = world.team(world.owner, world.member, world.second_member)
    second = world.team(world.other_owner, world.other_member, world.candidate, title="Lucht in de klas")
    return first, second


def text_of(response):
    """What a page says, in one line."""
    words = re.sub(r"<(script|style|svg).*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", words).replace("&nbsp;", " ").split()))


def standing_of(world, team):
    return next(one for one in queries.standings(world.pitch_round) if one.subject == team)


# --- who judges what ---


def test_a_juror_has_one_sheet_per_team_by_the_seven_criteria(world, team):
    sheet = actions.open_sheet(world.pitch_round, team, by=world.juror, at=PITCH_DAY)

    assert actions.open_sheet(world.pitch_round, team, by=world.juror, at=PITCH_DAY) == sheet
    assert (sheet.entry.team, sheet.entry.idea, sheet.entry.subject) == (team, None, team)
    assert [one.weight for one in sheet.rubric.criteria.all()] == [25, 10, 15, 15, 10, 10, 15]


def test_an_entry_is_about_one_thing(world, team):
    for wrong in ({}, {"idea": team.idea, "team": team}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Entry.objects.create(round=world.pitch_round, **wrong)


@pytest.mark.parametrize("slug", NO_JURORS)
def test_nobody_judges_a_pitch_without_being_a_juror(world, team, slug):
    with refused("Je bent geen beoordelaar van deze ronde."):
        actions.open_sheet(world.pitch_round, team, by=world.people[slug], at=PITCH_DAY)


def test_a_juror_judges_no_idea_and_an_assessor_no_team(world, team, client_of, now):
    now(PITCH_DAY)

    assert client_of(world.assessor).get(address("my_round")).status_code == 404
    juror = client_of(world.juror)
    assert juror.get(address("my_round")).status_code == 200
    assert juror.get(reverse("jury:my_round", args=[EDITION, "preselectie"])).status_code == 404


@pytest.mark.parametrize("slug", ["member", "owner"])
def test_a_juror_of_the_team_or_its_idea_opens_no_sheet(world, team, slug):
    roles.appoint(world.people[slug], RoleKind.JUROR, edition=world.edition, by=TESTER, at=PITCH_DAY)

    with refused("Je bent lid van dit team of eigenaar van het idee, en beoordeelt het niet."):
        actions.open_sheet(world.pitch_round, team, by=world.people[slug], at=PITCH_DAY)
    assert not queries.to_judge(world.pitch_round, world.people[slug]).exists()


def test_somebody_of_another_team_may_judge(world, two_teams):
    first, second = two_teams
    roles.appoint(world.member, RoleKind.JUROR, edition=world.edition, by=TESTER, at=PITCH_DAY)

    assert list(queries.to_judge(world.pitch_round, world.member)) == [second]
    assert actions.open_sheet(world.pitch_round, second, by=world.member, at=PITCH_DAY).judge == world.member
    assert set(queries.to_judge(world.pitch_round, world.juror)) == {first, second}


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (local(2022, 5, 18, 23, 59), "Beoordelen kan vanaf donderdag 19 mei 2022, 00.00 uur."),
        (local(2022, 5, 20), "Beoordelen kon tot donderdag 19 mei 2022, 23.59 uur."),
    ],
)
def test_the_jury_scores_on_the_day_of_the_pitch_alone(world, team, moment, words):
    with refused(words, Closed):
        actions.open_sheet(world.pitch_round, team, by=world.juror, at=moment)


def test_a_team_that_is_not_complete_does_not_pitch(world):
    team = world.forming_team(world.owner, world.member)

    with refused("Dit team doet niet (meer) mee aan de pitch"):
        actions.open_sheet(world.pitch_round, team, by=world.juror, at=PITCH_DAY)
    assert queries.standings(world.pitch_round) == []


def test_a_team_that_stops_after_its_pitch_is_out_of_the_standings(world, team):
    sheet = world.pitched(team, world.juror)
    teams.stop(team, lessons="Te weinig tijd.", by=world.owner, at=PITCH_DAY)

    assert queries.standings(world.pitch_round) == []
    stopped = Team.objects.get(pk=team.pk)
    with refused("Dit team doet niet (meer) mee aan de pitch"):
        actions.open_sheet(world.pitch_round, stopped, by=world.recused_juror, at=PITCH_DAY)
    assert Sheet.objects.get(pk=sheet.pk).state == SheetState.HANDED_IN


def test_conflicts_recusal_and_reopening_work_as_in_the_preselection(world, team):
    sheet = world.pitched(team, world.recused_juror, grade=0)
    actions.reopen(sheet, by=world.recused_juror, at=PITCH_DAY)
    actions.recuse(sheet, reason="Mijn medewerker.", by=world.recused_juror, at=PITCH_DAY)
    world.pitched(team, world.juror, grade=5)

    assert standing_of(world, team).score == Fraction(100)


def test_the_first_score_of_the_pitch_freezes_its_weights_and_not_those_of_the_preselection(world, team):
    world.pitched(team, world.juror)

    assert Rubric.objects.get(pk=world.pitch_round.rubric_id).frozen_at == PITCH_DAY
    assert Rubric.objects.get(pk=world.round.rubric_id).frozen_at is None


def test_a_sheet_saved_in_an_older_tab_is_refused(world, team):
    sheet = world.pitch_sheet(team, world.juror)
    scores = {criteria_of(world.pitch_round)[0].pk: 3}
    actions.save_sheet(sheet, scores, comment="", version=sheet.version, by=world.juror, at=PITCH_DAY)

    with refused("intussen in een ander tabblad", Stale):
        actions.save_sheet(sheet, {}, comment="", version=sheet.version, by=world.juror, at=PITCH_DAY)


# --- how it adds up ---


def test_the_contributions_sum_to_the_score_to_the_last_digit(world, team):
    roles.appoint(world.employee, RoleKind.JUROR, edition=world.edition, by=TESTER, at=PITCH_DAY)
    world.pitched(team, world.juror, grade=3, but={"benefit": 5})
    world.pitched(team, world.recused_juror, grade=4, but={"team": 1})
    world.pitched(team, world.employee, grade=2)

    standing = standing_of(world, team)
    parts = scoring.parts([one.marks for one in standing.complete])

    assert sum(part.contribution for part in parts) == standing.score
    by_hand = Fraction(25 * (5 + 4 + 2) + 60 * (3 + 4 + 2) + 15 * (3 + 1 + 2), 5 * 3)
    assert standing.score == by_hand
    assert standing.shown_score == "60,33"
    assert standing.exact_score == "181/3"


def test_equal_teams_share_a_place(world):
    owners = [world.owner, world.other_owner, world.employee, world.candidate]
    titles = {"Zon": (4, 4), "Aarde": (4, 4), "Maan": (5, 5), "Mars": (1, 2)}
    world.shortlist(dict(zip(titles, owners, strict=True)))
    spare = iter([*(f"m{n}" for n in range(8))])
    for (title, grades), owner in zip(titles.items(), owners, strict=True):
        team = world.team(owner, newcomer(world, next(spare)), newcomer(world, next(spare)), title=title)
        for juror, grade in zip((world.juror, world.recused_juror), grades, strict=True):
            world.pitched(team, juror, grade=grade)

    ranked = [(one.place, one.title) for one in queries.standings(world.pitch_round)]

    assert ranked == [(1, "Maan"), (2, "Aarde"), (2, "Zon"), (4, "Mars")]


def newcomer(world, slug):
    return people.find_or_invite(f"{slug}@vlaanderen.be", name=f"Nieuw {slug}", by=TESTER, at=DURING_TEAMS)


def test_a_team_without_sheets_has_no_score_and_no_place(world, two_teams):
    first, second = two_teams
    world.pitched(second, world.juror, grade=0)

    ranked = [(one.place, one.subject, one.shown_score) for one in queries.standings(world.pitch_round)]

    assert ranked == [(1, second, "0,00"), (None, first, "–")]


def test_the_export_is_a_file_of_its_edition_and_round(world, two_teams, client_of, now):
    first, second = two_teams
    world.pitched(first, world.juror, grade=3, but={"benefit": 4})
    world.pitched(first, world.recused_juror, grade=4)
    world.pitched(second, world.juror, grade=4, but={"poc": 3})
    now(SELECTING)

    response = client_of(world.decider).get(address("export"))

    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="2021-2022-pitch.csv"'


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"])
def test_no_cell_of_the_export_is_a_formula(cell):
    assert harmless(cell) == f"'{cell}"
    assert next(csv.reader(io.StringIO(csv_text([[cell]]).removeprefix("\ufeff"), newline=""))) == [
        f"'{cell}"
    ]


@pytest.mark.parametrize(("value", "words"), [(Fraction(84), "84"), (Fraction(169, 2), "84,5"),
                                              (Fraction(1, 8), "0,125"), (Fraction(253, 3), "253/3")])  # fmt: skip
def test_an_exact_number_is_written_without_rounding(value, words):
    assert scoring.exact(value) == words


# --- the selection ---


def test_a_draft_takes_the_words_of_its_own_round(world, team):
    with pytest.raises(ValueError, match="shortlisted"):
        world.pitch_decided({team: "shortlisted"})


def test_nothing_is_selected_before_two_people_said_so(world, two_teams):
    first, second = two_teams
    world.pitch_decided({first: YES})
    with refused("Nog zonder besluit of feedback: Lucht in de klas."):
        actions.propose_release(world.pitch_round, visible_from=SELECTION, by=world.decider, at=SELECTING)
    world.pitch_decided({second: NO})
    actions.propose_release(world.pitch_round, visible_from=SELECTION, by=world.decider, at=SELECTING)
    with refused("Vraag een andere beslisser om het goed te keuren."):
        actions.approve_release(world.pitch_round, by=world.decider, at=SELECTING)
    assert not Selection.objects.exists()

    actions.approve_release(world.pitch_round, by=world.chair, at=SELECTING)

    assert dict(Selection.objects.values_list("team", "kind")) == {first.pk: YES, second.pk: NO}
    assert not Team.objects.selected(at=SELECTING).exists()
    assert list(Team.objects.selected(at=SELECTION)) == [first]


def test_a_letter_for_every_member_waits_for_the_instant(world, team):
    world.pitch_released({team: YES})

    letters = Letter.objects.filter(name="selection")
    assert set(letters.values_list("recipient", flat=True)) == {
        world.owner.pk, world.member.pk, world.second_member.pk,
    }  # fmt: skip
    assert set(letters.values_list("due_at", "text")) == {(SELECTION, "")}


def test_a_selection_is_taken_back_with_its_letters_until_the_instant(world, team):
    world.pitch_released({team: YES})

    actions.withdraw_release(world.pitch_round, reason="Te vroeg.", by=world.chair, at=SELECTING)

    assert not Selection.objects.exists()
    assert world.pitch_round.release is None
    assert set(Letter.objects.filter(name="selection").values_list("state", flat=True)) == {
        LetterState.CANCELLED
    }


def test_what_the_teams_know_is_not_taken_back(world, team):
    world.pitch_released({team: YES})

    with refused("Het resultaat is al zichtbaar."):
        actions.withdraw_release(world.pitch_round, reason="", by=world.chair, at=SELECTION)


def test_after_approval_nothing_is_scored_or_decided(world, team):
    sheet = world.pitched(team, world.juror)
    world.pitch_released({team: YES}, at=SELECTING)

    with refused("Er ligt een voorstel tot vrijgave.", Closed):
        actions.reopen(sheet, by=world.juror, at=SELECTING)


def test_without_teams_there_is_nothing_to_release(world):
    with refused("Er zijn geen teams die pitchen."):
        actions.propose_release(world.pitch_round, visible_from=SELECTION, by=world.decider, at=SELECTING)


def test_both_rounds_are_released_apart(world, team):
    world.pitch_released({team: YES})

    assert world.fresh_round().release_id != world.pitch_round.release_id
    assert Release.objects.filter(state=ReleaseState.APPROVED).count() == 2


@pytest.mark.parametrize(
    ("closes", "told"),
    [
        (local(2022, 5, 20), local(2022, 5, 20, 9)),
        (local(2022, 5, 20, 17), local(2022, 5, 23, 9)),
        (local(2022, 5, 21), local(2022, 5, 23, 9)),
        (local(2022, 3, 26, 18), local(2022, 3, 28, 9)),
    ],
)
def test_the_teams_hear_it_on_the_next_working_morning(closes, told):
    """The last one over the night in which summer time begins."""
    assert subjects.first_working_morning(closes) == told


def test_the_proposal_of_the_pitch_starts_from_the_morning_after(world):
    assert subjects.of(world.pitch_round).told_at(timeline.of(world.edition)) == SELECTION


# --- pages ---


def test_the_sheet_shows_the_dossier_beside_the_criteria(world, client_of, now):
    team = world.team()
    teams.save_pitch_file(
        team,
        plan="Eerst meten <b>.",
        budget="Twaalf dagen hulp.",
        version=0,
        by=world.member,
        at=DURING_TEAMS,
    )
    membership = team.memberships.get(person=world.member)
    teams.ask_support(
        membership, manager_name="Chef Een", manager_email="chef@vlaanderen.be", hours="een dag per week",
        by=world.member, at=DURING_TEAMS,
    )  # fmt: skip
    sheet = world.pitch_sheet(team, world.juror)
    now(PITCH_DAY)

    response = client_of(world.juror).get(address("sheet", sheet.pk))

    said = text_of(response)
    for words in ("Slimme sluisdeuren in enkele zinnen", "Lid Een", "Eerst meten <b>.", "Twaalf dagen hulp.",
                  "0 akkoord, 0 wil eerst praten, 1 nog zonder antwoord, 2 niet gevraagd",
                  "weegt 25 %", "0: helemaal niet", "5: volledig", "0 van 7 beoordeeld"):  # fmt: skip
        assert words in said, words
    assert "<b>." not in response.content.decode()
    assert "chef@vlaanderen.be" not in response.content.decode()


def test_the_words_of_the_grades_are_there_before_one_chooses(world, team, client_of, now):
    criterion = criteria_of(world.pitch_round)[0]
    words = [f"Betekenis {n}" for n in range(6)]
    type(criterion).objects.filter(pk=criterion.pk).update(anchors={"nl": words})
    sheet = world.pitch_sheet(team, world.juror)
    now(PITCH_DAY)

    said = text_of(client_of(world.juror).get(address("sheet", sheet.pk)))

    assert all(one in said for one in words)


def test_handing_in_names_what_misses_and_keeps_what_was_typed(world, team, client_of, now):
    sheet = world.pitch_sheet(team, world.juror)
    one, *others = criteria_of(world.pitch_round)
    now(PITCH_DAY)

    response = client_of(world.juror).post(
        address("sheet", sheet.pk),
        {"version": sheet.version, f"c{one.pk}": "4", "comment": "Nog te bespreken.", "check": "1"},
    )

    said = text_of(response)
    assert said.count("Geef een oordeel over dit criterium.") == 2 * len(others)
    assert "Nog te bespreken." in response.content.decode()
    assert Sheet.objects.get(pk=sheet.pk).scores.get().grade == 4
    assert Sheet.objects.get(pk=sheet.pk).state == SheetState.OPEN


def test_a_juror_judges_from_list_to_hand_in(world, team, client_of, now):
    now(PITCH_DAY)
    juror = client_of(world.juror)
    assert "Teams beoordelen op de pitch" in text_of(juror.get(address("my_round")))

    page = juror.post(address("begin", team.pk), follow=True).request["PATH_INFO"]
    sheet = Sheet.objects.get(judge=world.juror)
    assert page == address("sheet", sheet.pk)
    juror.post(address("conflict", sheet.pk), {"conflict": "no"})
    grades = {f"c{one.pk}": "4" for one in criteria_of(world.pitch_round)}
    said = juror.post(
        address("sheet", sheet.pk),
        {"version": sheet.version, "comment": "", "check": "1", **grades},
        follow=True,
    )
    assert said.request["PATH_INFO"] == address("check", sheet.pk)
    assert "Samen 80,00 op 100." in text_of(said)
    said = juror.post(address("check", sheet.pk), follow=True)

    assert "Je beoordeling is ingediend." in text_of(said)
    assert SheetCopy.objects.get().digest[:16] in text_of(said)
    listed = text_of(juror.get(address("my_round")))
    assert "1 van 1 klaar" in listed
    assert "Jouw score: 80,00 op 100" in listed


def test_the_sheet_of_the_pitch_is_not_found_under_the_preselection(world, team, client_of, now):
    sheet = world.pitch_sheet(team, world.juror)
    now(PITCH_DAY)

    assert (
        client_of(world.juror).get(reverse("jury:sheet", args=[EDITION, "preselectie", sheet.pk])).status_code
        == 404
    )


@pytest.mark.parametrize("name", ["result", "export"])
def test_the_result_of_the_pitch_is_for_its_deciders(world, team, client_of, now, name):
    world.pitched(team, world.juror)
    now(SELECTING)

    answers = {slug: client_of(one).get(address(name)).status_code for slug, one in world.people.items()}

    assert {slug for slug, status in answers.items() if status == 200} == {"decider", "chair", "superuser"}
    assert set(answers.values()) == {200, 404}


def test_the_result_tells_place_score_and_spread(world, two_teams, client_of, now):
    first, _second = two_teams
    world.pitched(first, world.juror, grade=5)
    world.pitched(first, world.recused_juror, grade=2)
    world.pitch_decided(dict.fromkeys(two_teams, NO))
    now(SELECTING)

    page = client_of(world.chair).get(address("result"))

    said = text_of(page)
    assert "70,00" in said
    assert "40,00 tot 100,00" in said
    assert "nog geen scores" in said
    assert page.content.decode().count("M430 45h0M1030 45h0") == 1
    assert "2022-05-20T09:00" in page.content.decode()


def test_the_explanation_shows_every_number(world, team, client_of, now):
    world.pitched(team, world.juror, grade=3, but={"benefit": 5})
    now(SELECTING)

    said = text_of(client_of(world.decider).get(address("decision", team.pk)))

    assert "De score is 70,00 op 100." in said
    assert "Sterk team." in said
    line = next(one for one in standing_of(world, team).lines if one.criterion.key == "benefit")
    assert (line.mean, line.contribution, line.shown) == ("5", "25", "25,00")


def test_deciders_write_feedback_and_release_by_two(world, team, client_of, now):
    now(SELECTING)
    decider, chair = client_of(world.decider), client_of(world.chair)

    wrong = decider.post(address("decision", team.pk), {"version": 0, "kind": "", "feedback": ""})
    assert "Kies geselecteerd of niet geselecteerd." in text_of(wrong)
    assert "Schrijf feedback: elk team krijgt uitleg." in text_of(wrong)
    decider.post(address("decision", team.pk), {"version": 0, "kind": YES, "feedback": "Sterk."})
    decider.post(address("propose"), {"visible_from": "2022-05-20T09:00"})
    assert "Keur de vrijgave van de selectie goed" in text_of(chair.get("/2021-2022/mijn-traject/"))
    said = text_of(chair.post(address("approve"), follow=True))

    assert "Goedgekeurd. De mails staan klaar." in said
    assert Team.objects.selected(at=SELECTION).get() == team


def test_a_slower_decider_sees_both_versions(world, team, client_of, now):
    world.pitch_decided({team: NO})
    now(SELECTING)

    response = client_of(world.chair).post(
        address("decision", team.pk), {"version": 0, "kind": YES, "feedback": "Mijn lange tekst."}
    )

    assert response.status_code == 409
    assert "Mijn lange tekst." in response.content.decode()
    assert f"Feedback bij {team.title}." in text_of(response)


def test_work_of_the_pitch_waits_for_jurors_and_deciders(world, two_teams, client_of, now):
    mine = "/2021-2022/mijn-traject/"
    now(PITCH_DAY)
    assert "Beoordeel nog 2 teams" in text_of(client_of(world.juror).get(mine))
    assert "Beslis over nog 2 teams" in text_of(client_of(world.chair).get(mine))

    world.pitched(two_teams[0], world.juror)
    world.pitch_decided(dict.fromkeys(two_teams, NO))
    assert "Beoordeel nog 1 team" in text_of(client_of(world.juror).get(mine))
    assert "Stel de vrijgave voor" in text_of(client_of(world.chair).get(mine))


def test_the_menu_leads_to_the_round_of_now_and_its_page_to_the_other(world, team, client_of, now):
    home, other = "/2021-2022/", reverse("jury:result", args=[EDITION, "preselectie"])
    now(DURING_TEAMS)
    assert other in client_of(world.chair).get(home).content.decode()
    assert address("my_round") in client_of(world.juror).get(home).content.decode()

    now(PITCH_DAY)
    chair = client_of(world.chair)
    assert address("result") in chair.get(home).content.decode()
    assert other not in chair.get(home).content.decode()
    assert other in chair.get(address("result")).content.decode()


def test_looking_at_pages_of_the_pitch_changes_nothing_but_the_story(world, team, client_of, now):
    sheet = world.pitched(team, world.juror)
    now(SELECTING)
    before = rows()

    client_of(world.juror).get(address("sheet", sheet.pk))
    client_of(world.decider).get(address("result"))

    free = {"portal.Person", "portal.Event"}
    assert {name: told for name, told in rows().items() if name not in free} == {
        name: told for name, told in before.items() if name not in free
    }
    assert not rules.is_decider(world.pitch_round, world.juror, at=SELECTING)
