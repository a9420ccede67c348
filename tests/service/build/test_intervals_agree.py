"""What the published tables of the sample print of next year agrees with itself."""

from __future__ import annotations

import numpy as np
import pytest

Z, Z_POWER = 1.959964, 0.841621


@pytest.fixture(scope="module")
def said(sample):
    rows = sample.execute("FROM candidate_evidence WHERE section IN ('without action', 'success', 'level')").df()
    return {candidate: of.set_index("item") for candidate, of in rows.groupby("candidate_id")}


def test_the_printed_fall_lies_outside_the_printed_interval_and_has_its_spread(said):
    seen = 0
    for rows in said.values():
        if "least detectable fall" not in rows.index or np.isnan(rows.loc["least detectable fall", "value"]):
            continue
        seen += 1
        fall = rows.loc["least detectable fall", "value"]
        value, low, high = rows.loc["expected next year", ["value", "low", "high"]].astype(float)
        assert value * (1 - fall) < low
        spread = -np.log1p(-fall) / (Z + Z_POWER)
        assert [np.log(value / low), np.log(high / value)] == pytest.approx([Z * spread] * 2, rel=1e-6)
    assert seen >= 5


def test_where_last_year_lies_outside_no_forecast_is_printed_but_why(said):
    for rows in said.values():
        forecast = rows.loc["expected next year"]
        if np.isnan(forecast["value"]):
            assert forecast["words"].startswith("No forecast: the latest 12 complete months had")
            assert "least detectable fall" not in rows.index
        else:
            assert forecast["low"] <= rows.loc["last year", "value"] <= forecast["high"]


def test_places_say_where_their_areas_will_rank(said, sample):
    ends = sample.execute(
        "SELECT candidate_id, min(rank_low_next) AS low, max(rank_high_next) AS high "
        "FROM candidate_areas JOIN next_ranks USING (area_code) GROUP BY 1"
    ).df()
    for candidate, low, high in ends.itertuples(index=False):
        assert said[candidate].loc["ranks next year", ["low", "high"]].astype(float).tolist() == [low, high]


def test_areas_carry_level_and_next_year_to_the_workbook_and_the_notebook(sample_build):
    from service.workspace import open_workspace

    with open_workspace(sample_build[0].root) as workspace:
        areas, candidates = workspace.areas, workspace.candidates
    assert {"times_expected", "p_selected", "level_class", "rank_low_next", "probability_top_5_next"} <= set(areas)
    ranked = areas[areas["rank"].notna()]
    assert ranked["rank_low_next"].notna().all()
    assert (candidates["level_class"] == "above").any()
