"""Influence of strands: against closed forms, and against plain bins as a second way."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import spearmanr

from geo.need.need_index import STRANDS, NeedIndex, aggregate
from geo.need.strand_influence import (
    correlation_ratio,
    index_of_influence,
    measure_influence,
    normalised,
    weights_for_influence,
)

EQUAL = dict.fromkeys(STRANDS, 0.25)


def make_values(seed, overlap, areas=600):
    """Crime and harm share a part, demand and deprivation are on their own."""
    random = np.random.default_rng(seed)
    shared, own = random.normal(size=areas), random.normal(size=(4, areas))
    crime, demand, deprivation, harm = own
    return pd.DataFrame(
        {
            "crime": overlap * shared + (1 - overlap**2) ** 0.5 * crime,
            "demand": demand,
            "deprivation": deprivation,
            "harm": overlap * shared + (1 - overlap**2) ** 0.5 * harm,
        }
    )


@pytest.mark.parametrize(("slope", "noise"), [(1.0, 1.0), (2.0, 1.0), (0.0, 1.0), (1.0, 0.0)])
def test_a_straight_line_has_the_ratio_of_its_r_squared(slope, noise):
    random = np.random.default_rng(1)
    strand = random.uniform(-1, 1, 4000)
    score = slope * strand + noise * random.normal(0, 1, 4000) / 3**0.5
    expected = slope**2 / (slope**2 + noise**2)
    assert correlation_ratio(score, strand) == pytest.approx(expected, abs=0.02)


def test_a_curve_that_correlation_misses_is_seen():
    strand = np.linspace(-1, 1, 1001)
    score = strand**2
    assert abs(spearmanr(score, strand).statistic) < 0.01
    assert correlation_ratio(score, strand) > 0.95


@pytest.mark.parametrize("bins", [2, 5, 20])
def test_the_conditional_mean_is_a_line_fitted_around_each_rank(bins):
    """numpy.polyfit with triangular weights over two of so many groups, rank by rank."""
    random = np.random.default_rng(7)
    strand, ranks = random.permutation(60).astype(float), np.arange(60.0)
    score = np.sin(strand / 8) + random.normal(0, 0.2, 60)
    by_rank, fitted = score[np.argsort(strand)], []
    for rank in ranks:
        weights = np.maximum(1 - np.abs(ranks - rank) / (2 * 60 / bins), 0)
        fitted.append(np.polyval(np.polyfit(ranks, by_rank, 1, w=np.sqrt(weights)), rank))
    assert correlation_ratio(score, strand, bins=bins) == pytest.approx(np.var(fitted) / score.var())


@pytest.mark.parametrize("seed", range(3))
def test_bins_give_the_same(seed):
    values = make_values(seed, 0.8)
    scores = normalised(values, NeedIndex())
    score = aggregate(scores, NeedIndex())[0]
    for strand in STRANDS:
        groups = pd.qcut(values[strand], 20, labels=False)
        means = score.groupby(groups).transform("mean")
        by_bins = means.var() / score.var()
        assert correlation_ratio(score.to_numpy(), values[strand].to_numpy()) == pytest.approx(by_bins, abs=0.05)


def test_independent_strands_of_equal_weight_have_equal_shares():
    told = measure_influence(make_values(4, 0.0), NeedIndex(), meant=EQUAL).set_index("strand")
    assert told["importance"].sum() == pytest.approx(1.0, abs=0.12)  # without overlap nothing counts twice
    assert told["importance_share"].to_numpy() == pytest.approx([0.25] * 4, abs=0.06)
    assert told["weight_for_influence"].to_numpy() == pytest.approx([0.25] * 4, abs=0.06)


@pytest.mark.long
def test_strands_that_overlap_have_more_influence_than_their_weight_and_can_be_weighed_down():
    values = make_values(5, 0.95)
    told = measure_influence(values, NeedIndex(), meant=EQUAL).set_index("strand")
    assert told["correlation_with_harm"]["crime"] == pytest.approx(spearmanr(values["crime"], values["harm"]).statistic)
    assert told["importance_share"][["crime", "harm"]].min() > 0.3
    weighed = index_of_influence(values, NeedIndex())
    after = measure_influence(values, weighed, meant=EQUAL).set_index("strand")
    assert after["importance_share"].to_numpy() == pytest.approx([0.25] * 4, abs=0.02)
    assert after["weight"].sum() == pytest.approx(1.0)
    # A grid of weights, one for the pair and one for the others, finds the same place.
    tried = np.linspace(0.05, 0.25, 21)
    misses = []
    for pair in tried:
        weights = {"crime": pair, "harm": pair, "demand": 0.5 - pair, "deprivation": 0.5 - pair}
        score = aggregate(normalised(values, NeedIndex(weights)), NeedIndex(weights))[0].to_numpy()
        ratios = np.array([correlation_ratio(score, values[strand].to_numpy()) for strand in STRANDS])
        misses.append(((ratios / ratios.sum() - 0.25) ** 2).sum())
    # The two that overlap may share their weight unevenly; together they have what the grid gives them.
    pair = (weighed.weights["crime"] + weighed.weights["harm"]) / 2
    assert pair == pytest.approx(tried[int(np.argmin(misses))], abs=0.02)


def test_a_strand_left_out_stays_out():
    weights = weights_for_influence(make_values(6, 0.5), NeedIndex({**EQUAL, "harm": 0.0, "crime": 0.5}))
    assert weights["harm"] == 0.0
    assert sum(weights.values()) == pytest.approx(1.0)


def test_nothing_varies():
    flat = pd.DataFrame(dict.fromkeys(STRANDS, [1.0] * 10))
    told = measure_influence(flat, NeedIndex(), meant=EQUAL)
    assert told["importance"].tolist() == [0.0] * 4
    assert told["importance_share"].isna().all()
