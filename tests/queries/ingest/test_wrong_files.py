"""A pattern that takes in a file too many: which file to leave out is said, whatever is wrong with it."""

from __future__ import annotations

import pytest

GOOD = "".join(f"x{i} 2024-01 west E01000001 Burglary\n" for i in range(40))
ELSEWHERE = "".join(f"o{i} 2024-02 outside E01009999 Burglary\n" for i in range(40))
OUTCOMES = (
    "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Outcome type\n"
    "a,2024-01,F,F,,,,,,Unable to prosecute suspect\n"
)
STOPS = "Type,Date,Latitude,Longitude,Gender\nPerson search,2024-01-01T00:00:00+00:00,52.6,-1.9,Male\n"
COUNTS = "area_code,month,crime_type,incident_count\nE01000001,2024-01,Burglary,40\n"


@pytest.mark.parametrize(
    ("wrong", "columns"),
    [
        (OUTCOMES, "'Crime type', 'Last outcome category'"),
        (STOPS, "'Crime ID', 'Month', 'Crime type' and 3 more"),
        (COUNTS, "'Crime ID', 'Month', 'Crime type' and 5 more"),
        ("hello world\nno data\n", "'Crime ID', 'Month', 'Crime type' and 5 more"),
    ],
    ids=["outcomes", "stop and search", "counts", "text"],
)
def test_a_file_of_another_kind(ingest, street_csv, told, wrong, columns):
    assert told(ingest, {"a.csv": street_csv(GOOD), "b.csv": wrong}) == (
        f"'b.csv' is not of the kind police_uk_csv: it has no column {columns}."
        " Leave 'b.csv' out of [[incidents]], or correct its headings."
    )


def test_one_wrong_heading_is_a_slip_and_no_other_kind(ingest, street_csv, told):
    slip = street_csv(GOOD.replace("x", "y")).replace("LSOA code", "LSOA Code")
    assert told(ingest, {"a.csv": street_csv(GOOD), "b.csv": slip}) == (
        "'b.csv' has no column 'LSOA code'; nearest: 'LSOA Code', 'LSOA name'."
        " Correct the heading, or point at the right file."
    )


def test_a_file_of_another_force_among_few(ingest, street_csv, told):
    assert told(ingest, {"a.csv": street_csv(GOOD), "b.csv": street_csv(ELSEWHERE)}) == (
        "40 of 80 rows (50.0%) lie outside the force, nearly all of them in 'b.csv': files of another force."
        " Leave out 'b.csv'."
    )


def test_a_file_of_another_force_among_many_is_noticed(ingest, street_csv):
    many = "".join(f"x{i} 2024-01 west E01000001 Burglary\n" for i in range(400))
    done = ingest({"a.csv": street_csv(many), "b.csv": street_csv(ELSEWHERE)})
    assert done.report.warnings == (
        "40 of 40 rows of 'b.csv' (100.0%) lie outside the force: leave it out if it is another force's.",
    )


def test_files_that_all_lie_outside_are_not_laid_on_one_of_them(ingest, street_csv, told):
    words = told(
        ingest,
        {
            "a.csv": street_csv(ELSEWHERE),
            "b.csv": street_csv("".join(f"p{i} 2024-01 outside E01009999 Drugs\n" for i in range(40))),
        },
    )
    assert "it may be the wrong force" in words
    assert "Leave out" not in words


def test_another_edition_of_a_month(ingest, street_csv, told):
    one, two = "a/2024-01-f-street.csv", "b/2024-01-f-street.csv"
    assert told(ingest, {one: street_csv(GOOD), two: street_csv(GOOD + "z 2024-01 west E01000001 Drugs")}) == (
        f"'{two}' and '{one}' are two editions of one month. Leave out the older of them: '{two}' or '{one}'."
    )


def test_a_file_whose_values_cannot_be_read(ingest, street_csv, told):
    words = told(ingest, {"a.csv": street_csv(GOOD), "b.csv": street_csv(GOOD.replace("2024-01", "01.24"))})
    assert words.startswith("40 of 40 rows of 'b.csv' (100%) cannot be read, mostly because 'Month' is not a month")
    assert words.endswith("Write a month such as 2026-03 in 'Month', or leave 'b.csv' out.")


def test_a_file_whose_rows_are_no_records(ingest, street_csv, told):
    short = street_csv(GOOD).replace(",Burglary,,", ",Burglary,")
    assert told(ingest, {"a.csv": street_csv(GOOD), "b.csv": short}) == (
        "40 of 40 rows of 'b.csv' (100%) cannot be read, mostly because the row has 11 values where the header has 12."
        " Correct 'b.csv', or leave it out."
    )


def test_a_file_that_counts_twice(ingest, street_csv, told):
    whole = street_csv(GOOD + "q 2024-01 west E01000001 Burglary")
    assert told(ingest, {"a.csv": street_csv(GOOD), "b.csv": whole}) == (
        "'b.csv' contains 40 rows that are also in 'a.csv': the same incidents would count twice."
        " Leave out 'b.csv' or 'a.csv'."
    )


def test_a_web_page_or_an_unknown_type_names_its_file(ingest, street_csv, told):
    assert told(ingest, {"a.csv": street_csv(GOOD), "b.csv": "<html><body>Sign in</body></html>"}).startswith(
        "'b.csv' is"
    )
    unknown = street_csv(GOOD.replace("x", "y").replace("Burglary", "Violent_crime"))
    assert told(ingest, {"a.csv": street_csv(GOOD), "b.csv": unknown}).startswith(
        "'Violent crime' is not a known crime type (40 rows of 'b.csv')"
    )
