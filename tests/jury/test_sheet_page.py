"""The sheet: the question first, saving by itself, two tabs, the check, the receipt, the revision with its reason."""

from datetime import timedelta

import pytest
from django.urls import reverse

from ideas import actions as ideas
from ideas.content import digest
from ideas.models import Idea
from jury import actions
from jury.models import Sheet, SheetCopy
from jury.queries import criteria_of
from jury.states import SheetState
from portal import history, people
from portal.models import Entity
from tests.jury.test_pitch import text_of
from tests.refusals import refused
from tests.world import DECIDING, DURING_PRESELECTION, DURING_TEAMS, PITCH_DAY

AT = DURING_PRESELECTION
HOUR = timedelta(hours=1)
HTMX = {"headers": {"HX-Request": "true"}}


def address(name, *args, kind="preselectie"):
    return reverse(f"jury:{name}", args=["2021-2022", kind, *args])


@pytest.fixture
def sheet(world, now):
    now(AT)
    return world.sheet(world.submitted(world.owner), world.assessor)


def filled(world, **other):
    first, *_rest = criteria = criteria_of(world.round)
    given = {f"c{one.pk}": "yes" if one.is_gate else "3" for one in criteria}
    words = {f"r{first.pk}": "Dat staat er goed.", "comment": "Helder.", "private_note": "Nabellen."}
    return given | words | {"version": "1", "writer": "eenblad", "turn": "1"} | other


def now_of(sheet):
    return Sheet.objects.get(pk=sheet.pk)


# --- the question first ---


def test_the_dossier_opens_after_the_question_about_conflicts(world, client_of, now):
    title = "Slimme sluisdeuren 's nachts & 's ochtends"
    secret = f"Antwoord op why van {title}"
    idea = world.submitted(world.owner, title)
    now(AT)
    sheet = actions.open_sheet(world.round, idea, by=world.assessor, at=AT)
    judge = client_of(world.assessor)

    before = text_of(judge.get(address("sheet", sheet.pk)))
    judge.post(address("conflict", sheet.pk), {"conflict": "no"})

    assert "Slimme sluisdeuren" in before
    assert secret not in before
    assert secret in text_of(judge.get(address("sheet", sheet.pk)))


def test_who_steps_aside_reads_neither_dossier_nor_scores_and_can_undo_it(world, sheet, client_of):
    judge, secret = client_of(world.assessor), "Antwoord op why"
    judge.post(address("sheet", sheet.pk), filled(world))

    said = {"conflict": "yes", "kind": "family", "reason": "Mijn broer."}
    page = text_of(judge.post(address("conflict", sheet.pk), said, follow=True))

    assert now_of(sheet).conflict_kind == "family"
    assert "ik ben familie of bevriend" in page
    for hidden in (secret, "Helder.", "Dat staat er goed.", "Nabellen."):
        assert hidden not in page
    judge.post(address("conflict", sheet.pk), {"conflict": "no"})
    assert now_of(sheet).conflict_kind == ""
    assert "Helder." in text_of(judge.get(address("sheet", sheet.pk)))


def test_a_chair_who_stepped_aside_does_not_get_that_entry(world):
    from portal import roles
    from portal.models import RoleKind
    from tests.world import TESTER

    idea, other = world.submitted(world.owner, "Een"), world.submitted(world.owner, "Twee")
    roles.appoint(world.chair, RoleKind.ASSESSOR, edition=world.edition, by=TESTER, at=AT)
    sheet = world.sheet(idea, world.chair)
    theirs, seen = world.judged(idea, world.assessor), world.judged(other, world.assessor)
    actions.recuse(sheet, reason="Familie.", kind="family", by=world.chair, at=AT)

    found = set(Sheet.objects.visible_to(world.chair, at=AT))

    assert seen in found
    assert theirs not in found


def test_a_conflict_asks_what_it_is(world, client_of, now):
    now(AT)
    sheet = actions.open_sheet(world.round, world.submitted(world.owner), by=world.assessor, at=AT)

    page = text_of(client_of(world.assessor).post(address("conflict", sheet.pk), {"conflict": "yes"}))

    assert "Kies welk belangenconflict je hebt." in page
    assert now_of(sheet).state == SheetState.OPEN


def test_the_portal_says_what_it_knows_of_a_conflict(world, client_of, now):
    entity = Entity.objects.get(name="VDAB")
    for person in (world.owner, world.assessor):
        people.update_profile(person, name=person.name, entity=entity, language="nl", at=AT)
    now(AT)
    idea = world.submitted(world.owner)
    near = actions.open_sheet(world.round, idea, by=world.assessor, at=AT)
    far = actions.open_sheet(world.round, idea, by=world.recused, at=AT)

    assert "werkt net als jij bij VDAB" in text_of(client_of(world.assessor).get(address("sheet", near.pk)))
    assert "werkt net als jij" not in text_of(client_of(world.recused).get(address("sheet", far.pk)))


def test_a_manager_and_a_candidate_of_the_team_are_told(world, client_of, now):
    from teams import actions as teams

    team = world.team()
    membership = team.memberships.get(person=world.member)
    asked = {"manager_name": "Jurylid Een", "manager_email": "juror@vlaanderen.be", "hours": "4 uur per week"}
    teams.ask_support(membership, **asked, by=world.member, at=DURING_TEAMS)
    now(PITCH_DAY)
    sheet = actions.open_sheet(world.pitch_round, team, by=world.juror, at=PITCH_DAY)

    page = text_of(client_of(world.juror).get(address("sheet", sheet.pk, kind="pitch")))

    assert "Een lid van het team gaf jou op als leidinggevende." in page


# --- saving by itself ---


def test_the_page_saves_by_itself_and_goes_on_with_the_new_version(world, sheet, client_of):
    judge = client_of(world.assessor)

    first = judge.post(address("sheet", sheet.pk), filled(world, comment="Hel"), **HTMX)
    second = judge.post(address("sheet", sheet.pk), filled(world, turn="2"), **HTMX)

    assert "Bewaard om 10.00 uur" in first.content.decode()
    assert 'name="version" value="3"' in second.content.decode()
    saved = now_of(sheet)
    assert (saved.comment, saved.private_note) == ("Helder.", "Nabellen.")
    assert saved.remarks == {criteria_of(world.round)[0].key: "Dat staat er goed."}
    assert saved.scores.count() == 4


def test_what_arrives_late_from_the_same_page_changes_nothing(world, sheet, client_of):
    judge = client_of(world.assessor)
    judge.post(address("sheet", sheet.pk), filled(world, turn="5", comment="Het laatste."), **HTMX)

    judge.post(address("sheet", sheet.pk), filled(world, turn="4", comment="Ouder."), **HTMX)

    assert now_of(sheet).comment == "Het laatste."


def test_two_tabs_show_both_values(world, sheet, client_of):
    judge = client_of(world.assessor)
    judge.post(address("sheet", sheet.pk), filled(world, comment="In de eerste tab."), **HTMX)
    typed = filled(world, writer="anderblad", comment="In de tweede tab.")

    told = judge.post(address("sheet", sheet.pk), typed, **HTMX)
    page = judge.post(address("sheet", sheet.pk), typed)

    assert (told.status_code, page.status_code) == (409, 409)
    assert "Leg de twee naast elkaar" in text_of(told)
    said = text_of(page)
    assert "In de eerste tab." in said
    assert "In de tweede tab." in said
    assert now_of(sheet).comment == "In de eerste tab."
    again = filled(world, writer="anderblad", comment="In de tweede tab.", version="2")
    assert judge.post(address("sheet", sheet.pk), again).status_code == 303
    assert now_of(sheet).comment == "In de tweede tab."


def test_saving_by_itself_after_the_round_says_why_not(world, sheet, client_of, now):
    now(DURING_TEAMS)

    answer = client_of(world.assessor).post(address("sheet", sheet.pk), filled(world), **HTMX)

    assert answer.status_code == 409
    assert "Beoordelen kon tot" in text_of(answer)


def test_a_text_that_is_too_long_is_told_beside_the_form(world, sheet, client_of):
    answer = client_of(world.assessor).post(
        address("sheet", sheet.pk), filled(world, comment="x" * 4001), **HTMX
    )

    assert answer.status_code == 422
    assert "Toelichting bij het geheel" in text_of(answer)


# --- handing in ---


def handed_in(world, sheet, client_of, **other):
    judge = client_of(world.assessor)
    page = judge.post(address("sheet", sheet.pk), filled(world, check="1", **other))
    assert page["Location"] == address("check", sheet.pk)
    return judge


def test_the_check_shows_everything_and_the_receipt_carries_the_hash(world, sheet, client_of):
    judge = handed_in(world, sheet, client_of)
    shown = text_of(judge.get(address("check", sheet.pk)))
    assert all(words in shown for words in ("Dat staat er goed.", "Helder.", "Nabellen.", "3 / 5"))
    assert now_of(sheet).state == SheetState.OPEN

    page = text_of(judge.post(address("check", sheet.pk), follow=True))

    copy = SheetCopy.objects.get()
    assert copy.digest == digest(copy.content)
    assert copy.content["remarks"] == {criteria_of(world.round)[0].key: "Dat staat er goed."}
    assert "Nabellen." not in str(copy.content)
    assert copy.digest[:16] in page
    assert "Je beoordeling is ontvangen" in page


def test_a_check_with_a_gap_names_it_and_hands_nothing_in(world, sheet, client_of):
    judge = client_of(world.assessor)

    page = text_of(judge.get(address("check", sheet.pk)))

    assert "Dit ontbreekt nog" in page
    assert "Dien mijn beoordeling in" not in page
    assert judge.post(address("check", sheet.pk)).status_code == 409


def test_what_was_first_handed_in_stays_beside_a_revision(world, sheet, client_of):
    judge = handed_in(world, sheet, client_of)
    judge.post(address("check", sheet.pk))
    judge.post(address("reopen", sheet.pk))
    judge.post(address("sheet", sheet.pk), filled(world, comment="Bij nader inzien.", version="2"))
    judge.post(address("check", sheet.pk))

    assert [one.content["comment"] for one in SheetCopy.objects.all()] == ["Helder.", "Bij nader inzien."]
    assert "Wat je eerder indiende" in text_of(judge.get(address("sheet", sheet.pk)))


def test_handing_in_the_same_again_makes_no_second_copy(world, sheet, client_of):
    judge = handed_in(world, sheet, client_of)
    judge.post(address("check", sheet.pk))
    judge.post(address("reopen", sheet.pk))

    judge.post(address("check", sheet.pk))

    assert SheetCopy.objects.count() == 1
    assert now_of(sheet).state == SheetState.HANDED_IN


def test_a_revision_after_the_deliberation_says_why(world, client_of, now):
    sheet = world.pitched(world.team(), world.juror)
    actions.deliberate(world.pitch_round, by=world.chair, at=PITCH_DAY)
    actions.reopen(sheet, by=world.juror, at=PITCH_DAY)
    sheet = Sheet.objects.get(pk=sheet.pk)
    scores = {one.pk: 2 for one in criteria_of(world.pitch_round)}
    actions.save_sheet(sheet, scores, comment="x", version=sheet.version, by=world.juror, at=PITCH_DAY)
    now(PITCH_DAY)
    juror, page = client_of(world.juror), address("check", sheet.pk, kind="pitch")

    with refused("schrijf waarom je je beoordeling herziet"):
        actions.hand_in(sheet, by=world.juror, at=PITCH_DAY)
    assert "Schrijf waarom je je beoordeling herziet." in text_of(juror.post(page, {"why": ""}))
    juror.post(page, {"why": "De anderen zagen het budget beter."})

    first, second = SheetCopy.objects.all()
    assert set(first.content["scores"].values()) == {4}
    assert set(second.content["scores"].values()) == {2}
    assert (first.why, second.why) == ("", "De anderen zagen het budget beter.")


def test_the_next_button_opens_what_is_left_and_then_thanks(world, sheet, client_of):
    other = world.submitted(world.owner, "Lucht in de klas")
    judge = handed_in(world, sheet, client_of)
    judge.post(address("check", sheet.pk))

    judge.post(address("next"))
    opened = Sheet.objects.get(entry__idea=other)
    actions.recuse(opened, reason="x", by=world.assessor, at=AT)

    assert "Je bent klaar met je lijst." in text_of(judge.post(address("next"), follow=True))


def test_nobody_hands_in_the_sheet_of_another(world, sheet, client_of, now):
    assert client_of(world.recused).post(address("check", sheet.pk)).status_code == 404
    now(DECIDING)
    assert client_of(world.decider).get(address("check", sheet.pk)).status_code == 404


# --- a text that was corrected ---


def test_who_scored_hears_that_the_text_was_corrected_and_says_whether_it_changes_anything(
    world, client_of, now
):
    idea, later = world.submitted(world.owner), AT + HOUR
    scored, unscored = world.judged(idea, world.assessor), world.sheet(idea, world.recused)
    judge, home = client_of(world.assessor), reverse("mine", args=["2021-2022"])
    ideas.ask_question(idea, "Voor wie?", correct_until=later + HOUR, by=world.staff, at=AT)
    now(later)
    assert "verbeterd na je score" not in text_of(judge.get(home))

    idea = ideas.save_draft(
        Idea.objects.get(pk=idea.pk),
        {"summary": "Voor sluiswachters."},
        version=idea.version,
        by=world.owner,
        at=later,
    )
    ideas.submit_idea(idea, public_text_approved=True, show_name=False, by=world.owner, at=later)

    said = text_of(judge.get(address("sheet", scored.pk)))
    assert "De tekst is verbeterd na je score" in said
    assert "nieuw: Voor sluiswachters." in said
    assert "Kijk na: ‘Slimme sluisdeuren’ is verbeterd na je score" in text_of(judge.get(home))
    assert "tekst verbeterd na je score" in text_of(judge.get(address("my_round")))
    other = text_of(client_of(world.recused).get(address("sheet", unscored.pk)))
    assert "De tekst is verbeterd" not in other

    decision = client_of(world.chair).get(address("decision", idea.pk))
    assert "1 beoordeling is van voor de eigenaar de tekst verbeterde." in text_of(decision)

    judge.post(
        address("read_again", scored.pk), {"text": now_of(scored).judged_text_id}
    )  # read before the correction
    assert [one.kind for one in history.of(now_of(scored))][-1] != "read_again"
    judge.post(address("read_again", scored.pk), {"text": Idea.objects.get(pk=idea.pk).submission_id})
    assert "De tekst is verbeterd na je score" not in text_of(judge.get(address("sheet", scored.pk)))
    assert "verbeterd na je score" not in text_of(judge.get(home))
    assert [one.kind for one in history.of(now_of(scored))][-1] == "read_again"
