"""Awkward inputs: blank ids, null outcomes, the same record in two answers, half an answer, an error message for an
answer, deep nesting, numbers too long, what is no record among records, characters that UTF-8 cannot spell."""

from __future__ import annotations

import json

import pytest

from geo.areas.coordinates import to_longitude_latitude

KIND = "police_uk_api"
AGAIN = "Fetch the answer again; it may have been cut short or be an error message."


def record(number=1, *, easting_m=400_500, **changes):
    longitude, latitude = to_longitude_latitude(easting_m, 300_500)
    return {
        "category": "violent-crime",
        "location_type": "Force",
        "location": {
            "latitude": f"{latitude:.6f}",
            "street": {"id": 1, "name": "On or near A Street"},
            "longitude": f"{longitude:.6f}",
        },
        "context": "",
        "outcome_status": {"category": "Under investigation", "date": "2024-02"},
        "persistent_id": f"p{number}",
        "id": number,
        "location_subtype": "",
        "month": "2024-01",
    } | changes


def answer(*records):
    return json.dumps(list(records))


def test_a_record_is_placed_by_its_point_under_police_uks_display_name(ingest):
    done = ingest({"x.json": answer(record())}, kind=KIND)
    assert done.rows(
        "SELECT row_number, incident_id, occurred_month::VARCHAR, crime_type, area_code, placed_by, location_name,"
        " outcome FROM incidents"
    ) == [
        (
            1,
            "p1",
            "2024-01-01",
            "Violence and sexual offences",
            "E01000001",
            "polygon",
            "On or near A Street",
            "Under investigation",
        )
    ]


def test_blank_ids_and_null_outcomes_are_normal(ingest):
    quiet = {"category": "anti-social-behaviour", "persistent_id": "", "outcome_status": None}
    done = ingest({"x.json": answer(record(1, **quiet), record(2, **quiet))}, kind=KIND)
    assert done.accounts() == {"read": 2, "placed": 2}
    assert done.rows("SELECT DISTINCT incident_id, outcome FROM incidents") == [(None, None)]


def test_the_same_number_is_the_same_record_whatever_else_it_says(ingest):
    files = {"a.json": answer(record(1), record(2)), "b.json": answer(record(2, outcome_status=None), record(3))}
    done = ingest(files, kind=KIND)
    assert done.accounts() == {"read": 4, "placed": 3, "exact duplicate": 1}
    assert done.rows("SELECT row_number, column_name, reason, details FROM rejects") == [
        (1, "persistent_id", "is a copy of another row", "line 2 of 'a.json'")
    ]


def test_the_same_persistent_id_under_two_numbers_is_kept(ingest):
    done = ingest({"x.json": answer(record(1, persistent_id="p"), record(2, persistent_id="p"))}, kind=KIND)
    assert done.accounts() == {"read": 2, "placed": 2}


def test_a_record_without_a_place_is_kept(ingest):
    done = ingest({"x.json": answer(record(1), record(2, location=None))}, kind=KIND)
    assert done.accounts() == {"read": 2, "placed": 1, "no location": 1}


def test_a_record_with_a_fault_is_quarantined_under_the_answers_own_key(ingest):
    broken = record(2)
    broken["location"]["latitude"] = "north"
    done = ingest({"x.json": answer(record(1), broken, record(3, month=None), "text")}, kind=KIND)
    assert done.rejects() == [
        (2, "location.latitude", "is not a finite number"),
        (3, "month", "is blank"),
        (4, None, "is not a record"),
    ]


def test_nesting_in_place_of_text_is_blank(ingest):
    done = ingest({"x.json": answer(record(1), record(2, month=["2024-01"]))}, kind=KIND)
    assert done.rejects() == [(2, "month", "is blank")]


def test_characters_that_nobody_sees_are_removed(ingest):
    odd = record()
    odd["location"]["street"]["name"] = "A\u200b Street\x00\ud800"
    done = ingest({"x.json": answer(odd)}, kind=KIND)
    assert done.rows("SELECT location_name FROM incidents") == [("A Street",)]
    assert done.report.warnings == ("'x.json': control or zero-width characters removed from 1 rows.",)


def test_an_unknown_slug_is_refused_with_the_nearest(ingest, told):
    assert told(ingest, {"x.json": answer(record(category="shop-lifting"))}, kind=KIND) == (
        "'shop-lifting' is not a known crime type (1 rows of 'x.json'); nearest: 'Shoplifting'."
        " Correct it in the file, or leave the file out."
    )


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (
            '[{"id": 1},\n {"id": }]',
            f"'x.json' is not valid JSON: line 2, character 9: Expecting value. {AGAIN}",
        ),
        (answer(record())[:-20], "'x.json' is not valid JSON: line 1, character "),
        ("[" * 100_000, f"'x.json' is JSON nested too deeply to be an answer. {AGAIN}"),
        ('[{"id": ' + "9" * 5000 + "}]", "'x.json' is not valid JSON: Exceeds the limit (4300 digits)"),
        ('{"error": "too many"}', f"'x.json' is JSON but not a list of records. {AGAIN}"),
        ("[]", "'x.json' contains an empty list. Fetch the file again, or leave it out."),
        ("", "'x.json' is empty. Fetch the file again, or leave it out."),
        (
            '[{"id": 1, "category": "drugs", "month": "2024-01"}]',
            "'x.json' has no record with the key 'location'. Point at answers of the street-level crime method.",
        ),
    ],
)
def test_what_is_no_answer_is_refused(ingest, told, content, expected):
    assert told(ingest, {"x.json": content}, kind=KIND).startswith(expected)
