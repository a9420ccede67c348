"""A map for paper, drawn without a script: tenths of a millimetre, the classes of need, the proposed places on top."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from maps.drawing.labels import find_positions, write_positions
from maps.geometry.background import POINTS
from maps.geometry.outlines import merge
from maps.model.force_view import Force, unit_places
from maps.model.json_columns import pick

_MARGIN = 0.06
_NAMED = 12
_SURE = 1.01  # areas that do not fit together may cover a little more when merged
_NAME_SIZE, _CLEAR, _BADGE_ROOM = 32, 8, 44  # 9 points; what names keep from outlines, and from the middle of a number
_ROOM_FOR_NUMBER = 170  # a smaller place would vanish under a number of the usual size


@dataclass(frozen=True)
class Shape:
    """A path, its kind, and its class of need if it has one."""

    kind: str
    step: str
    path: str


@dataclass(frozen=True)
class Mark:
    """A numbered badge: where, in tenths of a millimetre, and its text."""

    x: int
    y: int
    text: str


@dataclass(frozen=True)
class PaperMap:
    """A drawing of a part of a unit.

    Attributes
    ----------
    width, height : int
        Tenths of a millimetre.
    shapes : tuple of Shape
        In the order in which they are drawn.
    badges : tuple of Mark
    tight : bool
        Whether a place is so small that all numbers are drawn small.
    names : tuple of str
        Names of teams with the positions that each may take, see :func:`maps.drawing.labels.write_positions`.
    frame : tuple of str
        What a slot for Impact Areas needs to draw in it: unit, middle (EPSG:27700), units per metre, width and height.
    """

    width: int
    height: int
    shapes: tuple[Shape, ...]
    badges: tuple[Mark, ...]
    tight: bool
    names: tuple[str, ...]
    frame: tuple[str, ...]


def draw_paper_map(force: Force, npu_code: str, *, place: str | None, width: int, height: int) -> PaperMap:
    """Draw a unit, or the surroundings of one of its places.

    Parameters
    ----------
    force : Force
    npu_code : str
    place : str or None
        ``candidate_id`` to draw large and alone; None for the whole unit with all its places.
    width, height : int
        Tenths of a millimetre.

    Returns
    -------
    PaperMap
        Paths and labels in tenths of a millimetre, with the scale.
    """
    places = [one for one in unit_places(force, npu_code) if place in (None, one["candidate_id"])]
    areas = force.outlines.areas
    outlines = [place_outline(force, one["candidate_id"]) for one in places]
    unit = force.outlines.units.loc[npu_code]
    frame, project = _fit(outlines[0] if place else unit, width, height)
    near = np.flatnonzero(shapely.intersects(areas.to_numpy(), frame))
    steps = pick(force.written_layers[0].steps, near)
    own = set(force.by_need[npu_code].tolist())
    draw = _drawer(project)
    shapes = [
        Shape("area" if at in own else "area beyond", f"need {step}" if at in own else "", path)
        for at, step, path in zip(near.tolist(), steps, draw(areas.to_numpy()[near]), strict=True)
    ]
    shapes += _context(force, frame, draw)
    shapes.append(Shape("unit-edge", "", *draw([unit])))
    shapes += [Shape(kind, "", path) for path in draw(outlines) for kind in ("place-casing", "place-line")]
    badges = [_mark(project, one, str(found["rank"])) for one, found in zip(outlines, places, strict=True)]
    fit = _onto(frame, width)
    taken = [*(shapely.boundary(fit(one)).buffer(_CLEAR) for one in outlines), *map(_around_badge, badges)]
    names = _names(_largest_teams(force, near, frame, npu_code), fit, _rooms(fit(unit), width, height), taken)
    tight = any(_across(project, one) < _ROOM_FOR_NUMBER for one in outlines)
    seen = (npu_code, *_describe_frame(frame, width, height))
    return PaperMap(width, height, tuple(shapes), tuple(badges), tight, names, seen)


def fit_frame(shape: Any, *, most: tuple[int, int], least: tuple[int, int]) -> tuple[int, int]:
    """Choose width and height of a map for a shape: as large as allowed, no wider or taller than the shape needs.

    Parameters
    ----------
    shape : shapely geometry
        EPSG:27700.
    most, least : tuple of int
        Width and height in tenths of a millimetre.
    """
    west, south, east, north = shapely.bounds(shape)
    wanted = (east - west) / (north - south)
    width, height = most
    if wanted < width / height:
        width = max(least[0], round(height * wanted))
    else:
        height = max(least[1], round(width / wanted))
    return min(width, most[0]), max(least[1], min(height, most[1]))


def _across(project: Callable[[Any], Any], shape: Any) -> float:
    """Return the longer side of a shape on paper, in tenths of a millimetre."""
    return float(np.ptp(project(shapely.get_coordinates(shape)), axis=0).max())


def _describe_frame(frame: Any, width: int, height: int) -> tuple[str, ...]:
    west, south, east, north = frame.bounds
    seen = ((west + east) / 2, (south + north) / 2, width / (east - west))
    return (*(f"{value:.6f}" for value in seen), str(width), str(height))


def place_outline(force: Force, candidate_id: str) -> Any:
    """Merge the areas of a place into one shape, EPSG:27700."""
    areas = force.outlines.areas.to_numpy()[force.place_areas[candidate_id]]
    return merge(areas, coverage=force.outlines.coverage)


def _fit(shape: Any, width: int, height: int) -> tuple[Any, Callable[[Any], Any]]:
    """Return the part of the country that the paper shows, and how metres become tenths of a millimetre."""
    west, south, east, north = shapely.bounds(shape)
    scale = min(width / (east - west), height / (north - south)) * (1 - 2 * _MARGIN)
    middle = np.array([(west + east) / 2, (south + north) / 2])
    half = np.array([width, height]) / scale / 2

    def project(corners: Any) -> Any:
        return np.rint((corners - middle) * [scale, -scale] + [width / 2, height / 2])

    return shapely.box(*(middle - half), *(middle + half)), project


def _drawer(project: Callable[[Any], Any]) -> Callable[[Any], list[str]]:
    """Return a function that turns shapes into paths; polygons close, lines do not."""

    def draw(shapes: Any) -> list[str]:
        parts, shape_of_part = shapely.get_parts(shapes, return_index=True)
        closed = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
        rings, polygon_of_ring = shapely.get_rings(parts[closed], return_index=True)
        part = np.concatenate([np.flatnonzero(closed)[polygon_of_ring], np.flatnonzero(~closed)])
        order = np.argsort(part, kind="stable")
        lines, part = np.concatenate([rings, parts[~closed]])[order], part[order]
        corners = project(shapely.get_coordinates(lines)).astype(int).ravel().tolist()
        paths, start = [""] * len(shapes), 0
        for count, at in zip(shapely.get_num_coordinates(lines).tolist(), part.tolist(), strict=True):
            end = start + 2 * count
            line = ("M%d %d" + "L%d %d" * (count - 1)) % tuple(corners[start:end])
            paths[shape_of_part[at]] += f"{line}Z" if closed[at] else line
            start = end
        return paths

    return draw


def _context(force: Force, frame: Any, draw: Callable[[Any], list[str]]) -> list[Shape]:
    context = force.site.further.context
    if context.empty:
        return []
    cut = shapely.intersection(context.geometry.to_numpy(), frame)
    found = gpd.GeoDataFrame({"kind": context["kind"]}, geometry=cut, crs=context.crs)
    found = found[~found.geometry.is_empty & (~found["kind"].isin(POINTS))]
    shapes = []
    for kind in ("green", "water", "river", "road", "rail"):
        path = "".join(draw(found.geometry[found["kind"] == kind].to_numpy()))
        if path:
            casing = [Shape(f"background {kind}-casing", "", path)] if kind in ("road", "rail") else []
            shapes += [*casing, Shape(f"background {kind}", "", path)]
    return shapes


def _mark(project: Callable[[Any], Any], shape: Any, text: str) -> Mark:
    point = shapely.get_point(shapely.maximum_inscribed_circle(shape, tolerance=20.0), 0)
    x, y = project(shapely.get_coordinates(point))[0]
    return Mark(int(x), int(y), text)


def _onto(frame: Any, width: int) -> Callable[[Any], Any]:
    """As the projection of the paper, without rounding: a shape stays valid."""
    west, _, east, north = frame.bounds
    scale = width / (east - west)
    return lambda shape: shapely.transform(shape, lambda corners: (corners - [west, north]) * [scale, -scale])


def _around_badge(badge: Mark) -> Any:
    return shapely.Point(badge.x, badge.y).buffer(_BADGE_ROOM)


def _rooms(unit: Any, width: int, height: int) -> dict[bool, Any]:
    """Return where names of the unit's own teams may be drawn, and those of others: on the paper, clear of the edge."""
    paper = shapely.box(_CLEAR, _CLEAR, width - _CLEAR, height - _CLEAR)
    return {
        True: paper.intersection(shapely.buffer(unit, -_CLEAR)),
        False: paper.difference(shapely.buffer(unit, _CLEAR)),
    }


def _names(
    teams: list[tuple[Any, str, bool]], fit: Callable[[Any], Any], rooms: dict[bool, Any], taken: list[Any]
) -> tuple[str, ...]:
    """Names with the positions in which they cover neither an outline nor a number."""
    tree = shapely.STRtree(taken)
    found = [
        find_positions(team, near=fit(shape), within=rooms[own], taken=tree, sizes=(_NAME_SIZE,))
        for shape, team, own in teams
    ]
    return tuple(written for positions in found for written in write_positions(positions))


def _largest_teams(force: Force, near: Any, frame: Any, npu_code: str) -> list[tuple[Any, str, bool]]:
    """The largest teams in sight, each as far as it is in sight, its name, and whether it is of the unit."""
    teams = np.array(pick(force.areas["team_name"], near), dtype=object)
    shapes = force.outlines.areas.to_numpy()[near]
    of_unit = set(teams[np.isin(near, force.by_need[npu_code])])
    whole = pd.Series(shapely.area(shapes)).groupby(teams).sum().drop("", errors="ignore").sort_values(ascending=False)
    seen: list[tuple[Any, str, bool]] = []
    for team, area in whole.items():
        if sum(shape.area > _SURE * area for shape, *_ in seen) >= _NAMED:
            break  # no team that is left is larger than these, even if all of it is in sight
        merged = merge(shapes[teams == team], coverage=force.outlines.coverage)
        seen.append((shapely.intersection(merged, frame), str(team), team in of_unit))
    return sorted(seen, key=lambda one: (-one[0].area, one[1]))[:_NAMED]
