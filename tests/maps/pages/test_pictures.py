"""Pictures for slides: whole, 16 by 9, with their colours at each shape, and nothing over anything else."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from PIL import Image

from maps.drawing.picture import (
    BAR,
    EDGE,
    HEIGHT,
    NARROWEST_MAP,
    WIDEST_MAP,
    WIDTH,
    Entry,
    Words,
    break_lines,
    lay_out,
    letters_in,
    step_fill,
)
from maps.model.force_view import see_force
from maps.pages.briefing import unit_sheets
from maps.pages.index_page import see_index
from maps.pages.pictures import force_picture, map_alone, unit_picture
from maps.pages.png import letters_are_drawn, picture_png
from maps.sentences.places import site_headline, unit_headline

SVG = "{http://www.w3.org/2000/svg}"
LEGEND = tuple((str(step), f"{step} to {step + 1}, next 10%") for step in range(5))


@pytest.fixture(scope="module")
def force(site):
    return see_force(site)


@pytest.fixture(scope="module")
def pictures(force):
    sheet = unit_sheets(force, "NO")["briefing-NO.html"]
    return {"unit": unit_picture(force, sheet), "force": force_picture(see_index(force), force.decisions)}


def texts(picture: str) -> list[str]:
    return [text.text or "" for text in ElementTree.fromstring(picture).iter(f"{SVG}text")]


@pytest.mark.parametrize("name", ["unit", "force"])
def test_a_picture_is_whole_and_needs_nothing(pictures, name):
    root = ElementTree.fromstring(pictures[name])
    assert (root.get("width"), root.get("height"), root.get("viewBox")) == ("1920", "1080", "0 0 1920 1080")
    assert texts(pictures[name]).count("OFFICIAL") == 2
    assert "Open Government Licence" in " ".join(texts(pictures[name]))  # lines break between words
    assert root.find(f"{SVG}title").text
    # programs for slides read few style sheets, and a picture must not reach for anything
    assert not re.search(r"<style|<script|class=\"(?!flag)|var\(--|href|font-face|<image", pictures[name])
    ids = {one.get("id") for one in root.iter() if one.get("id")}
    for shape in root.iter(f"{SVG}path"):
        assert shape.get("fill")
        assert not shape.get("fill").startswith("url") or shape.get("fill")[5:-1] in ids
    assert any(shape.get("fill") == "url(#map-hatch)" for shape in root.iter(f"{SVG}path")) == (name == "force")


def test_what_a_picture_says_is_what_the_pages_say(pictures, force, site):
    place = force.places["NO"][0]
    said = " ".join(texts(pictures["unit"]))
    assert unit_headline("Northam", force.places["NO"]) in said
    assert place["reason"] in said
    assert texts(pictures["unit"]).count(str(place["rank"])) == 2  # on the map and in the list
    everywhere = " ".join(texts(pictures["force"]))
    assert site_headline(force) in everywhere
    assert all(name in everywhere for name in site.candidates["candidate_name"])


def test_map_and_legend_alone_are_a_part_of_the_same_drawing(pictures):
    alone = ElementTree.fromstring(map_alone(pictures["unit"]))
    left, top, width, height = map(int, alone.get("viewBox").split())
    assert left == EDGE
    assert NARROWEST_MAP <= width <= WIDEST_MAP
    ys = [float(text.get("y")) for text in alone.iter(f"{SVG}text") if "next" in (text.text or "")]
    assert ys
    assert all(top < y < top + height for y in ys)
    with pytest.raises(ValueError, match="not a picture"):
        map_alone("<svg/>")


def named_lines(one):
    """The lines of a heading as they are at the build."""
    _, x, y, size, letters, lines = one.arguments
    number = one.arguments[0].removeprefix("NO-")
    told = break_lines(f"Bordesley, Highgate and Ladywood Number {number}", letters)
    assert len(told) == lines
    return [Words(x, y + round(1.2 * size) * at, size, line, bold=True) for at, line in enumerate(told)]


@pytest.mark.parametrize("aspect", [0.3, 1.2, 3])
@pytest.mark.parametrize("places", [0, 1, 3, 9, 40])
def test_no_word_runs_out_of_its_column_or_over_another(places, aspect):
    entries = tuple(
        Entry(
            f"Bordesley, Highgate and Ladywood Number {at}", ("crimes and more " * 14, "10 areas"), str(at), f"NO-{at}"
        )
        for at in range(places)
    )
    laid = lay_out(
        "A force. July 2024 to June 2026",
        "Three places hold much. " * 6,
        entries,
        LEGEND,
        "Contains data " * 40,
        aspect=aspect,
    )
    listed = [line for one in laid.named for line in named_lines(one)]
    words = [*laid.words, *listed]
    for line in words:
        assert len(line.text) <= letters_in(line.size, WIDTH - EDGE - line.x, bold=line.bold)
        assert line.y - line.size > BAR
        assert line.y < HEIGHT - BAR
    edge = EDGE + laid.width
    for column in (
        [line for line in words if line.x < edge],
        [line for line in words if line.x > edge],
    ):
        feet = sorted(column, key=lambda line: line.y)
        assert all(below.y - below.size >= above.y - 1 for above, below in pairwise(feet))
    assert all(line.y <= laid.foot for line in words if line.x > edge)
    assert any("more: see the maps" in line.text for line in laid.words) == (places == 40)
    assert laid.height > 350
    assert laid.foot < min(line.y - line.size for line in laid.words if line.quiet and line.y > HEIGHT / 2)


def test_letters_shrink_before_sentences_are_left_out(site):
    entries = tuple(Entry("Somewhere", ("a reason in some words", "facts"), str(at), f"NO-{at}") for at in range(6))
    laid = lay_out("", "", entries, LEGEND, "", aspect=2)
    assert sum(line.text == "facts" for line in laid.words) == 6
    assert {line.size for line in laid.words if line.text == "facts"} < {14, 16, 18, 20, 22, 24}


def test_classes_differ_in_grey_and_from_white():
    grey = [
        sum(weight * int(fill[at : at + 2], 16) for at, weight in ((1, 0.2126), (3, 0.7152), (5, 0.0722)))
        for fill in (step_fill(f"need {step}") for step in range(5))
    ]
    assert all(above - below > 15 for above, below in pairwise([255, *grey]))
    assert step_fill("need x") == "url(#hatch)"
    with pytest.raises(ValueError, match="no fill for 'need 7'"):
        step_fill("need 7")


def test_lines_break_between_words():
    assert break_lines("one two three", 7) == ["one two", "three"]
    assert break_lines("unbreakable", 3) == ["unbreakable"]
    assert break_lines("", 5) == [""]


def test_a_place_that_is_decided_on_is_said_and_drawn(force):
    from made_up_sites import decided

    sheet = unit_sheets(force, "NO")["briefing-NO.html"]
    one = replace(sheet, places=tuple(replace(place, candidate_id="NO-1") for place in sheet.places))
    said = texts(unit_picture(replace(force, decisions=decided("abc")), one))
    assert "Impact Area since 1 April 2025, decided by Supt" in " ".join(said)
    assert "Impact Area today" in said
    assert "proposed Impact Area" not in said
    assert "proposed Impact Area" in texts(unit_picture(replace(force, decisions=decided("ab")), one))


def test_text_that_means_something_in_xml_stays_text(site):
    hostile = site.candidates.assign(candidate_name="<script>&\"'{{x}}")
    force = see_force(replace(site, candidates=hostile))
    picture = force_picture(see_index(force), force.decisions)
    assert "<script>" not in picture
    assert "<script>&" in " ".join(texts(picture))


def test_a_picture_as_pixels_has_its_shape_and_its_words(pictures):
    assert letters_are_drawn()
    made = picture_png(pictures["force"], width=960)
    with Image.open(io.BytesIO(made)) as picture:
        assert picture.size == (960, 540)
        band = picture.convert("L").crop((380, 0, 580, BAR // 2))  # the marking: white letters on black
        dark, light = band.getextrema()
    assert (dark < 30, light > 225) == (True, True)
    assert made == picture_png(pictures["force"], width=960)
