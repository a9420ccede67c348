"""Turn the two tails of a neighbour sum into one p-value, for a stated alternative."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.arrays import Floats
from geo.hotspots.subset_sums import RESOLUTION

Alternative = Literal["two-sided", "greater", "less"]
Statistic = Literal["gi_star", "gi", "local_moran"]


@dataclass(frozen=True)
class Tails:
    """Both tails of the sum of each area's neighbours, in the values' own order; NaN for an area without neighbours.

    Attributes
    ----------
    upper, lower : array of float
        Conditional on the area's own value: at least, and at most, the observed sum.
    total_upper, total_lower : array of float
        Of the sum with the area itself in it, drawn from all areas: the null of the z formula of Gi*.
    """

    upper: Floats
    lower: Floats
    total_upper: Floats
    total_lower: Floats


def combine_tails(
    tails: Tails, x: NDArray[np.generic], index: pd.Index[str], *, statistic: Statistic, alternative: Alternative
) -> pd.DataFrame:
    """Combine both tails into p-values of one alternative."""
    upper, lower = tails.upper, tails.lower
    total_upper, total_lower = tails.total_upper, tails.total_lower
    if statistic == "local_moran":
        # Compared in whole numbers: n x against the total, so that an area exactly at the mean is seen to be there.
        side = np.sign(x * len(x) - x.sum()) if len(x) else np.zeros(0)
        upper, lower = np.where(side < 0, lower, upper), np.where(side < 0, upper, lower)
        upper, lower = np.where(side == 0, np.nan, upper), np.where(side == 0, np.nan, lower)
        total_upper = total_lower = np.full(len(x), np.nan)
    return pd.DataFrame(
        {"p_value": one_p(upper, lower, alternative), "p_value_total": one_p(total_upper, total_lower, alternative)},
        index=index,
    )


def one_p(upper: Floats, lower: Floats, alternative: Alternative) -> Floats:
    """Return one p-value from two tails; two-sided by doubling the smaller, which is safe for skewed distributions.

    Parameters
    ----------
    upper : ndarray
        Chance of a value at least as large, one an area.
    lower : ndarray
        Chance of a value at least as small, in the same order.
    alternative : Alternative
        'greater', 'less' or 'two-sided'.

    Returns
    -------
    ndarray
        P-values in the same order, at least 1e-14 (the resolution of the tails) and at most 1.
    """
    tail = {"greater": upper, "less": lower, "two-sided": 2.0 * np.minimum(upper, lower)}[alternative]
    p: Floats = np.clip(tail, RESOLUTION, 1.0)
    return p
