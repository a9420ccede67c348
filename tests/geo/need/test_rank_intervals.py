"""Intervals of ranks: beside a slow plain version, on planted forces, and the same for the same seed."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from geo.exceptions import ConfigurationRefused, InputRefused
from geo.need.count_draws import StrandNoise
from geo.need.need_index import STRANDS, NeedIndex
from geo.need.rank_counts import DrawnRanks, top_places
from geo.need.rank_intervals import Window, robust_ranks

EVEN = dict.fromkeys(STRANDS, 0.25)
UNIT = {"crime": 1.0, "demand": 1.0, "harm": 1.0}
ALONE = StrandNoise({"crime": 1.8, "demand": 1.3, "harm": 1.5}, UNIT | {"harm": 50.0}, UNIT | {"demand": 0, "harm": 0})


def force(areas=120, seed=3):
    random = np.random.default_rng(seed)
    need = random.gamma(2, 1, areas)
    values = pd.DataFrame(
        {
            "crime": np.round(60 * need * random.gamma(8, 1 / 8, areas)),
            "demand": np.round(20 * need * random.gamma(8, 1 / 8, areas)),
            "deprivation": 15 * need + random.normal(0, 8, areas),
            "harm": 50 * np.round(20 * need * random.gamma(8, 1 / 8, areas)),
        },
        index=[f"a{i:03d}" for i in range(areas)],
    )
    return Window(values, pd.Series(1.0, index=values.index))


def plain_data_intervals(window, noise, draws, seed):
    """The slow version: counts drawn one by one, percentiles within each draw."""
    random = np.random.default_rng(seed)
    need = np.tile(stats.rankdata(window.strands["deprivation"]), (draws, 1))
    for strand in ("crime", "demand", "harm"):
        phi, record = noise.dispersion[strand], noise.record[strand]
        mean = window.strands[strand].to_numpy() / record
        drawn = random.poisson(random.gamma(mean / (phi - 1), phi - 1, size=(draws, len(mean))))
        need += stats.rankdata(drawn, axis=1)
    ranks = stats.rankdata(-need, axis=1)
    return np.quantile(ranks, [0.05, 0.95], axis=0)


@pytest.fixture(scope="module")
def robust():
    window = force()
    later = Window(window.strands.assign(crime=window.strands["crime"][::-1].to_numpy()), window.divisor)
    return robust_ranks({"whole": window, "later": later}, NeedIndex(), ALONE, draws=10_000, seed=1), window


def test_data_intervals_agree_with_the_plain_version(robust):
    found, window = robust
    low, high = plain_data_intervals(window, ALONE, 1_500, seed=2)
    ours = found.intervals
    assert np.abs(ours["rank_low_data"].astype(float) - low).mean() < 1.0  # of 120 places
    assert np.abs(ours["rank_high_data"].astype(float) - high).mean() < 1.0
    assert np.abs((ours["rank_high_data"] - ours["rank_low_data"]).astype(float) - (high - low)).max() <= 6


def test_intervals_hold_the_rank_and_both_is_no_narrower_than_data_by_much(robust, same_index):
    found, window = robust
    ours = found.intervals.astype(float)
    same_index(ours, window.strands.index)
    for ending in ("", "_data", "_choices"):
        assert (ours[f"rank_low{ending}"] <= ours[f"rank_high{ending}"]).all()
    widths = {e: (ours[f"rank_high{e}"] - ours[f"rank_low{e}"]).mean() for e in ("", "_data", "_choices")}
    assert widths[""] > max(widths["_data"], widths["_choices"])


def test_an_area_far_ahead_is_robust_and_one_in_the_middle_is_not():
    window = force()
    ahead = window.strands.copy()
    ahead.loc["a007"] = ahead.max() * 3
    intervals = robust_ranks(
        {"whole": Window(ahead, window.divisor)}, NeedIndex(), ALONE, draws=10_000, seed=1
    ).intervals
    assert intervals.loc["a007", ["rank_low", "rank_high"]].tolist() == [1, 1]
    assert intervals.loc["a007", "probability_top_5_percent"] == 1
    assert intervals["robust_core"].sum() <= top_places(len(ahead))
    assert intervals["probability_top_20"].sum() == pytest.approx(20)


def test_window_that_turns_crime_round_moves_ranks_most(robust):
    first = robust[0].sensitivity.iloc[0]
    assert (first["choice"], first["alternative"]) == ("window", "later")
    assert set(robust[0].sensitivity["choice"]) == {"data", "weights", "normalisation", "aggregation", "window"}


def test_the_same_seed_gives_the_same_and_another_nearly_so():
    one, same, other = (
        robust_ranks({"whole": force()}, NeedIndex(), ALONE, draws=10_000, seed=seed).intervals for seed in (1, 1, 2)
    )
    pd.testing.assert_frame_equal(one, same)
    assert not one.equals(other)
    assert (one["rank_high"] - other["rank_high"]).abs().max() <= 3


def test_a_strand_that_weighs_nothing_stays_out():
    window = force()
    alone = NeedIndex({"crime": 0.0, "demand": 0.0, "deprivation": 1.0, "harm": 0.0})
    intervals = robust_ranks({"whole": window}, alone, ALONE, draws=10_000, seed=1).intervals
    ranks = window.strands["deprivation"].rank(ascending=False)
    assert (intervals["rank_low_data"] == ranks).all()
    assert (intervals["rank_high_data"] == ranks).all()


def test_per_resident_is_drawn_from_counts_not_from_rates():
    """An area with few residents and the same rate varies more."""
    window = force()
    residents = pd.Series(np.where(np.arange(120) % 2, 10.0, 4_000.0), index=window.strands.index)
    rates = window.strands.copy()
    rates[["crime", "demand", "harm"]] = (
        0.02 * rates[["crime", "demand", "harm"]] / rates[["crime", "demand", "harm"]].mean()
    )
    rates["harm"] *= 50
    intervals = robust_ranks(
        {"w": Window(rates, residents)}, NeedIndex(per="resident"), ALONE, draws=10_000, seed=1
    ).intervals
    width = (intervals["rank_high_data"] - intervals["rank_low_data"]).astype(float)
    assert width[residents == 10].median() > 2 * width[residents == 4_000].median()


def test_few_draws_and_too_many_areas_are_refused():
    with pytest.raises(ConfigurationRefused, match="at least 10,000"):
        robust_ranks({"whole": force()}, NeedIndex(), ALONE, draws=999, seed=1)
    with pytest.raises(InputRefused, match="70,000 areas cannot be ranked"):
        DrawnRanks.empty(70_000, 1)


def test_one_area_and_none():
    window = force()
    one = Window(window.strands.head(1), window.divisor.head(1))
    intervals = robust_ranks({"whole": one}, NeedIndex(), ALONE, draws=10_000, seed=1).intervals
    assert intervals.loc["a000", ["rank_low", "rank_high", "probability_top_20"]].tolist() == [1, 1, 1]
    none = Window(window.strands.head(0), window.divisor.head(0))
    assert robust_ranks({"whole": none}, NeedIndex(), ALONE, draws=10_000, seed=1).intervals.empty


def test_summary_by_hand():
    drawn = DrawnRanks.empty(3, 10)
    scores = np.array([[3.0, 2.0, 1.0]] * 9 + [[1.0, 2.0, 3.0]], dtype=np.float32)
    drawn.fill(0, scores)
    summary = drawn.summarise()
    assert summary["low"].tolist() == [1, 2, 1]
    assert summary["high"].tolist() == [3, 2, 3]
    assert summary["top_share"].tolist() == [0.9, 0, 0.1]
    moved, kept = drawn.compare(np.array([1.0, 2.0, 3.0]))
    assert moved == pytest.approx((9 * 0 + 2 + 0 + 2) / 30)
    assert kept == 0.9
