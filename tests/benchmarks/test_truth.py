"""Every part of `benchmarks.truth` on a small made-up force, and what its judges say of shares that are known."""

from __future__ import annotations

import json

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely import box

from benchmarks.coverage import CoverageShare, judge_mean, judge_years, year_variance
from benchmarks.force_data import ForceData
from benchmarks.forecast_coverage import conformal_factor
from benchmarks.measure import RESULTS
from benchmarks.truth import PARTS, SHORT, Forces
from geo.candidates.place import PlaceLimits
from geo.need.next_ranks import USUAL_TOGETHER
from geo.need.strand_months import lay_out_strands
from geo.trends.expectation import FORCE_DRIFT, USUAL_DRIFT
from service.build.store_results import crime_types_frame
from service.settings.analysis import Demand, Harm

WIDE, HIGH = 12, 8
TYPES = {"Violence and sexual offences": 3.0, "Burglary": 1.5, "Anti-social behaviour": 3.0}


def made_up(seed, *, months=24):
    """Two units of 48 square areas; counts of two years about levels that drift."""
    random = np.random.default_rng(seed)
    codes = pd.Index([f"E{at:03}" for at in range(WIDE * HIGH)], name="area_code")
    row, column = np.divmod(np.arange(len(codes)), WIDE)
    level = random.normal(0, 0.6, len(codes))
    rows = []
    for at in range(months):
        if at == 12:
            level = level + random.normal(0, 0.15, len(codes))
        for name, mean in TYPES.items():
            counts = random.poisson(mean * np.exp(level))
            month = pd.Timestamp("2024-01-01") + pd.DateOffset(months=at)
            rows.append(
                pd.DataFrame({"area_code": codes, "month": month, "crime_type": name, "incident_count": counts})
            )
    areas = gpd.GeoDataFrame(
        {
            "npu_code": np.where(column < WIDE // 2, "N", "S"),
            "team_code": [f"T{r // 2}{c // 3}" for r, c in zip(row, column, strict=True)],
            "population": 1_500.0,
        },
        index=codes,
        geometry=[box(100 * c, 100 * r, 100 * c + 100, 100 * r + 100) for r, c in zip(row, column, strict=True)],
        crs=27700,
    )
    stretch = pd.DatetimeIndex([pd.Timestamp("2024-01-01") + pd.DateOffset(months=at) for at in range(months)])
    types = crime_types_frame(Harm(), Demand())
    strands = lay_out_strands(pd.concat(rows), types, area_codes=codes, months=stretch)
    similar = pd.DataFrame(
        [(code, codes[(at + step) % len(codes)]) for at, code in enumerate(codes) for step in range(1, 11)],
        columns=["area_code", "similar_code"],
    )
    deprivation = pd.Series(random.uniform(0, 60, len(codes)), index=codes)
    limits = {npu: PlaceLimits(max_areas=6, max_residents=9_000.0) for npu in ("N", "S")}
    return ForceData(areas, strands, deprivation, similar, pd.DataFrame(), limits, codes)


@pytest.fixture(scope="module")
def forces():
    return Forces({"made up": made_up(1)}, {"london": made_up(2), "sheffield": made_up(3)}, None)


@pytest.fixture(scope="module")
def measured(forces):
    return {name: result for part in PARTS.values() for name, result in part(forces, SHORT).items()}


def test_one_command_measures_every_p_value_and_every_interval(measured):
    assert set(measured) == {
        "usual_year",
        "calibration",
        "forecast_coverage",
        "forecasts_made up",
        "search_loss",
        "levels_made up",
    }


def test_next_years_ranks_and_forecasts_are_mostly_inside(measured):
    assert measured["calibration"]["together"]["held"] > 0.8
    assert measured["forecast_coverage"]["together"]["held"] > 0.8
    stated = [row["stated"] for row in measured["calibration"]["reliability"]]
    assert stated == sorted(stated)


def test_the_tests_of_level_give_size_and_power(measured):
    found = measured["levels_made up"]
    tests = {"area", "place_by_level", "place_by_need"}
    assert set(found["size"]) == {"fitted", "dealt", "dealt_ordinary"}
    assert all(set(sizes) == tests for sizes in found["size"].values())
    assert set(found["power"]) == {"1.5", "2.0", "3.0"}
    assert set(found["power_of_areas"]) == {"1.5", "2.0", "3.0", "5.0", "8.0"}
    assert found["power_of_areas"]["8.0"]["share"] > found["power_of_areas"]["1.5"]["share"]
    assert found["nested"]["surfaces"] == SHORT.nested
    for sizes in found["size"].values():
        assert all(size["share"] <= 0.05 + 4 * size["standard_error"] for size in sizes.values())


def test_the_cheap_search_finds_no_more_than_the_exact_one(measured):
    found = measured["search_loss"]["made up"]
    assert 0 < found["observed"]["strongest"] <= 1 + 1e-9
    assert found["null"]["strongest_least"] <= found["null"]["strongest_mean"] <= 1 + 1e-9
    assert found["proven"] == 1


def test_the_drift_of_the_made_up_forces_is_found(measured):
    drift = measured["usual_year"]["drift"]
    assert all(0 <= value < 0.1 for by in drift.values() for value in by.values())
    assert measured["usual_year"]["force_drift"] < 0.1


def test_what_the_program_takes_as_usual_is_what_was_measured():
    kept = json.loads((RESULTS / "usual_year.json").read_text(encoding="utf-8"))
    assert kept["usual_drift"] == dict(USUAL_DRIFT)
    assert kept["usual_together"] == USUAL_TOGETHER.tolist()
    assert kept["force_drift"] == FORCE_DRIFT


def test_things_that_move_together_count_for_fewer():
    blocks = pd.Series(np.repeat(np.arange(20), 10))
    whole = pd.Series(np.repeat(np.arange(20) >= 4, 10))  # a block is inside or outside as one
    alone = pd.Series(np.tile([False, *[True] * 9], 20))
    assert CoverageShare.of(whole, blocks).count_for == pytest.approx(200 * 19 / (20 * 10))
    assert CoverageShare.of(alone, blocks).count_for == 200
    assert CoverageShare.of(alone, pd.Series(0, index=alone.index)).count_for == 200, (
        "one block says nothing of how blocks differ"
    )


def test_a_year_is_judged_by_the_others():
    held = {
        "a": CoverageShare(0.93, 900, 900.0),
        "b": CoverageShare(0.87, 900, 900.0),
        "c": CoverageShare(0.60, 900, 900.0),
    }
    others = {"a": held["a"], "b": held["b"]}
    between = 0.03**2 - 0.9 * 0.1 / 900
    assert year_variance(others, 0.9) == pytest.approx(between)
    judged = judge_years(held, 0.9)
    reach = 12.7062 * (between + 0.9 * 0.1 / 900) ** 0.5  # t with one degree of freedom
    assert judged["c"]["range_95"][0] == pytest.approx(0.9 - reach, abs=1e-3)
    assert judged["c"]["count_for_with_years"] == round(0.9 * 0.1 / (between + 0.9 * 0.1 / 900))
    assert judged["c"]["inside"]
    assert judge_mean(held, 0.9)["held"] == pytest.approx((0.93 + 0.87 + 0.60) / 3, abs=1e-4)


def test_a_conformal_factor_brings_95_of_100_inside():
    errors = pd.DataFrame({"error": np.arange(1, 101) / 100.0})
    assert conformal_factor([errors]) * 1.959964 == pytest.approx(0.95)
    # A year of two places counts as much as one of a hundred.
    assert conformal_factor([errors, pd.DataFrame({"error": [3.0, 3.0]})]) * 1.959964 == 3
