"""A small map beside a table: the features of one page over the land of the whole force."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from maps.geometry.outlines import simplify_together
from maps.geometry.svg_paths import svg_path, to_page, view_box

_TOLERANCE_M = 60.0
_SMALLEST, _LARGEST = 6.0, 45.0  # radius of a circle, in units of the drawing


@dataclass(frozen=True)
class Mark:
    """A feature on the map.

    Attributes
    ----------
    shape : str
        Which outline.
    step : str
        Class that decides its colour, as "need 4".
    title : str
        Its name and its value, in words.
    href : str
        Where it leads; empty for nowhere.
    weight : float
        For a point: what its circle's size stands for.
    """

    shape: str
    step: str
    title: str
    href: str = ""
    weight: float = 1.0


@dataclass(frozen=True)
class DrawnMark:
    """A mark ready to be drawn: a path, or a circle where ``radius`` is not 0."""

    step: str
    title: str
    href: str
    path: str
    x: int = 0
    y: int = 0
    radius: float = 0.0


@dataclass(frozen=True)
class SmallMap:
    """What ``small_map`` in ``templates/browse.html`` receives.

    Attributes
    ----------
    label : str
        What the map shows, for readers who do not see it.
    view : str
    land : str
        Path of the whole force.
    marks : tuple of DrawnMark
    legend : tuple of (str, str)
        Class and words, lowest first.
    caption : str
    """

    label: str
    view: str
    land: str
    marks: tuple[DrawnMark, ...]
    legend: tuple[tuple[str, str], ...]
    caption: str


@dataclass(frozen=True)
class Atlas:
    """Outlines of a force on one drawing, simplified for a small map; each page draws some of them."""

    shapes: dict[str, Any]
    land: str
    view: str

    def draw(
        self, marks: Sequence[Mark], *, label: str, legend: Sequence[tuple[str, str]] = (), caption: str = ""
    ) -> SmallMap:
        """A map of these marks; of several on one outline the first is drawn."""
        first = {mark.shape: mark for mark in reversed(marks)}
        largest = max((mark.weight for mark in first.values()), default=1.0) or 1.0
        drawn = [self._mark(mark, largest) for mark in marks if first[mark.shape] is mark]
        return SmallMap(label, self.view, self.land, tuple(drawn), tuple(legend), caption)

    def _mark(self, mark: Mark, largest: float) -> DrawnMark:
        shape = self.shapes[mark.shape]
        if shape.geom_type != "Point":
            return DrawnMark(mark.step, mark.title, mark.href, svg_path([shape]))
        radius = max(_SMALLEST, _LARGEST * float(np.sqrt(max(mark.weight, 0.0) / largest)))
        return DrawnMark(mark.step, mark.title, mark.href, "", int(shape.x), int(shape.y), round(radius, 1))


def draw_atlas(outlines: gpd.GeoSeries, land: Sequence[str]) -> Atlas:
    """All outlines of a force on one drawing.

    Parameters
    ----------
    outlines : GeoSeries
        EPSG:27700, with an index of names whose first word is their kind; those of one kind are simplified together
        where they form a coverage.
    land : sequence of str
        Names of the outlines that make up the whole force.

    Returns
    -------
    Atlas
        Paths by name, in units of one drawing.
    """
    west, _, _, north = outlines.total_bounds
    kinds = outlines.index.str.partition(" ").get_level_values(0)
    shapes: dict[str, Any] = {}
    for kind in dict.fromkeys(kinds):
        drawn = to_page(_simplify(outlines[kinds == kind], together=kind in ("area", "npu")), west, north)
        shapes.update(zip(drawn.index, drawn, strict=True))
    whole = [shapes[name] for name in land]
    return Atlas(shapes, svg_path(whole), view_box(gpd.GeoSeries(list(shapes.values()))))


def _simplify(outlines: gpd.GeoSeries, *, together: bool) -> gpd.GeoSeries:
    if together:
        return simplify_together(outlines, tolerance_m=_TOLERANCE_M)
    return gpd.GeoSeries(shapely.simplify(outlines.to_numpy(), _TOLERANCE_M / 2), index=outlines.index)
