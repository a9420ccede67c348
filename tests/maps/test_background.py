import geopandas as gpd
import pandas as pd
import shapely

from maps.background import write_background
from maps.cells import write_cells

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


def test_a_cell_with_a_single_incident_is_never_drawn(site):
    rare = site.further.micro_places.assign(incident_count=[1, 2, 90])
    assert write_cells(rare, ["NO-1"]) is None
