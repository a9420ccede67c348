"""Fill the slots of a page with changes since it was drawn: decisions, and an update that failed.

They are filled when the page is built, and again after each decision and each failure.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from maps.drawing.labels import Label, choose_labels, read_positions
from maps.drawing.picture import break_lines
from maps.geometry.outlines import encode_rings
from maps.geometry.svg_paths import PLAIN_TOLERANCE_M, coarsen, page_move, svg_path
from maps.model.designations import Decisions, ImpactArea
from maps.sentences.designations import LEGEND_PROPOSED, LEGEND_TODAY, designated_words, outside_heading
from maps.text.escape import safe_json, template_environment
from maps.text.phrases import day_words
from maps.text.slots import fill_slots

CRS = 27700
_FRAME, _OUTLINE_REACH = 5, 10  # values of a slot that say what a map for paper shows; half of a line there


@dataclass(frozen=True)
class Flag:
    """Where the flag of an Impact Area is drawn, in units of the drawing, and its name."""

    x: int
    y: int
    name: str

    @property
    def box(self) -> Any:
        """What it covers on paper."""
        return shapely.box(self.x - 4, self.y - 64, self.x + 46, self.y + 4)


def fill_decisions(page: str, decisions: Decisions, *, failed_refresh: str = "") -> str:
    """Fill every slot of a page from the decisions; the same decisions give the same bytes.

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


def _name(decisions: Decisions, candidate_id: str) -> tuple[str]:
    return (decisions.name_of(candidate_id),)


def _title(decisions: Decisions, candidate_id: str, rest: str) -> tuple[str]:
    return (f"{decisions.name_of(candidate_id)}{rest}",)


def _card(decisions: Decisions, candidate_id: str) -> tuple[str]:
    return (decisions.place_words(candidate_id),)


def _others(decisions: Decisions, npu_code: str, *candidate_ids: str) -> tuple[str, list[ImpactArea]]:
    """Impact Areas of a unit that no card of its places names, under their heading."""
    told = {one.designation_id for place in candidate_ids if (one := decisions.covering(place))}
    found = [one for one in decisions.of_unit(npu_code) if one.designation_id not in told]
    return outside_heading(len(found)), found


def _legend(decisions: Decisions, *npu_codes: str) -> tuple[str]:
    return (LEGEND_TODAY if any(decisions.of_unit(code) for code in npu_codes) else "",)


def _draw_proposed(decisions: Decisions, *candidate_ids: str) -> tuple[str]:
    return (LEGEND_PROPOSED if any(decisions.covering(place) is None for place in candidate_ids) else "",)


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
    names = {place: decisions.name_of(place) for place in candidate_ids}
    return (safe_json({"designations": drawn, "decided": words, "placeNames": names}),)


def _named(decisions: Decisions) -> tuple[Any]:
    return (safe_json(decisions.search_names()),)


def _index(decisions: Decisions, npu_code: str, west: str, north: str) -> tuple[list[str]]:
    move = page_move(float(west), float(north))
    return (_draw(decisions.of_unit(npu_code), move, tolerance_m=60.0),)


def _plain(decisions: Decisions, npu_code: str, west: str, north: str) -> tuple[list[str]]:
    """For the drawing without a script."""
    move = page_move(float(west), float(north))
    return (_draw(decisions.of_unit(npu_code), lambda corners: coarsen(move(corners)), tolerance_m=PLAIN_TOLERANCE_M),)


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
    """Return Impact Areas in sight on a map for paper, and how metres become its units."""
    middle, half = np.array([float(east), float(north)]), np.array([float(width), float(height)]) / 2
    reach, factor = half / float(scale), float(scale)
    frame = shapely.box(*(middle - reach), *(middle + reach))

    def move(corners: Any) -> Any:
        return np.rint((corners - middle) * [factor, -factor] + half)

    return tuple(one for one in decisions.of_unit(npu_code) if shapely.intersects(one.outline, frame)), move


def _flag(one: ImpactArea, move: Callable[[Any], Any]) -> Flag:
    """Place the flag at the northernmost corner."""
    corners = move(shapely.get_coordinates(one.outline))
    x, y = corners[np.argmin(corners[:, 1])]
    return Flag(int(x), int(y), one.name)


def _label(decisions: Decisions, npu_code: str, west: str, north: str, *names: str) -> tuple[list[Label]]:
    """The name of a unit on the index, clear of its Impact Areas."""
    move = page_move(float(west), float(north))
    outlines = [shapely.transform(one.outline, move).boundary for one in decisions.of_unit(npu_code)]
    return (_choose(names, outlines),)


def _names(decisions: Decisions, npu_code: str, *frame_and_names: str) -> tuple[list[Label]]:
    """Names on a map for paper, clear of Impact Areas and their flags."""
    frame, names = frame_and_names[:_FRAME], frame_and_names[_FRAME:]
    seen, move = _in_frame(decisions, npu_code, *frame)
    outlines = [shapely.transform(one.outline, move).boundary.buffer(_OUTLINE_REACH) for one in seen]
    return (_choose(names, [*outlines, *(_flag(one, move).box for one in seen)]),)


def _choose(names: tuple[str, ...], taken: list[Any]) -> list[Label]:
    """Names come in pairs with their positions."""
    return choose_labels([read_positions(*pair) for pair in zip(names[::2], names[1::2], strict=True)], taken)


def _count(decisions: Decisions) -> tuple[str]:
    return (designated_words(len(decisions.impact_areas)),)


def _box(decisions: Decisions, candidate_id: str) -> tuple[ImpactArea | None, str]:
    return decisions.covering(candidate_id), decisions.name_of(candidate_id)


def _outlined(decisions: Decisions, pixel: str, kind: str, *arguments: str) -> tuple[list[str], float]:
    """The outlines of Impact Areas on a picture, of the force or of a unit, and how wide a pixel is there."""
    return (_index if kind == "index" else _sheet)(decisions, *arguments)[0], float(pixel)


def _draw_since(decisions: Decisions, candidate_id: str, *facts: str) -> tuple[str, str]:
    """Since when a place is an Impact Area; else its facts, so that its line has the same height."""
    one = decisions.covering(candidate_id)
    return (f"Impact Area since {day_words(one.since)}" if one else "", "".join(facts))


def _keys(decisions: Decisions, npu_codes: str, candidate_ids: str, *boxes: str) -> tuple[str, str, list[int]]:
    """The boxes of a picture's legend for outlines: proposed, and designated."""
    proposed, found = _draw_proposed(decisions, *candidate_ids.split(",")), _legend(decisions, *npu_codes.split(","))
    return proposed[0] if candidate_ids else "", found[0], [int(one) for one in boxes]


def _draw_listed(
    decisions: Decisions, candidate_id: str, x: str, y: str, size: str, letters: str
) -> tuple[list[str], int, int, int]:
    """What was decided on a place, in at most two lines of a picture."""
    return _cut(decisions.place_words(candidate_id), int(letters), 2), int(x), int(y), int(size)


def _headed(
    decisions: Decisions, candidate_id: str, x: str, y: str, size: str, letters: str, lines: str
) -> tuple[list[str], int, int, int]:
    """The name of a place, in the lines of a picture that its name at the build has."""
    return _cut(decisions.name_of(candidate_id), int(letters), int(lines)), int(x), int(y), int(size)


def _numbered(
    decisions: Decisions, x: str, y: str, size: str, letters: str, lines: str, *candidate_ids: str
) -> tuple[list[str], int, int, int]:
    """The places of a unit by number and name, which no line end parts."""
    said = ", ".join(f"{at}\u00a0{decisions.name_of(one)}" for at, one in enumerate(candidate_ids, start=1))
    return _cut(said, int(letters), int(lines)), int(x), int(y), int(size)


def _cut(words: str, letters: int, most: int) -> list[str]:
    """Lines of a picture: what finds no room is marked as left out."""
    lines = [line for line in break_lines(words, letters) if line]
    return lines if len(lines) <= most else [*lines[: most - 1], f"{lines[most - 1]} …"]


_KINDS: dict[str, Callable[..., tuple[Any, ...]]] = {
    "name": _name,
    "title": _title,
    "card": _card,
    "others": _others,
    "legend": _legend,
    "proposed": _draw_proposed,
    "data": _data,
    "named": _named,
    "namedscript": _named,
    "index": _index,
    "sheet": _sheet,
    "flags": _flags,
    "label": _label,
    "names": _names,
    "plain": _plain,
    "count": _count,
    "box": _box,
    "keys": _keys,
    "listed": _draw_listed,
    "headed": _headed,
    "numbered": _numbered,
    "labelled": _label,
    "teams": _names,
    "outlined": _outlined,
    "since": _draw_since,
}
