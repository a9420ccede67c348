"""Steps against the full statistic, area by area; gaps are gaps."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from geo.areas.neighbours import build_neighbours
from geo.exceptions import ConfigurationRefused
from geo.hotspots.find_hotspots import find_hotspots
from geo.trends.steps import add_up_steps, count_by_month, score_steps

MONTHS = pd.date_range("2024-01-01", periods=7, freq="MS")


def grid(side):
    boxes = {f"a{i:02}{j:02}": shapely.box(i, j, i + 1, j + 1) for i in range(side) for j in range(side)}
    boxes["island"] = shapely.box(90, 90, 91, 91)
    index = pd.Index(sorted(boxes), name="area_code")
    return gpd.GeoDataFrame(geometry=[boxes[code] for code in index], index=index, crs=27700)


@pytest.mark.parametrize("side", [7, 12])  # counted in whole numbers, and by transforms
@pytest.mark.parametrize("planted", [0, 6])
def test_the_same_answer_as_the_map_of_each_step(side, planted):
    areas = grid(side)
    graph = build_neighbours(areas)
    counts = pd.DataFrame(np.random.default_rng(side).poisson(2, (len(areas), 3)), index=areas.index).astype(float)
    counts.columns = MONTHS[:3]
    counts.loc[[f"a{i:02}{j:02}" for i in range(3) for j in range(3)]] += planted
    steps = score_steps(counts, graph, levels=4096)
    for start in counts:
        surface = counts[[start]].set_axis(pd.MultiIndex.from_tuples([("count_rank", "x")]), axis=1)
        everyone = pd.Series(True, index=areas.index)
        full = find_hotspots(
            surface, graph, assessable=everyone, period_start=start, period_end=start, draws=9, seed=1
        ).set_index("area_code")
        step = steps[steps["period_start"] == start].set_index("area_code")
        assert step["gi_star_z"].to_numpy() == pytest.approx(full["gi_star_z"].to_numpy(), abs=1e-9, nan_ok=True)
        assert step["hotspot_class"].tolist() == full["hotspot_class"].tolist()
        named = full["q_value"] <= 0.05
        assert step["q_value"].to_numpy() == pytest.approx(full["q_value"].to_numpy(), abs=1e-12, nan_ok=True)
        assert named.any() == bool(planted)


def test_a_constant_step_cannot_be_assessed():
    areas = grid(7)
    flat = pd.DataFrame(1.0, index=areas.index, columns=MONTHS[:1])
    steps = score_steps(flat, build_neighbours(areas))
    assert steps["hotspot_class"].unique().tolist() == ["cannot be assessed"]


def test_a_quarter_without_one_of_its_months_is_a_gap():
    monthly = pd.DataFrame([[1.0, 2, 4, 8, 16, 32, 64]], index=["a"], columns=MONTHS)
    assert add_up_steps(monthly, step="quarter").iloc[0].to_dict() == {
        pd.Timestamp("2024-01-01"): 1 + 2 + 4,
        pd.Timestamp("2024-04-01"): 8 + 16 + 32,
    }
    without_may = add_up_steps(monthly.drop(columns=MONTHS[4]), step="quarter")
    assert without_may.columns.tolist() == [pd.Timestamp("2024-01-01")]
    with pytest.raises(ConfigurationRefused, match="The step is 'week'"):
        add_up_steps(monthly, step="week")


def test_counts_are_laid_out_by_type_and_only_complete_months_count():
    rows = [("a", MONTHS[0], "Burglary", 3), ("b", MONTHS[1], "Drugs", 2), ("b", MONTHS[3], "Burglary", 9)]
    rows += [("elsewhere", MONTHS[0], "Burglary", 7)]
    frame = pd.DataFrame(rows, columns=["area_code", "month", "crime_type", "incident_count"])
    tables = count_by_month(frame, area_codes=pd.Index(["a", "b"], name="area_code"), months=MONTHS[:2])
    assert list(tables) == ["Burglary", "Drugs"]
    assert tables["Burglary"].to_numpy().tolist() == [[3, 0], [0, 0]]
    assert tables["Drugs"].to_numpy().tolist() == [[0, 0], [0, 2]]
