"""On Leicestershire, where no intervention was modelled: the short form of ``benchmarks.placebo_places``."""

import os
from pathlib import Path

import pytest

DATA = Path(os.environ.get("IMPACT_AREAS_DATA") or Path(__file__).parents[4] / "shared" / "data")
pytestmark = [
    pytest.mark.real_data,
    pytest.mark.skipif(not DATA.is_dir(), reason="the open data is not here: set IMPACT_AREAS_DATA to its folder"),
]


def test_the_test_keeps_its_promise_on_real_places():
    from benchmarks.evaluation_data import year_pairs
    from benchmarks.placebo_places import judge_pair

    row = judge_pair(next(year_pairs(DATA)), "random", restarts=4)
    low, high = row["binomial_interval"]
    assert low <= row["false_positives"]["placebo"] <= high
    assert row["detectable_found"] == pytest.approx(0.8, abs=0.08)
    assert row["planted_found"] > 0.8
    # METHODS of the project, section 6: standard deviations of 0.094 and 0.095, falls of 22 to 26%.
    assert row["spread"] == pytest.approx(0.094, abs=0.012)
    assert 0.20 < row["detectable_fall"] < 0.28
    assert row["spread_by_formula"] == pytest.approx(row["spread"], rel=0.15)
    assert row["false_positives"]["poisson"] > 0.2
    assert row["detectable_by_dispersion"] < 0.8 * row["detectable_fall"]
