"""The rules for rows and whole files, on street CSVs: months, coordinates, types, another census, wrong force.

Awkward inputs: month 13, months to come, NaN, infinity, words for numbers, one coordinate, 0 0, swapped, no degrees."""

from __future__ import annotations

from datetime import date

import pandas as pd

from queries.ingest.settle import ingest_incidents

GOOD = "x{} 2024-01 west E01000001 Burglary\n"


def many(count, template=GOOD, start=0):
    return "".join(template.format(i) for i in range(start, start + count))


UNUSABLE = [
    ("b 2023-13 west E01000001 Burglary", "Month", "is not a month like 2024-01"),
    ("b 2024-1 west E01000001 Burglary", "Month", "is not a month like 2024-01"),
    ("b Janu-24 west E01000001 Burglary", "Month", "is not a month like 2024-01"),
    ("b - west E01000001 Burglary", "Month", "is blank"),
    ("b 2026-12 west E01000001 Burglary", "Month", "lies in the future"),
    ("b 2024-01 west E01000001 -", "Crime type", "is blank"),
    ("b 2024-01 word/52.6 E01000001 Burglary", "Longitude", "is not a finite number"),
    ("b 2024-01 n.a./n.a. E01000001 Burglary", "Longitude", "is not a finite number"),
    ("b 2024-01 -1.9/inf E01000001 Burglary", "Latitude", "is not a finite number"),
    ("b 2024-01 -1.9/1e400 E01000001 Burglary", "Latitude", "is not a finite number"),
    ("b 2024-01 -1.9/ E01000001 Burglary", "Latitude", "is blank beside a given longitude"),
    ("b 2024-01 /52.6 E01000001 Burglary", "Longitude", "is blank beside a given latitude"),
    ("b 2024-01 0/0.0 E01000001 Burglary", "Longitude", "is 0, and so is the latitude"),
    ("b 2024-01 52.6/-1.9 E01000001 Burglary", "Longitude", "is swapped with the latitude"),
    ("b 2024-01 400500/300500 E01000001 Burglary", "Longitude", "is not in degrees"),
    ("b 2024-01 -1.9/526 E01000001 Burglary", "Latitude", "is not in degrees"),
]


def test_a_row_that_cannot_be_used_is_quarantined_with_line_and_reason(ingest, street_csv):
    rows = "".join(f"b{at}{row[1:]}\n" for at, (row, _, _) in enumerate(UNUSABLE))
    done = ingest({"x.csv": street_csv(many(200) + rows)})
    assert done.accounts() == {"read": 200 + 16, "placed": 200, "quarantined": 16}
    assert done.rejects() == [(202 + at, column, reason) for at, (_, column, reason) in enumerate(UNUSABLE)]


def test_the_month_of_the_build_is_not_in_the_future(ingest, street_csv):
    done = ingest({"x.csv": street_csv(GOOD)}, today=date(2024, 1, 1))
    assert done.accounts() == {"read": 1, "placed": 1}


def test_short_and_long_rows_are_quarantined(ingest, street_csv):
    done = ingest({"x.csv": street_csv(many(2)) + "x9,2024-01\n" + street_csv(GOOD).split("\n")[1] + ",\n"})
    assert done.accounts() == {"read": 4, "placed": 2, "quarantined": 2}
    assert done.rejects() == [
        (4, None, "has 2 values where the header has 12"),
        (5, None, "has 13 values where the header has 12"),
    ]
    assert done.rows(
        "SELECT occurred_month, crime_type, row_count FROM row_accounts WHERE outcome = 'quarantined'"
    ) == [(None, None, 2)]


def test_much_quarantine_is_said_with_its_most_common_reason(ingest, street_csv):
    bad = "b 2023-13 west E01000001 Burglary\n" * 2 + "b - west E01000001 Burglary\n"
    assert ingest({"x.csv": street_csv(many(17) + bad)}).report.warnings == (
        "3 of 20 rows of 'x.csv' (15.0%) were left out, most often because 'Month' is not a month like 2024-01.",
    )


SWAPPED = "s 2024-01 52.6/-1.9 E01000001 Burglary\n"


def test_swapped_coordinates_refuse_the_file_above_one_row_in_a_hundred(ingest, street_csv, told):
    assert ingest({"x.csv": street_csv(many(99) + SWAPPED)}).accounts() == {
        "read": 100,
        "placed": 99,
        "quarantined": 1,
    }
    expected = "'x.csv' has longitude and latitude swapped in 2 of 101 rows. Exchange the two headings."
    assert told(ingest, {"x.csv": street_csv(many(99) + SWAPPED * 2)}) == expected


def test_an_unknown_crime_type_is_refused_with_the_nearest(ingest, street_csv, told):
    bad = "x9 2024-01 west E01000001 Burglery\nx8 2024-01 west E01000001 Zzz"
    files = {"x.csv": street_csv(many(1) + bad), "y.csv": street_csv(many(1, start=5) + bad)}
    assert told(ingest, files) == (
        "2 faults: (1) 'Burglery' is not a known crime type (2 rows of 'x.csv', 'y.csv'); nearest: 'Burglary':"
        " Correct it in the file, or leave the file out; (2) 'Zzz' is not a known crime type"
        " (2 rows of 'x.csv', 'y.csv'): Correct it in the file, or leave the file out. Mend them and run again."
    )


OUTSIDE = "o{} 2024-01 outside E01009999 Burglary\n"


def test_rows_outside_the_force_are_said_above_five_in_a_hundred(ingest, street_csv):
    assert ingest({"x.csv": street_csv(many(19) + many(1, OUTSIDE))}).report.warnings == ()
    assert ingest({"x.csv": street_csv(many(18) + many(1, OUTSIDE))}).report.warnings == (
        "1 of 19 rows of 'x.csv' (5.3%) lie outside the force.",
    )


def test_a_fifth_of_all_rows_outside_is_the_wrong_force(ingest, street_csv, told):
    assert ingest({"x.csv": street_csv(many(4) + many(1, OUTSIDE))}).accounts()["out of force"] == 1
    assert told(ingest, {"x.csv": street_csv(many(3) + many(1, OUTSIDE))}) == (
        "1 of 4 rows (25.0%) lie outside the force: it may be the wrong force, or areas of the other census (2011 or 2021)"
        ". Check that [areas] and [[incidents]] belong together; [code_changes] carries 2011"
        " codes to 2021."
    )


def test_one_file_outside_does_not_condemn_many_inside(ingest, street_csv):
    done = ingest({"x.csv": street_csv(many(9)), "y.csv": street_csv(many(1, OUTSIDE))})
    assert done.report.warnings == (
        "1 of 1 rows of 'y.csv' (100.0%) lie outside the force: leave it out if it is another force's.",
    )


def test_nothing_placed_is_refused_with_the_most_common_reason(ingest, street_csv, told):
    assert told(ingest, {"x.csv": street_csv("x1 2023-13 west E01000001 Burglary")}) == (
        "None of 1 rows could be placed in an area, most often because 'Month' is not a month like 2024-01."
        " Mend the files, or point at others."
    )


def test_a_point_without_a_code_outside_every_area_is_out_of_force(ingest, street_csv):
    done = ingest({"x.csv": street_csv(many(9) + "x10 2024-01 outside - Burglary\n")})
    assert done.accounts() == {"read": 10, "placed": 9, "out of force": 1}
    assert done.rejects() == [(11, None, "lies outside the force")]


CHANGES = pd.DataFrame(
    [
        ("E01000001", "E01000001", "U"),
        ("E01007001", "E01000001", "M"),  # two old areas became one
        ("E01007002", "E01000001", "M"),
        ("E01008001", "E01000002", "S"),  # one old area became two, one of them in the force
        ("E01008001", "E01009999", "S"),
        ("E01006001", "E01009998", "U"),  # somewhere else
    ],
    columns=["old_code", "new_code", "change_code"],
)


def test_codes_of_the_old_vintage_are_carried_over(ingest, street_csv):
    rows = """
    x1  2024-01  west     E01007001  Burglary
    x2  2024-01  -        E01007002  Burglary
    x3  2024-01  east     E01008001  Burglary
    x4  2024-01  outside  E01008001  Burglary
    x5  2024-01  -        E01008001  Burglary
    x6  2024-01  west     E01006001  Burglary
    """
    done = ingest({"x.csv": street_csv(rows + many(5, start=10))}, code_changes=CHANGES)
    kept = "SELECT incident_id, stated_area_code, area_code, placed_by FROM incidents WHERE row_number < 8 ORDER BY ALL"
    assert done.rows(kept) == [
        ("x1", "E01007001", "E01000001", "stated code"),
        ("x2", "E01007002", "E01000001", "stated code"),
        ("x3", "E01008001", "E01000002", "polygon"),
    ]
    assert done.rejects() == [
        (5, "LSOA code", "lies outside the force"),
        (6, "LSOA code", "names an area that was split, and there is no point to tell which part"),
        (7, "LSOA code", "lies outside the force"),
    ]


def test_without_a_table_of_changes_old_codes_are_out_of_force(ingest, street_csv):
    done = ingest({"x.csv": street_csv(many(9) + "y 2024-01 west E01007001 Burglary")})
    assert done.accounts() == {"read": 10, "placed": 9, "out of force": 1}


def test_source_numbers_go_on_from_those_already_there(database, street_csv, two_areas, tmp_path):
    (tmp_path / "x.csv").write_text(street_csv(GOOD))
    database.execute("INSERT INTO sources (source_id, kind) VALUES (7, 'areas')")
    told = []
    report = ingest_incidents(
        database,
        [("police_uk_csv", ["*.csv"])],
        base=tmp_path,
        areas=two_areas,
        code_changes=None,
        today=date(2026, 1, 1),
        on_progress=told.append,
    )
    assert report.sources["source_id"].tolist() == [8]
    assert told == ["x.csv"]


def test_no_working_table_stays(ingest, street_csv):
    done = ingest({"x.csv": street_csv(GOOD)})
    assert done.rows("SELECT table_name FROM duckdb_tables() WHERE temporary") == []
