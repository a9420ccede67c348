"""One side of A4 for the whole force: its sentence, its map with numbered places, and the shortlist."""

from __future__ import annotations

import math
from dataclasses import fields

from markupsafe import Markup

from maps.drawing.picture import step_fill
from maps.model.designations import Decisions
from maps.pages.about import asked_licences
from maps.pages.decision_slots import fill_decisions
from maps.pages.index_page import IndexPage
from maps.pages.unit_page import content_policy
from maps.text.assets import page_style
from maps.text.escape import template_environment

# Tenths of a millimetre, for text of 9 points in a wide typeface.
_SIDE, _WIDE = 2600, 1860  # what A4 has between its markings
_FIXED, _LINE, _UNIT, _GAP = 380, 40, 68, 12
_MOST, _LEAST = 1250, 600  # heights of the map
_LETTERS, _BESIDE_NUMBER = 104, 42  # in a line across the sheet, and beside a number in one of two columns
_PIXEL = 1.5  # a pixel of the index


def handout_page(page: IndexPage, decisions: Decisions) -> str:
    """HTML of the handout. The same input gives the same bytes.

    Parameters
    ----------
    page : IndexPage
        See :func:`maps.pages.index_page.see_index`.
    decisions : Decisions
        What people have decided; slots take later decisions.
    """
    licences = asked_licences(page.attributions)
    room = _SIDE - _FIXED - _LINE * math.ceil(len(" ".join((page.age, *licences))) / _LETTERS)
    facts_shown = room - _list_height(page, facts=True) >= _LEAST
    across, down = (float(part) for part in page.view_box.split()[2:])
    most = min(_MOST, max(_LEAST, room - _list_height(page, facts=facts_shown)))
    scale = min(_WIDE / across, most / down)
    style = page_style("base", "print", "briefing", "handout")
    values = {field.name: getattr(page, field.name) for field in fields(page)} | {
        "policy": content_policy(style, []),
        "style": Markup(style),  # noqa: S704 - ours
        "index": tuple(card.drawing for card in page.cards),
        "width": round(across * scale),
        "height": round(down * scale),
        "pixel": round(_PIXEL / scale, 3),
        "facts_shown": facts_shown,
        "licences": licences,
        "step_fill": step_fill,
    }
    return fill_decisions(template_environment().get_template("handout.html").render(values).lstrip(), decisions)


def _list_height(page: IndexPage, *, facts: bool) -> int:
    """Height of the shortlist in two columns; since when a place is an Impact Area takes the line of its facts."""
    height = 0
    for card in page.cards:
        height += _UNIT + (_LINE if not card.places else 0)
        for place in card.places:
            lines = [place.name, *([place.size] if facts else [])]
            height += _LINE * sum(math.ceil(len(said) / _BESIDE_NUMBER) for said in lines) + _GAP
    return height // 2 + _UNIT  # columns are rarely of one height
