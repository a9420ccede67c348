"""A force of which more incidents get a location in the second year: areas seem to rise, and nothing rose.

Planted: 36 areas of 2 units with 20 incidents a month each; 75% have a location in the first year and 90% in the second.
"""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from geo.areas.neighbours import build_neighbours
from geo.measures.located_share import compare_located_shares, located_shares
from service.build.analysis import MAIN_SURFACE, LocatedShares
from service.build.extra_tables.over_time import change_in_a_year
from service.build.extra_tables.surfaces import WHOLE_FORCE, Surfaces

MONTHS = pd.date_range("2022-01-01", periods=24, freq="MS")
BURGLARY = ("count_rank", "Burglary")


def compare(shares_by_year, *, telling=()):
    """Changes, notes and all incidents; `shares_by_year` of each area or of all, `telling` areas name their district."""
    squares = [shapely.box(x * 1000, y * 1000, x * 1000 + 1000, y * 1000 + 1000) for y in range(6) for x in range(6)]
    codes = pd.Index([f"E{i:02}" for i in range(36)], name="area_code")
    units = ["N"] * 18 + ["S"] * 18
    areas = gpd.GeoDataFrame({"npu_code": units, "district_code": units}, index=codes, geometry=squares, crs=27700)
    random = np.random.default_rng(7)
    everything = pd.DataFrame(random.poisson(20, (36, 24)), index=codes, columns=MONTHS)
    located = pd.DataFrame(
        random.binomial(everything, np.repeat(np.atleast_2d(shares_by_year), 12, axis=1)), index=codes, columns=MONTHS
    )
    long = {
        name: frame.reset_index().melt("area_code", var_name="month", value_name="incident_count")
        for name, frame in {"located": located, "unlocated": everything - located}.items()
    }
    named = {code: areas.loc[code, "npu_code"] if code in telling else None for code in codes}
    unlocated = long["unlocated"].assign(crime_type="Burglary", district_code=long["unlocated"]["area_code"].map(named))
    shares = located_shares(long["located"].assign(crime_type="Burglary"), unlocated, areas["npu_code"])
    types = {"All recorded crime": ["Burglary"], "Burglary": ["Burglary"]}
    moves = compare_located_shares(shares, MONTHS[:12], MONTHS[12:], types)
    surfaces = Surfaces({MAIN_SURFACE: located.astype(float), BURGLARY: located.astype(float)})
    changes, _ = change_in_a_year(areas, surfaces, build_neighbours(areas), LocatedShares(shares, moves))
    return changes.set_index(["crime_type", "npu_code"]), [note for _, note in surfaces.notes], everything


def test_units_are_not_compared_and_the_force_counts_everything():
    changes, notes, everything = compare([0.75, 0.9])
    force = changes.loc[("Burglary", WHOLE_FORCE)]
    assert force["before_count"] == everything.iloc[:, :12].to_numpy().sum()
    assert force["after_count"] == everything.iloc[:, 12:].to_numpy().sum()
    assert force["change_ratio"] == pytest.approx(1, abs=0.03)
    units = changes.loc["Burglary"].drop(WHOLE_FORCE)
    assert set(units["change_class"]) == {"not comparable: 25% were without a location then, 11% now"}
    assert units["p_value"].isna().all()
    assert (units["change_ratio"] > 1.15).all()  # what the map would have said
    said = "no unit is compared (not comparable: 25% were without a location then, 11% now); the force's figure counts"
    assert said in " ".join(notes)


def test_where_only_one_district_moved_only_its_unit_is_not_compared():
    """One area of N has no locations in the second year and says its district; the force hardly moves."""
    shares = np.ones((36, 2))
    shares[0] = [1, 0.2]
    changes, notes, _ = compare(shares, telling=[f"E{i:02}" for i in range(36)])
    classes = changes.loc["Burglary", "change_class"]
    assert classes["N"] == "not comparable: 0% were without a location then, 4% now"
    assert classes["S"].endswith("the force")
    assert changes.loc[("Burglary", "N"), ["p_value", "against_force", "change_low"]].isna().all()
    assert "Burglary: N, not comparable: 0% were without a location then, 4% now" in notes


def test_with_a_share_that_stays_units_are_compared():
    changes, notes, _ = compare([0.9, 0.9])
    assert not changes["change_class"].str.startswith("not comparable").any()
    assert changes["change_ratio"].between(0.9, 1.1).all()
    assert not [note for note in notes if "comparable" in note]
