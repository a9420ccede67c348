"""The West Midlands, as it is: esda beside the exact answer. The data is not committed; see test_open_data.py."""

import os
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from benchmarks.exactness import simulate
from benchmarks.statistics_data import west_midlands
from geo.hotspots.exact_p_values import exact_p_values
from geo.hotspots.inference import infer_p_values
from geo.hotspots.significance import benjamini_hochberg
from geo.measures.ranks import rank_levels
from geo.measures.rates import empirical_bayes_rate

DATA = Path(os.environ.get("IMPACT_AREAS_DATA") or Path(__file__).parents[3] / "shared" / "data")
pytestmark = [
    pytest.mark.real_data,
    pytest.mark.skipif(not DATA.is_dir(), reason="the open data is not here: set IMPACT_AREAS_DATA to its folder"),
]


@pytest.fixture(scope="module")
def force():
    return west_midlands(DATA)


def hotspots(p_values):
    return int(benjamini_hochberg(pd.Series(p_values)).le(0.05).sum())


# METHODS of this project, section 1, "seen on real data": 1,719 areas, 19 complete months, upper tail, 5% after
# correction. Its 103 for robbery by rank breaks ties as the sort happens to (mid-ranks give 99), and its smallest p of
# 8.5e-9 counts anti-social behaviour, too.
@pytest.mark.parametrize(("crime_type", "by_count", "by_rank"), [("All recorded crime", 7, 60), ("Robbery", 8, 99)])
def test_hotspots_by_count_and_by_rank(force, crime_type, by_count, by_rank):
    counts, graph = force
    assert len(counts) == 1719
    by = [exact_p_values(v, graph, alternative="greater")["p_value"]
          for v in (counts[crime_type], rank_levels(counts[crime_type])[0])]  # fmt: skip
    assert [hotspots(p) for p in by] == [by_count, by_rank]


def test_the_smallest_p_value(force):
    counts, graph = force
    everything = counts["All recorded crime"] + counts["Anti-social behaviour"]
    p = exact_p_values(everything, graph, alternative="greater")["p_value"]
    assert (p.min(), hotspots(p)) == (pytest.approx(8.5e-9, rel=0.01), 7)


# The same section's other measures: log count 35, rank of the empirical-Bayes rate 45, 7 of the 60 by rank below the
# median, 146 areas below 0.05 uncorrected. They, too, count anti-social behaviour, and its logarithms are rounded to
# hundredths; without either it is 34, 48, 6 and 144.
@pytest.mark.parametrize(
    ("left_out", "by_log", "by_log_rounded", "by_rate", "below_median", "uncorrected"),
    [([], 37, 35, 45, 7, 146), (["Anti-social behaviour"], 34, 34, 48, 6, 144)],
)
def test_other_measures(force, left_out, by_log, by_log_rounded, by_rate, below_median, uncorrected):
    counts, graph = force
    recorded = counts.drop(columns=["All recorded crime", *left_out]).sum(axis=1)
    residents = pd.read_csv(next((DATA / "population").glob("TS001*.csv.gz"))).drop_duplicates("mnemonic")
    rate = empirical_bayes_rate(recorded, residents.set_index("mnemonic")["total"].reindex(recorded.index))

    def test(values):
        return infer_p_values(values, graph, draws=9, seed=1, alternative="greater")

    logs = test(np.log1p(recorded))
    assert set(logs["inference"]) == {"bracketed"}
    assert [logs[bound].le(0.05).sum() for bound in ("q_value_low", "q_value")] == [by_log, by_log]
    assert test(np.log1p(recorded).mul(100).round())["q_value"].le(0.05).sum() == by_log_rounded
    assert test(rank_levels(rate)[0])["q_value"].le(0.05).sum() == by_rate
    by_rank = test(rank_levels(recorded)[0])["q_value"] <= 0.05
    assert (by_rank.sum(), recorded[by_rank].lt(recorded.median()).sum()) == (60, below_median)
    assert test(recorded)["p_value"].lt(0.05).sum() == uncorrected


def test_ties_broken_by_the_sort_explain_the_103_of_robbery(force):
    counts, graph = force
    order = counts["Robbery"].to_numpy().argsort(kind="heapsort").argsort()
    ordinal = pd.Series(order.astype(float), index=counts.index)
    assert hotspots(exact_p_values(ordinal, graph, alternative="greater")["p_value"]) == 103


def test_esda_agrees_within_monte_carlo_error_and_finds_nothing(force):
    counts, graph = force
    values, draws = counts["All recorded crime"], 999
    exact = exact_p_values(values, graph, alternative="greater")["p_value"].to_numpy()
    for seed in (1, 2):
        simulated = simulate(values, graph, draws=draws, seed=seed)
        error = (simulated - exact) / (np.sqrt(exact * (1 - exact) / draws) + 1 / draws)
        assert np.abs(error).max() < 5
        assert hotspots(simulated) == 0
