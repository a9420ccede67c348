import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from maps.drawing.micro_place_cells import write_cells
from maps.geometry.background import write_background

UNIT = gpd.GeoSeries([shapely.box(430_000, 300_000, 432_000, 302_000)], crs=27700)


def test_features_are_drawn_in_order_and_cut_to_the_unit(site):
    written = write_background(site.further.context, UNIT)
    assert [(one["kind"], one["name"]) for one in written] == [
        ("water", "River Elm"),
        ("road", "High Road"),
        ("rail", "Elm line"),
        ("landmark", "St Mary\u2019s"),
    ]
    assert written[1]["size"] < 6_000


def test_a_road_in_pieces_has_its_name_once():
    pieces = [shapely.LineString([(430_000 + x, 301_000), (430_500 + x, 301_000)]) for x in (0, 500, 1000)]
    roads = gpd.GeoDataFrame({"kind": "road", "name": "A6"}, geometry=pieces, index=range(3), crs=27700)
    (road,) = write_background(roads, UNIT)
    assert road["size"] == 1500


def test_nothing_given_and_nothing_near_draw_nothing(site):
    assert write_background(pd.DataFrame(), UNIT) == []
    far = site.further.context.set_geometry(site.further.context.translate(90_000))
    assert write_background(far, UNIT) == []


def test_cells_say_how_many_and_which_have_one_busy_point(site):
    cells = write_cells(site.further.micro_places, ["NO-1"])
    assert (cells["counts"], cells["shares"]) == ([12, 40], ["", "85%"])
    assert write_cells(site.further.micro_places, ["SO-1"]) is None
    assert write_cells(pd.DataFrame(), ["NO-1"]) is None


def test_cells_are_moved_copies_of_the_first(site):
    """Read back as the page does: within two metres, the error of rounding twice."""
    cells = site.further.micro_places
    written = write_cells(cells, ["NO-1"])
    shape, starts = (read_corners(written[name]) for name in ("shape", "starts"))
    for start, cell in zip(starts, cells.geometry[:2].to_crs(4326), strict=True):
        here = shape - starts[0] + start
        assert np.abs(here - shapely.get_coordinates(cell)[:-1] * 100_000).max() <= 2


def read_corners(text):
    digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    numbers, value, shift = [], 0, 0
    for letter in text:
        value += (digits.index(letter) & 31) << shift
        shift += 5
        if digits.index(letter) < 32:
            numbers.append(-(value >> 1) if value & 1 else value >> 1)
            value = shift = 0
    return np.array(numbers).reshape(-1, 2).cumsum(axis=0)


def test_a_cell_with_a_single_incident_is_never_drawn(site):
    rare = site.further.micro_places.assign(incident_count=[1, 2, 90])
    assert write_cells(rare, ["NO-1"]) is None
