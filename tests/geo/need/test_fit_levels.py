"""The fit of levels: least squares by another solver, the studentised maximum by Grubbs, and the shape by scipy."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats
from scipy.sparse import csr_array

from geo.need.fit_levels import fit_levels
from geo.need.spread_shape import SpreadShape

NOTHING = csr_array((100, 100))


def test_the_last_round_is_weighted_least_squares_on_similar_areas():
    random = np.random.default_rng(1)
    people = random.integers(800, 2500, 60).astype(float)
    kind = random.normal(0, 0.6, 60)
    apart = np.abs(kind[:, None] - kind) + 1e9 * np.eye(60)
    links = csr_array((apart <= np.sort(apart, axis=1)[:, 7:8]).astype(float))  # the eight most alike
    counts = random.poisson(0.1 * people * np.exp(kind + random.normal(0, 0.3, 60))).astype(float)
    fit = fit_levels(counts[None], people, links, dispersion=1.5)
    force = people * counts.sum() / people.sum()
    rate = np.log((counts + 0.5) / (force + 0.5))
    typical, spread = force, 0.2
    for _ in range(3):
        weight = 1 / (spread + 1.5 / (typical + 0.5))
        rows, columns = links.nonzero()
        theirs = np.array([np.average(rate[columns[rows == a]], weights=weight[columns[rows == a]]) for a in range(60)])
        design = np.column_stack([np.ones(60), theirs]) * np.sqrt(weight)[:, None]
        (centre, slope), *_ = np.linalg.lstsq(design, rate * np.sqrt(weight), rcond=None)
        assert 0 < slope < 2
        noise, fitted = 1.5 / (typical + 0.5), centre + slope * theirs
        spread = np.average((rate - fitted) ** 2 - noise, weights=weight) * 60 / 58
        typical = force * np.exp(fitted)
    assert fit.typical[0] == pytest.approx(typical)
    assert fit.spread[0, 0] == pytest.approx(spread)
    assert fit.mean.sum() == pytest.approx(counts.sum())
    residuals = (rate - fitted) / np.sqrt(spread + 1.5 / (typical + 0.5))
    assert fit.shape.residual(fit.scores)[0] == pytest.approx(residuals)
    assert fit.count_at(fit.scores)[0] == pytest.approx(counts, rel=0.005, abs=0.75), "but for half a record"


def test_many_surfaces_are_fitted_as_one_is():
    random = np.random.default_rng(2)
    people, surfaces = random.uniform(500, 3000, 100), random.poisson(80, (7, 100)).astype(float)
    links = csr_array((random.random((100, 100)) < 0.1).astype(float))
    together = fit_levels(surfaces, people, links, dispersion=1.2)
    for at, surface in enumerate(surfaces):
        alone = fit_levels(surface[None], people, links, dispersion=1.2)
        assert together.scores[at] == pytest.approx(alone.scores[0])
        assert together.mean[at] == pytest.approx(alone.mean[0])


def test_the_largest_residual_of_areas_alike_is_grubbs():
    """Grubbs (1969), Technometrics 11(1): upper 5% point of the largest studentised deviation of 100, 3.207."""
    t = stats.t.isf(0.05 / 100, 98)
    grubbs = 99 / 100**0.5 * (t**2 / (98 + t**2)) ** 0.5
    assert grubbs == pytest.approx(3.207, abs=0.005)
    counts = 1e6 * np.exp(np.random.default_rng(3).normal(0, 0.5, (4000, 100)))
    fit = fit_levels(counts, np.full(100, 1500.0), NOTHING, dispersion=1.0)
    largest = fit.shape.residual(fit.scores).max(axis=1) * (99 / 98) ** 0.5
    assert np.quantile(largest, 0.95) == pytest.approx(grubbs, abs=0.04)


def test_a_longer_upper_tail_is_found_and_a_shorter_one_is_taken_as_normal():
    z = stats.norm.ppf((np.arange(20_000) + 0.5) / 20_000)
    for skew in (0.1, 0.3):
        residuals = 0.2 + 0.9 * np.expm1(skew * z) / skew
        found = SpreadShape.fit(np.array([residuals, 0.2 + 0.9 * z, -residuals]))
        assert found.skew[:, 0] == pytest.approx([skew, 1e-4, 1e-4], abs=1e-3)
        assert found.scale[:2, 0] == pytest.approx([0.9, 0.9], rel=1e-3)
        # A g distribution is a lognormal one, moved and stretched.
        lognormal = stats.lognorm(s=skew, loc=0.2 - 0.9 / skew, scale=0.9 / skew)
        assert stats.norm.cdf(found.score(residuals[None])[0, ::500]) == pytest.approx(
            lognormal.cdf(residuals[::500]), abs=1e-3
        )
        assert found.residual(found.score(residuals[None]))[0] == pytest.approx(residuals)


def test_one_area_far_above_does_not_move_the_shape():
    z = stats.norm.ppf((np.arange(500) + 0.5) / 500)
    one = z.copy()
    one[-1] = 40.0
    both = SpreadShape.fit(np.array([z, one]))
    assert both.skew[0] == both.skew[1]
    assert both.score(np.array([z, one]))[1, -1] == pytest.approx(40, rel=0.01)
