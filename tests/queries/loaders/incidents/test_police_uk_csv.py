"""Awkward inputs: blank ids, no location, spaces and case in codes, other column order, months in two editions,
archives with members of other kinds, text that a spreadsheet would run."""

from __future__ import annotations

import io
import zipfile

import pytest

JANUARY = "2024-01-here-street.csv"

MIXED = """
x1  2024-01  west     E01000001  Burglary
x2  2024-01  west     E01000002  Burglary
x3  2024-01  east     -          Drugs
-   2024-01  -        -          Anti-social_behaviour
x4  2024-01  outside  E01009999  Drugs
"""


def test_every_row_is_placed_or_accounted_for(ingest, street_csv):
    done = ingest({JANUARY: street_csv(MIXED)})
    assert done.accounts() == {"read": 5, "placed": 3, "no location": 1, "out of force": 1}
    assert done.rows("SELECT row_number, incident_id, area_code, placed_by FROM incidents ORDER BY row_number") == [
        (2, "x1", "E01000001", "stated code"),
        (3, "x2", "E01000002", "stated code"),  # the point lies in the west: the stated code is used
        (4, "x3", "E01000002", "polygon"),
        (5, None, None, "none"),
    ]
    assert (done.report.points_compared, done.report.points_disagreeing) == (2, 1)
    assert done.rejects() == [(6, "LSOA code", "lies outside the force")]


def test_rows_keep_what_the_source_says(ingest, street_csv):
    text = street_csv("x1 2024-02 west E01000001 Robbery").replace(",Robbery,,", ",Robbery,Under investigation,")
    done = ingest({JANUARY: text})
    [row] = done.rows("SELECT occurred_month::VARCHAR, occurred_at, crime_type, location_name, outcome FROM incidents")
    assert row == ("2024-02-01", None, "Robbery", "On or near A Street", "Under investigation")
    [(easting_m, northing_m)] = done.rows("SELECT easting_m, northing_m FROM incidents")
    assert (easting_m, northing_m) == pytest.approx((400_500, 300_500), abs=0.2)  # six decimals are 0.1 m


def test_accounts_and_area_months_by_month_and_type(ingest, street_csv):
    done = ingest({JANUARY: street_csv(MIXED)})
    assert done.rows("SELECT crime_type, outcome, row_count FROM row_accounts ORDER BY ALL") == [
        ("Anti-social behaviour", "no location", 1),
        ("Burglary", "placed", 2),
        ("Drugs", "out of force", 1),
        ("Drugs", "placed", 1),
    ]
    assert done.rows("SELECT area_code, month::VARCHAR, crime_type, incident_count FROM area_months ORDER BY ALL") == [
        ("E01000001", "2024-01-01", "Burglary", 1),
        ("E01000002", "2024-01-01", "Burglary", 1),
        ("E01000002", "2024-01-01", "Drugs", 1),
    ]
    assert list(done.report.area_months["month"].dt.strftime("%Y-%m-%d")) == ["2024-01-01"] * 3


def test_the_sources_table_holds_the_same_accounts(ingest, street_csv):
    done = ingest({JANUARY: street_csv(MIXED)})
    assert done.rows(
        "SELECT source_id, kind, file_name, rows_read, rows_placed, rows_no_location, rows_out_of_force,"
        " rows_duplicate, rows_quarantined, note FROM sources"
    ) == [(1, "police_uk_csv", JANUARY, 5, 3, 1, 1, 0, 0, None)]


def test_a_blank_id_is_never_a_copy(ingest, street_csv):
    row = "- 2024-01 west E01000001 Anti-social_behaviour\n"
    assert ingest({JANUARY: street_csv(row * 3)}).accounts() == {"read": 3, "placed": 3}


def test_the_same_id_with_the_same_content_is_dropped_across_files_too(ingest, street_csv):
    row = "x1 2024-01 west E01000001 Burglary\n"
    other = "x2 2024-01 west E01000001 Burglary\n"
    done = ingest({"a.csv": street_csv(row + row), "b.csv": street_csv(other + row)})
    assert done.accounts() == {"read": 4, "placed": 2, "exact duplicate": 2}
    assert done.rows("SELECT source_id, row_number, column_name, reason, details FROM rejects ORDER BY ALL") == [
        (1, 3, "Crime ID", "is a copy of another row", "line 2 of 'a.csv'"),
        (2, 3, "Crime ID", "is a copy of another row", "line 2 of 'a.csv'"),
    ]


def test_the_same_id_with_other_content_is_kept_and_listed(ingest, street_csv):
    done = ingest({JANUARY: street_csv("x1 2024-01 west E01000001 Burglary\nx1 2024-01 east E01000001 Burglary")})
    assert done.accounts() == {"read": 2, "placed": 2}
    assert done.report.repeated_ids.to_dict("list") == {
        "incident_id": ["x1", "x1"],
        "source_id": [1, 1],
        "row_number": [2, 3],
    }
    assert done.report.warnings == ("1 ids are on 2 rows that are different crimes; all are kept.",)


AGAIN = "x1 2024-01 west E01000001 Burglary\nx1 2024-03 west E01000001 Burglary\nx2 2024-02 west E01000001 Burglary"


def test_a_crime_that_stands_again_in_a_later_month_counts_once_there(ingest, street_csv):
    done = ingest({"a.csv": street_csv(AGAIN)})
    assert done.accounts() == {"read": 3, "placed": 2, "replaced": 1}
    assert done.rows("SELECT incident_id, strftime(occurred_month, '%Y-%m') FROM incidents ORDER BY ALL") == [
        ("x1", "2024-03"),
        ("x2", "2024-02"),
    ]
    assert done.rows("SELECT row_number, column_name, reason, details FROM rejects") == [
        (2, "Crime ID", "is an earlier record of a crime that stands on a later row", "line 3 of 'a.csv'")
    ]
    assert done.report.warnings == (
        "1 rows were replaced: their 1 crimes come again with a later month or outcome, which is kept.",
    )


def test_of_one_month_the_row_with_an_outcome_is_kept(ingest, street_csv):
    row = "x1 2024-01 west E01000001 Burglary\n"
    known = street_csv(row).replace("Burglary,,", "Burglary,Local resolution,")
    done = ingest({"a.csv": known, "b.csv": street_csv(row)})
    assert done.accounts() == {"read": 2, "placed": 1, "replaced": 1}
    assert done.rows("SELECT outcome FROM incidents") == [("Local resolution",)]


def test_the_rule_for_crimes_seen_again_can_be_switched_off(ingest, street_csv):
    assert ingest({"a.csv": street_csv(AGAIN)}, keep_latest=False).accounts() == {"read": 3, "placed": 3}


def test_an_id_on_many_rows_of_a_file_is_a_word_for_none(ingest, street_csv):
    row = "0 2024-01 west E01000001 Burglary\n"
    assert ingest({"a.csv": street_csv(row * 21)}).accounts() == {"read": 21, "placed": 21}
    assert ingest({"b.csv": street_csv(row * 20)}).accounts() == {"read": 20, "placed": 1, "exact duplicate": 19}


def test_spaces_and_case_in_codes_are_cleaned(ingest, street_csv):
    done = ingest({JANUARY: street_csv("x1 2024-01 outside _e01000001_ Burglary")})
    assert done.rows("SELECT stated_area_code, area_code FROM incidents") == [("E01000001", "E01000001")]


def test_text_that_a_spreadsheet_or_a_browser_would_run_is_kept_as_it_is(ingest, street_csv):
    text = street_csv("x1 2024-01 west E01000001 Burglary").replace("On or near A Street", "=1+1<script>")
    assert ingest({JANUARY: text}).rows("SELECT location_name FROM incidents") == [("=1+1<script>",)]


def test_control_characters_are_removed_and_said(ingest, street_csv):
    text = street_csv("x1 2024-01 west E01000001 Burglary").replace("A Street", "A\u200b Str\x07eet")
    done = ingest({JANUARY: text})
    assert done.rows("SELECT location_name FROM incidents") == [("On or near A Street",)]
    assert done.report.warnings == (f"'{JANUARY}': control or zero-width characters removed from 1 rows.",)


def test_columns_may_stand_in_another_order(ingest):
    text = (
        "Month,LSOA code,Crime type,Crime ID,Latitude,Longitude,Location,Last outcome category\n"
        "2024-01,E01000001,Burglary,x1,,,,\n"
    )
    assert ingest({JANUARY: text}).accounts() == {"read": 1, "placed": 1}


def test_the_same_content_twice_counts_once_and_is_said(ingest, street_csv):
    text = street_csv(MIXED)
    done = ingest({"a/x.csv": text, "b/y.csv": text})
    assert done.accounts() == {"read": 5, "placed": 3, "no location": 1, "out of force": 1}
    assert done.rows("SELECT file_name, rows_read, note FROM sources ORDER BY source_id") == [
        ("a/x.csv", 5, None),
        ("b/y.csv", 0, "the same content as 'a/x.csv': not counted again"),
    ]


def test_two_editions_of_one_month_are_refused(ingest, street_csv, told):
    first = street_csv("x1 2024-01 west E01000001 Burglary")
    second = first.replace(",Burglary,,", ",Burglary,Under investigation,")
    expected = f"'b/{JANUARY}' and 'a/{JANUARY}' are two editions of one month. Leave out the older of them: 'b/{JANUARY}' or 'a/{JANUARY}'."
    assert told(ingest, {f"a/{JANUARY}": first, f"b/{JANUARY}": second}) == expected


def archive(**members):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return stream.getvalue()


def test_of_an_archive_the_street_files_are_read_and_the_rest_noted(ingest, street_csv):
    members = {
        f"2024-01/{JANUARY}": street_csv("x1 2024-01 west E01000001 Burglary"),
        "2024-01/2024-01-there-street.csv": street_csv("x2 2024-01 east E01000002 Burglary"),
        "2024-01/2024-01-here-outcomes.csv": "Crime ID\nx1\n",
    }
    done = ingest({"all.zip": archive(**members)})
    assert done.rows("SELECT file_name, rows_placed, note FROM sources ORDER BY source_id") == [
        (f"all.zip!2024-01/{JANUARY}", 1, None),
        (
            "all.zip!2024-01/2024-01-there-street.csv",
            1,
            "'all.zip': not read: 2024-01/2024-01-here-outcomes.csv",
        ),
    ]


def test_an_archive_without_street_files_is_refused(ingest, told):
    expected = "'all.zip' has no member named '*-street.csv'. Point at an archive of this kind."
    assert told(ingest, {"all.zip": archive(**{"readme.txt": "x"})}) == expected


def test_the_faults_of_several_files_are_told_together(ingest, street_csv, told):
    good = street_csv("x1 2024-01 west E01000001 Burglary")
    files = {"a.csv": "", "b.csv": good.replace("Month,", ""), "c.csv": good}
    assert told(ingest, files) == (
        "2 faults: (1) 'a.csv' is empty: Fetch the file again, or leave it out; (2) 'b.csv' has no column 'Month':"
        " Correct the heading, or point at the right file. Mend them and run again."
    )
