"""Read residents per area from census or estimate tables, with the publisher's lines above and below."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

import pandas as pd

from geo.exceptions import InputRefused
from queries.files.missing_words import MISSING_WORDS
from queries.files.open_files import SourceFile, check_text
from queries.loaders.tables.match_columns import column_missing, find_column
from queries.loaders.tables.messages import count_of, name_some
from queries.loaders.tables.reference_tables import clean_codes, parse_numbers

# NOMIS writes up to ten lines of title and units above its header.
HEADER_WITHIN_LINES = 50


@dataclass(frozen=True)
class Populations:
    """Residents per area.

    Attributes
    ----------
    residents : pandas.Series
        `population`, persons (float, NaN where the publisher gives none), by `area_code` (sorted, unique).
    edition : str
        What the figures are, such as "Census 2021".
    notes : list[str]
        Columns taken for others, rows without a code.
    """

    residents: pd.Series
    edition: str
    notes: list[str]


def read_populations(files: Iterable[SourceFile], *, area_code: str, population: str, edition: str) -> Populations:
    """Read residents per area.

    Parameters
    ----------
    files : Iterable[SourceFile]
        Tables of text; lines above the header and notes below the last row are passed over.
    area_code, population : str
        Columns, or the beginnings of their names.
    edition : str
        What the figures are; it is shown with every rate.

    Returns
    -------
    Populations

    Raises
    ------
    InputRefused
        A missing column, a figure that is negative or no number (the line is named), an area that is given twice.

    Notes
    -----
    Rows without an area code are taken for titles and footnotes, dropped and counted. Residents are a poor denominator
    for daytime places: see the methods.
    """
    notes: list[str] = []
    parts = [_read_one(file, area_code, population, notes) for file in files]
    residents = pd.concat(parts).sort_index() if parts else pd.Series(dtype=float)
    repeated = residents.index[residents.index.duplicated()].unique()
    if len(repeated):
        raise InputRefused(
            f"The population files give {count_of(len(repeated), 'area')} more than once: {name_some(repeated)}",
            "Give each area once, for one date",
        )
    return Populations(residents, edition, notes)


def _read_one(file: SourceFile, area_code: str, population: str, notes: list[str]) -> pd.Series:
    check_text(file)
    reader = csv.reader(io.StringIO(file.data.decode("utf-8"), newline=""))
    code_at, count_at, told, heading = _find_header(reader, file.name, area_code, population)
    notes += told
    lines, codes, counts = [], [], []
    without_code = 0
    for row in reader:
        code = row[code_at].strip() if len(row) > code_at else ""
        if not code or code in MISSING_WORDS:
            without_code += any(cell.strip() for cell in row)
            continue
        lines.append(reader.line_num)
        codes.append(code)
        counts.append(row[count_at].strip() if len(row) > count_at else "")
    if without_code:
        notes.append(f"'{file.name}': {count_of(without_code, 'row')} without an area code dropped as footnotes")
    numbers = parse_numbers(pd.Series(counts, index=lines, dtype="str"), file=file.name, column=heading)
    negative = numbers.index[numbers < 0]
    if len(negative):
        raise InputRefused(
            f"'{file.name}', column '{heading}': "
            f"{count_of(len(negative), 'figure')} below 0 (line {name_some(negative)})",
            "A number of residents is 0 or more; leave a missing figure empty",
        )
    if not codes:
        raise InputRefused(f"'{file.name}' has no rows with an area code", "Give a table with one row per area")
    index = pd.Index(clean_codes(pd.Series(codes, dtype="str")), name="area_code")
    return pd.Series(numbers.to_numpy(), index=index, name="population")


def _find_header(
    rows: Iterable[Sequence[str]], file: str, area_code: str, population: str
) -> tuple[int, int, list[str], str]:
    """The first row in which both columns are found: their positions, notes, and the heading of the figures."""
    best: Sequence[str] = ()
    for row in islice(rows, HEADER_WITHIN_LINES):
        headings = [cell.strip() for cell in row]
        try:
            code, code_note = find_column(headings, area_code, file=file, endings=("cd", "code"))
            count, count_note = find_column(headings, population, file=file)
        except InputRefused as fault:
            if "several columns" in fault.problem:
                raise
            best = max(best, [h for h in headings if h], key=len)
            continue
        told = [note for note in (code_note, count_note) if note]
        return headings.index(code), headings.index(count), told, count
    raise column_missing(best, area_code if area_code not in best else population, file=file)
