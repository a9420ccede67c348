"""What counts would be by people, similar areas and the force, fitted to many surfaces at once in the same way."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from geo.arrays import Floats
from geo.need.spread_shape import SpreadShape

REACH = 5.0
_HALF = 0.5
_ROUNDS = 3
_START = 0.2
_LEAST = 1e-4


@dataclass(frozen=True)
class LevelFit:
    """What is expected on each surface, and how far counts lie from it.

    Parameters
    ----------
    mean : ndarray
        Expected counts, shape (surfaces, areas); each surface adds up to its own total.
    typical : ndarray
        The middle count of areas with that expectation.
    spread : ndarray
        alpha, how much areas with the same expectation differ, as the variance of the logarithm; shape (surfaces, 1).
    dispersion : float
        φ, variance over mean of the months of one area.
    shape : SpreadShape
        Of the residuals.
    scores : ndarray
        Where each count lies among areas with its expectation, as a normal score.
    """

    mean: Floats
    typical: Floats
    spread: Floats
    dispersion: float
    shape: SpreadShape
    scores: Floats

    @property
    def deviation(self) -> Floats:
        """Standard deviation of the logarithm of a count: √(alpha + φ/m)."""
        found: Floats = np.sqrt(self.spread + self.dispersion / (self.typical + _HALF))
        return found

    def count_at(self, scores: Floats) -> Floats:
        """Counts with these normal scores."""
        counts: Floats = self.typical * np.exp(self.deviation * self.shape.residual(scores))
        return counts


def fit_levels(counts: Floats, people: Floats, links: csr_array, *, dispersion: float) -> LevelFit:
    """Fit every surface by itself.

    Parameters
    ----------
    counts : ndarray
        Shape (surfaces, areas), in records.
    people : ndarray
        Persons of each area, above 0.
    links : csr_array
        1 where the column area is among the similar areas of the row area, which is not one of its own.
    dispersion : float
        φ of the area-months, at least 1.

    Returns
    -------
    LevelFit

    Notes
    -----
    With r the logarithm of an area's rate over the force's (half a record added), s the mean of r over its similar
    areas, each weighted by 1/(alpha + φ/m), the expectation is c + b s: b, between 0 and 2, and c by weighted least
    squares. So b is the reliability of s, and 0 where similar areas say nothing. alpha is the weighted variance of the
    residuals beyond φ/m. Means of logarithms, so that one area far above does not raise what is expected of all that
    are like it.
    """
    force = people * counts.sum(axis=1, keepdims=True) / people.sum()
    rate = np.log((counts + _HALF) / (force + _HALF))
    typical, spread = force, np.full((len(counts), 1), _START)
    for _ in range(_ROUNDS):
        noise = dispersion / (typical + _HALF)
        weight = 1.0 / (spread + noise)
        expected = _regress(rate, _similar_rates(rate, weight, links), weight / weight.sum(axis=1, keepdims=True))
        beyond = ((rate - expected) ** 2 - noise) * weight
        free = rate.shape[1] / max(rate.shape[1] - 2, 1)
        spread = np.maximum(beyond.sum(axis=1, keepdims=True) / weight.sum(axis=1, keepdims=True) * free, _LEAST)
        typical = force * np.exp(expected)
    residuals = (rate - expected) / np.sqrt(spread + dispersion / (typical + _HALF))
    shape = SpreadShape.fit(residuals)
    total = typical.sum(axis=1, keepdims=True)
    mean = typical * np.divide(counts.sum(axis=1, keepdims=True), total, out=np.zeros_like(total), where=total > 0)
    return LevelFit(mean, typical, spread, dispersion, shape, shape.score(residuals))


def _similar_rates(rate: Floats, weight: Floats, links: csr_array) -> Floats:
    """Mean log rate of the similar areas of each area; 0 where there are none."""
    sums, weights = ((links @ part.T).T for part in (weight * rate, weight))
    found: Floats = np.divide(sums, weights, out=np.zeros_like(sums), where=weights > 0)
    return found


def _regress(rate: Floats, similar: Floats, share: Floats) -> Floats:
    """Fitted log rates, by weighted least squares on those of similar areas; weights add up to 1."""
    centre, similar_centre = ((share * part).sum(axis=1, keepdims=True) for part in (rate, similar))
    gap = similar - similar_centre
    varies = (share * gap**2).sum(axis=1, keepdims=True)
    slope = (share * gap * (rate - centre)).sum(axis=1, keepdims=True) / np.maximum(varies, 1e-12)
    fitted: Floats = centre + np.clip(slope, 0.0, 2.0) * gap
    return fitted
