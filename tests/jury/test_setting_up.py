"""A round is set up on its pages; what judges score by stands still, and a change is a new version."""

import pytest
from django.urls import reverse

from jury import actions, queries, sections
from jury.models import Criterion, Round, RoundKind, Rubric, Score, Seat, Sheet
from jury.states import SheetState
from tests.refusals import refused
from tests.world import DECIDING, DURING_PRESELECTION, contents

AT = DURING_PRESELECTION
EDITION = "2021-2022"
LIES_STILL = "Deze criteria zijn in gebruik en liggen vast."


def address(name, *args):
    return reverse(f"jury:{name}", args=[EDITION, "preselectie", *args])


def draft(world):
    return actions.draft_rubric(world.round, by=world.staff, at=AT)


def values_of(criterion, **other):
    names = ("order", "kind", "text_nl", "text_en", "weight", "scale", "anchors")
    return {name: getattr(criterion, name) for name in names} | other


def change(rubric, world, key="entities", **other):
    one = rubric.criteria.get(key=key)
    return actions.save_criterion(rubric, values_of(one, **other), key=key, by=world.staff, at=AT)


def columns(rubric):
    return list(Criterion.objects.filter(rubric=rubric).order_by("pk").values())


# --- versions ---


def test_a_new_version_begins_as_a_copy_and_changes_nothing_yet(world):
    before, in_use = columns(world.round.rubric), world.round.rubric

    made = draft(world)

    assert draft(world) == made
    assert (made.version, made.frozen_at) == (in_use.version + 1, None)
    assert [one.key for one in made.criteria.all()] == [row["key"] for row in before]
    assert world.fresh_round().rubric == in_use
    assert columns(in_use) == before


def test_a_draft_is_changed_and_then_used(world):
    made = draft(world)
    words = ["niemand", "één", "twee"]
    change(made, world, weight=60, scale=2, anchors={"nl": words})
    added = {"order": 9, "kind": "graded", "text_nl": "Nieuw", "weight": 40, "scale": 5}
    actions.save_criterion(made, added, by=world.staff, at=AT)
    actions.remove_criterion(made, "poc", by=world.staff, at=AT)

    actions.use_rubric(made, by=world.chair, at=AT)

    assert world.fresh_round().rubric == made
    assert [one.key for one in queries.criteria_of(world.round)] == [
        "benefit",
        "entities",
        "implementable",
        "c1",
    ]
    assert queries.draft_of(world.round) is None


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ({"weight": 60}, "De gewichten zijn samen 60: maak er 100 van."),
        ({"anchors": {"nl": ["een", "twee"]}}, "heeft 2 omschrijvingen; voor 0 tot 5 zijn er 6 nodig"),
    ],
)
def test_a_draft_that_is_not_sound_is_not_used(world, other, words):
    made = draft(world)
    change(made, world, **other)

    with refused(words):
        actions.use_rubric(made, by=world.staff, at=AT)


def test_nothing_is_put_in_use_while_a_proposal_lies_there(world):
    idea = world.submitted(world.owner)
    made = draft(world)
    world.decided({idea: "shortlisted"})
    actions.propose_release(world.round, visible_from=DECIDING, by=world.decider, at=DECIDING)

    with refused("Er ligt een voorstel tot vrijgave."):
        actions.use_rubric(made, by=world.staff, at=DECIDING)


def test_a_draft_is_thrown_away_and_the_criteria_in_use_stay(world, client_of, now):
    now(AT)
    draft(world)
    in_use, staff = world.fresh_round().rubric, client_of(world.staff)

    staff.post(reverse("jury:drop_rubric", args=["2021-2022", "preselection"]))

    assert list(Rubric.objects.filter(round=world.round)) == [in_use]
    assert (
        "Begin een nieuwe versie"
        in staff.get(reverse("jury:rubric", args=["2021-2022", "preselection"])).content.decode()
    )


# --- what is frozen cannot be changed by any route ---


@pytest.fixture
def frozen(world):
    """The criteria in use, by which somebody scored."""
    world.judged(world.submitted(world.owner), world.assessor)
    rubric = Rubric.objects.get(pk=world.round.rubric_id)
    assert rubric.frozen_at is not None
    return rubric


VERBS = {
    "save": lambda rubric, world: change(rubric, world, weight=50),
    "add": lambda rubric, world: actions.save_criterion(
        rubric, {"order": 9, "kind": "must", "text_nl": "x"}, by=world.staff, at=AT
    ),
    "remove": lambda rubric, world: actions.remove_criterion(rubric, "poc", by=world.staff, at=AT),
    "use": lambda rubric, world: actions.use_rubric(rubric, by=world.staff, at=AT),
    "drop": lambda rubric, world: actions.drop_rubric(rubric, by=world.staff, at=AT),
}


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("newer", [False, True], ids=["in use", "replaced"])
def test_no_verb_changes_a_frozen_rubric(world, frozen, verb, newer):
    if newer:
        actions.use_rubric(draft(world), by=world.staff, at=AT)

    with refused(LIES_STILL):
        VERBS[verb](frozen, world)


def test_the_file_of_the_edition_changes_no_frozen_rubric(world, frozen):
    rows = contents().stages["preselection_criteria"]
    other = [row | {"text_nl": "Iets anders"} for row in rows]

    with refused("er zijn al scores, dus de criteria en hun gewichten liggen vast"):
        sections.write_rubric(world.edition, other, kind=RoundKind.PRESELECTION)


def test_the_admin_changes_no_rubric_at_all(world, frozen, client_of, now):
    now(AT)
    before, admin = columns(frozen), client_of(world.superuser)
    one = frozen.criteria.first()
    said = {"text_nl": "Iets anders", "weight": "3", "key": "x", "order": "1", "kind": "must", "scale": "5"}

    for page in (f"/beheer/jury/criterion/{one.pk}/change/", "/beheer/jury/criterion/add/"):
        assert admin.post(page, said).status_code == 403
    assert admin.post(f"/beheer/jury/criterion/{one.pk}/delete/", {"post": "yes"}).status_code == 403
    inline = {"rubrics-TOTAL_FORMS": "1", "rubrics-INITIAL_FORMS": "1", "rubrics-0-id": frozen.pk}
    admin.post(
        f"/beheer/jury/round/{world.round.pk}/change/",
        {"deciders": [], **inline, "rubrics-0-weight_total": "7"},
    )

    assert columns(frozen) == before
    assert Rubric.objects.get(pk=frozen.pk).weight_total == 100


@pytest.mark.parametrize("page", ["criterion", "remove_criterion"])
def test_the_pages_reach_only_a_draft(world, frozen, client_of, now, page):
    now(AT)
    before = columns(frozen)

    assert client_of(world.staff).post(address(page, "benefit"), {"kind": "must"}).status_code == 404
    assert columns(frozen) == before


# --- what a change asks of judges ---


def test_sheets_without_scores_go_along_and_others_wait_for_their_judge(world):
    idea = world.submitted(world.owner)
    blank = world.sheet(idea, world.recused)
    scored = world.judged(idea, world.assessor)
    made = draft(world)
    change(made, world, scale=3, anchors={})

    actions.use_rubric(made, by=world.staff, at=AT)

    world.fresh_round()
    assert Sheet.objects.get(pk=blank.pk).rubric == made
    assert Sheet.objects.get(pk=scored.pk).rubric != made
    assert queries.to_take_over(world.round) == 1
    assert scored not in Sheet.objects.counting()
    [standing] = queries.standings(world.round)
    assert standing.sheets == []


def test_a_judge_takes_their_sheet_over_and_only_what_changed_is_asked_again(world):
    sheet = world.judged(world.submitted(world.owner), world.assessor)
    made = draft(world)
    change(made, world, scale=3)
    actions.use_rubric(made, by=world.staff, at=AT)
    with refused("Heropen je beoordeling"):
        actions.save_sheet(sheet, {}, comment="", version=sheet.version, by=world.assessor, at=AT)

    actions.take_over(sheet, by=world.assessor, at=AT)

    sheet = Sheet.objects.get(pk=sheet.pk)
    assert (sheet.state, sheet.rubric) == (SheetState.OPEN, made)
    assert {score.criterion.key for score in sheet.scores.all()} == {"benefit", "implementable", "poc"}
    assert {score.criterion.rubric for score in sheet.scores.all()} == {made}
    assert sheet.copies.get().content["scores"]["entities"] == 4
    assert [gap.criterion.key for gap in queries.gaps_of(sheet)] == ["entities"]


def test_nothing_is_scored_by_criteria_that_are_no_longer_in_use(world):
    sheet = world.judged(world.submitted(world.owner), world.assessor)
    actions.reopen(sheet, by=world.assessor, at=AT)
    actions.use_rubric(draft(world), by=world.staff, at=AT)

    with refused("De criteria zijn gewijzigd."):
        actions.save_sheet(sheet, {}, comment="", version=sheet.version, by=world.assessor, at=AT)
    with refused("De criteria zijn gewijzigd."):
        actions.hand_in(sheet, by=world.assessor, at=AT)


# --- the pages ---


def test_staff_set_a_round_up_without_anybody_else(world, client_of, now):
    now(AT)
    staff = client_of(world.staff)
    staff.post(address("rubric"))
    said = {"order": "5", "kind": "graded", "text_nl": "Hoe nieuw is het?", "weight": "30", "scale": "2"}
    staff.post(address("new_criterion"), said | {"anchors_nl": "oud\nvrij nieuw\nnieuw"})
    plus = {"order": "2", "kind": "plus", "text_nl": "Meerdere entiteiten", "weight": "70", "scale": "5"}
    staff.post(address("criterion", "entities"), plus)
    assert "vrij nieuw" in staff.get(address("preview")).content.decode()

    staff.post(address("use_rubric"))

    told = client_of(None).get(address("criteria")).content.decode()
    assert "Hoe nieuw is het?" in told
    assert "vrij nieuw" in told
    assert "Weegt 70 %" in told


def test_a_criterion_that_is_not_right_says_so_at_its_field_and_keeps_what_was_typed(world, client_of, now):
    now(AT)
    draft(world)
    said = {
        "order": "5",
        "kind": "graded",
        "text_nl": "Getypt",
        "weight": "",
        "scale": "3",
        "anchors_nl": "a\nb",
    }

    page = client_of(world.staff).post(address("new_criterion"), said).content.decode()

    assert "Geef een gewicht van 1 tot 100." in page
    assert "Schrijf 4 regels, een voor elke score van 0 tot 3; nu zijn het er 2." in page
    assert "Getypt" in page


def test_a_seat_is_for_who_has_the_role(world):
    actions.give_seat(world.round, world.assessor, kind="strategic", capacity=4, by=world.staff, at=AT)
    actions.give_seat(world.round, world.assessor, kind="operational", capacity=None, by=world.staff, at=AT)

    seat = Seat.objects.get()
    assert (seat.person, seat.kind, seat.capacity) == (world.assessor, "operational", None)
    with refused("is geen beoordelaar in deze editie"):
        actions.give_seat(world.round, world.juror, kind="strategic", capacity=None, by=world.staff, at=AT)


def test_staff_see_how_far_every_judge_is_in_counts_alone(world, client_of, now):
    first, second = world.submitted(world.owner, "Een"), world.submitted(world.owner, "Twee")
    world.judged(first, world.assessor)
    sheet = world.sheet(second, world.recused)
    actions.recuse(sheet, reason="Familie.", kind="family", by=world.recused, at=AT)
    now(AT)

    told = {
        one.person: (one.handed_in, one.recused, one.left)
        for one in queries.progress_by_judge(world.round, at=AT)
    }
    page = client_of(world.staff).get(address("set_up")).content.decode()

    assert told == {world.assessor: (1, 0, 1), world.recused: (0, 1, 1)}
    assert "Helder." not in page
    assert "Familie." not in page


@pytest.mark.parametrize("slug", ["employee", "owner", "assessor", "juror"])
def test_only_staff_and_the_chair_set_up(world, slug):
    by, made = world.people[slug], draft(world)

    for verb in (
        lambda: actions.draft_rubric(world.round, by=by, at=AT),
        lambda: actions.use_rubric(made, by=by, at=AT),
        lambda: actions.set_up(world.round, {"per_entry": 2}, deciders=[], by=by, at=AT),
        lambda: actions.give_seat(world.round, world.assessor, kind="strategic", capacity=1, by=by, at=AT),
    ):
        with refused("Alleen Sandbox en de voorzitter"):
            verb()


def test_owners_read_the_criteria_and_never_a_single_score(world, client_of, now):
    sheet = world.judged(world.submitted(world.owner), world.assessor)
    now(AT)
    owner = client_of(world.owner)

    assert owner.get(address("criteria")).status_code == 200
    for name in ("sheet", "check"):
        assert owner.get(address(name, sheet.pk)).status_code == 404
    assert Score.objects.exists()


def test_a_refusal_is_a_sentence_on_its_page(world, client_of, now):
    now(AT)
    made = draft(world)
    change(made, world, weight=10)

    answer = client_of(world.staff).post(address("use_rubric"))

    assert answer.status_code == 409
    assert "maak er 100 van" in answer.content.decode()


# --- what is agreed beforehand ---


def test_a_new_version_keeps_what_was_agreed_and_may_change_it(world, client_of, now):
    now(AT)
    Rubric.objects.filter(pk=world.round.rubric.pk).update(tie_rule="heaviest", minimum_sheets=2)
    made = draft(world)
    assert (made.tie_rule, made.minimum_sheets) == ("heaviest", 2)

    browser = client_of(world.staff)
    said = {"tie_rule": "median", "minimum_sheets": "0"}
    assert "Fout: " in browser.post(address("agreed"), said).content.decode()
    assert browser.post(address("agreed"), said | {"minimum_sheets": "3"}).status_code == 303

    made.refresh_from_db()
    assert (made.tie_rule, made.minimum_sheets) == ("median", 3)
    assert "mediaan" in browser.get(address("rubric")).content.decode()


def test_what_is_agreed_of_criteria_in_use_never_changes(world):
    with refused("in gebruik"):
        actions.agree(world.round.rubric, tie_rule="median", minimum_sheets=3, by=world.staff, at=AT)


def test_where_the_work_is_divided_a_result_asks_only_who_was_asked(world):
    idea = world.submitted(world.owner)
    assert queries.standings(world.round)[0].expected == 2
    Round.objects.filter(pk=world.round.pk).update(division="balanced")
    actions.assign(world.fresh_round(), [(idea, world.assessor)], by=world.staff, at=AT)
    assert queries.standings(world.fresh_round())[0].expected == 1


# --- taking back ---


def test_a_seat_is_taken_back_and_the_judge_stays_one(world, client_of, now):
    now(AT)
    actions.give_seat(world.round, world.assessor, kind="strategic", capacity=2, by=world.staff, at=AT)
    browser, page = client_of(world.staff), address("seat", world.assessor.pk)
    assert "Neem de zetel terug" in browser.get(page).content.decode()

    assert browser.post(page, {"weg": "1"}).status_code == 303

    assert not Seat.objects.exists()
    assert "Neem de zetel terug" not in browser.get(page).content.decode()


def test_a_deliberation_that_began_too_early_ends(world, client_of, now):
    now(AT)
    browser, page = client_of(world.staff), reverse("jury:deliberate", args=[EDITION, "pitch"])
    browser.post(page)
    assert world.pitch_round.deliberating_since
    browser.post(page, {"einde": "1"})
    assert Round.objects.get(pk=world.pitch_round.pk).deliberating_since is None
