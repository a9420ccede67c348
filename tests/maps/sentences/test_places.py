from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from maps.sentences.data_account import (
    age_words,
    incomplete_count_words,
    incomplete_words,
    located_words,
    period_words,
    rows_words,
)
from maps.sentences.places import headline, place_facts, place_sentences
from maps.text.folds import shorten
from maps.text.period import NO_FILE, IncompleteMonth, Period, RowAccount

PERIOD = Period(date(2023, 9, 1), date(2025, 6, 30), 19, (IncompleteMonth(date(2025, 3, 1), "Coventry"),))
PLACE = {
    "reason": "400 crimes.",
    "area_count": 10,
    "population": 17_815.0,
    "crime_count": 500,
    "team_count": 1,
    "hectares": 350.4,
    "resident_share": 0.031,
    "crime_share": 0.072,
    "harm_share": 0.076,
    "hotspot_area_count": 5,
    "cap_reached": "residents",
}


def test_period_and_its_age_on_the_day_of_the_run():
    assert period_words(PERIOD) == "19 of 22 months, September 2023 to June 2025"
    assert age_words(PERIOD, date(2026, 11, 20)) == f"Data to June 2025 ({12 + 11 - 6} months old)"
    assert age_words(PERIOD, date(2025, 7, 1)) == "Data to June 2025 (1 month old)"


def test_months_left_out_are_named():
    assert incomplete_words(PERIOD) == "One month is left out because data is missing: March 2025 (Coventry)."
    assert incomplete_words(Period(date(2025, 1, 1), date(2025, 1, 1), 1)) == ""
    assert incomplete_count_words(PERIOD) == (
        "One month is left out because data is missing; the last page of this set names it."
    )
    assert incomplete_count_words(Period(date(2025, 1, 1), date(2025, 1, 1), 1)) == ""


def test_every_row_is_accounted_for():
    words = rows_words(RowAccount(read=1000, placed=950, no_location=40, out_of_force=0, duplicate=0, quarantined=10))
    assert words == (
        "Of 1,000 rows read, 950 were placed in an area of the force. "
        "Of the others, 40 had no location and 10 were set aside as faulty."
    )


@pytest.mark.parametrize(
    ("count", "harm", "words"),
    [
        (3, 0.312, "Three places in Northam have 9% of residents and 31% of harm."),
        (1, 0.312, "One place in Northam has 9% of residents and 31% of harm."),
        (24, 0.312, "24 places in Northam have 9% of residents and 31% of harm."),
        (3, float("nan"), "Three places in Northam have 9% of residents."),
        (0, 0.0, "No place is proposed in Northam for this period."),
    ],
)
def test_headline(count, harm, words):
    assert headline("Northam", count, residents=0.094, harm=harm) == words


def test_headline_of_the_force_does_not_repeat_its_name():
    assert headline(None, 12, residents=0.16, harm=0.32) == "12 places have 16% of residents and 32% of harm."
    assert headline(None, 0, residents=0.0, harm=0.0) == "No place is proposed for this period."


def test_place_in_sentences_and_in_one_line():
    assert place_sentences(PLACE, "Northam", "ward") == [
        "400 crimes.",
        "10 areas in 1 ward, 17,815 residents, 350 hectares. "
        "3% of residents, 7% of recorded crime, 8% of harm in Northam.",
        f"500 recorded crimes, {1000 * 500 / 17_815:.0f} per 1,000 residents ({0.072 / 0.031:.1f} times the unit).",
        "It is at the limit for residents. Need may also be high in areas next to it.",
    ]
    assert place_facts(PLACE) == "10 areas, 17,815 residents, 8% of harm, 5 hotspots"
    unharmed = PLACE | {"harm_share": float("nan"), "hotspot_area_count": 0}
    assert place_facts(unharmed) == "10 areas, 17,815 residents, 7% of recorded crime, no hotspot"


def test_where_no_month_is_missing_all_are_called_complete():
    whole = replace(PERIOD, complete_month_count=22)
    assert period_words(whole) == "22 complete months, September 2023 to June 2025"


def test_a_month_without_a_file_is_called_so():
    gaps = (IncompleteMonth(date(2024, 9, 1), NO_FILE), IncompleteMonth(date(2025, 3, 1), "Coventry"))
    assert incomplete_words(replace(PERIOD, incomplete_months=gaps)) == (
        "Two months are left out because data is missing: September 2024 (no file) and March 2025 (Coventry)."
    )


def test_months_outside_the_period_and_those_left_out_by_choice_are_told_apart():
    before = (IncompleteMonth(date(2023, 5, 1), "Dudley"), IncompleteMonth(date(2023, 8, 1), NO_FILE))
    inside = PERIOD.incomplete_months
    assert incomplete_words(replace(PERIOD, incomplete_months=(*before, *inside))) == (
        "One of these months is left out because data is missing: March 2025 (Coventry). "
        "Two months outside this period are left out because data is missing: May 2023 (Dudley) and August 2023 (no file)."
    )
    # 19 of 22 months: the sheet counts those of the period alone
    assert incomplete_count_words(replace(PERIOD, incomplete_months=(*before, *inside))).startswith(
        "One month is left out"
    )
    assert incomplete_count_words(replace(PERIOD, incomplete_months=before)) == ""
    chosen = tuple(
        IncompleteMonth(date(year, month, 1)) for year, month in ((2023, 5), (2023, 6), (2023, 7), (2025, 7))
    )
    assert incomplete_words(replace(PERIOD, incomplete_months=chosen)) == (
        "Four months are left out by choice: May 2023 to July 2023 and July 2025."
    )


def moves(*rows):
    frame = pd.DataFrame(rows, columns=["crime_type", "district_code", "without_before", "without_after", "comparable"])
    ends = {
        "before_start": "2020-11-01",
        "before_end": "2021-10-01",
        "after_start": "2021-11-01",
        "after_end": "2022-10-01",
    }
    return frame.assign(tolerance=0.03, **{name: pd.Timestamp(day) for name, day in ends.items()})


def test_the_share_without_a_location_is_said_with_what_is_not_compared_for_it():
    told = moves(("All recorded crime", None, 0.012, 0.034, False), ("Drugs", None, 0.01, 0.05, False))
    assert located_words(told) == (
        "1% of recorded crime in November 2020 to October 2021 had no location, and 3% in November 2021 to October 2022."
        " Places are not compared between these two years for all recorded crime and drugs; figures of the force count"
        " every incident."
    )


def test_where_shares_stayed_nothing_is_left_out_and_a_district_is_told_apart():
    stayed = moves(("All recorded crime", None, 0.012, 0.014, True), ("Robbery", "D1", 0.0, 0.2, False))
    assert located_words(stayed) == (
        "1% of recorded crime in November 2020 to October 2021 had no location, and 1% in November 2021 to October 2022."
        " In some districts places are not compared for robbery."
    )
    assert located_words(stayed.iloc[:1]).endswith("1% in November 2021 to October 2022.")


def test_a_district_that_lacks_more_locations_than_the_force_is_named():
    whole = ("All recorded crime", None, 0.05, 0.26, False)
    told = moves(whole, ("All recorded crime", "D1", 0.05, 0.44, False), ("All recorded crime", "D2", 0.05, 0.05, True))
    assert (
        " In November 2021 to October 2022 more had no location in Northam (44%): counts and ranks of areas there are too"
        " low beside the rest of the force." in located_words(told, {"D1": "Northam", "D2": "Southam"})
    )
    nearly = moves(whole, ("All recorded crime", "D1", 0.05, 0.28, False))
    assert "too low" not in located_words(nearly, {"D1": "Northam"})


def test_sources_that_count_by_area_say_nothing_of_locations():
    assert located_words(moves(("All recorded crime", None, 0.0, 0.0, True))) == ""
    assert located_words(pd.DataFrame()) == ""


def test_many_types_are_counted_after_the_first_four():
    told = moves(*((name, None, 0.0, 0.5, False) for name in ("All recorded crime", "A", "B", "C", "D", "E")))
    assert " for all recorded crime, a, b, c and 2 more; " in shorten(located_words(told))
