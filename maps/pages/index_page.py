"""The page that links all units: the force at a glance, in plain HTML and drawings, without a script."""

from __future__ import annotations

from dataclasses import dataclass, fields

from markupsafe import Markup

from maps.drawing.index_map import UnitDrawing, draw_units
from maps.model.designations import Decisions
from maps.model.force_view import Force, unit_places
from maps.model.place_index import search_words, write_place_index
from maps.pages.about import About, about_site
from maps.pages.decision_slots import fill_decisions
from maps.pages.unit_page import IN_NOTES, content_policy
from maps.sentences.changes import describe_changes, moved_places
from maps.sentences.places import place_facts, place_size, places_line, site_headline, unit_headline
from maps.text.assets import page_style, script_text
from maps.text.escape import safe_json, template_environment
from maps.text.folds import draw_folds
from maps.text.glossary_links import link_terms
from maps.text.phrases import count_words

_START = """
const read = id => JSON.parse(document.getElementById(id).textContent);
startFinder(read("page-data"), read("page-named"), "", null);
"""


@dataclass(frozen=True)
class IndexPlace:
    """One line of a card's shortlist: number, name, its facts with hotspots, and without."""

    rank: int
    candidate_id: str
    name: str
    facts: str
    size: str


@dataclass(frozen=True)
class Card:
    """A unit on the index page: its drawing, its sentence, the same in one line, its number of areas, its places."""

    drawing: UnitDrawing
    headline: str
    line: str
    areas: str
    places: tuple[IndexPlace, ...]


@dataclass(frozen=True)
class IndexPage(About):
    """What ``templates/index.html`` receives, beside what every page says (:class:`maps.pages.about.About`).

    Attributes
    ----------
    policy : str
        Content-Security-Policy: nothing but the script of the search and the styles, by their hashes.
    style, script, data : Markup
        The page's own parts; only ``data`` has anything of the force, as escaped JSON.
    headline : str
    npu_word : str
    view_box : str
        The whole force.
    legend : tuple of (str, str)
        Class of overall need and its limits.
    legend_basis : str
    cards : tuple of Card
    force_badge_size : int
        Radius of a badge on the map of the force.
    find_takes : str
        What the search takes.
    changes : str
        What moved since the last build; empty for a first build.
    moved : tuple of str
        The places that moved.
    corner : tuple of (float, float)
        Where the drawing begins: west and north, EPSG:27700.
    place_ids : tuple of str
        Every place proposed.
    """

    policy: str
    style: Markup
    script: Markup
    data: Markup
    headline: str
    npu_word: str
    view_box: str
    legend: tuple[tuple[str, str], ...]
    legend_basis: str
    cards: tuple[Card, ...]
    force_badge_size: int
    find_takes: str
    changes: str
    moved: tuple[str, ...]
    corner: tuple[float, float]
    place_ids: tuple[str, ...]


def places_script(force: Force) -> str:
    """The names of the whole force as a script, which a unit's page runs when its search is first used."""
    names = f"window.forcePlaces = {safe_json(write_place_index(force))};\n"
    return fill_decisions(f"{names}/*<!--decided namedscript--><!--/decided-->*/\n", force.decisions)


def index_page(force: Force) -> str:
    """Return HTML of the index. The same input gives the same bytes."""
    return index_html(see_index(force), force.decisions)


def index_html(page: IndexPage, decisions: Decisions) -> str:
    """Return HTML of the index, its slots filled."""
    values = {field.name: getattr(page, field.name) for field in fields(page)}
    drawn = link_terms(template_environment().get_template("index.html").render(values).lstrip())
    return fill_decisions(draw_folds(drawn, elsewhere=IN_NOTES), decisions)


def see_index(force: Force) -> IndexPage:
    """What is on the index, and on the picture and the handout of the force."""
    style = page_style("base", "finder", "index", "print")
    need = force.layers[0].classes
    units, view_box, badge_size = draw_units(force)
    script = script_text("elements", "finder", then=_START)
    bounds = force.site.areas.total_bounds
    return IndexPage(
        **about_site(force.site),
        policy=content_policy(style, [script]),
        style=Markup(style),  # noqa: S704
        script=Markup(script),  # noqa: S704
        data=safe_json(write_place_index(force)),
        headline=site_headline(force),
        npu_word=force.site.words.npu_word,
        view_box=view_box,
        legend=need.labels,
        legend_basis=need.basis,
        cards=tuple(_card(force, unit) for unit in units),
        force_badge_size=badge_size,
        find_takes=search_words(force),
        changes=describe_changes(force.site.further.changes),
        moved=moved_places(force.site.further.changes),
        corner=(float(bounds[0]), float(bounds[3])),
        place_ids=tuple(str(one) for one in force.site.candidates["candidate_id"]),
    )


def _card(force: Force, unit: UnitDrawing) -> Card:
    places = unit_places(force, unit.code)
    return Card(
        drawing=unit,
        headline=unit_headline(unit.name, places),
        line=places_line(places),
        areas=count_words((force.site.areas["npu_code"] == unit.code).sum(), "area"),
        places=tuple(
            IndexPlace(
                int(place["rank"]),
                place["candidate_id"],
                place["candidate_name"],
                place_facts(place),
                place_size(place),
            )
            for place in places
        ),
    )
