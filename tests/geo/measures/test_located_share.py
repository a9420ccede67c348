"""Located shares: arithmetic by district, the tolerance against enumeration, and what does not compare."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binom

from geo.measures.located_share import (
    LocationRule,
    compare_located_shares,
    find_moved,
    located_shares,
    location_tolerance,
)

JANUARY, FEBRUARY = pd.Timestamp("2024-01-01"), pd.Timestamp("2024-02-01")
DISTRICTS = {"a1": "D1", "a2": "D1", "b1": "D2"}


def placed(*rows):
    return pd.DataFrame(rows, columns=["area_code", "month", "crime_type", "incident_count"])


def unplaced(*rows):
    return pd.DataFrame(rows, columns=["month", "crime_type", "district_code", "incident_count"])


def moved(before, after):
    shares = located_shares(
        placed(("a1", JANUARY, "Burglary", before[0]), ("a1", FEBRUARY, "Burglary", after[0])),
        unplaced((JANUARY, "Burglary", None, before[1] - before[0]), (FEBRUARY, "Burglary", None, after[1] - after[0])),
        DISTRICTS,
    )
    found = compare_located_shares(shares, [JANUARY], [FEBRUARY], {"Burglary": ["Burglary"]})
    return not found["comparable"].iloc[0]


def test_shares_are_located_over_all_by_month_type_and_district():
    located = placed(("a1", JANUARY, "Burglary", 6), ("a2", JANUARY, "Burglary", 2), ("b1", JANUARY, "Burglary", 5))
    shares = located_shares(located, unplaced((JANUARY, "Burglary", "D1", 2), (JANUARY, "Drugs", "D2", 1)), DISTRICTS)
    assert shares.to_dict("list") == {
        "month": [JANUARY] * 3,
        "crime_type": ["Burglary", "Burglary", "Drugs"],
        "district_code": ["D1", "D2", "D2"],
        "located_count": [6 + 2, 5, 0],
        "unlocated_count": [2, 0, 1],
        "located_share": [8 / (8 + 2), 1.0, 0.0],
    }
    assert shares[["located_count", "unlocated_count"]].dtypes.eq("int64").all()


def test_where_an_incident_names_no_district_no_district_has_a_share():
    located = placed(("a1", JANUARY, "Burglary", 8), ("a1", JANUARY, "Drugs", 4))
    shares = located_shares(located, unplaced((JANUARY, "Burglary", None, 2)), DISTRICTS)
    burglary = shares[shares["crime_type"] == "Burglary"]
    assert burglary["district_code"].isna().tolist() == [False, True]
    assert burglary[["located_count", "unlocated_count"]].to_numpy().tolist() == [[8, 0], [0, 2]]
    assert burglary["located_share"].isna().all()
    assert shares.loc[shares["crime_type"] == "Drugs", "located_share"].tolist() == [1.0]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ((950, 1000), (800, 1000), True),
        ((950, 1000), (940, 1000), False),
        ((95_000, 100_000), (93_100, 100_000), False),  # 1.9 points: small, however many incidents there are
        ((95_000, 100_000), (92_700, 100_000), True),
        ((9, 10), (7, 10), False),
        ((0, 0), (7, 10), False),
    ],
)
def test_a_share_moves_beyond_its_interval_and_two_points(before, after, expected):
    assert moved(before, after) is expected


def test_a_share_that_stays_is_called_moved_in_under_one_case_of_twenty():
    """Enumerated: two periods of 60 incidents, each located with probability 0.9."""
    weights = binom.pmf(np.arange(61), 60, 0.9)
    size = sum(
        weights[i] * weights[j]
        for i in range(61)
        for j in range(61)
        if abs(i - j) / 60 > location_tolerance((i, 60), (j, 60))
    )
    assert 0 < size < 0.05
    assert LocationRule() == LocationRule(confidence=0.95, least_move=0.02)
    assert location_tolerance((0, 0), (1, 2)) == math.inf


def two_districts():
    """D1 loses the location of a third of its burglaries; D2 loses none."""
    located = placed(
        *(("a1", JANUARY, "Burglary", 300), ("a1", FEBRUARY, "Burglary", 200)),
        *(("b1", JANUARY, "Burglary", 5000), ("b1", FEBRUARY, "Burglary", 5000), ("b1", FEBRUARY, "Drugs", 10)),
    )
    shares = located_shares(located, unplaced((FEBRUARY, "Burglary", "D1", 100)), DISTRICTS)
    return compare_located_shares(
        shares, [JANUARY], [FEBRUARY], {"Burglary": ["Burglary"], "All": ["Burglary", "Drugs"]}
    )


def test_a_district_is_not_comparable_though_the_force_is():
    found = two_districts().set_index(["crime_type", "district_code"])
    one = found.loc[("Burglary", "D1")]
    assert one[["before_located", "before_total", "after_located", "after_total"]].tolist() == [300, 300, 200, 300]
    assert (one["without_before"], one["without_after"]) == (0, pytest.approx(100 / 300))
    assert one["words"] == "not comparable: 0% were without a location then, 33% now"
    assert found.loc[("Burglary", "D2"), "comparable"]
    force = found[found.index.get_level_values(1).isna()]
    assert force["comparable"].all()  # 100 of 5,300 is under two points
    assert force.loc["All", "after_total"].item() == 200 + 5000 + 10 + 100


def test_a_place_is_not_comparable_where_one_of_its_districts_or_the_force_is_not():
    moves = two_districts()
    assert find_moved(moves, "Burglary", ["D1", "D2"]) == "not comparable: 0% were without a location then, 33% now"
    assert find_moved(moves, "Burglary", ["D2"]) == ""
    assert find_moved(moves, "Drugs", ["D1"]) == ""
    assert find_moved(moves.iloc[:0], "Burglary", ["D1"]) == ""
    of_force = moves.assign(comparable=moves["district_code"].notna(), words="the force moved")
    assert find_moved(of_force, "Burglary", ["D2"]) == "the force moved"


def test_no_district_is_judged_where_an_incident_names_none():
    located = placed(("a1", JANUARY, "Burglary", 300), ("a1", FEBRUARY, "Burglary", 200))
    shares = located_shares(located, unplaced((FEBRUARY, "Burglary", None, 100)), DISTRICTS)
    found = compare_located_shares(shares, [JANUARY], [FEBRUARY], {"Burglary": ["Burglary"]})
    assert found["district_code"].isna().tolist() == [True]
    assert not found["comparable"].any()


def test_the_tolerance_is_a_choice():
    # 10% against 5% of 100 incidents without a location: half the interval is 1.96 * sqrt(.925 * .075 * 2 / 100)
    (before, after), half = ((90, 100), (95, 100)), 1.959964 * math.sqrt(0.925 * 0.075 * 2 / 100)
    assert location_tolerance(before, after) == pytest.approx(half + 0.02, abs=1e-7)
    assert location_tolerance(before, after, rule=LocationRule(confidence=0, least_move=0.04)) == 0.04
    assert location_tolerance(before, after, rule=LocationRule(0.99, 0)) == pytest.approx(half * 2.575829 / 1.959964)
    shares = located_shares(
        placed(("a1", JANUARY, "Burglary", 90), ("a1", FEBRUARY, "Burglary", 95)),
        unplaced((JANUARY, "Burglary", None, 10), (FEBRUARY, "Burglary", None, 5)),
        DISTRICTS,
    )
    given = (shares, [JANUARY], [FEBRUARY], {"Burglary": ["Burglary"]})
    assert compare_located_shares(*given)["words"].tolist() == [""]
    strict = compare_located_shares(*given, rule=LocationRule(confidence=0, least_move=0.04))
    assert strict["words"].tolist() == ["not comparable: 10% were without a location then, 5% now"]
    assert strict["tolerance"].tolist() == [0.04]
