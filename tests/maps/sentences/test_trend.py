"""The last step of a trend stands beside the same months a year earlier, and beside nothing where these do not compare."""

from __future__ import annotations

from datetime import date

import pandas as pd

from maps.model.series import Series
from maps.sentences.trend import trend_words, years_not_compared

QUARTERS = [date(year, month, 1) for year in (2024, 2025) for month in (1, 4, 7, 10)]
VALUES = [90.0, 80, 0, 60, 70, 95, 50, 66]
WHY = "not comparable: 2% were without a location then, 11% now"


def quarters(**gaps):
    return Series("quarter", QUARTERS, {int(at[1:]): why for at, why in gaps.items()}, {}, {})


def test_the_same_quarter_a_year_earlier_is_named_and_no_other_season():
    assert trend_words(quarters(_2="August 2024: no file"), VALUES, "") == (
        "66 in October to December 2025, and 60 a year earlier. Hatched: no complete data."
    )


def test_where_that_quarter_is_a_gap_or_lies_before_the_data_nothing_is_compared():
    gap = trend_words(quarters(_3="October 2024: incomplete"), VALUES, "")
    assert gap == "66 in October to December 2025. Hatched: no complete data."
    short = Series("quarter", QUARTERS[:4], {}, {}, {})
    assert trend_words(short, VALUES[:4], "") == "60 in October to December 2024."


def test_where_the_located_share_moved_the_year_before_is_not_compared():
    assert trend_words(quarters(), VALUES, WHY) == (f"66 in October to December 2025. The year before is {WHY}.")


def test_a_place_is_not_compared_where_its_district_or_the_force_moved():
    rows = [
        ("All recorded crime", None, True, ""),
        ("All recorded crime", "D1", False, WHY),
        ("Drugs", None, False, "x"),
    ]
    moves = pd.DataFrame(rows, columns=["crime_type", "district_code", "comparable", "words"])
    assert years_not_compared(moves, ["D1", "D2"]) == WHY
    assert years_not_compared(moves, ["D2"]) == ""
    assert years_not_compared(moves.assign(comparable=False, words="all"), ["D2"]) == "all"
    assert years_not_compared(pd.DataFrame(), ["D1"]) == ""
