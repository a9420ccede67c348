"""Compute rates per resident, and rates drawn towards the force's where residents are few."""

from __future__ import annotations

import numpy as np
import pandas as pd

from geo.thresholds import THRESHOLDS


def rate_per_1000(events: pd.Series[float], population: pd.Series[float]) -> pd.Series[float]:
    """Compute events per 1,000 residents.

    Parameters
    ----------
    events : Series
        Count, or a weighted count, over a period.
    population : Series
        Usual residents, the same index.

    Returns
    -------
    Series
        Over the same period, not per year. NaN where there are no residents or their number is unknown.

    Notes
    -----
    What could mislead: residents are no measure of who is about. A city centre has few residents and many visitors,
    so its rate says little of the risk to one person.
    """
    return 1000.0 * events.astype(float) / _residents(population)


def empirical_bayes_rate(events: pd.Series[float], population: pd.Series[float]) -> pd.Series[float]:
    """Compute rates per resident, drawn towards the force's rate more strongly where residents are few.

    Parameters
    ----------
    events : Series
        Counts over a period.
    population : Series
        Usual residents, the same index.

    Returns
    -------
    Series
        Events per resident (not per 1,000). NaN where there are no residents; those areas take no part in the mean.

    Notes
    -----
    Global empirical Bayes (Marshall 1991, equations 3 to 5): m = Σe/Σb, A = Σb(r - m)²/Σb - m/b̄, and
    the rate is w r + (1 - w) m with w = A / (A + m/b). A is kept at 0 or above (esda does not), so that areas which
    differ by no more than chance all come out at m. What could mislead: incidents come in runs, so the true spread by
    chance is wider than assumed and the rates are drawn in too little.
    """
    residents = _residents(population)
    used = residents.notna() & events.notna()
    total = residents[used].sum()
    if not used.any():
        return pd.Series(np.nan, index=events.index, dtype=float)
    raw = events.astype(float) / residents
    mean = float(events[used].sum() / total)
    spread = float((residents * (raw - mean) ** 2)[used].sum() / total)
    between = max(spread - mean / float(residents[used].mean()), 0.0)
    if between == 0.0:
        return raw.where(raw.isna(), mean)
    weight = between / (between + mean / residents)
    return weight * raw + (1.0 - weight) * mean


def flag_small_populations(
    population: pd.Series[float], *, below: float = THRESHOLDS.small_population_residents
) -> pd.Series[bool]:
    """Flag areas with too few residents for a useful rate; unknown counts as too few."""
    return ~(population >= below)


def _residents(population: pd.Series[float]) -> pd.Series[float]:
    """Return residents as floats, NaN if a rate cannot be formed."""
    return population.astype(float).where(population > 0)
