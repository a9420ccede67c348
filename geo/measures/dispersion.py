"""Estimate how much wider than Poisson the counts vary, and intervals that allow for it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from geo.exceptions import ConfigurationRefused, InputRefused


@dataclass(frozen=True)
class Dispersion:
    """The dispersion φ of area-month counts, with its basis. Printed with every interval.

    Parameters
    ----------
    phi : float
        Pearson chi-squared per degree of freedom. 1 for Poisson counts; 2 means twice the variance.
    degrees_of_freedom : int
        (areas with any incident - 1) x (months with any incident - 1).
    area_count, month_count : int
        Areas and months with any incident.
    """

    phi: float
    degrees_of_freedom: int
    area_count: int
    month_count: int

    @property
    def widening(self) -> float:
        """The φ that intervals use: never below 1, so that no interval is narrower than Poisson."""
        return max(self.phi, 1.0)


def area_month_table(area_months: pd.DataFrame, *, area_codes: pd.Index[str], months: pd.DatetimeIndex) -> pd.DataFrame:
    """Lay counts out with areas down and months across, zeros filled in.

    Parameters
    ----------
    area_months : DataFrame
        `area_code, month, incident_count`, only rows above zero; several crime types are added up.
    area_codes : Index
        Every area that is counted.
    months : DatetimeIndex
        The complete months. Others are left out: absence in them means nothing.

    Returns
    -------
    DataFrame
        Index `area_codes`, columns `months`, values float.
    """
    kept = area_months[area_months["area_code"].isin(area_codes) & area_months["month"].isin(months)]
    summed = kept.pivot_table(index="area_code", columns="month", values="incident_count", aggfunc="sum")
    return summed.reindex(index=area_codes, columns=months).fillna(0.0).astype(float)


def estimate_dispersion(counts: pd.DataFrame) -> Dispersion:
    """Estimate the dispersion of area-month counts from their Pearson residuals.

    Parameters
    ----------
    counts : DataFrame
        Areas down, complete months across, as :func:`area_month_table` lays them out; no missing values.

    Returns
    -------
    Dispersion
        φ = Σ (y - μ)² / μ / ((n - 1)(T - 1)), where μ is the area's total times the month's share of all incidents.
        Areas and months without any incident say nothing about dispersion and are left out.

    Raises
    ------
    InputRefused
        A count is missing or negative, or fewer than two areas or two months have any incident.

    Notes
    -----
    The Pearson estimate of McCullagh and Nelder (1989, Generalized Linear Models, section 4.5) for a Poisson model with
    one effect per area and one per month. What could mislead: a real change in one area (a new shopping centre, a
    hotspot that faded) counts as dispersion, so φ errs to the large side and intervals to the wide side. It measures
    how months of the same area differ, not how areas differ; it assumes that months are independent of each other.
    """
    table = counts.to_numpy(dtype=float)
    if np.isnan(table).any() or (table < 0).any():
        raise InputRefused(
            f"{int(np.isnan(table).sum())} counts are missing and {int((table < 0).sum())} are negative",
            "Fill months without incidents with 0 and leave incomplete months out",
        )
    table = table[table.sum(axis=1) > 0][:, table.sum(axis=0) > 0]
    areas, months = table.shape
    if areas < 2 or months < 2:
        raise InputRefused(
            f"Only {areas} areas and {months} months have any incident; dispersion needs two of each",
            "Add months, or take several crime types together",
        )
    expected = table.sum(axis=1, keepdims=True) * table.sum(axis=0, keepdims=True) / table.sum()
    degrees = (areas - 1) * (months - 1)
    phi = float(((table - expected) ** 2 / expected).sum() / degrees)
    return Dispersion(phi=phi, degrees_of_freedom=degrees, area_count=areas, month_count=months)


def count_interval(counts: pd.Series[float], *, dispersion: float, level: float = 0.95) -> pd.DataFrame:
    """Compute the interval for the mean behind each count, widened by the dispersion.

    Parameters
    ----------
    counts : Series
        Counts over a period, 0 or more; NaN stays NaN.
    dispersion : float
        φ, at least 1: :attr:`Dispersion.widening`.
    level : float
        Coverage, between 0 and 1.

    Returns
    -------
    DataFrame
        The input's index; `count_low, count_high`.

    Raises
    ------
    ConfigurationRefused
        `dispersion` is below 1 or `level` is not between 0 and 1.

    Notes
    -----
    Garwood's (1936) exact Poisson interval on the effective count y/φ, times φ; with φ = 1 it is Garwood's. It stays at
    or above 0 and is never empty at a count of 0, unlike y ± 1.96 √(φ y). What could mislead: it is about the mean
    behind the count, not about next year's count, which varies more.
    """
    check_dispersion(dispersion, level)
    effective = counts.to_numpy(dtype=float) / dispersion
    tail = (1.0 - level) / 2.0
    low = np.where(effective > 0, stats.gamma.ppf(tail, np.maximum(effective, 1e-300)), 0.0)
    high = stats.gamma.ppf(1.0 - tail, effective + 1.0)
    missing = np.isnan(effective)
    return pd.DataFrame(
        {"count_low": np.where(missing, np.nan, dispersion * low), "count_high": dispersion * high}, index=counts.index
    )


def ratio_bounds(
    first: ArrayLike, second: ArrayLike, *, dispersion: float, level: float, exposure_ratio: float = 1.0
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Compute the interval for the ratio of two rates, second over first, and the p-value of a ratio of 1.

    `exposure_ratio` is the second exposure over the first: months, residents or places.
    Given their total, the second of two Poisson counts is binomial; Clopper and Pearson's (1934) interval for its share
    turns into one for the ratio (Przyborowski and Wilenski 1940). Counts are divided by φ first, so an overdispersed
    count speaks with the weight of a smaller one; with φ = 1 the interval is exact. The p-value doubles the smaller
    tail, so it is below 1 - level exactly where the interval leaves 1 out. NaN where both counts are 0.

    Parameters
    ----------
    first : ArrayLike
        Counts of the first period or place, not below 0.
    second : ArrayLike
        Counts of the second, of the same shape.
    dispersion : float
        φ, variance over mean of the counts; at least 1.
    level : float
        Confidence of the interval, 0 to 1.
    exposure_ratio : float
        The second exposure over the first.

    Returns
    -------
    low, high, p_value : ndarray
        `low` is 0 where the second count is 0, `high` infinite where the first is.

    Raises
    ------
    ConfigurationRefused
        `dispersion` is below 1, or `level` is not between 0 and 1.
    """
    check_dispersion(dispersion, level)
    a, b = np.asarray(first, dtype=float) / dispersion, np.asarray(second, dtype=float) / dispersion
    tail = (1.0 - level) / 2.0
    neither = ~(a + b > 0)
    a, b = np.where(neither, np.nan, a), np.where(neither, np.nan, b)
    low_share = np.where(b > 0, stats.beta.ppf(tail, np.where(b > 0, b, 1.0), a + 1.0), 0.0)
    high_share = np.where(a > 0, stats.beta.ppf(1.0 - tail, b + 1.0, np.where(a > 0, a, 1.0)), 1.0)
    low_share, high_share = np.where(neither, np.nan, low_share), np.where(neither, np.nan, high_share)
    with np.errstate(divide="ignore"):
        low, high = low_share / (1.0 - low_share), high_share / (1.0 - high_share)
    null_share = exposure_ratio / (1.0 + exposure_ratio)
    return low / exposure_ratio, high / exposure_ratio, _split_p_value(a, b, null_share)


def check_dispersion(dispersion: float, level: float) -> None:
    """Refuse a dispersion below 1 and a level that is no probability.

    Parameters
    ----------
    dispersion : float
        φ, at least 1.
    level : float
        A probability between 0 and 1.

    Raises
    ------
    ConfigurationRefused
        One of them is not.
    """
    if not dispersion >= 1.0:
        raise ConfigurationRefused(
            f"The dispersion is {dispersion:g}, below that of Poisson counts", "Use the larger of 1 and the estimate"
        )
    if not 0.0 < level < 1.0:
        raise ConfigurationRefused(f"The level is {level:g}", "Set it between 0 and 1, as in 0.95")


def _split_p_value(a: NDArray[np.float64], b: NDArray[np.float64], null_share: float) -> NDArray[np.float64]:
    """Return the two-sided p-value that b of a + b comes from a share of `null_share`, by the beta function."""
    upper = np.where(b > 0, stats.beta.cdf(null_share, np.where(b > 0, b, 1.0), a + 1.0), 1.0)  # P(B >= b)
    lower = np.where(a > 0, stats.beta.sf(null_share, b + 1.0, np.where(a > 0, a, 1.0)), 1.0)  # P(B <= b)
    doubled = np.minimum(1.0, 2.0 * np.minimum(upper, lower))
    return np.where(np.isnan(a), np.nan, doubled)
