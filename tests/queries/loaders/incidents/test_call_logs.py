"""Awkward inputs: eastings or degrees, no coordinates at all, dates without time, other orders of date, grades P0."""

from __future__ import annotations

KIND = "call_log"
HEADER = "Call ID,Received,Grade,Call type,Easting,Northing,Area code\n"
GOOD = "C1,2024-03-09 23:30,P1,Concern for safety,400500,300500,E01000001\n"


def test_a_call_keeps_its_time_grade_and_place(ingest):
    done = ingest({"calls.csv": HEADER + GOOD}, kind=KIND)
    assert done.rows(
        "SELECT incident_id, occurred_month::VARCHAR, occurred_at::VARCHAR, crime_type, easting_m, northing_m,"
        " area_code, location_name FROM incidents"
    ) == [
        (
            "C1",
            "2024-03-01",
            "2024-03-09 23:30:00",
            "Call for service P1",
            400_500.0,
            300_500.0,
            "E01000001",
            "Concern for safety",
        )
    ]


def test_a_call_without_a_code_is_placed_by_its_point_and_without_either_it_is_kept(ingest):
    rows = "C2,2024-03-09T23:30:15,p2 ,x,401500,300500,\nC3,2024-03-09 23:30,P9,x,,,\n"
    done = ingest({"calls.csv": HEADER + GOOD + rows}, kind=KIND)
    assert done.rows("SELECT incident_id, crime_type, area_code, placed_by FROM incidents ORDER BY ALL") == [
        ("C1", "Call for service P1", "E01000001", "stated code"),
        ("C2", "Call for service P2", "E01000002", "polygon"),
        ("C3", "Call for service P9", None, "none"),
    ]


def test_coordinates_may_be_degrees(ingest):
    header = HEADER.replace("Easting,Northing", "Longitude,Latitude")
    done = ingest({"calls.csv": header + "C1,2024-03-09 23:30,P1,x,-1.993,52.6013,\n"}, kind=KIND)
    assert done.rows("SELECT area_code FROM incidents") == [("E01000001",)]


UNUSABLE = [
    ("C,,P1,x,,,E01000001", "Received", "is blank"),
    ("C,2024-03-09 25:00,P1,x,,,E01000001", "Received", "is not a time like 2024-01-31 18:05"),
    ("C,09/03/2024 23:30,P1,x,,,E01000001", "Received", "is not a time like 2024-01-31 18:05"),
    ("C,2024-02-30 23:30,P1,x,,,E01000001", "Received", "is not a time like 2024-01-31 18:05"),
    ("C,2026-11-21 00:00,P1,x,,,E01000001", "Received", "lies in the future"),
    ("C,2024-03-09 23:30,,x,,,E01000001", "Grade", "is blank"),
    ("C,2024-03-09 23:30,P1,x,x,300500,E01000001", "Easting", "is not a finite number"),
    ("C,2024-03-09 23:30,P1,x,400500,,E01000001", "Northing", "is blank beside a given easting"),
    ("C,2024-03-09 23:30,P1,x,0,0,E01000001", "Easting", "is 0, and so is the northing"),
    ("C,2024-03-09 23:30,P1,x,-1.9,52.6,E01000001", "Easting", "is not on the National Grid"),
    ("C,2024-03-09 23:30,P1,x,400500,1300001,E01000001", "Northing", "is not on the National Grid"),
]


def test_a_call_that_cannot_be_used_is_quarantined(ingest):
    good = "".join(GOOD.replace("C1", f"G{at}") for at in range(120))
    rows = "".join(f"C{at}{row[1:]}\n" for at, (row, _, _) in enumerate(UNUSABLE))
    done = ingest({"calls.csv": HEADER + good + rows}, kind=KIND)
    assert done.accounts() == {"read": 120 + 11, "placed": 120, "quarantined": 11}
    assert done.rejects() == [(122 + at, column, reason) for at, (_, column, reason) in enumerate(UNUSABLE)]


def test_an_unknown_grade_is_refused(ingest, told):
    row = GOOD.replace("P1", "P0")
    assert told(ingest, {"calls.csv": HEADER + row}, kind=KIND) == (
        "'P0': not a grade of calls, which are P1 to P9 (1 rows of 'calls.csv')."
        ' Say in [demand] which grade is meant, such as grades = { "P0" = "P1" }.'
    )


def test_a_grade_in_words_is_what_the_configuration_says_and_a_figure_is_its_grade(ingest):
    rows = GOOD.replace("P1", "Immediate") + GOOD.replace("C1", "C2").replace("P1", "2")
    done = ingest({"calls.csv": HEADER + rows}, kind=KIND, call_grades={"immediate": "P1"})
    assert done.rows("SELECT crime_type FROM incidents ORDER BY ALL") == [
        ("Call for service P1",),
        ("Call for service P2",),
    ]


def test_a_log_without_coordinates_is_refused(ingest, told):
    header = "Call ID,Received,Grade,Call type,Easting,Area code\n"
    assert told(ingest, {"calls.csv": header + "C1,2024-03-09 23:30,P1,x,1,E01000001\n"}, kind=KIND) == (
        "'calls.csv' has no coordinates: neither 'Easting' and 'Northing' nor 'Longitude' and 'Latitude'."
        " Add one of the two pairs of columns; their cells may be blank."
    )


def test_the_same_call_twice_is_dropped_and_with_another_time_kept(ingest):
    done = ingest({"calls.csv": HEADER + GOOD + GOOD + GOOD.replace("23:30", "23:45")}, kind=KIND)
    assert done.accounts() == {"read": 3, "placed": 2, "exact duplicate": 1}


def test_metres_and_degrees_of_the_same_figures_are_two_points(ingest, street_csv):
    files = {
        "calls.csv": HEADER + GOOD * 9 + "C2,2024-03-09 23:30,P1,x,1.5,52.5,\n",
        "street.csv": street_csv("x1 2024-01 1.5/52.5 - Burglary"),
    }
    done = ingest(files, sources=[(KIND, ["calls.csv"]), ("police_uk_csv", ["street.csv"])])
    assert done.accounts() == {"read": 11, "placed": 1, "out of force": 2, "exact duplicate": 8}
