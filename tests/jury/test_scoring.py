"""Scores against an independent oracle, and what must hold for any panel."""

import ast
import math
import random
import time
from collections import Counter
from fractions import Fraction
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from jury import queries, scoring
from jury.scoring import DISCUSS, FAILS, PASSES, Mark
from portal import clock

FIGURES = Path(django_settings.BASE_DIR) / "benchmarks" / "scores.md"
ANSWERS = ("yes", "doubt", "no")
BEST_FIRST = {PASSES: 0, DISCUSS: 1, FAILS: 2}


# --- panels: criteria, then per idea its sheets; a sheet is (gates, grades) ---


@st.composite
def rubrics(draw):
    """Numbers of musts and (weight, scale) of what is graded; the weights sum to 100."""
    musts = draw(st.integers(0, 3))
    cuts = sorted(draw(st.lists(st.integers(0, 100), max_size=6)))
    weights = [high - low for low, high in zip([0, *cuts], [*cuts, 100], strict=True)]
    return musts, [(weight, draw(st.integers(1, 10))) for weight in weights]


@st.composite
def panels(draw, min_ideas=0):
    musts, graded = draw(rubrics())
    sheet = st.tuples(
        st.tuples(*[st.sampled_from(ANSWERS)] * musts),
        st.tuples(*[st.integers(0, scale) for _weight, scale in graded]),
    )
    ideas = draw(st.lists(st.lists(sheet, max_size=5), min_size=min_ideas, max_size=6))
    return musts, graded, ideas


def panel_of(seed):
    """A panel from one number: many of them in little time, where `panels` finds the smallest that fails."""
    chance = random.Random(seed)
    cuts = sorted(chance.choices(range(101), k=chance.randrange(7)))
    graded = [(high - low, chance.randint(1, 10)) for low, high in zip([0, *cuts], [*cuts, 100], strict=True)]
    musts = chance.randrange(4)
    ideas = [
        [
            (
                tuple(chance.choices(ANSWERS, weights=(6, 2, 2), k=musts)),
                tuple(chance.randint(0, scale) for _weight, scale in graded),
            )
            for _sheet in range(chance.randrange(6))
        ]
        for _idea in range(chance.randint(1, 7))
    ]
    return musts, graded, ideas


many_panels = st.integers(0, 2**64 - 1).map(panel_of)


def judge(panel):
    """The portal's result: (advice, score) per idea, and their places."""
    musts, graded, ideas = panel
    standings = []
    for sheets in ideas:
        gates = [Counter(told[n] for told, _grades in sheets) for n in range(musts)]
        marks = [
            [Mark(weight, scale, grade) for (weight, scale), grade in zip(graded, grades, strict=True)]
            for _told, grades in sheets
        ]
        standings.append(
            (scoring.advice(gates), scoring.entry_score([scoring.sheet_score(one) for one in marks]))
        )
    return standings, scoring.places(standings)


def oracle(panel):
    """The same by hand: whole numbers over one denominator, and places by walking down a sorted list."""
    musts, graded, ideas = panel
    common = math.lcm(*(scale for _weight, scale in graded))
    results = []
    for sheets in ideas:
        points = sum(
            weight * grade * (common // scale)
            for _told, grades in sheets
            for (weight, scale), grade in zip(graded, grades, strict=True)
        )
        score = (points, common * len(sheets)) if sheets else None
        results.append((advice_by_hand(musts, [told for told, _grades in sheets]), score))
    return results, places_by_hand(results)


def advice_by_hand(musts, answers):
    columns = [[told[n] for told in answers] for n in range(musts)]
    if any(2 * column.count("no") > len(column) for column in columns):
        return FAILS
    everybody = musts and answers and all(answer == "yes" for column in columns for answer in column)
    return PASSES if everybody else DISCUSS


def before(one, other):
    """Whether a result stands strictly before another, cross-multiplied."""
    (advice, score), (its_advice, its_score) = one, other
    if advice != its_advice:
        return BEST_FIRST[advice] < BEST_FIRST[its_advice]
    if score is None or its_score is None:
        return score is not None and its_score is None
    return score[0] * its_score[1] > its_score[0] * score[1]


def places_by_hand(results):
    return [1 + sum(before(other, one) for other in results) for one in results]


def differs(panel):
    standings, places = judge(panel)
    results, expected = oracle(panel)
    found = [(advice, None if score is None else score) for advice, score in standings]
    wanted = [(advice, None if score is None else Fraction(*score)) for advice, score in results]
    return found != wanted or places != expected


sample = settings(max_examples=40, deadline=None)


@sample
@given(panels())
def test_any_panel_gives_the_oracles_result(panel):
    assert not differs(panel)


@settings(max_examples=500, deadline=None)
@given(many_panels)
def test_five_hundred_panels_give_the_oracles_result(panel):
    assert not differs(panel)


@pytest.mark.deep
def test_a_hundred_thousand_panels_give_the_oracles_result():
    seen, differences = 0, 0

    @settings(max_examples=100_000, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(many_panels)
    def compare(panel):
        nonlocal seen, differences
        seen += 1
        differences += differs(panel)

    started = time.perf_counter()
    compare()

    seconds = time.perf_counter() - started
    assert differences == 0
    assert seen >= 100_000
    note_figure(f"{seen} panels against the Fraction oracle, {differences} differences, {seconds:.0f} s")


def note_figure(line):
    """Add a dated line to the figures."""
    FIGURES.parent.mkdir(exist_ok=True)
    if not FIGURES.exists():
        FIGURES.write_text(
            "# Scores\n\nWritten by `make deep` (tests/jury/test_scoring.py).\n\n", encoding="utf-8"
        )
    with FIGURES.open("a", encoding="utf-8") as file:
        file.write(f"- {clock.machine():%Y-%m-%d}: {line}\n")


def test_the_oracle_sees_a_fault(monkeypatch):
    """The control: with a mean that divides by one too many, the comparison fails."""
    monkeypatch.setattr(scoring, "entry_score", lambda sheets: sum(sheets, Fraction(0)) / (len(sheets) + 1))

    assert differs((0, [(100, 5)], [[((), (4,))]]))


# --- what holds for any panel ---


@sample
@given(panels(min_ideas=2), st.randoms(use_true_random=False))
def test_the_order_of_ideas_judges_and_criteria_is_irrelevant(panel, chance):
    musts, graded, ideas = panel
    standings, places = judge(panel)
    by_idea = list(range(len(ideas)))
    by_criterion = list(range(len(graded)))
    chance.shuffle(by_idea)
    chance.shuffle(by_criterion)
    shuffled = [
        [
            (told, tuple(grades[n] for n in by_criterion))
            for told, grades in chance.sample(ideas[n], len(ideas[n]))
        ]
        for n in by_idea
    ]

    again, new_places = judge((musts, [graded[n] for n in by_criterion], shuffled))

    assert again == [standings[n] for n in by_idea]
    assert new_places == [places[n] for n in by_idea]


@sample
@given(panels(min_ideas=2), st.data())
def test_a_better_score_or_answer_never_lowers_the_place(panel, data):
    musts, graded, ideas = panel
    judged = [n for n, sheets in enumerate(ideas) if sheets]
    if not judged:
        return
    idea = data.draw(st.sampled_from(judged))
    sheet = data.draw(st.integers(0, len(ideas[idea]) - 1))
    told, grades = ideas[idea][sheet]
    better_told = tuple(data.draw(st.sampled_from(ANSWERS[: ANSWERS.index(one) + 1])) for one in told)
    better_grades = tuple(
        data.draw(st.integers(grade, scale)) for grade, (_w, scale) in zip(grades, graded, strict=True)
    )
    better = [list(sheets) for sheets in ideas]
    better[idea][sheet] = (better_told, better_grades)

    _standings, places = judge(panel)
    _better, after = judge((musts, graded, better))

    assert after[idea] <= places[idea]


@sample
@given(panels(min_ideas=1))
def test_a_sheet_like_the_mean_of_the_others_changes_no_score(panel):
    musts, graded, ideas = panel
    twice = [[*sheets, *sheets] for sheets in ideas]

    assert judge((musts, graded, twice)) == judge(panel)


@sample
@given(panels(min_ideas=1))
def test_places_are_shared_and_skipped_like_1_2_2_4(panel):
    standings, places = judge(panel)

    for place in set(places):
        sharing = [standing for standing, its in zip(standings, places, strict=True) if its == place]
        assert len({(advice, score) for advice, score in sharing}) == 1
        assert place == 1 + sum(its < place for its in places)


@sample
@given(panels(min_ideas=1))
def test_a_score_is_an_exact_fraction_from_0_to_100(panel):
    standings, _places = judge(panel)

    for _advice, score in standings:
        assert score is None or (type(score) is Fraction and 0 <= score <= 100)


# --- edges ---


def test_a_panel_that_floats_would_decide_wrongly_is_a_tie():
    one = [Fraction(1, 10), Fraction(2, 10)]
    other = [Fraction(3, 10), Fraction(0)]
    assert 0.1 + 0.2 != 0.3

    scores = [scoring.entry_score(one), scoring.entry_score(other)]

    assert scoring.places([(DISCUSS, score) for score in scores]) == [1, 1]


def test_missing_is_not_zero():
    assert scoring.entry_score([]) is None
    assert scoring.entry_score([Fraction(0)]) == 0
    assert scoring.places([(DISCUSS, None), (DISCUSS, Fraction(0))]) == [2, 1]


def test_places_one_two_two_four():
    scores = [Fraction(50), Fraction(90), Fraction(10), Fraction(50)]

    assert scoring.places([(PASSES, score) for score in scores]) == [2, 1, 4, 2]


def test_nothing_has_no_places():
    assert scoring.places([]) == []


@pytest.mark.parametrize(("grade", "scale"), [(-1, 5), (6, 5), (11, 10), (2, 1)])
def test_a_grade_outside_its_scale_is_an_error(grade, scale):
    with pytest.raises(ValueError, match=f"grade {grade} is not between 0 and {scale}"):
        scoring.sheet_score([Mark(100, scale, grade)])


def test_the_ends_of_a_scale_are_0_and_the_weight():
    assert scoring.sheet_score([Mark(100, 5, 0)]) == 0
    assert scoring.sheet_score([Mark(60, 5, 5), Mark(40, 3, 3)]) == 100
    assert scoring.sheet_score([]) == 0


@pytest.mark.parametrize(
    ("gates", "advice"),
    [
        ([], DISCUSS),
        ([{}], DISCUSS),
        ([{"yes": 1}], PASSES),
        ([{"no": 1}], FAILS),
        ([{"doubt": 1}], DISCUSS),
        ([{"yes": 1, "no": 1}], DISCUSS),
        ([{"yes": 2, "no": 2}], DISCUSS),
        ([{"yes": 1, "no": 2}], FAILS),
        ([{"yes": 1, "doubt": 1, "no": 2}], DISCUSS),
        ([{"doubt": 2, "no": 3}], FAILS),
        ([{"yes": 5, "doubt": 1}], DISCUSS),
        ([{"yes": 3}, {"yes": 3}], PASSES),
        ([{"yes": 3}, {"no": 3}], FAILS),
        ([{"yes": 3}, {}], DISCUSS),
    ],
    ids=str,
)
def test_the_advice_of_the_gates(gates, advice):
    assert scoring.advice(Counter(gate) for gate in gates) == advice


@given(st.fractions(0, 100), st.integers(1, 6))
@example(Fraction(1, 200), 2)
@example(Fraction(19999, 200), 2)
def test_what_is_shown_is_rounded_half_up(score, digits):
    whole, rest = scoring.rounded(score, digits).split(",")

    shown = Fraction(int(whole + rest), 10**digits)
    half = Fraction(1, 2 * 10**digits)
    assert len(rest) == digits
    assert -half <= score - shown < half


@pytest.mark.parametrize(
    ("score", "shown"),
    [
        (Fraction(0), "0,00"), (Fraction(100), "100,00"), (Fraction(1, 3), "0,33"), (Fraction(2, 3), "0,67"),
        (Fraction(5, 1000), "0,01"), (Fraction(1005, 1000), "1,01"), (Fraction(99995, 1000), "100,00"),
    ],
)  # fmt: skip
def test_scores_as_people_read_them(score, shown):
    assert scoring.rounded(score) == shown


# Dividing work among judges is a matter of a solver, not of scores.
SOURCES = [
    path
    for package in (scoring, queries)
    for path in sorted(Path(package.__file__).parent.glob("*.py"))
    if path.stem != "assigning"
]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: f"{path.parent.name}.{path.stem}")
def test_no_float_takes_part(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))

    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    floats = [
        node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, float)
    ]
    assert names & {"float", "round", "Avg", "StdDev", "statistics"} == set()
    assert floats == []
