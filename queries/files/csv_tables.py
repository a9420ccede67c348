"""Read CSV tables: the header is checked by name; every row is read, or set aside with its line and a reason.

Every cell stays text; what it means is decided by who reads it. Apache Arrow's parser is used because it reads from
memory, guesses nothing when the columns are given, and hands over each row of the wrong width.
"""

from __future__ import annotations

import csv
import difflib
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv

from geo.exceptions import InputRefused, Refusal, raise_together
from queries.files.hidden_characters import strip_lines
from queries.files.open_files import SourceFile, check_text, has_quoted_line_ends

MAX_BLOCK_BYTES = 1 << 28
# A number, a date, an official area code or a crime id.
LOOKS_LIKE_DATA = re.compile(r"-?[\d.,]+|\d{4}-\d\d(-\d\d.*)?|[EWSN]\d{8}|[0-9a-f]{64}")

# Excel's own first line, which says what separates the values; some programs put it there for its sake.
SEPARATOR_LINE = re.compile(r'"?sep=.?"?,*', re.IGNORECASE)


class ColumnMissing(InputRefused):
    """A file lacks one column that it should have."""


@dataclass(frozen=True)
class Header:
    """A header line: its headings in order, the byte at which the rows begin, and the lines before that byte."""

    headings: tuple[str, ...]
    offset: int
    lines: int


@dataclass(frozen=True)
class Reject:
    """A row left out: its line, the column at fault (None for the whole row) and the reason; never its content."""

    row_number: int
    column_name: str | None
    reason: str


@dataclass(frozen=True)
class TextRows:
    """Rows as text.

    Attributes
    ----------
    cells : pyarrow.Table
        ``row_number`` (line in the file, the header being line 1) and the asked columns that exist, as text; blank
        is "".
    rejects : tuple of Reject
        Rows of the wrong width, blank rows between others, and rows with a NUL byte.
    cleaned_rows : int
        Lines from which control or zero-width characters were removed.
    """

    cells: pa.Table
    rejects: tuple[Reject, ...]
    cleaned_rows: int


@dataclass(frozen=True)
class TextTable:
    """A small table: `frame` of ``str`` columns indexed by ``row_number``, and the rows left out."""

    frame: pd.DataFrame
    rejects: tuple[Reject, ...]


def read_table(file: SourceFile, *, required: Sequence[str], optional: Sequence[str] = ()) -> TextTable:
    """Read a small table; parameters and refusals as :func:`read_rows`. A blank cell is "", not missing.

    Parameters
    ----------
    file : SourceFile
        The file.
    required : sequence of str
        Headings that must be there.
    optional : sequence of str
        Headings that are read where they are there.

    Returns
    -------
    TextTable
        A frame of text and what was rejected.
    """
    rows = read_rows(file, required=required, optional=optional)
    return TextTable(rows.cells.to_pandas().set_index("row_number"), rows.rejects)


def read_rows(file: SourceFile, *, required: Sequence[str], optional: Sequence[str] = ()) -> TextRows:
    """Read a table of text, checking the file first.

    Parameters
    ----------
    file : SourceFile
        The file, opened anew for each reading.
    required, optional : sequence of str
        Headings wanted, wherever they are in the file. The result has those that exist, in this order.

    Returns
    -------
    TextRows
        Rows as text, each with the number of its line, and what was rejected.

    Raises
    ------
    InputRefused
        As :func:`queries.files.open_files.check_text` and :func:`read_header`.
    """
    check_text(file)
    header = read_header(file, required=required)
    width = len(header.headings)
    positions = {asked: header.headings.index(asked) for asked in (*required, *optional) if asked in header.headings}
    body, cleaned_rows = strip_lines(file.data[header.offset :].rstrip())
    awkward = _Awkward(has_quoted_line_ends(body), b"\x00" in body)
    kept = range(width) if any(awkward) else sorted(positions.values())
    table, wrong_width = _parse(body, width=width, positions=kept, awkward=awkward)
    lines = header.lines + _line_numbers(table, wrong_width, awkward=awkward)
    invalid = [row.number - 1 for row in wrong_width]
    rejects = [
        Reject(int(line), None, f"has {row.actual_columns} values where the header has {width}")
        for line, row in zip(lines[invalid], wrong_width, strict=True)
    ]
    columns = {asked: table.column(str(position)) for asked, position in positions.items()}
    cells = pa.table({"row_number": pa.array(np.delete(lines, invalid)), **columns})
    cells, unusable = _set_aside(cells, table, awkward=awkward)
    return TextRows(cells, tuple(sorted([*rejects, *unusable], key=lambda reject: reject.row_number)), cleaned_rows)


def read_header(file: SourceFile, *, required: Sequence[str]) -> Header:
    """Read the header line, and make sure that the required headings are in it.

    Parameters
    ----------
    file : SourceFile
        The file.
    required : sequence of str
        Headings that must be there.

    Returns
    -------
    Header
        Names of the columns, and where the table starts.

    Raises
    ------
    InputRefused
        A heading is missing or is given twice; there is no header line, or nothing under it; no comma separates.
    """
    headings, lines = _first_record(file.data)
    missing = [asked for asked in required if asked not in headings]
    if len(missing) == len(required):
        _refuse_foreign_layout(file.name, headings, expected=bool(required))
    faults: list[Refusal] = [_missing(file.name, asked, headings) for asked in missing]
    faults += [
        InputRefused(f"'{file.name}' has the heading '{heading}' twice", "Rename or remove one of the two columns")
        for heading in dict.fromkeys(headings)
        if heading and headings.count(heading) > 1
    ]
    raise_together(faults)
    offset = _offset_of_line(file.data, lines)
    if not file.data[offset:].strip():
        raise InputRefused(f"'{file.name}' has a header and no rows", "Fetch the file again, or leave it out")
    return Header(headings, offset, lines)


def nearest(word: str, known: Sequence[str]) -> str:
    """Name the nearest known words, as in "; nearest: 'a', 'b'", or ''.

    Parameters
    ----------
    word : str
        What was typed.
    known : sequence of str
        The words that are known.

    Returns
    -------
    str
        Empty where no known word is near.
    """
    lower = {name.lower(): name for name in known}
    close = difflib.get_close_matches(word.lower(), lower, n=3, cutoff=0.6)
    return "; nearest: " + ", ".join(f"'{lower[name]}'" for name in close) if close else ""


class _Awkward(NamedTuple):
    """Content that needs every column to be checked, and so costs time."""

    quoted_line_ends: bool
    nul_bytes: bool


def _first_record(data: bytes) -> tuple[tuple[str, ...], int]:
    """The first line that is not blank, split into headings, and the number of lines up to its end."""
    records = csv.reader(io.TextIOWrapper(io.BytesIO(data), encoding="utf-8", errors="ignore", newline=""))
    for record in records:
        if records.line_num == 1 and SEPARATOR_LINE.fullmatch(",".join(record).strip("\ufeff")):
            continue
        if any(cell.strip() for cell in record):
            return tuple(cell.strip().strip("\x00\ufeff") for cell in record), records.line_num
    return (), 0


def _offset_of_line(data: bytes, lines: int) -> int:
    """Where the line after the first `lines` lines begins."""
    position = 0
    for _ in range(lines):
        ends = re.compile(rb"\r\n|\n|\r").search(data, position)
        if ends is None:
            return len(data)
        position = ends.end()
    return position


def _missing(name: str, column: str, headings: Sequence[str]) -> ColumnMissing:
    return ColumnMissing(
        f"'{name}' has no column '{column}'{nearest(column, headings)}",
        "Correct the heading, or point at the right file",
    )


def _refuse_foreign_layout(name: str, headings: Sequence[str], *, expected: bool) -> None:
    """Say what is really wrong if none of the expected headings is there."""
    for separator, word in ((";", "semicolons"), ("\t", "tabs"), ("|", "vertical bars")):
        if sum(heading.count(separator) for heading in headings) >= len(headings):
            raise InputRefused(
                f"'{name}' is separated by {word}", "Save it with commas between the values and run again"
            )
    if expected and any(LOOKS_LIKE_DATA.fullmatch(heading) for heading in headings):
        raise InputRefused(
            f"'{name}' has no header line: its first line is data", "Put the header line back, and run again"
        )


def _parse(
    body: bytes, *, width: int, positions: Iterable[int], awkward: _Awkward
) -> tuple[pa.Table, list[pa_csv.InvalidRow]]:
    """Return the wanted columns, named by position, as text; and each row of another width."""
    wrong_width: list[pa_csv.InvalidRow] = []

    def set_aside(row: pa_csv.InvalidRow) -> Literal["skip"]:
        wrong_width.append(row)
        return "skip"

    names = [str(position) for position in range(width)]
    kept = [str(position) for position in positions]
    table = pa_csv.read_csv(
        pa.BufferReader(body),
        read_options=pa_csv.ReadOptions(
            use_threads=False, column_names=names, block_size=min(len(body) + 1, MAX_BLOCK_BYTES)
        ),
        parse_options=pa_csv.ParseOptions(
            newlines_in_values=awkward.quoted_line_ends, ignore_empty_lines=False, invalid_row_handler=set_aside
        ),
        convert_options=pa_csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()), include_columns=kept, strings_can_be_null=False
        ),
    )
    return table, wrong_width


def _line_numbers(
    table: pa.Table, wrong_width: Sequence[pa_csv.InvalidRow], *, awkward: _Awkward
) -> npt.NDArray[np.int64]:
    """Return the line on which each record begins, counted from 1 under the header, with records of another width."""
    total = table.num_rows + len(wrong_width)
    inside = np.zeros(total, dtype=np.int64)
    if awkward.quoted_line_ends:
        good = np.ones(total, dtype=bool)
        for row in wrong_width:
            good[row.number - 1], inside[row.number - 1] = False, row.text.count("\n")
        inside[good] = sum(pc.count_substring(column, "\n").to_numpy() for column in table.columns)
    lines: npt.NDArray[np.int64] = np.arange(1, total + 1, dtype=np.int64) + np.cumsum(inside) - inside
    return lines


def _set_aside(cells: pa.Table, table: pa.Table, *, awkward: _Awkward) -> tuple[pa.Table, list[Reject]]:
    """Take out rows that are blank in every column read, and rows with a NUL byte anywhere."""
    texts = [cells.column(name) for name in cells.column_names if name != "row_number"]
    faults = {"is blank": reduce(pc.and_, (pc.equal(column, "") for column in texts))} if texts else {}
    if awkward.nul_bytes:
        faults["holds a NUL byte"] = reduce(pc.or_, (pc.match_substring(column, "\x00") for column in table.columns))
    rejects: list[Reject] = []
    unusable = [(reason, mask) for reason, mask in faults.items() if pc.any(mask).as_py()]
    for reason, mask in unusable:
        rejects += [Reject(line, None, reason) for line in cells.filter(mask).column("row_number").to_pylist()]
    if unusable:
        cells = cells.filter(pc.invert(reduce(pc.or_, (mask for _, mask in unusable))))
    return cells, rejects
