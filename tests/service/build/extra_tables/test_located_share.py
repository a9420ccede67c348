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
from geo.measures.located_share import located_shares
from service.build.analysis import MAIN_SURFACE
from service.build.extra_tables.over_time import NOT_COMPARABLE, change_in_a_year
from service.build.extra_tables.surfaces import WHOLE_FORCE, Surfaces

MONTHS = pd.date_range("2022-01-01", periods=24, freq="MS")
BURGLARY = ("count_rank", "Burglary")


def compare(shares_by_year):
    squares = [shapely.box(x * 1000, y * 1000, x * 1000 + 1000, y * 1000 + 1000) for y in range(6) for x in range(6)]
    codes = pd.Index([f"E{i:02}" for i in range(36)], name="area_code")
    areas = gpd.GeoDataFrame({"npu_code": ["N"] * 18 + ["S"] * 18}, index=codes, geometry=squares, crs=27700)
    random = np.random.default_rng(7)
    everything = pd.DataFrame(random.poisson(20, (36, 24)), index=codes, columns=MONTHS)
    located = pd.DataFrame(
        random.binomial(everything, np.repeat(shares_by_year, 12)[None, :]), index=codes, columns=MONTHS
    )
    rows = {
        name: frame.sum().rename("incident_count").rename_axis("month").reset_index().assign(crime_type="Burglary")
        for name, frame in {"located": located, "unlocated": everything - located}.items()
    }
    surfaces = Surfaces({MAIN_SURFACE: located.astype(float), BURGLARY: located.astype(float)})
    changes, _ = change_in_a_year(areas, surfaces, build_neighbours(areas), located_shares(**rows))
    return changes.set_index(["crime_type", "npu_code"]), [note for _, note in surfaces.notes], everything


def test_units_are_not_compared_and_the_force_counts_everything():
    changes, notes, everything = compare([0.75, 0.9])
    force = changes.loc[("Burglary", WHOLE_FORCE)]
    assert force["before_count"] == everything.iloc[:, :12].to_numpy().sum()
    assert force["after_count"] == everything.iloc[:, 12:].to_numpy().sum()
    assert force["change_ratio"] == pytest.approx(1, abs=0.03)
    units = changes.loc["Burglary"].drop(WHOLE_FORCE)
    assert set(units["change_class"]) == {NOT_COMPARABLE}
    assert units["p_value"].isna().all()
    assert (units["change_ratio"] > 1.15).all()  # what the map would have said
    assert "units are not comparable, because 25% were without a location in the earlier year and 11% in" in " ".join(
        notes
    )


def test_with_a_share_that_stays_units_are_compared():
    changes, notes, _ = compare([0.9, 0.9])
    assert NOT_COMPARABLE not in set(changes["change_class"])
    assert changes["change_ratio"].between(0.9, 1.1).all()
    assert not [note for note in notes if "comparable" in note]
