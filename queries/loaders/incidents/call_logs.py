"""Calls for service as a control room exports them: one row per call, with its time and grade.

A grade P1 to P9 becomes the crime type "Call for service P1" to "Call for service P9".
"""

from __future__ import annotations

import pyarrow.compute as pc

from geo.exceptions import InputRefused
from queries.files.csv_tables import read_header, read_rows
from queries.files.open_files import SourceFile, check_text
from queries.loaders.incidents.crime_types import CALL_PREFIX
from queries.loaders.incidents.raw_rows import RawRows, rename

KIND = "call_log"
MEMBERS = "*.csv"

HEADINGS = {
    "incident_id": "Call ID",
    "received": "Received",
    "crime_type": "Grade",
    "area_code": "Area code",
    "location_name": "Call type",
}
GRID = {"easting": "Easting", "northing": "Northing"}
DEGREES = {"longitude": "Longitude", "latitude": "Latitude"}


def read(file: SourceFile) -> RawRows:
    """Read one call log, placed by eastings and northings (EPSG:27700) or by longitude and latitude.

    Raises
    ------
    InputRefused
        As :func:`queries.files.csv_tables.read_rows`; or the columns of neither kind of coordinates are there.
    """
    check_text(file)
    present = set(read_header(file, required=list(HEADINGS.values())).headings)
    coordinates = [pair for pair in (GRID, DEGREES) if present.issuperset(pair.values())]
    if not coordinates:
        raise InputRefused(
            f"'{file.name}' has no coordinates: neither 'Easting' and 'Northing' nor 'Longitude' and 'Latitude'",
            "Add one of the two pairs of columns; their cells may be blank",
        )
    headings = {**HEADINGS, **coordinates[0]}
    rows = read_rows(file, required=list(headings.values()))
    position = rows.cells.schema.get_field_index("Grade")
    grades = pc.utf8_upper(pc.utf8_trim_whitespace(rows.cells.column(position)))
    types = pc.if_else(pc.equal(grades, ""), "", pc.binary_join_element_wise(CALL_PREFIX, grades, ""))
    cells = rows.cells.set_column(position, "Grade", types)
    return RawRows("incidents", rename("incidents", cells, headings), rows.rejects, headings, rows.cleaned_rows)
