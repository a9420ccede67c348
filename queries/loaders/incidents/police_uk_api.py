"""Street-level crime as the police.uk API answers: JSON lists of records, one record per incident.

Source: https://data.police.uk/docs/method/crime-street/. A record's number (``id``) says whether two answers have the
same record; ``persistent_id`` is the crime id of the CSV files, and is blank for anti-social behaviour and for British
Transport Police. The answers carry no area code.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from geo.exceptions import InputRefused, Refusal, raise_together
from queries.files.csv_tables import Reject
from queries.files.hidden_characters import strip_cells
from queries.files.open_files import SourceFile, check_encoding
from queries.loaders.incidents.crime_types import API_SLUGS
from queries.loaders.incidents.raw_rows import RawRows, arrange

KIND = "police_uk_api"
MEMBERS = "*.json"

HEADINGS = {
    "record_id": "id",
    "incident_id": "persistent_id",
    "month": "month",
    "crime_type": "category",
    "longitude": "location.longitude",
    "latitude": "location.latitude",
    "location_name": "location.street.name",
    "outcome": "outcome_status.category",
}
REQUIRED = ("id", "category", "month", "location")
FETCH_AGAIN = "Fetch the answer again; it may have been cut short or be an error message"


def read(file: SourceFile) -> RawRows:
    """Read one file of API records. A record's row number is its place in the list, from 1.

    Raises
    ------
    InputRefused
        As :func:`queries.files.open_files.check_encoding`; or it is not a JSON list of records, or is nested too
        deeply.
    """
    check_encoding(file)
    records = _parse(file)
    known = [(number, record) for number, record in enumerate(records, start=1) if isinstance(record, dict)]
    numbers = [number for number, _ in known]
    raise_together(_missing(file.name, [record for _, record in known]))
    columns = zip(*(_flatten(record) for _, record in known), strict=True)
    stripped = [strip_cells(column) for column in columns]
    cells = {name: pa.array(column, pa.string()) for name, (column, _) in zip(HEADINGS, stripped, strict=True)}
    return RawRows(
        "incidents",
        arrange("incidents", {"row_number": pa.array(numbers, pa.int64()), **cells}),
        tuple(Reject(n, None, "is not a record") for n in sorted({*range(1, len(records) + 1)} - {*numbers})),
        HEADINGS,
        sum(count for _, count in stripped),
    )


def _parse(file: SourceFile) -> list[Any]:
    try:
        records = json.loads(file.data)
    except json.JSONDecodeError as fault:
        raise InputRefused(
            f"'{file.name}' is not valid JSON: line {fault.lineno}, character {fault.colno}: {fault.msg}", FETCH_AGAIN
        ) from fault
    except ValueError as fault:  # a number too long to be one
        raise InputRefused(f"'{file.name}' is not valid JSON: {fault}", FETCH_AGAIN) from fault
    except RecursionError as fault:
        raise InputRefused(f"'{file.name}' is JSON nested too deeply to be an answer", FETCH_AGAIN) from fault
    if not isinstance(records, list):
        raise InputRefused(f"'{file.name}' is JSON but not a list of records", FETCH_AGAIN)
    if not records:
        raise InputRefused(f"'{file.name}' contains an empty list", "Fetch the file again, or leave it out")
    return records


def _missing(name: str, records: Sequence[Mapping[str, Any]]) -> list[Refusal]:
    """List keys that no record has."""
    return [
        InputRefused(
            f"'{name}' has no record with the key '{key}'", "Point at answers of the street-level crime method"
        )
        for key in REQUIRED
        if not any(key in record for record in records)
    ]


def _flatten(record: Mapping[str, Any]) -> tuple[str | None, ...]:
    """Return the record's cells in the order of HEADINGS."""
    location = _part(record, "location")
    slug = _text(record.get("category"))
    return (
        _text(record.get("id")),
        _text(record.get("persistent_id")),
        _text(record.get("month")),
        API_SLUGS.get(slug or "", slug),
        _text(location.get("longitude")),
        _text(location.get("latitude")),
        _text(_part(location, "street").get("name")),
        _text(_part(record, "outcome_status").get("category")),
    )


def _part(record: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = record.get(name)
    return part if isinstance(part, dict) else {}


def _text(value: object) -> str | None:
    """Return a scalar as text. A list or an object where text belongs becomes empty, and is then treated as blank."""
    return None if value is None or isinstance(value, list | dict) else str(value)
