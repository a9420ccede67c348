"""What moves on the sample: steps, their classes and a year against the year before, against what was planted."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from queries.catalogue.catalogue import run_named

SAMPLE = Path(__file__).parents[4] / "data_samples" / "sample.toml"
SURFACE = "measure = 'count_rank' AND crime_type = 'All recorded crime'"
FADED, EMERGED = pd.Timestamp("2025-09-01"), pd.Timestamp("2025-10-01")  # as the planted truth has it


@pytest.fixture(scope="module")
def truth():
    return pd.read_csv(SAMPLE.parent / "sample" / "truth.csv", keep_default_na=False)


@pytest.fixture(scope="module")
def hot(sample, truth):
    """One row for each area and step in which it was hot, with its planted role."""
    steps = sample.execute(f"FROM hotspot_steps WHERE {SURFACE} AND starts_with(hotspot_class, 'hotspot')").df()
    return steps.merge(truth, on="area_code", validate="many_to_one")


def test_each_step_is_a_quarter_of_complete_months(sample):
    steps = sample.execute("SELECT DISTINCT step, step_start, step_end FROM hotspot_steps ORDER BY 2").df()
    assert steps["step"].unique().tolist() == ["quarter"]
    assert len(steps) == 8
    assert (steps["step_end"] == steps["step_start"] + pd.DateOffset(months=2)).all()


def test_every_surface_has_every_step_and_every_area(sample):
    odd = sample.execute(
        """SELECT measure, crime_type FROM hotspot_steps GROUP BY ALL
        HAVING count(*) <> 8 * (SELECT count(*) FROM areas) OR count(DISTINCT step_start) <> 8"""
    ).fetchall()
    assert odd == []
    assert sample.execute(
        "SELECT count(*) FROM (SELECT DISTINCT measure, crime_type FROM hotspot_steps)"
    ).fetchone() == (17,)


def test_classes_count_the_steps(sample):
    off = sample.execute(
        """WITH counted AS (
            SELECT area_code, measure, crime_type, count(*) FILTER (starts_with(hotspot_class, 'hotspot')) AS hot,
                count(*) FILTER (hotspot_class <> 'cannot be assessed') AS assessed,
                max(step_start) FILTER (starts_with(hotspot_class, 'hotspot')) AS last_hot
            FROM hotspot_steps GROUP BY ALL)
        SELECT count(*) FROM emerging JOIN counted USING (area_code, measure, crime_type)
        WHERE hot <> hot_step_count OR assessed <> step_count OR last_hot IS DISTINCT FROM last_hot_step"""
    ).fetchone()
    assert off == (0,)


def test_places_that_faded_were_hot_and_are_not(sample, truth, hot):
    steps = hot[hot["role"] == "faded_hotspot"]
    assert len(steps) >= 5
    assert (steps["step_start"] < FADED).all()
    # Hot in under 90% of eight quarters, so Esri's "historical" cannot fit; the last hot step tells instead.
    classes = sample.execute(f"SELECT area_code, emerging_class, last_hot_step FROM emerging WHERE {SURFACE}").df()
    faded = truth[truth["role"] == "faded_hotspot"].merge(classes, on="area_code")
    once_hot = faded["last_hot_step"].notna()
    assert once_hot.sum() >= 3
    assert set(faded.loc[once_hot, "emerging_class"]) == {"no pattern"}


def test_places_that_emerged_are_hot_only_now(hot):
    steps = hot[hot["role"] == "emerging_hotspot"]
    assert len(steps) >= 3
    assert (steps["step_start"] > EMERGED).all()


def test_chronic_places_are_hot_early_and_late(hot):
    chronic = hot[hot["role"] == "chronic_hotspot"].groupby("step_start")["area_code"].nunique()
    assert len(chronic) == 8
    assert chronic.min() >= 8  # of thirty
    assert hot["role"].eq("chronic_hotspot").mean() > 0.5


def test_units_with_emerged_places_rose_most_and_those_with_faded_ones_fell_most(sample, truth):
    units = sample.execute("SELECT area_code, npu_code FROM areas").df()
    planted = truth.merge(units, on="area_code").groupby("role")["npu_code"].agg(set)
    changes = sample.execute("FROM period_changes WHERE crime_type = 'All recorded crime'").df().set_index("npu_code")
    emerged, faded = planted["emerging_hotspot"], planted["faded_hotspot"]
    assert set(changes["against_force"].nlargest(len(emerged)).index) == emerged
    assert set(changes["against_force"].nsmallest(len(faded)).index) == faded
    # Counts alone would call them changes. Places of this force move by so much that a unit's 20% is not clear.
    assert set(changes.index[changes["change_low"] > 1]) == emerged
    assert set(changes.index[changes["change_high"] < 1]) == faded
    assert changes["change_class"].drop("").unique().tolist() == ["moved with the force"]
    assert changes.loc["", "change_class"] == "the force itself"
    assert (changes["dispersion"] > 1).all()
    assert changes["month_count"].unique().tolist() == [12]


def test_changes_add_up_to_the_counts(sample):
    counted, stored = sample.execute(
        """SELECT (SELECT sum(crime_count) FROM area_measures), (SELECT before_count + after_count FROM period_changes
        WHERE npu_code = '' AND crime_type = 'All recorded crime')"""
    ).fetchone()
    assert counted == stored
    off = sample.execute(
        """SELECT crime_type FROM period_changes GROUP BY ALL HAVING
        sum(after_count) FILTER (npu_code = '') <> sum(after_count) FILTER (npu_code <> '') OR count(*) <> 1 + 8"""
    ).fetchall()
    assert off == []


def test_the_named_query_shows_what_changed(sample):
    found = run_named(sample, "changes_in_a_year", {"npu": "DY", "crime_type": "All recorded crime"})
    assert [row[found.columns.index("change_class")] for row in found.rows] == ["moved with the force"]


def test_changes_are_judged_by_places_of_their_size(sample):
    spreads = sample.execute("FROM placebo_spreads WHERE crime_type = 'All recorded crime' ORDER BY area_count").df()
    assert spreads["area_count"].tolist() == [1, 3, 9, 27, 81]
    assert (spreads["effective_count"] <= 480 / spreads["area_count"]).all()
    one = sample.execute("FROM period_changes WHERE npu_code = 'DY' AND crime_type = 'All recorded crime'").df().iloc[0]
    rest = sample.execute(
        """SELECT sum(before_count) AS b, sum(after_count) AS a FROM period_changes
        WHERE npu_code NOT IN ('', 'DY') AND crime_type = 'All recorded crime'"""
    ).fetchone()
    ratio = (one["after_count"] + 0.5) / (one["before_count"] + 0.5) / ((rest[1] + 0.5) / (rest[0] + 0.5))
    assert one["against_force"] == pytest.approx(ratio)
    asked = run_named(sample, "change_by_place", {"level": "npu"})
    found = dict(zip(asked.columns, next(row for row in asked.rows if row[0] == "DY"), strict=True))
    for column in ("against_force", "against_low", "against_high", "change_class"):
        assert found[column] == (one[column] if column == "change_class" else pytest.approx(one[column], rel=1e-5))
