"""Bring ids, months, times and numbers to one form; what is unclear stays as it is.

Runs on whole columns; only cells in an unusual form are looked at one by one, each distinct text once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import pyarrow as pa
import pyarrow.compute as pc

from geo.exceptions import InputRefused
from queries.files.missing_words import MISSING_WORDS
from queries.loaders.incidents.date_forms import day_comes_first, is_numeric_date, read_moment, read_month
from queries.loaders.incidents.raw_rows import RawRows
from queries.loaders.tables.messages import count_of, name_some

USUAL_MONTH = r"^([12]\d{3}-(0[1-9]|1[0-2]))?$"
USUAL_TIME = r"^(\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d(\.\d+)?)?)?$"
# A spreadsheet that takes a long number for a measurement keeps six figures of it: no id any more.
ROUNDED_ID = r"^\d(\.\d+)?E\+\d{1,3}$"
GROUPED = r"^-?\d{1,3}([,\x{a0}\x{202f} ]\d{3})+(\.\d+)?$"
DECIMAL_COMMA = r"^-?\d{1,3},\d+$"
# Above this share of a file's rows, dates that can be read in two ways refuse the file; below, the rows are left out.
UNCLEAR_REFUSED_ABOVE, UNCLEAR_LEAST_ROWS = 0.2, 10


def settle_forms(rows: RawRows, *, file: str) -> tuple[RawRows, tuple[str, ...]]:
    """Bring each value to its usual form, and report what was read as what.

    Raises
    ------
    InputRefused
        Dates in figures of which nobody can tell the day from the month.
    """
    notes: list[str] = []
    cells = _blank_missing(rows.cells, notes)
    if rows.shape == "incidents":
        cells = _blank_rounded_ids(cells, rows.headings, notes)
        cells = _settle_dates(cells, "received", USUAL_TIME, rows, file, notes)
    cells = _settle_dates(cells, "month", USUAL_MONTH, rows, file, notes)
    return replace(rows, cells=_settle_numbers(cells)), tuple(notes)


def _replace(cells: pa.Table, name: str, column: pa.ChunkedArray) -> pa.Table:
    return cells.set_column(cells.schema.get_field_index(name), name, column)


def _blank_missing(cells: pa.Table, notes: list[str]) -> pa.Table:
    """Blank each cell that contains a word for "missing"."""
    words, seen, count = pa.array(sorted(MISSING_WORDS)), set(), 0
    for name in cells.column_names:
        if name == "row_number":
            continue
        column = cells.column(name)
        missing = pc.is_in(column, value_set=words)
        number = pc.sum(missing).as_py() or 0
        if number:
            seen |= set(pc.unique(column.filter(missing)).to_pylist())
            count += number
            cells = _replace(cells, name, pc.if_else(missing, "", column))
    if seen:
        notes.append(f"{name_some(repr(word) for word in sorted(seen))} read as missing in {count_of(count, 'cell')}")
    return cells


def _blank_rounded_ids(cells: pa.Table, headings: object, notes: list[str]) -> pa.Table:
    ids = cells.column("incident_id")
    rounded = pc.fill_null(pc.match_substring_regex(ids, ROUNDED_ID), fill_value=False)
    number = pc.sum(rounded).as_py() or 0
    if not number:
        return cells
    notes.append(
        f"the ids of {count_of(number, 'row')} were rounded by a spreadsheet (2.02603E+11) and are read as missing"
    )
    return _replace(cells, "incident_id", pc.if_else(rounded, "", ids))


def _settle_dates(cells: pa.Table, name: str, usual: str, rows: RawRows, file: str, notes: list[str]) -> pa.Table:
    """Rewrite months or times in an unusual form; a date without a time keeps its month only."""
    column = cells.column(name)
    unusual = pc.invert(pc.fill_null(pc.match_substring_regex(column, usual), fill_value=True))
    odd = column.filter(unusual)
    if not len(odd):
        return cells
    texts = pc.unique(odd).to_pylist()
    day_first = day_comes_first(texts, first_of_month=name == "month")
    if day_first is None:
        _refuse_unclear(odd, texts, heading=rows.headings.get(name, name), file=file, of=len(column))
    read: Callable[..., date | datetime | None] = read_month if name == "month" else read_moment
    found = {text: moment for text in texts if (moment := read(text, day_first=day_first))}
    if not found:
        return cells
    heading = rows.headings.get(name, name)
    notes.append(_describe(found, heading, is_month=name == "month", day_first=day_first))
    if name == "month":
        return _map(cells, "month", {text: f"{moment:%Y-%m}" for text, moment in found.items()})
    timed = {text: f"{moment:%Y-%m-%d %H:%M:%S}" for text, moment in found.items() if isinstance(moment, datetime)}
    dated = {text: f"{moment:%Y-%m}" for text, moment in found.items() if text not in timed}
    if dated:
        is_date = pc.is_in(column, value_set=pa.array(list(dated)))
        months = pc.if_else(is_date, column, cells.column("month"))
        cells = _map(_replace(cells, "month", months), "month", dated)
        cells = _replace(cells, "received", pc.if_else(is_date, None, column))
    return _map(cells, "received", timed)


def _describe(found: dict[str, date | datetime], heading: str, *, is_month: bool, day_first: bool | None) -> str:
    """Say how the column was read: with one month as an example, and without the time of any call."""
    text, moment = next(iter(found.items()))
    if is_month:
        return f"'{heading}' is not written like 2026-03: '{text}' read as {moment:%B %Y}"
    order = {True: ", the day first", False: ", the month first", None: ""}[day_first]
    return f"'{heading}' is not written like 2026-03-31 14:05: read{order}, by the clock of the United Kingdom"


def _map(cells: pa.Table, name: str, words: dict[str, str]) -> pa.Table:
    """Replace each text that is a key by its value."""
    if not words:
        return cells
    column = cells.column(name)
    at = pc.index_in(column, value_set=pa.array(list(words)))
    values = pc.take(pa.array(list(words.values())), at)
    return _replace(cells, name, pc.coalesce(values, column))


def _refuse_unclear(odd: pa.ChunkedArray, texts: list[str], *, heading: str, file: str, of: int) -> None:
    unclear = [text for text in texts if is_numeric_date(text)]
    if not unclear:
        return
    rows = pc.sum(pc.is_in(odd, value_set=pa.array(unclear))).as_py()
    if rows >= UNCLEAR_LEAST_ROWS and rows > UNCLEAR_REFUSED_ABOVE * of:
        raise InputRefused(
            f"'{file}', column '{heading}': day and month cannot be told apart in {count_of(rows, 'row')}, such as "
            f"{name_some((repr(text) for text in unclear), at_most=3)}",
            "Write the year first, as in 2026-03-31",
        )


def _settle_numbers(cells: pa.Table) -> pa.Table:
    """Remove thousands separators from metres and counts; a decimal comma in degrees becomes a point."""
    for name in ("easting", "northing", "incident_count", "longitude", "latitude"):
        if name not in cells.column_names:
            continue
        column = cells.column(name)
        if not pc.any(pc.match_substring_regex(column, r"[^0-9.\-]")).as_py():
            continue
        column = pc.replace_substring(column, "\u2212", "-")
        degrees = name in ("longitude", "latitude")
        fits = pc.match_substring_regex(column, DECIMAL_COMMA if degrees else GROUPED)
        plain = (
            pc.replace_substring(column, ",", ".")
            if degrees
            else pc.replace_substring_regex(column, r"[,\x{a0}\x{202f} ]", "")
        )
        cells = _replace(cells, name, pc.if_else(fits, plain, column))
    return cells
