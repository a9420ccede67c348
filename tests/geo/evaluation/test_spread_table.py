"""Spreads by size of place, and many places judged by them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from geo.evaluation.null_spread import fit_places
from geo.evaluation.small_force import count_steps
from geo.evaluation.spread_table import judge_by_table, pack_sizes, tabulate_spreads
from tests.geo.evaluation.forces import drifting_counts, grid

PHI = 1.8


@pytest.fixture(scope="module")
def spreads():
    graph = grid(15)
    before, after = drifting_counts(graph, alone=0.15, together=0.05, phi=PHI)
    packed = pack_sizes(graph)
    return tabulate_spreads(before, after, packed, count_steps(graph), dispersion=PHI), packed, before, after


def test_sizes_run_to_half_the_force_and_the_largest_go_by_formula(spreads):
    table = spreads[0]
    assert table["area_count"].tolist() == [1, 3, 9, 27, 81]
    assert table["inference"].tolist() == ["rank", "fitted", "fitted", "formula", "formula"]
    assert table["drift_variance"].is_monotonic_decreasing
    assert (table["reach"] > 1.5).all()


def test_each_row_is_the_fit_of_its_places(spreads):
    table, packed, before, after = spreads
    null = fit_places(packed[9], before, after, dispersion=PHI)
    row = table.set_index("area_count").loc[9]
    assert row["drift_variance"] == null.drift_variance
    assert row["effective_count"] == null.effective_count
    assert row["reach"] == null.reach()


def test_a_place_is_judged_by_the_nearest_size(spreads):
    table = spreads[0]
    counts = pd.DataFrame(
        {
            "before_count": [900.0, 900, 900, 0, 20_000],
            "after_count": [600.0, 890, 1400, 0, 21_000],
            "rest_before": [20_000.0, 20_000, 20_000, 20_000, 0],
            "rest_after": [20_500.0, 20_500, 20_500, 20_500, 0],
            "area_count": [8, 8, 8, 2, 225],
        },
        index=["down", "same", "up", "empty", "force"],
    )
    found = judge_by_table(counts, table)
    assert found["change_class"].tolist() == [
        "fell against the force", "moved with the force", "rose against the force", "no incidents", "the force itself",
    ]  # fmt: skip
    nine = table.set_index("area_count").loc[9]
    error = np.sqrt((nine["drift_variance"] + PHI * (1 / 900.5 + 1 / 600.5)) * (1 + 1 / nine["effective_count"]))
    change = np.log(600.5 / 900.5) - np.log(20_500.5 / 20_000.5)
    assert found.loc["down", "against_force"] == pytest.approx(np.exp(change))
    assert found.loc["down", "against_high"] == pytest.approx(np.exp(change + nine["reach"] * error))
    assert found.loc["down", "p_value"] < 0.05 < found.loc["same", "p_value"]
    assert found.loc[["empty", "force"], "p_value"].isna().all()
