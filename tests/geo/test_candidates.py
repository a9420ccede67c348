import geopandas as gpd
import pandas as pd
import pytest
import shapely

from geo.candidate_evidence import COLUMNS
from geo.candidates import delineate_candidates
from geo.ranking import STRANDS

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


def draw(areas, text, hotspots=None, **options):
    ranking, measures = needs(areas, text)
    return delineate_candidates(ranking, measures, areas, hot() if hotspots is None else hotspots, **options)


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
    assert row["reason"] == "Crime in the top 8% of the force, demand in the top 8%; 1 of 2 areas is a hotspot"
    assert row["candidate_name"] == "Ward B"
    assert row["cap_reached"] == ""
    total = 95 + 90 + 10 * 10
    expected = {
        "rank": 1, "area_count": 2, "team_count": 1, "population": 2000, "hectares": 2, "need_score": (95 + 90) / 2,
        "crime_count": 95 + 90, "demand_count": 2, "harm_days": 95 + 90, "resident_share": 2 / 12,
        "crime_share": (95 + 90) / total, "harm_share": (95 + 90) / total, "hotspot_area_count": 1,
    }  # fmt: skip
    assert {column: row[column] for column in expected} == pytest.approx(expected)


def test_areas_join_along_an_edge_and_never_cross_the_border_of_a_unit(make_areas):
    areas = make_areas(4, 2)
    areas["npu_code"] = ["AA", "AA", "BB", "BB"] * 2
    drawn = draw(
        areas,
        """90 10 80 85
           10 95 10 10""",
    )
    # a1 and b2 touch at a corner only; b2 and a3 too, and lie in two units.
    assert members(drawn) == {"AA-1": ["b2"], "AA-2": ["a1"], "BB-1": ["a3", "a4"]}


def test_limits_on_areas_and_residents_are_named(make_areas):
    areas = make_areas(6, 1)
    high = "99 98 97 96 1 1"
    by_areas = draw(areas, high, max_areas=3, per_npu=1)
    assert members(by_areas) == {"AA-1": ["a1", "a2", "a3"]}
    assert by_areas.candidates["cap_reached"].tolist() == ["areas"]
    by_residents = draw(areas, high, max_residents=2500, per_npu=1)
    assert members(by_residents) == {"AA-1": ["a1", "a2"]}
    assert by_residents.candidates["cap_reached"].tolist() == ["residents"]
    assert draw(areas, high, per_npu=1).candidates["cap_reached"].tolist() == [""]


def test_an_area_too_populous_is_stepped_past(make_areas):
    areas = make_areas(3, 3)
    areas.loc["b3", "population"] = 5000
    drawn = draw(
        areas,
        """10 80 10
           10 99 98
           10 10 10""",
        max_residents=3000,
        per_npu=1,
    )
    assert members(drawn) == {"AA-1": ["a2", "b2"]}
    assert drawn.candidates["cap_reached"].tolist() == ["residents"]


def test_nothing_stands_in_two_candidates_and_ranks_follow_total_need(make_areas):
    drawn = draw(
        make_areas(6, 1),
        "99 1 1 90 90 90",
    )
    # The highest area is the first seed, but three areas of 90 hold more need together.
    assert members(drawn) == {"AA-1": ["a4", "a5", "a6"], "AA-2": ["a1"]}
    assert drawn.candidates["rank"].tolist() == [1, 2]
    assert drawn.candidates["candidate_name"].tolist() == ["Ward A", "Ward A (2)"]
    assert not drawn.candidate_areas["area_code"].duplicated().any()
    assert len(draw(make_areas(6, 1), "99 1 1 90 90 90", per_npu=1).candidates) == 1


def test_a_hole_is_filled_where_the_limits_afford_it(make_areas):
    rim = "1 " * 5
    areas = make_areas(5, 5)
    text = f"""{rim}
        1 99 98 97 1
        1 90 10 96 1
        1 93 94 95 1
        {rim}"""
    filled = members(draw(areas, text))["AA-1"]
    assert "c3" in filled
    assert len(filled) == 9
    # Nine areas are one too many here, so the hole stays and is not counted as part of the place.
    open_ring = draw(areas, text, max_areas=8)
    assert members(open_ring)["AA-1"] == [code for code in filled if code != "c3"]


def test_a_hole_that_belongs_to_another_unit_stays(make_areas):
    areas = make_areas(5, 5)
    areas.loc["c3", "npu_code"] = "BB"
    rim = "1 " * 5
    text = f"{rim} 1 99 98 97 1 1 90 10 96 1 1 93 94 95 1 {rim}"
    assert "c3" not in members(draw(areas, text))["AA-1"]


def test_shape_decides_between_equal_needs_and_never_admits_a_low_area(make_areas):
    # From b2 and b3, then c2: c3 shares two sides with the place, a2 and d2 one each.
    drawn = draw(
        make_areas(4, 4),
        """10 60 10 10
           10 99 98 10
           10 97 60 10
           10 60 10 10""",
        max_areas=4,
        per_npu=1,
    )
    assert members(drawn) == {"AA-1": ["b2", "b3", "c2", "c3"]}
    # c2 has two sides in common, worth 7.5 points, and lies 3 points below the force mean: it still stays out.
    low = draw(
        make_areas(4, 4),
        """10 90 10 10
           10 99 98 10
           90 35 97 10
           10 10 10 10""",
        per_npu=1,
    )
    assert "c2" not in members(low)["AA-1"]


def test_high_areas_across_the_border_are_not_taken(make_areas):
    areas = make_areas(4, 1).assign(npu_code=["AA", "AA", "BB", "BB"])
    assert members(draw(areas, "1 90 95 1")) == {"AA-1": ["a2"], "BB-1": ["a3"]}


def test_a_candidate_does_not_grow_into_another(make_areas):
    # Three candidates of two, side by side; the order of their need.
    drawn = draw(make_areas(8, 1), "99 98 97 96 95 94 1 1", max_areas=2)
    assert members(drawn) == {"AA-1": ["a1", "a2"], "AA-2": ["a3", "a4"], "AA-3": ["a5", "a6"]}


@pytest.mark.parametrize(("need", "joins"), [(44, False), (60, True)])
def test_an_area_that_barely_touches_must_be_well_above_the_mean(make_areas, need, joins):
    # a3 is a strip 800 m long that touches with 100 of its 1,800 m: 30 x (0.056 - 0.25), so 5.8 points against it.
    areas = make_areas(4, 1)
    strip, beyond = shapely.box(400_200, 280_000, 401_000, 280_100), shapely.box(401_000, 280_000, 401_100, 280_100)
    areas["geometry"] = gpd.GeoSeries([*areas.geometry[:2], strip, beyond], areas.index, areas.crs)
    drawn = draw(areas, f"60 61 {need} 1", per_npu=1)
    assert ("a3" in members(drawn)["AA-1"]) == joins


def test_reasons_in_plain_words(make_areas):
    areas = make_areas(3, 1)
    ranking, measures = needs(areas, "60 10 10")
    drawn = delineate_candidates(ranking, measures, areas, hot())
    assert drawn.candidates["reason"].tolist() == [
        "No strand in the top quarter of the force; not beyond chance: its one area is no hotspot"
    ]
    ranking["harm_score"] = 99.4
    ranking["deprivation_score"] = 80.0
    drawn = delineate_candidates(ranking, measures, areas, hot("a1"))
    assert drawn.candidates["reason"].tolist() == [
        "Deprivation in the top 20% of the force, harm in the top 1%; its one area is a hotspot"
    ]
    both = draw(areas, "90 91 10")
    assert both.candidates["reason"][0].endswith("; not beyond chance: none of its 2 areas is a hotspot")
    assert draw(areas, "90 91 10", hot("a1", "a2")).candidates["reason"][0].endswith("; 2 of 2 areas are hotspots")


def test_names_take_the_largest_wards(make_areas):
    areas = make_areas(5, 1).assign(ward_name=["Zeal", "Zeal", "Alum", "Alum", "Bold"])
    assert draw(areas, "90 90 90 90 1").candidates["candidate_name"].tolist() == ["Alum and Zeal"]
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
    again = delineate_candidates(ranking.sample(frac=1, random_state=3), measures, shuffled, hot())
    assert members(again) == expected
    flat = draw(areas, "50 " * 12)
    assert flat.candidates.empty
    assert list(flat.candidates.columns) == list(COLUMNS)
    assert flat.candidate_areas.empty
    assert draw(make_areas(1, 1), "50").candidates.empty
    assert draw(areas.assign(npu_code=float("nan")), text).candidates.empty
