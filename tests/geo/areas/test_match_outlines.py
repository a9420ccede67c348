"""Outlines against areas, by hand: squares of 100 m."""

from __future__ import annotations

import geopandas as gpd
import pytest
import shapely

from geo.areas.match_outlines import match_shapes

AREAS = gpd.GeoDataFrame(
    index=["a", "b", "c"], geometry=[shapely.box(100 * i, 0, 100 * (i + 1), 100) for i in range(3)], crs=27700
)


def taken(*outlines):
    shapes = gpd.GeoDataFrame(index=[f"s{i}" for i in range(len(outlines))], geometry=list(outlines), crs=27700)
    found = match_shapes(shapes, AREAS)
    return list(found[["shape", "area_code", "area_share", "shape_share"]].itertuples(index=False, name=None))


def test_half_of_the_area_or_more():
    assert taken(shapely.box(0, 0, 150, 100)) == [
        ("s0", "a", 1.0, 100 / 150),
        ("s0", "b", 0.5, 50 / 150),
    ]
    assert [row[1] for row in taken(shapely.box(0, 0, 149, 100))] == ["a"]


def test_an_outline_smaller_than_an_area_is_in_it():
    assert taken(shapely.box(110, 10, 120, 20)) == [("s0", "b", 100 / 10_000, 1.0)]


def test_a_long_thin_outline_stands_for_no_area():
    assert taken(shapely.box(0, 0, 300, 1)) == []


def test_several_parts_and_outlines_that_overlap():
    parts = shapely.MultiPolygon([shapely.box(0, 0, 100, 100), shapely.box(200, 0, 300, 100)])
    assert [row[:2] for row in taken(parts, shapely.box(0, 0, 200, 100))] == [
        ("s0", "a"),
        ("s0", "c"),
        ("s1", "a"),
        ("s1", "b"),
    ]


def test_degrees_are_a_fault_of_the_program():
    with pytest.raises(ValueError, match="not in EPSG:27700"):
        match_shapes(AREAS.to_crs(4326), AREAS)
