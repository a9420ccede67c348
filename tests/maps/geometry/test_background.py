import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from maps.drawing.micro_place_cells import write_cells
from maps.geometry.background import write_background
from maps.geometry.outlines import PER_DEGREE

UNIT = gpd.GeoSeries([shapely.box(430_000, 300_000, 432_000, 302_000)], crs=27700)


def test_features_are_drawn_in_order_and_cut_to_the_unit(site):
    written = write_background(site.further.context, UNIT)
    assert [(one["kind"], one["name"]) for one in written] == [
        ("water", "River Elm"),
        ("road", "High Road"),
        ("rail", "Elm line"),
        ("landmark", "St Mary\u2019s"),
        ("settlement", "Elmbury"),
    ]
    assert written[1]["size"] < 6_000


def test_a_road_in_pieces_has_its_name_once():
    pieces = [shapely.LineString([(430_000 + x, 301_000), (430_500 + x, 301_000)]) for x in (0, 500, 1000)]
    roads = gpd.GeoDataFrame({"kind": "road", "name": "A6"}, geometry=pieces, index=range(3), crs=27700)
    (road,) = write_background(roads, UNIT)
    assert road["size"] == 1500


def near(kind, importance, *shapes, names=None):
    names = names or [f"{kind} {at}" for at in range(len(shapes))]
    return gpd.GeoDataFrame({"kind": kind, "name": names, "importance": importance}, geometry=list(shapes), crs=27700)


def road(y):
    return shapely.LineString([(430_000 + 100 * at, y + 30 * (at % 2)) for at in range(21)])


def test_the_most_important_features_are_drawn_first_until_the_page_is_full():
    given = pd.concat(
        [
            near("road", 4, *(road(300_000 + 90 * at) for at in range(20))),
            near("settlement", 1, shapely.Point(431e3, 301e3)),
        ]
    )
    bytes_of = [len(str(write_background(given, UNIT, most_bytes=room))) for room in (0, 600, 2_000, 99_999)]
    assert bytes_of == sorted(bytes_of)
    assert write_background(given, UNIT, most_bytes=0) == []
    assert [one["kind"] for one in write_background(given, UNIT, most_bytes=90)] == ["settlement"]
    assert len(write_background(given, UNIT, most_bytes=99_999)) == 21


def test_lines_are_thinned_and_scraps_left_out():
    wavy = shapely.LineString([(430_000 + 10 * at, 301_000 + 5 * (at % 2)) for at in range(150)])
    scrap = shapely.LineString([(431_000, 300_500), (431_030, 300_500)])
    (drawn,) = write_background(near("river", 3, wavy, scrap, names=["Rea", "Scrap"]), UNIT)
    assert (drawn["name"], sum(map(len, drawn["lines"])) < 20) == ("Rea", True)


def test_a_district_is_drawn_beyond_the_unit_only_and_not_named_twice():
    beside = shapely.box(432_000, 300_000, 436_000, 302_000)
    (drawn,) = write_background(near("district", 3, beside, names=["Solihull"]), UNIT)
    assert drawn["point"][1] > -1.5294  # east of the common border
    assert write_background(near("district", 3, beside, names=["Solihull"]), UNIT, without_names={"Solihull"}) == []


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
    """Read back as the page does: within five metres, the error of rounding twice."""
    cells = site.further.micro_places
    written = write_cells(cells, ["NO-1"])
    shape, starts = (read_corners(written[name]) for name in ("shape", "starts"))
    for start, cell in zip(starts, cells.geometry[:2].to_crs(4326), strict=True):
        here = shape - starts[0] + start
        assert np.abs(here - shapely.get_coordinates(cell)[:-1] * PER_DEGREE).max() <= 1


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
