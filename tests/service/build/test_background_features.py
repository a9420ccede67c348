"""Figures beside the hotspots on the sample: other measures, and what residents would lead one to expect."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from geo.hotspots.significance import HOTSPOT_CLASSES
from queries.catalogue.catalogue import run_named

SAMPLE = Path(__file__).parents[3] / "data_samples" / "sample.toml"
ALL = "crime_type = 'All recorded crime'"


@pytest.fixture(scope="module")
def truth():
    return pd.read_csv(SAMPLE.parent / "sample" / "truth.csv", keep_default_na=False)


def test_all_recorded_crime_is_measured_in_four_ways_and_says_how_p_was_found(sample):
    found = sample.execute(
        f"SELECT measure, min(inference), max(inference) FROM hotspots WHERE {ALL} GROUP BY 1"
    ).fetchall()
    assert {row[0]: row[1:] for row in found if row[0] != "harm_rank"} == {
        "count_rank": ("exact", "exact"),
        "count": ("exact", "exact"),
        "log_count": ("bracketed", "bracketed"),
        "eb_rate_rank": ("exact", "exact"),
    }


def test_what_holds_on_all_is_named_by_all(sample):
    named = sample.execute(
        f"""SELECT holds_on, min(times), max(times) FROM (
            SELECT area_code, any_value(holds_on) AS holds_on,
                greatest(count(*) FILTER (starts_with(hotspot_class, 'hotspot')),
                    count(*) FILTER (starts_with(hotspot_class, 'coldspot'))) AS times
            FROM hotspots WHERE {ALL} AND measure <> 'harm_rank' GROUP BY area_code HAVING count(DISTINCT holds_on) = 1)
        GROUP BY 1"""
    ).fetchall()
    assert {row[0]: row[1:] for row in named} == {"": (0, 0), "holds on some": (1, 3), "holds on all": (4, 4)}
    assert sample.execute(
        "SELECT count(*) FROM hotspots WHERE measure LIKE 'demand%' AND holds_on <> ''"
    ).fetchone() == (0,)


def test_planted_town_centres_hold_and_null_areas_do_not(sample, truth):
    held = sample.execute(
        f"SELECT area_code, holds_on <> '' AND gi_star_z > 0 AS held FROM hotspots WHERE {ALL} AND measure = 'count_rank'"
    ).df()
    share = truth.merge(held, on="area_code").groupby("role")["held"].mean()
    assert share["chronic_hotspot"] >= 0.9
    assert share["null"] <= 0.1


def test_readers_of_hotspots_keep_to_the_main_measure(sample_build, sample):
    workspace, summary = sample_build
    (main,) = sample.execute(
        f"SELECT count(*) FROM hotspots WHERE {ALL} AND measure = 'count_rank' AND starts_with(hotspot_class, 'hotspot')"
    ).fetchone()
    assert summary.hotspot_count == main == len(run_named(sample, "hotspots", {}).rows)
    ranking = run_named(sample, "ranking", {})
    assert len(ranking.rows) == sample.execute("SELECT count(*) FROM ranking").fetchone()[0]
    at = ranking.columns.index("hotspot_class")
    assert sum(row[at] in HOTSPOT_CLASSES for row in ranking.rows) == main
    page = (workspace.site / "index.html").read_text(encoding="utf-8")
    assert "eb_rate_rank" not in page
    assert "log_count" not in page
    in_candidates, told = sample.execute(
        f"""SELECT (SELECT sum(hotspot_area_count) FROM candidates), count(*) FROM hotspots JOIN candidate_areas
        USING (area_code) WHERE {ALL} AND measure = 'count_rank' AND starts_with(hotspot_class, 'hotspot')"""
    ).fetchone()
    assert in_candidates == told


def test_residents_are_context_and_name_no_class(sample):
    columns = [name for (name,) in sample.execute("SELECT column_name FROM (DESCRIBE rate_context)").fetchall()]
    assert not any("class" in name for name in columns)
    off = sample.execute(
        """SELECT count(*) FROM rate_context JOIN area_measures USING (area_code)
        WHERE crime_type = 'All recorded crime' AND incident_count <> crime_count"""
    ).fetchone()
    assert off == (0,)
    surfaces = sample.execute("SELECT count(DISTINCT crime_type), min(dispersion) FROM rate_context").fetchone()
    assert surfaces[0] == 1 + 14
    assert surfaces[1] >= 1


def test_a_few_dozen_residents_top_the_plain_rate_and_not_the_standardised_one(sample, truth):
    (few,) = truth.loc[truth["role"] == "almost_no_residents", "area_code"]
    rates = sample.execute(
        f"""SELECT area_code, rank() OVER (ORDER BY incident_count / population DESC) AS plain, hotspot_class
        FROM rate_context JOIN (FROM hotspots WHERE {ALL} AND measure = 'eb_rate_rank') USING (area_code)
        WHERE rate_context.{ALL}"""
    ).df()
    row = rates.set_index("area_code").loc[few]
    assert row["plain"] == 1
    assert not row["hotspot_class"].startswith("hotspot")
