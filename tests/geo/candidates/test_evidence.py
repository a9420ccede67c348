"""Statements about a candidate: the numbers by hand, the words beside them."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from geo.candidates.evidence import (
    YearChange,
    compare,
    lay_out_statements,
    some_of,
    state_cautions,
    state_differences,
    state_expectation,
    state_level,
    state_next_ranks,
    state_numbers,
    state_people,
    state_sources,
)
from geo.evaluation.null_spread import NullSpread
from geo.measures.dispersion import ratio_bounds
from geo.trends.expectation import Expectation

CODES = pd.Index(["a", "b", "c", "d"], name="area_code")
UNIT = pd.DataFrame(
    {
        "crime_count": [40.0, 20, 10, 10],
        "demand_count": [5.0, 5, 5, 5],
        "deprivation_score": [30.0, 30, 10, 10],
        "harm_days": [0.0, 0, 9, 9],
        "population": [1000.0, 2000, 1800, 1200],
        "hectares": [100.0, 400, 100, 100],
        "Robbery": [4.0, 4, 0, 0],
    },
    index=CODES,
)
JUDGED = pd.DataFrame(
    {
        "small_population": [False, True],
        "feedback_flag": [False, False],
        "robust_core": [True, False],
        "hotspot": False,
    },
    index=CODES[:2],
)


def by_item(statements):
    return {statement.item: statement for statement in statements}


INSIDE = pd.DataFrame(
    {
        "population": [1500, 900],
        "hectares": [12.25, 30.5],
        "need_score": [90.0, 81.0],
        "crime_count": [400, 211],
        "demand_count": [20.5, 30.0],
        "harm_days": [5000.0, 1700.0],
        "rank": pd.array([3, 12], dtype="Int64"),
        "rank_low": pd.array([1, 7], dtype="Int64"),
        "rank_high": pd.array([9, 31], dtype="Int64"),
        "robust_core": [True, False],
    },
    index=CODES[:2],
)


def test_numbers_by_hand():
    said = by_item(state_numbers(INSIDE))
    assert {item: (one.section, one.value, one.unit) for item, one in said.items()} == {
        "areas": ("numbers", 2, "areas"),
        "residents": ("numbers", 1500 + 900, "persons"),
        "land": ("numbers", 12.25 + 30.5, "ha"),
        "need score": ("numbers", (90 + 81) / 2, "0 to 100 by default"),
        "crime": ("numbers", 400 + 211, "records"),
        "demand": ("numbers", 20.5 + 30, "weighted records"),
        "harm": ("numbers", 5000 + 1700, "days of imprisonment"),
        "ranks": ("numbers", (3 + 12) / 2, "place"),
        "robust core": ("numbers", 1, "areas"),
    }
    assert (said["ranks"].low, said["ranks"].high) == (1, 31)
    assert [one.low for item, one in said.items() if item != "ranks"] == [None] * 8
    shown = {"areas": "2", "residents": "2,400", "land": "43", "need score": "85.5", "crime": "611", "harm": "6,700"}
    assert {item: shown[item] in said[item].words for item in shown} == dict.fromkeys(shown, True)
    assert all(number in said["ranks"].words for number in ("3", "12", "1", "31"))


def test_other_weights_and_types_are_stated_where_there_are_any():
    types = ["calm", "busy"]
    said = by_item(state_numbers(INSIDE.assign(harm_beside=[1.0, 2.5], type_name=types)))
    assert (said["harm by other weights"].value, said["types of area"].value) == (3.5, 1)
    assert set(said["types of area"].words.split("; ")) == {"1 of 2: calm", "1 of 2: busy"}


def test_differences_by_hand():
    said = by_item(state_differences(UNIT.loc[["a", "b"]], UNIT, ["Robbery"], "Northtown"))
    # Means 30 and 10; the four areas have mean 20 and variance (400 + 0 + 100 + 100) / 4.
    assert said["recorded crime"].value == pytest.approx((30 - 10) / 150**0.5)
    assert said["recorded crime"].words == "Recorded crime per area: much higher than the rest of Northtown"
    assert said["harm"].words == "Harm per area: far lower than the rest of Northtown"
    assert said["Robbery"].value == 2
    # Residents over hectares, not a mean of 10 and 5 against 18 and 12.
    assert said["residents per hectare"].words == "Residents per hectare: 6.0 here, 15.0 in the rest of Northtown"
    assert said["residents per hectare"].value == pytest.approx(math.log(6 / 15))
    assert "demand" not in said, "the same everywhere"


def test_a_measure_that_is_the_same_everywhere_differs_nowhere():
    # In binary the mean of three times 0.1 is not quite 0.1: no difference may be made of that.
    same = UNIT.assign(demand_count=0.1)
    assert same["demand_count"][:3].mean() != 0.1
    assert "demand" not in by_item(state_differences(same.loc[["a", "b", "c"]], same, ["Robbery"], "Northtown"))


def test_residents_are_compared_where_the_rest_is_country():
    country = UNIT.assign(hectares=[100.0, 400, 8000, 7000])
    said = by_item(state_differences(country.loc[["a", "b"]], country, ["Robbery"], "Northtown"))
    assert said["residents per hectare"].value == pytest.approx(math.log((3000 / 500) / (3000 / 15_000)))


def test_a_candidate_that_is_the_whole_unit_differs_from_nothing():
    (only,) = state_differences(UNIT, UNIT, ["Robbery"], "Northtown")
    assert only.words.startswith("It is all of Northtown")


@pytest.mark.parametrize(
    ("gap", "words"),
    [(2.5, "far higher than"), (-0.9, "much lower than"), (0.4, "higher than"), (-0.1, "about the same as")],
)
def test_words_for_a_difference(gap, words):
    assert compare(gap) == words


EXPECTATION = Expectation(
    pd.Series([100.0, 60, 9, 9], index=CODES), pd.Series([60.0, 40, 1, 1], index=CODES), 0.004, 0.0025
)


def test_expectation_beside_the_year_just_past():
    said = by_item(state_expectation(CODES[:2], EXPECTATION, pd.Series([110.0, 70, 9, 9], index=CODES)))
    spread = (math.log(1 + 100 / 160**2) + 0.004 + 0.0025) ** 0.5
    assert said["expected next year"].value == 100 + 60
    assert said["expected next year"].low == pytest.approx(160 * math.exp(-1.959964 * spread))
    assert said["change to expect"].value == 160 - 180
    assert said["change to expect"].words == (
        "A fall of 20 is expected without any action, so do not count it as a success"
    )
    fall = 1 - math.exp(-(1.959964 + 0.841621) * spread)
    assert said["least detectable fall"].value == pytest.approx(fall)
    assert said["least detectable fall"].words.endswith("is large enough to be detected 4 times out of 5")
    assert 160 * (1 - fall) < said["expected next year"].low
    assert [one.item for one in state_expectation(CODES[:2], EXPECTATION, None)] == [
        "expected next year",
        "least detectable fall",
    ]
    null = NullSpread(0.0, 0.04, 1.5, 50.0, np.inf, "fitted", np.zeros(60))
    judged = by_item(state_expectation(CODES[:2], EXPECTATION, None, null))
    wider = judged["least detectable fall"].value
    assert wider == pytest.approx(null.least_detectable_fall(160.0))
    assert wider > fall
    # Interval and fall have the same spread, the larger of the two.
    ends = -math.log(1 - wider) * 1.959964 / (1.959964 + 0.841621)
    assert judged["expected next year"].low == pytest.approx(160 * math.exp(-ends))
    assert judged["expected next year"].high == pytest.approx(160 * math.exp(ends))


def test_where_its_highest_and_its_lowest_area_will_rank():
    ahead = INSIDE.assign(rank_low_next=[1.0, 6.0], rank_high_next=[9.0, 1040.0])
    (said,) = state_next_ranks(ahead)
    assert (said.section, said.low, said.high) == ("level", 1, 1040)
    assert (
        said.words
        == "In the next 12 months its highest area is likely to rank 1 to 9, its lowest 6 to 1,040 (90% each)"
    )
    (alone,) = state_next_ranks(ahead.iloc[:1])
    assert alone.words.endswith("likely to rank 1 to 9 (90% each)")
    assert list(state_next_ranks(INSIDE)) == []
    assert list(state_next_ranks(ahead.assign(rank_low_next=float("nan")))) == []


def test_a_year_outside_the_interval_gives_no_forecast_but_the_reason():
    said = by_item(state_expectation(CODES[:2], EXPECTATION, pd.Series([150.0, 90, 9, 9], index=CODES)))
    assert set(said) == {"expected next year", "last year"}
    assert said["expected next year"].value is None
    assert said["expected next year"].words.startswith("No forecast: the latest 12 complete months had 240 recorded")
    (only,) = state_expectation(CODES[:2], None, None)
    assert only.words == "No forecast: there are fewer than four complete months"


@pytest.mark.parametrize(
    ("level_class", "p", "words"),
    [
        ("above", 0.012, "That is higher than expected, even for a place that was searched for (p = 0.012)"),
        (
            "as expected",
            0.4,
            "That is not clearly higher than expected for a place that was searched for (p = 0.40)",
        ),
    ],
)
def test_level_in_words(level_class, p, words):
    row = {"observed_count": 1200.0, "expected_count": 800.0, "times_expected": 1.5, "p_selected": p}
    (said,) = state_level(row | {"level_class": level_class})
    assert (
        said.words == f"1,200 recorded crimes, 1.5 times the 800 expected from its residents and similar areas. {words}"
    )
    assert said.value == 1.5
    assert not list(state_level(None))
    assert not list(state_level(row | {"expected_count": float("nan")}))


def test_reasons_for_caution_are_set_apart_from_what_was_only_checked():
    said = by_item(state_cautions(JUDGED, snapped=0.4, change=halved(), dispersion=1.5))
    cautions = {item for item, statement in said.items() if statement.section == "caution"}
    assert cautions == {"artefact points", "few residents", "hotspots", "falling already"}
    assert said["hotspots"].words == "None of its 2 areas is a hotspot"
    assert said["few residents"].words == "1 of its 2 areas has so few residents that rates would mislead"
    assert said["falling already"].high < 0
    assert said["feedback"].section == "checked"
    assert said["artefact points"].value == 0.4
    assert "40%" in said["artefact points"].words
    assert said["falling already"].unit == "share"


@pytest.mark.parametrize(("stands_above", "section"), [([False, None], "caution"), ([True, False], "checked")])
def test_a_place_with_no_area_above_its_like_has_that_against_it(stands_above, section):
    judged = JUDGED.assign(stands_above=pd.Series(stands_above, index=JUDGED.index, dtype=object))
    said = by_item(state_cautions(judged, snapped=0.0, change=halved(before=40, after=40), dispersion=1.5))[
        "similar areas"
    ]
    assert (said.section, said.value, said.unit) == (section, sum(bool(one) for one in stands_above), "areas")
    assert ("None of its 2 areas" in said.words) == (section == "caution")


@pytest.mark.parametrize(
    ("found", "count", "words"),
    [
        (0, 10, "None of its 10 areas is"),
        (1, 10, "1 of its 10 areas is"),
        (4, 10, "4 of its 10 areas are"),
        (1, 1, "Its only area is"),
        (0, 1, "None of its areas is"),
    ],
)
def test_some_of_the_areas_in_words(found, count, words):
    assert some_of(found, count, "is", "are") == words


def test_what_cannot_be_checked_is_said():
    said = by_item(state_cautions(JUDGED, snapped=None, change=halved(before=0, after=0), dispersion=1.5))
    assert said["artefact points"].words == (
        "Points that represent a building cannot be looked for: the sources give counts by area"
    )
    assert "falling already" not in said


def test_residents_by_group_beside_the_unit():
    people = pd.DataFrame({"under 16": [30.0, 20, 10, 0], "total": [100.0, 100, 100, 100]}, index=CODES)
    (said,) = state_people(people.loc[["a", "b"]], people, "Northtown")
    assert (said.value, said.words) == (50 / 200, "Under 16: 25.0% of residents, 15.0% in Northtown")
    (none,) = state_people(people.loc[["a"]] * 0, people, "Northtown")
    assert none.value is None


def test_rows_keep_their_order():
    table = lay_out_statements({"N-1": list(state_sources("N-1")), "N-2": list(state_sources("N-2"))})
    assert table["place"].tolist() == [1, 2, 1, 2]
    assert table["value"].isna().all()
    assert lay_out_statements({}).columns.tolist() == table.columns.tolist()


def halved(**changed):
    facts = {
        "before": 400, "after": 200, "force_before": 1000, "force_after": 1004, "month_count": 12,
        "before_words": "April 2023 to March 2024", "after_words": "April 2024 to March 2025",
    }  # fmt: skip
    return YearChange(**(facts | changed))


def test_a_change_names_its_periods_and_stands_beside_the_force():
    assert halved().words() == (
        "Recorded crime fell by 50%: April 2024 to March 2025 against April 2023 to March 2024."
        " In the force it was unchanged"
    )


def null_of(spread):
    return NullSpread(0.0, spread**2, 1.0, 100.0, np.inf, "fitted", np.zeros(200))


def test_falling_already_is_judged_by_places_where_nothing_was_done():
    """A fall of 15% against the force: further than places that drift by 3%, not than those that drift by 20%."""
    change = halved(before=20_000, after=17_000, force_before=1_000_000, force_after=1_000_000)
    seldom, often = (
        by_item(state_cautions(JUDGED, snapped=None, change=change, dispersion=1.5, null=null_of(spread)))
        for spread in (0.03, 0.2)
    )
    assert (seldom["falling already"].section, often["falling already"].section) == ("caution", "checked")
    effect = 17_000.5 / 20_000.5 / (983_000.5 / 980_000.5)
    assert seldom["falling already"].value == pytest.approx(effect - 1)
    reach = 1.98397 * np.sqrt((0.03**2 + 1 / 20_000.5 + 1 / 17_000.5) * (1 + 1 / 100))  # t with 99 degrees of freedom
    assert seldom["falling already"].low == pytest.approx(effect * np.exp(-reach) - 1, abs=1e-4)
    assert seldom["falling already"].words.endswith("), seldom seen without action")
    assert often["falling already"].words.endswith("), often seen without action")


def test_falling_already_by_counts_alone_is_named_a_lower_bound():
    said = by_item(state_cautions(JUDGED, snapped=None, change=halved(), dispersion=1.5))["falling already"]
    assert said.section == "caution"
    assert said.words.endswith("No places of its size could be compared: the interval is a lower bound")


def test_a_place_whose_located_share_moved_is_not_compared():
    why = "not comparable: 2% were without a location then, 11% now"
    change = halved(not_comparable=why, force_after=1030)
    said = by_item(state_cautions(JUDGED, snapped=None, change=change, dispersion=1.5, null=null_of(0.01)))
    assert said["falling already"].section == "checked"
    assert said["falling already"].value is None
    assert said["falling already"].words == (
        f"Recorded crime here is {why} (April 2024 to March 2025 against April 2023 to March 2024). In the force it"
        " rose by 3%, counted with and without a location"
    )


def test_a_change_of_nought_is_unchanged_and_missing_months_are_told():
    words = halved(after=401, force_before=0, month_count=7).words()
    assert words.startswith("Recorded crime was unchanged: April 2024")
    assert words.endswith("7 months of each")
    said = by_item(state_cautions(JUDGED, snapped=None, change=None, dispersion=1.5))
    assert said["falling already"].words.startswith("Too few months")


def rows_of(statements):
    """Everything but the section, which one function shares."""
    return [(one.item, one.words, one.value, one.low, one.high, one.unit) for one in statements]


def test_every_number_is_stated_in_words_and_with_its_unit():
    given = INSIDE.assign(harm_beside=[1.0, 2.5], type_name=["calm", "busy"])
    assert rows_of(state_numbers(given, demand_words="calls")) == [
        ("areas", "2 small areas", 2, None, None, "areas"),
        ("residents", "2,400 residents", 2400, None, None, "persons"),
        ("land", "43 hectares", 42.75, None, None, "ha"),
        ("need score", "Mean need score 85.5", 85.5, None, None, "0 to 100 by default"),
        ("crime", "611 recorded crimes over the period", 611, None, None, "records"),
        ("demand", "50 calls", 50.5, None, None, "weighted records"),
        ("harm", "6,700 days of harm", 6700, None, None, "days of imprisonment"),
        ("harm by other weights", "4 of harm by the second set of weights", 3.5, None, None, "unit of those weights"),
        ("ranks", "Its areas rank from 3 to 12; likely ranks of this period 1 to 31", 7.5, 1, 31, "place"),
        ("robust core", "1 of 2 areas are in the robust core", 1, None, None, "areas"),
        ("types of area", "1 of 2: calm; 1 of 2: busy", 1, None, None, "areas"),
    ]


def test_every_difference_is_stated_in_words():
    said = rows_of(state_differences(UNIT.loc[["a", "b"]], UNIT, ["Robbery"], "Northtown"))
    unit = "standard deviations"
    assert [(item, words, units) for item, words, _, _, _, units in said] == [
        ("recorded crime", "Recorded crime per area: much higher than the rest of Northtown", unit),
        ("deprivation", "Deprivation per area: far higher than the rest of Northtown", unit),
        ("harm", "Harm per area: far lower than the rest of Northtown", unit),
        ("Robbery", "Robbery per area: far higher than the rest of Northtown", unit),
        ("residents per hectare", "Residents per hectare: 6.0 here, 15.0 in the rest of Northtown", "log ratio"),
    ]
    assert [low for _, _, _, low, _, _ in said] == [None] * 5


def test_the_three_types_that_stand_out_most_are_stated():
    kinds = UNIT.assign(Arson=[1.0, 1, 0, 1], Drugs=[0.0, 0, 1, 1], Theft=[2.0, 1, 1, 0], Fraud=0.0)
    said = by_item(
        state_differences(kinds.loc[["a", "b"]], kinds, ["Arson", "Drugs", "Theft", "Fraud", "Robbery"], "N")
    )
    assert [item for item in said if item in {"Arson", "Drugs", "Theft", "Fraud", "Robbery"}] == [
        "Robbery",  # (4 - 0) / 2
        "Theft",  # (1.5 - 0.5) / 0.5**0.5
        "Arson",  # (1 - 0.5) / (3 / 16)**0.5
    ]


def test_every_caution_is_stated_in_words_and_with_its_unit():
    judged = JUDGED.assign(stands_above=[False, None])
    *others, falling = rows_of(state_cautions(judged, snapped=0.2, change=halved(), dispersion=1.5))
    assert others == [
        ("artefact points", "20% of its recorded crime lies on points that represent a building or a list", 0.2,
         None, None, "share"),
        ("few residents", "1 of its 2 areas has so few residents that rates would mislead", 1, None, None, "areas"),
        ("feedback", "None of its 2 areas has a high share of crime found by police activity, such as drugs", 0,
         None, None, "areas"),
        ("unstable rank", "1 of its 2 areas is in the top 5% of the force under every weighting tested", 1,
         None, None, "areas"),
        ("hotspots", "None of its 2 areas is a hotspot", 0, None, None, "areas"),
        ("similar areas", "None of its 2 areas has more recorded crime than is usual for areas like that", 0,
         None, None, "areas"),
    ]  # fmt: skip
    low, high, _ = ratio_bounds([400], [200], dispersion=1.5, level=0.95)
    words = f"{halved().words()}. No places of its size could be compared: the interval is a lower bound"
    assert falling == ("falling already", words, 200 / 400 - 1, float(low[0]) - 1, float(high[0]) - 1, "share")


@pytest.mark.parametrize(
    ("changes", "options", "item", "section"),
    [
        ({}, {"snapped": 0.199}, "artefact points", "checked"),
        ({}, {"snapped": 0.2}, "artefact points", "caution"),
        ({"small_population": False}, {}, "few residents", "checked"),
        ({"feedback_flag": [True, False]}, {}, "feedback", "caution"),
        ({"robust_core": False}, {}, "unstable rank", "caution"),
        ({"hotspot": [True, False]}, {}, "hotspots", "checked"),
        ({}, {"change": None}, "falling already", "checked"),
        ({}, {"change": "same"}, "falling already", "checked"),
    ],
)
def test_a_caution_is_raised_at_its_limit_and_only_there(changes, options, item, section):
    given = {"snapped": 0.0, "change": halved(), "dispersion": 1.5} | options
    if given["change"] == "same":
        given["change"] = halved(after=390)
    assert by_item(state_cautions(JUDGED.assign(**changes), **given))[item].section == section


def test_what_is_expected_is_stated_in_words():
    said = rows_of(state_expectation(CODES[:2], EXPECTATION, pd.Series([110.0, 70, 9, 9], index=CODES)))
    assert [(item, words, units) for item, words, _, _, _, units in said] == [
        (
            "expected next year",
            "About 160 recorded crimes in the next 12 months without any action, likely between 131 and 195 (95%)",
            "records",
        ),
        ("change to expect", "A fall of 20 is expected without any action, so do not count it as a success", "records"),
        (
            "least detectable fall",
            "A fall of 25% or more, to 120 a year, is large enough to be detected 4 times out of 5",
            "share",
        ),
        ("last year", "180 in the latest 12 complete months", "records"),
    ]
    _, low, high = EXPECTATION.of(CODES[:2])
    assert said[1][2:5] == (160 - 180, low - 180, high - 180)
    assert said[3][2] == 180


def test_a_year_of_scattered_months_is_named_wherever_something_is_held_against_it():
    year = "the latest complete January to December (between September 2023 and June 2025)"
    last = pd.Series([110.0, 70, 9, 9], index=CODES)
    said = by_item(state_expectation(CODES[:2], EXPECTATION, last, year_words=year))
    assert said["last year"].words == f"180 in {year}"
    assert said["change to expect"].words == (
        f"A fall of 20 is expected without any action, against {year}, so do not count it as a success"
    )
    far = pd.Series([500.0, 70, 9, 9], index=CODES)
    said = by_item(state_expectation(CODES[:2], EXPECTATION, far, year_words=year))
    assert said["expected next year"].words.startswith(f"No forecast: {year} had 570 recorded crimes")


@pytest.mark.parametrize(
    ("past", "words"),
    [
        (159.4, "A rise of 1 is expected without any action, so do not count it as a failure"),
        (159.6, "No change is expected without any action"),
        (160.4, "No change is expected without any action"),
        (160.6, "A fall of 1 is expected without any action, so do not count it as a success"),
    ],
)
def test_a_change_that_rounds_to_nothing_is_none(past, words):
    last = pd.Series([past, 0.0, 9, 9], index=CODES)
    assert by_item(state_expectation(CODES[:2], EXPECTATION, last))["change to expect"].words == words


def test_too_few_incidents_for_a_fall_to_be_detected():
    few = Expectation(pd.Series([1.0, 0.4], index=CODES[:2]), pd.Series([1.0, 0.4], index=CODES[:2]), 0.004, 0.0025)
    said = by_item(state_expectation(CODES[:2], few, None))["least detectable fall"]
    assert (said.section, said.words) == ("success", "There are too few incidents for a fall to be detected")
    assert said.value is None


def test_sources_are_commands_that_can_be_run():
    assert rows_of(state_sources("N-1")) == [
        (
            "source rows",
            'impact-areas sql "SELECT file_name, row_number, occurred_month, crime_type, area_code FROM incidents '
            "JOIN sources USING (source_id) SEMI JOIN (FROM candidate_areas WHERE candidate_id = 'N-1') USING (area_code)"
            ' ORDER BY ALL"',
            None, None, None, "",
        ),
        (
            "counts by area and type",
            "impact-areas queries run counts_of_candidate --param candidate=N-1",
            None, None, None, "",
        ),
    ]  # fmt: skip


def test_each_function_fills_its_own_section():
    past = pd.Series([110.0, 70, 9, 9], index=CODES)
    assert {one.section for one in state_numbers(INSIDE)} == {"numbers"}
    assert {one.section for one in state_differences(UNIT.loc[["a"]], UNIT, [], "N")} == {"difference"}
    assert [one.section for one in state_expectation(CODES[:2], EXPECTATION, past)] == [
        "without action", "without action", "success", "without action",
    ]  # fmt: skip
    assert {one.section for one in state_sources("N-1")} == {"source"}
    assert [one.section for one in state_expectation(CODES[:2], None, None)] == ["without action"]
