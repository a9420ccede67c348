"""The page that links all units: the force at a glance, in plain HTML and drawings, without a script."""

from __future__ import annotations

from dataclasses import dataclass, fields

from markupsafe import Markup

from maps.drawing.index_map import UnitDrawing, draw_units
from maps.model.designations import designated_words
from maps.model.force_view import Force, unit_places
from maps.pages.about import About, about_site
from maps.pages.unit_page import content_policy
from maps.sentences.changes import moved_places, since_words
from maps.sentences.places import place_facts, site_headline, unit_headline
from maps.text.assets import page_style
from maps.text.escape import template_environment
from maps.text.phrases import counted


@dataclass(frozen=True)
class IndexPlace:
    """One line of a card's shortlist."""

    rank: int
    candidate_id: str
    name: str
    facts: str


@dataclass(frozen=True)
class Card:
    """A unit on the index page: its drawing, its sentence, how many areas it has, and its places."""

    drawing: UnitDrawing
    headline: str
    areas: str
    places: tuple[IndexPlace, ...]


@dataclass(frozen=True)
class IndexPage(About):
    """What ``templates/index.html`` receives, beside what every page says (:class:`maps.pages.about.About`).

    Attributes
    ----------
    policy : str
        Content-Security-Policy; the page has no script at all.
    style : Markup
    headline : str
    npu_word : str
    view_box : str
        The whole force.
    legend : tuple of (str, str)
        Class of overall need and its limits.
    legend_basis : str
    cards : tuple of Card
    since : str
        What moved since the last build; empty for a first build.
    moved : tuple of str
        The places that moved.
    designated : str
        How many Impact Areas stand; empty where none does.
    """

    policy: str
    style: Markup
    headline: str
    npu_word: str
    view_box: str
    legend: tuple[tuple[str, str], ...]
    legend_basis: str
    cards: tuple[Card, ...]
    since: str
    moved: tuple[str, ...]
    designated: str


def index_page(force: Force) -> str:
    """HTML of the index. The same input gives the same bytes."""
    page = _see_index(force)
    values = {field.name: getattr(page, field.name) for field in fields(page)}
    return template_environment().get_template("index.html").render(values).lstrip()


def _see_index(force: Force) -> IndexPage:
    style = page_style("base", "index", "print")
    need = force.layers[0].classes
    units, view_box = draw_units(force)
    return IndexPage(
        **about_site(force.site),
        policy=content_policy(style, []),
        style=Markup(style),  # noqa: S704
        headline=site_headline(force),
        npu_word=force.site.words.npu_word,
        view_box=view_box,
        legend=need.labels,
        legend_basis=need.basis,
        cards=tuple(_card(force, unit) for unit in units),
        since=since_words(force.site.further.since),
        moved=moved_places(force.site.further.since),
        designated=designated_words(len(force.site.further.designations)),
    )


def _card(force: Force, unit: UnitDrawing) -> Card:
    places = unit_places(force, unit.code)
    return Card(
        drawing=unit,
        headline=unit_headline(unit.name, places),
        areas=counted((force.site.areas["npu_code"] == unit.code).sum(), "area"),
        places=tuple(
            IndexPlace(int(place["rank"]), place["candidate_id"], place["candidate_name"], place_facts(place))
            for place in places
        ),
    )
