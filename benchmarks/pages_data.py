"""Real outlines with as many corners as full-resolution ones have: open data has only generalised outlines to offer."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

PIECES = 5  # to a side: 38 corners to an area become about 190
_WIGGLE_M = 0.5
_SHARE = 0.01  # of a side's length, so that short sides cross nothing


def add_corners(areas: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The same areas, each side broken into :data:`PIECES` that leave it by up to half a metre.

    What is made up depends on the side alone, whichever area it is read from, so that neighbours keep common edges.
    EPSG:27700.
    """
    return areas.set_geometry([_polygon(shape) for shape in areas.geometry], crs=areas.crs)


def _polygon(shape: shapely.Geometry) -> shapely.Geometry:
    parts = [
        shapely.Polygon(_ring(part.exterior), [_ring(hole) for hole in part.interiors])
        for part in shapely.get_parts(shape)
    ]
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)


def _ring(ring: shapely.LinearRing) -> NDArray[np.float64]:
    corners = shapely.get_coordinates(ring)
    start, end = corners[:-1], corners[1:]
    turned = (start[:, 0] > end[:, 0]) | ((start[:, 0] == end[:, 0]) & (start[:, 1] > end[:, 1]))
    first, last = np.where(turned[:, None], end, start), np.where(turned[:, None], start, end)
    side = last - first
    length = np.hypot(side[:, 0], side[:, 1])
    aside = np.column_stack([-side[:, 1], side[:, 0]]) / np.maximum(length, 1e-9)[:, None]
    reach = np.minimum(_WIGGLE_M, _SHARE * length)
    found = []
    for piece in range(PIECES):
        # Read from the other end, the pieces come in the other order.
        share = np.where(turned, PIECES - piece, piece) / PIECES
        wave = np.where(
            (share > 0) & (share < 1), np.sin(first[:, 0] * 12.9898 + first[:, 1] * 78.233 + share * 40), 0.0
        )
        found.append(first + share[:, None] * side + (reach * wave)[:, None] * aside)
    return np.stack(found, axis=1).reshape(-1, 2)
