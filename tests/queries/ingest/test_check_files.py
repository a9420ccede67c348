"""Whole files: hardly readable, counted twice, coordinates or dates exchanged, codes of another census."""

from __future__ import annotations

import pytest

HEADER = "Call ID,Received,Grade,Call type,Easting,Northing,Area code\n"
CALL = "C{i},{received},P1,x,{easting},{northing},{code}\n"


def calls(count, start=0, **given):
    kept = {"received": "2024-03-09 23:30", "easting": "400500", "northing": "300500", "code": "E01000001"} | given
    return "".join(CALL.format(i=i, **kept) for i in range(start, start + count))


def read_calls(ingest, text):
    return ingest({"calls.csv": HEADER + text}, kind="call_log")


def asb(months, count=20):
    return "".join(
        f"- {month} {(i % 2 and 'west') or 'east'} - Anti-social_behaviour\n" for month in months for i in range(count)
    )


def test_a_file_of_which_a_fifth_cannot_be_read_is_refused_with_three_values(ingest, told):
    wrong = "".join(calls(1, 100 + i, received=f"week {i}") for i in range(10))
    assert told(read_calls, ingest, calls(39) + wrong) == (
        "10 of 49 rows of 'calls.csv' (20%) cannot be read, mostly because 'Received' is not a time like 2024-01-31"
        " 18:05, such as 'week 0', 'week 1', 'week 2'. Write a time such as 2026-03-31 14:05 in 'Received', and run"
        " again."
    )
    files = {"a.csv": HEADER + calls(40) + wrong, "b.csv": HEADER + calls(60, 200)}
    assert ingest(files, kind="call_log").accounts() == {"read": 110, "placed": 100, "quarantined": 10}


def test_a_source_is_refused_that_loses_a_tenth_over_all_its_files(ingest, told):
    wrong = calls(10, 100, easting="x")
    files = {"a.csv": HEADER + calls(40) + wrong, "b.csv": HEADER + calls(49, 200)}
    assert told(ingest, files, kind="call_log").startswith(
        "10 of 99 rows of the files of the kind call_log (10%) cannot be read, mostly because 'Easting' is not a"
        " finite number, such as 'x'."
    )
    files["b.csv"] += calls(1, 300)
    assert ingest(files, kind="call_log").accounts() == {"read": 100, "placed": 90, "quarantined": 10}


def test_a_combined_file_beside_monthly_ones_is_refused(ingest, told, street_csv):
    months = ("2024-01", "2024-02")
    files = {f"{month}.csv": street_csv(asb([month])) for month in months} | {"all.csv": street_csv(asb(months))}
    assert told(ingest, files) == (
        "'all.csv' contains 40 rows that are also in '2024-01.csv', '2024-02.csv': the same incidents would count twice."
        " Leave out 'all.csv'."
    )


def crimes(count, start=0):
    return "".join(f"{i:08x} 2024-01 west E01000001 Burglary\n" for i in range(start, start + count))


def test_a_month_that_is_on_its_file_twice_is_refused_for_its_rows_without_an_id(ingest, told, street_csv):
    """Copies of rows with an id are dropped; of those without one nobody can tell which are copies."""
    once, asb_rows = crimes(20), asb(["2024-01"], count=6)
    assert ingest({"a.csv": street_csv(once + once)}).accounts() == {"read": 40, "placed": 20, "exact duplicate": 20}
    assert told(ingest, {"a.csv": street_csv((once + asb_rows) * 2)}) == (
        "'a.csv' contains 20 of its 20 crimes of January 2024 twice, row for row: its 12 rows without an id, as of"
        " anti-social behaviour, would count twice. Remove the second copy of these rows from the file, or leave the file"
        " out."
    )


def test_some_copies_on_a_file_are_no_doubled_month(ingest, street_csv):
    rows = crimes(30) + crimes(15) + asb(["2024-01"], count=6)
    assert ingest({"a.csv": street_csv(rows)}).accounts() == {"read": 51, "placed": 36, "exact duplicate": 15}


def test_a_later_edition_under_another_name_is_known_by_its_rows(ingest, told, street_csv):
    first = street_csv(asb(["2024-01"]))
    later = first.replace("behaviour,,", "behaviour,Under investigation,").replace("2024-01", "2024-01", 1) + ""
    files = {"first.csv": first, "later.csv": later}
    assert "Leave out 'later.csv' or 'first.csv'" in told(ingest, files)


def test_two_forces_that_share_months_are_not_taken_for_one(ingest, street_csv):
    rows = asb(["2024-01"])
    other = "".join(f"b{i} 2024-01 west E01000001 Burglary\n" for i in range(20))
    assert ingest({"a.csv": street_csv(rows), "btp.csv": street_csv(other)}).accounts() == {"read": 40, "placed": 40}


def test_exchanged_eastings_and_northings_are_refused_even_where_the_code_stands(ingest, told):
    swapped = calls(10, 100, easting="300500", northing="400500")
    assert told(read_calls, ingest, calls(20) + swapped) == (
        "'calls.csv' has easting and northing exchanged in 10 of 30 rows. Exchange the two headings."
    )


def test_points_outside_the_force_whose_codes_belong_to_it_are_refused(ingest, told):
    assert told(read_calls, ingest, calls(30) + calls(10, 100, easting="500500")).startswith(
        "10 of 40 points of 'calls.csv' lie outside the force, although their area codes belong to it."
    )


def test_points_that_lie_in_another_area_than_the_code_says_are_told(ingest):
    done = read_calls(ingest, calls(20) + calls(10, 100, easting="401500"))
    assert done.report.warnings == (
        "10 of 30 points of 'calls.csv' lie in another area than their area code says: codes and coordinates disagree."
        " The codes are used.",
    )


def exchanged(day, month):
    return f"2024-{day:02}-{month:02} 12:00" if day <= 12 else f"2024-{month:02}-{day:02} 12:00"


def test_exchanged_days_and_months_are_found_by_the_days_above_twelve(ingest, told):
    days = [(day, month) for month in (3, 4, 5) for day in range(1, 29)]
    rows = "".join(calls(1, i, received=exchanged(day, month)) for i, (day, month) in enumerate(days))
    # Of the 84 days, 12 of each month are exchanged; those of January, February and June on lie in no true month.
    assert told(read_calls, ingest, rows).startswith(
        "'calls.csv' seems to have day and month exchanged in its dates: 27 of 84 rows lie in months that no day after"
        " the 12th falls into."
    )


def test_a_log_that_ends_early_in_a_month_is_not_taken_for_exchanged(ingest):
    days = [(day, month) for month in (3, 4) for day in range(1, 29)] + [(day, 5) for day in range(1, 11)]
    rows = "".join(calls(1, i, received=f"2024-{month:02}-{day:02} 12:00") for i, (day, month) in enumerate(days))
    assert read_calls(ingest, rows).accounts() == {"read": 66, "placed": 66}


def test_codes_of_another_census_are_placed_by_their_points_and_told(ingest):
    done = read_calls(ingest, calls(20, easting="401500", code="E01000002") + calls(5, 100, code="E01999999"))
    assert done.accounts() == {"read": 25, "placed": 25}
    assert done.rows(
        "SELECT area_code, placed_by FROM incidents WHERE stated_area_code = 'E01999999' GROUP BY ALL"
    ) == [("E01000001", "polygon")]
    assert done.report.warnings == (
        "5 rows name 1 area that the force does not have, but their points lie inside it: codes of another census (2011"
        " or 2021). They are placed by their points: E01999999 (mostly in E01000001). [code_changes] carries codes by"
        " the official lookup.",
    )


@pytest.mark.parametrize("inside", [4, 5])
def test_a_neighbours_code_stays_outside_where_most_of_its_points_do(ingest, inside):
    rows = calls(80) + calls(inside, 100, code="E01999999") + calls(6, 200, code="E01999999", easting="405000")
    assert read_calls(ingest, rows).accounts() == {"read": 86 + inside, "placed": 80, "out of force": 6 + inside}
