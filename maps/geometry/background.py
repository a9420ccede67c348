"""What a reader knows a place by: water, green, roads, railways and landmarks, cut to a unit, in few bytes."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from maps.geometry.outlines import encode_lines, encode_rings, label_points

# In the order in which they are drawn.
KINDS = ("water", "green", "road", "rail", "landmark")
_TOLERANCE_M = 12.0
_MARGIN_M = 1_500.0
_WIDE, _HIGH = 2.2, 1.4  # a frame as wide as any screen, and as high as a tablet's, however the unit is shaped


def write_background(context: pd.DataFrame, unit: gpd.GeoSeries) -> list[dict[str, Any]]:
    """Features around a unit as its page holds them.

    Parameters
    ----------
    context : GeoDataFrame
        ``kind``, ``name``, geometry in EPSG:27700; may be empty.
    unit : GeoSeries
        The unit's outline, EPSG:27700.
    """
    if context.empty:
        return []
    cut = shapely.simplify(shapely.intersection(context.geometry.to_numpy(), _frame(unit)), _TOLERANCE_M)
    shapes = gpd.GeoDataFrame({"kind": context["kind"], "name": context["name"]}, geometry=cut, crs=context.crs)
    shapes = shapes[~shapes.geometry.is_empty]
    written = []
    for kind in KINDS:
        for name, shape in _by_name(shapes[shapes["kind"] == kind]):
            written.append(_write(kind, name, shape))
    return written


def _frame(unit: gpd.GeoSeries) -> Any:
    west, south, east, north = unit.total_bounds
    width, height = east - west, north - south
    aside = max(0.0, (_WIDE * height - width) / 2) + _MARGIN_M
    above = max(0.0, (_HIGH * width - height) / 2) + _MARGIN_M
    return shapely.box(west - aside, south - above, east + aside, north + above)


def _by_name(shapes: gpd.GeoDataFrame) -> list[tuple[str, Any]]:
    """Features of one name taken together, so that a road cut into pieces has its name once."""
    names = shapes["name"].fillna("").astype(str)
    return [(str(name), shapely.union_all(shapes.geometry[names == name].to_numpy())) for name in sorted(set(names))]


def _write(kind: str, name: str, shape: Any) -> dict[str, Any]:
    one = gpd.GeoSeries([shape], crs=27700)
    if kind == "landmark":
        return {"kind": kind, "name": name, "lines": [], "point": _degrees(shape.representative_point()), "size": 0}
    if kind in ("water", "green"):
        return {
            "kind": kind,
            "name": name,
            "lines": encode_rings(one)[0],
            "point": label_points(one)[0],
            "size": int(np.sqrt(shape.area)),
        }
    line = shapely.line_merge(shape)
    longest = max(shapely.get_parts(line), key=shapely.length)
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
