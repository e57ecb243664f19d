"""The order of a round: equal scores, too few sheets, what people must explain, and whether it can be trusted."""

import importlib.util
import random
from fractions import Fraction

import pytest
from django.conf import settings as django_settings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jury import queries, scoring
from jury.content import csv_text
from jury.scoring import Mark
from jury.states import TieRule
from tests.jury.panels import played
from tests.jury.test_scoring import many_panels, note_figure, panel_of

RULES = st.sampled_from(TieRule.values)
LEAST = st.integers(1, 3)
few = settings(max_examples=40, deadline=None)


def script():
    """The independent recount, loaded from its file as anybody would run it."""
    spec = importlib.util.spec_from_file_location("recount", django_settings.BASE_DIR / "docs" / "recount.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


recount = script()


# --- the independent script ---


def differs(panel, rule, least, path):
    """Whether the script, from the exported file alone, tells another place, score or number of sheets."""
    round_, found = played(panel, rule, least)
    path.write_text(csv_text(queries.score_rows(round_, found)), encoding="utf-8", newline="")
    ours = {one.title: (one.place, one.score, len(one.complete)) for one in found}
    theirs = {
        title: (place, Fraction(*score) if score else None, number)
        for place, score, number, title in recount.result(path)
    }
    return ours != theirs


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(many_panels, RULES, LEAST)
def test_the_script_without_django_gives_the_same_result(tmp_path, panel, rule, least):
    assert not differs(panel, rule, least, tmp_path / "scores.csv")


def test_the_script_sees_a_fault(tmp_path, monkeypatch):
    """The control: with a median that takes the upper one of two, the comparison fails."""
    monkeypatch.setattr("jury.scoring.ties.median", lambda scores: sorted(scores)[len(scores) // 2])
    panel = (0, [(100, 10)], [[((), (4,)), ((), (6,))], [((), (3,)), ((), (7,))]])

    assert differs(panel, TieRule.MEDIAN, 1, tmp_path / "scores.csv")


@pytest.mark.deep
def test_the_script_gives_the_same_result_for_a_hundred_thousand_panels(tmp_path):
    chance, differences = random.Random(1), 0
    for seed in range(100_000):
        rule, least = chance.choice(TieRule.values), chance.randint(1, 3)
        differences += differs(panel_of(seed), rule, least, tmp_path / "scores.csv")

    assert differences == 0
    note_figure(f"100000 panels exported and recomputed by docs/recount.py, {differences} differences")


# --- equal scores ---

SPLIT = [(60, 5), (40, 5)]  # a heavy criterion, and a light one


def order(rule, *entries, graded=SPLIT):
    """The places of entries, given as the grades of their sheets."""
    _round, found = played((0, graded, [[((), grades) for grades in sheets] for sheets in entries]), rule)
    return [one.place for one in found]


def test_equals_share_a_place_where_that_was_agreed():
    assert order(TieRule.SHARED, [(3, 2)], [(1, 5)], [(5, 5)]) == [2, 2, 1]


def test_the_heaviest_criterion_tells_equals_apart():
    assert order(TieRule.HEAVIEST, [(1, 5)], [(3, 2)]) == [2, 1]


def test_criteria_of_one_weight_count_together():
    graded = [(50, 5), (50, 5)]

    assert order(TieRule.HEAVIEST, [(5, 1)], [(1, 5)], graded=graded) == [1, 1]
    assert order(TieRule.ORDER, [(5, 1)], [(1, 5)], graded=graded) == [1, 2]


def test_the_median_tells_equals_apart():
    one, other = [(0, 0), (5, 5), (5, 5)], [(5, 5), (0, 0), (5, 5)]
    spread = [(3, 3), (3, 3), (4, 4)]

    assert order(TieRule.MEDIAN, one, other) == [1, 1]
    assert order(TieRule.MEDIAN, spread, one) == [2, 1]


def test_who_stays_equal_by_the_rule_shares_the_place():
    for rule in TieRule.values:
        assert order(rule, [(3, 2)], [(3, 2)], [(1, 1)]) == [1, 1, 3]


@few
@given(many_panels, RULES, st.randoms(use_true_random=False))
def test_a_rule_for_equals_is_the_same_in_any_order_and_moves_only_equals(panel, rule, chance):
    musts, graded, entries = panel
    _round, found = played(panel, rule)
    shuffled = chance.sample(range(len(entries)), len(entries))
    mixed = [chance.sample(entries[n], len(entries[n])) for n in shuffled]
    _again, other = played((musts, graded, mixed), rule)
    _plain, shared = played(panel)

    assert [one.place for one in other] == [found[n].place for n in shuffled]
    for one, plain in zip(found, shared, strict=True):
        assert (one.place is None) == (plain.place is None)
        if plain.place:
            alike = sum(b.place == plain.place for b in shared)
            assert plain.place <= one.place < plain.place + alike


@few
@given(many_panels, RULES, st.data())
def test_a_higher_grade_never_lowers_a_place_by_any_rule(panel, rule, data):
    musts, graded, entries = panel
    judged = [n for n, sheets in enumerate(entries) if sheets]
    if not judged:
        return
    entry = data.draw(st.sampled_from(judged))
    sheet = data.draw(st.integers(0, len(entries[entry]) - 1))
    gates, grades = entries[entry][sheet]
    higher = tuple(
        data.draw(st.integers(grade, scale)) for grade, (_w, scale) in zip(grades, graded, strict=True)
    )
    better = [list(sheets) for sheets in entries]
    better[entry][sheet] = (gates, higher)

    _round, before = played(panel, rule)
    _again, after = played((musts, graded, better), rule)

    assert after[entry].place <= before[entry].place


# --- too few sheets ---


def test_who_has_too_few_sheets_has_a_score_and_no_place():
    panel = (0, [(100, 5)], [[((), (5,))], [((), (1,)), ((), (2,))], []])

    _round, found = played(panel, least=2)

    assert [one.place for one in found] == [None, 1, None]
    assert [one.shown_score for one in found] == ["100,00", "30,00", "–"]


# --- what people must explain ---


@pytest.mark.parametrize(
    ("places", "chosen", "asked"),
    [
        ("123", "ab", ""),  # as the ranking says
        ("123", "", ""),  # nobody is chosen
        ("123", "abc", ""),
        ("123", "ac", "bc"),  # c goes before b
        ("123", "c", "ac"),
        ("122", "ab", "bc"),  # b and c share the last place: the choice between them is people's
        ("122", "abc", ""),
        ("1224", "a", ""),
        ("113", "c", "abc"),
        ("1--", "ab", "b"),  # b has no place
        ("1--", "b", "ab"),
        ("---", "a", ""),  # nothing to differ from
    ],
)
def test_a_reason_is_asked_where_people_differ_from_the_ranking(places, chosen, asked):
    told = {entry: int(place) if place != "-" else None for entry, place in zip("abcd", places, strict=False)}

    assert scoring.questioned(told, set(chosen)) == set(asked)


# --- what everybody's judgement of everything would give ---

grades_of = st.integers(0, 30).map(lambda thirtieths: Fraction(thirtieths * 10, 3))
sheets_of = st.dictionaries(
    st.sampled_from("abcdefg"),
    st.dictionaries(st.sampled_from("JKLMN"), grades_of, max_size=5),
    max_size=7,
)


@few
@given(sheets_of)
def test_the_fit_is_the_one_that_least_squares_allow(sheets):
    """Its mark: what is left over sums to zero for every entry and every judge, and so does mildness."""
    fit = scoring.additive(sheets)
    if fit is None:
        return
    rest = {
        (entry, judge): score - fit.entries[entry] - fit.judges[judge]
        for entry, by_judge in sheets.items()
        for judge, score in by_judge.items()
    }
    assert sum(fit.judges.values()) == 0
    for name in fit.entries:
        assert sum(left for (entry, _judge), left in rest.items() if entry == name) == 0
    for name in fit.judges:
        assert sum(left for (_entry, judge), left in rest.items() if judge == name) == 0


@few
@given(st.lists(st.lists(grades_of, min_size=3, max_size=3), min_size=1, max_size=6))
def test_where_everybody_judged_everything_it_gives_the_means(rows):
    sheets = {f"e{n}": dict(zip("JKL", row, strict=True)) for n, row in enumerate(rows)}

    assert scoring.additive(sheets).entries == {entry: sum(by.values()) / 3 for entry, by in sheets.items()}


def test_a_strict_judge_no_longer_decides_who_is_first():
    """J gives 20 less than K to the same; a was seen by J alone, b by K alone, and a is the better."""
    sheets = {
        "a": {"J": Fraction(70)},
        "b": {"K": Fraction(80)},
        "c": {"J": Fraction(40), "K": Fraction(60)},
    }
    fit = scoring.additive(sheets)

    assert fit.judges == {"J": -10, "K": 10}
    assert fit.entries == {"a": 80, "b": 70, "c": 50}


@pytest.mark.parametrize(
    "sheets", [{}, {"a": {}}, {"a": {"J": Fraction(1)}, "b": {"K": Fraction(2)}}], ids=str
)
def test_judges_who_have_nothing_in_common_cannot_be_compared(sheets):
    assert scoring.additive(sheets) is None


# --- one thing changed ---


def test_without_a_judge_the_others_make_the_score_and_nobody_makes_none():
    sheets = {"a": {"J": Fraction(10), "K": Fraction(30)}, "b": {"J": Fraction(50)}}

    assert scoring.without_judge(sheets, "J") == {"a": 30, "b": None}
    assert scoring.without_judge(sheets, "somebody") == {"a": 20, "b": 50}


@few
@given(many_panels, st.integers(-5, 5))
def test_a_moved_weight_is_the_score_by_those_weights(panel, points):
    """Against the definition: every other weight keeps its share of what is left."""
    _musts, graded, entries = panel
    weights = [weight for weight, _scale in graded]
    for place in range(len(graded)):
        marks = {
            str(n): [
                [Mark(w, s, g) for (w, s), g in zip(graded, grades, strict=True)] for _told, grades in sheets
            ]
            for n, sheets in enumerate(entries)
        }
        parts = {entry: [one.contribution for one in scoring.parts(each)] for entry, each in marks.items()}
        moved = scoring.reweighed(parts, weights, place, points)
        old, new = weights[place], weights[place] + points
        if old in (0, 100) or not 0 <= new <= 100:
            assert moved is None
            continue
        scaled = [
            Fraction(new) if n == place else Fraction(w * (100 - new), 100 - old)
            for n, w in enumerate(weights)
        ]
        assert sum(scaled) == 100
        for entry, each in marks.items():
            wanted = [
                sum(w * Fraction(m.grade, m.scale) for w, m in zip(scaled, one, strict=True)) for one in each
            ]
            assert moved[entry] == (sum(wanted, Fraction(0)) / len(wanted) if wanted else None)


def test_the_best_are_those_on_the_first_places_and_who_shares_the_last_of_these():
    assert scoring.first({"a": 1, "b": 2, "c": 2, "d": 4, "e": None}, 2) == {"a", "b", "c"}
    assert scoring.first({"a": 1}, 0) == set()
