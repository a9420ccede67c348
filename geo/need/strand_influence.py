"""Measure how much each strand really moves the need score, and the weights that give the intended influence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy.optimize import minimize

from geo.arrays import Floats
from geo.exceptions import ConfigurationRefused
from geo.need.need_index import STRANDS, NeedIndex, aggregate, normalise

BINS = 20
_CLOSE = 1e-5
_LOWEST = -7.0  # a weight of a thousandth of the largest is as good as none
_PLACES = 200
_LEAST_AREAS = 3


def measure_influence(values: pd.DataFrame, index: NeedIndex, *, meant: Mapping[str, float]) -> pd.DataFrame:
    """Compare each strand's influence on the need score with its weight.

    Parameters
    ----------
    values : DataFrame
        Assessable areas, one column a strand, from :func:`geo.need.need_index.strand_values`; no missing values.
    index : NeedIndex
        The choices behind the score, with the weights that it uses.
    meant : mapping of str to float
        The influence that each strand is meant to have: its nominal weight.

    Returns
    -------
    DataFrame
        One row a strand: `strand`, `nominal_weight` and `weight` (used; 0 to 1), `importance` (correlation ratio of
        score and strand, 0 to 1), `importance_share` (of the four together), `correlation_with_score`,
        `correlation_with_<strand>` (Spearman) and `weight_for_influence` (the weights at which shares of importance
        equal the nominal weights, as nearly as is possible).

    Notes
    -----
    Importance is S = Var(E(score | strand)) / Var(score): the share of the score's variance that is known from the
    strand alone (Paruolo, Saisana and Saltelli 2013; Becker, Saisana, Paruolo and Vandecasteele 2017). The conditional
    mean is a local line in the strand's ranks, see :func:`correlation_ratio`. Strands that rise and fall together each
    have a high S, whatever their weights: S adds up to more than 1. What could mislead: importance is about the spread
    of all areas, not about the top; a strand that has no weight can have a high S through others.
    """
    scores = normalised(values, index)
    ratios = _ratios(scores, index, _smoothers(scores))
    ranked = scores.rank()
    score = aggregate(scores, index)[0]
    weights = weights_for_influence(values, replace(index, weights=meant))
    rows = [
        {
            "strand": strand,
            "nominal_weight": float(meant[strand]),
            "weight": float(index.weights[strand]),
            "importance": ratios[strand],
            "importance_share": ratios[strand] / sum(ratios.values()) if sum(ratios.values()) > 0 else float("nan"),
            "correlation_with_score": _correlation(ranked[strand], score.rank()),
            **{f"correlation_with_{other}": _correlation(ranked[strand], ranked[other]) for other in STRANDS},
            "weight_for_influence": weights[strand],
        }
        for strand in STRANDS
    ]
    return pd.DataFrame(rows)


def normalised(values: pd.DataFrame, index: NeedIndex) -> pd.DataFrame:
    """Return the strands on the scale of the index."""
    return pd.DataFrame({strand: normalise(values[strand], index.normalisation) for strand in STRANDS})


def correlation_ratio(score: Floats, strand: Floats, *, bins: int = BINS) -> float:
    """Return Var(E(score | strand)) / Var(score), 0 to 1.

    Parameters
    ----------
    score, strand : array
        One value an area.
    bins : int
        How fine the conditional mean is: about so many groups of areas with like values of the strand.

    Returns
    -------
    float

    Notes
    -----
    The conditional mean is a local linear regression on the ranks of the strand with a triangular kernel that reaches
    over two of `bins` equal groups on each side, worked out at up to 200 ranks and read between them; equal values of
    the strand have equal ranks. Linear, not constant, so that the ends are not drawn to the middle. With few areas the
    ratio is a little too high: a curve fitted to noise explains some of it.
    """
    return _Smoother.over(strand, bins=bins).ratio(score)


@dataclass(frozen=True)
class _Smoother:
    """The conditional mean over one strand as a linear map: `rows` gives it at `places`, areas read it at `at`."""

    at: Floats
    places: Floats
    rows: Floats

    @classmethod
    def over(cls, strand: Floats, *, bins: int = BINS) -> _Smoother:
        at = np.asarray(pd.Series(strand).rank(method="average"), dtype=np.float64)
        known = np.unique(at)
        places = known[np.unique(np.linspace(0, len(known) - 1, min(len(known), _PLACES)).round().astype(int))]
        reach = max(2.0 * len(at) / bins, 2.0)
        apart = at - places[:, None]
        weights = np.maximum(1.0 - np.abs(apart) / reach, 0.0)
        total, lean = weights.sum(axis=1), (weights * apart).sum(axis=1)
        bend = (weights * apart**2).sum(axis=1)
        even = total * bend - lean**2
        level = weights / total[:, None]
        line = weights * (bend[:, None] - lean[:, None] * apart) / np.where(even > 0, even, 1.0)[:, None]
        return cls(at, places, np.where((even > 1e-9 * total**2)[:, None], line, level))

    def ratio(self, score: Floats) -> float:
        """Return the correlation ratio of a score."""
        spread = float(score.var()) if len(score) else 0.0
        if not spread > 1e-12 or len(score) < _LEAST_AREAS:
            return 0.0
        fitted = np.interp(self.at, self.places, self.rows @ score)
        return float(np.clip(fitted.var() / spread, 0.0, 1.0))


def weights_for_influence(values: pd.DataFrame, index: NeedIndex) -> dict[str, float]:
    """Find weights that bring each strand's share of importance as near as possible to its nominal weight.

    Parameters
    ----------
    values, index
        As for :func:`measure_influence`; the nominal weights of `index` are the influence that is wanted.

    Returns
    -------
    dict of str to float
        One for each strand, together 1. A strand with weight 0 keeps it.

    Notes
    -----
    Becker et al. (2017) minimise the same sum of squares; here by Nelder and Mead over logarithms of weights, from the
    nominal ones. What could mislead: strands that are nearly the same cannot be told apart, so their shares differ
    little whatever their weights, and the answer can give one of them next to nothing.
    """
    wanted = np.array([float(index.weights[strand]) for strand in STRANDS])
    scores, used = normalised(values, index), np.flatnonzero(wanted > 0)
    smoothers = _smoothers(scores)

    def weights_of(logarithms: Floats) -> Floats:
        weights = np.zeros(len(wanted))
        weights[used] = np.exp(np.clip(logarithms - logarithms.max(), _LOWEST, 0.0))
        return np.asarray(weights / weights.sum())

    def miss(logarithms: Floats) -> float:
        ratios = _ratios(scores, _with_weights(index, weights_of(logarithms)), smoothers)
        shares = np.array(list(ratios.values()))
        total = float(shares[used].sum())
        return float(((shares[used] / total - wanted[used]) ** 2).sum()) if total > 0 else 0.0

    start = np.log(wanted[used])
    if len(used) > 1 and miss(start) > _CLOSE:
        found = minimize(miss, start, method="Nelder-Mead", options={"xatol": 0.01, "fatol": 1e-6, "maxiter": 200})
        start = np.asarray(found.x, dtype=np.float64)
    best = weights_of(start)
    return {strand: float(weight) for strand, weight in zip(STRANDS, best, strict=True)}


def index_of_influence(values: pd.DataFrame, index: NeedIndex) -> NeedIndex:
    """Return the index with weights that give each strand the influence that its nominal weight means.

    Raises
    ------
    ConfigurationRefused
        No area can be assessed, so nothing can be measured.
    """
    if len(values) < _LEAST_AREAS:
        raise ConfigurationRefused(
            f"weights = 'influence' needs areas to measure influence on, and {len(values)} can be assessed",
            "Use weights = 'nominal'",
        )
    return replace(index, weights=weights_for_influence(values, index))


def _with_weights(index: NeedIndex, weights: Floats) -> NeedIndex:
    return replace(index, weights={strand: float(weight) for strand, weight in zip(STRANDS, weights, strict=True)})


def _ratios(scores: pd.DataFrame, index: NeedIndex, smoothers: Mapping[str, _Smoother]) -> dict[str, float]:
    score = np.asarray(aggregate(scores, index)[0], dtype=np.float64)
    return {strand: smoothers[strand].ratio(score) for strand in STRANDS}


def _smoothers(scores: pd.DataFrame) -> dict[str, _Smoother]:
    return {strand: _Smoother.over(np.asarray(scores[strand], dtype=np.float64)) for strand in STRANDS}


def _correlation(first: pd.Series[float], second: pd.Series[float]) -> float:
    """Return Pearson's correlation; of ranks it is Spearman's. NaN if one of the two does not vary."""
    varies = all(float(one.max()) > float(one.min()) for one in (first, second))
    return float(first.corr(second)) if varies else float("nan")
