import ast
import base64
import gzip
import hashlib
import html
import re
from dataclasses import fields, is_dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import shapely
from jinja2 import meta
from made_up_sites import PAYLOADS, make_site, with_text

import maps
from maps import IncompleteMonth
from maps.drawing.charts import Bar, BarChart
from maps.drawing.leaflet_features import FEATURES, draw_map
from maps.drawing.paper_map import Mark, PaperMap, Shape, draw_paper_map
from maps.model import inputs as site_module
from maps.model.force_view import see_force
from maps.pages.about import About
from maps.pages.briefing import Briefing, Fact
from maps.pages.force_tables import TableSeen
from maps.pages.index_page import Card, IndexPage, IndexPlace, index_page
from maps.pages.unit_page import Part, Place, Row, StrandBar, UnitPage, unit_page
from maps.sentences.sheet_evidence import Evidence
from maps.text.assets import TEMPLATES
from maps.text.escape import template_environment

SCRIPT = re.compile(r"<script(?P<attributes>[^>]*)>(?P<text>.*?)</script>", re.DOTALL)


@pytest.fixture(scope="module")
def pages(site):
    force = see_force(site)
    return {"index.html": index_page(force)} | {f"npu-{code}.html": unit_page(force, code) for code in ("NO", "SO")}


def scripts(page):
    return [found["text"] for found in SCRIPT.finditer(page) if "json" not in found["attributes"]]


def digest(text):
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"


def policy(page):
    found = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    return html.unescape(found.group(1))


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    return maps.write_site(make_site(), tmp_path_factory.mktemp("written") / "new")


def test_every_page_is_written_and_returned(written):
    pages = ["index.html", "npu-NO.html", "npu-SO.html"]
    sheets = ["briefing-NO.html", "briefing-NO-1.html", "briefing-SO.html", "briefing-SO-1.html"]
    others = ["briefing-notes.html", "handout.html", "methods.html", "glossary.html"]
    assert [path.name for path in written] == [*pages, *sheets, *others]
    assert all(b"\r" not in path.read_bytes() for path in written)


def test_the_same_input_gives_the_same_bytes(written, tmp_path):
    again = maps.write_site(make_site(), tmp_path / "again")
    assert [path.read_bytes() for path in again] == [path.read_bytes() for path in written]


def test_no_page_names_anything_outside_itself(pages):
    for page in pages.values():
        without_leaflet = SCRIPT.sub("", page)
        addresses = re.findall(r'\b(?:src|href|action|data)="([^"]*)"', without_leaflet)
        assert all(
            re.fullmatch(r"(index|methods|glossary|npu-\w+|briefing-[\w-]+)\.html(#[\w=-]*)?|#[\w-]+", address)
            for address in addresses
        )
        assert not re.search(r"url\((?!#)|@import|<link|<iframe|sourceMappingURL|https?:", without_leaflet)
        assert not re.search(r"sourceMappingURL|\bfetch\(|XMLHttpRequest|importScripts", page)


def test_the_policy_allows_the_pages_own_scripts_and_style_and_nothing_else(pages):
    for page in pages.values():
        rules = dict(rule.strip().split(" ", 1) for rule in policy(page).split(";"))
        own = " ".join(map(digest, scripts(page))) or "'none'"
        beside = " 'self'" if '<body class="unit-page">' in page else ""  # places.js, the names that are searched
        assert rules.pop("script-src") == own + beside
        assert rules.pop("style-src") == digest(re.search(r"<style>(.*?)</style>", page, re.DOTALL).group(1))
        assert rules == {
            "default-src": "'none'",
            "img-src": "data:",
            "base-uri": "'none'",
            "form-action": "'none'",
        }
        assert page.count("<style") == 1
        assert " style=" not in page.replace(SCRIPT.sub("", ""), "").split("<script")[0]


@pytest.mark.parametrize("text", [*PAYLOADS[:2], *(pytest.param(one, marks=pytest.mark.long) for one in PAYLOADS[2:6])])
def test_scripts_are_the_same_whatever_the_data_says(pages, text):
    hostile = unit_page(see_force(with_text(make_site(), text)), "NO")
    assert scripts(hostile) == scripts(pages["npu-NO.html"])


def test_every_field_with_words_reaches_the_pages_escaped():
    mark = "<i>'\"`${{elm"
    force = see_force(with_text(make_site(), mark))
    for page in (index_page(force), unit_page(force, "NO"), unit_page(force, "SO")):
        assert mark not in page
        assert "&#60;i&#62;&#39;&#34;&#96;&#36;&#123;&#123;elm" in page


def test_our_scripts_have_no_way_to_turn_text_into_markup():
    for path in TEMPLATES.glob("*.js"):
        found = re.findall(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function", path.read_text()
        )
        assert not found, path.name


def test_every_feature_has_a_script_and_every_script_a_feature():
    assert {f"{feature.name}.js" for feature in FEATURES} == {path.name for path in TEMPLATES.glob("*.js")}


def test_the_map_is_foliums_and_its_id_is_stable():
    element, script = draw_map()
    assert element == '<div class="folium-map" id="map_unit" ></div>'
    assert "L.map(" in script
    assert "//" not in re.sub(r'"[^"]*"', "", script)
    assert "tileLayer" not in script
    assert "L.tileLayer" in draw_map(ground_map=True)[1]


@pytest.mark.parametrize(
    ("template", "view", "parts"),
    [
        ("page.html", UnitPage, (Place, StrandBar, Row, Part, TableSeen)),
        ("index.html", IndexPage, (Card, IndexPlace)),
        ("briefing.html", Briefing, (Fact, BarChart, Bar, PaperMap, Shape, Mark, Evidence)),
    ],
)
def test_what_a_template_receives_is_what_it_uses(template, view, parts):
    environment = template_environment()
    handout = ["handout.html"] if view is IndexPage else []  # the same cards and places, with more said of each
    text = "".join((TEMPLATES / name).read_text() for name in (template, "parts.html", *handout))
    received = {field.name for field in fields(view)}
    assert {field.name for field in fields(About)} <= received
    used = set()
    for name in (template, "parts.html"):
        tree = environment.parse((TEMPLATES / name).read_text())
        used |= meta.find_undeclared_variables(tree)
    own = {"marking_bar", "bars", "about", "patterns", "places"} - received
    assert used - own == received
    for part in parts:
        assert all(re.search(rf"\.{field.name}\b", text) for field in fields(part)), part


def test_every_field_of_a_site_is_read_by_a_page():
    inputs = ("inputs.py", "evidence_inputs.py", "period.py")
    sources = [path for path in Path(maps.__file__).parent.rglob("*.py") if path.name not in inputs]
    read = {
        node.attr
        for path in sources
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute)
    }
    parts = [part for part in [*vars(site_module).values(), IncompleteMonth] if is_dataclass(part)]
    assert len(parts) == 10
    assert {field.name for part in parts for field in fields(part)} <= read


def test_every_page_says_what_every_page_must_say(pages):
    for page in pages.values():
        shown = html.unescape(page)
        for words in (
            "Elmshire Police",
            "2 of 3 months, April 2025 to June 2025",
            "Run 20 November 2026",
            "generation-one",
            "Data to June 2025 (17 months old)",
            "One month is left out because data is missing: May 2025 (Oakham).",
            "Of 1,000 rows read, 900 were placed",
            "Indices of Deprivation 2025",
            "Cambridge Crime Harm Index 2020",
            "Open Government Licence v3.0",
            "Wards are used instead of neighbourhood teams.",
            "Recorded crime is not all crime.",
        ):
            assert words in shown
        assert page.count('<div class="marking') == 2


def test_without_a_marking_there_is_no_empty_bar(site):
    bare = replace(site, words=replace(site.words, marking="", teams_are_wards=False))
    page = index_page(see_force(bare))
    assert '<div class="marking' not in page
    assert "Wards are used instead" not in page


def test_a_force_without_places_or_hotspots_gets_a_kind_answer(site):
    empty = replace(
        site,
        candidates=site.candidates.iloc[:0],
        candidate_areas=site.candidate_areas.iloc[:0],
        hotspots=site.hotspots.iloc[:0],
    )
    force = see_force(empty)
    assert "No place is proposed in Northam for this period." in unit_page(force, "NO")
    assert "No place is proposed for this period." in index_page(force)


def test_a_force_of_one_unit_has_no_neighbours(site):
    alone = site.areas["npu_code"] == "NO"
    north = replace(site, areas=site.areas[alone], npus=site.npus.loc[["NO"]], ranking=site.ranking[alone])
    north = replace(north, area_measures=site.area_measures[alone], candidates=site.candidates.iloc[:1])
    assert '"neighbours":{"names":[],' in unit_page(see_force(north), "NO")


def test_missing_names_and_numbers_are_said_not_shown_as_zero(site):
    areas = site.areas.assign(area_name=pd.Series(dtype=str), team_name=pd.Series(dtype=str), population=float("nan"))
    page = unit_page(see_force(replace(site, areas=areas)), "NO")
    assert ">nan<" not in page.lower()


def test_a_ward_whose_name_is_not_known_is_not_named_by_its_code(site):
    nameless = see_force(replace(site, areas=site.areas.assign(team_name=site.areas["team_code"])))
    paper = draw_paper_map(nameless, "NO", place=None, width=700, height=260)
    assert not paper.names
    assert '"teams":["",' in unit_page(nameless, "NO")


def test_units_stand_in_the_order_of_their_names(site):
    named = replace(site, npus=site.npus.assign(npu_name=["Zeal", "ash"]))
    page = index_page(see_force(named))
    assert 0 < page.index(">ash<") < page.index(">Zeal<")


def test_shares_and_headline_come_from_the_candidates(pages):
    assert "One place in Northam has 18% of residents and 31% of harm." in pages["npu-NO.html"]
    residents = 3050 + 2330
    total = sum(1000 + 10 * at for at in range(32))
    harm = 2 * 9000 / sum(100 * down for down in range(1, 33))
    sentence = f"Two places have {100 * residents / total:.0f}% of residents and {100 * harm:.0f}% of harm."
    assert sentence in pages["index.html"]


def test_a_unit_of_220_areas_is_small_enough_to_send_by_mail(site):
    rough = site.areas.loc[site.areas.index.repeat(14)].iloc[:440].copy()
    rough.index = pd.Index([f"E{at:08d}" for at in range(440)], name="area_code")
    rough["npu_code"] = ["NO"] * 220 + ["SO"] * 220
    rough["area_name"] = [f"Birmingham {at:03d}A" for at in range(440)]
    cells = shapely.segmentize(
        [shapely.box(600 * x, 600 * y, 600 * x + 600, 600 * y + 600) for y in range(20) for x in range(22)], 160.0
    )
    wavy = shapely.transform(cells, lambda at: at + [430_000, 300_000] + 40 * np.sin(at[:, ::-1] / 90 + at / 130))
    rough = rough.set_geometry(wavy, crs=27700)

    def spread(frame):
        return frame.loc[frame.index.repeat(14)].iloc[:440].set_index(rough.index)

    types = pd.concat(
        [
            pd.DataFrame(
                {"area_code": rough.index, "month": pd.Timestamp("2025-06-01"), "crime_type": f"Type {at:02d}"}
            ).assign(incident_count=[(7 * at + 13 * n) % 300 for n in range(440)])
            for at in range(14)
        ]
    )
    surfaces = pd.concat([types.assign(measure="count_rank", hotspot_class="hotspot 99%", period_end=types["month"])])
    large = replace(
        site,
        areas=rough,
        ranking=spread(site.ranking),
        area_measures=spread(site.area_measures),
        area_months=types,
        hotspots=surfaces,
        candidate_areas=site.candidate_areas.assign(area_code=[*rough.index[:3], *rough.index[220:222]]),
    )
    page = unit_page(see_force(large), "NO").encode()
    assert len(page) <= 350_000
    assert len(gzip.compress(page)) <= 110_000
