"""The briefing of a unit as a Word document, to be pasted into a board paper: in real styles."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table, _Cell

from maps.pages.sheet_content import PlaceContent, SheetContent, read_evidence, read_unit_sheet

_FONT, _LANGUAGE = "Arial", "en-GB"
_INK = RGBColor(0x0B, 0x0C, 0x0C)
_SIZES = {"Normal": 11, "Heading 1": 18, "Heading 2": 13, "Heading 3": 11, "Caption": 9, "List Bullet": 11}
_ZIP_DAY = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip knows: the same document gives the same bytes
_TEXT_CM, _TALLEST_CM = 17.0, 14.0
_BOX = "\u2610"


def word_briefing(unit_sheet: str, place_sheets: Mapping[str, str], picture: bytes, *, made_at: datetime) -> bytes:
    """The briefing of a unit, from its sheets.

    Parameters
    ----------
    unit_sheet : str
        HTML of the unit's sheet.
    place_sheets : mapping of str to str
        HTML of the sheet of each of its places, by ``candidate_id``.
    picture : bytes
        PNG of its map with the legend.
    made_at : datetime
        When the sheets were made.

    Returns
    -------
    bytes
        A ``.docx``: the same sheets give the same bytes.
    """
    sheet = read_unit_sheet(unit_sheet)
    document = _blank(sheet, made_at)
    document.add_heading(f"{sheet.title}: proposed Impact Areas", level=1)
    for at, sentence in enumerate(sheet.sentences):
        document.add_paragraph().add_run(sentence).bold = at == 0
    _add_picture(document, sheet, picture)
    if sheet.places:
        document.add_heading("Shortlist", level=2)
        rows = [(place.rank, _with_decision(place), place.reason, place.facts) for place in sheet.places]
        _add_table(document, "Shortlist", ("No.", "Place", "Why it is proposed", "Size"), rows, (1.2, 4.0, 8.3, 3.5))
    _add_list(document, "Impact Areas outside the proposed places", sheet.elsewhere)
    for place in sheet.places:
        _add_place(document, place, *read_evidence(place_sheets[place.candidate_id]))
    _add_list(document, "High need, but in no place", sheet.left_out)
    _add_list(document, "Before you decide", sheet.cautions)
    if sheet.places:
        _add_decision(document, sheet.places)
    document.add_heading("Sources", level=2)
    document.add_paragraph(f"{sheet.sources} The program ranks; a person designates.")
    return _same_bytes(document)


def _blank(sheet: SheetContent, made_at: datetime) -> DocumentType:
    """A document in British English with a title, the marking on every page, and headings as in a board paper."""
    document = Document()
    about = document.core_properties
    about.title = f"{sheet.title}: proposed Impact Areas, {sheet.force_name}"
    about.author, about.comments, about.language = sheet.force_name, sheet.marking, _LANGUAGE
    about.created = about.modified = made_at.replace(tzinfo=None, microsecond=0)
    about.last_modified_by, about.revision = sheet.force_name, 1
    styles = document.styles
    for name, size in _SIZES.items():
        font = styles[name].font
        font.name, font.size, font.color.rgb = _FONT, Pt(size), _INK
        fonts = styles[name].element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{kind}"), None)
        fonts.set(qn("w:hAnsi"), _FONT)
    for language in styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), _LANGUAGE)
    styles["Normal"].paragraph_format.space_after = Pt(6)
    styles["Caption"].font.bold = False
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2.0)
    _write_edge(section.header.paragraphs[0], sheet.marking)
    _write_edge(section.footer.paragraphs[0], sheet.marking)
    section.footer.add_paragraph(f"{sheet.force_name}, {sheet.title}. {sheet.period}").style = styles["Caption"]
    return document


def _write_edge(paragraph: Any, marking: str) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.add_run(marking).bold = True


def _add_picture(document: DocumentType, sheet: SheetContent, picture: bytes) -> None:
    """The map across the text, with words for those who do not see it."""
    shape = document.add_picture(io.BytesIO(picture), width=Cm(_TEXT_CM))
    if shape.height > Cm(_TALLEST_CM):
        shape.width, shape.height = round(shape.width * Cm(_TALLEST_CM) / shape.height), Cm(_TALLEST_CM)
    places = "; ".join(f"{place.rank} {place.name}" for place in sheet.places) or "no place is proposed"
    words = f"Map of {sheet.title} by overall need, with its proposed Impact Areas: {places}."
    about = shape._inline.docPr
    about.set("descr", words)
    about.set("title", f"Map of {sheet.title}")
    picture_about = shape._inline.graphic.graphicData.pic.nvPicPr.cNvPr
    picture_about.set("name", f"map-{sheet.title}.png")
    document.paragraphs[-1].paragraph_format.keep_with_next = True
    document.add_paragraph(f"Overall need and proposed Impact Areas in {sheet.title}. {sheet.period}.", style="Caption")


def _with_decision(place: PlaceContent) -> str:
    return f"{place.name}. {place.decided}" if place.decided else place.name


def _add_place(
    document: DocumentType, place: PlaceContent, evidence: Sequence[Sequence[str]], recorded: Sequence[Sequence[str]]
) -> None:
    document.add_heading(f"{place.rank}. {place.name}", level=2)
    _add_table(document, f"Evidence on {place.name}", ("Question", "What the data says"), evidence, (3.2, 13.8))
    if len(recorded) > 1:
        document.add_heading("Recorded most", level=3)
        heading, *rows = recorded
        _add_table(document, f"Recorded most in {place.name}", heading, rows, (6.6, 2.6, 2.6, 2.6, 2.6), figures=True)
        document.add_paragraph(
            "* Per 1,000 residents, whole period. Times unit: the rate here over the unit's.", style="Caption"
        )


def _add_decision(document: DocumentType, places: Sequence[PlaceContent]) -> None:
    """A row to tick for each place, and lines for who decides and why."""
    document.add_heading("Decision", level=2)
    rows = [(place.name, "   ".join(f"{_BOX} {choice}" for choice in place.choices), "") for place in places]
    _add_table(document, "Decision on each place", ("Place", "Decision", "Review by"), rows, (6.5, 7.0, 3.5))
    document.add_paragraph()
    lines = [(word, "") for word in ("Reason", "Name and rank", "Signature", "Date")]
    _add_table(document, "Who decides, and why", ("", "To be filled in"), lines, (4.0, 13.0))


def _add_list(document: DocumentType, heading: str, lines: Sequence[str]) -> None:
    if lines:
        document.add_heading(heading, level=2)
        for line in lines:
            document.add_paragraph(line, style="List Bullet")


def _add_table(
    document: DocumentType,
    title: str,
    heading: Sequence[str],
    rows: Sequence[Sequence[str]],
    widths_cm: Sequence[float],
    *,
    figures: bool = False,
) -> None:
    """Add a table whose heading row is repeated on each page and named by screen readers; figures are right-aligned."""
    table = document.add_table(rows=1 + len(rows), cols=len(heading), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, widths_cm, strict=True):
        column.width = Cm(width)
    for made, row in zip(table.rows, (heading, *rows), strict=True):
        for at, (cell, words) in enumerate(zip(made.cells, row, strict=True)):
            cell.width = Cm(widths_cm[at])
            run = cell.paragraphs[0].add_run(words)
            run.font.size = Pt(10)
            run.bold = row is heading or at == 0
            cell.paragraphs[0].paragraph_format.space_before = cell.paragraphs[0].paragraph_format.space_after = Pt(2)
            if figures and at:
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _mark_header(table, title)


def _mark_header(table: Table, title: str) -> None:
    properties = table._tbl.tblPr
    caption = OxmlElement("w:tblCaption")
    caption.set(qn("w:val"), title)
    properties.append(caption)
    look = properties.find(qn("w:tblLook"))
    for name, value in (("firstRow", "1"), ("firstColumn", "1"), ("noHBand", "1"), ("noVBand", "1")):
        look.set(qn(f"w:{name}"), value)
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for cell in table.rows[0].cells:
        _shade(cell)


def _shade(cell: _Cell) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", "F3F2F1")):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)


def _same_bytes(document: DocumentType) -> bytes:
    """The document, its parts dated alike."""
    written, made = io.BytesIO(), io.BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as before, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            after.writestr(zipfile.ZipInfo(name, _ZIP_DAY), before.read(name), zipfile.ZIP_DEFLATED)
    return made.getvalue()
