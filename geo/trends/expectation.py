"""Expect next year's counts without any action, and the smallest fall that could be detected: one variance for both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import pandas as pd
from scipy.optimize import brentq
from scipy.stats import norm

from geo.exceptions import ConfigurationRefused, InputRefused
from geo.trends.year_on_year import calendar_year

LEVEL = 0.95
POWER = 0.8
YEAR = 12
LEAST_MONTHS = 4
# What forces did in a year, from months that no result of this program rests on (benchmarks/usual_year.py): the root
# mean square of the logarithm of a force's total, and an area's own drift, as the variance of the logarithm.
FORCE_DRIFT = 0.08
USUAL_DRIFT: Mapping[str, float] = MappingProxyType({"crime": 0.014, "demand": 0.033, "harm": 0.009})
_HALF = 0.5


@dataclass(frozen=True)
class Expectation:
    """Next year's counts by area, if nothing is done.

    Parameters
    ----------
    expected : Series
        Count in twelve months, by area.
    variance : Series
        Of next year's count about it that is each area's own: chance next year, what is not known of its level, drift.
    shared_drift : float
        Variance of the logarithm that areas of one neighbourhood have in common.
    force_drift : float
        Variance of the logarithm that all areas have in common.
    """

    expected: pd.Series[float]
    variance: pd.Series[float]
    shared_drift: float
    force_drift: float

    def spread(self, area_codes: pd.Index[str]) -> float:
        """Return the standard deviation of the log of next year's total, for the interval and the detectable fall."""
        total = float(self.expected[area_codes].sum())
        if not total > 0:
            return float("nan")
        own = float(self.variance[area_codes].sum()) / total**2
        return float(np.sqrt(np.log1p(own) + self.shared_drift + self.force_drift))

    def of(
        self, area_codes: pd.Index[str], *, level: float = LEVEL, least_spread: float = 0.0
    ) -> tuple[float, float, float]:
        """Return the expected count of some areas together, with an interval for the count to come.

        `least_spread` is used where it is the larger, as where places of this size are known to move further.
        """
        total = float(self.expected[area_codes].sum())
        if not total > 0:
            return total, total, total
        reach = float(np.exp(norm.ppf((1 + level) / 2) * max(self.spread(area_codes), least_spread)))
        return total, total / reach, total * reach

    def least_detectable_fall(
        self, area_codes: pd.Index[str], *, level: float = LEVEL, power: float = POWER, least_spread: float = 0.0
    ) -> float:
        """Smallest fall below what is expected, as a share, that is found with that power; NaN if none is.

        -ln(1 - f) = (z_level + z_power) x spread: always below the interval of :meth:`of` with the same
        `least_spread`, which ends at z_level x spread.
        """
        spread = self.spread(area_codes)
        if np.isnan(spread):
            return spread
        return float(-np.expm1(-_reach(level, power) * max(spread, least_spread)))


def spread_of_fall(fall: float, *, level: float = LEVEL, power: float = POWER) -> float:
    """Return the spread at which `fall`, a share, is the least detectable one; 0 if no fall is detectable at all."""
    return float(-np.log1p(-fall)) / _reach(level, power) if 0 < fall < 1 else 0.0


def _reach(level: float, power: float) -> float:
    return float(norm.ppf((1 + level) / 2) + norm.ppf(power))


@dataclass(frozen=True)
class YearLevels:
    """Each area's level: the logarithm of its yearly count, its variance, and its drift in a year.

    Parameters
    ----------
    log_level, level_variance : Series
        By area.
    drift : float
        Variance of the logarithm that a year adds to each area by itself.
    moved : Series
        Standardised change from the earlier stretch to the later one, beside the force's.
    """

    log_level: pd.Series[float]
    level_variance: pd.Series[float]
    drift: float
    moved: pd.Series[float]


def two_stretches(months: int) -> tuple[slice, slice]:
    """Return the latest twelve months and the twelve before; two halves if there are fewer than 24."""
    length = YEAR if months >= 2 * YEAR else months // 2
    return slice(months - 2 * length, months - length), slice(months - length, months)


def expect_next_year(
    monthly: pd.DataFrame, neighbourhood: pd.Series[str], *, dispersion: float, force_drift: float = FORCE_DRIFT
) -> Expectation:
    """Draw each area's last twelve months towards its year before, which is moved as the force moved.

    Parameters
    ----------
    monthly : DataFrame
        Areas down, complete months across in order, at least four.
    neighbourhood : Series
        By area: the ward or team that it lies in; areas without one are treated alone.
    dispersion : float
        φ of the area-months, at least 1.
    force_drift : float
        Standard deviation of the logarithm of the force's total from one year to the next.

    Returns
    -------
    Expectation

    Raises
    ------
    InputRefused
        Fewer than four months.

    Notes
    -----
    Empirical Bayes on logarithms: a local level with two observations, the stretches of :func:`two_stretches`. The
    force keeps the level of its latest year, in which every calendar month counts once
    (:func:`geo.trends.year_on_year.calendar_year`), or of the later stretch where one is missing; :func:`learn_levels`
    gives each area's level and drift. Areas picked because
    they were high fall by this much without any action (Galton 1886; Hauer 1997, Observational Before-After Studies,
    chapter 11). Drift that areas of one neighbourhood share is what the changes of neighbourhoods vary beyond their
    areas' own. Chosen by rolling origin over the earlier model and exponential smoothing (`benchmarks/forecasts.py`;
    docs/explanation/level.md). What could mislead: the force's total is taken to stay, within `force_drift`; a
    restriction on movement, or another way of recording, moves it further.
    """
    known = learn_levels(monthly, dispersion=dispersion, least_drift=USUAL_DRIFT["crime"])
    mean = np.exp(known.log_level)
    _, later = two_stretches(monthly.shape[1])
    year = calendar_year(pd.DatetimeIndex(monthly.columns))
    latest = monthly.iloc[:, later] if year is None else monthly[list(year)]
    force_year = float(latest.to_numpy().sum()) * YEAR / latest.shape[1]
    expected = mean * force_year / float(mean.sum()) if force_year > 0 else mean * 0.0
    variance = expected**2 * np.expm1(known.level_variance + known.drift) + dispersion * expected
    shared = _shared_drift(monthly, neighbourhood, known.drift, dispersion)
    codes = monthly.index
    return Expectation(pd.Series(expected, index=codes), pd.Series(variance, index=codes), shared, force_drift**2)


def learn_levels(monthly: pd.DataFrame, *, dispersion: float, least_drift: float = 0.0) -> YearLevels:
    """Estimate each area's level after both periods, and its drift.

    Parameters
    ----------
    monthly : DataFrame
        Areas down, complete months across in order.
    dispersion : float
        φ of the area-months, at least 1.
    least_drift : float
        Variance of the logarithm in a year that is taken where the months show less: two stretches are one change, and
        often show none where the year after does; :data:`USUAL_DRIFT`.

    Returns
    -------
    YearLevels
        Logarithm of each area's level over a year and its variance, the drift of a year, and how far each area moved.

    Raises
    ------
    InputRefused
        There are fewer than four complete months.

    Notes
    -----
    Half a record is added to each count. The earlier stretch is drawn towards the force's mean by w = S/(S + φ/y), S
    the variance of log counts beyond noise; the later one corrects it by K = (P + τ²)/(P + τ² + φ/y), P what is left
    unknown. τ² is the variance of the change between the stretches beyond noise, weighted by a b/(a + b), and at least
    what `least_drift` makes of a stretch.
    """
    months = monthly.shape[1]
    if months < LEAST_MONTHS:
        raise InputRefused(f"{months} complete months are too few to expect anything", "Add months; four at least")
    first, second = two_stretches(months)
    length = second.stop - second.start
    before = monthly.iloc[:, first].sum(axis=1).astype(float) + _HALF
    after = monthly.iloc[:, second].sum(axis=1).astype(float) + _HALF
    noise_before, noise_after = dispersion / before, dispersion / after
    weight = before * after / (before + after)
    change = np.log(after / before)
    common = float((weight * change).sum() / weight.sum())
    excess = (change - common) ** 2 - noise_before - noise_after
    drift = max(float((weight * excess).sum() / weight.sum()), least_drift * length / YEAR)
    logs = np.log(before)
    lasting = max(float(logs.var(ddof=0) - noise_before.mean()), 1e-9)
    drawn = lasting / (lasting + noise_before)
    level = logs.mean() + drawn * (logs - logs.mean()) + common
    unknown = lasting * (1 - drawn) + drift
    gain = unknown / (unknown + noise_after)
    level = level + gain * (np.log(after) - level)
    a_year = drift * YEAR / length
    moved = (change - common) / np.sqrt(drift + noise_before + noise_after)
    return YearLevels(level + np.log(YEAR / length), (1 - gain) * unknown, a_year, moved)


def _shared_drift(monthly: pd.DataFrame, neighbourhood: pd.Series[str], drift: float, dispersion: float) -> float:
    """Estimate the variance of a year's log change that neighbouring areas share, beyond noise and their own drift."""
    first, second = two_stretches(monthly.shape[1])
    length = second.stop - second.start
    names = neighbourhood.reindex(monthly.index)
    names = names.where(names.notna(), pd.Series(monthly.index.astype(str), index=monthly.index))
    before = monthly.iloc[:, first].sum(axis=1).astype(float)
    after = monthly.iloc[:, second].sum(axis=1).astype(float)
    a, b = before.groupby(names).sum() + _HALF, after.groupby(names).sum() + _HALF
    if len(a) < 3:
        return 0.0
    change, weight = np.log(b / a), a * b / (a + b)
    common = float((weight * change).sum() / weight.sum())
    concentration = (before**2).groupby(names).sum() / a**2
    own = drift * length / YEAR * concentration
    excess = (change - common) ** 2 - dispersion * (1 / a + 1 / b) - own
    return max(float((weight * excess).sum() / weight.sum()), 0.0) * YEAR / length


def least_detectable_fall(expected: float, *, dispersion: float, level: float = LEVEL, power: float = POWER) -> float:
    """Return the smallest fall, as a share, that two years' counts would show by dispersion alone.

    Parameters
    ----------
    expected : float
        Count of a year without action: what the year after is compared with.
    dispersion : float
        φ, at least 1.
    level, power : float
        Of the two-sided interval, and the chance of showing a fall that is there.

    Returns
    -------
    float
        0 to 1; NaN where no fall could be detected.

    Raises
    ------
    ConfigurationRefused
        `dispersion` is below 1.

    Notes
    -----
    The fall f at which the logarithm of the ratio is as large as (z_level + z_power) standard errors: -ln(1 - f) =
    (1.960 + 0.842) √(φ/n + φ/(n(1 - f))), for 95% and 80%. Places drift as well, so a fall of
    this size is found less often than stated: :meth:`Expectation.least_detectable_fall` allows for that.
    """
    if not dispersion >= 1.0:
        raise ConfigurationRefused(f"The dispersion is {dispersion:g}", "Use the larger of 1 and the estimate")
    if not expected > 0:
        return float("nan")
    z = _reach(level, power)

    def short_of(fall: float) -> float:
        return float(-np.log1p(-fall) - z * np.sqrt(dispersion / expected * (1 + 1 / (1 - fall))))

    most = 1 - 1e-6
    tried = np.linspace(0.0, most, 200)
    first = next((at for at, fall in enumerate(tried) if short_of(float(fall)) > 0), None)
    if first is None or first == 0:
        return float("nan")
    return float(brentq(short_of, tried[first - 1], tried[first]))
