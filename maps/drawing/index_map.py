"""The index page's drawings: every outline is written once, and each unit's small map shows a part of the large one.

Coordinates are whole tens of metres, east to the right and south downwards, from the force's north-west corner.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from maps.geometry.outlines import merge, simplify_together
from maps.geometry.svg_paths import svg_path, to_page, view_box
from maps.model.designations import unit_designations
from maps.model.force_view import Force, unit_places
from maps.model.json_columns import Positions, pick

_TOLERANCE_M = 60.0
# The large map on a usual screen, and how large a name should look there.
_MAP_WIDTH_PX, _MAP_HEIGHT_PX, _LABEL_PX = 900, 560, 16


@dataclass(frozen=True)
class Badge:
    """A numbered place: where, and its number."""

    x: int
    y: int
    rank: int


@dataclass(frozen=True)
class Label:
    """A name on the large map: the middle of its foot, and its size."""

    x: int
    y: int
    size: int


@dataclass(frozen=True)
class UnitDrawing:
    """A unit on the index page.

    Attributes
    ----------
    code, name : str
    steps : tuple of (str, str)
        Class of overall need and one path of all areas in it.
    edge, places : str
        Path of the unit's edge, and of all its places.
    designations : str
        Path of the Impact Areas that stand in it; empty where none does.
    badges : tuple of Badge
    label : Label or None
        Where its name stands; None where it would collide with one already there.
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
    designations: str
    badges: tuple[Badge, ...]
    label: Label | None
    view_box: str
    badge_size: int


def draw_units(force: Force) -> tuple[list[UnitDrawing], str]:
    """All units of a force in the order of their names, and the view box that shows them together."""
    west, _, _, north = force.site.areas.total_bounds
    areas = simplify_together(force.outlines.areas, tolerance_m=_TOLERANCE_M)
    drawn = to_page(areas, west, north)
    # Merged before they are rounded to the page: after that, common edges no longer agree everywhere.
    names = force.site.npus["npu_name"].astype(str).str.casefold()
    units = {str(code): force.by_need[str(code)] for code in names.sort_values(kind="stable").index}
    coverage = bool(shapely.coverage_is_valid(areas.to_numpy()))
    edges = to_page(_merge(areas, units, coverage=coverage), west, north)
    places = to_page(_merge(areas, force.place_areas, coverage=coverage), west, north)
    standing = to_page(_merge(areas, force.designation_areas, coverage=coverage), west, north)
    labels = _place_labels(force, drawn, edges)
    drawings = [_draw_unit(force, code, drawn, edges, (places, standing), labels.get(code)) for code in units]
    return drawings, view_box(drawn)


def _place_labels(force: Force, drawn: gpd.GeoSeries, units: gpd.GeoSeries) -> dict[str, Label]:
    """Names of the units, largest unit first, moved up or down where they would collide, or left out."""
    width, height = np.ptp(drawn.total_bounds.reshape(2, 2), axis=0)
    size = round(max(width / _MAP_WIDTH_PX, height / _MAP_HEIGHT_PX) * _LABEL_PX)
    placed: dict[str, Label] = {}
    taken: list[Any] = []
    for code in units.index[np.argsort(-units.area.to_numpy(), kind="stable")]:
        centre = _centre(units[code])
        reach = 0.33 * size * len(str(force.site.npus.loc[code, "npu_name"]))
        for shift in (0, -1.2, 1.2, -2.4, 2.4):
            y = centre.y + shift * size
            box = shapely.box(centre.x - reach, y - 0.9 * size, centre.x + reach, y + 0.3 * size)
            if not shapely.intersects(taken, box).any():
                placed[code] = Label(round(centre.x), round(y), size)
                taken.append(box)
                break
    return placed


def _centre(shape: Any) -> Any:
    return shapely.get_point(shapely.maximum_inscribed_circle(shape, tolerance=5.0), 0)


def _draw_unit(
    force: Force,
    code: str,
    drawn: gpd.GeoSeries,
    edges: gpd.GeoSeries,
    shapes_of: tuple[gpd.GeoSeries, gpd.GeoSeries],
    label: Label | None,
) -> UnitDrawing:
    all_places, standing = shapes_of
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
        designations=svg_path([standing[one["designation_id"]] for one in unit_designations(force, code)]),
        badges=tuple(_badge(place, rank) for rank, place in enumerate(places, start=1)),
        label=label,
        view_box=view_box(shapes),
        badge_size=round(float(np.ptp(shapes.total_bounds.reshape(2, 2), axis=0).max()) * 0.045),
    )


def _merge(areas: gpd.GeoSeries, groups: dict[str, Positions], *, coverage: bool) -> gpd.GeoSeries:
    shapes = areas.to_numpy()
    return gpd.GeoSeries({name: merge(shapes[at], coverage=coverage) for name, at in groups.items()}, crs=areas.crs)


def _badge(shape: Any, rank: int) -> Badge:
    point = _centre(shape)
    return Badge(round(point.x), round(point.y), rank)
