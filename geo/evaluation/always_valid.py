"""Test every month without inflating false alarms: an e-process on the placebo spread."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from geo.arrays import Floats
from geo.exceptions import ConfigurationRefused, InputRefused

STOP_AT = 20.0
EXPECTED_CHANGE = 0.3


@dataclass(frozen=True)
class MonthlyNull:
    """How a place's monthly log ratios vary where nothing is done: a lasting drift and each month's own noise.

    Attributes
    ----------
    drift_variance : float
        Of the part that lasts from month to month.
    persistence : float
        Share of it that is left after a month, 0 to 1.
    noise_variance : float
        Of each month alone.
    """

    drift_variance: float
    persistence: float
    noise_variance: float

    def covariance(self, months: int) -> Floats:
        """Return the covariance of so many months in a row."""
        apart = np.abs(np.subtract.outer(np.arange(months), np.arange(months)))
        lasting: Floats = self.drift_variance * self.persistence**apart
        return lasting + self.noise_variance * np.eye(months)


def fit_monthly_null(paths: Floats) -> MonthlyNull:
    """Fit drift, persistence and noise to placebo places.

    Parameters
    ----------
    paths : ndarray
        Placebo places down, months after the start across: log ratio of the month against the same calendar month of
        the baseline, less that of the comparison.

    Returns
    -------
    MonthlyNull
        Drift and noise as variances of a log ratio, persistence from 0 to 1. Without covariance between months the
        drift is 0 and all variance is noise.

    Raises
    ------
    InputRefused
        Fewer than eight places or four months.

    Notes
    -----
    Moments: the covariance at k months apart is τ² times the persistence to the k; the diagonal adds the noise.
    """
    places, months = paths.shape
    if places < 8 or months < 4:
        raise InputRefused(f"{places} placebo places over {months} months", "Give at least 8 places and 4 months")
    centred = paths - paths.mean(axis=0)
    moments = centred.T @ centred / (places - 1)
    lags = np.array([np.diagonal(moments, k).mean() for k in range(max(months // 2, 3))])
    later = np.clip(lags[1:], 0.0, None)
    if later[0] <= 0:
        return MonthlyNull(0.0, 0.0, float(lags[0]))
    grid = np.linspace(0.0, 1.0, 201)
    powers = grid[:, None] ** np.arange(1, len(lags))
    drift = np.clip((powers @ later) / np.maximum((powers**2).sum(axis=1), 1e-12), 0.0, lags[0])
    best = int(((later - drift[:, None] * powers) ** 2).sum(axis=1).argmin())
    return MonthlyNull(float(drift[best]), float(grid[best]), float(max(lags[0] - drift[best], 1e-9)))


def evidence_by_month(log_ratios: Floats, null: MonthlyNull, *, expected_change: float = EXPECTED_CHANGE) -> Floats:
    """Return the evidence against "nothing changed" after each month; stop when it reaches 20.

    Parameters
    ----------
    log_ratios : ndarray
        The place's monthly log ratios so far, as in :func:`fit_monthly_null`.
    null : MonthlyNull
        From placebo places.
    expected_change : float
        Size of the change that the evidence is most sensitive to, on the log scale: a standard deviation, either way.

    Returns
    -------
    ndarray
        One e-value a month.

    Raises
    ------
    ConfigurationRefused
        The expected change is not above 0.

    Notes
    -----
    The likelihood ratio of a normal change (mean 0, sd `expected_change`) against no change is a martingale where
    nothing changed, so it ever reaches 20 in at most 5% of places however often one looks (Ville 1939; Howard, Ramdas,
    McAuliffe and Sekhon 2021). What could mislead: the bound is exact for normal log ratios with this covariance;
    months with few incidents are not normal.
    """
    if not expected_change > 0:
        raise ConfigurationRefused(f"The expected change is {expected_change:g}", "Give a size above 0, as in 0.3")
    found = np.empty(len(log_ratios))
    for month in range(1, len(log_ratios) + 1):
        weights = np.linalg.solve(null.covariance(month), np.ones(month))
        precision, score = float(weights.sum()), float(weights @ log_ratios[:month])
        spread = 1 + expected_change**2 * precision
        found[month - 1] = np.exp(0.5 * expected_change**2 * score**2 / spread) / np.sqrt(spread)
    return found


def first_stop(evidence: Floats, *, stop_at: float = STOP_AT) -> int | None:
    """Return the number of months after which the evidence first reached the line; None if it has not.

    Parameters
    ----------
    evidence : ndarray
        Evidence (an e-value) after each month, in order.
    stop_at : float
        The line; 20 keeps the chance of a false alarm at any time under 1 in 20 (Ville's inequality).

    Returns
    -------
    int or None
        Months until the line was reached, counted from 1.
    """
    reached = np.flatnonzero(evidence >= stop_at)
    return int(reached[0]) + 1 if len(reached) else None
