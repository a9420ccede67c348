import numpy as np
import pandas as pd
import pytest
import shapely

from geo.areas.assign_areas import place_points

WEST, SOUTH = 400_000, 280_000  # corner of a1, whose square runs to 400_100, 280_100


@pytest.mark.parametrize(
    ("east", "north", "expected"),
    [
        (50, 50, "a1"),
        (150, 50, "a2"),
        (100, 50, "a1"),  # the edge of a1 and a2
        (100, 0, "a1"),  # the corner of all four
        (150, 0, "a2"),  # the edge of a2 and b2
        (200, 50, "a2"),  # the rim of the force
        (201, 50, None),
        (np.nan, 50, None),
        (50, np.inf, None),
    ],
)
def test_where_a_point_goes(make_areas, east, north, expected):
    # Shuffled areas: the lowest code wins, not the first row.
    areas = make_areas(2, 2).sort_index(ascending=False)
    (found,) = place_points([WEST + east], [SOUTH + north], areas)
    assert found == expected if expected else pd.isna(found)


def test_result_keeps_the_index_of_the_points(make_areas, same_index):
    easting_m = pd.Series([WEST + 150.0, WEST + 50.0, WEST + 150.0], index=["z", "a", "m"])
    northing_m = pd.Series(SOUTH + 50.0, index=["z", "a", "m"])
    placed = place_points(easting_m, northing_m, make_areas(2, 1))
    same_index(placed, ["z", "a", "m"])
    assert list(placed) == ["a2", "a1", "a2"]


def test_agrees_with_asking_every_polygon(make_areas):
    areas = make_areas(3, 3)
    hole = shapely.box(WEST + 120, SOUTH - 80, WEST + 180, SOUTH - 20)
    areas.loc["b2", "geometry"] = areas.geometry["b2"].difference(hole)
    areas.loc["b3", "geometry"] = shapely.MultiPolygon([areas.geometry["b3"], hole])
    random = np.random.default_rng(7)
    # Whole metres give points on edges, and repeats.
    east, north = random.integers(-20, 320, 2000), random.integers(-220, 120, 2000)
    expected = [
        next((code for code, shape in areas.geometry.items() if shape.intersects(point)), None)
        for point in shapely.points(WEST + east, SOUTH + north)
    ]
    placed = place_points(WEST + east, SOUTH + north, areas)
    assert [None if pd.isna(code) else code for code in placed] == expected
    assert "b3" in set(placed)


def test_no_points_and_no_areas(make_areas):
    assert place_points([], [], make_areas(2, 2)).empty
    assert place_points([WEST], [SOUTH], make_areas(2, 2).iloc[:0]).isna().all()
    assert list(place_points([WEST + 1.0], [SOUTH + 1.0], make_areas(1, 1))) == ["a1"]
