from datetime import date

import numpy as np
import pandas as pd
import pytest

from geo.areas.neighbours import build_neighbours
from geo.hotspots.exact_p_values import exact_p_values
from geo.hotspots.find_hotspots import COLUMNS, find_hotspots
from geo.hotspots.inference import infer_p_values
from geo.hotspots.local_statistics import local_gi_star
from geo.hotspots.significance import benjamini_hochberg
from geo.measures.ranks import doubled_mid_ranks

PERIOD = {"period_start": date(2024, 1, 1), "period_end": date(2024, 12, 1)}


@pytest.fixture
def force(make_areas):
    areas = make_areas(15, 15)
    values = pd.Series(np.random.default_rng(6).poisson(20, 225), index=areas.index)
    # A block of 25, planted high, with a quiet area in its middle; nine at the far corner, planted low.
    values[[f"{row}{column:02d}" for row in "bcdef" for column in range(2, 7)]] = range(70, 95)
    values["d04"] = 0
    values[[f"{row}{column:02d}" for row in "lmn" for column in range(12, 15)]] = 1
    return areas, build_neighbours(areas), values


def surfaces(**columns):
    frame = pd.DataFrame({("count_rank", name): values for name, values in columns.items()})
    return frame.set_axis(pd.MultiIndex.from_tuples(frame.columns, names=["measure", "crime_type"]), axis=1)


def find(frame, graph, assessable=None, **options):
    trusted = pd.Series(True, index=frame.index) if assessable is None else assessable
    return find_hotspots(frame, graph, assessable=trusted, draws=9999, seed=1, **PERIOD | options)


def test_planted_places_are_found_and_noise_is_not(force):
    _, graph, values = force
    found = find(surfaces(Robbery=values), graph).set_index("area_code")
    classes = found["hotspot_class"]
    # The p-value looks at the neighbours: the eight areas that have all or all but one of theirs in the block.
    inside = [f"{row}{column:02d}" for row in "cde" for column in (3, 4, 5) if (row, column) != ("d", 4)]
    assert classes[inside].str.startswith("hotspot").all()
    assert classes["d04"] == "beside a hotspot"
    assert classes["m13"].startswith("coldspot")
    # Areas around a planted block feel it; those two or more steps away do not.
    far = [code for code in classes.index if code[0] in "hij"]
    assert set(classes[far]) == {"no hotspot"}
    assert found.loc["d04", "quadrant"] == "low-high"
    assert found.loc["c03", "quadrant"] == "high-high"


def test_each_surface_is_ranked_and_corrected_by_itself(force):
    _, graph, values = force
    noise = pd.Series(np.random.default_rng(1).random(225), index=values.index)
    both = find(surfaces(Robbery=values, Burglary=noise), graph)
    assert list(both.columns) == list(COLUMNS)
    assert both["crime_type"].tolist() == ["Robbery"] * 225 + ["Burglary"] * 225
    assert set(both["alternative"]) == {"two-sided"}
    assert set(both["inference"]) == {"exact"}
    assert set(both["rank_levels"]) == {0}
    assert set(both["holds_on"]) == {""}
    assert set(both["period_end"]) == {pd.Timestamp("2024-12-01")}
    alone = both[both["crime_type"] == "Burglary"].set_index("area_code")
    ranks = doubled_mid_ranks(noise).astype(float)
    exact = exact_p_values(ranks, graph)
    p = exact["p_value"]
    assert np.allclose(alone["gi_star_z"], local_gi_star(ranks, graph))
    assert np.allclose(alone["p_value"], p)
    assert np.allclose(alone["p_value_total"], exact["p_value_total"])
    assert np.allclose(alone["q_value"], benjamini_hochberg(p))
    assert set(alone["hotspot_class"]) == {"no hotspot"}


def test_an_area_not_trusted_is_nobodys_neighbour(force):
    areas, graph, values = force
    trusted = pd.Series(True, index=areas.index)
    trusted["c03"] = False
    found = find(surfaces(Robbery=values), graph, trusted).set_index("area_code")
    without = values.drop("c03")
    expected = find(surfaces(Robbery=without), build_neighbours(areas.drop("c03"))).set_index("area_code")
    assert found.loc["c03", "hotspot_class"] == "cannot be assessed"
    assert not found.loc["c03", "assessable"]
    assert found.loc["c03", ["gi_star_z", "p_value", "q_value"]].isna().all()
    pd.testing.assert_frame_equal(found.drop("c03"), expected)


def test_an_area_of_which_nothing_is_known_to_be_trusted_is_not(force):
    areas, graph, values = force
    trusted = pd.Series(True, index=areas.index)
    named = find(surfaces(Robbery=values), graph, trusted.where(areas.index != "c03", False))
    pd.testing.assert_frame_equal(find(surfaces(Robbery=values), graph, trusted.drop("c03")), named)


def test_awkward_surfaces(force, same_index):
    _, graph, values = force
    holed = values.astype(float).where(values.index != "a01")
    found = find(surfaces(Constant=values * 0, Holed=holed), graph)
    constant, other = (found[found["crime_type"] == name].set_index("area_code") for name in ("Constant", "Holed"))
    assert set(constant["hotspot_class"]) == {"cannot be assessed"}
    assert not constant["assessable"].any()
    assert other.index[~other["assessable"]].tolist() == ["a01"]
    same_index(other, values.index)
    assert find(surfaces(Constant=values).iloc[:, :0], graph).empty
    assert find(surfaces(Robbery=values).iloc[:0], graph).empty


def test_islands_and_a_force_of_one(make_areas):
    areas = make_areas(5, 5)
    areas["geometry"] = areas.geometry.where(areas.index != "e5", areas.geometry.translate(50_000, 0))
    values = pd.Series(range(25), index=areas.index)
    found = find(surfaces(Robbery=values), build_neighbours(areas)).set_index("area_code")
    assert found.index[found["hotspot_class"] == "cannot be assessed"].tolist() == ["e5"]
    one = make_areas(1, 1)
    lonely = find(surfaces(Robbery=pd.Series([5], index=one.index)), build_neighbours(one))
    assert lonely["hotspot_class"].tolist() == ["cannot be assessed"]


def test_simulated_p_values_come_from_as_many_draws_as_asked_for(force):
    _, graph, values = force
    options = {"draws": 99, "seed": 3, "method": "simulated"}
    found = find_hotspots(surfaces(Robbery=values), graph, assessable=values >= 0, **PERIOD | options)
    drawn = infer_p_values(doubled_mid_ranks(values).astype(float), graph, **options)
    assert set(found["inference"]) == {"simulated"}
    assert found["p_value"].tolist() == drawn["p_value"].tolist()
    assert found["p_value"].min() == 2 / (99 + 1)  # both sides are asked about
