from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maps.text.phrases import count_words, day_words, list_words, number, percent, whole_parts


def test_numbers_are_british_and_never_a_bare_zero_for_missing():
    assert (number(1719), number(float("nan")), number(2.345, decimals=1)) == ("1,719", "not known", "2.3")
    assert (count_words(1, "area"), count_words(1719, "area"), count_words(2, "county", "counties")) == (
        "1 area",
        "1,719 areas",
        "2 counties",
    )


@pytest.mark.parametrize(
    ("share", "words"), [(0, "0%"), (0.004, "under 1%"), (0.095, "10%"), (float("nan"), "not known")]
)
def test_shares(share, words):
    assert percent(share) == words


def test_dates_are_words():
    assert day_words(date(2026, 11, 20)) == "20 November 2026"
    assert day_words(date(2026, 12, 1)) == "1 December 2026"


def test_lists():
    assert (list_words(["a"]), list_words(["a", "b"]), list_words(["a", "b", "c"])) == ("a", "a and b", "a, b and c")


def test_parts_are_rounded_so_that_they_sum_to_the_score_that_is_shown():
    assert whole_parts([24.4, 24.4, 25.0, 24.51], 98.31) == [24, 24, 25, 25]
    assert whole_parts([24.9, 24.6, 1.6, 24.6], 75.7) == [25, 25, 1, 25]  # each rounded alone would give 77
    assert whole_parts([0.0, 0.0, 0.0, 0.0], 0.0) == [0, 0, 0, 0]


@settings(deadline=None)
@given(st.lists(st.floats(0, 50), min_size=4, max_size=4))
def test_rounded_parts_sum_to_the_rounded_total_and_stay_within_one(parts):
    whole = whole_parts(parts, sum(parts))
    assert sum(whole) == round(sum(parts))
    assert all(abs(one - part) <= 1 for one, part in zip(whole, parts, strict=True))
