"""Turn p-values into classes: correct for the number of areas tested, and name the classes."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.exceptions import ConfigurationRefused

CANNOT_BE_ASSESSED = "cannot be assessed"
NO_HOTSPOT = "no hotspot"
BESIDE_A_HOTSPOT = "beside a hotspot"
UNDECIDED = "undecided"
HOTSPOT_CLASSES = ("hotspot 99%", "hotspot 95%", "hotspot 90%")
COLDSPOT_CLASSES = ("coldspot 99%", "coldspot 95%", "coldspot 90%")
_CLASSES = (*HOTSPOT_CLASSES, *COLDSPOT_CLASSES, BESIDE_A_HOTSPOT, NO_HOTSPOT, CANNOT_BE_ASSESSED)
_LEVELS = (0.01, 0.05, 0.10)


def benjamini_hochberg(p_values: pd.Series[float]) -> pd.Series[float]:
    """Correct p-values for the number of areas tested, by the false discovery rate.

    Parameters
    ----------
    p_values : Series
        One family: one measure, one crime type, one period, the whole force. NaN takes no part and is not counted.

    Returns
    -------
    Series
        q-values: the smallest rate of false discoveries at which the area would still be named. NaN stays NaN.

    Notes
    -----
    Benjamini and Hochberg (1995); for local statistics after Caldas de Castro and Singer (2006).
    q_(i) = min over j >= i of p_(j) n / j.
    """
    return pd.Series(step_up(np.asarray(p_values, dtype=np.float64)), index=p_values.index, name="q_value")


def step_up(p: NDArray[np.float64]) -> NDArray[np.float64]:
    """Apply :func:`benjamini_hochberg` to a plain array, for many families at once.

    Parameters
    ----------
    p : ndarray
        P-values of one family; NaN is left out of the count of tests.

    Returns
    -------
    ndarray
        q-values in the same order (Benjamini and Hochberg 1995); NaN where `p` is NaN.
    """
    q_values = np.full(len(p), np.nan)
    asked = np.flatnonzero(~np.isnan(p))
    order = asked[np.argsort(p[asked], kind="stable")]
    stepped = p[order] * len(order) / np.arange(1, len(order) + 1)
    q_values[order] = np.minimum(np.minimum.accumulate(stepped[::-1])[::-1], 1.0)
    return q_values


def hotspot_class(
    values: pd.Series[float],
    gi_star_z: pd.Series[float],
    q_values: pd.Series[float],
    *,
    alpha: float = 0.05,
    median: pd.Series[float] | None = None,
) -> pd.Series[str]:
    """Name each area's class on one surface.

    Parameters
    ----------
    values : Series
        The area's own value on the surface; NaN where it takes no part.
    gi_star_z, q_values : Series
        The statistic and its corrected p-value, the same index; NaN where they cannot be assessed.
    alpha : float
        Largest q-value that is named, at most 0.10.
    median : Series, optional
        The force's median beside each value, where several surfaces are classed at once; that of `values` if left out.

    Returns
    -------
    Series
        'hotspot 99%' where q <= 0.01, 95% where q <= 0.05, 90% where q <= 0.10, none of them above `alpha`; the same
        for coldspots; 'beside a hotspot', 'no hotspot' or 'cannot be assessed'.

    Raises
    ------
    ConfigurationRefused
        `alpha` is not above 0 and at most 0.10.

    Notes
    -----
    The conditional p-value ignores the area's own value, so an area is a hotspot only if its own value is at least the
    median of the force too; otherwise it is 'beside a hotspot'. A coldspot must likewise be at most the median; a high
    area among low ones is 'no hotspot' here and shows in the quadrant 'high-low'.
    """
    if not 0 < alpha <= _LEVELS[-1]:
        raise ConfigurationRefused(
            f"alpha is {alpha:g}, but the classes name 99%, 95% and 90%", "Set alpha above 0 and at most 0.10"
        )
    value, z, q = (column.to_numpy(dtype=float) for column in (values, gi_star_z, q_values))
    middle = values.median() if median is None else median.to_numpy(dtype=float)
    named = q <= alpha
    level = np.searchsorted(_LEVELS, np.clip(np.nan_to_num(q), 0.0, _LEVELS[-1]))
    found = np.select(
        [
            np.isnan(value) | np.isnan(z) | np.isnan(q),
            named & (z > 0) & (value >= middle),
            named & (z > 0),
            named & (z < 0) & (value <= middle),
        ],
        [_CLASSES.index(CANNOT_BE_ASSESSED), level, _CLASSES.index(BESIDE_A_HOTSPOT), level + len(HOTSPOT_CLASSES)],
        default=_CLASSES.index(NO_HOTSPOT),
    )
    return pd.Series(pd.array(_CLASSES, dtype="str").take(found), index=values.index, name="hotspot_class")
