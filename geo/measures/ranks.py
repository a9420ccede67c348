"""Rank values within the force: integers for the exact statistics, percentiles for people."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
import pandas as pd

MOST_LEVELS = 4096
Ranks = TypeVar("Ranks", "pd.Series[float]", pd.DataFrame)


def doubled_mid_ranks(values: pd.Series[float]) -> pd.Series[int]:
    """Return twice the mid-rank of each value, so that ties still give integers.

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
    What could mislead: size is lost. A city centre with nine thousand incidents is one step above the next area,
    so the count belongs beside every statistic made of ranks.
    """
    return (values.rank(method="average") * 2).round().astype("Int64")


def rank_levels(values: pd.Series[float], *, most: int = MOST_LEVELS) -> tuple[pd.Series[float], int]:
    """Return doubled mid-ranks, in at most `most` levels if there are many areas.

    Parameters
    ----------
    values : Series
        Any measure; NaN takes no part.
    most : int
        Largest level, for more areas than that; fewer keep their ranks in full.

    Returns
    -------
    Series, int
        The ranks as whole numbers in floats, NaN where missing; and the number of levels, 0 where ranks are in full.

    Notes
    -----
    Cost grows with the range of the ranks. Coarsened ranks are a measure of their own, for which p-values are exact; at
    35,672 areas and 4,096 levels p-values move by some 4e-4, and by up to 3e-3 on monthly counts with many ties. Areas
    that tie stay tied.
    """
    ranks = doubled_mid_ranks(values).astype(float)
    areas = int(ranks.notna().sum())
    return (ranks, 0) if areas <= most else (coarsen(ranks, areas, most), most)


def coarsen(ranks: Ranks, areas: int, most: int) -> Ranks:
    """Reduce doubled mid-ranks to at most `most` levels; areas that tie stay tied.

    Parameters
    ----------
    ranks : Series or DataFrame
        Doubled mid-ranks from 0 to 2 `areas`, whole numbers, in any order.
    areas : int
        How many areas were ranked.
    most : int
        Largest number of levels.

    Returns
    -------
    Series or DataFrame
        Whole numbers from 0 to `most` - 1, same index. They change even where there are few levels already:
        :func:`rank_levels` calls this only for many areas.
    """
    return (ranks * most / (2 * areas + 1)).floordiv(1.0)


def force_percentiles(values: pd.Series[float]) -> pd.Series[float]:
    """Return the place of each value in the force, from 0 to 100, with a mean of exactly 50.

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
