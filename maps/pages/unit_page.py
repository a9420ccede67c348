"""Write one page per NPU: a map, a shortlist and a table that are linked, in one file that needs nothing else."""

from __future__ import annotations

import base64
import gzip
import hashlib
from dataclasses import dataclass, fields, replace
from typing import Any

import pandas as pd
from markupsafe import Markup

from maps.drawing.plain_map import PlainMap, draw_plain_map
from maps.model.force_view import Force, unit_places
from maps.model.json_columns import mean_known, pick
from maps.model.layers import STRANDS
from maps.model.place_index import search_words
from maps.pages.about import About, about_site
from maps.pages.decision_slots import fill_decisions
from maps.pages.force_tables import TableSeen, unit_tables
from maps.pages.unit_data import unit_background, unit_data, unit_wards
from maps.sentences.alternatives import LeftOutArea, highest_left_out
from maps.sentences.evidence import fewer_words
from maps.sentences.places import place_size, unit_headline
from maps.text.assets import leaflet_script, leaflet_style, page_style
from maps.text.escape import safe_json, template_environment
from maps.text.folds import draw_folds
from maps.text.glossary_links import link_terms
from maps.text.phrases import number, whole_parts
from maps.text.tile_server import GroundMap, ground_source

_TOP_AREAS = 10
IN_NOTES = "all in the notes to the briefings"
# A page may weigh 150,000 bytes packed; roads, water and names get what the rest leaves, and never less than a little.
MOST_PACKED_BYTES = 146_000
LEAST_BYTES = 3_000
_TO_A_PACKED_BYTE = 1.25


@dataclass(frozen=True)
class StrandBar:
    """One bar: the strand's name, position in the force (0 to 100), the unit's average, its figure, all in words."""

    name: str
    value: float
    average: float
    figure: str
    words: str


@dataclass(frozen=True)
class Place:
    """One place of the shortlist: its number, name, why, facts and four bars."""

    candidate_id: str
    rank: int
    name: str
    reason: str
    facts: str
    bars: tuple[StrandBar, ...]


@dataclass(frozen=True)
class Part:
    """One part of a stacked bar, 0 to 100."""

    start: float
    width: float


@dataclass(frozen=True)
class Row:
    """One row of the table: all words, ready to print."""

    rank: str
    name: str
    team: str
    score: str
    parts: tuple[Part, ...]
    parts_sum: str
    parts_words: str


@dataclass(frozen=True)
class UnitPage(About):
    """Data of ``templates/page.html``, beside the text of every page (:class:`maps.pages.about.About`).

    Attributes
    ----------
    policy : str
        Content-Security-Policy: nothing but the page's own scripts and styles, by their hashes, and pictures of the
        ground map's server if there is one.
    style, leaflet, script, map_html, data : Markup
        The page's own parts; only ``data`` has anything of the force, as escaped JSON.
    unit_name, unit_code, team_word : str
    headline : str
    fewer : str
        Why there are fewer places than were asked for; empty where there are as many.
    left_out : tuple of LeftOutArea
        Areas of high need that lie in no place, and why.
    demand_name : str
        "Demand", or what is used in place of it.
    ranked_count : str
        How many areas of the force are ranked.
    places : tuple of Place
    rows : tuple of Row
    find_takes : str
        What the search takes: names and codes, and postcodes where they are known.
    wards : bool
        Whether wards can be drawn beside teams.
    tables : tuple of TableSeen
        Tables of the force's own.
    legend : tuple of (str, str)
        Class of overall need and its limits, until a script draws another legend.
    legend_basis : str
    plain : PlainMap
        The drawing for a page whose scripts do not run.
    ground : GroundMap or None
        The force's map server under the areas.
    """

    policy: str
    style: Markup
    leaflet: Markup
    script: Markup
    map_html: Markup
    data: Markup
    unit_name: str
    unit_code: str
    team_word: str
    headline: str
    fewer: str
    left_out: tuple[LeftOutArea, ...]
    demand_name: str
    ranked_count: str
    places: tuple[Place, ...]
    rows: tuple[Row, ...]
    find_takes: str
    wards: bool
    tables: tuple[TableSeen, ...]
    legend: tuple[tuple[str, str], ...]
    legend_basis: str
    plain: PlainMap
    ground: GroundMap | None


def unit_page(force: Force, npu_code: str) -> str:
    """Return HTML of a unit's page. The same input gives the same bytes."""
    data = unit_data(force, npu_code)
    page = _see_page(force, npu_code, data)
    drawn = _render(force, page)
    if force.site.further.context.empty:
        return drawn
    room = (MOST_PACKED_BYTES - len(gzip.compress(drawn.encode(), mtime=0))) * _TO_A_PACKED_BYTE
    data["background"] = unit_background(force, npu_code, most_bytes=int(max(LEAST_BYTES, room)))
    return _render(force, replace(page, data=safe_json(data)))


def _render(force: Force, page: UnitPage) -> str:
    values = {field.name: getattr(page, field.name) for field in fields(page)}
    drawn = link_terms(template_environment().get_template("page.html").render(values).lstrip())
    drawn = draw_folds(drawn, elsewhere=IN_NOTES)
    return fill_decisions(drawn, force.decisions)


def _see_page(force: Force, npu_code: str, data: dict[str, Any]) -> UnitPage:
    from maps.drawing.leaflet_features import (
        draw_map,  # here, because Folium is slow to load and only a page that is drawn needs it
    )

    site = force.site
    ground = site.further.ground_map
    map_html, script = draw_map(ground_map=ground is not None)
    own = ("base", "finder", "page", "print", *(("ground_map",) if ground else ()))
    style = "\n".join([leaflet_style(tiles=ground is not None), page_style(*own)])
    about = about_site(site)
    places = unit_places(force, npu_code)
    unit_name = str(site.npus.loc[npu_code, "npu_name"])
    return UnitPage(
        **about | {"attributions": (*about["attributions"], *ground_source(ground))},
        policy=content_policy(
            style, [leaflet_script(), script], pictures_from=ground.origin if ground else "", names_beside=True
        ),
        style=Markup(style),  # noqa: S704
        leaflet=Markup(leaflet_script()),  # noqa: S704
        script=Markup(script),  # noqa: S704
        map_html=Markup(map_html),  # noqa: S704
        data=safe_json(data),
        unit_name=unit_name,
        unit_code=npu_code,
        team_word=site.words.team_word,
        headline=unit_headline(unit_name, places),
        fewer=fewer_words(force, npu_code),
        left_out=highest_left_out(force, npu_code),
        demand_name=site.words.demand_name,
        ranked_count=number(site.ranking["rank"].notna().sum()),
        places=tuple(see_place(force, npu_code, place) for place in places),
        rows=_rows(force, npu_code),
        tables=unit_tables(force, npu_code),
        find_takes=search_words(force),
        wards=unit_wards(force, npu_code) is not None,
        legend=force.layers[0].classes.labels,
        legend_basis=force.layers[0].classes.basis,
        plain=draw_plain_map(force, npu_code),
        ground=ground,
    )


_SELF, _NOWHERE = "'self'", "'none'"


def content_policy(
    style: str, scripts: list[str], *, pictures_from: str = "", names_beside: bool = False, form: bool = False
) -> str:
    """Return a Content-Security-Policy that allows this style sheet and these scripts, and nothing else.

    Parameters
    ----------
    style : str
    scripts : list of str
    pictures_from : str
        The one origin that pictures may come from besides; empty for none.
    names_beside : bool
        Whether a script from the page's own folder may run: the names of the whole force, for the search.
    form : bool
        Whether the page has a form, which goes to where the page comes from.
    """
    allowed = " ".join(_hash(script) for script in scripts) or _NOWHERE
    allowed += f" {_SELF}" * names_beside
    pictures = f"data: {pictures_from}".strip()
    return (
        f"default-src 'none'; script-src {allowed}; style-src {_hash(style)}; img-src {pictures}; "
        f"base-uri 'none'; form-action {_SELF if form else _NOWHERE}"
    )


def _hash(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
    return f"'sha256-{digest}'"


def see_place(force: Force, npu_code: str, place: dict[str, Any]) -> Place:
    """Return a candidate as the shortlist shows it."""
    members, unit = force.place_areas[place["candidate_id"]], force.by_need[npu_code]
    return Place(
        candidate_id=place["candidate_id"],
        rank=int(place["rank"]),
        name=place["candidate_name"],
        reason=place["reason"],
        facts=place_size(place),
        bars=tuple(
            _bar(_strand_name(force, strand), mean_known(scores[members]), mean_known(scores[unit]))
            for strand, scores in force.scores.items()
        ),
    )


def _bar(strand: str, value: float, average: float) -> StrandBar:
    words = f"{strand}: {number(value)} of 100; the average of the unit is {number(average)}"
    figure = "" if pd.isna(value) else number(value)
    return StrandBar(strand, _zero_if_missing(value), min(99.0, _zero_if_missing(average)), figure, words)


def _strand_name(force: Force, strand: str) -> str:
    return force.site.words.demand_name if strand == "demand" else strand.capitalize()


def _zero_if_missing(value: float) -> float:
    """Return 0 for a missing value: a bar needs a length, and its words say "not known"."""
    return 0.0 if pd.isna(value) else round(float(value), 1)


def _zero_if_unknown(value: float) -> float:
    return 0.0 if pd.isna(value) else float(value)


def _rows(force: Force, npu_code: str) -> tuple[Row, ...]:
    at = force.by_need[npu_code][:_TOP_AREAS]
    names, teams = pick(force.areas["names"], at), pick(force.areas["team_name"], at)
    ranked = force.site.ranking.loc[force.site.areas.index[at]].to_dict("records")
    return tuple(_row(force, *facts) for facts in zip(names, teams, ranked, strict=True))


def _row(force: Force, name: str, team: str, ranked: dict[Any, Any]) -> Row:
    widths = [_zero_if_missing(ranked[f"{strand}_contribution"]) for strand in STRANDS]
    starts = [round(sum(widths[:at]), 1) for at in range(len(widths))]
    called = [_strand_name(force, strand).lower() for strand in STRANDS]
    parts = [_zero_if_unknown(ranked[f"{strand}_contribution"]) for strand in STRANDS]
    known = not pd.isna(ranked["need_score"])
    whole = whole_parts(parts, ranked["need_score"] if known else sum(parts))
    words = ", ".join(f"{strand} {part}" for strand, part in zip(called, whole, strict=True))
    return Row(
        rank="no rank" if pd.isna(ranked["rank"]) else number(ranked["rank"]),
        name=name,
        team=team,
        score="no score" if pd.isna(ranked["need_score"]) else number(ranked["need_score"]),
        parts=tuple(Part(start, width) for start, width in zip(starts, widths, strict=True)),
        parts_sum=" + ".join(map(str, whole)) if known else "",
        parts_words=f"Made of {words}",
    )
