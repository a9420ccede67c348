"""Excess on one scale whatever the objective, and units laid out by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from geo.candidates.units import OBJECTIVES, build_units, score_excess
from geo.exceptions import ConfigurationRefused

AREAS = pd.Index(["a", "b", "c", "d"], name="area_code")
RANKING = pd.DataFrame({"need_score": [10.0, 40.0, 70.0, np.nan]}, index=AREAS)
MEASURES = pd.DataFrame(
    {"crime_count": [1, 3, 11, 999], "demand_count": [2.0, 2, 8, 999], "harm_days": [5.0, 0, 1, 999]}, index=AREAS
)


def test_need_is_counted_from_the_force_mean():
    assert score_excess(RANKING, MEASURES, objective="need").tolist() == [10 - 40, 0, 70 - 40, 0]


@pytest.mark.parametrize("objective", sorted(set(OBJECTIVES) - {"need"}))
def test_counts_come_to_the_mean_and_the_spread_of_need_and_leave_out_what_cannot_be_assessed(objective):
    excess = score_excess(RANKING, MEASURES, objective=objective)
    counted = np.array(MEASURES[OBJECTIVES[objective]][:3], dtype=float)
    expected = (counted - counted.mean()) / np.std(counted) * np.std([10, 40, 70])
    assert excess[:3].tolist() == pytest.approx(expected.tolist())
    assert excess["d"] == 0


def test_counts_that_are_all_the_same_give_no_area_any_excess():
    same = MEASURES.assign(crime_count=7)
    assert score_excess(RANKING, same, objective="crime").tolist() == [0, 0, 0, 0]


def test_another_objective_is_refused():
    with pytest.raises(ConfigurationRefused, match="'luck'"):
        score_excess(RANKING, MEASURES, objective="luck")


def test_a_unit_by_hand(make_areas):
    areas = make_areas(3, 2).assign(npu_code=["AA", "AA", "BB"] * 2, population=[1, 2, 3, 4, 5, np.nan])
    areas["team_code"] = ["t", None, "t", "u", "t", "u"]
    excess = pd.Series([1.0, -2.0, 3.0, 4.0, np.nan], index=["a1", "a2", "a3", "b1", "b2"])
    one, two = build_units(areas, excess, compactness=20.0)
    assert (one.npu_code, list(one.codes), two.npu_code, list(two.codes)) == (
        "AA",
        ["a1", "a2", "b1", "b2"],
        "BB",
        ["a3", "b3"],
    )
    assert one.excess.tolist() == [1, -2, 4, 0]
    assert (one.residents.tolist(), two.residents.tolist()) == ([1, 2, 4, 5], [3, 0])
    assert one.teams.tolist() == [0, -1, 1, 0]
    assert one.home.all()
    side = 0.25  # squares: a quarter of the perimeter lies against each neighbour
    assert one.shares == pytest.approx(
        np.array([[0, side, side, 0], [side, 0, 0, side], [side, 0, 0, side], [0, side, side, 0]])
    )
    assert one.compactness == 20


def test_across_the_border_a_unit_sees_a_few_steps_and_knows_what_is_its_own(make_areas):
    areas = make_areas(8, 1).assign(npu_code=["AA"] + ["BB"] * 7)
    one, two = build_units(areas, pd.Series(0.0, index=areas.index), compactness=20.0, cross_units=True)
    assert list(one.codes) == ["a1", "a2", "a3", "a4"]
    assert one.home.tolist() == [True, False, False, False]
    assert list(two.codes) == [f"a{at}" for at in range(1, 9)]
    assert two.home.tolist() == [False] + [True] * 7


def test_an_area_of_which_nothing_is_known_is_below_the_floor(make_areas):
    areas = make_areas(3, 1)
    low = pd.Series([True, False], index=["a1", "a2"])
    (unit,) = build_units(areas, pd.Series(0.0, index=areas.index), compactness=20.0, low=low)
    assert unit.low.tolist() == [True, False, True]
