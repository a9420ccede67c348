"""Draw the index page's maps: every outline is written once, and each unit's small map shows a part of the large one.

Coordinates are whole tens of metres, east to the right and south downwards, from the force's north-west corner.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from maps.drawing.labels import find_positions, write_positions
from maps.geometry.outlines import merge, simplify_together
from maps.geometry.svg_paths import svg_path, to_page, view_box
from maps.model.force_view import Force, unit_places
from maps.model.json_columns import Positions, pick

_TOLERANCE_M = 60.0
# The large map on a usual screen, the sizes that a name is tried in there, and badges.
_MAP_WIDTH_PX, _MAP_HEIGHT_PX = 900, 560
_LABEL_PX, _BESIDE_PX = (16, 14, 12), 60
_BADGE_PX, _SMALLEST_BADGE_PX = 11, 7


@dataclass(frozen=True)
class Badge:
    """A numbered place: where, and its number."""

    x: int
    y: int
    rank: int


@dataclass(frozen=True)
class UnitDrawing:
    """Drawing of a unit on the index page.

    Attributes
    ----------
    code, name : str
    steps : tuple of (str, str)
        Class of overall need and one path of all areas in it.
    edge, places : str
        Path of the unit's edge, and of all its places.
    badges : tuple of Badge
    label : tuple of str
        Its name and the positions inside or beside the unit that are clear of places and badges; see
        :func:`maps.drawing.labels.write_positions`.
    view_box : str
        The part of the drawing that shows this unit alone.
    badge_size : int
        Radius of its badges, larger where the unit is large.
    """

    code: str
    name: str
    steps: tuple[tuple[str, str], ...]
    edge: str
    places: str
    badges: tuple[Badge, ...]
    label: tuple[str, ...]
    view_box: str
    badge_size: int


def draw_units(force: Force) -> tuple[list[UnitDrawing], str, int]:
    """Draw all units of a force in order of name, with the view box that shows them together and the badge size.

    Parameters
    ----------
    force : Force
        What all pages share.

    Returns
    -------
    tuple
        Drawings, the ``viewBox`` of the SVG, and the radius of a badge in its units.
    """
    west, _, _, north = force.site.areas.total_bounds
    areas = simplify_together(force.outlines.areas, tolerance_m=_TOLERANCE_M)
    drawn = to_page(areas, west, north)
    # Merged before they are rounded to the page: after that, common edges no longer agree everywhere.
    names = force.site.npus["npu_name"].astype(str).str.casefold()
    units = {str(code): force.by_need[str(code)] for code in names.sort_values(kind="stable").index}
    coverage = bool(shapely.coverage_is_valid(areas.to_numpy()))
    edges = to_page(_merge(areas, units, coverage=coverage), west, north)
    places = to_page(_merge(areas, force.place_areas, coverage=coverage), west, north)
    pixel = _pixel(drawn)
    points = [_centre(place) for place in places]
    badge_size = _badge_size(points, pixel)
    edges_of_places = places.boundary
    taken = [*edges_of_places.buffer(2 * pixel), *(point.buffer(badge_size + 2 * pixel) for point in points)]
    labels = _name_units(force, edges, shapely.STRtree(taken), pixel)
    drawings = [_draw_unit(force, code, drawn, edges, places, labels[code]) for code in units]
    return drawings, view_box(drawn), badge_size


def _name_units(force: Force, edges: gpd.GeoSeries, taken: shapely.STRtree, pixel: float) -> dict[str, tuple[str, ...]]:
    """The name of each unit, inside it; where it has no room there, beside the force."""
    sizes, clear = [round(pixel * px) for px in _LABEL_PX], 2 * pixel
    whole = shapely.union_all(edges.to_numpy())
    outside = shapely.box(*whole.bounds).difference(shapely.buffer(whole, clear))
    written = {}
    for code, unit in edges.items():
        name = str(force.site.npus.loc[code, "npu_name"])
        inside, beside = shapely.buffer(unit, -clear), shapely.buffer(unit, _BESIDE_PX * pixel)
        found = find_positions(name, near=unit, within=inside, taken=taken, sizes=sizes)
        if not found:
            found = find_positions(
                name, near=beside.intersection(outside), within=outside, taken=taken, sizes=sizes, middle=unit.centroid
            )[:1]
            outside = outside.difference(shapely.union_all([one.box for one in found]))
        written[str(code)] = write_positions(found)
    return written


def _pixel(drawn: gpd.GeoSeries) -> float:
    """Return how much of the drawing a pixel of a usual screen is."""
    width, height = np.ptp(drawn.total_bounds.reshape(2, 2), axis=0)
    return float(max(width / _MAP_WIDTH_PX, height / _MAP_HEIGHT_PX))


def _badge_size(points: list[Any], pixel: float) -> int:
    """Return the radius of a badge on the map of the force: smaller if two places are close."""
    at = shapely.get_coordinates(points)
    apart = np.hypot(*(at[:, None] - at[None]).transpose(2, 0, 1)) if len(at) else np.empty((0, 0))
    nearest = float(apart[~np.eye(len(at), dtype=bool)].min()) if len(at) > 1 else np.inf
    return round(float(np.clip(nearest / 2 - pixel, _SMALLEST_BADGE_PX * pixel, _BADGE_PX * pixel)))


def _centre(shape: Any) -> Any:
    return shapely.get_point(shapely.maximum_inscribed_circle(shape, tolerance=5.0), 0)


def _draw_unit(
    force: Force,
    code: str,
    drawn: gpd.GeoSeries,
    edges: gpd.GeoSeries,
    all_places: gpd.GeoSeries,
    label: tuple[str, ...],
) -> UnitDrawing:
    members = force.by_need[code]
    steps = np.array(pick(force.written_layers[0].steps, members))
    shapes = drawn.iloc[members]
    places = [all_places[place["candidate_id"]] for place in unit_places(force, code)]
    return UnitDrawing(
        code=code,
        name=str(force.site.npus.loc[code, "npu_name"]),
        steps=tuple((step, svg_path(list(shapes[steps == step]))) for step in sorted(set(steps.tolist()))),
        edge=svg_path([edges[code]]),
        places=svg_path(places),
        badges=tuple(place_badge(place, rank) for rank, place in enumerate(places, start=1)),
        label=label,
        view_box=view_box(shapes),
        badge_size=round(float(np.ptp(shapes.total_bounds.reshape(2, 2), axis=0).max()) * 0.045),
    )


def _merge(areas: gpd.GeoSeries, groups: dict[str, Positions], *, coverage: bool) -> gpd.GeoSeries:
    shapes = areas.to_numpy()
    return gpd.GeoSeries({name: merge(shapes[at], coverage=coverage) for name, at in groups.items()}, crs=areas.crs)


def place_badge(shape: Any, rank: int) -> Badge:
    """Place the number of a place at a point well inside it."""
    point = _centre(shape)
    return Badge(round(point.x), round(point.y), rank)
