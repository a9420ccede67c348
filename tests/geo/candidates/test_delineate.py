import pandas as pd
import pytest

from geo.candidates import set_packing
from geo.candidates.allot import Proportions
from geo.candidates.delineate import UNIT_COLUMNS, delineate_candidates
from geo.candidates.place import PlaceLimits
from geo.candidates.set_packing import PackingEffort, pack_places
from geo.candidates.summary import COLUMNS
from geo.candidates.units import build_units
from geo.need.ranking import STRANDS

RANK_COLUMNS = ["need_score", *(f"{strand}_score" for strand in STRANDS)]


def needs(areas, text, index=None):
    """Need scores written as a map, row by row; '-' where an area cannot be assessed."""
    numbers = [float("nan") if word == "-" else float(word) for word in text.split()]
    need = pd.Series(numbers, index=areas.index if index is None else index)
    ranking = pd.DataFrame(dict.fromkeys(RANK_COLUMNS, need))
    measures = pd.DataFrame(
        {"crime_count": need.fillna(0).astype(int), "demand_count": 1.0, "harm_days": need.fillna(0)}
    )
    return ranking, measures


def hot(*codes):
    return pd.DataFrame({"area_code": list(codes), "hotspot_class": "hotspot 95%"})


def draw(areas, text, hotspots=None, objective="need", cross_units=False, **options):
    """Squares have four neighbours: a price of 30 for a whole perimeter is 7.5 for a side. One team is enough here."""
    ranking, measures = needs(areas, text)
    limits = PlaceLimits(**{"min_teams": 1, "compactness": 30.0} | options)
    surface = hot() if hotspots is None else hotspots
    return delineate_candidates(
        ranking, measures, areas, surface, limits=limits, objective=objective, cross_units=cross_units
    )


def members(drawn):
    return drawn.candidate_areas.groupby("candidate_id")["area_code"].agg(list).to_dict()


def test_a_place_of_two_areas_is_not_padded(make_areas):
    drawn = draw(
        make_areas(4, 3),
        """10 10 10 10
           10 95 90 10
           10 10 10 10""",
        hot("b2"),
    )
    assert members(drawn) == {"AA-1": ["b2", "b3"]}
    (row,) = drawn.candidates.to_dict("records")
    assert list(drawn.candidates.columns) == list(COLUMNS)
    assert row["reason"] == (
        "185 recorded crimes, 3.9 times the force's rate per resident; harm 3.9 times. "
        "On average its areas rank above 92% of the force for crime and 92% for demand. 1 of the 2 is a hotspot."
    )
    assert row["candidate_name"] == "Ward B"
    assert row["cap_reached"] == ""
    total, mean = 95 + 90 + 10 * 10, (95 + 90 + 10 * 10) / 12
    worth = 95 + 90 - 2 * mean - 30 * 6 / 4  # six sides lie open
    expected = {
        "rank": 1, "area_count": 2, "team_count": 1, "population": 2000, "hectares": 2, "need_score": (95 + 90) / 2,
        "crime_count": 95 + 90, "demand_count": 2, "harm_days": 95 + 90, "resident_share": 2 / 12,
        "crime_times_force": 185 / 2000 / (total / 12_000), "demand_times_force": 1.0,
        "crime_share": (95 + 90) / total, "harm_share": (95 + 90) / total, "hotspot_area_count": 1,
        "objective_value": worth, "best_bound": worth, "gap": 0, "open_perimeters": 6 / 4,
        "compactness": 4 * 3.141592653589793 * 2 / 6**2,
    }  # fmt: skip
    assert {column: row[column] for column in expected} == pytest.approx(expected)
    (unit,) = drawn.candidate_units.to_dict("records")
    assert list(drawn.candidate_units.columns) == list(UNIT_COLUMNS)
    assert (unit["candidate_count"], unit["wanted_count"], unit["proven"]) == (1, 3, True)
    assert unit["note"] == (
        "Only one place is proposed (up to 3 are allowed). No other group of neighbouring areas is far enough above the"
        " force average, within the limits"
    )


def test_areas_join_along_an_edge_and_never_cross_the_border_of_a_unit(make_areas):
    areas = make_areas(4, 2)
    areas["npu_code"] = ["AA", "AA", "BB", "BB"] * 2
    text = """90 10 80 85
              10 95 10 10"""
    # a1 and b2 touch at a corner only; b2 and a3 too, and lie in two units.
    assert members(draw(areas, text)) == {"AA-1": ["b2"], "AA-2": ["a1"], "BB-1": ["a3", "a4"]}


def test_places_may_cross_the_border_where_the_configuration_says_so(make_areas):
    areas = make_areas(4, 1).assign(npu_code=["AA", "AA", "BB", "BB"])
    text = "1 90 95 1"
    assert members(draw(areas, text)) == {"AA-1": ["a2"], "BB-1": ["a3"]}
    assert members(draw(areas, text, cross_units=True)) == {"AA-1": ["a2", "a3"]}


def test_limits_on_areas_and_residents_are_named(make_areas):
    areas = make_areas(6, 1)
    high = "99 98 97 96 1 1"
    by_areas = draw(areas, high, max_areas=3, per_unit=1)
    assert members(by_areas) == {"AA-1": ["a1", "a2", "a3"]}
    assert by_areas.candidates["cap_reached"].tolist() == ["areas"]
    by_residents = draw(areas, high, max_residents=2500, per_unit=1)
    assert members(by_residents) == {"AA-1": ["a1", "a2"]}
    assert by_residents.candidates["cap_reached"].tolist() == ["residents"]
    assert draw(areas, high, per_unit=1).candidates["cap_reached"].tolist() == [""]


def test_places_are_chosen_together(make_areas):
    # The best single place is a2 and a3 (98 + 99); together, two pairs hold more than it and what it leaves.
    text = "90 98 99 90 1 1 1 1"
    assert members(draw(make_areas(8, 1), text, max_areas=2, per_unit=1)) == {"AA-1": ["a2", "a3"]}
    assert members(draw(make_areas(8, 1), text, max_areas=2)) == {"AA-1": ["a3", "a4"], "AA-2": ["a1", "a2"]}


def test_a_place_spans_teams(make_areas):
    text = """99 98 97
              10 60 10
              10 10 10"""
    assert members(draw(make_areas(3, 3), text, max_areas=3)) == {"AA-1": ["a1", "a2", "a3"]}
    two = draw(make_areas(3, 3), text, max_areas=3, min_teams=2)
    assert members(two) == {"AA-1": ["a2", "a3", "b2"]} or members(two) == {"AA-1": ["a1", "a2", "b2"]}


@pytest.mark.parametrize("compactness", [0, 30])
def test_a_rounder_place_is_preferred_as_far_as_its_price_says(make_areas, compactness):
    # In a row with a tip 95 + 90 + 90 + 88; as a square 95 + 90 + 90 + 76: 12 less need, and two sides less open: 15 points.
    drawn = draw(
        make_areas(6, 4),
        """10 10 10 10 10 10
           10 95 90 90 88 10
           10 90 76 10 10 10
           10 10 10 10 10 10""",
        max_areas=4,
        per_unit=1,
        compactness=compactness,
    )
    row, square = ["b2", "b3", "b4", "c2"], ["b2", "b3", "c2", "c3"]
    assert members(drawn)["AA-1"] == (square if compactness else row)


def test_holes_are_filled_or_refused(make_areas):
    rim = "1 " * 5
    areas = make_areas(5, 5)
    text = f"{rim} 1 99 98 97 1 1 90 1 96 1 1 93 94 95 1 {rim}"
    filled = members(draw(areas, text, compactness=0, per_unit=1))["AA-1"]
    assert "c3" in filled
    assert len(filled) == 9
    # Nine areas are one too many here: a ring with a hole is not proposed.
    assert len(members(draw(areas, text, compactness=0, max_areas=8, per_unit=1))["AA-1"]) == 7
    other = areas.assign(npu_code=["BB" if code == "c3" else "AA" for code in areas.index])
    assert len(members(draw(other, text, compactness=0, max_areas=8, per_unit=1))["AA-1"]) == 8


def test_an_area_that_cannot_be_assessed_is_neither_sought_nor_avoided(make_areas):
    text = """90 - 95
              1 1 1"""
    assert members(draw(make_areas(3, 2), text, compactness=1, per_unit=1)) == {"AA-1": ["a1", "a2", "a3"]}


@pytest.mark.parametrize("objective", ["harm", "crime", "demand"])
def test_other_objectives(make_areas, objective):
    areas = make_areas(4, 1)
    ranking, measures = needs(areas, "60 1 50 40")
    column = {"harm": "harm_days", "crime": "crime_count", "demand": "demand_count"}[objective]
    measures[column] = [1, 1, 1, 900]
    limits = PlaceLimits(min_teams=1, compactness=30.0)
    drawn = delineate_candidates(ranking, measures, areas, hot(), limits=limits, objective=objective)
    assert members(drawn) == {"AA-1": ["a4"]}
    assert set(drawn.candidate_units["objective"]) == {objective}


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        ({"min_teams": 3}, "2 of the 3 teams that a place must span: the unit has no more (min_teams)"),
        ({"max_residents": 900}, "The smallest area has 1,000 residents, and a place may have 900 (max_residents)"),
        ({"min_teams": 2, "max_residents": 1900}, "1,900 residents are too few for any connected place here"),
        ({"min_teams": 2, "max_areas": 1}, "1 areas are too few for any connected place here (max_areas)"),
    ],
)
def test_an_impossible_unit_says_which_limit_makes_it_so(make_areas, limits, words):
    drawn = draw(make_areas(3, 2), "90 80 70 60 50 10", **limits)
    assert drawn.candidates.empty
    assert words in drawn.candidate_units["note"][0]


def test_islands_and_teams_that_are_not_known(make_areas):
    areas = make_areas(3, 1).drop("a2")
    assert members(draw(areas, "90 1")) == {"AA-1": ["a1"]}
    both = draw(areas.assign(team_code=["x", "y"]), "90 80", min_teams=2)
    assert "2 teams are too many for any connected place here (min_teams)" in both.candidate_units["note"][0]
    unknown = draw(areas.assign(team_code=None), "90 1", min_teams=1)
    assert unknown.candidate_units["note"][0].startswith("0 of the 1 teams")


def test_interrupted_search_gives_what_it_has(make_areas, monkeypatch):
    def interrupt(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("geo.candidates.set_packing.list_places", interrupt)
    drawn = draw(make_areas(6, 1), "99 98 1 1 1 1")
    assert members(drawn) == {"AA-1": ["a1", "a2"]}
    assert drawn.candidate_units["stopped_by"].tolist() == ["interrupted"]
    # The bound is the quick one, which is good enough in a unit as small as this.
    assert drawn.candidate_units["gap"].item() < 1


def test_time_is_a_safety_net_that_is_told(make_areas):
    areas = make_areas(6, 1)
    ranking, measures = needs(areas, "99 98 1 1 1 1")
    drawn = delineate_candidates(
        ranking,
        measures,
        areas,
        hot(),
        limits=PlaceLimits(min_teams=1, compactness=30.0),
        effort=PackingEffort(seconds=0.0),
    )
    assert members(drawn) == {"AA-1": ["a1", "a2"]}
    assert drawn.candidate_units["stopped_by"].tolist() == ["time"]


def test_out_of_time_nothing_more_is_looked_for(make_areas, monkeypatch):
    areas = make_areas(6, 2)
    excess = pd.Series([9.0, 3, -5, 8, 7, -5, -5, 4, 6, -2, 5, 1], index=areas.index)
    (unit,) = build_units(areas, excess, compactness=2.0)
    limits, looked = PlaceLimits(min_teams=1, per_unit=2, max_areas=3), []
    grow = set_packing.grow_places
    monkeypatch.setattr(set_packing, "grow_places", lambda *a, **b: looked.append(b["prices"]) or grow(*a, **b))
    pack_places(unit, limits, effort=PackingEffort(seconds=0.0))
    assert looked == [None]  # the first growth, which makes the answer; none by prices
    pack_places(unit, limits, effort=PackingEffort(seconds=60.0))
    assert len(looked) > 2


def test_reasons_in_plain_words(make_areas):
    areas = make_areas(3, 1)
    ranking, measures = needs(areas, "60 10 10")
    drawn = delineate_candidates(ranking, measures, areas, hot(), limits=PlaceLimits(min_teams=1, compactness=30.0))
    assert drawn.candidates.empty  # no strand is high there, so there would be no reason for it
    assert drawn.candidate_units["note"][0].startswith("No place: no strand is high on average in any group")
    ranking["harm_score"] = 99.4
    ranking["deprivation_score"] = 80.0
    drawn = delineate_candidates(ranking, measures, areas, hot("a1"), limits=PlaceLimits(min_teams=1, compactness=30.0))
    assert drawn.candidates["reason"].tolist() == [
        "60 recorded crimes, 2.2 times the force's rate per resident; harm 2.2 times. "
        "Its area ranks above 80% of the force for deprivation and 99% for harm. It is a hotspot."
    ]


def test_every_area_reaches_the_floor_or_holds_the_place_together(make_areas):
    areas = make_areas(5, 2)
    text = """90 50 95 10 10
              10 10 10 10 30"""
    drawn = draw(areas, text, compactness=1, per_unit=1, floor=80)
    assert members(drawn) == {"AA-1": ["a1", "a2", "a3"]}
    assert drawn.candidate_areas["connects_only"].tolist() == [False, True, False]
    assert members(draw(areas, text, compactness=60, per_unit=1, floor=80)) == {"AA-1": ["a3"]}


def test_places_keep_to_their_share_of_residents(make_areas):
    areas = make_areas(10, 2)
    areas["npu_code"] = ["AA"] * 10 + ["BB"] * 10
    ranking, measures = needs(areas, "99 98 97 96 95 1 1 1 1 1 1 1 1 1 1 1 1 1 94 93")
    drawn = delineate_candidates(
        ranking, measures, areas, hot(), limits=PlaceLimits(min_teams=1), proportions=Proportions(0.15, 0.3, 0)
    )
    assert members(drawn) == {"AA-1": ["a01", "a02"]}  # 3,000 of 20,000 residents, by need: 2,178 and 822
    assert drawn.candidate_units["max_residents"].round().tolist() == [2178, 822]


def test_names_take_the_largest_wards(make_areas):
    areas = make_areas(5, 1).assign(ward_name=["Zeal", "Zeal", "Alum", "Bold", "Cole"])
    assert draw(areas, "80 80 90 90 1", compactness=10).candidates["candidate_name"].tolist() == ["Zeal and Alum"]
    unknown = areas.assign(ward_name=None)
    assert draw(unknown, "90 1 1 1 1").candidates["candidate_name"].tolist() == ["Area a1"]


def test_a_ward_known_only_by_its_code_gives_no_name(make_areas):
    areas = make_areas(4, 1).assign(ward_name=["WA", "WA", "Alum", "Bold"], ward_code=["WA", "WA", "WB", "WC"])
    assert draw(areas, "90 90 90 1").candidates["candidate_name"].tolist() == ["Alum and Area a1"]


def test_awkward_inputs(make_areas, jitter):
    areas = make_areas(4, 3)
    text = """10 10 10 10
              10 95 90 10
              -  10 10 10"""
    expected = members(draw(areas, text))
    assert members(draw(jitter(areas, by_m=1e-6), text)) == expected
    ranking, measures = needs(areas, text)
    shuffled = areas.sample(frac=1, random_state=2)
    again = delineate_candidates(
        ranking.sample(frac=1, random_state=3),
        measures,
        shuffled,
        hot(),
        limits=PlaceLimits(min_teams=1, compactness=30.0),
    )
    assert members(again) == expected
    flat = draw(areas, "50 " * 12)
    assert flat.candidates.empty
    assert list(flat.candidates.columns) == list(COLUMNS)
    assert flat.candidate_areas.empty
    assert draw(make_areas(1, 1), "50").candidates.empty
    nowhere = draw(areas.assign(npu_code=float("nan")), text)
    assert nowhere.candidates.empty
    assert nowhere.candidate_units.empty


def test_a_place_that_is_designated_already_keeps_its_name(make_areas):
    areas = make_areas(4, 1)
    ranking, measures = needs(areas, "10 95 90 10")
    limits = PlaceLimits(min_teams=1, compactness=30.0)
    drawn = delineate_candidates(
        ranking, measures, areas, hot(), limits=limits, designated={"Old Market": ["a2", "a3"], "Far End": ["a4"]}
    )
    assert drawn.candidates["candidate_name"].tolist() == ["Old Market"]
