"""Fills the slots of a page with what has happened since it was drawn: decisions, and an update that failed.

They are filled when the page is built, and again after each decision and each failure.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from maps.geometry.outlines import encode_rings
from maps.geometry.svg_paths import page_move, svg_path
from maps.model.designations import Decisions, ImpactArea, designated_words
from maps.text.escape import safe_json, template_environment
from maps.text.slots import fill_slots

CRS = 27700


@dataclass(frozen=True)
class Flag:
    """Where the flag of an Impact Area is drawn, in units of the drawing, and its name."""

    x: int
    y: int
    name: str


def fill_decisions(page: str, decisions: Decisions, *, failed_refresh: str = "") -> str:
    """The page with every slot filled from the decisions; the same decisions give the same bytes.

    Parameters
    ----------
    page : str
        HTML or SVG as this package draws it, filled before or not.
    decisions : Decisions
        What people have decided.
    failed_refresh : str
        What the page says where a later build has failed (:func:`maps.sentences.failed_refresh_words`).

    Returns
    -------
    str
        The page.
    """
    module: Any = template_environment().get_template("decided.html").module

    def fill(kind: str, arguments: list[str]) -> str:
        if kind == "refresh":
            return str(module.refresh(failed_refresh)).strip()
        return str(getattr(module, kind)(*_KINDS[kind](decisions, *arguments))).strip()

    return fill_slots(page, fill)


def _card(decisions: Decisions, candidate_id: str) -> tuple[str]:
    return (decisions.place_words(candidate_id),)


def _others(decisions: Decisions, npu_code: str, *candidate_ids: str) -> tuple[list[ImpactArea]]:
    """Impact Areas of a unit that no card of its places tells of."""
    told = {one.designation_id for place in candidate_ids if (one := decisions.covering(place))}
    return ([one for one in decisions.of_unit(npu_code) if one.designation_id not in told],)


def _legend(decisions: Decisions, *npu_codes: str) -> tuple[bool]:
    return (any(decisions.of_unit(code) for code in npu_codes),)


def _proposed(decisions: Decisions, *candidate_ids: str) -> tuple[bool]:
    return (any(decisions.covering(place) is None for place in candidate_ids),)


def _data(decisions: Decisions, npu_code: str, *candidate_ids: str) -> tuple[Any]:
    found = decisions.of_unit(npu_code)
    rings = encode_rings(gpd.GeoSeries([one.outline for one in found], crs=CRS)) if found else []
    drawn = [
        {"name": one.name, "words": f"{one.words}.", "rings": outline}
        for one, outline in zip(found, rings, strict=True)
    ]
    words = {
        place: {"words": said, "whole": decisions.covering(place) is not None}
        for place in candidate_ids
        if (said := decisions.place_words(place))
    }
    return (safe_json({"designations": drawn, "decided": words}),)


def _index(decisions: Decisions, npu_code: str, west: str, north: str) -> tuple[list[str]]:
    move = page_move(float(west), float(north))
    return (_draw(decisions.of_unit(npu_code), move, tolerance_m=60.0),)


def _sheet(decisions: Decisions, npu_code: str, *frame: str) -> tuple[list[str]]:
    seen, move = _in_frame(decisions, npu_code, *frame)
    return (_draw(seen, move),)


def _flags(decisions: Decisions, npu_code: str, *frame: str) -> tuple[list[Flag]]:
    seen, move = _in_frame(decisions, npu_code, *frame)
    return ([_flag(one, move) for one in seen],)


def _draw(found: tuple[ImpactArea, ...], move: Callable[[Any], Any], *, tolerance_m: float = 0.0) -> list[str]:
    return [svg_path([shapely.transform(shapely.simplify(one.outline, tolerance_m), move)]) for one in found]


def _in_frame(
    decisions: Decisions, npu_code: str, east: str, north: str, scale: str, width: str, height: str
) -> tuple[tuple[ImpactArea, ...], Callable[[Any], Any]]:
    """Impact Areas in sight on a map for paper, and how metres become its units."""
    middle, half = np.array([float(east), float(north)]), np.array([float(width), float(height)]) / 2
    reach, factor = half / float(scale), float(scale)
    frame = shapely.box(*(middle - reach), *(middle + reach))

    def move(corners: Any) -> Any:
        return np.rint((corners - middle) * [factor, -factor] + half)

    return tuple(one for one in decisions.of_unit(npu_code) if shapely.intersects(one.outline, frame)), move


def _flag(one: ImpactArea, move: Callable[[Any], Any]) -> Flag:
    """At the northernmost corner."""
    corners = move(shapely.get_coordinates(one.outline))
    x, y = corners[np.argmin(corners[:, 1])]
    return Flag(int(x), int(y), one.name)


def _count(decisions: Decisions) -> tuple[str]:
    return (designated_words(len(decisions.impact_areas)),)


def _box(decisions: Decisions, candidate_id: str) -> tuple[ImpactArea | None, str]:
    return decisions.covering(candidate_id), (decisions.place_names or {}).get(candidate_id, candidate_id)


_KINDS: dict[str, Callable[..., tuple[Any, ...]]] = {
    "card": _card,
    "others": _others,
    "legend": _legend,
    "proposed": _proposed,
    "data": _data,
    "index": _index,
    "sheet": _sheet,
    "flags": _flags,
    "count": _count,
    "box": _box,
}
