"""Read incidents already counted by area, month and type.

Two layouts: ``area_code, month (YYYY-MM), crime_type, incident_count``, and ``lsoa_code, year, month, category,
crime_count``. Combinations without a row are zero only where the month is complete.
"""

from __future__ import annotations

import pyarrow.compute as pc

from queries.files.csv_tables import TextRows, read_header, read_rows
from queries.files.open_files import SourceFile, check_text
from queries.loaders.incidents.raw_rows import DISTRICT_HEADINGS, RawRows, rename

KIND = "area_counts"
MEMBERS = "*.csv"

OURS = {"area_code": "area_code", "month": "month", "crime_type": "crime_type", "incident_count": "incident_count"}
YEAR_AND_MONTH = {
    "area_code": "lsoa_code",
    "month": "month",
    "crime_type": "category",
    "incident_count": "crime_count",
}


def read(file: SourceFile) -> RawRows:
    """Read one table of counts in either layout; refusals as :func:`queries.files.csv_tables.read_rows`."""
    check_text(file)
    if "lsoa_code" in read_header(file, required=()).headings:
        headings = YEAR_AND_MONTH
        rows = _join_year_and_month(read_rows(file, required=[*headings.values(), "year"], optional=DISTRICT_HEADINGS))
    else:
        headings = OURS
        rows = read_rows(file, required=list(headings.values()), optional=DISTRICT_HEADINGS)
    return RawRows("counts", rename("counts", rows.cells, headings), rows.rejects, headings, rows.cleaned_rows)


def _join_year_and_month(rows: TextRows) -> TextRows:
    month = pc.utf8_lpad(pc.utf8_trim_whitespace(rows.cells.column("month")), 2, "0")
    joined = pc.binary_join_element_wise(pc.utf8_trim_whitespace(rows.cells.column("year")), month, "-")
    position = rows.cells.schema.get_field_index("month")
    return TextRows(rows.cells.set_column(position, "month", joined), rows.rejects, rows.cleaned_rows)
