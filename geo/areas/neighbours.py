"""Find which areas touch: the neighbour graph that every local statistic uses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

from geo.exceptions import InputRefused
from geo.thresholds import THRESHOLDS

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from libpysal.graph import Graph


def build_neighbours(areas: GeoDataFrame, *, snap_m: float = THRESHOLDS.neighbour_distance_m) -> Graph:
    """Find the areas that touch each other, at an edge or at a corner.

    Parameters
    ----------
    areas : GeoDataFrame
        Index `area_code`, valid polygons in EPSG:27700.
    snap_m : float
        Boundaries within this many metres touch.

    Returns
    -------
    libpysal.graph.Graph
        Binary weights keyed by `area_code`, in the order of `areas`; an area without neighbours is an isolate.

    Raises
    ------
    InputRefused
        More than 5% of the areas have no neighbour: the boundaries do not fit together.

    Notes
    -----
    On a valid coverage this is queen contiguity, exactly as libpysal builds it. Contiguity by shared vertices alone
    finds no neighbour at all on the published 2011 boundaries, whose vertices differ in the last bits, and says
    nothing. What could mislead: a river or a motorway between two areas does not stop them from being neighbours.
    """
    from libpysal.graph import Graph

    polygons, codes = areas.geometry.to_numpy(), areas.index.to_numpy()
    area, neighbour = shapely.STRtree(polygons).query(polygons, predicate="dwithin", distance=snap_m)
    touching = area != neighbour
    alone = np.setdiff1d(np.arange(len(codes)), area[touching])
    _refuse_islands(areas.index[alone], len(codes), snap_m)
    # libpysal writes an isolate as a pair with itself of weight 0.
    area, neighbour = np.append(area[touching], alone), np.append(neighbour[touching], alone)
    order = np.lexsort((neighbour, area))
    area, neighbour = area[order], neighbour[order]
    return Graph.from_arrays(codes[area], codes[neighbour], (area != neighbour).astype(float))


def describe_neighbours(*, snap_m: float = THRESHOLDS.neighbour_distance_m) -> str:
    """Say how :func:`build_neighbours` finds neighbours, for the store and the pages.

    Parameters
    ----------
    snap_m : float
        Corners closer than this, in metres, count as one; as for :func:`build_neighbours`.

    Returns
    -------
    str
        As in "queen contiguity: boundaries that touch at an edge or a corner, within 1 m".
    """
    return f"queen contiguity: boundaries that touch at an edge or a corner, within {snap_m:g} m"


def neighbours_frame(graph: Graph, *, method: str) -> pd.DataFrame:
    """Write a graph as pairs.

    Parameters
    ----------
    graph : libpysal.graph.Graph
        Keyed by `area_code`.
    method : str
        How neighbours were found.

    Returns
    -------
    DataFrame
        `area_code, neighbour_code, weight, method`; an area without neighbours has no row.
    """
    adjacency: pd.Series[float] = graph.adjacency
    pairs = adjacency.rename_axis(["area_code", "neighbour_code"]).rename("weight").reset_index()
    pairs = pairs[pairs["weight"] != 0].reset_index(drop=True)
    return pairs.astype({"weight": float}).assign(method=method)


def islands(graph: Graph) -> pd.Index[str]:
    """List areas without any neighbour, whose local statistics cannot be assessed.

    Parameters
    ----------
    graph : Graph
        Which areas touch which.

    Returns
    -------
    Index of str
        `area_code` of the areas without neighbours, in the order of the graph.
    """
    alone: pd.Index[str] = graph.isolates
    return alone.rename("area_code")


def _refuse_islands(alone: pd.Index[str], area_count: int, snap_m: float) -> None:
    """Refuse boundaries that do not fit together; one area on its own is a force, not a fault."""
    if area_count > 1 and len(alone) > THRESHOLDS.largest_island_share * area_count:
        raise InputRefused(
            f"{len(alone)} of {area_count} areas touch no other area (among them {', '.join(alone[:3])}); neighbours "
            f"were looked for by {describe_neighbours(snap_m=snap_m)}",
            "Use boundaries of one source and census year that cover the force without gaps",
        )
