"""Expect next year's counts by area: recent months weigh more, and small counts are drawn to the force's mean."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from geo.arrays import Floats
from geo.exceptions import InputRefused

HALF_LIVES = (3.0, 6.0, 12.0, 24.0, np.inf)
SHRINKAGES = (0.0, 1.0, 3.0, 10.0)
_LEAST_MONTHS = 12
_HORIZON = 6


@dataclass(frozen=True)
class ExpectedCounts:
    """Parameters of the expectation, and the back-test that chose them.

    Parameters
    ----------
    half_life_months : float
        A month this much older weighs half; infinite where all months weigh the same.
    prior_months : float
        The force's mean month of an area counts as so many months of its own.
    loss : float
        Mean Poisson deviance per area of the counts held out, in the back-test that chose the two.
    folds : int
        Back-tests behind it; 0 where there were too few months, and the defaults are used.
    """

    half_life_months: float
    prior_months: float
    loss: float
    folds: int


DEFAULTS = ExpectedCounts(12.0, 1.0, float("nan"), 0)


def expect_counts(monthly: pd.DataFrame, chosen: ExpectedCounts) -> pd.Series[float]:
    """Expect twelve months' count in each area.

    Parameters
    ----------
    monthly : DataFrame
        Areas down, complete months across, in order; counts, or weighted counts such as harm.
    chosen : ExpectedCounts
        From :func:`fit_expected_counts`.

    Returns
    -------
    Series
        Index as `monthly`; counts of twelve months.

    Notes
    -----
    With weights w_t = 2^(-age / half life), the area's level is (Σ w_t y_t + k m) / (Σ w_t + k), m the force's weighted
    mean month of an area and k `prior_months`: the posterior mean of a gamma prior with shape k m and rate k, whose
    counts are Poisson (Clayton and Kaldor 1987). Age is counted in calendar months, so a gap makes what lies before it
    older. Each month is divided by the force's total of that month over the mean, so that a quiet season does not
    lower the areas that were measured in it. What could mislead: the order of areas moves only where recent months
    differ from earlier ones; for the whole force the level is that of the weighted past.
    """
    table = monthly.to_numpy(dtype=np.float64)
    ages = _ages(pd.DatetimeIndex(monthly.columns))
    return pd.Series(_expect(table, ages, chosen.half_life_months, chosen.prior_months), index=monthly.index)


def _ages(months: pd.DatetimeIndex) -> Floats:
    numbers = np.asarray(months.year * 12 + months.month, dtype=np.float64)
    return np.asarray(numbers.max() - numbers)


def _expect(table: Floats, ages: Floats, half_life: float, prior: float) -> Floats:
    totals = table.sum(axis=0)
    level = totals.mean()
    even = table * np.divide(level, totals, out=np.ones_like(totals), where=totals > 0)
    weights = np.power(2.0, -ages / half_life) if np.isfinite(half_life) else np.ones_like(ages)
    mean = float((even @ weights).sum() / (weights.sum() * len(table))) if len(table) else 0.0
    return np.asarray(12.0 * (even @ weights + prior * mean) / (weights.sum() + prior))


def fit_expected_counts(
    monthly: pd.DataFrame, *, half_lives: Sequence[float] = HALF_LIVES, prior_months: Sequence[float] = SHRINKAGES
) -> ExpectedCounts:
    """Choose half life and prior by back-test on the months given.

    Parameters
    ----------
    monthly : DataFrame
        As for :func:`expect_counts`.
    half_lives, prior_months : sequence of float
        What is tried.

    Returns
    -------
    ExpectedCounts
        The pair with the least mean Poisson deviance over rolling origins: each expectation rests on the months before
        an origin (at least twelve) and is scored on the six months after it, the level of the force given. The
        defaults where there are fewer than eighteen months.

    Raises
    ------
    InputRefused
        A count is missing or negative.
    """
    table = monthly.to_numpy(dtype=np.float64)
    if np.isnan(table).any() or (table < 0).any():
        raise InputRefused("A monthly count is missing or negative", "Leave incomplete months out")
    ages = _ages(pd.DatetimeIndex(monthly.columns))
    origins = list(_origins(table.shape[1]))
    if not origins:
        return DEFAULTS
    best = DEFAULTS
    for half_life in half_lives:
        for prior in prior_months:
            losses = [_loss(table, ages, origin, half_life, prior) for origin in origins]
            loss = float(np.mean(losses))
            if not best.folds or loss < best.loss - 1e-9:
                best = ExpectedCounts(float(half_life), float(prior), loss, len(origins))
    return best


def _origins(months: int) -> Iterator[int]:
    """List the first month of each stretch to score on: every three months, from the end backwards."""
    yield from range(months - _HORIZON, _LEAST_MONTHS - 1, -3)


def _loss(table: Floats, ages: Floats, origin: int, half_life: float, prior: float) -> float:
    """Return the mean Poisson deviance per area, given the force's own total of those months."""
    known = ages[:origin] - ages[origin - 1]
    expected = _expect(table[:, :origin], known, half_life, prior)
    came = table[:, origin : origin + _HORIZON].sum(axis=1)
    if not (expected.sum() > 0 and came.sum() > 0):
        return 0.0
    expected = np.maximum(expected * came.sum() / expected.sum(), 1e-6)
    part = np.where(came > 0, came * np.log(np.maximum(came, 1e-300) / expected), 0.0)
    return float(2.0 * (part - (came - expected)).mean())
