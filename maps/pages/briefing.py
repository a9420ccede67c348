"""One sheet of A4 for a proposed place or a unit: map, evidence, trend, peaks, cautions, a box for the decision."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from markupsafe import Markup

from maps.drawing.charts import BarChart
from maps.drawing.paper_charts import place_charts
from maps.drawing.paper_map import PaperMap, draw_paper_map
from maps.model.force_view import Force, unit_places
from maps.model.json_columns import Positions
from maps.pages.about import About, about_site
from maps.pages.decision_slots import fill_decisions
from maps.pages.unit_page import Place, content_policy, see_place
from maps.sentences.alternatives import LeftOut, area_names, highest_left_out, swap_words
from maps.sentences.cautions import sheet_cautions
from maps.sentences.evidence import Topic, fewer_words, place_topics
from maps.sentences.places import place_sentences, unit_headline
from maps.sentences.trend import trend_words, years_not_compared
from maps.text.assets import page_style
from maps.text.escape import template_environment
from maps.text.phrases import number, percent

# Heights and widths are tenths of a millimetre; letters are those of a line, in a wide typeface.
_UNIT_MAP_WIDTH, _UNIT_MAP_HEIGHT = 1860, 900
_PLACE_MAP_WIDTH, _PLACE_MAP_HEIGHT, _LEAST_MAP_HEIGHT = 1160, 860, 430
_COLUMN_LETTERS, _COLUMN_LINE = 66, 35  # a line of evidence
_LINE_LETTERS, _CAUTION_LINE = 130, 32
_PAIR_OF_CHARTS = 130  # set in one of two columns
_TEXT_ROOM = 200
_SHEET, _ALWAYS_THERE = 2780, 890  # of a unit's sheet: all of it; what is neither map, place nor caution
_PLACE_LETTERS, _PLACE_LINE, _PLACE_FRAME = 96, 48, 125
_NARROW_LEGEND, _LEGEND = 50, 120  # what a legend below the narrower map takes more, and takes in all
_LEFT_OUT_LETTERS, _LEFT_OUT_LINE, _LEFT_OUT_GAP, _LEFT_OUT_HEAD = 34, 40, 12, 80  # in the column beside that map
_TYPES = 5


@dataclass(frozen=True)
class Fact:
    """One crime type: incidents here, times the unit's average area, and share of the unit's incidents."""

    name: str
    here: str
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
    home : str
        Address of the page that shows the same on a map that moves.
    sentences : tuple of str
        What there is to say, the reason first.
    places : tuple of Place
        The place itself, or all places of the unit.
    map : PaperMap
    legend : tuple of (str, str)
        Class of overall need and its limits.
    topics : tuple of Topic
        The evidence for the place, reasons for caution, what to expect, how good the proposal is.
    facts : tuple of Fact
    charts : tuple of BarChart
    left_out : tuple of LeftOut
        Areas of high need that lie in no place, on the sheet of a unit.
    warnings : tuple of str
        Cautions of this sheet; those of the force follow them.
    """

    policy: str
    style: Markup
    unit_name: str
    unit_code: str
    title: str
    home: str
    sentences: tuple[str, ...]
    places: tuple[Place, ...]
    map: PaperMap
    legend: tuple[tuple[str, str], ...]
    topics: tuple[Topic, ...]
    facts: tuple[Fact, ...]
    charts: tuple[BarChart, ...]
    left_out: tuple[LeftOut, ...]
    warnings: tuple[str, ...]


def briefings(force: Force, npu_code: str) -> dict[str, str]:
    """HTML of the unit's sheet and of one for each of its places, by file name."""
    sheets = {f"briefing-{npu_code}.html": _unit_sheet(force, npu_code)}
    for place in unit_places(force, npu_code):
        sheets[f"briefing-{place['candidate_id']}.html"] = _place_sheet(force, npu_code, place)
    template = template_environment().get_template("briefing.html")
    return {
        name: fill_decisions(
            template.render({field.name: getattr(sheet, field.name) for field in fields(sheet)}).lstrip(),
            force.decisions,
        )
        for name, sheet in sheets.items()
    }


def _common(force: Force, npu_code: str) -> dict[str, Any]:
    style = page_style("base", "print", "briefing")
    return {
        **about_site(force.site),
        "policy": content_policy(style, []),
        "style": Markup(style),  # noqa: S704
        "unit_name": str(force.site.npus.loc[npu_code, "npu_name"]),
        "unit_code": npu_code,
        "legend": force.layers[0].classes.labels,
    }


def _unit_sheet(force: Force, npu_code: str) -> Briefing:
    found = unit_places(force, npu_code)
    places = tuple(see_place(force, npu_code, place) for place in found)
    common, warnings = _common(force, npu_code), sheet_cautions(force, force.by_need[npu_code])
    sentences = tuple(filter(None, (unit_headline(common["unit_name"], found), fewer_words(force, npu_code))))
    height = _unit_map_height(sentences, places, (*warnings, *common["cautions"], common["incomplete"]))
    left_out = _as_many_as_fit(highest_left_out(force, npu_code), height - _NARROW_LEGEND + _LEGEND)
    width, height = (_PLACE_MAP_WIDTH, height - _NARROW_LEGEND) if left_out else (_UNIT_MAP_WIDTH, height)
    return Briefing(
        **common,
        title=str(common["unit_name"]),
        home=f"npu-{npu_code}.html",
        sentences=sentences,
        places=places,
        map=draw_paper_map(force, npu_code, place=None, width=width, height=height),
        topics=(),
        facts=(),
        charts=(),
        left_out=left_out,
        warnings=warnings,
    )


def _place_sheet(force: Force, npu_code: str, place: dict[str, Any]) -> Briefing:
    common = _common(force, npu_code)
    at = force.place_areas[place["candidate_id"]]
    topics, warnings = _topics(force, place), sheet_cautions(force, at)
    charts = place_charts(force, at, place["candidate_id"], lambda values: _trend_words(force, at, values))
    height = _map_height(topics, (*warnings, *common["cautions"]), timed=len(charts) > 1)
    return Briefing(
        **common,
        title=str(place["candidate_name"]),
        home=f"npu-{npu_code}.html#place={place['candidate_id']}",
        sentences=_sentences(place, common["unit_name"], force.site.words.team_word),
        places=(see_place(force, npu_code, place),),
        map=draw_paper_map(force, npu_code, place=place["candidate_id"], width=_PLACE_MAP_WIDTH, height=height),
        topics=topics,
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


def _sentences(place: dict[str, Any], unit_name: str, team_word: str) -> tuple[str, ...]:
    """What there is to say of a place; how many of its areas are hotspots stands in its reason already."""
    reason, size, *limit = place_sentences(place, unit_name, team_word)
    return (reason, " ".join([size, *limit]))


def _topics(force: Force, place: dict[str, Any]) -> tuple[Topic, ...]:
    """The same as the panel says, with the cheapest swap."""
    swaps = swap_words(force, place["candidate_id"], area_names(force))
    return (*place_topics(force, place), *([Topic("If one area were swapped", swaps[:1])] if swaps else []))


def _unit_map_height(sentences: tuple[str, ...], places: tuple[Place, ...], cautions: tuple[str, ...]) -> int:
    """As high as a unit's places and cautions leave room for on one side of A4."""
    told = [f"{place.reason} {place.facts}" for place in places]
    below = _PLACE_FRAME * len(places) + sum(_lines(words, _PLACE_LETTERS) for words in told) * _PLACE_LINE
    above = sum(_lines(sentence, _PLACE_LETTERS) for sentence in sentences) * _PLACE_LINE
    small = (_lines(" ".join(cautions), _LINE_LETTERS) + 3) * _CAUTION_LINE
    return max(_LEAST_MAP_HEIGHT, min(_UNIT_MAP_HEIGHT, _SHEET - _ALWAYS_THERE - above - below - small))


def _as_many_as_fit(left_out: tuple[LeftOut, ...], room: int) -> tuple[LeftOut, ...]:
    """The first of them, as many as find room in the column beside the map."""
    taken, fitting = _LEFT_OUT_HEAD, 0
    for area in left_out:
        said = f"{area.name}, rank {area.rank}. {area.words[0]}"
        taken += _lines(said, _LEFT_OUT_LETTERS) * _LEFT_OUT_LINE + _LEFT_OUT_GAP
        fitting += taken <= room
    return left_out[:fitting]


def _lines(words: str, letters: int) -> int:
    return math.ceil(len(words) / letters)


def _map_height(topics: tuple[Topic, ...], cautions: tuple[str, ...], *, timed: bool) -> int:
    """As high as the text leaves room for on one side of A4, in tenths of a millimetre: text is set in two columns."""
    said = [len(topic.heading) + sum(len(line) + 1 for line in topic.lines) for topic in topics]
    column_lines = sum(math.ceil(length / _COLUMN_LETTERS) for length in said) / 2
    caution_lines = sum(len(caution) + 1 for caution in cautions) / _LINE_LETTERS
    needed = timed * _PAIR_OF_CHARTS + column_lines * _COLUMN_LINE + caution_lines * _CAUTION_LINE
    return max(_LEAST_MAP_HEIGHT, int(_PLACE_MAP_HEIGHT - max(0.0, needed - _TEXT_ROOM)))


def _facts(force: Force, at: Positions, unit: Positions) -> list[Fact]:
    """What is recorded most, against the unit's average area; no type of which a count is suppressed here."""
    counted = [
        (layer, written.shown)
        for layer, written in zip(force.layers, force.written_layers, strict=True)
        if layer.group == "Crime types" and written.shown is not None and not np.isnan(written.shown[at]).any()
    ]
    most = sorted(counted, key=lambda one: (-float(np.nansum(one[1][at])), one[0].title))[:_TYPES]
    return [_fact(layer.title, shown, at, unit) for layer, shown in most if np.nansum(shown[at]) > 0]


def _fact(title: str, shown: Any, at: Positions, unit: Positions) -> Fact:
    here, all_of_unit = float(np.nansum(shown[at])), float(np.nansum(shown[unit]))
    if np.isnan(shown[unit]).any():  # what is known of the unit leaves out the small counts, and would flatter the rest
        return Fact(title, number(here), "not shown", "not shown")
    ratio = np.nanmean(shown[at]) / np.nanmean(shown[unit])
    return Fact(title, number(here), number(ratio, decimals=1), percent(here / all_of_unit))
