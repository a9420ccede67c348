"""Read which postcode sectors are in which areas, so that pages can be searched by them. No full postcodes."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from geo.exceptions import InputRefused
from queries.files.open_files import SourceFile
from queries.loaders.tables.messages import count_of, name_some
from queries.loaders.tables.reference_tables import clean_codes, read_whole_table

_PARTS = r"^([A-Z]{1,2}[0-9][A-Z0-9]?)([0-9])(?:[A-Z]{2})?$"


def read_postcode_sectors(
    files: Iterable[SourceFile], *, postcode: str, area_code: str, areas: pd.Index
) -> pd.DataFrame:
    """Read a table of postcodes, or of sectors, with the area of each.

    Parameters
    ----------
    files : iterable of SourceFile
        Such as the ONS Postcode Directory, whole or cut to a region.
    postcode, area_code : str
        Headings. A postcode may be written with any spaces ("LE3 1AB", "LE31AB") or stand for its sector ("LE3 1").
    areas : Index
        The force's areas; rows of others are passed over.

    Returns
    -------
    DataFrame
        `postcode_sector` (as "LE3 1"), `area_code`; each pair once, in order.

    Raises
    ------
    InputRefused
        No row names an area of the force; or a cell of its rows is no postcode. Its line is named, never its content.
    """
    found = []
    for file in files:
        table = read_whole_table(file, columns=[postcode, area_code])
        table = table.assign(area_code=clean_codes(table[area_code]))
        table = table[table["area_code"].isin(areas)]
        parts = table[postcode].str.upper().str.replace(" ", "").str.extract(_PARTS)
        wrong = table.index[parts[0].isna()]
        if len(wrong):
            raise InputRefused(
                f"'{file.name}', column '{postcode}': {count_of(len(wrong), 'cell')} that have no postcode "
                f"(line {name_some(wrong)})",
                "Mend them, or name the column that contains postcodes",
            )
        found.append(pd.DataFrame({"postcode_sector": parts[0] + " " + parts[1], "area_code": table["area_code"]}))
    sectors = pd.concat(found).drop_duplicates()
    if sectors.empty:
        raise InputRefused(
            "[postcodes] names none of the force's areas", "Look at its column of area codes, and their census year"
        )
    return sectors.sort_values(["postcode_sector", "area_code"], ignore_index=True)
