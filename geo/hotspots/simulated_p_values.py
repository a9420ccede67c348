"""Simulate conditional p-values of local statistics with one set of random draws shared by all areas."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.areas.neighbour_positions import NeighbourRows, neighbour_rows
from geo.hotspots.p_values import Alternative, one_p

if TYPE_CHECKING:
    from libpysal.graph import Graph


def shared_null_p_values(
    values: pd.Series[float], graph: Graph, *, draws: int, seed: int, alternative: Alternative = "two-sided"
) -> pd.Series[float]:
    """Estimate how often random neighbours would give a sum as extreme as the real neighbours do.

    Parameters
    ----------
    values : Series
        Index `area_code`, in any order. NaN takes no part, in the population or as a neighbour.
    graph : libpysal.graph.Graph
        Neighbours with equal weights within each row; weights of an area with itself are ignored.
    draws : int
        Number of random draws R.
    seed : int
        Seed of the random numbers: the same seed gives the same p-values.
    alternative : {'two-sided', 'greater', 'less'}
        'two-sided' doubles the smaller tail, at most 1.

    Returns
    -------
    Series
        p = (M + 1) / (R + 1) per tail, the index of `values`. NaN where it cannot be assessed: no value, no neighbour,
        or a constant surface.

    Notes
    -----
    The null keeps the area's own value and draws its k neighbours without replacement from all others (Anselin 1995,
    conditional permutation). With equal weights in a row, Gi, Gi* and the neighbour side of local Moran share its
    tails; two-sided, p is the same for all three. One ordered draw of k + 1 areas from the whole force serves every
    area: where it contains the area itself among its first k, the next one takes that place, which is again a uniform
    draw from the others.

    What could mislead: p cannot fall below 1 / (R + 1) (twice that when two-sided), errors are shared between areas
    because the draws are, and the area's own value plays no part.
    """
    known = values.astype(float).dropna()
    rows = neighbour_rows(known.index, graph)
    if not rows.equal_weights:
        raise ValueError("the shared null needs equal weights within each row")
    upper, lower = simulate_tails(np.asarray(known, dtype=np.float64), rows, draws=draws, seed=seed)
    return pd.Series(one_p(upper, lower, alternative), index=known.index, name="p_value").reindex(values.index)


def simulate_tails(
    x: NDArray[np.float64], rows: NeighbourRows, *, draws: int, seed: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Simulate both tails for every area; NaN if it cannot be assessed. See :func:`shared_null_p_values`."""
    missing = np.full(len(x), np.nan)
    if not len(rows.area) or x.min() == x.max():
        return missing, missing
    observed = np.bincount(rows.area, weights=x[rows.neighbour], minlength=len(x)).astype(np.float64)
    at_least, at_most = _count_tails(x, rows.degree, observed, draws, seed)
    beside = rows.degree > 0
    return np.where(beside, (at_least + 1) / (draws + 1), missing), np.where(
        beside, (at_most + 1) / (draws + 1), missing
    )


@lru_cache(maxsize=4)
def draw_without_replacement(area_count: int, depth: int, draws: int, seed: int) -> NDArray[np.int64]:
    """Draw ordered, distinct positions: an array of `depth` rows and `draws` columns, kept for the next surface.

    The j-th position is drawn from those that its column has not used: a number below `area_count` - j is moved up past
    each used position, in ascending order, that it has reached.
    """
    random = np.random.default_rng(seed)
    drawn = np.empty((depth, draws), dtype=np.int64)
    used = np.empty((depth, draws), dtype=np.int64)
    for j in range(depth):
        position = random.integers(0, area_count - j, size=draws)
        for i in range(j):
            position += position >= used[i]
        drawn[j] = position
        used[j] = position
        for i in range(j, 0, -1):
            used[i - 1], used[i] = np.minimum(used[i - 1], used[i]), np.maximum(used[i - 1], used[i])
    drawn.setflags(write=False)
    return drawn


def _count_tails(
    x: NDArray[np.float64], degree: NDArray[np.int64], observed: NDArray[np.float64], draws: int, seed: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Count draws whose sum is at least, and at most, the observed one, for every area."""
    depth = min(int(degree.max()) + 1, len(x))
    drawn = draw_without_replacement(len(x), depth, draws, seed)
    sums = np.cumsum(x[drawn], axis=0)
    # Sums of the same numbers in another order may differ in their last bits; integers are not touched by this.
    slack = 1e-11 * depth * np.abs(x).max()
    low, high = observed - slack, observed + slack
    at_least, at_most = np.zeros(len(x), dtype=np.int64), np.zeros(len(x), dtype=np.int64)
    for k in np.unique(degree[degree > 0]):
        null, areas = np.sort(sums[k - 1]), degree == k
        at_least[areas] = draws - np.searchsorted(null, low[areas], side="left")
        at_most[areas] = np.searchsorted(null, high[areas], side="right")
    # Draws that contain the area itself among its own k: the next area drawn takes its place.
    step, draw = np.nonzero(np.arange(depth)[:, np.newaxis] < degree[drawn])
    area = drawn[step, draw]
    k = degree[area]
    with_itself, mended = sums[k - 1, draw], sums[np.minimum(k, depth - 1), draw] - x[area]
    change = (mended >= low[area]).astype(float) - (with_itself >= low[area])
    at_least += np.bincount(area, weights=change, minlength=len(x)).astype(np.int64)
    change = (mended <= high[area]).astype(float) - (with_itself <= high[area])
    at_most += np.bincount(area, weights=change, minlength=len(x)).astype(np.int64)
    return at_least, at_most
