"""Levels: what is expected, the highest of many, and surfaces drawn under the null."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from geo.exceptions import InputRefused
from geo.need.fit_levels import REACH
from geo.need.level import ABOVE, AS_EXPECTED, CANNOT_BE_ASSESSED, expect_counts, judge_levels, people_present
from geo.need.null_surfaces import correlate, draw_counts, null_strands
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


def test_what_is_expected_follows_people_and_similar_areas(force):
    counts, people, similar, mean = force
    expected = expect_counts(counts, people, similar, dispersion=1.0)
    assert expected.mean.sum() == pytest.approx(counts.sum())
    assert expected.spread == pytest.approx(0.2, abs=0.08)
    assert np.corrcoef(np.log(expected.mean), np.log(mean))[0, 1] > 0.95
    again = expected.fit_again(counts.to_numpy()[None])
    assert again.mean[0] == pytest.approx(expected.mean.to_numpy())
    assert again.scores == pytest.approx(expected.fit.scores)


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
    null = null_strands({"crime": expected}, {"crime": 1.0})
    surfaces = null.draw(199, np.random.default_rng(1))["crime"]
    found = judge_levels(counts, expected, surfaces)
    assert found.index.equals(counts.index)
    assert found["level_class"].iloc[7] == ABOVE
    assert found["p_selected"].iloc[7] == pytest.approx(1 / 200)
    assert found["level_class"].iloc[9] == CANNOT_BE_ASSESSED
    assert (found["level_class"] == AS_EXPECTED).sum() >= AREAS - 4
    assert (found["p_selected"] >= found["p_value"]).sum() >= AREAS - 3


def test_the_p_values_of_an_area_by_hand(force):
    counts, people, similar, _ = force
    expected = expect_counts(counts, people, similar, dispersion=1.0)
    surfaces = null_strands({"crime": expected}, {"crime": 1.0}).draw(39, np.random.default_rng(2))["crime"]
    found = judge_levels(counts, expected, surfaces)
    highest = [expected.fit_again(surface[None]).scores.max() for surface in surfaces]
    scores = pd.Series(expected.fit.scores[0], index=expected.area_codes)
    for code in [scores.idxmax(), scores.nlargest(20).index[-1]]:
        assert found.loc[code, "p_selected"] == (1 + sum(one >= scores[code] for one in highest)) / 40
        assert found.loc[code, "p_value"] == pytest.approx(stats.norm.sf(scores[code]))
    inside = (counts >= found["expected_low"]) & (counts <= found["expected_high"])
    assert inside.mean() == pytest.approx(0.9, abs=0.04)


def test_of_surfaces_drawn_alike_the_share_called_above_is_exact(force):
    """Exchangeable surfaces, each compared with all: no more than a share a of them has p <= a, whatever the fit does."""
    counts, people, similar, _ = force
    expected = expect_counts(counts, people, similar, dispersion=1.0)
    surfaces = null_strands({"crime": expected}, {"crime": 1.0}).draw(60, np.random.default_rng(9))["crime"]
    highest = expected.fit_again(surfaces).scores.max(axis=1)
    p = np.array([(highest >= one).mean() for one in highest])
    assert all((p <= share / 60).sum() == share for share in range(1, 61))


@pytest.mark.long
def test_of_null_surfaces_few_have_an_area_above(force):
    """Each surface is compared with one drawn from its own fit, all together (Giacomini, Politis and White 2013)."""
    counts, people, similar, _ = force
    expected = expect_counts(counts, people, similar, dispersion=1.0)
    random = np.random.default_rng(3)
    surfaces = null_strands({"crime": expected}, {"crime": 1.0}).draw(1500, random)["crime"]
    fit = expected.fit_again(surfaces)
    drawn = draw_counts({"crime": fit}, correlate({"crime": fit}), len(surfaces), random)["crime"]
    limit = np.quantile(expected.fit_again(drawn).scores.max(axis=1), 0.95)
    above = (fit.scores.max(axis=1) >= limit).mean()
    assert above == pytest.approx(0.05, abs=3 * (2 * 0.05 * 0.95 / 1500) ** 0.5)


def test_drawn_strands_have_the_quantiles_and_correlations_asked_for(force):
    counts, people, similar, _ = force
    other = counts * np.random.default_rng(4).gamma(4, 0.25, AREAS)
    strands = pd.DataFrame({"crime": counts, "harm": 3 * other})
    expected = {
        s: expect_counts(strands[s] / w, people, similar, dispersion=1.5) for s, w in (("crime", 1), ("harm", 3))
    }
    null = null_strands(expected, {"crime": 1.0, "harm": 3.0})
    drawn = null.draw(4000, np.random.default_rng(6))
    for strand, weight in (("crime", 1), ("harm", 3)):
        fit = expected[strand].fit
        for share in (0.05, 0.5, 0.95):
            asked = weight * fit.count_at(np.array([[stats.norm.ppf(share)]]))[0]
            assert np.quantile(drawn[strand], share, axis=0) == pytest.approx(asked, rel=0.12)
    together = np.corrcoef(np.log(drawn["crime"][:, 0]), np.log(drawn["harm"][:, 0]))[0, 1]
    assert together == pytest.approx(null.together[0, 1], abs=0.05)
    assert null.together[0, 1] == pytest.approx(
        np.corrcoef(expected["crime"].fit.scores[0], expected["harm"].fit.scores[0])[0, 1], abs=0.01
    )


class Extreme:
    """In place of a random generator: surfaces of scores that no generator draws."""

    def standard_normal(self, shape):
        return np.broadcast_to(np.array([-9.0, -REACH, 0.5, REACH, 9.0])[:, None, None], shape)


def test_no_score_is_drawn_beyond_the_reach_of_the_fit(force):
    counts, people, similar, _ = force
    fit = expect_counts(counts, people, similar, dispersion=1.0).fit
    drawn = draw_counts({"crime": fit}, correlate({"crime": fit})[0], 5, Extreme())["crime"]
    for surface, score in zip(drawn, [-REACH, -REACH, 0.5, REACH, REACH], strict=True):
        assert surface == pytest.approx(fit.count_at(np.array([[score]]))[0])


def test_one_area_far_above_does_not_raise_what_is_expected_of_those_like_it(force):
    counts, people, similar, _ = force
    before = expect_counts(counts, people, similar, dispersion=1.0).fit
    alike = similar.loc[similar["similar_code"] == counts.index[7], "area_code"]
    counts.iloc[7] *= 50
    expected = expect_counts(counts, people, similar, dispersion=1.0)
    moved = pd.Series(expected.fit.typical[0] / before.typical[0], index=expected.area_codes)
    assert moved[alike].mean() / moved.drop(alike).mean() < 1.25, "a mean of counts would more than double it"


def test_people_of_the_day_and_of_the_night():
    residents, workday = pd.Series([100.0, 200], index=["a", "b"]), pd.Series([900.0], index=["a"])
    assert people_present(residents).tolist() == [100, 200]
    assert people_present(residents, workday).tolist() == [(100 + 900) / 2, 200]


def test_nobody_anywhere_is_refused(force):
    counts, people, similar, _ = force
    with pytest.raises(InputRefused, match="residents and similar areas"):
        expect_counts(counts, people * 0, similar, dispersion=1.0)
