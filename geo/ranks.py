"""Ranks within the force: integers for the exact statistics, percentiles for people."""

from __future__ import annotations

import numpy as np
import pandas as pd


def doubled_mid_ranks(values: pd.Series[float]) -> pd.Series[int]:
    """Twice the mid-rank of each value, so that ties still give integers.

    Parameters
    ----------
    values : Series
        Any measure. NaN means that the area takes no part.

    Returns
    -------
    Series
        Int64, the input's index: from 2 (alone lowest) to 2n (alone highest); <NA> where the value is missing.

    Notes
    -----
    What could mislead: size is lost. A city centre with nine thousand incidents stands one step above the next area,
    so the count belongs beside every statistic made of ranks.
    """
    return (values.rank(method="average") * 2).round().astype("Int64")


def force_percentiles(values: pd.Series[float]) -> pd.Series[float]:
    """Place of each value in the force, from 0 to 100, with a mean of exactly 50.

    The percentile is 100 (r - 1/2) / n, where r is the mid-rank among the n areas that have a value (Hazen's plotting
    position): the middle of the slice of the force that the area takes up.

    Parameters
    ----------
    values : Series
        Any measure where higher means more need. NaN means that the area takes no part.

    Returns
    -------
    Series
        Percentiles above 0 and below 100, NaN where the value is missing, the input's index.
    """
    ranks = values.rank(method="average").astype(float)
    return 100.0 * (ranks - 0.5) / np.float64(max(int(values.notna().sum()), 1))
