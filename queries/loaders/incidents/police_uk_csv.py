"""Street-level crime as police.uk publishes it: monthly CSV files, plain or in the official archive.

Source: https://data.police.uk/about/#columns. Points are snapped to a published list, so many incidents share one. A
crime id is blank for every incident of anti-social behaviour, and "No Location" leaves place and area blank.
"""

from __future__ import annotations

from queries.files.csv_tables import read_rows
from queries.files.open_files import SourceFile
from queries.loaders.incidents.raw_rows import DISTRICT_HEADINGS, RawRows, rename

KIND = "police_uk_csv"
MEMBERS = "*-street.csv"  # an archive also contains outcomes and stop-and-search

HEADINGS = {
    "incident_id": "Crime ID",
    "month": "Month",
    "crime_type": "Crime type",
    "longitude": "Longitude",
    "latitude": "Latitude",
    "area_code": "LSOA code",
    "location_name": "Location",
    "outcome": "Last outcome category",
}


def read(file: SourceFile) -> RawRows:
    """Read one month of one force; refusals as :func:`queries.files.csv_tables.read_rows`."""
    rows = read_rows(file, required=list(HEADINGS.values()), optional=DISTRICT_HEADINGS)
    return RawRows("incidents", rename("incidents", rows.cells, HEADINGS), rows.rejects, HEADINGS, rows.cleaned_rows)
