"""Draw surfaces under the null: strands as people, similar areas and the force alone would give them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy import stats
from scipy.special import gammaincinv, ndtr, ndtri

from geo.arrays import Floats
from geo.need.level import ExpectedCounts

_GRID, _SHAPES, _REACH = 441, 64, 5.5


@dataclass(frozen=True)
class NullStrands:
    """Distribution of the counted strands under the null.

    Parameters
    ----------
    expected : mapping of str to ExpectedCounts
        By strand, in records; the same areas.
    record : mapping of str to float
        What one record of each strand weighs, in the strand's own unit.
    together : ndarray
        Correlation of the strands' normal scores, in the order of `expected`.
    """

    expected: Mapping[str, ExpectedCounts]
    record: Mapping[str, float]
    together: Floats

    @property
    def area_codes(self) -> pd.Index[str]:
        """Areas that are drawn."""
        return next(iter(self.expected.values())).mean.index

    def draw(self, draws: int, random: np.random.Generator) -> dict[str, Floats]:
        """Draw strands anew: by strand, shape (draws, areas), in the strand's own unit.

        Each strand is a gamma with the mean and the variance of its negative binomial: as good where only order and
        totals matter, and without ties. Strands of an area correlate as their observed normal scores do. What is
        expected is itself uncertain, and similar areas share that error: a first surface says how far the expectation
        moves when it is worked out anew, and the second, which is given, is drawn about the moved expectation. The
        spread between areas contains that error already, so it is taken out there.
        """
        first = self._draw_about(self.expected, draws, random)
        moved = {strand: _move(model, first[strand]) for strand, model in self.expected.items()}
        drawn = self._draw_about(
            {strand: _take_out(model, moved[strand]) for strand, model in self.expected.items()}, draws, random
        )
        return {strand: self.record[strand] * moved[strand] * drawn[strand] for strand in self.expected}

    def _draw_about(
        self, expected: Mapping[str, ExpectedCounts], draws: int, random: np.random.Generator
    ) -> dict[str, Floats]:
        """Draw counts in records, by strand."""
        values, vectors = np.linalg.eigh(self.together)
        root = vectors * np.sqrt(np.maximum(values, 0.0))
        normal = random.standard_normal((draws, len(self.area_codes), len(expected))) @ root.T
        return {strand: _quantiles(model, normal[..., at]) for at, (strand, model) in enumerate(expected.items())}


def null_strands(
    strands: pd.DataFrame, expected: Mapping[str, ExpectedCounts], record: Mapping[str, float]
) -> NullStrands:
    """Fit the null: expected counts and their spread by strand, and correlations between strands.

    Parameters
    ----------
    strands : DataFrame
        Index `area_code`, observed strands over the period, in their own units.
    expected : mapping of str to ExpectedCounts
        By strand, in records.
    record : mapping of str to float
        What one record weighs.

    Returns
    -------
    NullStrands
        From which surfaces can be drawn.
    """
    codes = next(iter(expected.values())).mean.index
    scores = [
        normal_scores(np.asarray(strands[strand].reindex(codes), dtype=float) / record[strand], model)
        for strand, model in expected.items()
    ]
    with np.errstate(invalid="ignore"):
        together = np.atleast_2d(np.corrcoef(np.array(scores)))
    return NullStrands(dict(expected), dict(record), np.where(np.isnan(together), np.eye(len(together)), together))


def normal_scores(counts: Floats, model: ExpectedCounts) -> Floats:
    """Return the place of each count in its null distribution, as a standard normal value."""
    lower = stats.gamma.cdf(np.maximum(counts, 1e-9), *_gamma(model))
    scores: Floats = ndtri(np.clip(lower, 1e-9, 1 - 1e-9))
    return scores


def _move(model: ExpectedCounts, counts: Floats) -> Floats:
    """Return how far the expectation moves when it is worked out from these counts."""
    still = model.expect_again(np.asarray(model.mean, dtype=float)[None])
    moved: Floats = model.expect_again(counts) / np.maximum(still, 1e-9)
    return moved


def _take_out(model: ExpectedCounts, moved: Floats) -> ExpectedCounts:
    """Take the variance of the moved expectations out of the spread between areas."""
    error = float(np.log(np.maximum(moved, 1e-9)).var())
    return replace(model, spread=max(model.spread - error, 0.0))


def _gamma(model: ExpectedCounts) -> tuple[Floats, float, Floats]:
    """Return shape, location and scale of a gamma distribution."""
    mean, variance = (np.maximum(np.asarray(part, dtype=float), 1e-9) for part in (model.mean, model.variance))
    return mean**2 / variance, 0.0, variance / mean


def _quantiles(model: ExpectedCounts, normal: Floats) -> Floats:
    """Return values at normal scores, interpolated in a table of some 64 shapes on a grid of scores."""
    shape, _, scale = _gamma(model)
    cuts = np.unique(np.quantile(shape, np.linspace(0, 1, _SHAPES)))
    row = np.abs(np.log(shape)[:, None] - np.log(cuts)).argmin(axis=1)
    table = gammaincinv(cuts[:, None], ndtr(np.linspace(-_REACH, _REACH, _GRID))) / cuts[:, None]
    at = (np.clip(normal, -_REACH, _REACH) + _REACH) / (2 * _REACH) * (_GRID - 1)
    column = np.minimum(at.astype(int), _GRID - 2)
    share = at - column
    drawn = table[row, column] * (1 - share) + table[row, column + 1] * share
    values: Floats = shape * scale * drawn
    return values
