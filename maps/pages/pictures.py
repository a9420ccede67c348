"""Pictures for a slide or a board paper: one SVG file of the force and of each unit, 16 by 9, that needs nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass

from maps.drawing.index_map import UnitDrawing
from maps.drawing.paper_map import PaperMap, draw_paper_map
from maps.drawing.picture import EDGE, FONTS, Entry, Layout, lay_out, step_fill
from maps.model.designations import Decisions
from maps.model.force_view import Force
from maps.pages.about import asked_licences
from maps.pages.briefing import Briefing
from maps.pages.decision_slots import fill_decisions
from maps.pages.index_page import IndexPage
from maps.text.escape import template_environment

_SCALE = 0.69  # of a map for paper: its letters of 9 points are then 22 units of the picture
_ROOT = re.compile(r'(<svg [^>]*?)viewBox="[^"]*" width="\d+" height="\d+"([^>]*data-map="(\d+) (\d+) (\d+)")')


@dataclass(frozen=True)
class Frame:
    """Left, top and scale of a drawing on the picture, and a unit of the picture in units of the drawing."""

    left: float
    top: float
    scale: float
    pixel: float


@dataclass(frozen=True)
class Picture:
    """What ``templates/picture.svg`` receives.

    Attributes
    ----------
    marking, title, about : str
        Words at the edges, the sentence at the top, force, unit and period.
    layout : Layout
    frame : Frame
        How the drawing's units become those of the picture.
    index : tuple of UnitDrawing
        The units of a force; empty on a unit's picture.
    badge_size : int
        Radius of a number on the map of the force.
    corner : tuple of (float, float)
        Where the drawing of the force begins, EPSG:27700.
    map : PaperMap or None
        The map of a unit.
    codes, places : str
        Units and proposed places on the picture, with commas.
    """

    marking: str
    title: str
    about: str
    layout: Layout
    frame: Frame
    index: tuple[UnitDrawing, ...]
    badge_size: int
    corner: tuple[float, float]
    map: PaperMap | None
    codes: str
    places: str


def unit_picture(force: Force, sheet: Briefing) -> str:
    """The map of a unit beside its shortlist, as SVG; its slots take later decisions.

    Parameters
    ----------
    force : Force
        What all pages share.
    sheet : Briefing
        The unit's sheet, see :func:`maps.pages.briefing.unit_sheets`.
    """
    entries = tuple(Entry(one.name, (one.reason, one.facts), str(one.rank), one.candidate_id) for one in sheet.places)
    about = f"{sheet.force_name}: {sheet.unit_name}. {sheet.months}"
    west, south, east, north = force.outlines.units.loc[sheet.unit_code].bounds
    layout = lay_out(
        about,
        sheet.sentences[0],
        entries,
        sheet.legend,
        _sources(sheet.run_day, sheet.licences),
        aspect=(east - west) / (north - south),
    )
    width, height = round(layout.width / _SCALE), round(layout.height / _SCALE)
    picture = Picture(
        sheet.marking,
        sheet.sentences[0],
        about,
        layout,
        _fit(layout, 0, 0, width, height),
        index=(),
        badge_size=0,
        corner=(0, 0),
        map=draw_paper_map(force, sheet.unit_code, place=None, width=width, height=height),
        codes=sheet.unit_code,
        places=",".join(one.candidate_id for one in sheet.places),
    )
    return _render(picture, force.decisions)


def force_picture(page: IndexPage, decisions: Decisions) -> str:
    """The map of the force beside the places of each unit, as SVG.

    Parameters
    ----------
    page : IndexPage
        See :func:`maps.pages.index_page.see_index`.
    decisions : Decisions
        What people have decided; slots take later decisions.
    """
    entries = tuple(
        Entry(
            card.drawing.name,
            (", ".join(f"{place.rank}\u00a0{place.name}" for place in card.places) or card.line,),
            place_ids=tuple(place.candidate_id for place in card.places),
        )
        for card in page.cards
    )
    about = f"{page.force_name}. {page.months}"
    west, north, across, down = (float(part) for part in page.view_box.split())
    said = _sources(page.run_day, asked_licences(page.attributions))
    layout = lay_out(about, page.headline, entries, page.legend, said, aspect=across / down)
    picture = Picture(
        page.marking,
        page.headline,
        about,
        layout,
        _fit(layout, west, north, across, down),
        index=tuple(card.drawing for card in page.cards),
        badge_size=page.force_badge_size,
        corner=page.corner,
        map=None,
        codes=",".join(card.drawing.code for card in page.cards),
        places=",".join(page.place_ids),
    )
    return _render(picture, decisions)


def map_alone(picture: str) -> str:
    """The map of a picture with its legend, without title, list and sources, for a document that has them itself.

    Parameters
    ----------
    picture : str
        SVG as :func:`unit_picture` or :func:`force_picture` makes it.

    Raises
    ------
    ValueError
        It is another drawing.
    """
    found = _ROOT.search(picture)
    if not found:
        raise ValueError("not a picture of ours")
    top, width, foot = int(found[3]), int(found[4]), int(found[5])
    box = f'viewBox="{EDGE} {top} {width} {foot - top}" width="{width}" height="{foot - top}"'
    return picture.replace(found[0], f"{found[1]}{box}{found[2]}", 1)


def _sources(run_day: str, licences: tuple[str, ...]) -> str:
    return " ".join(
        [
            "A rank is a place to start; a person designates.",
            f"Run {run_day}.",
            *(f"{said.rstrip('.')}." for said in licences),
        ]
    )


def _fit(layout: Layout, west: float, north: float, width: float, height: float) -> Frame:
    """The drawing in the middle of its frame."""
    scale = min(layout.width / width, layout.height / height)
    left = EDGE + (layout.width - scale * width) / 2 - scale * west
    top = layout.top + (layout.height - scale * height) / 2 - scale * north
    return Frame(round(left, 3), round(top, 3), round(scale, 6), round(1 / scale, 3))


def _render(picture: Picture, decisions: Decisions) -> str:
    template = template_environment().get_template("picture.svg")
    values = {name: getattr(picture, name) for name in picture.__dataclass_fields__}
    return fill_decisions(template.render(values, step_fill=step_fill, fonts=FONTS).lstrip(), decisions)
