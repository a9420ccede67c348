"""Local statistics: Gi*, Gi and local Moran."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.areas.neighbour_positions import NeighbourRows, neighbour_rows
from geo.arrays import Floats

if TYPE_CHECKING:
    from libpysal.graph import Graph

_ROUNDING = 1e-12
_QUADRANTS = np.array(["", "high-high", "low-high", "low-low", "high-low"])


def local_gi_star(values: pd.Series[float], graph: Graph) -> pd.Series[float]:
    """Compute Getis-Ord Gi* as a z score: how far an area and its neighbours together are above the force.

    Parameters
    ----------
    values : Series
        Index `area_code`, in any order. NaN takes no part, in the population or as a neighbour.
    graph : libpysal.graph.Graph
        Neighbours. The weight of an area with itself is the largest of its row, as in esda: 1 where weights are binary.

    Returns
    -------
    Series
        z, the index of `values`. NaN is 'cannot be assessed': no value, no neighbour, a constant surface, or everyone a
        neighbour.

    Notes
    -----
    Ord and Getis (1995), standardised: z = (Σ w x - x̄ W) / (s √[(n Σw² - W²)/(n - 1)]), the area among its own
    neighbours. What could mislead: z is no normal deviate on skewed counts, so no p-value is read from it.
    """
    areas, x, rows = _known_rows(values, graph)
    return pd.Series(gi_star_of_rows(x, rows), index=areas, name="gi_star_z").reindex(values.index)


def local_gi(values: pd.Series[float], graph: Graph) -> pd.Series[float]:
    """Compute Getis-Ord Gi as a z score: how far an area's neighbours are above the rest, without the area itself.

    Parameters
    ----------
    values : Series
        Index `area_code`, in any order. NaN takes no part.
    graph : libpysal.graph.Graph
        Neighbours. Weights of an area with itself are ignored.

    Returns
    -------
    Series
        z, the index of `values`; NaN is 'cannot be assessed', as in :func:`local_gi_star`.

    Notes
    -----
    Ord and Getis (1995), with the area left out of mean, spread and sum.
    """
    areas, x, rows = _known_rows(values, graph)
    return pd.Series(gi_of_rows(x, rows), index=areas, name="gi_z").reindex(values.index)


def local_moran(values: pd.Series[float], graph: Graph) -> pd.DataFrame:
    """Compute local Moran's I with row-standardised weights, and each area's quadrant.

    Parameters
    ----------
    values : Series
        Index `area_code`, in any order. NaN takes no part.
    graph : libpysal.graph.Graph
        Neighbours. Weights of an area with itself are ignored.

    Returns
    -------
    DataFrame
        `local_moran_i` and `quadrant` ('high-high', 'low-low', 'high-low', 'low-high': the area, then its neighbours,
        against the force mean), the index of `values`. NaN and '' where it cannot be assessed; also '' where the area
        or its neighbours lie exactly at the mean.

    Notes
    -----
    Anselin (1995). What could mislead: a quadrant is no finding; only the q-value says whether it is more
    than chance.
    """
    areas, x, rows = _known_rows(values, graph)
    local_moran_i, quadrant = moran_of_rows(x, rows)
    result = pd.DataFrame({"local_moran_i": local_moran_i, "quadrant": quadrant}, index=areas)
    return result.reindex(values.index).fillna({"quadrant": ""})


def gi_star_of_rows(x: Floats, rows: NeighbourRows) -> Floats:
    """Compute Gi* for values in the order of `rows`; see :func:`local_gi_star`.

    Parameters
    ----------
    x : ndarray
        Values, one an area; NaN is not allowed.
    rows : NeighbourRows
        Neighbours of each area; the area itself is added.

    Returns
    -------
    ndarray
        Gi* as a z score (Ord and Getis 1995); NaN for an area without neighbours and where `x` is constant.
    """
    n = len(x)
    if _says_nothing(x):
        return np.full(n, np.nan)
    centred, (weight, squared), own = x - x.mean(), rows.weights, rows.largest_weight
    above = rows.add_neighbours(centred) + own * centred
    return _standardise(above, centred.std() * np.sqrt(_spread(n, weight + own, squared + own**2)), rows)


def gi_of_rows(x: Floats, rows: NeighbourRows) -> Floats:
    """Compute Gi for values in the order of `rows`; see :func:`local_gi`."""
    n = len(x)
    if _says_nothing(x):
        return np.full(n, np.nan)
    centred, (weight, squared) = x - x.mean(), rows.weights
    mean_of_others = -centred / (n - 1)
    variance = ((centred**2).sum() - centred**2) / (n - 1) - mean_of_others**2
    variance = np.where(variance > _ROUNDING * centred.var(), variance, 0.0)
    above = rows.add_neighbours(centred) - mean_of_others * weight
    return _standardise(above, np.sqrt(variance * _spread(n - 1, weight, squared)), rows)


def moran_of_rows(x: Floats, rows: NeighbourRows) -> tuple[Floats, NDArray[np.str_]]:
    """Compute local Moran's I and quadrant for values in the order of `rows`; see :func:`local_moran`."""
    n = len(x)
    if _says_nothing(x):
        return np.full(n, np.nan), np.full(n, "")
    z = (x - x.mean()) / x.std()
    beside = rows.degree > 0
    lag = rows.add_neighbours(z) / np.where(beside, rows.weights[0], np.nan)
    quadrant = np.where(z > 0, np.where(lag > 0, 1, 4), np.where(lag > 0, 2, 3))
    assessed = beside & (np.abs(z) > _ROUNDING) & (np.abs(lag) > _ROUNDING)
    return z * lag * (n - 1) / n, _QUADRANTS[np.where(assessed, quadrant, 0)]


def _known_rows(values: pd.Series[float], graph: Graph) -> tuple[pd.Index[str], Floats, NeighbourRows]:
    """Return the areas whose value is not NaN, their values, and their neighbours among each other."""
    known = values.astype(float).dropna()
    return known.index, np.asarray(known, dtype=np.float64), neighbour_rows(known.index, graph)


def _says_nothing(x: Floats) -> bool:
    return len(x) < 3 or bool(x.min() == x.max())


def _spread(n: int, weight: Floats, squared: Floats) -> Floats:
    """Return the standard deviation of a weighted sum of permuted values of variance 1; 0 if it has them all."""
    spread = (n * squared - weight**2) / (n - 1)
    return np.where(spread > _ROUNDING * squared, spread, 0.0)


def _standardise(above: Floats, width: Floats, rows: NeighbourRows) -> Floats:
    known = (rows.degree > 0) & (width > 0)
    return np.where(known, above / np.where(known, width, 1.0), np.nan)
