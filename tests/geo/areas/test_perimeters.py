import geopandas as gpd
import pytest
import shapely

from geo.areas.perimeters import shared_perimeters


def test_shares_of_a_grid(make_areas):
    shares = shared_perimeters(make_areas(3, 2))
    # a1 a2 a3    a corner shares two of four sides, a2 three of four; touching at a corner is no row.
    # b1 b2 b3
    assert shares["a1"].to_dict() == pytest.approx({"a2": 100 / 400, "b1": 100 / 400})
    assert shares["a2"].sum() == pytest.approx(3 / 4)
    assert ("a1", "b2") not in shares.index
    assert len(shares) == 2 * 7


def test_a_part_of_a_side_and_the_parts_of_a_multipolygon(make_areas):
    areas = make_areas(2, 1)
    # a1 is 100 by 100; a2 is a flat strip beside its lower quarter, and a small square on top of its left half.
    strip, top = shapely.box(400_100, 280_000, 400_300, 280_025), shapely.box(400_000, 280_100, 400_050, 280_150)
    first = shapely.Polygon(
        [
            (400_000, 280_000),
            (400_100, 280_000),
            (400_100, 280_025),
            (400_100, 280_100),
            (400_050, 280_100),
            (400_000, 280_100),
        ]
    )
    areas = areas.set_geometry(gpd.GeoSeries([first, shapely.MultiPolygon([strip, top])], areas.index, areas.crs))
    shares = shared_perimeters(areas)
    assert shares["a1", "a2"] == pytest.approx((25 + 50) / 400)
    assert shares["a2", "a1"] == pytest.approx((25 + 50) / (450 + 200))


def test_an_area_inside_another_shares_all_its_perimeter(make_areas):
    areas = make_areas(2, 1)
    inner = shapely.box(400_020, 280_020, 400_040, 280_040)
    areas["geometry"] = gpd.GeoSeries([areas.geometry["a1"].difference(inner), inner], areas.index, areas.crs)
    shares = shared_perimeters(areas)
    assert shares["a2", "a1"] == pytest.approx(1)
    assert shares["a1", "a2"] == pytest.approx(80 / (400 + 80))


def test_boundaries_that_differ_in_their_last_bits(make_areas, jitter):
    clean = shared_perimeters(make_areas(4, 4))
    shaken = shared_perimeters(jitter(make_areas(4, 4), by_m=1e-6))
    assert shaken.to_dict() == pytest.approx(clean.to_dict())


def test_one_area_and_none(make_areas):
    assert shared_perimeters(make_areas(1, 1)).empty
    assert shared_perimeters(make_areas(2, 2).iloc[:0]).empty
