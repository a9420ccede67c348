"""Bracket conditional p-values of values that are not whole numbers, with rigorous bounds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geo.areas.neighbour_positions import NeighbourRows, neighbour_rows
from geo.arrays import Floats, Integers
from geo.hotspots.exact_p_values import needed_sizes
from geo.hotspots.p_values import Alternative, Tails, one_p
from geo.hotspots.significance import benjamini_hochberg
from geo.hotspots.subset_sums import SubsetSums, TableTooLargeError

if TYPE_CHECKING:
    from libpysal.graph import Graph

LARGEST_BRACKET = 2**22  # cells of 8 bytes: 32 MB, about a quarter of a second
LEVELS = (0.01, 0.05, 0.10)
_FIRST_STEPS = 1024
_DECIMALS = 6
_FINE = 2**40


@dataclass(frozen=True)
class Grid:
    """Values as whole numbers of a common unit.

    Attributes
    ----------
    x : array of int64
        The values, counted in `unit`.
    unit : float
        Size of one step of the grid.
    slack : int
        Steps per value within which two sums of values count as tied: 0 where the grid contains the values themselves.
    """

    x: Integers
    unit: float
    slack: int


def bracket_p_values(
    values: pd.Series[float],
    graph: Graph,
    *,
    alternative: Alternative = "two-sided",
    largest_table: int = LARGEST_BRACKET,
) -> pd.DataFrame:
    """Return bounds of the conditional p-value, narrowed until the classes are decided.

    Parameters
    ----------
    values : Series
        Any numbers by `area_code`, in any order; NaN takes no part.
    graph : libpysal.graph.Graph
        Neighbours with equal weights within each row.
    alternative : {'two-sided', 'greater', 'less'}
        As in :func:`geo.hotspots.exact_p_values.exact_p_values`.
    largest_table : int
        Most cells of 8 bytes that a table of sums may have: the limit at which areas stay undecided.

    Returns
    -------
    DataFrame
        The index of `values`: `p_value_low, p_value` (the upper bound, so that an error is on the side of caution),
        `p_value_total` (upper bound), `q_value_low, q_value`, and `decided`: whether both bounds, corrected for the
        number of areas, fall in the same class of 1, 5 and 10%. NaN and False where it cannot be assessed.

    Raises
    ------
    ValueError
        Weights differ within a row.

    Notes
    -----
    With x = h y + r, a sum of k values lies between h times the sum of their y plus the k smallest and the k largest
    remainders r. The sum of y is an integer and its distribution exact, so P(S >= s) is caught between two of its
    tails; halving h halves the bracket. The correction is monotone in all p-values together, so corrected bounds are
    bounds of the corrected p-value. What could mislead: sums that differ by less than k times 1e-12 of the
    range count as tied, since values that were computed agree no better.
    """
    known = values.astype(float).dropna()
    rows = neighbour_rows(known.index, graph)
    if not rows.equal_weights:
        raise ValueError("a bracket needs equal weights within each row")
    found = bracket_rows(known, rows, alternative=alternative, largest_table=largest_table)
    return found.reindex(values.index).assign(decided=found["decided"].reindex(values.index, fill_value=False))


def bracket_rows(
    known: pd.Series[float], rows: NeighbourRows, *, alternative: Alternative, largest_table: int = LARGEST_BRACKET
) -> pd.DataFrame:
    """Bracket values without gaps whose neighbours are already in rows; see :func:`bracket_p_values`."""
    result = pd.DataFrame(
        dict.fromkeys(("p_value_low", "p_value", "p_value_total", "q_value_low", "q_value"), np.nan), index=known.index
    ).assign(decided=False)
    if not rows.degree.any() or known.max() == known.min():
        return result
    grid, steps = common_grid(np.asarray(known, dtype=np.float64)), _FIRST_STEPS
    while True:
        try:
            low, high = bound_tails(grid, rows, steps=steps, largest_table=largest_table)
        except TableTooLargeError:
            if steps == _FIRST_STEPS:
                raise
            return result
        result = _decide(low, high, known.index, alternative)
        asked = rows.degree > 0
        if result["decided"].to_numpy()[asked].all() or steps > int(np.ptp(grid.x)):
            return result
        steps *= 4


def common_grid(values: Floats) -> Grid:
    """Find a grid that contains the values: their own decimals, or else steps of 2^-40 of their range.

    Sums of floats that should tie may differ in their last bits; on the grid ties are exact.
    """
    lowest, spread = float(values.min()), float(np.ptp(values))
    for decimals in range(_DECIMALS + 1):
        scaled = values * 10.0**decimals
        if np.abs(scaled).max() < _FINE and np.allclose(scaled, np.rint(scaled), rtol=0.0, atol=1e-7):
            return Grid(np.rint(scaled).astype(np.int64), 10.0**-decimals, 0)
    unit = spread / _FINE
    return Grid(np.rint((values - lowest) / unit).astype(np.int64), unit, 1)


def bound_tails(grid: Grid, rows: NeighbourRows, *, steps: int, largest_table: int) -> tuple[Tails, Tails]:
    """Return lower and upper bounds of both tails, with the range cut into about `steps` steps.

    Raises
    ------
    TableTooLargeError
        `steps` needs more cells than `largest_table`.
    """
    x, n = grid.x - grid.x.min(), len(grid.x)
    height = max(-(-int(x.max()) // steps), 1)
    rounded = (x + height // 2) // height
    remainders = np.sort(x - rounded * height)
    least = np.concatenate([[0], np.cumsum(remainders)])
    most = np.concatenate([[0], np.cumsum(remainders[::-1])])
    asked, degree = np.flatnonzero(rows.degree), rows.degree[rows.degree > 0]
    table = SubsetSums(rounded, needed_sizes(degree, n), largest_table=largest_table)

    def bound(observed: Integers, size: Integers, own: Integers | None) -> tuple[Floats, Floats]:
        """Bounds of P(S >= observed): certainly reached, and possibly reached."""
        certain = -((least[size] - observed) // height)
        possible = -((most[size] - observed) // height)
        if own is None:
            return table.among_all(size, certain), table.among_all(size, possible)
        return table.among_others(own, size, certain), table.among_others(own, size, possible)

    bounds: list[list[Floats]] = []
    for size, observed, own in (
        (degree, rows.sum_neighbours(x)[asked], asked),
        (degree + 1, rows.sum_neighbours(x)[asked] + x[asked], None),
    ):
        tied = 2 * grid.slack * size
        low, high = bound(observed - tied, size, own)
        above_low, above_high = bound(observed + tied + 1, size, own)
        bounds += [[low, high], [1.0 - above_high, 1.0 - above_low]]
    spread = np.full((2, 4, n), np.nan)
    spread[:, :, asked] = np.array(bounds).transpose(1, 0, 2)
    return Tails(*spread[0]), Tails(*spread[1])


def _decide(low: Tails, high: Tails, index: pd.Index[str], alternative: Alternative) -> pd.DataFrame:
    """Correct both bounds and find where they fall in the same class."""
    bounds = {
        "p_value_low": one_p(low.upper, low.lower, alternative),
        "p_value": one_p(high.upper, high.lower, alternative),
        "p_value_total": one_p(high.total_upper, high.total_lower, alternative),
    }
    frame = pd.DataFrame(bounds, index=index)
    frame["q_value_low"] = benjamini_hochberg(frame["p_value_low"])
    frame["q_value"] = benjamini_hochberg(frame["p_value"])
    same = np.searchsorted(LEVELS, frame["q_value_low"]) == np.searchsorted(LEVELS, frame["q_value"])
    return frame.assign(decided=same & frame["p_value"].notna())
