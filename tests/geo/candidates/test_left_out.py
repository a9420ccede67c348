"""Each reason planted on a small grid. Squares have four neighbours: a price of 30 for a perimeter is 7.5 a side."""

from dataclasses import replace

import pandas as pd
import pytest

from geo.candidates.delineate import delineate_candidates
from geo.candidates.left_out import LEFT_OUT_COLUMNS, explain_left_out
from geo.candidates.place import PlaceLimits
from geo.candidates.set_packing import Packing
from geo.candidates.solve import SolvedUnit
from geo.candidates.units import build_units
from geo.need.ranking import STRANDS


def draw(areas, text, **limits):
    """Candidates on need scores written as a map, the areas of each, and what is said of those left out."""
    need = pd.Series([float(word) for word in text.split()], index=areas.index)
    ranking = pd.DataFrame(dict.fromkeys(["need_score", *(f"{strand}_score" for strand in STRANDS)], need))
    measures = pd.DataFrame({"crime_count": need.astype(int), "demand_count": 1.0, "harm_days": need})
    surface = pd.DataFrame({"area_code": [], "hotspot_class": []}, dtype=str)
    drawn = delineate_candidates(
        ranking,
        measures,
        areas,
        surface,
        limits=PlaceLimits(**{"min_teams": 1, "per_unit": 1, "compactness": 30.0} | limits),
    )
    told = drawn.options.candidate_left_out
    assert list(told.columns) == list(LEFT_OUT_COLUMNS)
    members = drawn.candidate_areas.groupby("candidate_id")["area_code"].agg(list).to_dict()
    return members, {row["area_code"]: row for row in told.to_dict("records")}


def test_other_places_are_worth_more_and_by_how_much(make_areas):
    text = """95 60 10 10 80 88
              10 10 10 10 10 10"""
    members, told = draw(make_areas(6, 2), text, max_areas=2)
    assert members == {"AA-1": ["a5", "a6"]}
    assert set(told) == {"a1"}  # all others have less need than every area of the place
    mean = (95 + 60 + 80 + 88 + 8 * 10) / 12
    row = told["a1"]
    assert (row["reason_kind"], row["beside_candidate"], row["own_place_areas"]) == ("others worth more", "", 2)
    assert row["own_place_value"] == pytest.approx(95 + 60 - 2 * mean - 30 * 6 / 4)
    assert row["least_value"] == pytest.approx(80 + 88 - 2 * mean - 30 * 6 / 4)


@pytest.mark.parametrize(("per_unit", "kind"), [(1, "others worth more"), (2, "found late")])
def test_a_search_that_was_stopped_is_why_a_place_was_not_found_while_there_was_room_for_it(make_areas, per_unit, kind):
    areas = make_areas(6, 1)
    excess = pd.Series([30.0, 25.0, -40.0, -40.0, 20.0, 15.0], index=areas.index)
    limits = PlaceLimits(per_unit=per_unit, min_teams=1, compactness=10.0)
    (unit,) = build_units(areas, excess, compactness=limits.compactness)
    stopped = Packing(places=((0, 1),), value=unit.value((0, 1)), bound=float("inf"), pool=((0, 1),), stopped="time")
    rows = explain_left_out(SolvedUnit(unit, limits, stopped, [], frozenset()))
    assert rows == []  # nothing left out has more need than an area of the place
    later = replace(stopped, places=((4, 5),), value=unit.value((4, 5)))
    rows = explain_left_out(SolvedUnit(unit, limits, later, [], frozenset()))
    assert [(row["area_code"], row["reason_kind"]) for row in rows] == [("a1", kind), ("a2", kind)]
    own, least = unit.value((0, 1)), unit.value((4, 5))
    assert [(row["own_place_areas"], row["own_place_value"], row["least_value"]) for row in rows] == [
        (2, pytest.approx(own), pytest.approx(least))
    ] * 2


def test_a_full_place_names_the_cheapest_swap(make_areas):
    text = """10 80 95 20
              10 70 90 10
              10 75 10 10"""
    members, told = draw(make_areas(4, 3), text, max_areas=4, compactness=60)
    assert members == {"AA-1": ["a2", "a3", "b2", "b3"]}
    row = told["c2"]
    assert (row["reason_kind"], row["beside_candidate"], row["swap_area_out"]) == ("place full", "AA-1", "a2")
    mean = (80 + 95 + 20 + 70 + 90 + 75 + 6 * 10) / 12
    value = 80 + 95 + 70 + 90 - 4 * mean - 60 * 8 / 4
    assert row["swap_cost_share"] == pytest.approx(((80 - 75) + 60 * 2 / 4) / value)  # one edge less within: two sides
    assert pd.isna(row["own_place_value"])


def test_an_area_alone_among_quiet_ones(make_areas):
    text = """95 94 10 10 10 10
              60 92 10 10 70 10
              10 10 10 10 10 10"""
    members, told = draw(make_areas(6, 3), text, per_unit=3, max_areas=4, compactness=70)
    assert members == {"AA-1": ["a1", "a2", "b1", "b2"]}
    assert {code: (row["reason_kind"], row["beside_candidate"]) for code, row in told.items()} == {
        "b5": ("low around it", "")
    }


def test_an_area_that_would_add_less_than_its_edge_costs(make_areas):
    text = """95 94 10 10
              60 92 65 10
              10 10 10 10"""
    members, told = draw(make_areas(4, 3), text, max_areas=5, compactness=80)
    assert members == {"AA-1": ["a1", "a2", "b1", "b2"]}
    assert told["b3"]["reason_kind"] == "edge costs more"


def test_a_place_must_span_more_teams_than_lie_around(make_areas):
    text = """95 94 10 10 88 93
              60 62 10 10 10 10"""
    members, told = draw(make_areas(6, 2), text, per_unit=3, max_areas=2, min_teams=2)
    assert members == {"AA-1": ["a2", "b2"], "AA-2": ["a1", "b1"]}
    assert {row["reason_kind"] for row in told.values()} == {"too few teams"}
    assert set(told) == {"a5", "a6"}
