"""Deciders: what the result says, what they write, what misses, release by two, and what is kept of it."""

import csv
import html
import importlib.util
import io
import re
from datetime import timedelta
from fractions import Fraction

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from openpyxl import load_workbook

from ideas import actions as ideas
from jury import actions, queries
from jury.content import csv_text, harmless, workbook
from jury.models import Decision, Result, Rubric, Score
from jury.states import TieRule
from portal import history, roles
from portal.errors import Stale
from portal.models import RoleKind
from teams import actions as teams
from teams.models import SelectionKind, Team
from tests.jury import stage
from tests.refusals import refused
from tests.snapshot import once
from tests.test_query_counts import queries_of
from tests.world import (
    ANNOUNCEMENT,
    DECIDING,
    DURING_PRESELECTION,
    DURING_TEAMS,
    PITCH_DAY,
    SELECTING,
    SELECTION,
    TESTER,
    fresh,
)

EDITION = "2021-2022"
YES, NO = SelectionKind.SELECTED.value, SelectionKind.NOT_SELECTED.value
SHORT, NOT_SHORT = "shortlisted", "not_shortlisted"


def address(name, *args, kind="pitch"):
    return reverse(f"jury:{name}", args=[EDITION, kind, *args])


def text_of(response):
    words = re.sub(r"<(script|style|svg).*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", words).replace("&nbsp;", " ").split()))


@pytest.fixture
def two_teams(world):
    """The first has 5 and 2 from the jurors, the second 3 and 3."""
    once("two teams that pitched", lambda: pitched(world))
    world.fresh_round()
    return [fresh(team) for team in Team.objects.order_by("made_at", "pk")]


def pitched(world):
    world.shortlist({"Slimme sluisdeuren": world.owner, "Lucht in de klas": world.other_owner})
    first = world.team(world.owner, world.member, world.second_member)
    second = world.team(world.other_owner, world.other_member, world.candidate, title="Lucht in de klas")
    for team, grades in ((first, (5, 2)), (second, (3, 3))):
        for juror, grade in zip((world.juror, world.recused_juror), grades, strict=True):
            world.pitched(team, juror, grade=grade)
    Team.objects.filter(pk=second.pk).update(made_at=DURING_TEAMS + timedelta(minutes=1))


def decide(world, team, kind, *, version=0, by=None, **words):
    words = {"feedback": "Sterk.", **words}
    by = by or world.decider
    return actions.decide(world.pitch_round, team, kind=kind, version=version, by=by, at=SELECTING, **words)


def propose(world):
    actions.propose_release(world.pitch_round, visible_from=SELECTION, by=world.decider, at=SELECTING)


# --- how it stands ---


def test_the_count_of_sheets_leaves_out_conflicts_and_whose_own_it_is(world, two_teams):
    roles.appoint(world.member, RoleKind.JUROR, edition=world.edition, by=TESTER, at=PITCH_DAY)

    told = {one.subject: (len(one.complete), one.expected) for one in queries.standings(world.pitch_round)}

    assert told == {two_teams[0]: (2, 2), two_teams[1]: (2, 3)}


def test_a_juror_with_a_conflict_changes_nothing_and_is_not_waited_for(world, two_teams):
    first, _second = two_teams
    before = [(one.place, one.score) for one in queries.standings(world.pitch_round)]
    roles.appoint(world.employee, RoleKind.JUROR, edition=world.edition, by=TESTER, at=PITCH_DAY)
    sheet = world.pitched(first, world.employee, grade=0)
    assert [(one.place, one.score) for one in queries.standings(world.pitch_round)] != before

    actions.recuse(sheet, reason="Mijn zus.", by=world.employee, at=PITCH_DAY)

    assert [(one.place, one.score) for one in queries.standings(world.pitch_round)] == before
    assert next(one for one in queries.standings(world.pitch_round) if one.subject == first).expected == 2


def test_leaving_out_one_juror_shows_on_whom_the_choice_hangs(world, two_teams):
    world.pitch_decided({two_teams[0]: YES, two_teams[1]: NO})

    checks = queries.Checks(queries.standings(world.pitch_round), YES)

    assert (checks.number, checks.tries) == (1, 2 + 14)
    assert [(one.label, one.enters, one.leaves) for one in checks.shaken] == [
        ("Jurylid Een", ["Lucht in de klas"], ["Slimme sluisdeuren"])
    ]
    assert checks.without[0].moved == [("Slimme sluisdeuren", 1, 2), ("Lucht in de klas", 2, 1)]
    assert not checks.names_another


def test_the_result_warns_when_mild_jurors_decide_who_is_first(world, client_of, now):
    titles = {"Zon": world.owner, "Aarde": world.other_owner, "Maan": world.employee}
    world.shortlist(titles)
    from tests.jury.test_pitch import newcomer

    made = [
        world.team(owner, newcomer(world, f"{title}1"), newcomer(world, f"{title}2"), title=title)
        for title, owner in titles.items()
    ]
    strict, mild = world.juror, world.recused_juror
    for team, juror, grade in (
        (made[0], strict, 3), (made[1], mild, 4), (made[2], strict, 1), (made[2], mild, 4),
    ):  # fmt: skip
        world.pitched(team, juror, grade=grade)
    now(SELECTING)

    said = text_of(client_of(world.chair).get(address("result")))

    assert "Let op: een tweede berekening komt anders uit" in said
    assert "Dan komt erbij: ‘Zon’." in said
    assert "Aarde: van plaats 1 naar 2" in text_of(client_of(world.chair).get(address("checks")))


def test_a_page_of_200_teams_and_12_jurors_asks_as_much_as_a_small_one(world, client_of, now):
    now(SELECTING)
    pages = [address(name) for name in ("result", "checks")]
    counts = []
    for teams_, jurors in ((2, 2), (198, 12)):
        stage.pitch(world, teams=teams_, jurors=jurors, seed=teams_)
        counts.append([len(queries_of(client_of(world.decider), page)) for page in pages])

    assert counts[0] == counts[1]
    assert max(counts[0]) <= 18


# --- the rules agreed beforehand ---


def test_what_was_agreed_stands_on_the_page_and_decides_equals(world, two_teams, client_of, now):
    first, second = two_teams
    Score.objects.filter(sheet__entry__team=first).update(grade=3)
    heavy = Score.objects.filter(sheet__entry__team=first, criterion__key="benefit")
    light = Score.objects.filter(sheet__entry__team=first, criterion__key__in=["poc", "entities"])
    heavy.update(grade=4)
    light.update(grade=2)
    shared = [one.place for one in queries.standings(world.pitch_round)]
    Rubric.objects.filter(pk=world.pitch_round.rubric_id).update(tie_rule=TieRule.HEAVIEST)
    now(SELECTING)

    assert shared == [1, 1]
    ranked = [(one.place, one.subject) for one in queries.standings(world.pitch_round)]
    assert ranked == [(1, first), (2, second)]
    assert "Bij gelijke scores: eerst het criterium dat het zwaarst weegt." in text_of(
        client_of(world.decider).get(address("result"))
    )


def test_who_has_too_few_sheets_stands_apart(world, two_teams, client_of, now):
    Rubric.objects.filter(pk=world.pitch_round.rubric_id).update(minimum_sheets=3)
    now(SELECTING)

    said = text_of(client_of(world.decider).get(address("result")))

    assert [one.place for one in queries.standings(world.pitch_round)] == [None, None]
    assert "Wie minder dan 3 beoordelingen heeft, krijgt geen plaats." in said


def test_a_rubric_asks_one_sheet_at_least(world):
    with pytest.raises(IntegrityError), transaction.atomic():
        Rubric.objects.update(minimum_sheets=0)


# --- decide ---


def test_a_decision_is_written_in_parts_and_told_in_the_story_apart_from_the_chain(world, two_teams):
    words = {
        "good": "Een helder plan.", "lacking": "Wie het onderhoudt.", "coaching": "Een gesprek met een coach.",
        "resubmit": True, "reason": "Het budget is op.",
    }  # fmt: skip

    decision = decide(world, two_teams[0], NO, **words)

    assert {name: getattr(decision, name) for name in words} == words
    event = history.of(decision.entry).last()
    assert event.data == {"version": 1}
    assert "Het budget is op." in event.words.text


def test_a_choice_against_the_ranking_needs_a_reason(world, two_teams):
    first, second = two_teams
    decide(world, first, NO)
    decide(world, second, YES)

    with refused("Nog zonder reden: Slimme sluisdeuren; Lucht in de klas."):
        propose(world)
    decide(world, first, NO, version=1, reason="Het team viel uiteen.")
    decide(world, second, YES, version=1, reason="Wie volgt, schuift op.")
    propose(world)


def test_a_choice_between_equals_is_a_recorded_decision(world, two_teams):
    first, second = two_teams
    Score.objects.update(grade=3)
    decide(world, first, YES)
    decide(world, second, NO)

    with refused("Nog zonder reden:"):
        propose(world)


def test_a_choice_as_the_ranking_says_needs_none(world, two_teams):
    decide(world, two_teams[0], YES)
    decide(world, two_teams[1], NO)

    propose(world)

    assert world.pitch_round.release is not None


def test_what_misses_is_listed_before_one_can_propose(world, two_teams, client_of, now):
    first, second = two_teams
    decide(world, first, NO)
    now(SELECTING)
    chair = client_of(world.chair)
    page = text_of(chair.get(address("result")))
    assert "ontbreekt nog 1 ding" in page
    assert "Lucht in de klas : nog geen besluit" in page
    decide(world, second, YES, feedback=" ")

    page = chair.get(address("result"))

    assert "Slimme sluisdeuren : nog geen reden" in text_of(page)
    assert "Lucht in de klas : nog geen feedback" in text_of(page)
    assert address("propose") not in page.content.decode()


def test_who_is_not_chosen_reads_what_was_good_and_what_was_lacking(world, two_teams, client_of, now):
    now(SELECTING)
    page = address("decision", two_teams[0].pk)

    response = client_of(world.decider).post(page, {"version": 0, "kind": NO, "feedback": "Nog niet."})

    said = text_of(response)
    assert "Schrijf wat goed was" in said
    assert "Schrijf wat nog ontbrak" in said
    assert not Decision.objects.filter(entry__team=two_teams[0]).exists()


def test_several_are_decided_at_once_after_a_check(world, two_teams, client_of, now):
    now(SELECTING)
    chair, page = client_of(world.chair), address("together")
    given = {
        "subjects": [team.pk for team in two_teams], "kind": NO, "feedback": "Nog niet.", "good": "De moed.",
        "lacking": "Een plan.", "resubmit": "on",
    }  # fmt: skip
    checked = chair.post(page, given)
    assert "Dit wordt het ontwerpbesluit over 2 inzendingen: niet geselecteerd." in text_of(checked)
    assert not Decision.objects.filter(entry__team__in=two_teams).exists()
    again = chair.post(page, given | {"back": "1"})
    assert "De moed." in again.content.decode()

    done = chair.post(page, given | {"sure": "1"})

    assert done.status_code == 303
    told = Decision.objects.filter(entry__team__in=two_teams).values_list("kind", "good", "resubmit", "by")
    assert list(told) == [(NO, "De moed.", True, world.chair.pk)] * 2


def test_of_several_all_are_decided_or_none(world, two_teams):
    decide(world, two_teams[1], YES)

    with refused("Een andere beslisser was je net voor.", Stale):
        actions.decide_together(
            world.pitch_round, [(team, 0) for team in two_teams], kind=NO, by=world.chair, at=SELECTING,
            feedback="Nog niet.",
        )  # fmt: skip


def test_deciding_several_is_about_one_at_least(world, two_teams):
    with refused("Kies minstens één inzending."):
        actions.decide_together(
            world.pitch_round, [], kind=NO, by=world.chair, at=SELECTING, feedback="Nog niet."
        )


# --- what is kept, and recomputed ---


@pytest.fixture
def released(world, two_teams):
    first, second = two_teams
    world.pitch_released({first: YES, second: NO})
    return Result.objects.get(round=world.pitch_round)


def test_an_approval_keeps_the_result_as_it_was(world, two_teams, released):
    told = {row["entry"]: row for row in released.figures}

    assert told[two_teams[0].pk] == {
        "entry": two_teams[0].pk, "place": 1, "score": "70", "sheets": 2, "advice": "discuss", "kind": YES,
    }  # fmt: skip
    assert (told[two_teams[1].pk]["place"], told[two_teams[1].pk]["score"]) == (2, "60")
    event = history.of(world.pitch_round).filter(kind="approve").last()
    assert event.data["inputs"] == released.inputs_hash


def test_a_recount_says_that_nothing_changed(released, capsys):
    call_command("recount", EDITION)

    assert "Pitch 2021-2022: 2 inzendingen, hetzelfde resultaat." in capsys.readouterr().out


def test_a_recount_sees_a_score_that_changed_since(world, two_teams, released, capsys):
    Score.objects.filter(sheet__entry__team=two_teams[0], criterion__key="benefit").update(grade=0)

    with pytest.raises(CommandError, match="Niet elk resultaat"):
        call_command("recount")

    said = capsys.readouterr().out
    assert "zijn niet meer wat ze waren" in said
    assert f"{two_teams[0].pk} place: 1 -> 2" in said
    assert f"{two_teams[0].pk} score: 70 -> 105/2" in said


def test_a_recount_sees_a_change_that_leaves_every_score_as_it_was(world, two_teams, released):
    one, other = Score.objects.filter(sheet__entry__team=two_teams[0], criterion__key="benefit")
    for score, grade in ((one, other.grade), (other, one.grade)):
        Score.objects.filter(pk=score.pk).update(grade=grade)

    again = queries.recount(released)

    assert (again.same_inputs, again.differences) == (False, [])


def test_a_team_that_stops_after_the_release_was_judged_all_the_same(world, two_teams, released):
    teams.stop(two_teams[1], lessons="Te weinig tijd.", by=world.other_owner, at=SELECTION)

    again = queries.recount(released)

    assert (again.entries, again.same_inputs, again.differences) == (2, True, [])


def test_what_was_taken_back_is_not_recounted(world, released, capsys):
    actions.withdraw_release(world.pitch_round, reason="Te vroeg.", by=world.chair, at=SELECTING)

    assert [one.round.kind for one in queries.results_released()] == ["preselection"]
    call_command("recount", "1999-2000")
    assert "Er is nog niets vrijgegeven." in capsys.readouterr().out


# --- files ---


def scores_of(world, client_of, now, name):
    now(SELECTING)
    return client_of(world.decider).get(address(name))


def test_the_script_without_django_reads_the_downloaded_file(world, two_teams, client_of, now, tmp_path):
    spec = importlib.util.spec_from_file_location("recount", settings.BASE_DIR / "docs" / "recount.py")
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    file = tmp_path / "scores.csv"
    file.write_bytes(scores_of(world, client_of, now, "export").content)

    told = [(place, Fraction(*score), title) for place, score, _number, title in script.result(file)]

    assert told == [(one.place, one.score, one.title) for one in queries.standings(world.pitch_round)]
    assert "django" not in (settings.BASE_DIR / "docs" / "recount.py").read_text(encoding="utf-8").lower()
    assert len((settings.BASE_DIR / "docs" / "recount.py").read_text(encoding="utf-8").splitlines()) < 100


def test_the_spreadsheet_holds_scores_result_and_criteria(world, two_teams, client_of, now):
    response = scores_of(world, client_of, now, "book")

    assert response["Content-Disposition"] == 'attachment; filename="2021-2022-pitch.xlsx"'
    book = load_workbook(io.BytesIO(response.content))
    assert book.sheetnames == ["scores", "result", "criteria"]
    rows = list(book["result"].values)
    assert rows[1][:6] == (1, "Slimme sluisdeuren", "70,00", "70", 2, 2)
    scores = list(book["scores"].values)
    assert len(scores) == 1 + 4
    assert scores[0][:3] == ("title", "judge", "benefit")
    assert [row[2:] for row in scores[1:] if row[:2] == ("Slimme sluisdeuren", "Jurylid Een")] == [
        (5, 5, 5, 5, 5, 5, 5, "100,00", "Sterk team.")
    ]
    assert [row[3] for row in book["criteria"].values][1:] == [25, 10, 15, 15, 10, 10, 15]


FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    '=HYPERLINK("http://x")',
    "=cmd|' /C calc'!A0",
]


@pytest.mark.parametrize("cell", FORMULAS)
def test_no_cell_of_a_file_is_a_formula(cell):
    assert harmless(cell) == f"'{cell}"
    read = csv.reader(io.StringIO(csv_text([[cell]]).removeprefix("\ufeff"), newline=""))
    assert next(read) == [f"'{cell}"]
    told = load_workbook(io.BytesIO(workbook({"scores": [["title"], [cell]]})))["scores"]["A2"]
    assert told.data_type == "s"
    assert told.value.startswith("'")


def test_characters_that_a_spreadsheet_does_not_know_are_left_out():
    told = load_workbook(io.BytesIO(workbook({"scores": [["a\x00\x0bb", 3, None, True]]})))["scores"]

    assert [cell.value for cell in told[1]] == ["ab", 3, None, "True"]


def test_every_download_is_noted_with_who_took_what(world, two_teams, client_of, now):
    for name in ("export", "book", "book"):
        scores_of(world, client_of, now, name)

    noted = [
        (event.actor, event.data["file"]) for event in history.of(world.pitch_round) if event.kind == "export"
    ]
    assert noted == [(world.decider.pk, kind) for kind in ("csv", "xlsx", "xlsx")]


# --- minutes ---


def test_the_minutes_tell_who_judged_what_was_decided_why_and_by_whom(world, two_teams, client_of, now):
    first, second = two_teams
    roles.appoint(world.employee, RoleKind.JUROR, edition=world.edition, by=TESTER, at=PITCH_DAY)
    sheet = world.pitch_sheet(second, world.employee)
    actions.recuse(sheet, reason="Mijn zus werkt daar.", by=world.employee, at=PITCH_DAY)
    decide(world, first, NO, reason="Het team viel uiteen.", good="Het plan.", lacking="Tijd.")
    decide(world, second, YES, reason="Schuift op.")
    now(SELECTING)
    chair = client_of(world.chair)
    assert "Ontwerp: dit is nog niet vrijgegeven" in text_of(chair.get(address("minutes")))
    propose(world)
    actions.approve_release(world.pitch_round, by=world.chair, at=SELECTING)

    said = text_of(chair.get(address("minutes")))

    for words in ("Verslag van de pitch", "Jurylid Een 2 0", "Medewerker Een 0 1",
                  "Medewerker Een beoordeelde ‘Lucht in de klas’ niet.", "Het team viel uiteen.",
                  "Voorgesteld door Beslisser Een", "Goedgekeurd door Voorzitter Een",
                  Result.objects.get(round=world.pitch_round).inputs_hash):  # fmt: skip
        assert words in said, words
    assert "Mijn zus werkt daar." not in said
    assert "Ontwerp" not in said


# --- what owners read ---


def test_an_owner_reads_the_feedback_in_parts_from_the_instant_on(world, client_of, now):
    idea = world.submitted(world.owner)
    world.judged(idea, world.assessor, grade=2)
    words = {
        "feedback": "Nog te groot.", "good": "Een echt probleem.", "lacking": "Een kleine proef.",
        "coaching": "Een uur met een coach.", "resubmit": True, "reason": "Geheim van de beslissers.",
    }  # fmt: skip
    actions.decide(
        world.round, idea, kind=NOT_SHORT, version=0, by=world.decider, at=DURING_PRESELECTION, **words
    )
    actions.propose_release(world.round, visible_from=ANNOUNCEMENT, by=world.decider, at=DECIDING)
    actions.approve_release(world.fresh_round(), by=world.chair, at=DECIDING)
    page = reverse("ideas:detail", args=[EDITION, idea.pk])
    now(DECIDING)
    before = text_of(client_of(world.owner).get(page))
    now(DURING_TEAMS)

    after = text_of(client_of(world.owner).get(page))

    told = ["Nog te groot.", "Een echt probleem.", "Een kleine proef.", "Een uur met een coach.",
            "Je bent welkom om het later opnieuw te proberen.", "Waar ze op letten"]  # fmt: skip
    assert [words for words in told if words in before] == []
    assert [words for words in told if words not in after] == []
    assert after.count("Nog te groot.") == 1
    for secret in ("Geheim", "40,00", "Beoordelaar Een", "Helder."):
        assert secret not in after
    assert client_of(world.employee).get(page).status_code == 404
    assert "Een echt probleem." not in text_of(client_of(world.staff).get(page))


def test_a_team_reads_it_in_its_room(world, two_teams, client_of, now):
    first, second = two_teams
    decide(world, first, YES, good="Het plan.")
    decide(world, second, NO, good="De moed.", lacking="Een plan.")
    propose(world)
    actions.approve_release(world.pitch_round, by=world.chair, at=SELECTING)
    room = reverse("teams:room", args=[EDITION, second.pk])
    now(SELECTING)
    assert "De moed." not in text_of(client_of(world.other_member).get(room))
    now(SELECTION)

    said = text_of(client_of(world.other_member).get(room))

    assert "De feedback van de jury" in said
    assert "De moed." in said
    assert "Het plan." not in said
    assert "60,00" not in said


def test_an_idea_that_was_withdrawn_since_shows_its_owner_no_feedback_of_others(world, client_of, now):
    idea = world.submitted(world.owner)
    world.released({idea: SHORT})
    ideas.withdraw_idea(idea, by=world.owner, at=DURING_TEAMS)
    now(DURING_TEAMS)

    page = client_of(world.owner).get(reverse("ideas:detail", args=[EDITION, idea.pk]))

    assert page.status_code == 200


# --- a decider who stepped aside ---


def test_a_decider_who_stepped_aside_sees_and_decides_nothing_of_it(world, client_of, now):
    one = world.submitted(world.owner, "Slimme sluisdeuren")
    other = world.submitted(world.other_owner, "Lucht in de klas")
    for idea in (one, other):
        world.judged(idea, world.assessor)
    actions.name_decider(world.round, world.recused, by=TESTER, at=DURING_PRESELECTION)
    sheet = world.sheet(one, world.recused)
    actions.recuse(sheet, kind="family", reason="Mijn zus.", by=world.recused, at=DURING_PRESELECTION)
    now(DECIDING)
    browser = client_of(world.recused)

    for page in ("result", "minutes", "checks", "export"):
        told = browser.get(address(page, kind="preselectie")).content.decode()
        assert "Slimme sluisdeuren" not in told, page
    assert "Lucht in de klas" in browser.get(address("result", kind="preselectie")).content.decode()
    assert browser.get(address("decision", one.pk, kind="preselectie")).status_code == 404
    with refused("meldde hier een belangenconflict"):
        actions.decide(
            world.fresh_round(), one, kind=SHORT, feedback="Ja.", version=0, by=world.recused, at=DECIDING
        )
    assert (
        "Slimme sluisdeuren"
        in client_of(world.chair).get(address("result", kind="preselectie")).content.decode()
    )
