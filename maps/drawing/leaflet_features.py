"""Features of a unit's map: one class each, its script beside it in ``templates``.

The base is Folium's own :class:`folium.Map`. A feature's script is a constant: it has no data. Everything that
differs from page to page travels as one block of JSON, so that the hash of the scripts in the page's security policy
never depends on what a file of the user says.
"""

from __future__ import annotations

from functools import cache

import folium
from branca.element import Figure, MacroElement
from folium.template import Template

from maps.text.assets import compact_script, template_text


class Feature(MacroElement):
    """A part of the map whose script is in ``templates/<name>.js``; its id is its name, on every run."""

    name: str

    def __init__(self, map_name: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = self.name
        self._id = "unit"
        self.map_name = map_name
        self._template = Template(template_text(f"{self.name}.js"))


class Elements(Feature):
    """Functions that make every element of the page. Must come first."""

    name = "elements"


class PageState(Feature):
    """State of the page: what is shown and selected; every other feature watches it."""

    name = "page_state"


class LayerUnpacker(Feature):
    """Unpacks the data of layers when it is first read."""

    name = "packed"


class Sentences(Feature):
    """Sentences about areas, layers and cells that the page builds itself."""

    name = "sentences"


class Terms(Feature):
    """Links from terms of art to the glossary."""

    name = "terms"


class MapView(Feature):
    """Position and zoom of the map; after the caption, which decides how large it is."""

    name = "map_view"


class Surroundings(Feature):
    """Neighbouring units in quiet grey."""

    name = "surroundings"


class Background(Feature):
    """Water, green, roads, railways and landmarks, where the force gives them."""

    name = "background"


class GroundMap(Feature):
    """The force's own map server, on pages that may ask one."""

    name = "ground_map"


class Areas(Feature):
    """The unit's areas, coloured, and the unit's edge."""

    name = "areas"


class Dissolve(Feature):
    """Outlines of groups of areas, found in the page."""

    name = "dissolve"


class Cells(Feature):
    """Micro-places inside proposed places, drawn only while they are asked for."""

    name = "cells"


class Candidates(Feature):
    """Proposed places, outlined and numbered."""

    name = "candidates"


class Designations(Feature):
    """Current Impact Areas, with a flag."""

    name = "designations"


class TeamOutlines(Feature):
    """Outlines of teams and wards, on request."""

    name = "team_outlines"


class PlaceNames(Feature):
    """Names on the map, without overlaps."""

    name = "place_names"


class Legend(Feature):
    """The caption that follows the layer."""

    name = "legend"


class Time(Feature):
    """The slider over quarters or months."""

    name = "time"


class LayerChooser(Feature):
    """The searchable list of measures."""

    name = "layer_chooser"


class Trend(Feature):
    """How recorded crime went, as bars."""

    name = "trend"


class Compare(Feature):
    """Two areas side by side."""

    name = "compare"


class More(Feature):
    """Evidence on a place, and what else could be proposed."""

    name = "more"


class Answer(Feature):
    """The panel's answer to "why"."""

    name = "answer"


class AnswerPager(Feature):
    """Scrolling of the answer so that no line is cut."""

    name = "reading"


class Lists(Feature):
    """Shortlist, table and search, linked with the map both ways."""

    name = "lists"


class Finder(Feature):
    """One search over every name of the force."""

    name = "finder"


class FoundGroup(Feature):
    """A ward, team, local area or postcode sector that was looked for."""

    name = "found_group"


class PrintMap(Feature):
    """The drawing for paper."""

    name = "print_map"


class SmallMultiples(Feature):
    """Every step on paper, where nothing moves."""

    name = "small_multiples"


class ViewLink(Feature):
    """The address that reopens the same view. Must come last."""

    name = "view_link"


FEATURES: tuple[type[Feature], ...] = (
    Elements,
    PageState,
    LayerUnpacker,
    Sentences,
    Terms,
    Time,
    Legend,
    MapView,
    Surroundings,
    Areas,
    Dissolve,
    Background,
    Cells,
    Candidates,
    Designations,
    PlaceNames,
    Finder,
    LayerChooser,
    Trend,
    Compare,
    More,
    AnswerPager,
    Answer,
    Lists,
    FoundGroup,
    TeamOutlines,
    PrintMap,
    SmallMultiples,
    GroundMap,
    ViewLink,
)


@cache
def draw_map(*, ground_map: bool = False) -> tuple[str, str]:
    """Return the map's element and the script that runs the page: the same text for every unit of every force.

    Parameters
    ----------
    ground_map : bool
        Whether the page may ask a map server of the force's own; without it, it cannot ask any.

    Returns
    -------
    tuple
        HTML of the element, and the script.
    """
    base = folium.Map(tiles=None, control_scale=True, zoom_snap=0.25, zoom_delta=0.5, attribution_control=False)
    base._id = "unit"
    for feature in FEATURES if ground_map else [one for one in FEATURES if one is not GroundMap]:
        base.add_child(feature(base.get_name()))
    figure = base.get_root()
    assert isinstance(figure, Figure)  # noqa: S101  # folium.Map puts itself into one
    # Only the element and the script are taken: Folium's header would link Leaflet, jQuery and more from a CDN.
    base.render()  # type: ignore[no-untyped-call]
    script = f'(function () {{\n"use strict";\n{figure.script.render()}\n}})();'
    return figure.html.render().strip(), compact_script(script)
