"""Calls for service as a control room exports them: one row per call, with its time and grade.

A grade P1 to P9 becomes the crime type "Call for service P1" to "Call for service P9".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from geo.exceptions import InputRefused
from queries.files.csv_tables import read_header, read_rows
from queries.files.open_files import SourceFile, check_text
from queries.loaders.incidents.crime_types import CALL_PREFIX
from queries.loaders.incidents.raw_rows import DISTRICT_HEADINGS, RawRows, rename

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
    rows = read_rows(file, required=list(headings.values()), optional=DISTRICT_HEADINGS)
    return RawRows("incidents", rename("incidents", rows.cells, headings), rows.rejects, headings, rows.cleaned_rows)


def name_grades(rows: RawRows, grades: Mapping[str, str]) -> RawRows:
    """Turn each grade into a crime type: by the force's own words first; a bare figure 1 to 9 is P1 to P9.

    Parameters
    ----------
    rows : RawRows
        As :func:`read` gives them, with the grade where the crime type belongs.
    grades : mapping of str to str
        The force's word for a grade, in any case = P1 to P9.
    """
    position = rows.cells.schema.get_field_index("crime_type")
    given = rows.cells.column(position)
    ours = {word.strip().upper(): grade for word, grade in grades.items()}
    ours |= {str(grade): f"P{grade}" for grade in range(1, 10) if str(grade) not in ours}
    words = pc.utf8_upper(given)
    found = pc.take(pa.array(list(ours.values())), pc.index_in(words, value_set=pa.array(list(ours))))
    named = pc.coalesce(found, pc.if_else(pc.match_substring_regex(words, "^P[1-9]$"), words, given))
    types = pc.if_else(pc.equal(named, ""), "", pc.binary_join_element_wise(CALL_PREFIX, named, ""))
    return replace(rows, cells=rows.cells.set_column(position, "crime_type", types))
