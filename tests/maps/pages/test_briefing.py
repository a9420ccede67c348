import html
import re
from dataclasses import replace
from itertools import pairwise

import pandas as pd
import pytest
import shapely
from made_up_sites import make_site, with_text

from maps.drawing.paper_map import draw_paper_map, fit_frame
from maps.model.force_view import see_force
from maps.pages.briefing import briefings, notes_sheet
from maps.pages.pdf import prepare_pdf
from maps.text.assets import template_text


@pytest.fixture(scope="module")
def sheets(site):
    return {name: html.unescape(text) for name, text in briefings(see_force(site), "NO").items()}


def test_a_unit_and_each_of_its_places_has_a_sheet(sheets):
    assert list(sheets) == ["briefing-NO.html", "briefing-NO-1.html"]
    for sheet in sheets.values():
        assert sheet.count('<div class="marking') == 2
        assert "<script" not in sheet
        for words in (
            "Elmshire Police",
            "Northam",
            "Run 20 November 2026",
            "Signed",
        ):
            assert words in sheet


def test_a_places_sheet_gives_reason_evidence_and_trend(sheets):
    sheet = sheets["briefing-NO-1.html"]
    assert "300 crimes, twice the average." in sheet
    # E000, E001 and E004 have 32, 31 and 28 burglaries in each of two months, the unit's 16 areas 32 down to 17
    here, unit = 2 * (32 + 31 + 28), 2 * sum(range(17, 33))
    rate, of_unit = 1000 * here / (1000 + 1010 + 1040), 1000 * unit / sum(range(1000, 1160, 10))
    row = re.search(r"<tr><th scope=\"row\">Burglary</th>(.*?)</tr>", sheet).group(1)
    shown = re.findall(r">([^<]+)</td>", row)
    assert shown == [f"{here}", f"{rate:.0f}", f"{rate / of_unit:.1f}", f"{100 * here / unit:.0f}%"]
    assert "182 in June 2025. Hatched: no complete data." in sheet
    assert sheet.count('class="trend-bar"') == 2
    assert "Few residents, so rates per resident mislead: Elm E003." in sheets["briefing-NO.html"]


def test_impact_areas_that_stand_are_drawn_with_a_flag(sheets):
    for sheet in sheets.values():
        assert "Impact Area since 1 April 2025, decided by Supt Khan, review by 1 April 2026" in sheet
        assert "<title>Ashby Impact Area</title>" in sheet
        assert [f'class="designation-{part}"' in sheet for part in ("casing", "line", "core")] == [True] * 3
        assert "Impact Area today" in sheet


def test_peaks_are_drawn_where_times_are_known_and_many_enough(site):
    peaks = pd.DataFrame({"candidate_id": "NO-1", "weekday": [5, 6], "hour": [22, 23], "incident_count": [40, 60]})
    timed = replace(site, further=replace(site.further, peaks=peaks))
    sheet = briefings(see_force(timed), "NO")["briefing-NO-1.html"]
    assert "Busiest from 23:00; 100 with a time." in sheet
    assert "Busiest on Saturday." in sheet
    few = replace(site, further=replace(site.further, peaks=peaks.assign(incident_count=2)))
    assert "Busiest" not in briefings(see_force(few), "NO")["briefing-NO-1.html"]


def test_what_a_file_says_is_escaped_on_a_sheet():
    mark = "<i>'\"`${{elm"
    for sheet in briefings(see_force(with_text(make_site(), mark)), "NO").values():
        assert mark not in sheet
        assert "&#60;i&#62;" in sheet


def test_a_unit_without_places_has_a_sheet(site):
    empty = replace(site, candidates=site.candidates.iloc[:0], candidate_areas=site.candidate_areas.iloc[:0])
    assert list(briefings(see_force(empty), "NO")) == ["briefing-NO.html"]


def test_for_pdf_every_drawing_carries_its_own_rules(site):
    raw = briefings(see_force(site), "NO")["briefing-NO-1.html"]
    ready = prepare_pdf(raw)
    assert "var(--" not in ready
    # the drawing that holds the patterns has no rules; every other has them once
    assert ready.count("<svg") - 1 == ready.count("><style>")
    with pytest.raises(ValueError, match="not a sheet"):
        prepare_pdf("<html></html>")


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("ramp", ["need", "context"])
def test_classes_stay_apart_in_grey(ramp):
    style = template_text("base.css")
    colours = [re.search(rf'data-step="{ramp} {step}"\] {{ fill: (#\w+)', style).group(1) for step in range(5)]
    light = [luminance(colour) for colour in colours]
    assert all(one > other for one, other in pairwise(light))
    # neighbours in the ramp differ by a fifth in contrast, the ends by far more than the 3:1 of graphics
    assert min((one + 0.05) / (other + 0.05) for one, other in pairwise(light)) > 1.2
    assert (light[0] + 0.05) / (light[-1] + 0.05) > 3


def grey(colour):
    """What a grey printer makes of a colour: 0 to 255."""
    return sum(part * int(colour[at : at + 2], 16) for part, at in ((0.299, 1), (0.587, 3), (0.114, 5)))


@pytest.mark.parametrize("ramp", ["need", "context"])
def test_on_grey_paper_land_outside_and_the_lowest_classes_differ(ramp):
    style = template_text("print.css")
    outside = [re.search(rf"--{name}: (#\w+)", style)[1] for name in ("beyond", "land")]
    assert outside == ["#fff", "#fff"]
    found = [re.search(rf'data-step="{ramp} {step}"\] {{ fill: (#\w+)', style)[1] for step in range(3)]
    shades = [255.0, *map(grey, found)]
    assert min(one - other for one, other in pairwise(shades)) >= 20


def test_descriptions_and_types_never_have_the_colours_of_hotspots(site):
    style = template_text("base.css")
    hot = set(re.findall(r'data-step="(?:hotspot|need) \d"\] \{ fill: (#\w+)', style))
    ramps = {layer.layer_id.split("-")[0]: layer.ramp for layer in see_force(site).layers}
    assert (ramps["quadrant"], ramps["type"], ramps["similar"]) == ("quadrant", "kind", "difference")
    for ramp in ("quadrant", "kind", "difference"):
        own = re.findall(rf'data-step="{ramp} \d"\] {{ fill: (#\w+)', style)
        assert len(own) == len(set(own)) >= 3
        assert not hot & set(own)


def test_a_small_place_is_not_hidden_by_its_number(site):
    force = see_force(site)
    assert draw_paper_map(force, "NO", place=None, width=1860, height=700).tight is False
    assert draw_paper_map(force, "NO", place=None, width=300, height=120).tight is True


def test_every_caution_is_on_the_last_page_and_at_most_three_on_a_sheet(site, sheets):
    cautions = tuple(f"Caution number {at}." for at in range(9))
    force = see_force(replace(site, words=replace(site.words, cautions=cautions)))
    notes = notes_sheet(force)
    assert all(caution in notes for caution in cautions)
    for sheet in briefings(force, "NO").values():
        assert not any(caution in sheet for caution in cautions)
        careful = re.search(r'<section class="careful">(.*?)</section>', sheet, re.DOTALL)
        assert 1 <= careful.group(1).count("<li>") <= 3
        assert 'href="briefing-notes.html"' in sheet


def test_evidence_is_a_table_of_what_speaks_for_against_and_was_not_tested(sheets):
    sheet = sheets["briefing-NO-1.html"]
    table = re.search(r'<table class="evidence">(.*?)</table>', sheet, re.DOTALL).group(1)
    assert re.findall(r'<th scope="row">([^<]+)</th>', table)[:3] == ["For", "Against", "Not tested"]


def test_a_sheet_has_a_line_for_the_decision_on_each_of_its_places(site):
    both = site.candidates.assign(npu_code="NO", rank=[1, 2])
    sheet = briefings(see_force(replace(site, candidates=both)), "NO")["briefing-NO.html"]
    box = re.search(r'<section class="decision".*?</section>', sheet, re.DOTALL).group()
    assert [box.count(words) for words in ("designate, review by", "Ashby", "Cedar")] == [2, 1, 1]


@pytest.mark.parametrize("name", ["briefing.css"])
def test_nothing_on_a_sheet_is_set_smaller_than_nine_points(name):
    paper = re.sub(
        r"@media screen.*?\n}", "", template_text(name), flags=re.DOTALL
    )  # on a phone, pixels are of a screen
    sizes = re.findall(r"font-size: ?([\d.]+)(pt|px)", paper)
    assert len(sizes) > 10
    # on a drawing a pixel is a tenth of a millimetre: 9 points are 31.75 of them
    assert [f"{size}{unit}" for size, unit in sizes if float(size) < (9 if unit == "pt" else 31.75)] == []


@pytest.mark.parametrize(
    ("shape", "frame"),
    [
        (shapely.box(0, 0, 1000, 1000), (860, 860)),  # square: as tall as allowed
        (shapely.box(0, 0, 4000, 1000), (1160, 440)),  # wide: the least height
        (shapely.box(0, 0, 1000, 4000), (800, 860)),  # tall: the least width
        (shapely.box(0, 0, 2000, 1000), (1160, 580)),
    ],
)
def test_the_frame_of_a_map_has_the_shape_of_what_it_shows(shape, frame):
    assert fit_frame(shape, most=(1160, 860), least=(800, 440)) == frame
