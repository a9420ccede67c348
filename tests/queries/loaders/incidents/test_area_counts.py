"""Awkward inputs: both layouts, negative counts, words, decimals, zeros, blank areas, the same twice, old codes."""

from __future__ import annotations

import pandas as pd

KIND = "area_counts"
OURS = "area_code,month,crime_type,incident_count\n"
YEAR_AND_MONTH = "lsoa_code,lsoa_name,borough,category,year,month,crime_count\n"
GOOD = "E01000001,2024-01,Burglary,5\n"


def test_our_layout(ingest):
    done = ingest({"x.csv": OURS + GOOD + "E01000002,2024-01,Burglary,7\n"}, kind=KIND)
    assert done.accounts() == {"read": 2, "placed": 2}
    assert done.rows("SELECT area_code, month::VARCHAR, crime_type, incident_count FROM area_months ORDER BY ALL") == [
        ("E01000001", "2024-01-01", "Burglary", 5),
        ("E01000002", "2024-01-01", "Burglary", 7),
    ]
    assert done.rows("SELECT count(*) FROM incidents") == [(0,)]


def test_year_and_month_in_two_columns(ingest):
    done = ingest({"x.csv": YEAR_AND_MONTH + "E01000001,West 001A,West,Drugs,2024,3,5\n"}, kind=KIND)
    assert done.rows("SELECT area_code, month::VARCHAR, crime_type, incident_count FROM area_months") == [
        ("E01000001", "2024-03-01", "Drugs", 5)
    ]


UNUSABLE = [
    ("E01000002,2024-01,Burglary,-1", "incident_count", "is not a whole number of zero or more"),
    ("E01000002,2024-01,Burglary,few", "incident_count", "is not a whole number of zero or more"),
    ("E01000002,2024-01,Burglary,2.5", "incident_count", "is not a whole number of zero or more"),
    ("E01000002,2024-01,Burglary,", "incident_count", "is blank"),
    ("E01000002,2024-13,Burglary,1", "month", "is not a month like 2024-01"),
    ("E01000002,2027-01,Burglary,1", "month", "lies in the future"),
    ("E01000002,,Burglary,1", "month", "is blank"),
    ("E01000002,2024-01,,1", "crime_type", "is blank"),
]


def test_a_count_that_cannot_be_used_is_quarantined(ingest):
    months = [f"{year}-{month:02}" for year in range(2016, 2024) for month in range(1, 13)]
    good = "".join(f"E01000001,{month},Burglary,1\n" for month in months)
    rows = "".join(f"{row}\n" for row, _, _ in UNUSABLE)
    done = ingest({"x.csv": OURS + good + rows}, kind=KIND)
    assert done.accounts() == {"read": 96 + 8, "placed": 96, "quarantined": 8}
    assert done.rejects() == [(98 + at, column, reason) for at, (_, column, reason) in enumerate(UNUSABLE)]


def test_faults_are_told_under_the_headings_of_the_file(ingest):
    text = YEAR_AND_MONTH + "E01000001,W,W,Drugs,2024,3,5\nE01000001,W,W,Drugs,2024,4,x\nE01000001,W,W,Drugs,24,4,1\n"
    assert ingest({"x.csv": text}, kind=KIND).rejects() == [
        (3, "crime_count", "is not a whole number of zero or more"),
        (4, "month", "is not a month like 2024-01"),
    ]


def test_a_zero_is_read_and_leaves_no_row(ingest):
    done = ingest({"x.csv": OURS + GOOD + "E01000002,2024-01,Burglary,0\n"}, kind=KIND)
    assert done.accounts() == {"read": 2, "placed": 2}
    assert done.rows("SELECT count(*) FROM area_months") == [(1,)]


def test_a_count_without_an_area_has_no_location(ingest):
    done = ingest({"x.csv": OURS + GOOD + ",2024-01,Burglary,3\n"}, kind=KIND)
    assert done.accounts() == {"read": 2, "placed": 1, "no location": 1}


def test_the_same_figure_twice_counts_once(ingest):
    done = ingest({"x.csv": OURS + GOOD + GOOD}, kind=KIND)
    assert done.accounts() == {"read": 2, "placed": 1, "exact duplicate": 1}
    assert done.rows("SELECT sum(incident_count) FROM area_months") == [(5,)]


def test_two_figures_for_one_cell_are_refused(ingest, told):
    other = "E01000001,2024-01,Burglary,6\n"
    assert told(ingest, {"a.csv": OURS + GOOD, "b.csv": OURS + other}, kind=KIND) == (
        "'b.csv' and 'a.csv' give different counts for the same area, month and type (1 times, first on line 2)."
        " Keep the right one."
    )


def test_merged_areas_are_summed_and_split_ones_quarantined(ingest):
    changes = pd.DataFrame(
        [
            ("E01007001", "E01000001", "M"),
            ("E01007002", "E01000001", "M"),
            ("E01008001", "E01000002", "S"),
            ("E01008001", "E01009999", "S"),
        ],
        columns=["old_code", "new_code", "change_code"],
    )
    text = OURS + "E01007001,2024-01,Drugs,2\nE01007002,2024-01,Drugs,3\nE01008001,2024-01,Drugs,4\n"
    done = ingest({"x.csv": text}, kind=KIND, code_changes=changes)
    assert done.rows("SELECT area_code, incident_count FROM area_months") == [("E01000001", 2 + 3)]
    assert done.rejects() == [(4, "area_code", "names an area that was split, and a count has no point")]


def test_an_unknown_type_is_refused_with_the_nearest(ingest, told):
    assert told(ingest, {"x.csv": OURS + "E01000001,2024-01,shop lifting,1\n"}, kind=KIND) == (
        "'shop lifting' is not a known crime type (1 rows of 'x.csv'); nearest: 'Shoplifting'."
        " Correct it in the file, or leave the file out."
    )


def test_a_missing_column_is_named(ingest, told):
    assert told(ingest, {"x.csv": "area_code,month,crime_type,incidents\nE01000001,2024-01,Drugs,1\n"}, kind=KIND) == (
        "'x.csv' has no column 'incident_count'; nearest: 'incidents'. Correct the heading, or point at the right file."
    )


def test_counts_and_incidents_of_the_same_month_and_type_are_warned_of(ingest, street_csv):
    files = {
        "street.csv": street_csv("x1 2024-01 west E01000001 Burglary\nx2 2024-02 west E01000001 Burglary"),
        "counts.csv": OURS + GOOD,
    }
    sources = [("police_uk_csv", ["street.csv"]), (KIND, ["counts.csv"])]
    assert ingest(files, sources=sources).report.warnings == (
        "Sources of two kinds cover the same crime types in 2024-01: they may count twice.",
    )
