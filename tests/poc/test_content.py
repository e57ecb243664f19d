"""Amounts as people write them, exact to the cent; what counts; the layers of a budget."""

from datetime import UTC, datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poc import content
from poc.models import EntryKind

CENTS = st.integers(0, content.LARGEST)
SUMS = st.dictionaries(st.sampled_from(EntryKind.values), st.integers(0, 10_000))


@pytest.mark.parametrize(
    ("typed", "cents"),
    [
        ("14,99", 1499),
        ("15000", 1_500_000),
        ("15.000", 1_500_000),
        ("1.500,00", 150_000),
        ("€ 1.500,00", 150_000),
        ("€\u00a015.000", 1_500_000),
        ("1500 euro", 150_000),
        ("EUR 14.999,99", 1_499_999),
        ("  7 ", 700),
        ("0,01", 1),
        ("0", 0),
        ("12,-", 1200),
        ("10.000.000", content.LARGEST),
    ],
)
def test_an_amount_is_read_as_it_is_written_in_dutch(typed, cents):
    assert content.parse_amount(typed) == cents


@pytest.mark.parametrize("typed", ["14.99", "1.5", "1500.00", "0.1"])
def test_a_full_stop_before_cents_is_refused_with_the_right_way_to_write_it(typed):
    with pytest.raises(content.NotAnAmount, match="na een komma"):
        content.parse_amount(typed)


def test_the_explanation_shows_what_was_probably_meant():
    with pytest.raises(content.NotAnAmount, match="‘1,50’"):
        content.parse_amount("1.5")


@pytest.mark.parametrize(
    "typed",
    [
        "", "-5", "+5", "1,5", "1,234", "1.50.000", "15,000.00", "1.5000", ".500", ",50", "vijf", "1e5", "٣", "½",
        "12 of 13", "€", "1_000", "<b>1</b>", "1,,2", "0x10", "NaN", "9" * 30, "10.000.000,01",
    ],
)  # fmt: skip
def test_anything_else_is_refused(typed):
    with pytest.raises(content.NotAnAmount):
        content.parse_amount(typed)


@given(CENTS)
def test_every_amount_that_is_written_is_read_back_to_the_cent(cents):
    assert content.parse_amount(content.write_amount(cents)) == cents
    assert content.parse_amount(content.write_amount(cents).replace(".", "")) == cents


@given(st.text(max_size=30))
def test_whatever_is_typed_gives_cents_or_a_sentence(typed):
    told: object = ""
    try:
        told = content.parse_amount(typed)
    except content.NotAnAmount as no:
        told = str(no)
    assert told in range(content.LARGEST + 1) if isinstance(told, int) else told


@pytest.mark.parametrize(
    ("cents", "rate", "bare"),
    [
        (12_100, 21, 10_000),
        (10_600, 6, 10_000),
        (100, 0, 100),
        (1, 21, 1),
        (-12_100, 21, -10_000),
        (53, 6, 50),
    ],
)
def test_what_is_left_without_vat(cents, rate, bare):
    assert content.without_vat(cents, rate) == bare


@given(CENTS, st.sampled_from(content.VAT_RATES))
def test_vat_is_rounded_half_up(cents, rate):
    exact = Fraction(cents * 100, 100 + rate)
    assert content.without_vat(cents, rate) == int(exact + Fraction(1, 2))


@given(st.lists(SUMS, max_size=8), st.integers(0, 10**6))
def test_the_layers_of_a_budget_make_the_cap_and_use_what_counts(obligations, cap):
    found = content.layers(obligations, cap)

    used = sum(content.counted(sums) for sums in obligations)
    assert [layer.key for layer in found] == ["paid", "invoiced", "committed", "reserved", "free"]
    assert sum(layer.cents for layer in found) == cap
    assert found[-1].cents == cap - used
    assert [layer.start for layer in found] == [
        sum(one.cents for one in found[:n]) for n in range(len(found))
    ]


def test_a_cent_stands_in_the_last_layer_it_reached():
    found = content.layers([{"reserved": 100, "committed": 80, "invoiced": 50, "paid": 20}], 200)

    assert [(layer.key, layer.cents) for layer in found] == [
        ("paid", 20), ("invoiced", 30), ("committed", 30), ("reserved", 20), ("free", 100),
    ]  # fmt: skip


def test_what_is_left_goes_down_with_what_counts_and_up_when_money_comes_free():
    """A cost counts with the highest of its kinds, so an invoice within what was reserved changes nothing."""
    day = [datetime(2022, 6, number, tzinfo=UTC) for number in (1, 2, 3, 4)]
    bookings = [
        (day[0], "a", "reserved", 60_000),
        (day[1], "a", "invoiced", 50_000),
        (day[2], "b", "reserved", 10_000),
        (day[3], "a", "reserved", -10_000),
    ]
    told = content.left_over_time(bookings, 100_000)
    assert [(one.at, one.left) for one in told] == [(day[0], 40_000), (day[2], 30_000), (day[3], 40_000)]
    assert content.sums_per_cost(bookings)["a"] == dict.fromkeys(EntryKind.values, 0) | {
        "reserved": 50_000, "invoiced": 50_000,
    }  # fmt: skip
