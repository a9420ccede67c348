"""The Word briefing: it says what the sheet says, in styles and tables that planners and screen readers can use."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from docx import Document
from docx.oxml.ns import qn
from made_up_sites import decided
from PIL import Image

from maps.model.force_view import see_force
from maps.pages.briefing import briefings
from maps.pages.sheet_content import read_evidence, read_unit_sheet
from maps.pages.word import word_briefing
from maps.sentences.places import place_size, unit_headline
from maps.sentences.sheet_evidence import bearing_cautions, weigh_evidence

MADE_AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def picture() -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (160, 100), "white").save(stream, "PNG")
    return stream.getvalue()


def write(force):
    sheets = briefings(force, "NO")
    places = {name[9:-5]: page for name, page in sheets.items() if name.startswith("briefing-NO-")}
    return word_briefing(sheets["briefing-NO.html"], places, picture(), made_at=MADE_AT)


@pytest.fixture(scope="module")
def force(site):
    return see_force(site)


@pytest.fixture(scope="module")
def made(force):
    return write(force)


@pytest.fixture(scope="module")
def document(made):
    return Document(io.BytesIO(made))


def cells(table):
    return [[cell.text for cell in row.cells] for row in table.rows]


def test_words_and_figures_are_those_of_the_pages(document, force):
    (place,) = force.places["NO"]
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert unit_headline("Northam", [place]) in texts
    shortlist, evidence, *_ = document.tables
    number, name, reason, size = cells(shortlist)[1]
    assert (number, reason, size) == ("1", place["reason"], place_size(place))
    assert name == f"{place['candidate_name']}. {force.decisions.place_words('NO-1')}"
    weighed = weigh_evidence(force, place)
    said = {row[0]: row[1] for row in cells(evidence)[1:]}
    assert said["For"] == " ".join(weighed.in_favour)
    assert said["Against"] == " ".join(weighed.against)
    assert said["Not tested"] == " ".join(weighed.untested)
    assert set(bearing_cautions(force, force.by_need["NO"])) <= set(texts)


def test_headings_tables_and_lists_are_in_real_styles(document):
    styles = {paragraph.text: paragraph.style.name for paragraph in document.paragraphs}
    assert styles["Northam: proposed Impact Areas"] == "Heading 1"
    assert [styles[heading] for heading in ("Shortlist", "Before you decide", "Decision", "Sources")] == [
        "Heading 2"
    ] * 4
    assert "List Bullet" in styles.values()
    for table in document.tables:
        assert table.style.name == "Table Grid"
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val"))
    assert all(table.rows[1]._tr.trPr.find(qn("w:tblHeader")) is None for table in document.tables)


def test_language_title_marking_and_the_words_for_the_picture(document, made):
    assert document.core_properties.title == "Northam: proposed Impact Areas, Elmshire Police"
    assert document.core_properties.language == "en-GB"
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        languages = re.findall(r'<w:lang [^>]*w:val="([^"]*)"', parts.read("word/styles.xml").decode())
    assert set(languages) == {"en-GB"}
    section = document.sections[0]
    assert section.header.paragraphs[0].text == section.footer.paragraphs[0].text == "OFFICIAL"
    (shape,) = document.inline_shapes
    words = shape._inline.docPr.get("descr")
    assert words.startswith("Map of Northam by overall need")
    assert "Ashby" in words


def test_the_same_sheets_give_the_same_bytes(made, force):
    assert made == write(force)


def test_what_is_decided_is_said_and_what_can_be_decided_then(force):
    document = Document(io.BytesIO(write(replace(force, decisions=decided("abc")))))
    assert "Impact Area since 1 April 2025" in cells(document.tables[0])[1][1]
    decision = next(table for table in document.tables if table.rows[0].cells[1].text == "Decision")
    assert [choice.split()[-1] for choice in cells(decision)[1][1].split("   ")] == ["keep", "change", "end"]


def test_a_unit_without_places_says_so(site):
    none = see_force(replace(site, candidates=site.candidates[site.candidates["npu_code"] != "NO"]))
    document = Document(io.BytesIO(write(none)))
    assert "No place is proposed in Northam for this period." in [one.text for one in document.paragraphs]
    assert document.tables == []


def test_another_page_is_refused():
    with pytest.raises(ValueError, match="not a sheet"):
        read_unit_sheet("<html><body class='index-page'><main></main></body></html>")
    assert read_evidence("<p>nothing</p>") == ((), ())
