"""Levels: the spread of planted negative binomials, tails by adding up, and the size of the highest of many."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from geo.exceptions import InputRefused
from geo.need.level import (
    ABOVE,
    AS_EXPECTED,
    CANNOT_BE_ASSESSED,
    _fit_slope,
    expect_counts,
    fit_spread,
    judge_levels,
    people_present,
    total_tail,
    upper_tail,
)
from geo.need.null_surfaces import null_strands
from geo.need.similar_areas import find_similar

AREAS = 300


@pytest.fixture
def force():
    """Areas of three kinds: people, a covariate that sets the rate, and counts around it."""
    random = np.random.default_rng(11)
    codes = pd.Index([f"E{at:03}" for at in range(AREAS)], name="area_code")
    people = pd.Series(random.integers(800, 2500, AREAS).astype(float), index=codes)
    kind = pd.Series(random.normal(size=AREAS), index=codes)
    mean = 0.1 * people * np.exp(0.5 * kind)
    size = 1 / 0.2  # alpha 0.2
    counts = pd.Series(random.negative_binomial(size, size / (size + mean)).astype(float), index=codes)
    return counts, people, find_similar(pd.DataFrame({"kind": kind}), neighbours=20), mean


def test_the_spread_of_planted_counts_is_found():
    random = np.random.default_rng(5)
    mean = np.exp(random.normal(4, 0.6, 4000))
    size, chance = mean / (1.0 + 0.3 * mean), 1 / (2.0 + 0.3 * mean)  # variance 2 m + 0.3 m²
    counts = random.negative_binomial(size, chance).astype(float)
    assert fit_spread(counts, mean, 2.0) == pytest.approx(0.3, abs=0.03)
    poisson = random.poisson(mean).astype(float)
    assert fit_spread(poisson, mean, 1.0) < 0.002


def test_the_tail_is_the_sum_of_its_probabilities():
    mean, variance = 6.0, 6.0 * 1.5 + 0.2 * 36
    size, chance = mean**2 / (variance - mean), mean / variance
    below = sum(stats.nbinom.pmf(k, size, chance) for k in range(10))
    assert upper_tail(np.array([10.0]), np.array([mean]), np.array([variance]))[0] == pytest.approx(1 - below)
    assert upper_tail(np.array([0.0]), np.array([mean]), np.array([variance]))[0] == 1
    gamma = stats.gamma.sf(10, mean**2 / variance, scale=variance / mean)
    assert total_tail(np.array([10.0]), np.array([mean]), np.array([variance]))[0] == pytest.approx(gamma)


def test_what_is_expected_follows_people_and_similar_areas(force):
    counts, people, similar, mean = force
    expected = expect_counts(counts, people, similar, dispersion=1.0)
    assert expected.mean.sum() == pytest.approx(counts.sum())
    assert expected.spread == pytest.approx(0.2, abs=0.08)
    assert np.corrcoef(np.log(expected.mean), np.log(mean))[0, 1] > 0.95
    assert expected.variance.iloc[0] == pytest.approx(
        expected.mean.iloc[0] + expected.spread * expected.mean.iloc[0] ** 2
    )
    again = expected.expect_again(counts.to_numpy()[None])
    assert again[0] == pytest.approx(expected.mean.to_numpy())


def test_without_any_pattern_only_people_count():
    codes = pd.Index([f"a{at}" for at in range(60)], name="area_code")
    random = np.random.default_rng(2)
    people = pd.Series(random.integers(500, 3000, 60).astype(float), index=codes)
    counts = pd.Series(random.poisson(0.2 * people).astype(float), index=codes)
    similar = find_similar(pd.DataFrame({"noise": random.normal(size=60)}, index=codes), neighbours=10)
    expected = expect_counts(counts, people, similar, dispersion=1.0)
    assert expected.mean.to_numpy() == pytest.approx((people * counts.sum() / people.sum()).to_numpy(), rel=0.04)


def test_an_area_far_above_is_named_and_one_without_people_is_not_assessed(force):
    counts, people, similar, _ = force
    counts.iloc[7] *= 20
    people = people.copy()
    people.iloc[9] = 0
    expected = expect_counts(counts, people, similar, dispersion=1.0)
    null = null_strands(counts.to_frame("crime"), {"crime": expected}, {"crime": 1.0})
    surfaces = null.draw(199, np.random.default_rng(1))["crime"]
    found = judge_levels(counts, expected, surfaces)
    assert found.index.equals(counts.index)
    assert found["level_class"].iloc[7] == ABOVE
    assert found["p_selected"].iloc[7] == pytest.approx(1 / 200)
    assert found["level_class"].iloc[9] == CANNOT_BE_ASSESSED
    assert (found["level_class"] == AS_EXPECTED).sum() >= AREAS - 4
    assert (found["p_selected"] >= found["p_value"]).sum() >= AREAS - 3


@pytest.mark.long
def test_of_null_surfaces_few_have_an_area_above(force):
    counts, people, similar, _ = force
    truth = expect_counts(counts, people, similar, dispersion=1.0)
    null = null_strands(counts.to_frame("crime"), {"crime": truth}, {"crime": 1.0})
    random = np.random.default_rng(3)
    above = 0
    for surface in null.draw(60, random)["crime"]:
        own = pd.Series(surface, index=null.area_codes)
        expected = expect_counts(own, people, similar, dispersion=1.0)
        drawn = null_strands(own.to_frame("crime"), {"crime": expected}, {"crime": 1.0}).draw(99, random)["crime"]
        above += (judge_levels(own, expected, drawn)["level_class"] == ABOVE).any()
    assert above <= stats.binom.ppf(0.999, 60, 0.05)


def test_drawn_strands_have_the_moments_and_correlations_asked_for(force):
    counts, people, similar, _ = force
    other = counts * np.random.default_rng(4).gamma(4, 0.25, AREAS)
    strands = pd.DataFrame({"crime": counts, "harm": 3 * other})
    expected = {
        s: expect_counts(strands[s] / w, people, similar, dispersion=1.5) for s, w in (("crime", 1), ("harm", 3))
    }
    null = null_strands(strands, expected, {"crime": 1.0, "harm": 3.0})
    drawn = null.draw(4000, np.random.default_rng(6))
    assert drawn["crime"].mean(axis=0) == pytest.approx(expected["crime"].mean.to_numpy(), rel=0.1)
    assert drawn["harm"].var(axis=0) == pytest.approx(9 * expected["harm"].variance.to_numpy(), rel=0.35)
    log = np.corrcoef(np.log(drawn["crime"][:, 0] + 1), np.log(drawn["harm"][:, 0] + 1))[0, 1]
    assert log == pytest.approx(null.together[0, 1], abs=0.1)


def test_similar_areas_share_the_error_of_what_is_expected(force):
    counts, people, similar, _ = force
    expected = expect_counts(counts, people, similar, dispersion=1.5)
    null = null_strands(counts.to_frame("crime"), {"crime": expected}, {"crime": 1.0})
    drawn = null.draw(2000, np.random.default_rng(8))["crime"]
    together = np.corrcoef(np.log(drawn.T + 1))
    shared = np.asarray((expected.links @ expected.links.T).todense())  # similar areas that two areas have in common
    pairs = np.triu_indices(len(shared), 1)
    most = float(np.diag(shared).max())
    assert together[pairs][shared[pairs] >= 0.6 * most].mean() > 0.03
    assert abs(together[pairs][shared[pairs] == 0].mean()) < 0.01


def test_the_slope_on_similar_areas_by_hand():
    similar = np.array([-1.0, 0.0, 1.0])
    counts, people = np.array([20.0, 60, 180]), np.full(3, 100.0)
    own = np.log((counts + 0.5) / (260 / 3 + 0.5))
    weight = 1 / (0.2 + 1.5 / (counts + 0.5))
    gap, own_gap = similar - np.average(similar, weights=weight), own - np.average(own, weights=weight)
    slope = (weight * gap * own_gap).sum() / (weight * gap**2).sum()
    assert _fit_slope(counts, people, similar, 0.2, 1.5) == pytest.approx(slope)
    assert slope == pytest.approx(np.log(180.5 / 20.5) / 2, rel=0.02)
    assert _fit_slope(counts, people, np.zeros(3), 0.2, 1.5) == 1
    assert _fit_slope(counts, people, -similar, 0.2, 1.5) == 0, "never against what similar areas say"


def test_people_of_the_day_and_of_the_night():
    residents, workday = pd.Series([100.0, 200], index=["a", "b"]), pd.Series([900.0], index=["a"])
    assert people_present(residents).tolist() == [100, 200]
    assert people_present(residents, workday).tolist() == [(100 + 900) / 2, 200]


def test_nobody_anywhere_is_refused(force):
    counts, people, similar, _ = force
    with pytest.raises(InputRefused, match="residents and similar areas"):
        expect_counts(counts, people * 0, similar, dispersion=1.0)
