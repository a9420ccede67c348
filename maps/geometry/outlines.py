"""Prepare outlines for the screen: shared geometry, simplified together and written in few bytes.

Neighbours keep one common edge because all areas of a force are simplified as a coverage, never one by one. Lengths
are in metres on EPSG:27700; what is written is longitude and latitude (EPSG:4326) in units of 0.00005 degrees, about
five metres.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.areas.coverage import snap_coverage

AREA_TOLERANCE_M = 10.0
UNIT_TOLERANCE_M = 600.0
SNAP_M = 1.0
_SMALLEST_HOLE_M2 = 10_000.0
PER_DEGREE = 20_000
_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_DIGITS = np.array(list(_ALPHABET), dtype="S1")
_VALUES = {letter: value for value, letter in enumerate(_ALPHABET)}
_DIGIT_SHIFTS = np.arange(0, 30, 5)  # six digits are enough for 360 degrees


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
    coverage : bool
        Whether the edges of neighbouring areas agree everywhere, so that merging them needs no repair.
    """

    areas: gpd.GeoSeries
    units: gpd.GeoSeries
    quiet_units: gpd.GeoSeries
    coverage: bool


@dataclass(frozen=True)
class EncodedOutlines:
    """Outlines as pages store them, in the order of the shapes.

    Attributes
    ----------
    rings : list of list of str
        See :func:`encode_rings`.
    points : list of list of float
        See :func:`label_points`.
    sizes : list of int
        See :func:`across`.
    """

    rings: list[list[str]]
    points: list[list[float]]
    sizes: list[int]


def write_outlines(shapes: gpd.GeoSeries) -> EncodedOutlines:
    """Write shapes in EPSG:27700 as pages store them.

    Parameters
    ----------
    shapes : GeoSeries
        Outlines.

    Returns
    -------
    EncodedOutlines
        Encoded rings, points for labels and widths.
    """
    return EncodedOutlines(encode_rings(shapes), label_points(shapes), across(shapes))


def draw_outlines(areas: gpd.GeoDataFrame) -> Outlines:
    """Simplify outlines of all areas and units of a force, from its areas (``npu_code``, geometry, EPSG:27700).

    Parameters
    ----------
    areas : GeoDataFrame
        Index ``area_code``.

    Returns
    -------
    Outlines
        Simplified outlines of areas and units.
    """
    simple = simplify_together(areas.geometry, tolerance_m=AREA_TOLERANCE_M)
    coverage = bool(shapely.coverage_is_valid(simple.to_numpy()))
    units = dissolve(simple, areas["npu_code"], coverage=coverage)
    return Outlines(simple, units, simplify_together(units, tolerance_m=UNIT_TOLERANCE_M), coverage)


def simplify_together(shapes: gpd.GeoSeries, *, tolerance_m: float) -> gpd.GeoSeries:
    """Simplify shapes as a coverage, so that common edges stay common; index and order are kept.

    What could mislead: a shape may vanish when it is much smaller than the tolerance; it is then left as it was.

    Parameters
    ----------
    shapes : GeoSeries
        EPSG:27700.
    tolerance_m : float
        Largest detail that is left out, in metres.

    Returns
    -------
    GeoSeries
        Same index and order.
    """
    snapped = snap_coverage(gpd.GeoDataFrame(geometry=shapes), grid_m=SNAP_M).geometry.to_numpy()
    simple = shapely.coverage_simplify(snapped, tolerance_m)
    kept = np.where(shapely.is_empty(simple), snapped, simple)
    return gpd.GeoSeries(kept, index=shapes.index, crs=shapes.crs)


def dissolve(shapes: gpd.GeoSeries, groups: pd.Series, *, coverage: bool = False) -> gpd.GeoSeries:
    """Dissolve each group into one outline, without the slivers that imperfect common edges leave."""
    names = sorted(groups.dropna().unique())
    merged = [_without_small_holes(merge(shapes[groups == name].to_numpy(), coverage=coverage)) for name in names]
    return gpd.GeoSeries(merged, index=pd.Index(names, name=groups.name), crs=shapes.crs)


def merge(shapes: Any, *, coverage: bool) -> Any:
    """Merge shapes that lie side by side; exactly along their edges if they are a valid coverage.

    Parameters
    ----------
    shapes : object
        Shapely geometries.
    coverage : bool
        Whether they share their edges bit for bit.

    Returns
    -------
    object
        A shapely geometry.
    """
    if coverage:
        return shapely.coverage_union_all(shapes)
    return shapely.union_all(shapes, grid_size=SNAP_M)


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
    """Encode rings of each shape as text: first longitude and latitude, then steps from corner to corner.

    Whole numbers of 0.00005 degrees, each as a variable-length quantity in the digits A-Z a-z 0-9 - _ : six bits a
    digit, the highest says that more follow, the lowest of the first is the sign. The closing corner is left out.
    Holes are rings like any other: filled by the even-odd rule they stay holes.

    Parameters
    ----------
    shapes : GeoSeries
        Polygons and multipolygons in any coordinate system.

    Returns
    -------
    list of list of str
        Rings of each shape, in the same order.
    """
    parts, shape_of_part = shapely.get_parts(shapes.to_crs(4326).to_numpy(), return_index=True)
    polygons = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
    rings, part_of_ring = shapely.get_rings(parts[polygons], return_index=True)
    encoded: list[list[str]] = [[] for _ in range(len(shapes))]
    for shape, text in zip(shape_of_part[polygons][part_of_ring], _encode(rings), strict=True):
        encoded[shape].append(text)
    return encoded


def encode_lines(shapes: gpd.GeoSeries) -> list[list[str]]:
    """Encode lines of each shape as :func:`encode_rings` encodes rings, with their last corner."""
    parts, shape_of_part = shapely.get_parts(shapes.to_crs(4326).to_numpy(), return_index=True)
    encoded: list[list[str]] = [[] for _ in range(len(shapes))]
    for shape, text in zip(shape_of_part, _encode(parts, closed=False), strict=True):
        encoded[shape].append(text)
    return encoded


def _encode(rings: Any, *, closed: bool = True) -> list[str]:
    """Encode all rings at once: a force has a hundred thousand corners."""
    degrees, ring = shapely.get_coordinates(rings, return_index=True)
    first, closing = np.diff(ring, prepend=-1) > 0, (np.diff(ring, append=len(rings)) > 0) & closed
    corners = np.rint(degrees * PER_DEGREE).astype(np.int64)
    steps = np.where(first[:, None], corners, np.diff(corners, axis=0, prepend=0))
    kept = steps.any(axis=1) & ~closing
    digits, used = _digits(steps[kept].ravel())
    text = digits.tobytes().decode("ascii")
    ends = np.cumsum(np.bincount(np.repeat(ring[kept], 2), weights=used, minlength=len(rings)).astype(int)).tolist()
    return [text[start:end] for start, end in pairwise([0, *ends])]


def encode_numbers(rows: NDArray[np.float64]) -> list[str]:
    """Encode whole numbers, row by row, in the digits of :func:`encode_rings`: one digit below 16.

    Parameters
    ----------
    rows : ndarray
        Numbers, rounded to whole ones.

    Returns
    -------
    list of str
        One text a row.
    """
    digits, used = _digits(np.rint(rows).astype(np.int64).ravel())
    text = digits.tobytes().decode("ascii")
    ends = np.cumsum(used.reshape(rows.shape).sum(axis=1)).tolist()
    return [text[start:end] for start, end in pairwise([0, *ends])]


def _digits(numbers: NDArray[np.int64]) -> tuple[NDArray[np.bytes_], NDArray[np.int64]]:
    """Return digits of all numbers in a row, and how many each number takes."""
    signed = 2 * np.abs(numbers) + (numbers < 0)
    rest = signed[:, None] >> _DIGIT_SHIFTS
    used = rest > 0
    used[:, 0] = True
    follows = rest > 31
    return _DIGITS[(rest & 31) + 32 * follows][used], used.sum(axis=1)


def label_points(shapes: gpd.GeoSeries) -> list[list[float]]:
    """Find a point well inside each shape (centre of its largest inscribed circle), as latitude, longitude.

    In degrees to four decimals, about ten metres: near enough for a name.

    Parameters
    ----------
    shapes : GeoSeries
        EPSG:27700.

    Returns
    -------
    list of list of float
        In the same order.
    """
    circles = shapely.maximum_inscribed_circle(shapes.to_numpy(), tolerance=20.0)
    points = gpd.GeoSeries(shapely.get_point(circles, 0), crs=shapes.crs).to_crs(4326)
    return [[round(y, 4), round(x, 4)] for x, y in shapely.get_coordinates(points).tolist()]


def pack_points(points: list[list[float]], rings: list[list[str]]) -> str:
    """Encode points as pages store them: distance from the first corner of each shape, in the digits of rings.

    Parameters
    ----------
    points : list of list of float
        From :func:`label_points`.
    rings : list of list of str
        From :func:`encode_rings`, of the same shapes.

    Returns
    -------
    str
        Longitude and latitude in turn, in units of 0.00005 degrees.
    """
    if not points:
        return ""
    firsts = np.array([_first_numbers(shape[0], 2) for shape in rings])
    beside = np.array([point[::-1] for point in points]) * PER_DEGREE - firsts
    return encode_numbers(beside.reshape(1, -1))[0]


def _first_numbers(text: str, count: int) -> list[int]:
    """Decode the first numbers that :func:`encode_numbers` or :func:`encode_rings` wrote."""
    found, number, shift = list[int](), 0, 0
    for letter in text:
        digit = _VALUES[letter]
        number += (digit & 31) << shift
        shift += 5
        if digit < 32:
            found.append(-(number >> 1) if number & 1 else number >> 1)
            number = shift = 0
        if len(found) == count:
            break
    return found


def across(shapes: gpd.GeoSeries) -> list[int]:
    """Return the rough width of each shape in metres: the side of a square of its size.

    Parameters
    ----------
    shapes : GeoSeries
        EPSG:27700.

    Returns
    -------
    list of int
        Metres, in the same order.
    """
    return [int(side) for side in np.sqrt(shapes.area.to_numpy())]


def bounds_degrees(shapes: gpd.GeoSeries) -> list[list[float]]:
    """Return south-west and north-east corner of all shapes together, each as latitude, longitude.

    Parameters
    ----------
    shapes : GeoSeries
        Any coordinate system.

    Returns
    -------
    list of list of float
        Two corners, WGS 84.
    """
    west, south, east, north = shapes.to_crs(4326).total_bounds
    return [[round(south, 5), round(west, 5)], [round(north, 5), round(east, 5)]]
