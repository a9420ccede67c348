"""What next year would bring without any action, and how large a fall could be told from luck."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.optimize import brentq
from scipy.stats import norm

from geo.exceptions import ConfigurationRefused

LEVEL = 0.95
POWER = 0.8


@dataclass(frozen=True)
class Expectation:
    """Next year's counts by area, if nothing changes but luck.

    Parameters
    ----------
    expected : Series
        Count in twelve months, by area.
    variance : Series
        Of next year's count about it: luck next year, luck so far, and drift.
    """

    expected: pd.Series[float]
    variance: pd.Series[float]

    def of(self, area_codes: pd.Index[str]) -> tuple[float, float, float]:
        """Expected count of some areas together, with a 95% interval for what is counted."""
        total = float(self.expected[area_codes].sum())
        reach = float(norm.ppf((1 + LEVEL) / 2) * np.sqrt(self.variance[area_codes].sum()))
        return total, max(total - reach, 0.0), total + reach


def expect_next_year(
    before: pd.Series[float], after: pd.Series[float], *, force_year: float, dispersion: float
) -> Expectation:
    """Draw each area's level towards the force's, as far as luck and drift have made it what it is.

    Parameters
    ----------
    before, after : Series
        Counts in the first and the second half of the period, the same index.
    force_year : float
        Count of the whole force in a year such as the one to come: that of its latest twelve months.
    dispersion : float
        Variance over mean of the counts by luck.

    Returns
    -------
    Expectation

    Notes
    -----
    Empirical Bayes on logarithms. With y an area's count over the period and y/2 in each half: luck is φ/y, drift
    τ²/4 with τ² the variance of the change between halves beyond luck, and S the variance of log y over areas beyond
    both. The expected log level is m + w (log y - m) with w = S / (S + φ/y + τ²/4); levels are scaled so that the
    force keeps the level of its latest year. Areas picked because they were high fall by this much without any action
    (Galton 1886; Hauer 1997, Observational Before-After Studies, chapter 11, for the same on roads). What could
    mislead: it takes the force's level as lasting, knows no season where the period is no whole year, and takes areas
    as independent; a place on the rise is expected to stay at its mean. On open data of two forces the interval of
    one area held next year's count 89 times in 100, not 95 (docs/explanation/need-index.md).
    """
    total = before + after + 1.0
    levels = np.log(total)
    first, second = before + 0.5, after + 0.5
    change = np.log(second / first)
    drift = max(float(change.var(ddof=0) - (dispersion * (1 / first + 1 / second)).mean()), 0.0)
    noise = dispersion / total + drift / 4
    lasting = max(float(levels.var(ddof=0) - noise.mean()), 0.0)
    weight = lasting / (lasting + noise)
    drawn = np.exp(levels.mean() + weight * (levels - levels.mean()))
    expected = drawn * force_year / float(drawn.sum())
    variance = expected**2 * (weight * noise + drift / 2) + dispersion * expected
    return Expectation(expected.astype(float), variance.astype(float))


def least_detectable_fall(expected: float, *, dispersion: float, level: float = LEVEL, power: float = POWER) -> float:
    """The smallest fall, as a share, that a year's counts would show beyond luck.

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
        0 to 1; NaN where no fall could be told from luck.

    Notes
    -----
    The fall f at which the logarithm of the ratio is as large as (z_level + z_power) standard errors: -ln(1 - f) =
    (1.960 + 0.842) √(φ/n + φ/(n(1 - f))), for 95% and 80%. A comparison with other areas has more luck in it and
    needs a larger fall.
    """
    if not dispersion >= 1.0:
        raise ConfigurationRefused(f"The dispersion is {dispersion:g}", "Use the larger of 1 and the estimate")
    if not expected > 0:
        return float("nan")
    z = float(norm.ppf((1 + level) / 2) + norm.ppf(power))

    def short_of(fall: float) -> float:
        return float(-np.log1p(-fall) - z * np.sqrt(dispersion / expected * (1 + 1 / (1 - fall))))

    most = 1 - 1e-6
    tried = np.linspace(0.0, most, 200)
    first = next((at for at, fall in enumerate(tried) if short_of(float(fall)) > 0), None)
    if first is None or first == 0:
        return float("nan")
    return float(brentq(short_of, tried[first - 1], tried[first]))
