"""Tables of options: every figure worked out again from the areas named, on a grid of squares with four sides each."""

from __future__ import annotations

from itertools import combinations

import pandas as pd
import pytest

from geo.candidates.alternatives import OptionRules
from geo.candidates.left_out import LEFT_OUT_COLUMNS
from geo.candidates.options import (
    ALTERNATIVE_AREA_COLUMNS,
    ALTERNATIVE_COLUMNS,
    CAP_COLUMNS,
    SWAP_COLUMNS,
    describe_options,
)
from geo.candidates.place import PlaceLimits
from geo.candidates.set_packing import PackingEffort
from geo.candidates.solve import solve_units

COMPACTNESS = 8.0
LIMITS = PlaceLimits(per_unit=2, max_areas=3, max_residents=3600.0, min_teams=1, compactness=COMPACTNESS)
EFFORT = PackingEffort(seconds=60.0)
EXCESS = [40.0, 30, 12, -6, 22, 8, 3, 25, -4, 6, 19, 33]  # a1 a2 a3 a4 / b1 b2 b3 b4 / c1 c2 c3 c4


@pytest.fixture
def areas(make_areas):
    made = make_areas(4, 3)
    return made.assign(population=[1000.0 + 20 * at for at in range(len(made))])


@pytest.fixture
def excess(areas):
    return pd.Series(EXCESS, index=areas.index)


@pytest.fixture
def solved(areas, excess):
    return list(solve_units(areas, excess, limits={"AA": LIMITS}, effort=EFFORT))


@pytest.fixture
def options(solved):
    return describe_options(solved, EFFORT, OptionRules(alternatives=2, swaps=4))


def worth(excess, codes):
    """Score above the mean, less the price of each open side."""
    joined = sum(
        abs(ord(one[0]) - ord(other[0])) + abs(int(one[1]) - int(other[1])) == 1
        for one, other in combinations(codes, 2)
    )
    return sum(excess[code] for code in codes) - COMPACTNESS * (4 * len(codes) - 2 * joined) / 4


def places_of(solved):
    (one,) = solved
    return {
        f"AA-{rank}": [one.unit.codes[at] for at in place] for rank, place in enumerate(one.packing.places, start=1)
    }


def test_the_places_are_the_best_two(solved, excess):
    assert places_of(solved) == {"AA-1": ["a1", "a2", "b1"], "AA-2": ["b4", "c3", "c4"]}
    assert sum(worth(excess, place) for place in places_of(solved).values()) == pytest.approx(solved[0].packing.value)


def test_alternatives(options, solved, areas, excess):
    table, members = options.candidate_alternatives, options.candidate_alternative_areas
    assert list(table.columns) == list(ALTERNATIVE_COLUMNS)
    assert list(members.columns) == list(ALTERNATIVE_AREA_COLUMNS)
    assert table["alternative_number"].tolist() == [1, 2, 1, 2]
    for row in table.to_dict("records"):
        place = places_of(solved)[row["candidate_id"]]
        mine = members[
            (members["candidate_id"] == row["candidate_id"])
            & (members["alternative_number"] == row["alternative_number"])
        ]
        codes = mine["area_code"].tolist()
        value = worth(excess, place)
        assert row["objective_value"] == pytest.approx(worth(excess, codes))
        assert row["cost_share"] == pytest.approx((value - worth(excess, codes)) / value)
        assert row["changed_count"] == len(set(codes) - set(place)) + len(set(place) - set(codes)) >= 3
        assert (row["area_count"], row["population"]) == (len(codes), areas["population"][codes].sum())
        assert mine["in_candidate"].tolist() == [code in place for code in codes]
        others = {code for name, found in places_of(solved).items() if name != row["candidate_id"] for code in found}
        assert not others & set(codes)


def test_swaps(options, solved, excess):
    table = options.candidate_swaps
    assert list(table.columns) == list(SWAP_COLUMNS)
    assert table["swap_number"].tolist() == [1, 2, 3, 4, 1, 2, 3, 4]
    for row in table.to_dict("records"):
        place = places_of(solved)[row["candidate_id"]]
        swapped = sorted({*place, row["area_in"]} - {row["area_out"]})
        cost = worth(excess, place) - worth(excess, swapped)
        assert (row["area_out"] in place, row["area_in"] in place) == (True, False)
        assert row["cost_points"] == pytest.approx(cost)
        assert row["cost_share"] == pytest.approx(cost / worth(excess, place))
    for _, rows in table.groupby("candidate_id"):
        assert rows["cost_points"].is_monotonic_increasing


def test_other_caps(options, solved, areas, excess):
    table = options.candidate_caps
    assert list(table.columns) == list(CAP_COLUMNS)
    assert table[["npu_code", "cap_factor", "max_areas", "max_residents"]].to_numpy().tolist() == [
        ["AA", 0.5, 1, 1800.0],
        ["AA", 1.0, 3, 3600.0],
        ["AA", 2.0, 6, 7200.0],
    ]
    # One area each: the two of most need, all of whose sides are open.
    assert table.loc[0, ["candidate_count", "area_count", "population"]].tolist() == [2, 2, 1000 + 1220]
    assert table.loc[0, "objective_value"] == pytest.approx(40 + 33 - 2 * COMPACTNESS)
    members = [code for place in places_of(solved).values() for code in place]
    assert table.loc[1, ["candidate_count", "area_count"]].tolist() == [2, 6]
    assert table.loc[1, "population"] == areas["population"][members].sum()
    assert table.loc[1, "objective_value"] == pytest.approx(
        sum(worth(excess, place) for place in places_of(solved).values())
    )
    assert table.loc[1, "best_bound"] == pytest.approx(table.loc[1, "objective_value"])
    assert table.loc[2, "objective_value"] > table.loc[1, "objective_value"]
    assert (table["best_bound"] >= table["objective_value"] - 1e-9).all()


def test_a_unit_that_may_have_no_place_has_no_other_caps(areas, excess):
    none = list(solve_units(areas, excess, limits={"AA": PlaceLimits(per_unit=0, min_teams=1)}, effort=EFFORT))
    options = describe_options(none, EFFORT)
    assert options.candidate_caps.empty
    assert options.candidate_alternatives.empty
    columns = {
        "candidate_alternatives": ALTERNATIVE_COLUMNS,
        "candidate_alternative_areas": ALTERNATIVE_AREA_COLUMNS,
        "candidate_swaps": SWAP_COLUMNS,
        "candidate_caps": CAP_COLUMNS,
        "candidate_left_out": LEFT_OUT_COLUMNS,
    }
    assert {name: tuple(getattr(options, name).columns) for name in columns} == columns
