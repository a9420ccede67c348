"""One sheet of A4 for a proposed place or a unit: map, evidence, trend, peaks, cautions, a box for the decision."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from markupsafe import Markup

from maps.drawing.charts import BarChart
from maps.drawing.paper_charts import place_charts
from maps.drawing.paper_map import PaperMap, draw_paper_map, fit_frame, place_outline
from maps.model.designations import Decisions
from maps.model.force_view import Force, unit_places
from maps.model.json_columns import Positions
from maps.pages.about import About, about_site, asked_licences
from maps.pages.decision_slots import fill_decisions
from maps.pages.unit_page import Place, content_policy, see_place
from maps.sentences.alternatives import LeftOutArea, highest_left_out
from maps.sentences.evidence import fewer_words
from maps.sentences.places import place_sentences, rate_words, unit_headline
from maps.sentences.sheet_evidence import Evidence, bearing_cautions, weigh_evidence
from maps.sentences.trend import trend_words, years_not_compared
from maps.text.assets import page_style
from maps.text.escape import template_environment
from maps.text.folds import draw_folds, is_folded, shorten, unfold
from maps.text.glossary_links import link_terms
from maps.text.phrases import number, percent

# Heights and widths are tenths of a millimetre; letters are those of a line of 9 points, in a wide typeface.
_SHEET = 2600  # what a side of A4 has between its markings
_LINE, _BOLD_LINE = 40, 46
_WHOLE, _BOLD_WHOLE, _BESIDE_HEADING, _ROW_GAP = (
    104,
    82,
    92,
    14,
)  # letters in a line across the sheet, in bold, and beside a heading
_PLACE_FIXED, _UNIT_FIXED = 1150, 900  # what is on each sheet beside map, sentences, evidence, places and cautions
_PLACE_FRAME, _BOX = 120, 62  # heading and bars of a place of a unit; its line in the box for the decision
_UNIT_MAP, _PLACE_MAP = (1860, 900), (1160, 860)  # the most that a map may take
_LEAST = (800, 360)
_BESIDE_LETTERS, _LEFT_OUT_GAP, _LEFT_OUT_HEAD = 34, 12, 120  # the column beside a unit's map
_TYPES = 3
ELSEWHERE = "all on the last page of this set"


@dataclass(frozen=True)
class Fact:
    """One crime type: incidents here, per 1,000 residents, times the unit's rate, and share of the unit's incidents."""

    name: str
    here: str
    rate: str
    times: str
    share: str


@dataclass(frozen=True)
class Briefing(About):
    """What ``templates/briefing.html`` receives, beside what every page says (:class:`maps.pages.about.About`).

    Attributes
    ----------
    policy : str
    style : Markup
    unit_name, unit_code, title : str
    candidate_id : str
        The place; empty on the sheet of a unit.
    home : str
        Address of the page that shows the same on a map that moves.
    sentences : tuple of str
        What there is to say, the reason first.
    places : tuple of Place
        The place itself, or all places of the unit.
    map : PaperMap
    legend : tuple of (str, str)
        Class of overall need and its limits.
    evidence : Evidence or None
        What speaks for and against the place, what was not tested, and what to expect; None for a unit.
    facts : tuple of Fact
    charts : tuple of BarChart
    left_out : tuple of LeftOutArea
        Areas of high need that lie in no place, on the sheet of a unit.
    warnings : tuple of str
        At most three cautions that matter for the decision; all of them are on the last page of the set.
    licences : tuple of str
        What a copy of the sheet by itself must say of its sources; the last page of the set names all of them.
    """

    policy: str
    style: Markup
    unit_name: str
    unit_code: str
    title: str
    candidate_id: str
    home: str
    sentences: tuple[str, ...]
    places: tuple[Place, ...]
    map: PaperMap
    legend: tuple[tuple[str, str], ...]
    evidence: Evidence | None
    facts: tuple[Fact, ...]
    charts: tuple[BarChart, ...]
    left_out: tuple[LeftOutArea, ...]
    warnings: tuple[str, ...]
    licences: tuple[str, ...]


def briefings(force: Force, npu_code: str) -> dict[str, str]:
    """Return HTML of the unit's sheet and of one for each of its places, by file name."""
    return {name: sheet_html(sheet, force.decisions) for name, sheet in unit_sheets(force, npu_code).items()}


def unit_sheets(force: Force, npu_code: str) -> dict[str, Briefing]:
    """Return the content of the unit's sheet and of each of its places', by file name; the unit's is the first."""
    places = unit_places(force, npu_code)
    return {f"briefing-{npu_code}.html": _unit_sheet(force, npu_code)} | {
        f"briefing-{place['candidate_id']}.html": _place_sheet(force, npu_code, place) for place in places
    }


def sheet_html(sheet: Briefing, decisions: Decisions) -> str:
    """HTML of one sheet, its slots filled."""
    template = template_environment().get_template("briefing.html")
    drawn = template.render({field.name: getattr(sheet, field.name) for field in fields(sheet)}).lstrip()
    return fill_decisions(draw_folds(link_terms(drawn), elsewhere=ELSEWHERE), decisions)


def _common(force: Force, npu_code: str) -> dict[str, Any]:
    style = page_style("base", "print", "briefing")
    return {
        **about_site(force.site),
        "policy": content_policy(style, []),
        "style": Markup(style),  # noqa: S704
        "unit_name": str(force.site.npus.loc[npu_code, "npu_name"]),
        "unit_code": npu_code,
        "legend": force.layers[0].classes.labels,
        "licences": asked_licences(force.site.words.attributions),
    }


def _unit_sheet(force: Force, npu_code: str) -> Briefing:
    found = unit_places(force, npu_code)
    places = tuple(see_place(force, npu_code, place) for place in found)
    common, warnings = _common(force, npu_code), bearing_cautions(force, force.by_need[npu_code])
    sentences = tuple(filter(None, (unit_headline(common["unit_name"], found), fewer_words(force, npu_code))))
    told = [f"{place.reason} {place.facts}" for place in places]
    room = _SHEET - _UNIT_FIXED - _heights(sentences, warnings, common["licences"])
    room -= (_PLACE_FRAME + _BOX) * len(places) + _LINE * sum(_lines(words, _WHOLE) for words in told)
    candidates = highest_left_out(force, npu_code)
    most = _PLACE_MAP if candidates else _UNIT_MAP
    width, height = fit_frame(force.outlines.units.loc[npu_code], most=(most[0], min(most[1], room)), least=_LEAST)
    return Briefing(
        **common,
        title=str(common["unit_name"]),
        candidate_id="",
        home=f"npu-{npu_code}.html",
        sentences=sentences,
        places=places,
        map=draw_paper_map(force, npu_code, place=None, width=width, height=height),
        evidence=None,
        facts=(),
        charts=(),
        left_out=_as_many_as_fit(candidates, height),
        warnings=warnings,
    )


def _place_sheet(force: Force, npu_code: str, place: dict[str, Any]) -> Briefing:
    common = _common(force, npu_code)
    at = force.place_areas[place["candidate_id"]]
    evidence, warnings = weigh_evidence(force, place), bearing_cautions(force, at)
    charts = place_charts(force, at, place["candidate_id"], lambda values: _trend_words(force, at, values))
    sentences = _sentences(place, common["unit_name"], force.site.words.team_word)
    room = _SHEET - _PLACE_FIXED - _heights(sentences, warnings, common["licences"]) - _evidence_height(evidence)
    room -= _BOX
    width, height = fit_frame(
        place_outline(force, place["candidate_id"]), most=(_PLACE_MAP[0], min(_PLACE_MAP[1], room)), least=_LEAST
    )
    return Briefing(
        **common,
        title=str(place["candidate_name"]),
        candidate_id=place["candidate_id"],
        home=f"npu-{npu_code}.html#place={place['candidate_id']}",
        sentences=sentences,
        places=(see_place(force, npu_code, place),),
        map=draw_paper_map(force, npu_code, place=place["candidate_id"], width=width, height=height),
        evidence=evidence,
        facts=tuple(_facts(force, at, force.by_need[npu_code])),
        charts=charts,
        left_out=(),
        warnings=warnings,
    )


def _trend_words(force: Force, at: Positions, values: list[float]) -> str:
    if force.series is None:
        return ""
    districts = force.site.areas["district_code"].iloc[at].dropna().unique()
    return trend_words(force.series, values, years_not_compared(force.site.further.location_moves, districts))


def notes_sheet(force: Force) -> str:
    """HTML of the last page of a set: every caution, lists that sheets cut short, how need is made, sources."""
    style = page_style("base", "print", "briefing")
    values = {
        **about_site(force.site),
        "policy": content_policy(style, []),
        "style": Markup(style),  # noqa: S704
        "cut_short": _cut_short(force),
    }
    return unfold(template_environment().get_template("briefing_notes.html").render(values).lstrip())


def _cut_short(force: Force) -> list[tuple[str, str]]:
    """Title of a sheet, and each sentence of it whose list is cut short."""
    subjects = [(str(name), force.by_need[str(code)]) for code, name in force.site.npus["npu_name"].items()]
    subjects += [
        (place["candidate_name"], force.place_areas[place["candidate_id"]])
        for code in force.site.npus.index
        for place in unit_places(force, str(code))
    ]
    return [(title, said) for title, at in subjects for said in bearing_cautions(force, at) if is_folded(said)]


def _sentences(place: dict[str, Any], unit_name: str, team_word: str) -> tuple[str, ...]:
    """What there is to say of a place; how many of its areas are hotspots is in its reason already."""
    reason, size, *limit = place_sentences(place, unit_name, team_word)
    return (reason, " ".join([size, *limit]))


def _on_paper(warnings: tuple[str, ...]) -> list[str]:
    return [f"{shorten(one)} ({ELSEWHERE})" if is_folded(one) else one for one in warnings]


def _heights(sentences: tuple[str, ...], warnings: tuple[str, ...], licences: tuple[str, ...]) -> int:
    """What sentences, cautions and sources take."""
    first, *others = sentences
    bold = _BOLD_LINE * _lines(first, _BOLD_WHOLE)
    small = [*_on_paper(warnings), " ".join(licences)]
    return bold + _LINE * (sum(_lines(words, _WHOLE) for words in [*others, *small]))


def _evidence_height(evidence: Evidence) -> int:
    rows = (evidence.in_favour, evidence.against, evidence.untested, evidence.next_year)
    return sum(_LINE * _lines(" ".join(row), _BESIDE_HEADING) + _ROW_GAP for row in rows if row)


def _as_many_as_fit(left_out: tuple[LeftOutArea, ...], room: int) -> tuple[LeftOutArea, ...]:
    """The first of them, as many as find room in the column beside the map."""
    taken, fitting = _LEFT_OUT_HEAD, 0
    for area in left_out:
        said = f"{area.name}, rank {area.rank}. {area.words[0]}"
        taken += _lines(said, _BESIDE_LETTERS) * _LINE + _LEFT_OUT_GAP
        fitting += taken <= room
    return left_out[:fitting]


def _lines(words: str, letters: int) -> int:
    return math.ceil(len(words) / letters)


def _facts(force: Force, at: Positions, unit: Positions) -> list[Fact]:
    """What is recorded most, against the unit's rate per resident; no type of which a count is suppressed here."""
    counted = [
        (layer, written.figures)
        for layer, written in zip(force.layers, force.written_layers, strict=True)
        if layer.group == "Crime types" and written.figures is not None and not np.isnan(written.figures[at]).any()
    ]
    most = sorted(counted, key=lambda one: (-float(np.nansum(one[1][at])), one[0].title))[:_TYPES]
    residents = force.site.areas["population"].to_numpy(dtype=float, na_value=np.nan)
    return [_fact(layer.title, shown, at, unit, residents) for layer, shown in most if np.nansum(shown[at]) > 0]


def _fact(title: str, counts: Any, at: Positions, unit: Positions, residents: Any) -> Fact:
    rate, of_unit = (1000 * float(np.nansum(counts[on])) / float(np.nansum(residents[on])) for on in (at, unit))
    here, all_of_unit = float(np.nansum(counts[at])), float(np.nansum(counts[unit]))
    if np.isnan(
        counts[unit]
    ).any():  # what is known of the unit leaves out the small counts, and would flatter the rest
        return Fact(title, number(here), rate_words(rate), "not shown", "not shown")
    return Fact(title, number(here), rate_words(rate), number(rate / of_unit, decimals=1), percent(here / all_of_unit))
