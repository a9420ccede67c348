"""Room for places shared over units by need: the shares kept, the promise of a place, and a second way to divide."""

import numpy as np
import pandas as pd
import pytest

from geo.candidates.allot import Proportions, allot_limits
from geo.candidates.place import PlaceLimits
from geo.exceptions import ConfigurationRefused

LIMITS = PlaceLimits(per_unit=3, max_areas=10, max_residents=20_000, min_teams=1)


def make_force(claims, areas_each=100, residents=1500.0):
    """Units of as many areas, with need above the mean in one area each."""
    rows = [(f"{unit}{at:03d}", unit) for unit in claims for at in range(areas_each)]
    index = pd.Index([code for code, _ in rows], name="area_code")
    areas = pd.DataFrame({"npu_code": [unit for _, unit in rows], "population": residents}, index=index)
    excess = pd.Series(0.0, index=index)
    for unit, claim in claims.items():
        excess[f"{unit}000"] = claim
    return areas, excess, excess <= 0


def room(limits):
    return {unit: one.per_unit * one.max_residents for unit, one in limits.items() if one.per_unit}


def test_room_is_shared_by_need():
    areas, excess, low = make_force({"AA": 300.0, "BB": 100.0, "CC": 0.0})
    limits = allot_limits(areas, excess, low, LIMITS, Proportions(0.1, 0.5))
    # A tenth of 450,000 is 45,000: three quarters and one quarter of it.
    assert room(limits) == pytest.approx({"AA": 33_750, "BB": 11_250})
    assert [limits[unit].per_unit for unit in ("AA", "BB", "CC")] == [2, 1, 0]
    assert limits["AA"].max_residents == pytest.approx(33_750 / 2)
    assert limits["BB"].max_areas == LIMITS.max_areas


def test_what_one_unit_may_not_take_goes_to_the_others():
    areas, excess, low = make_force({"AA": 900.0, "BB": 50.0, "CC": 50.0})
    limits = allot_limits(areas, excess, low, LIMITS, Proportions(0.1, 0.2))
    # AA would have 40,500 and may have 30,000; the others share 15,000.
    assert room(limits) == pytest.approx({"AA": 30_000, "BB": 7_500, "CC": 7_500})


def test_a_unit_with_a_little_need_has_room_for_a_small_place():
    areas, excess, low = make_force({"AA": 999.0, "BB": 1.0})
    limits = allot_limits(areas, excess, low, LIMITS, Proportions(0.1, 0.5))
    assert room(limits) == pytest.approx({"AA": 30_000 - 4_500, "BB": 4_500})
    none = allot_limits(areas, excess, low, LIMITS, Proportions(0.1, 0.5, least_places=0))
    assert room(none)["BB"] == pytest.approx(30)
    tight = allot_limits(areas, excess, low, LIMITS, Proportions(0.02, 0.5))
    assert sum(room(tight).values()) == pytest.approx(6_000)


@pytest.mark.parametrize("seed", range(5))
def test_both_shares_hold_and_claims_are_met_alike(seed):
    random = np.random.default_rng(seed)
    claims = {f"U{at}": float(claim) for at, claim in enumerate(random.gamma(1.0, 100.0, 9))}
    areas, excess, low = make_force(claims, residents=float(random.integers(900, 2500)))
    limits = allot_limits(areas, excess, low, LIMITS, Proportions(0.08, 0.15))
    people = areas["population"].groupby(areas["npu_code"]).sum()
    given = pd.Series(room(limits))
    assert given.sum() <= 0.08 * people.sum() + 1e-6
    assert (given <= 0.15 * people[given.index] + 1e-6).all()
    # By hand: hand the room out in small steps, each to the unit with least for its claim that may have more.
    most, poured = (0.15 * people).to_dict(), (3 * people / 100).to_dict()
    step = float(people.sum()) / 100_000
    for _ in range(int((0.08 * people.sum() - sum(poured.values())) / step)):
        open_ = [unit for unit in claims if poured[unit] + step <= most[unit]]
        poured[min(open_, key=lambda unit: poured[unit] / claims[unit])] += step
    capped = {unit: min(poured[unit], LIMITS.max_residents * limits[unit].per_unit) for unit in claims}
    assert given.to_numpy() == pytest.approx([capped[unit] for unit in given.index], rel=0.02)


def test_shares_that_are_none_are_refused():
    with pytest.raises(ConfigurationRefused, match="force_share is 0"):
        Proportions(force_share=0)
    with pytest.raises(ConfigurationRefused, match=r"unit_share is 1\.5"):
        Proportions(unit_share=1.5)
