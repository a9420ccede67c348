"""Read any table with one row an area and columns of numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from geo.exceptions import InputRefused
from queries.files.open_files import SourceFile
from queries.loaders.tables.messages import count_of, name_some
from queries.loaders.tables.reference_tables import clean_codes, parse_numbers, read_whole_table


def read_area_table(files: Iterable[SourceFile], *, area_code: str, columns: Mapping[str, str]) -> pd.DataFrame:
    """Read numbers by area.

    Parameters
    ----------
    files : Iterable[SourceFile]
        Tables of text with a header.
    area_code : str
        The column of codes.
    columns : Mapping[str, str]
        Our name for each column → the heading in the file.

    Returns
    -------
    pandas.DataFrame
        Index `area_code` (sorted), floats under our names; NaN where the file gives none.

    Raises
    ------
    InputRefused
        A column is missing, a cell is no number, or an area is given twice.
    """
    parts = [_read_one(file, area_code, columns) for file in files]
    table = pd.concat(parts).sort_index() if parts else pd.DataFrame(columns=list(columns), dtype=float)
    repeated = table.index[table.index.duplicated()].unique()
    if len(repeated):
        raise InputRefused(
            f"{count_of(len(repeated), 'area')} given more than once: {name_some(repeated)}", "Give each area one row"
        )
    return table


def _read_one(file: SourceFile, area_code: str, columns: Mapping[str, str]) -> pd.DataFrame:
    text = read_whole_table(file, columns=[area_code, *columns.values()])
    text = text[text[area_code] != ""]
    numbers = {ours: parse_numbers(text[theirs], file=file.name, column=theirs) for ours, theirs in columns.items()}
    frame = pd.DataFrame(numbers)
    return frame.set_axis(pd.Index(clean_codes(text[area_code]), name="area_code"))
