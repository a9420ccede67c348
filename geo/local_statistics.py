"""Local statistics: Gi*, Gi and local Moran, through esda without its permutations."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

if TYPE_CHECKING:
    from libpysal.graph import Graph

_QUADRANTS = np.array(["", "high-high", "low-high", "low-low", "high-low"])


def local_gi_star(values: pd.Series[float], graph: Graph) -> pd.Series[float]:
    """Getis-Ord Gi* as a z score: how far an area and its neighbours together lie above the force.

    Parameters
    ----------
    values : Series
        Index `area_code`, in any order. NaN takes no part, in the population or as a neighbour.
    graph : libpysal.graph.Graph
        Binary neighbours. Weights of an area with itself are used where the graph has them and set to 1 where it does
        not, so that many surfaces can share one preparation.

    Returns
    -------
    Series
        z, the index of `values`. NaN is 'cannot be assessed': no value, no neighbour, a constant surface, or everyone a
        neighbour.

    Notes
    -----
    Ord and Getis (1995), equation 14: z = (Σ w x - x̄ W) / (s √[(n Σw² - W²)/(n - 1)]), the area among its own
    neighbours. What could mislead: z is no normal deviate on skewed counts, so no p-value is read from it.
    """
    return _local_g(values, graph, star=True).rename("gi_star_z")


def local_gi(values: pd.Series[float], graph: Graph) -> pd.Series[float]:
    """Getis-Ord Gi as a z score: how far an area's neighbours lie above the rest, the area itself left out.

    Parameters
    ----------
    values : Series
        Index `area_code`, in any order. NaN takes no part.
    graph : libpysal.graph.Graph
        Binary neighbours without weights of an area with itself.

    Returns
    -------
    Series
        z, the index of `values`; NaN is 'cannot be assessed', as in :func:`local_gi_star`.

    Notes
    -----
    Ord and Getis (1995), equation 14 with the area left out of mean, spread and sum.
    """
    return _local_g(values, graph, star=False).rename("gi_z")


def local_moran(values: pd.Series[float], graph: Graph) -> pd.DataFrame:
    """Local Moran's I with row-standardised weights, and the quadrant that each area falls in.

    Parameters
    ----------
    values : Series
        Index `area_code`, in any order. NaN takes no part.
    graph : libpysal.graph.Graph
        Binary neighbours without weights of an area with itself.

    Returns
    -------
    DataFrame
        `local_moran_i` and `quadrant` ('high-high', 'low-low', 'high-low', 'low-high': the area, then its neighbours,
        against the force mean), the index of `values`. NaN and '' where it cannot be assessed; also '' where the area
        or its neighbours lie exactly at the mean.

    Notes
    -----
    Anselin (1995), equation 7. What could mislead: a quadrant is no finding; only the q-value says whether it is more
    than chance.
    """
    known, among = _among(values, graph)
    if len(known) < 3 or _is_constant(known):
        return pd.DataFrame({"local_moran_i": np.nan, "quadrant": ""}, index=values.index)
    from esda.moran import Moran_Local

    with warnings.catch_warnings(), np.errstate(all="ignore"):
        moran = Moran_Local(known.to_numpy(), among, transformation="r", permutations=0)
    at_mean = np.isclose(moran.z, 0.0, atol=1e-12) | np.isclose(moran.w.lag(moran.z), 0.0, atol=1e-12)
    alone = _without_neighbours(among)
    quadrant = _QUADRANTS[np.where(alone | at_mean, 0, moran.q)]
    local_moran_i = np.where(alone, np.nan, moran.Is)
    result = pd.DataFrame({"local_moran_i": local_moran_i, "quadrant": quadrant}, index=known.index)
    return result.reindex(values.index).fillna({"quadrant": ""})


def _local_g(values: pd.Series[float], graph: Graph, *, star: bool) -> pd.Series[float]:
    known, among = _among(values, graph)
    if len(known) < 3 or _is_constant(known):
        return pd.Series(np.nan, index=values.index, dtype=float)
    from esda.getisord import G_Local

    alone = _without_neighbours(among)
    # esda divides by the sum; adding a constant to every value changes no z and keeps the sum away from 0.
    positive = known.to_numpy() - known.min() + 1.0
    if star and not among.sparse.diagonal().any():
        among = among.assign_self_weight(1.0)
    with np.errstate(all="ignore"):
        z = G_Local(positive, among, transform="B", permutations=0, star=None if star else False).Zs
    z = np.where(alone | ~np.isfinite(z), np.nan, z)
    return pd.Series(z, index=known.index, dtype=float).reindex(values.index)


def _among(values: pd.Series[float], graph: Graph) -> tuple[pd.Series[float], Graph]:
    """The values that are known, in the order of the graph, and the graph among those areas alone."""
    # esda's compiled code fails on integers.
    known = values.astype(float).dropna()
    if known.index.equals(graph.unique_ids):
        return known, graph
    position = known.index.get_indexer(graph.unique_ids)
    order = graph.unique_ids[position >= 0]
    if len(order) != len(known):
        raise ValueError(f"{len(known) - len(order)} areas have a value but are not in the neighbour graph")
    among = graph if len(order) == len(graph.unique_ids) else graph.subgraph(order)
    return known.reindex(order), among


def _without_neighbours(graph: Graph) -> NDArray[np.bool_]:
    matrix = graph.sparse
    return np.asarray(np.asarray(matrix.sum(axis=1)).ravel() == matrix.diagonal())


def _is_constant(values: pd.Series[float]) -> bool:
    return bool(values.max() == values.min())
