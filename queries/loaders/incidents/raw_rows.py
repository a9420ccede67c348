"""Output of every reader of incidents or counts: text cells under our names, and what it could not read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import pyarrow as pa
import pyarrow.compute as pc

from queries.files.csv_tables import Reject

Shape = Literal["incidents", "counts"]

COLUMNS: Mapping[Shape, tuple[str, ...]] = {
    "incidents": (
        "record_id", "incident_id", "month", "received", "crime_type", "longitude", "latitude", "easting", "northing",
        "area_code", "district", "location_name", "outcome",
    ),
    "counts": ("month", "area_code", "district", "crime_type", "incident_count"),
}  # fmt: skip
# What sources call a column with the code or the name of a district; rows without a location may still name one.
DISTRICT_HEADINGS = ("District code", "District", "district_code", "district", "borough", "Local authority")


@dataclass(frozen=True)
class RawRows:
    """Rows of one file.

    Attributes
    ----------
    shape : str
        ``incidents`` (one row each) or ``counts`` (one row per area, month and type).
    cells : pyarrow.Table
        ``row_number`` and the columns of the shape, as text; null where the file has no such column.
    rejects : tuple of Reject
        Rows that are no record at all.
    headings : mapping of str to str
        What the file calls each of our columns, for messages.
    cleaned_rows : int
        Lines from which control or zero-width characters were removed.
    """

    shape: Shape
    cells: pa.Table
    rejects: tuple[Reject, ...]
    headings: Mapping[str, str]
    cleaned_rows: int = 0

    @property
    def row_count(self) -> int:
        """Rows in the file, read or not."""
        return int(self.cells.num_rows) + len(self.rejects)


def arrange(shape: Shape, cells: Mapping[str, pa.Array]) -> pa.Table:
    """Return a table with exactly the columns of the shape, cells without spaces around; missing columns are null."""
    # Arrow trims some twenty times faster than DuckDB.
    trimmed = {name: pc.utf8_trim_whitespace(column) for name, column in cells.items() if name != "row_number"}
    absent = pa.nulls(len(cells["row_number"]), pa.string())
    return pa.table({"row_number": cells["row_number"], **{name: trimmed.get(name, absent) for name in COLUMNS[shape]}})


def rename(shape: Shape, cells: pa.Table, headings: Mapping[str, str]) -> pa.Table:
    """Rename the file's headings to ours, then :func:`arrange`; `headings` is ours = the file's."""
    district = next((name for name in DISTRICT_HEADINGS if name in cells.column_names), "")
    known = {**headings, "district": district}
    found = {ours: cells.column(theirs) for ours, theirs in known.items() if theirs in cells.column_names}
    return arrange(shape, {"row_number": cells.column("row_number"), **found})
