"""Draw outlines as SVG paths: whole tens of metres, east to the right and south downwards."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

PER_UNIT_M = 10.0
_MARGIN = 40
PLAIN_TOLERANCE_M = 400.0  # of a drawing for pages whose scripts do not run
_COARSER = 10


def to_page(shapes: gpd.GeoSeries, west: float, north: float) -> gpd.GeoSeries:
    """Move shapes in EPSG:27700 to units of the drawing, whose corner is the given west and north, metres.

    Parameters
    ----------
    shapes : GeoSeries
        EPSG:27700.
    west : float
        Easting of the drawing's left edge, metres.
    north : float
        Northing of its upper edge, metres.

    Returns
    -------
    GeoSeries
        Same index; y grows downwards.
    """
    return gpd.GeoSeries(shapely.transform(shapes.to_numpy(), page_move(west, north)), index=shapes.index)


def page_move(west: float, north: float) -> Callable[[Any], Any]:
    """Return the function that moves corners in EPSG:27700 to those of the drawing."""

    def move(corners: Any) -> Any:
        return np.rint((corners - [west, north]) * [1 / PER_UNIT_M, -1 / PER_UNIT_M])

    return move


def view_box(shapes: gpd.GeoSeries) -> str:
    """Return the part of a drawing that shows these shapes, with a margin.

    Parameters
    ----------
    shapes : GeoSeries
        In units of the drawing.

    Returns
    -------
    str
        The ``viewBox`` of an SVG.
    """
    left, top, right, bottom = shapes.total_bounds
    return f"{left - _MARGIN:.0f} {top - _MARGIN:.0f} {right - left + 2 * _MARGIN:.0f} {bottom - top + 2 * _MARGIN:.0f}"


def svg_path(shapes: Sequence[Any]) -> str:
    """Return polygons of a drawing as one path; holes are rings like any other, filled by the even-odd rule.

    Parameters
    ----------
    shapes : sequence of object
        Shapely polygons in units of the drawing.

    Returns
    -------
    str
        The ``d`` of an SVG path.
    """
    rings = [
        ring
        for shape in shapes
        for part in shapely.get_parts(shape)
        if part.geom_type == "Polygon"
        for ring in (part.exterior, *part.interiors)
    ]
    return "".join(_ring_path(ring) for ring in rings)


def _ring_path(ring: Any) -> str:
    corners = shapely.get_coordinates(ring)[:-1].astype(int)
    steps = np.diff(corners, axis=0).tolist()
    line = "".join([f"{x}{y:+d}" if at == 0 else f"{x:+d}{y:+d}" for at, (x, y) in enumerate(steps)])
    return f"M{corners[0][0]} {corners[0][1]}l{line}z"


def coarsen(corners: Any) -> Any:
    """Corners on a page in units of a hundred metres, not of ten."""
    return np.rint(corners / _COARSER)
