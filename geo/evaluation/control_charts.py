"""Control charts for measures, counts and shares, which separate signals from noise."""

from __future__ import annotations

import numpy as np
import pandas as pd

from geo.arrays import Floats
from geo.exceptions import InputRefused

MEAN_REACH, RANGE_REACH, MEDIAN_REACH = 2.660, 3.267, 3.145
_BIAS = 1.128  # mean range of two normal values, in standard deviations
ABOVE, BELOW, LARGE_STEP, WITHIN = "above its limits", "below its limits", "a large step", "within its limits"


def chart_xmr(values: pd.Series[float], *, by_median: bool = False) -> pd.DataFrame:
    """Chart individual values and moving ranges (XmR).

    Parameters
    ----------
    values : Series
        One number a period, in order; at least three.
    by_median : bool
        Centre and reach from medians, which one odd period does not move.

    Returns
    -------
    DataFrame
        The index of `values`; `value, centre, low, high, moving_range, range_limit, signal` ('above its limits', 'below
        its limits', 'a large step' or 'within its limits').

    Raises
    ------
    InputRefused
        A value is missing, or there are fewer than three.

    Notes
    -----
    Shewhart's chart for individuals as Wheeler (1993, Understanding Variation) gives it: mean ± 2.660 times the mean
    moving range, range limit 3.267 times it; median ± 3.145 times the median moving range. What could mislead: periods
    that depend on each other or on the season signal too often.
    """
    observed = _check(values)
    ranges = np.abs(np.diff(observed))
    average = np.median if by_median else np.mean
    centre, spread = float(average(observed)), float(average(ranges))
    reach = (MEDIAN_REACH if by_median else MEAN_REACH) * spread
    frame = pd.DataFrame({"value": observed, "centre": centre, "low": centre - reach, "high": centre + reach})
    frame["moving_range"] = np.append(np.nan, ranges)
    frame["range_limit"] = RANGE_REACH * spread if not by_median else np.nan
    return _name_signals(frame).set_index(values.index)


def chart_laney(counts: pd.Series[float], sizes: pd.Series[float], *, share: bool = True) -> pd.DataFrame:
    """Chart shares (Laney's p') or rates (u'), with limits for more than binomial or Poisson variation.

    Parameters
    ----------
    counts : Series
        Those counted, one a period: answers "good", calls answered in time, incidents.
    sizes : Series
        Those asked, called or living there; above 0.
    share : bool
        True for shares (p'), False for rates (u').

    Returns
    -------
    DataFrame
        As :func:`chart_xmr`, with `sigma_z`: 1 where the variation is that of binomial (Poisson) counts alone.

    Raises
    ------
    InputRefused
        A value is missing, a size is not above 0, or nothing ever varies.

    Notes
    -----
    Laney (2002), Improved control charts for attributes, Quality Engineering 14: z scores by the usual limits, then
    their own spread from the moving range over 1.128; limits at three times both. What could mislead: fewer than about
    twenty periods give an unsteady `sigma_z`.
    """
    found, base = _check(counts), _check(sizes)
    if not (base > 0).all():
        raise InputRefused("A size is 0 or negative", "Leave periods without anybody out")
    centre = float(found.sum() / base.sum())
    sigma = np.sqrt(centre * ((1 - centre) if share else 1.0) / base)
    if not (sigma > 0).all():
        raise InputRefused(f"The share is {centre:g} in every period", "There is nothing to chart")
    values = found / base
    sigma_z = float(np.abs(np.diff((values - centre) / sigma)).mean() / _BIAS)
    low, high = (centre + sign * 3 * sigma * sigma_z for sign in (-1, 1))
    frame = pd.DataFrame({"value": values, "centre": centre, "low": np.maximum(low, 0.0), "high": high})
    frame["high"] = np.minimum(high, 1.0) if share else high
    frame = frame.assign(moving_range=np.nan, range_limit=np.nan, sigma_z=sigma_z)
    return _name_signals(frame).set_index(counts.index)


def _check(values: pd.Series[float]) -> Floats:
    observed: Floats = np.asarray(values, dtype=np.float64)
    if len(observed) < 3 or np.isnan(observed).any():
        raise InputRefused(
            f"{len(observed)} periods, {int(np.isnan(observed).sum())} of them without a value",
            "Give at least three periods without gaps",
        )
    return observed


def _name_signals(frame: pd.DataFrame) -> pd.DataFrame:
    conditions = [
        frame["value"] > frame["high"],
        frame["value"] < frame["low"],
        frame["moving_range"] > frame["range_limit"],
    ]
    return frame.assign(signal=np.select(conditions, [ABOVE, BELOW, LARGE_STEP], default=WITHIN))
