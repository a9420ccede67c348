"""Measure how much of its perimeter an area shares with each neighbour."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

from geo.areas.coverage import snap_coverage

if TYPE_CHECKING:
    from geopandas import GeoDataFrame


def shared_perimeters(areas: GeoDataFrame) -> pd.Series[float]:
    """Measure the shared boundary of every two areas that touch along an edge.

    Parameters
    ----------
    areas : GeoDataFrame
        Index `area_code`, valid polygons in EPSG:27700; snapped first where they do not share their edges.

    Returns
    -------
    Series
        Share (0 to 1) of the area's whole perimeter, index (`area_code`, `neighbour_code`), both directions. Areas that
        touch at a corner only have no row.

    Notes
    -----
    Edges are matched by their two vertices. What could mislead: where boundaries do not fit together even after
    snapping, edges go unmatched and shares come out too small.
    """
    edges = _edges(snap_coverage(areas).geometry.to_numpy())
    pairs = edges.merge(edges.drop(columns="length_m"), on=["x0", "y0", "x1", "y1"], suffixes=("", "_beside"))
    pairs = pairs[pairs["area"] != pairs["area_beside"]]
    shared = pairs.groupby(["area", "area_beside"])["length_m"].sum()
    perimeter = edges.groupby("area")["length_m"].sum()
    share = shared / perimeter.reindex(shared.index.get_level_values("area")).to_numpy()
    codes = areas.index.to_numpy()
    area, beside = (share.index.get_level_values(level).to_numpy() for level in (0, 1))
    index = pd.MultiIndex.from_arrays([codes[area], codes[beside]], names=["area_code", "neighbour_code"])
    return pd.Series(share.to_numpy(), index=index, name="perimeter_share")


def _edges(polygons: np.ndarray[tuple[int, ...], np.dtype[np.object_]]) -> pd.DataFrame:
    """List every straight edge with its area, the two ends in a fixed order."""
    parts, area_of_part = shapely.get_parts(polygons, return_index=True)
    rings, part_of_ring = shapely.get_rings(parts, return_index=True)
    points, ring_of_point = shapely.get_coordinates(rings, return_index=True)
    inside = ring_of_point[1:] == ring_of_point[:-1]
    start, end = points[:-1][inside], points[1:][inside]
    turned = (start[:, 0] > end[:, 0]) | ((start[:, 0] == end[:, 0]) & (start[:, 1] > end[:, 1]))
    start, end = np.where(turned[:, None], end, start), np.where(turned[:, None], start, end)
    area = area_of_part[part_of_ring[ring_of_point[1:][inside]]]
    length_m = np.hypot(*(end - start).T)
    return pd.DataFrame(
        {"area": area, "x0": start[:, 0], "y0": start[:, 1], "x1": end[:, 0], "y1": end[:, 1], "length_m": length_m}
    )
