"""The workbook for planners: ranking, candidates, hotspots and the notes that go with them."""

from __future__ import annotations

import io
import math
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from queries.catalogue.catalogue import Column, NamedQuery, named_query, run_named
from queries.catalogue.demand_columns import name_demand
from queries.catalogue.rows import Result
from queries.store.about import About
from queries.store.notes import LEFT_OUT, left_out_tables

SHEETS = {
    "Ranking": "ranking_details",
    "Candidates": "candidate_details",
    "Impact Areas": "designations",
    "Candidate areas": "candidate_areas",
    "Evidence": "evidence_of_candidate",
    "Hotspots": "hotspots",
    "Areas not ranked": "not_assessed",
}
SUMMARY, PLACES = "Summary", "candidate_details"
SHORTLIST = ("npu_name", "rank", "candidate_name", "population", "crime_share", "harm_share", "reason", "decision")
TITLE_ROW, HEADER_ROW, FIRST_ROW = 0, 1, 2
WIDEST = 60
PICTURE_HEIGHT, ROW_HEIGHT = 460, 20  # pixels
# Text stays text: nothing a source contains may turn into a formula, a link or a number when the workbook is opened.
SAFE = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "in_memory": True,
}


@dataclass(frozen=True)
class Styles:
    """Cell formats of the workbook."""

    marking: Format
    header: Format
    text: Format
    wrapped: Format
    numbers: dict[str, Format]

    def number(self, column: Column) -> Format:
        """Format of a column's numbers."""
        return self.numbers[number_format(column)]


def number_format(column: Column) -> str:
    """Return the spreadsheet format of a column: shares in per cent, thousands separated, few decimals."""
    if column.unit == "share":
        return f"0.{'0' * (column.decimals - 2)}%"
    whole = "#,##0" if column.grouped else "0"
    return f"{whole}.{'0' * column.decimals}" if column.decimals else whole


def xlsx_bytes(con: duckdb.DuckDBPyConnection, about: About, *, picture: bytes | None = None) -> dict[str, bytes]:
    """Write ``ranking.xlsx``: shortlist, a sheet per named query, notes; the same bytes for the same generation.

    Parameters
    ----------
    con : DuckDBPyConnection
        The generation.
    about : About
        The words that go into every sheet.
    picture : bytes, optional
        PNG of the force, which is above the shortlist.
    """
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, SAFE) as book:
        book.set_properties(
            {"title": f"Ranking of areas, {about.force_name}", "comments": about.marking, "created": about.built_at}
        )
        styles = _styles(book)
        queries = {title: name_demand(con, named_query(query)) for title, query in SHEETS.items()}
        places = name_demand(con, named_query(PLACES))
        _write_summary(book.add_worksheet(SUMMARY), places, run_named(con, PLACES), about, styles, picture=picture)
        for title, query in queries.items():
            result, empty = run_named(con, query.name), _why_empty(con, query)
            _write_table(book.add_worksheet(title), title, query.columns, result, about, styles, empty=empty)
        _write_notes(book.add_worksheet("Notes"), about, queries, styles)
    return {"ranking.xlsx": stream.getvalue()}


def _styles(book: xlsxwriter.Workbook) -> Styles:
    codes = sorted(
        {number_format(column) for query in (PLACES, *SHEETS.values()) for column in named_query(query).columns}
    )
    return Styles(
        marking=book.add_format({"bold": True}),
        header=book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#F3F2F1"}),
        text=book.add_format({"valign": "top"}),
        wrapped=book.add_format({"text_wrap": True, "valign": "top"}),
        numbers={code: book.add_format({"num_format": code, "valign": "top"}) for code in codes},
    )


def _why_empty(con: duckdb.DuckDBPyConnection, query: NamedQuery) -> str:
    """Say why a sheet has no rows."""
    return f"{LEFT_OUT}." if query.tables & left_out_tables(con) else query.empty


def _write_table(
    sheet: Worksheet,
    title: str,
    columns: Sequence[Column],
    result: Result,
    about: About,
    styles: Styles,
    *,
    empty: str,
) -> None:
    """Write a sheet: marking and title, frozen header with filter, rows, marking again."""
    _frame_sheet(sheet, about)
    sheet.write_string(TITLE_ROW, 0, f"{about.marking}   {title}: {about.force_name}, {about.period}", styles.marking)
    for position, column in enumerate(columns):
        values = [row[position] for row in result.rows]
        sheet.set_column(position, position, _width(column, values))
        sheet.write_string(HEADER_ROW, position, column.heading, styles.header)
        number = styles.number(column)
        for row, value in enumerate(values, start=FIRST_ROW):
            _write_value(sheet, row, position, value, number, styles)
    last = HEADER_ROW + len(result.rows)
    sheet.autofilter(HEADER_ROW, 0, last, len(columns) - 1)
    sheet.freeze_panes(FIRST_ROW, 0)
    sheet.repeat_rows(HEADER_ROW)
    if not result.rows:
        sheet.write_string(FIRST_ROW, 0, empty, styles.text)
    sheet.write_string(max(last, FIRST_ROW) + 2, 0, about.marking, styles.marking)


def _frame_sheet(sheet: Worksheet, about: About) -> None:
    """Set how the sheet prints: landscape, one page wide, marking in header and footer."""
    marking = about.marking.replace("&", "&&")
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.set_header(f"&C{marking}")
    sheet.set_footer(f"&L{about.generation}&C{marking}&RPage &P of &N")


def _write_value(sheet: Worksheet, row: int, position: int, value: Any, number: Format, styles: Styles) -> None:
    """Write one cell: a missing value stays empty, text is never read as anything else."""
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return
    if isinstance(value, bool):
        sheet.write_string(row, position, "yes" if value else "no", styles.text)
    elif isinstance(value, (int, float)):
        sheet.write_number(row, position, value, number)
    else:
        sheet.write_string(row, position, str(value), styles.wrapped if len(str(value)) > WIDEST else styles.text)


def _width(column: Column, values: list[Any]) -> float:
    """Return a width for the longest text, or for the longest word of the heading."""
    heading = max(len(word) for word in column.heading.split())
    texts = [len(value) for value in values if isinstance(value, str)]
    return min(max([heading + 3, 9, *(length + 1 for length in texts)]), WIDEST)


def _write_summary(
    sheet: Worksheet, query: NamedQuery, places: Result, about: About, styles: Styles, *, picture: bytes | None
) -> None:
    """Write the sheet for a board paper: the picture of the force, and the shortlist with reasons and decisions."""
    _frame_sheet(sheet, about)
    columns = {column.name: column for column in query.columns}
    at = {name: places.columns.index(name) for name in SHORTLIST}
    header = HEADER_ROW + (_insert_picture(sheet, picture, about) if picture else 0)
    sheet.write_string(TITLE_ROW, 0, f"{about.marking}   Shortlist: {about.force_name}, {about.period}", styles.marking)
    for position, name in enumerate(SHORTLIST):
        values = [row[at[name]] for row in places.rows]
        sheet.set_column(position, position, _width(columns[name], values))
        sheet.write_string(header, position, columns[name].heading, styles.header)
        for row, value in enumerate(values, start=header + 1):
            _write_value(sheet, row, position, value, styles.number(columns[name]), styles)
    sheet.set_row_pixels(header, 2 * ROW_HEIGHT)
    for row, place in enumerate(places.rows, start=header + 1):
        longest = max(len(str(value)) for value in place)
        sheet.set_row_pixels(row, ROW_HEIGHT * math.ceil(1.1 * longest / WIDEST))  # lines break between words
    if not places.rows:
        sheet.write_string(header + 1, 0, query.empty, styles.text)
    last = header + 1 + max(1, len(places.rows))
    sheet.write_string(last + 1, 0, "A rank is a place to start; a person designates.", styles.text)
    sheet.write_string(last + 2, 0, about.marking, styles.marking)
    if not picture:
        sheet.freeze_panes(FIRST_ROW, 0)


def _insert_picture(sheet: Worksheet, picture: bytes, about: About) -> int:
    """Put the picture of the force under the title; gives the rows that it takes."""
    (height,) = struct.unpack(">I", picture[20:24])  # of a PNG
    scale = PICTURE_HEIGHT / height
    sheet.insert_image(
        HEADER_ROW,
        0,
        "map-force.png",
        {
            "image_data": io.BytesIO(picture),
            "x_scale": scale,
            "y_scale": scale,
            "x_offset": 4,
            "y_offset": 4,
            "object_position": 3,
            "description": f"Map of {about.force_name} by overall need, with the places of the list below.",
        },
    )
    rows = math.ceil((PICTURE_HEIGHT + 12) / ROW_HEIGHT)
    for row in range(HEADER_ROW, HEADER_ROW + rows):
        sheet.set_row_pixels(row, ROW_HEIGHT)  # some programs have rows of other heights, and would squeeze the picture
    return rows


def _write_notes(sheet: Worksheet, about: About, queries: Mapping[str, NamedQuery], styles: Styles) -> None:
    """Write what the numbers are, where they come from, and what they do not show."""
    _frame_sheet(sheet, about)
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 110)
    lines = [*about.facts(), ("", "")]
    for title, read in queries.items():
        lines.append((f"Sheet: {title}", read.purpose))
        lines += [(column.heading, f"{column.meaning[0].upper()}{column.meaning[1:]}") for column in read.columns]
        lines.append(("", ""))
    lines.append((about.marking, ""))
    for row, (word, sentence) in enumerate(lines):
        sheet.write_string(row, 0, word, styles.marking)
        sheet.write_string(row, 1, sentence, styles.wrapped)
