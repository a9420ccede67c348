"""Model what counts could have been: quantiles of overdispersed counts, and each strand's variation by chance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import betainc

from geo.arrays import Floats
from geo.exceptions import ConfigurationRefused, InputRefused
from geo.measures.dispersion import estimate_dispersion

LEVELS = 256  # equally likely steps of each distribution; their number fits one random byte
_LEAST_DISPERSION = 1.01  # a negative binomial needs more variance than a Poisson; 1% more is no difference
_GRID = 64
_KEPT_DIGITS = 2


@dataclass(frozen=True)
class StrandNoise:
    """Variation of the counted strands by chance, from their months.

    Parameters
    ----------
    dispersion : mapping of str to float
        By strand: variance over mean of area-month counts, in records; at least 1.
    record : mapping of str to float
        By strand: what one typical record weighs, in the strand's own unit (1 for crime, days for harm). The variance
        of a strand is dispersion x record x value.
    shared_with_crime : mapping of str to float
        By strand: correlation of its monthly residuals with those of crime, 0 to 1.
    """

    dispersion: Mapping[str, float]
    record: Mapping[str, float]
    shared_with_crime: Mapping[str, float]


def measure_noise(monthly: Mapping[str, pd.DataFrame], record: Mapping[str, float]) -> StrandNoise:
    """Estimate how much each strand varies by chance.

    Parameters
    ----------
    monthly : mapping of str to DataFrame
        `crime`, `demand` and `harm`: areas down, complete months across, the same areas and months.
    record : mapping of str to float
        What one typical record of each weighs: Σ w² n / Σ w n over its types.

    Returns
    -------
    StrandNoise
        Dispersion of each strand, its typical record, and how much of its chance it shares with crime.

    Notes
    -----
    A strand of weighted records varies as its effective number of records does, value / record; the dispersion is that
    of :func:`geo.measures.dispersion.estimate_dispersion` on it. A strand with too few records to say varies as
    Poisson counts.
    """
    dispersion, residuals = {}, {}
    for strand, table in monthly.items():
        effective = table / record[strand]
        try:
            dispersion[strand] = estimate_dispersion(effective).widening
        except InputRefused:
            dispersion[strand] = 1.0
        residuals[strand] = _residuals(effective.to_numpy(dtype=float))
    crime = residuals["crime"]
    shared = {strand: _correlation(crime, own) for strand, own in residuals.items()}
    return StrandNoise(dispersion, dict(record), shared)


def typical_record(totals: pd.Series[float], weights: pd.Series[float]) -> float:
    """Return the typical weight of a record: Σ w² n / Σ w n over types with count n and weight w; 1 without any."""
    weight = weights.reindex(totals.index).fillna(0.0).to_numpy(dtype=float)
    count = totals.to_numpy(dtype=float)
    weighed = float((weight * count).sum())
    return float((weight**2 * count).sum()) / weighed if weighed > 0 else 1.0


def count_quantiles(means: Floats, *, dispersion: float, levels: int = LEVELS) -> Floats:
    """Return equally likely values of an overdispersed count, for each mean.

    Parameters
    ----------
    means : ndarray
        Means, 0 or more, in records.
    dispersion : float
        Variance over mean.
    levels : int
        Values for each mean.

    Returns
    -------
    ndarray
        Shape (means, levels), ascending in each row; its row means are `means`. A mean of 0 gives zeros only.

    Raises
    ------
    ConfigurationRefused
        A mean is negative or missing.

    Notes
    -----
    Negative binomial with variance φ μ: size r = μ/(φ - 1), success probability 1/φ, distribution function
    F(k) = I(1/φ; r, k + 1) with I the regularised incomplete beta function. It is read at k - 1/2 and between whole
    numbers, so equal counts do not stay tied and no order of the list decides between them. Means are rounded to two
    digits for the shape alone; the mean itself is kept.
    """
    if not (means >= 0).all():
        raise ConfigurationRefused("A mean count is negative or missing", "Leave such areas out")
    phi = max(dispersion, _LEAST_DISPERSION)
    rounded = _round_digits(means)
    shapes, which = np.unique(rounded, return_inverse=True)
    table = np.zeros((len(shapes), levels))
    chances = (np.arange(levels) + 0.5) / levels
    for row, mean in enumerate(shapes):
        if mean > 0:
            spread = np.sqrt(phi * mean)
            at = np.linspace(max(-0.5, mean - 5 * spread), mean + 6 * spread + 3 * phi, _GRID)
            table[row] = np.interp(chances, betainc(mean / (phi - 1.0), at + 0.5, 1.0 / phi), at).clip(min=0.0)
    centre = table.mean(axis=1)
    scale = np.divide(means, centre[which], out=np.zeros(len(means)), where=centre[which] > 0)
    quantiles: Floats = table[which] * scale[:, None]
    return quantiles


def _round_digits(values: Floats) -> Floats:
    """Round to two significant digits, so that a hundred or two shapes serve any number of areas."""
    size = np.floor(np.log10(np.where(values > 0, values, 1.0)))
    step = 10.0 ** np.maximum(size - _KEPT_DIGITS + 1, -1)
    rounded = np.round(values / step) * step
    kept: Floats = np.where(values > 0, np.maximum(rounded, 0.1), 0.0)
    return kept


def _residuals(table: Floats) -> Floats:
    """Compute Pearson residuals of areas by months."""
    total = table.sum()
    if total <= 0:
        return np.zeros(table.shape)
    expected = table.sum(axis=1, keepdims=True) * table.sum(axis=0, keepdims=True) / total
    residuals: Floats = np.divide(table - expected, np.sqrt(expected), out=np.zeros(table.shape), where=expected > 0)
    return residuals


def _correlation(first: Floats, second: Floats) -> float:
    """Return the correlation of two sets of residuals, negative ones as 0."""
    size = float(np.sqrt((first**2).sum() * (second**2).sum()))
    return min(max(float((first * second).sum()) / size, 0.0), 1.0) if size > 0 else 0.0
