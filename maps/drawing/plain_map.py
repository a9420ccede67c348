"""Draw a unit's map for pages without scripts: classes of overall need, the edge, the places and their numbers."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely

from maps.drawing.index_map import Badge, place_badge
from maps.geometry.outlines import merge, simplify_together
from maps.geometry.svg_paths import PLAIN_TOLERANCE_M, coarsen, svg_path, to_page
from maps.model.force_view import Force, unit_places
from maps.model.json_columns import pick

_BADGE_SHARE = 0.03
_MARGIN = 4


@dataclass(frozen=True)
class PlainMap:
    """Data of the drawing without a script.

    Attributes
    ----------
    view_box : str
    steps : tuple of (str, str)
        Class of overall need and one path of all areas in it, without the lines between them; the lowest class lies
        under all others, as the whole unit.
    edge, places : str
        Path of the unit's edge, and of all its places.
    badges : tuple of Badge
    badge_size : int
        Radius of a badge.
    corner : tuple of int
        Where the drawing begins: west and north, EPSG:27700.
    """

    view_box: str
    steps: tuple[tuple[str, str], ...]
    edge: str
    places: str
    badges: tuple[Badge, ...]
    badge_size: int
    corner: tuple[int, int]


def draw_plain_map(force: Force, npu_code: str) -> PlainMap:
    """Draw the unit alone, in few bytes."""
    members = force.by_need[npu_code]
    areas = simplify_together(force.outlines.areas.iloc[members], tolerance_m=PLAIN_TOLERANCE_M)
    west, _, _, north = areas.total_bounds.round()
    coverage = bool(shapely.coverage_is_valid(areas.to_numpy()))
    classes = np.array(pick(force.written_layers[0].steps, members))
    whole = merge(areas.to_numpy(), coverage=coverage)
    by_class = {step: merge(areas.to_numpy()[classes == step], coverage=coverage) for step in sorted(set(classes))}
    by_class |= {"0": whole} if "0" in by_class else {}
    place_of = force.place_of_area.reindex(areas.index).to_numpy()
    places = [
        merge(areas.to_numpy()[place_of == place["candidate_id"]], coverage=coverage)
        for place in unit_places(force, npu_code)
    ]
    drawn = _coarsen(to_page(gpd.GeoSeries([*by_class.values(), *places], crs=areas.crs), west, north))
    edge = _coarsen(to_page(gpd.GeoSeries([whole], crs=areas.crs), west, north))
    shapes = drawn.iloc[len(by_class) :]
    return PlainMap(
        view_box=_view_box(edge),
        steps=tuple((step, svg_path([shape])) for step, shape in zip(by_class, drawn, strict=False)),
        edge=svg_path(list(edge)),
        places=svg_path(list(shapes)),
        badges=tuple(place_badge(shape, rank) for rank, shape in enumerate(shapes, start=1)),
        corner=(round(west), round(north)),
        badge_size=round(float(np.ptp(edge.total_bounds.reshape(2, 2), axis=0).max()) * _BADGE_SHARE),
    )


def _coarsen(shapes: gpd.GeoSeries) -> gpd.GeoSeries:
    """In units of a hundred metres, which are written in fewer digits."""
    return gpd.GeoSeries(shapely.transform(shapes.to_numpy(), coarsen))


def _view_box(edge: gpd.GeoSeries) -> str:
    left, top, right, bottom = edge.total_bounds
    return f"{left - _MARGIN:.0f} {top - _MARGIN:.0f} {right - left + 2 * _MARGIN:.0f} {bottom - top + 2 * _MARGIN:.0f}"
