"""What places give up to be connected: shares by hand, ties, nobody, nothing recorded."""

import math

import pandas as pd
import pytest

from geo.candidates.place_shares import (
    BY_CRIME,
    BY_NEED,
    BY_NEED_RESIDENTS,
    IN_PLACES,
    measure_place_shares,
)

FORCE = pd.DataFrame(
    {
        "need": [90, 80, 70, 40, 20],
        "population": [3000, 1000, 1000, 1000, 4000],
        "hectares": [10, 10, 20, 40, 20],
        "crime_count": [40, 10, 30, 15, 5],
        "demand_count": [4, 4, 1, 1, 0],
        "harm_days": [0, 0, 0, 0, 0],
    },
    index=pd.Index(list("abcde"), name="area_code"),
)


def shares(members, force=FORCE):
    return measure_place_shares(members, force["need"].astype(float), force.drop(columns="need")).set_index("chosen_by")


def test_each_share_is_of_the_whole_force():
    found = shares(["b", "c"])
    assert list(found.index) == [IN_PLACES, BY_NEED, BY_NEED_RESIDENTS, BY_CRIME]
    assert found["area_count"].to_list() == [2, 2, 0, 2]
    assert found["crime_share"].to_list() == pytest.approx([(10 + 30) / 100, (40 + 10) / 100, 0, (40 + 30) / 100])
    assert found.loc[IN_PLACES, "demand_share"] == pytest.approx((4 + 1) / 10)
    assert found.loc[IN_PLACES, "land_share"] == pytest.approx((10 + 20) / 100)
    assert found.loc[IN_PLACES, "resident_share"] == pytest.approx(2000 / 10_000)
    assert found.loc[IN_PLACES, "need_above_mean"] == pytest.approx((80 - 60) + (70 - 60))
    assert found.loc[BY_NEED, "population"] == 3000 + 1000


def test_as_many_residents_stops_before_the_area_that_would_be_too_many():
    found = shares(["a", "b", "d"])
    assert found.loc[BY_NEED_RESIDENTS, "area_count"] == 3
    assert found.loc[BY_NEED_RESIDENTS, "crime_share"] == pytest.approx((40 + 10 + 30) / 100)


def test_an_area_that_cannot_be_assessed_is_never_chosen_freely_but_counts_for_the_force():
    force = FORCE.assign(need=FORCE["need"].astype(float).where(FORCE.index != "a"))
    found = shares(["b", "c"], force)
    assert found.loc[BY_NEED, "crime_share"] == pytest.approx((10 + 30) / 100)
    assert found.loc[BY_CRIME, "crime_share"] == pytest.approx((30 + 15) / 100)


def test_equal_scores_go_by_code_whatever_the_order_of_rows():
    force = FORCE.assign(need=50.0, crime_count=7)
    assert shares(["e"], force).equals(shares(["e"], force.loc[["d", "e", "a", "c", "b"]]))
    assert shares(["e"], force).loc[BY_NEED, "demand_share"] == pytest.approx(4 / 10)


def test_nothing_recorded_has_no_share_and_no_places_have_no_rows():
    assert math.isnan(shares(["a"]).loc[IN_PLACES, "harm_share"])
    assert measure_place_shares([], FORCE["need"], FORCE).empty
