"""A planted fall is found in its place, not in others; figures equal those of the functions they come from."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from geo.evaluation.always_valid import evidence_by_month, fit_monthly_null
from geo.evaluation.evaluate_place import evaluate_place, find_catchment
from geo.evaluation.null_spread import lay_out_counts
from geo.evaluation.placebo_places import pack_places
from geo.exceptions import InputRefused
from tests.geo.evaluation.forces import grid

MONTHS = pd.date_range("2023-01-01", "2024-12-01", freq="MS")
BEFORE, AFTER = MONTHS[:12], MONTHS[12:]
GRAPH = grid(16)
CODES = pd.Index(GRAPH.unique_ids, name="area_code")
INSIDE = pd.Index([f"a{16 * row + column:04d}" for row in (4, 5, 6) for column in (4, 5, 6)], name="area_code")


def monthly(*, fall: float = 0.0, moved: float = 0.0) -> pd.DataFrame:
    random = np.random.default_rng(3)
    level = np.exp(random.normal(2.5, 0.4, len(CODES)))
    drift = np.exp(random.normal(0, 0.1, len(CODES)))
    mean = np.tile(level[:, None], (1, 24))
    mean[:, 12:] *= drift[:, None]
    mean[CODES.isin(INSIDE), 12:] *= 1 - fall
    mean[CODES.isin(find_catchment(INSIDE, GRAPH)), 12:] *= 1 + moved
    return pd.DataFrame(random.poisson(mean).astype(float), index=CODES, columns=MONTHS)


def evaluate(table, **given):
    return evaluate_place(
        {"All": table, "Half": (table / 2).round()}, INSIDE, GRAPH, before=BEFORE, after=AFTER, **given
    )


def test_a_planted_fall_is_found_and_none_is_not():
    fallen, same = evaluate(monthly(fall=0.4)).by_type.loc["All"], evaluate(monthly()).by_type.loc["All"]
    assert fallen["change_class"] == "fell"
    assert fallen["effect_low"] < 0.6 / 1.0 * 1.15
    assert fallen["effect_high"] < 1
    assert same["change_class"] == "no change detected"
    assert same["effect_low"] < 1 < same["effect_high"]


def test_counts_and_changes_are_those_of_the_windows():
    table = monthly(fall=0.4)
    row = evaluate(table).by_type.loc["All"]
    inside = table.loc[INSIDE]
    assert row["place_before"] == inside[BEFORE].to_numpy().sum()
    assert row["place_change"] == pytest.approx(inside[AFTER].to_numpy().sum() / row["place_before"] - 1)
    rest = table.drop(index=INSIDE).drop(index=find_catchment(INSIDE, GRAPH))
    assert row["comparison_after"] == rest[AFTER].to_numpy().sum()
    assert row["ratio_of_ratios"] == pytest.approx((1 + row["place_change"]) / (1 + row["comparison_change"]))


def test_crime_that_moved_next_door_is_seen_and_bounded():
    moved, stayed = evaluate(monthly(fall=0.5, moved=0.5)), evaluate(monthly(fall=0.5))
    assert moved.catchment.change_class == "rose"
    assert moved.quotient < -0.5
    assert moved.hidden_displacement > stayed.hidden_displacement
    assert stayed.displacement.estimate < -0.3 * stayed.by_type.loc["All", "place_before"]


def test_evidence_grows_month_by_month_where_crime_fell():
    fallen, same = evaluate(monthly(fall=0.5)).by_month, evaluate(monthly()).by_month
    assert fallen["month"].tolist() == list(AFTER)
    assert fallen["evidence"].iloc[-1] > 20 > same["evidence"].max()
    assert (fallen["low"] < fallen["high"]).all()


def test_evidence_is_of_the_change_beyond_that_of_placebo_places():
    table = monthly(fall=0.2)
    found = evaluate(table, chosen_by="high").by_month
    left_out = INSIDE.union(find_catchment(INSIDE, GRAPH))
    before = table[list(BEFORE)].sum(axis=1)
    placebos = pack_places(GRAPH, area_count=9, restarts=12, seed=1, priority=before, left_out=left_out)
    changes = [
        lay_out_counts(placebos, table[one], table[other])["log_change"]
        for one, other in zip(BEFORE, AFTER, strict=True)
    ]
    others = np.column_stack(changes)
    assert np.abs(others.mean(axis=0)).max() > 0.03  # what placebo places do anyway matters
    beyond = found["log_change"].to_numpy(dtype=float) - others.mean(axis=0)
    assert found["evidence"].tolist() == pytest.approx(evidence_by_month(beyond, fit_monthly_null(others)).tolist())


def test_a_high_place_is_judged_by_high_places():
    high = evaluate(monthly(), chosen_by="high")
    assert high.chosen_by == "high"
    assert high.by_type.loc["All", "effective_count"] < evaluate(monthly()).by_type.loc["All", "effective_count"]


def test_the_catchment_lies_around_and_a_whole_force_is_refused():
    around = find_catchment(INSIDE, GRAPH)
    assert len(around) == 16  # 5 by 5 less 3 by 3
    assert not around.isin(INSIDE).any()
    with pytest.raises(InputRefused, match="smaller place"):
        evaluate_place({"All": monthly()}, CODES, GRAPH, before=BEFORE, after=AFTER)
