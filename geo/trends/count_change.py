"""Test change between two periods: a ratio with its interval, and the test of two Poisson counts."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from geo.exceptions import ConfigurationRefused, InputRefused
from geo.measures.dispersion import ratio_bounds

FELL, ROSE, NO_CHANGE, NO_INCIDENTS = "fell", "rose", "no change detected", "no incidents"
_TAIL_MASS = 1e-12


def change_between_periods(
    counts: pd.DataFrame,
    *,
    before_months: float,
    after_months: float,
    dispersion: float,
    level: float = 0.95,
) -> pd.DataFrame:
    """Compare each place's monthly rate after with that before.

    Parameters
    ----------
    counts : DataFrame
        Any index; `before_count`, `after_count`: incidents in complete months of the two periods.
    before_months, after_months : float
        Complete months in each period. Compare the same calendar months, or seasons pass for change.
    dispersion : float
        φ of the area-month counts, at least 1: :attr:`geo.measures.dispersion.Dispersion.widening`.
    level : float
        Coverage of the interval.

    Returns
    -------
    DataFrame
        The input's index and order; `before_count, after_count, before_per_month, after_per_month, change_ratio` (after
        over before, NaN where there was none before), `change_low, change_high, p_value` (that the rate did not change,
        two-sided, φ allowed for), `alternative, dispersion, change_class` ('rose', 'fell', 'no change detected',
        'no incidents').

    Raises
    ------
    ConfigurationRefused
        A period has no month, or the dispersion or level is out of range.
    InputRefused
        A count is negative or missing.

    Notes
    -----
    The interval is Clopper and Pearson's for the share of incidents that fell in the second period, on counts divided
    by φ (see :func:`geo.measures.dispersion.ratio_bounds`); without φ a "95%" interval on area-months covers about
    85%. What
    could mislead: places picked because they were high fall anyway (regression to the mean): for those compare with the
    empirical-Bayes expectation, not with the raw count before. Many places compared at once bring false alarms: the
    p-values are not corrected for their number here.
    """
    if not (before_months > 0 and after_months > 0):
        raise ConfigurationRefused(
            f"The periods have {before_months:g} and {after_months:g} complete months", "Give each at least one month"
        )
    before, after = (counts[name].to_numpy(dtype=float) for name in ("before_count", "after_count"))
    bad = int((~(before >= 0) | ~(after >= 0)).sum())
    if bad:
        raise InputRefused(f"{bad} places have a missing or negative count", "Fill months without incidents with 0")
    exposure_ratio = after_months / before_months
    low, high, p_value = ratio_bounds(before, after, dispersion=dispersion, level=level, exposure_ratio=exposure_ratio)
    ratio = np.divide(after / exposure_ratio, before, out=np.full(len(before), np.nan), where=before > 0)
    result = pd.DataFrame(
        {
            "before_count": counts["before_count"],
            "after_count": counts["after_count"],
            "before_per_month": before / before_months,
            "after_per_month": after / after_months,
            "change_ratio": ratio,
            "change_low": low,
            "change_high": high,
            "p_value": p_value,
            "alternative": "two-sided",
            "dispersion": dispersion,
        },
        index=counts.index,
    )
    return result.assign(change_class=_name_changes(result))


def poisson_e_test(k1: int, k2: int, n1: float = 1.0, n2: float = 1.0) -> float:
    """Test whether two Poisson counts have the same rate (the e-test).

    Parameters
    ----------
    k1, k2 : int
        Counts.
    n1, n2 : float
        Exposure of each, such as months.

    Returns
    -------
    float
        Two-sided p-value.

    Raises
    ------
    InputRefused
        A count is negative or an exposure is not above 0.

    Notes
    -----
    Krishnamoorthy and Thomson (2004), A more powerful test for comparing two Poisson means, equations 3.1 to 3.6: with
    λ = (k1 + k2)/(n1 + n2) and T = |k1/n1 - k2/n2| / √(k1/n1² + k2/n2²), 0 where both counts are 0, p is the mass of
    Poisson(n1 λ) x Poisson(n2 λ) on the outcomes whose T is at least as large. More powerful than the conditional test.
    What could mislead: it believes in Poisson counts; area-months vary more, so its p-values are too small for them.
    """
    if min(k1, k2) < 0 or not (n1 > 0 and n2 > 0):
        raise InputRefused(f"Counts {k1}, {k2} with exposures {n1:g}, {n2:g}", "Give counts of 0 or more and exposures")
    if k1 + k2 == 0:
        return 1.0
    rate = (k1 + k2) / (n1 + n2)
    x1, x2 = (np.arange(stats.poisson.isf(_TAIL_MASS, n * rate) + 1.0) for n in (n1, n2))
    grid1, grid2 = x1[:, None], x2[None, :]
    variance = grid1 / n1**2 + grid2 / n2**2
    statistic = np.abs(grid1 / n1 - grid2 / n2) / np.sqrt(np.where(variance > 0, variance, 1.0))
    observed = abs(k1 / n1 - k2 / n2) / np.sqrt(k1 / n1**2 + k2 / n2**2)
    mass = np.outer(stats.poisson.pmf(x1, n1 * rate), stats.poisson.pmf(x2, n2 * rate))
    # The observed outcome is one of the grid's: rounding must not drop it or its mirror image.
    return float(min(1.0, mass[statistic >= observed * (1.0 - 1e-12)].sum()))


def _name_changes(result: pd.DataFrame) -> NDArray[np.str_]:
    """Name each change by its interval, in one word."""
    conditions = [result["change_low"].isna(), result["change_low"] > 1.0, result["change_high"] < 1.0]
    return np.select(conditions, [NO_INCIDENTS, ROSE, FELL], default=NO_CHANGE)
