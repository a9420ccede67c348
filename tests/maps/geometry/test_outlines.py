import re

import geopandas as gpd
import numpy as np
import pytest
import shapely

from maps.geometry.outlines import (
    bounds_degrees,
    dissolve,
    draw_outlines,
    encode_rings,
    label_points,
    pack_points,
    simplify_together,
)


def squares(*boxes):
    index = [f"S{at}" for at in range(len(boxes))]
    return gpd.GeoSeries([shapely.box(*box) for box in boxes], index=index, crs=27700)


def decode(ring):
    """The slow plain way back: each number is its digits of five bits, least first; its lowest bit is the sign."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    numbers = re.findall("[g-z0-9_-]*[A-Za-f]", ring)
    plain = [sum((alphabet.index(digit) % 32) * 32**at for at, digit in enumerate(number)) for number in numbers]
    signed = [-(value // 2) if value % 2 else value // 2 for value in plain]
    return np.cumsum(np.reshape(signed, (-1, 2)), axis=0) / 20_000


def test_a_ring_decodes_to_longitude_and_latitude_within_three_metres():
    shapes = squares((430_000, 300_000, 430_500, 300_400))
    corners = decode(encode_rings(shapes)[0][0])
    wanted = shapely.get_coordinates(shapes.to_crs(4326).iloc[0])[:-1]
    assert corners == pytest.approx(wanted, abs=0.000_026)
    assert (corners[:, 1] > 50).all()


def test_holes_and_islands_are_rings_of_their_own():
    holed = shapely.Polygon(shapely.box(0, 0, 900, 900).exterior, [shapely.box(300, 300, 600, 600).exterior])
    both = shapely.MultiPolygon([holed, shapely.box(2000, 0, 2500, 500)])
    assert len(encode_rings(gpd.GeoSeries([both], crs=27700))[0]) == 3


def test_neighbours_keep_one_common_edge():
    wiggle = [(500 + 3 * (at % 2), 100 * at) for at in range(11)]
    left = shapely.Polygon([(0, 0), *wiggle, (0, 1000)])
    right = shapely.Polygon([(1000, 0), (1000, 1000), *reversed(wiggle)])
    simple = simplify_together(gpd.GeoSeries([left, right], crs=27700), tolerance_m=50.0)
    assert shapely.coverage_is_valid(simple.to_numpy())
    assert shapely.get_num_coordinates(simple.iloc[0]) < shapely.get_num_coordinates(left)
    assert simple.area.sum() == pytest.approx(1000 * 1000)


def test_edges_that_differ_by_less_than_a_metre_are_mended():
    apart = squares((0, 0, 500.2, 500), (499.9, 0, 1000, 500))
    assert shapely.coverage_is_valid(simplify_together(apart, tolerance_m=10.0).to_numpy())


def test_units_are_dissolved_without_slivers(site):
    units = dissolve(site.areas.geometry, site.areas["npu_code"])
    assert list(units.index) == ["NO", "SO"]
    assert units.area.tolist() == [4 * 4 * 500**2] * 2
    assert [len(shapely.get_parts(unit)) for unit in units] == [1, 1]


def test_a_label_stands_inside_even_where_the_centroid_does_not():
    hook = shapely.Polygon([(0, 0), (1000, 0), (1000, 1000), (800, 1000), (800, 200), (0, 200)])
    shapes = gpd.GeoSeries([hook], crs=27700)
    latitude, longitude = label_points(shapes)[0]
    point = gpd.GeoSeries([shapely.Point(longitude, latitude)], crs=4326).to_crs(27700).iloc[0]
    assert hook.contains(point)


def test_bounds_are_latitude_first(site):
    (south, west), (north, east) = bounds_degrees(site.areas.geometry)
    assert 52 < south < north < 53
    assert -2 < west < east < -1


def test_no_argument_is_changed(site):
    before = site.areas.copy()
    draw_outlines(site.areas)
    assert site.areas.geom_equals(before).all()


def test_points_are_written_from_the_first_corner_of_their_shape():
    shapes = squares((430_000, 300_000, 430_500, 300_400), (432_000, 298_000, 432_090, 298_050))
    rings, points = encode_rings(shapes), label_points(shapes)
    firsts = np.array([decode(shape[0])[0] for shape in rings])
    numbers = pack_points(points, rings)
    # `decode` adds the pairs up, so what lies between them is taken apart again.
    beside = np.diff(decode(numbers), axis=0, prepend=0.0)
    assert firsts + beside == pytest.approx(np.array([point[::-1] for point in points]), abs=0.000_03)
    assert pack_points([], []) == ""
