"""The geometry of plots: nothing outside its box, nothing lost."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal import plots

START = datetime(2022, 5, 20, tzinfo=UTC)
END = START + timedelta(days=164)
ROWS = st.lists(st.tuples(st.text(max_size=5), st.integers(0, 10_000)), max_size=12)


@given(ROWS)
def test_bars_lie_in_their_box_and_the_longest_fills_it(rows):
    drawn = plots.bars(rows)
    assert [bar.value for bar in drawn] == [value for _label, value in rows]
    assert all(0 <= bar.width <= plots.WIDTH for bar in drawn)
    if any(value for _label, value in rows):
        assert max(bar.width for bar in drawn) == plots.WIDTH


@given(ROWS)
def test_a_funnel_stands_in_the_middle(rows):
    for bar in plots.funnel(rows):
        assert abs(bar.x * 2 + bar.width - plots.WIDTH) <= 1


@given(st.lists(st.floats(0, 100), max_size=200))
def test_a_distribution_counts_every_value_once(values):
    drawn = plots.distribution(values, low=0, high=100, parts=10)
    assert sum(one.count for one in drawn) == len(values)
    assert all(0 <= one.y <= 100 and one.height + one.y == 100 for one in drawn)


def test_the_highest_value_lies_in_the_last_part():
    assert plots.distribution([100], low=0, high=100, parts=10)[-1].count == 1


@pytest.mark.parametrize(
    ("steps", "now_y"), [([], 0), ([(10, 750)], 75), ([(10, 750), (20, 0)], 300), ([(10, 2000)], 0)]
)
def test_a_burn_down_ends_at_what_is_left(steps, now_y):
    moments = [(START + timedelta(days=day), left) for day, left in steps]
    drawn = plots.burn_down(moments, start=START, end=END, now=END, full=1000)
    assert drawn.marks == (1000, 500, 0)
    assert (drawn.now_x, drawn.now_y) == (1000, now_y)
    assert drawn.path.startswith("M0 0")


def test_a_burn_down_after_the_end_stays_in_its_box():
    drawn = plots.burn_down(
        [(END + timedelta(days=9), 1)], start=START, end=END, now=END + timedelta(days=30), full=0
    )
    assert drawn.now_x == 1000


def test_dots_stand_where_their_values_lie_with_the_mean_between_them():
    drawn = plots.dots([Fraction(100), Fraction(0), Fraction(50)])

    assert drawn.path == "M30 45h0M530 45h0M1030 45h0"
    assert drawn.mean_x == 530


def test_without_values_there_are_no_dots():
    with pytest.raises(ValueError, match="nothing to draw"):
        plots.dots([])
