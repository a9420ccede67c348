"""Assign points to areas: each distinct point is placed once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely
from numpy.typing import ArrayLike, NDArray

if TYPE_CHECKING:
    from geopandas import GeoDataFrame


def place_points(easting_m: ArrayLike, northing_m: ArrayLike, areas: GeoDataFrame) -> pd.Series[str]:
    """Find the area that each point lies in.

    Parameters
    ----------
    easting_m, northing_m : array_like
        Metres, British National Grid (EPSG:27700); NaN where unknown.
    areas : GeoDataFrame
        Index `area_code`, polygons in EPSG:27700.

    Returns
    -------
    Series
        `area_code` per point, NaN where the point has no location or lies in no area. It carries the index of
        `easting_m` if that is a Series. A point on a shared edge goes to the lowest area code.

    Notes
    -----
    Open police.uk points are snapped to a published list, so many incidents share one point; distinct points are placed
    once. What could mislead: a snapped point can lie across a boundary from where the incident happened, so a stated
    area code is above this (96.6% agree in Leicestershire).
    """
    index = easting_m.index if isinstance(easting_m, pd.Series) else None
    x, y = np.asarray(easting_m, dtype=float), np.asarray(northing_m, dtype=float)
    # One complex number per point: pandas can hash it, which is faster than sorting pairs.
    points = np.full(x.shape, np.nan, dtype=np.complex128)
    located = np.isfinite(x) & np.isfinite(y)
    points.real[located], points.imag[located] = x[located], y[located]
    label, distinct = pd.factorize(points)
    ordered = areas.sort_index()
    position = _first_area(np.asarray(distinct), ordered.geometry.to_numpy())
    codes = np.append(ordered.index.to_numpy(dtype=object), np.nan)
    found = np.where(label < 0, len(ordered), np.append(position, len(ordered))[label])
    return pd.Series(codes[found], index=index, dtype="str", name="area_code")


def _first_area(points: NDArray[np.complex128], polygons: NDArray[np.object_]) -> NDArray[np.int64]:
    """Return the position of the first polygon that contains or touches each point; their number if none does."""
    position = np.full(len(points), len(polygons), dtype=np.int64)
    # The polygons ask and the points are indexed: GEOS prepares the geometry that asks.
    asked, hit = shapely.STRtree(shapely.points(points.real, points.imag)).query(polygons, predicate="intersects")
    np.minimum.at(position, hit, asked)
    return position
