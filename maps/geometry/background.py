"""Cut background features to a unit and thin them: water, green, roads, railways, settlements."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from maps.geometry.outlines import encode_lines, encode_rings, label_points

# In the order in which they are drawn.
KINDS = ("water", "river", "green", "road", "rail", "district", "landmark", "settlement")
POINTS, SURFACES = ("landmark", "settlement"), ("water", "green")
_TOLERANCE_M = {"road": 20.0, "rail": 20.0, "river": 20.0, "district": 60.0}
_USUAL_TOLERANCE_M = 12.0
_SHORTEST_M = 60.0  # of a piece of line: slip roads and islands say nothing on a map of a unit
_BESIDE_EDGE_M = 150.0  # a border of a district this near to the unit's own edge is that edge
_MARGIN_M = 1_500.0
_WIDE, _HIGH = 2.2, 1.4  # a frame as wide as any screen, and as high as a tablet's, however the unit is shaped
_USUAL_IMPORTANCE = 2
_BYTES_BESIDE = 70  # what the page says of a feature besides its line and its name
# What a page gives to its context at most; a unit with many areas leaves less (see maps.pages.unit_page).
MOST_BYTES = 16_000


def write_background(
    context: pd.DataFrame, unit: gpd.GeoSeries, *, most_bytes: int = MOST_BYTES, without_names: Collection[str] = ()
) -> list[dict[str, Any]]:
    """Write features around a unit as its page stores them, the most important first, until the room is used.

    Parameters
    ----------
    context : GeoDataFrame
        ``kind``, ``name``, geometry in EPSG:27700, and ``importance`` (1 is most) where it is known; may be empty.
    unit : GeoSeries
        The unit's outline, EPSG:27700.
    most_bytes : int
        Room on the page.
    without_names : collection of str
        Names that the map has already; districts of these names are left out.

    Returns
    -------
    list of dict of str to object
        Name, kind and encoded rings of each, for the page's JSON.
    """
    if context.empty:
        return []
    near = context[shapely.intersects(context.geometry.to_numpy(), _frame(unit))]
    if near.empty:
        return []
    shapes = _cut(near, unit)
    shapes = shapes[~((shapes["kind"] == "district") & shapes["name"].isin(list(without_names)))]
    written = [
        (importance, KINDS.index(kind), _write(kind, name, shape))
        for kind in KINDS
        for name, importance, shape in _by_name(shapes[shapes["kind"] == kind], kind)
    ]
    return _fit(written, most_bytes)


def _fit(lines: list[tuple[float, int, dict[str, Any]]], most_bytes: int) -> list[dict[str, Any]]:
    """Choose the most important features that fit, of equals the largest; return them in the order of drawing."""
    kept, used = [], 0
    # A name on its own costs little and says much: of equal importance, points come before lines.
    for importance, order, feature in sorted(
        lines, key=lambda one: (one[0], one[2]["size"] > 0, -one[2]["size"], one[2]["name"])
    ):
        size = sum(map(len, feature["lines"])) + len(feature["name"]) + _BYTES_BESIDE
        if used + size <= most_bytes:
            used += size
            kept.append((order, importance, feature))
    kept.sort(key=lambda one: (one[0], one[1], one[2]["name"]))
    return [feature for _, _, feature in kept]


def _cut(near: pd.DataFrame, unit: gpd.GeoSeries) -> gpd.GeoDataFrame:
    frame = _frame(unit)
    drawn = near.geometry.to_numpy().copy()
    district = (near["kind"] == "district").to_numpy()
    if district.any():
        around = shapely.buffer(unit.iloc[0], _BESIDE_EDGE_M)
        drawn[district] = shapely.difference(shapely.boundary(drawn[district]), around)
    tolerance = near["kind"].map(_TOLERANCE_M).fillna(_USUAL_TOLERANCE_M).to_numpy()
    cut = shapely.simplify(shapely.intersection(drawn, frame), tolerance)
    importance = near.get("importance", _USUAL_IMPORTANCE)
    shapes = gpd.GeoDataFrame(
        {"kind": near["kind"], "name": near["name"].fillna("").astype(str), "importance": importance},
        geometry=cut,
        crs=27700,
    )
    return shapes[~shapes.geometry.is_empty]


def _frame(unit: gpd.GeoSeries) -> Any:
    west, south, east, north = unit.total_bounds
    width, height = east - west, north - south
    aside = max(0.0, (_WIDE * height - width) / 2) + _MARGIN_M
    above = max(0.0, (_HIGH * width - height) / 2) + _MARGIN_M
    return shapely.box(west - aside, south - above, east + aside, north + above)


def _by_name(shapes: gpd.GeoDataFrame, kind: str) -> list[tuple[str, float, Any]]:
    """Group features by name, so that a road cut into pieces has its name once; settlements stay apart."""
    if kind == "settlement":
        rows = zip(shapes["name"], shapes["importance"], shapes.geometry, strict=True)
        return sorted(((name, float(importance), point) for name, importance, point in rows), key=lambda one: one[0])
    found = []
    for name, group in shapes.groupby("name", sort=True):
        shape = shapely.union_all(group.geometry.to_numpy())
        if kind not in (*POINTS, *SURFACES):
            shape = _without_short_pieces(shape)
        if not shape.is_empty:
            found.append((str(name), float(group["importance"].min()), shape))
    return found


def _without_short_pieces(line: Any) -> Any:
    parts = shapely.get_parts(shapely.line_merge(line))
    return shapely.multilinestrings(parts[shapely.length(parts) >= _SHORTEST_M])


def _write(kind: str, name: str, shape: Any) -> dict[str, Any]:
    one = gpd.GeoSeries([shape], crs=27700)
    if kind in POINTS:
        return {"kind": kind, "name": name, "lines": [], "point": _degrees(shape.representative_point()), "size": 0}
    if kind in SURFACES:
        lines, point, size = encode_rings(one)[0], label_points(one)[0], int(np.sqrt(shape.area))
        return {"kind": kind, "name": name, "lines": lines, "point": point, "size": size}
    longest = max(shapely.get_parts(shape), key=shapely.length)
    middle = shapely.line_interpolate_point(longest, 0.5, normalized=True)
    return {
        "kind": kind,
        "name": name,
        "lines": encode_lines(one)[0],
        "point": _degrees(middle),
        "size": int(longest.length),
    }


def _degrees(point: Any) -> list[float]:
    place = gpd.GeoSeries([point], crs=27700).to_crs(4326).iloc[0]
    return [round(place.y, 4), round(place.x, 4)]
