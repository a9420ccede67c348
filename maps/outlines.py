"""Outlines for the screen: one shared geometry, simplified together and written in few bytes.

Neighbours keep one common edge because all areas of a force are simplified as a coverage, never one by one. Lengths
are in metres on EPSG:27700; what is written is longitude and latitude (EPSG:4326) in units of 0.00001 degrees, about a
metre.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.coverage import snap_coverage

AREA_TOLERANCE_M = 10.0
UNIT_TOLERANCE_M = 200.0
SNAP_M = 1.0
_SMALLEST_HOLE_M2 = 10_000.0
_PER_DEGREE = 100_000
_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


@dataclass(frozen=True)
class Outlines:
    """Simplified outlines of a force, EPSG:27700.

    Attributes
    ----------
    areas : GeoSeries
        Index ``area_code``.
    units : GeoSeries
        Index ``npu_code``: the edge of each unit, exactly along the edges of its areas.
    quiet_units : GeoSeries
        Index ``npu_code``: the same, simplified further, for units that are only background.
    """

    areas: gpd.GeoSeries
    units: gpd.GeoSeries
    quiet_units: gpd.GeoSeries


def draw_outlines(areas: gpd.GeoDataFrame) -> Outlines:
    """Outlines of all areas and units of a force, from its areas (``npu_code``, geometry, EPSG:27700)."""
    simple = simplify_together(areas.geometry, tolerance_m=AREA_TOLERANCE_M)
    units = dissolve(simple, areas["npu_code"])
    return Outlines(simple, units, simplify_together(units, tolerance_m=UNIT_TOLERANCE_M))


def simplify_together(shapes: gpd.GeoSeries, *, tolerance_m: float) -> gpd.GeoSeries:
    """Shapes simplified as a coverage, so that common edges stay common; index and order are kept.

    What could mislead: a shape may vanish when it is much smaller than the tolerance; it is then left as it was.
    """
    snapped = snap_coverage(gpd.GeoDataFrame(geometry=shapes), grid_m=SNAP_M).geometry.to_numpy()
    simple = shapely.coverage_simplify(snapped, tolerance_m)
    kept = np.where(shapely.is_empty(simple), snapped, simple)
    return gpd.GeoSeries(kept, index=shapes.index, crs=shapes.crs)


def dissolve(shapes: gpd.GeoSeries, groups: pd.Series) -> gpd.GeoSeries:
    """One outline per group, without the slivers that imperfect common edges leave inside it."""
    names = sorted(groups.dropna().unique())
    merged = [
        _without_small_holes(shapely.union_all(shapes[groups == name].to_numpy(), grid_size=SNAP_M)) for name in names
    ]
    return gpd.GeoSeries(merged, index=pd.Index(names, name=groups.name), crs=shapes.crs)


def _without_small_holes(shape: Any) -> Any:
    polygons = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    kept = [
        shapely.Polygon(
            part.exterior, [hole for hole in part.interiors if shapely.Polygon(hole).area >= _SMALLEST_HOLE_M2]
        )
        for part in polygons
    ]
    return shapely.MultiPolygon(kept)


def encode_rings(shapes: gpd.GeoSeries) -> list[list[str]]:
    """Rings of each shape as text: first longitude and latitude, then steps from corner to corner.

    Whole numbers of 0.00001 degrees, each as a variable-length quantity in the digits A-Z a-z 0-9 - _ : six bits a
    digit, the highest says that more follow, the lowest of the first is the sign. The closing corner is left out.
    Holes are rings like any other: filled by the even-odd rule they stay holes.
    """
    degrees = shapes.to_crs(4326)
    return [[_encode_ring(ring) for ring in _rings(shape)] for shape in degrees]


def _rings(shape: Any) -> list[Any]:
    polygons = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    return [ring for polygon in polygons for ring in (polygon.exterior, *polygon.interiors)]


def _encode_ring(ring: Any) -> str:
    corners = np.rint(shapely.get_coordinates(ring)[:-1] * _PER_DEGREE).astype(np.int64)
    steps = np.diff(corners, axis=0, prepend=np.zeros((1, 2), dtype=np.int64))
    moved = steps.any(axis=1)
    return "".join(_encode_number(int(step)) for step in steps[moved].ravel())


def _encode_number(number: int) -> str:
    rest = 2 * abs(number) + (number < 0)
    digits = ""
    while True:
        rest, low = divmod(rest, 32)
        digits += _DIGITS[low + (32 if rest else 0)]
        if not rest:
            return digits


def label_points(shapes: gpd.GeoSeries) -> list[list[float]]:
    """Point well inside each shape (centre of its largest inscribed circle) as latitude, longitude.

    In degrees to four decimals, about ten metres: near enough for a name.
    """
    circles = shapely.maximum_inscribed_circle(shapes.to_numpy(), tolerance=20.0)
    points = gpd.GeoSeries(shapely.get_point(circles, 0), crs=shapes.crs).to_crs(4326)
    return [[round(point.y, 4), round(point.x, 4)] for point in points]


def bounds_degrees(shapes: gpd.GeoSeries) -> list[list[float]]:
    """South-west and north-east corner of all shapes together, each as latitude, longitude."""
    west, south, east, north = shapes.to_crs(4326).total_bounds
    return [[round(south, 5), round(west, 5)], [round(north, 5), round(east, 5)]]
