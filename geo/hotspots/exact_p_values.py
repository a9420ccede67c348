"""Compute exact conditional p-values of Gi, Gi* and local Moran for whole numbers: no draws, no seed, no floor."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geo.areas.neighbour_positions import NeighbourRows, neighbour_rows
from geo.arrays import Integers
from geo.hotspots.p_values import Alternative, Statistic, Tails, combine_tails
from geo.hotspots.subset_sums import LARGEST_TABLE, SubsetSums

if TYPE_CHECKING:
    from libpysal.graph import Graph


def exact_p_values(
    values: pd.Series[float],
    graph: Graph,
    *,
    statistic: Statistic = "gi_star",
    alternative: Alternative = "two-sided",
    largest_table: int = LARGEST_TABLE,
) -> pd.DataFrame:
    """Compute exactly how often random neighbours would give a sum as extreme as the real neighbours do.

    Parameters
    ----------
    values : Series
        Whole numbers by `area_code`, in any order; NaN takes no part, in the population or as a neighbour.
    graph : libpysal.graph.Graph
        Neighbours with equal weights within each row.
    statistic : {'gi_star', 'gi', 'local_moran'}
        Gi and Gi* share the tail of the neighbour sum. Local Moran's upper tail is that upper tail where the area lies
        above the mean and the lower tail where it lies below; at the mean it cannot be assessed.
    alternative : {'two-sided', 'greater', 'less'}
        'two-sided' doubles the smaller tail, at most 1; it is the same for all three statistics.
    largest_table : int
        Most cells of 8 bytes that the table of sums may have.

    Returns
    -------
    DataFrame
        `p_value` and `p_value_total`, the index of `values`. NaN is 'cannot be assessed': no value, no neighbour, or a
        constant surface. `p_value_total` is the tail of the sum of the neighbours and the area itself among all sets of
        that size; for local Moran it is NaN.

    Raises
    ------
    ValueError
        A value is not a whole number, or weights differ within a row.
    TableTooLargeError
        The table would be larger than `largest_table`; a bracket needs less.
    ArithmeticError
        A probability came out beyond rounding error: a fault of the program.

    Notes
    -----
    The null is conditional permutation (Anselin 1995): the area keeps its value and its k neighbours are drawn without
    replacement from the others. See :class:`geo.hotspots.subset_sums.SubsetSums` for the method and its precision;
    nothing
    below 1e-14 is quoted. What could mislead: the p-value ignores the area's own value and the size of the areas, and
    on integers it is conservative because sums come in steps.
    """
    known = values.astype(float).dropna()
    rows = neighbour_rows(known.index, graph)
    if not rows.equal_weights:
        raise ValueError("exact p-values need equal weights within each row")
    whole = as_integers(known)
    if whole is None:
        raise ValueError("exact p-values need whole numbers; see geo.hotspots.bracket_p_values for others")
    tails = exact_tails(whole, rows, largest_table=largest_table)
    return combine_tails(tails, whole, known.index, statistic=statistic, alternative=alternative).reindex(values.index)


def as_integers(values: pd.Series[float]) -> Integers | None:
    """Return the values as 64-bit integers, or None if one is not a whole number that a float has exactly."""
    x = values.to_numpy(dtype=float)
    if len(x) and (np.abs(x).max() >= 2**52 or (x != np.rint(x)).any()):
        return None
    return x.astype(np.int64)


def exact_tails(x: Integers, rows: NeighbourRows, *, largest_table: int = LARGEST_TABLE) -> Tails:
    """Compute both tails for every area; see :func:`exact_p_values`.

    Parameters
    ----------
    x : ndarray
        Whole numbers, one an area, in the order of `rows`.
    rows : NeighbourRows
        Neighbours of each area.
    largest_table : int
        Most cells of the table of sums.

    Returns
    -------
    Tails
        Upper and lower tail of each area, both including the observed sum; NaN for an area without neighbours, and
        for all where the values are constant.

    Raises
    ------
    TableTooLargeError
        The table would have more cells than `largest_table`.
    """
    asked, degree = np.flatnonzero(rows.degree), rows.degree[rows.degree > 0]
    if not len(asked) or x.min() == x.max():
        missing = np.full(len(x), np.nan)
        return Tails(missing, missing, missing, missing)
    observed = rows.sum_neighbours(x)[asked]
    table = SubsetSums(x, needed_sizes(degree, len(x)), largest_table=largest_table)
    # P(S >= s) and P(S > s), asked together.
    sizes, sums = np.tile(degree, 2), np.concatenate([observed, observed + 1])
    upper, above = np.split(table.among_others(np.tile(asked, 2), sizes, sums), 2)
    total_upper, total_above = np.split(table.among_all(sizes + 1, sums + np.tile(x[asked], 2)), 2)
    tails = np.full((4, len(x)), np.nan)
    tails[:, asked] = upper, 1.0 - above, total_upper, 1.0 - total_above
    return Tails(*tails)


def needed_sizes(degree: Integers, n: int) -> Integers:
    """List the sizes of subset that the table needs: of the others, of the remainder, and with the area itself."""
    return np.concatenate([np.minimum(degree, n - 1 - degree), np.minimum(degree + 1, n - 1 - degree)])
