"""Prepare counts for sharing: small ones suppressed, the others rounded, and no total that gives them back.

Areas are treated one by one: types add up to their total, and no other total is taken from true counts. Whatever else
is published is to be computed from what this module returns, so that it can tell nothing that this does not.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from geo.arrays import Flags, Integers

ROUND_TO = 5
SLACK = ROUND_TO // 2  # how far rounding moves a count at most


@dataclass(frozen=True)
class SharedCounts:
    """Counts as they may be published.

    Attributes
    ----------
    cells : DataFrame of float
        Areas down, crime types across: multiples of 5, NaN where suppressed.
    totals : Series of float
        Of the types that were added up: multiples of 5, NaN where suppressed.
    mix : Series of float
        Share of each type that is added up, in the force, in whole per cent; at least half a per cent.
    least_count : int
    """

    cells: pd.DataFrame
    totals: pd.Series[float]
    mix: pd.Series[float]
    least_count: int


def suppress_counts(counts: pd.DataFrame, added_up: list[str], *, least_count: int = 10) -> SharedCounts:
    """Suppress counts below a threshold, and as many more as are needed to prevent working them out.

    Parameters
    ----------
    counts : DataFrame of int
        Areas down, crime types across; zero where there are none.
    added_up : list of str
        The types that an area's total is made of.
    least_count : int
        The smallest count that is shown. Smaller ones are suppressed, zero among them: that nothing happened in a
        place of few people tells of them too.

    Returns
    -------
    SharedCounts

    Notes
    -----
    In one area, what a reader can work out of the suppressed counts together is the total less the counts shown, each
    of which rounding leaves open by 2 either way (:func:`left_over`). From that, one suppressed count is least where
    the others are as large as they can be, and most where they are 0. Where that range leaves out any of 0 to 9
    (the threshold less one), the smallest count shown is suppressed too, until it does not; where none is left, so is
    the total. What could mislead: rounded counts do not add up to rounded totals.
    """
    whole = counts.astype("int64")
    totals = whole[added_up].sum(axis=1)
    shown, total_shown = (frame.ge(least_count).to_numpy(copy=True) for frame in (whole, totals))
    rounded, total = _round(whole.to_numpy()), _round(totals.to_numpy())
    parts = whole.columns.get_indexer(pd.Index(added_up))
    for row in np.flatnonzero(total_shown):
        _protect(shown, total_shown, int(row), parts, rounded[row], int(total[row]), least_count)
    return SharedCounts(
        cells=pd.DataFrame(np.where(shown, rounded, np.nan), index=whole.index, columns=whole.columns),
        totals=pd.Series(np.where(total_shown, total, np.nan), index=whole.index),
        mix=_mix(whole[added_up]),
        least_count=least_count,
    )


def left_over(total: int, visible: Integers, *, least_count: int) -> tuple[int, int]:
    """Return the least and the most that the suppressed counts of an area can add up to.

    Parameters
    ----------
    total : int
        As published.
    visible : array of int
        The counts shown, as published.
    least_count : int
        The threshold: no count shown lies below it before it is rounded.

    Returns
    -------
    tuple of int
        The least and the most, both at least 0.
    """
    lowest, highest = np.maximum(visible - SLACK, least_count).sum(), (visible + SLACK).sum()
    return max(0, max(total - SLACK, least_count) - int(highest)), max(0, total + SLACK - int(lowest))


def _protect(
    visible: Flags, total_shown: Flags, row: int, parts: Integers, rounded: Integers, total: int, least_count: int
) -> None:
    """Suppress the smallest counts shown until every suppressed one can be anything below the threshold."""
    while not visible[row, parts].all():
        seen = parts[visible[row, parts]]
        low, high = left_over(total, rounded[seen], least_count=least_count)
        others = len(parts) - len(seen) - 1
        # More than small counts can add up to: then one of them is large, and nobody knows which.
        if high >= least_count - 1 and (low <= others * (least_count - 1) or low > (others + 1) * (least_count - 1)):
            return
        if not len(seen):
            total_shown[row] = False
            return
        visible[row, seen[np.argmin(rounded[seen])]] = False


def _round(counts: Integers) -> Integers:
    """Round to the nearest multiple of 5; no whole number is half-way."""
    return (counts + SLACK) // ROUND_TO * ROUND_TO


def _mix(counts: pd.DataFrame) -> pd.Series[float]:
    """Round so coarsely that no count below the threshold can be seen in it."""
    totals = counts.sum()
    return (100 * totals / max(1, totals.sum())).round().clip(lower=0.5)


def fill_counts(shared: SharedCounts, added_up: list[str]) -> pd.DataFrame:
    """Fill suppressed counts with a likely value: for computing with, never for showing.

    Parameters
    ----------
    shared : SharedCounts
    added_up : list of str
        As for :func:`suppress_counts`.

    Returns
    -------
    DataFrame of float
        As ``cells``, without gaps: what an area's total leaves is shared out by the mix of the force; half the
        threshold where a count is in no total. A function of what is published alone, so it tells nothing more.
    """
    middle = shared.least_count / 2
    parts = shared.cells[added_up]
    left = (shared.totals.fillna(middle) - parts.sum(axis=1)).clip(lower=0)
    weights = parts.isna().astype(float) * shared.mix
    spread = weights.div(weights.sum(axis=1).replace(0.0, 1.0), axis=0).mul(left, axis=0)
    filled = shared.cells.fillna(middle)
    filled[added_up] = parts.fillna(spread)
    return filled
