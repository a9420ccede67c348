"""Every reason for which a row can be set aside, each by a row that has that fault; and none that no row shows.

The reasons are read from the SQL and from the readers, so that a new one needs a row here.
"""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import pandas as pd
import pytest

from geo.areas.coordinates import to_longitude_latitude

WEST = to_longitude_latitude(400_500, 300_500)
QUERIES = Path(__file__).parents[3] / "queries"
GOOD = "".join(f"x{i} 2024-01 west E01000001 Burglary\n" for i in range(400))
CALLS = "Call ID,Received,Grade,Call type,Area code,Easting,Northing\n" + "".join(
    f"c{i},2024-01-02 10:00,P1,T,E01000001,400500,300500\n" for i in range(80)
)
COUNTS = "area_code,month,crime_type,incident_count\nE01000001,2024-01,Burglary,40\n" + "".join(
    f"E01000002,{year}-{month:02},Robbery,5\n" for year in (2020, 2021, 2022) for month in range(1, 13)
)
SPLIT = pd.DataFrame(
    [("E01008001", "E01000001", "S"), ("E01008001", "E01000002", "S")], columns=["old_code", "new_code", "change_code"]
)

STREET = {
    "is blank": "b - west E01000001 Burglary",
    "is not a month like 2024-01": "b 2024-13 west E01000001 Burglary",
    "lies in the future": "b 2030-01 west E01000001 Burglary",
    "is not a finite number": "b 2024-01 word/52.6 E01000001 Burglary",
    "is blank beside a given latitude": "b 2024-01 /52.6 E01000001 Burglary",
    "is blank beside a given longitude": "b 2024-01 -1.9/ E01000001 Burglary",
    "is 0, and so is the latitude": "b 2024-01 0/0 E01000001 Burglary",
    "is swapped with the latitude": "b 2024-01 52.6/-1.9 E01000001 Burglary",
    "is not in degrees": "b 2024-01 400500/300500 E01000001 Burglary",
    "lies outside the force": "b 2024-01 outside E01009999 Burglary",
    "is a copy of another row": "x1 2024-01 west E01000001 Burglary",
    "is an earlier record of a crime that stands on a later row": "x2 2024-02 west E01000001 Burglary",
    "names an area that was split, and there is no point to tell which part": "b 2024-01 - E01008001 Burglary",
}
OF_CALLS = {
    "is not a time like 2024-01-31 18:05": "b,soon,P1,T,E01000001,400500,300500",
    "is blank beside a given northing": "b,2024-01-02 10:00,P1,T,E01000001,,300500",
    "is blank beside a given easting": "b,2024-01-02 10:00,P1,T,E01000001,400500,",
    "is 0, and so is the northing": "b,2024-01-02 10:00,P1,T,E01000001,0,0",
    "is not on the National Grid": "b,2024-01-02 10:00,P1,T,E01000001,900000,300500",
}
OF_COUNTS = {
    "is not a whole number of zero or more": "E01000001,2024-02,Burglary,some",
    "names an area that was split, and a count has no point": "E01008001,2024-02,Burglary,4",
}
OF_FILES = {
    "has 2 values where the header has 12": b"b,2024-01\n",
    "holds a NUL byte": b"b,2024-01,F,F,,,No \x00 Location,E01000001,,Burglary,,\n",
}


def of_api(*records):
    good = [
        {
            "id": number,
            "month": "2024-01",
            "category": "burglary",
            "location": {
                "latitude": f"{WEST[1]:.6f}",
                "longitude": f"{WEST[0]:.6f}",
                "street": {"id": 1, "name": "On or near A"},
            },
            "persistent_id": f"{number:064x}",
            "outcome_status": None,
            "location_type": "Force",
            "context": "",
            "location_subtype": "",
        }
        for number in range(40)
    ]
    return json.dumps([*good, *records])


def reasons_of(done):
    return {reason for _, _, reason in done.rejects()}


def read_together(ingest, head, rows, **options):
    """One file with every faulty row below rows that are right; the reason given for each of the faulty ones."""
    first = head.count("\n") + 1
    named = [re.sub(r"^b\b", f"b{at}", row) for at, row in enumerate(rows)]  # or they would be copies of each other
    done = ingest({"x.csv": head + "".join(f"{row}\n" for row in named)}, **options)
    given = {number: reason for number, _, reason in done.rejects()}
    return [given.pop(number, None) for number in range(first, first + len(rows))], set(given.values())


def test_rows_of_a_street_csv(ingest, street_csv):
    head = street_csv(GOOD)
    rows = [street_csv(row).splitlines()[1] for row in STREET.values()]
    given, above = read_together(ingest, head, rows, code_changes=SPLIT)
    # of two records of one crime the earlier one is set aside, which is above
    earlier = "is an earlier record of a crime that stands on a later row"
    assert dict(zip(STREET, given, strict=True)) == {reason: reason for reason in STREET} | {earlier: None}
    assert above == {earlier}


def test_rows_of_a_call_log(ingest):
    given, above = read_together(ingest, CALLS, OF_CALLS.values(), kind="call_log")
    assert (given, above) == (list(OF_CALLS), set())


def test_rows_of_counts(ingest):
    given, above = read_together(ingest, COUNTS, OF_COUNTS.values(), kind="area_counts", code_changes=SPLIT)
    assert (given, above) == (list(OF_COUNTS), set())


@pytest.mark.parametrize(("reason", "row"), OF_FILES.items(), ids=list(OF_FILES))
def test_a_row_that_is_none(ingest, street_csv, reason, row):
    assert reasons_of(ingest({"x.csv": street_csv(GOOD).encode() + row})) == {reason}


def test_a_record_of_the_api_that_is_none(ingest):
    assert "is not a record" in reasons_of(ingest({"x.json": of_api("no record")}, kind="police_uk_api"))


def test_every_reason_in_the_code_stands_above():
    """From the CASE expressions of the SQL and the calls of Reject; figures in an f-string are those of the row above."""
    sql = "\n".join(path.read_text(encoding="utf-8") for path in (QUERIES / "ingest").glob("*.sql"))
    found = set(re.findall(r"reason: '([^']+)'", sql))
    for case in re.findall(r"CASE settled_as((?:(?!CASE settled_as).)*?)END AS reason", sql, re.DOTALL):
        found |= set(re.findall(r"(?:THEN|fault\.reason,) '([^']+)'", case))
    shown = {*STREET, *OF_CALLS, *OF_COUNTS, *OF_FILES, "is not a record"}
    assert found - shown == set()
    assert shown - found == {*OF_FILES, "is not a record"}
    makers = [
        path.name
        for path in sorted(QUERIES.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Reject"
    ]
    assert makers == ["csv_tables.py", "csv_tables.py", "police_uk_api.py"]


def test_no_reason_holds_a_line_or_a_file():
    """So that GROUP BY reason counts faults: the line and the file of the other row are in a column of their own."""
    assert not [reason for reason in (*STREET, *OF_CALLS, *OF_COUNTS) if re.search(r"line \d|\.csv|row \d", reason)]


def test_the_details_name_the_row_that_is_kept(ingest, street_csv):
    again = "x1 2024-01 west E01000001 Burglary\nx2 2024-02 west E01000001 Burglary\n"
    done = ingest({"x.csv": street_csv(GOOD + again)})
    assert done.rows("SELECT row_number, reason, details FROM rejects ORDER BY 1") == [
        (4, "is an earlier record of a crime that stands on a later row", "line 403 of 'x.csv'"),
        (402, "is a copy of another row", "line 3 of 'x.csv'"),
    ]
