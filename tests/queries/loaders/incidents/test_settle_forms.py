"""Forms that exports have: words for missing, ids that a spreadsheet rounded, dates, months and figures."""

from __future__ import annotations

import pytest

HEADER = "Call ID,Received,Grade,Call type,Easting,Northing,Area code\n"


def calls(count, *, received="2024-03-09 23:30", easting="400500", northing="300500", code="E01000001", name="C{}"):
    rows = [
        f"{name.format(i)},{received.format(i=i)},P1,Concern,{easting},{northing},{code}\n" for i in range(1, count + 1)
    ]
    return HEADER + "".join(rows)


def read_calls(ingest, text):
    return ingest({"calls.csv": text}, kind="call_log")


@pytest.mark.parametrize("word", ["NULL", "NA", "nan", "N/A", "-", "#N/A"])
def test_a_word_for_missing_is_no_id_so_that_nothing_is_a_copy(ingest, word):
    done = read_calls(ingest, calls(3, name=word))
    assert done.accounts() == {"read": 3, "placed": 3}
    assert done.rows("SELECT DISTINCT incident_id FROM incidents") == [(None,)]
    assert done.report.warnings == (f"'calls.csv': '{word}' read as missing in 3 cells.",)


def test_without_coordinates_the_area_code_places_and_without_a_code_the_point(ingest):
    done = read_calls(ingest, calls(1, easting="NULL", northing="NULL"))
    assert done.rows("SELECT area_code, placed_by FROM incidents") == [("E01000001", "stated code")]
    done = read_calls(ingest, calls(1, code="NULL", easting="401500"))
    assert done.rows("SELECT area_code, placed_by FROM incidents") == [("E01000002", "polygon")]


def test_ids_that_a_spreadsheet_rounded_are_no_ids(ingest):
    done = read_calls(ingest, calls(3, name="2.02603E+11"))
    assert done.accounts() == {"read": 3, "placed": 3}
    assert done.report.warnings == (
        "'calls.csv': the ids of 3 rows were rounded by a spreadsheet (2.02603E+11) and are read as missing.",
    )


@pytest.mark.parametrize(
    ("received", "kept"),
    [
        ("{i}/03/2024 14:05", "2024-03-13 14:05:00"),
        ("03/{i}/2024 14:05", "2024-03-13 14:05:00"),
        ("2024-04-{i:0>2}T13:05:00Z", "2024-04-13 14:05:00"),
        ("2024-04-{i:0>2}T14:05+01:00", "2024-04-13 14:05:00"),
    ],
)
def test_times_in_other_forms_are_read(ingest, received, kept):
    done = read_calls(ingest, calls(13, received=received))
    assert done.accounts() == {"read": 13, "placed": 13}
    assert done.rows("SELECT max(occurred_at)::VARCHAR FROM incidents") == [(kept,)]


def test_a_date_without_a_time_keeps_its_month(ingest):
    done = read_calls(ingest, calls(1, received="09/03/2024").replace("09/03", "19/03"))
    assert done.rows("SELECT occurred_month::VARCHAR, occurred_at FROM incidents") == [("2024-03-01", None)]


def test_dates_of_which_nobody_can_tell_the_day_are_refused(ingest, told):
    assert told(read_calls, ingest, calls(10, received="05/0{i}/2024 14:05".replace("0{i}", "{i:0>2}"))) == (
        "'calls.csv', column 'Received': day and month cannot be told apart in 10 rows, such as '05/01/2024 14:05',"
        " '05/02/2024 14:05', '05/03/2024 14:05' and 7 more. Write the year first, as in 2026-03-31."
    )


@pytest.mark.parametrize("month", ["Jan-24", "2024-01-01", "01/01/2024", "January 2024", "202401"])
def test_months_in_other_forms_are_read(ingest, street_csv, month):
    done = ingest({"x.csv": street_csv(f"x1 {month.replace(' ', '_')} west E01000001 Burglary")})
    assert done.rows("SELECT occurred_month::VARCHAR FROM incidents") == [("2024-01-01",)]


@pytest.mark.parametrize("easting", ['"400,500"', '"400 500"', "400500.0", "4.005E+05"])
def test_metres_may_have_thousands_separators(ingest, easting):
    done = read_calls(ingest, calls(1, easting=easting, code=""))
    assert done.rows("SELECT area_code, easting_m FROM incidents") == [("E01000001", 400_500.0)]


def test_degrees_may_have_a_decimal_comma(ingest):
    text = HEADER.replace("Easting,Northing", "Longitude,Latitude") + 'C1,2024-03-09 23:30,P1,x,"-1,993","52,6013",\n'
    assert read_calls(ingest, text).rows("SELECT area_code FROM incidents") == [("E01000001",)]
