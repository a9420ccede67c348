"""Estimate the spread by formula, for forces with too few separate places: drift and spatial correlation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from geo.arrays import Floats
from geo.evaluation.null_spread import FORMULA, NullSpread
from geo.evaluation.placebo_places import Places

if TYPE_CHECKING:
    from libpysal.graph import Graph

LAGS = 3
_LEAST_FREEDOM = 5.0


@dataclass(frozen=True)
class StepsApart:
    """Which areas are 0, 1, 2 … steps apart: matrices of ones, areas in the order of `area_codes`."""

    area_codes: pd.Index[str]
    pairs: tuple[csr_array, ...]


@dataclass(frozen=True)
class AreaDrift:
    """Drift of single areas between two windows, and its correlation between areas near each other.

    Attributes
    ----------
    covariance : ndarray
        Of the drifts of two areas that are 0 (the same area), 1, 2 … steps apart; on logarithms, beyond the dispersion.
    weights : Series
        Incidents of each area, on the level of the earlier window: how much it weighs in a place.
    dispersion : float
        φ, at least 1.
    """

    covariance: Floats
    weights: pd.Series[float]
    dispersion: float


def count_steps(graph: Graph, *, lags: int = LAGS) -> StepsApart:
    """Find the pairs of areas exactly 0, 1, 2 … steps of the graph apart, up to `lags`."""
    touching = csr_array(graph.sparse).astype(bool).astype(float)
    reached = csr_array((np.ones(touching.shape[0]), np.arange(touching.shape[0]), np.arange(touching.shape[0] + 1)))
    pairs = [reached]
    for _ in range(lags):
        further = csr_array((reached + reached @ touching) > 0).astype(float)
        pairs.append(csr_array(further - reached))
        reached = further
    return StepsApart(pd.Index(graph.unique_ids, name="area_code"), tuple(pairs))


def estimate_drift(
    before: pd.Series[float], after: pd.Series[float], steps: StepsApart, *, dispersion: float
) -> AreaDrift:
    """Estimate drift and its spatial correlation by moments.

    Parameters
    ----------
    before, after : Series
        Counts by area, the same windows in both.
    steps : StepsApart
        From :func:`count_steps`: drifts further apart are taken to be unrelated.
    dispersion : float
        φ of area-month counts.

    Returns
    -------
    AreaDrift
        Covariance of drift at each lag, and what it was estimated from.

    Notes
    -----
    With R the force's ratio, an area's drift is δ = (a/R - b) / m, m = (a/R + b) / 2. The covariance at each lag is the
    mean of δ_i δ_j over pairs so far apart, weighted by √(m_i m_j); at lag 0 less φ(b + a/R²)/m². What could mislead:
    it takes all areas of the force to drift alike, and says nothing of what lies further apart than the lags.
    """
    ratio = float(after.sum() / before.sum())
    codes = steps.area_codes
    first, second = (counts.reindex(codes).fillna(0.0).to_numpy(dtype=float) for counts in (before, after / ratio))
    level = np.maximum((first + second) / 2, 0.5)
    drift = (second - first) / level
    own = np.sum(level * (drift**2 - dispersion * (first + second / ratio) / level**2)) / level.sum()
    scaled, root = np.sqrt(level) * drift, np.sqrt(level)
    apart = [float(scaled @ (lag @ scaled)) / max(float(root @ (lag @ root)), 1e-12) for lag in steps.pairs[1:]]
    return AreaDrift(np.array([max(own, 0.0), *apart]), pd.Series(level, index=codes), dispersion)


def drift_variances(places: Places, drift: AreaDrift, steps: StepsApart) -> Floats:
    """Return each place's variance of log change beyond dispersion: Σ w_i w_j C(steps between i and j)."""
    weights = places.members.multiply(drift.weights.reindex(places.area_codes).to_numpy()[np.newaxis, :])
    shares = csr_array(weights.multiply(1 / np.asarray(weights.sum(axis=1)).ravel()[:, np.newaxis]))
    summed: Floats = np.zeros(len(places))
    for covariance, lag in zip(drift.covariance, steps.pairs, strict=True):
        summed += covariance * np.asarray((shares @ lag).multiply(shares).sum(axis=1)).ravel()
    return np.maximum(summed, np.zeros(len(places)))


def spread_by_formula(places: Places, drift: AreaDrift, steps: StepsApart) -> NullSpread:
    """Return the null spread of places of this size; degrees of freedom are the force's areas over the place's.

    Parameters
    ----------
    places : Places
        One or more places of the size wanted; the mean of their variances counts.
    drift : AreaDrift
        From :func:`estimate_drift`.
    steps : StepsApart
        The same as for the drift.

    Returns
    -------
    NullSpread
        With no placebo places in it; it says that it is by formula.
    """
    separate = len(places.area_codes) / float(np.maximum(places.sizes(), 1).mean())
    variance = float(drift_variances(places, drift, steps).mean())
    return NullSpread(0.0, variance, drift.dispersion, max(separate, _LEAST_FREEDOM), np.inf, FORMULA, np.zeros(0))
