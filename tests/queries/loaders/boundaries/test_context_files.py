"""Small invented files in the form in which the national products are published: layers, columns, tiles."""

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from shapely import LineString, Point, box

from geo.exceptions import InputRefused
from queries.loaders.boundaries.context_files import read_all_context
from queries.loaders.boundaries.settlement_names import name_by_settlement

AROUND = (400_000.0, 280_000.0, 420_000.0, 300_000.0)
HERE = LineString([(405_000, 285_000), (410_000, 290_000)])
FAR = LineString([(605_000, 285_000), (610_000, 290_000)])
ROAD_COLUMNS = {
    "id": "r",
    "fictitious": False,
    "form_of_way": "Single Carriageway",
    "name_1_lang": None,
    "road_structure": None,
    "length": 7_071.0,
    "loop": False,
    "primary_route": True,
    "trunk_road": False,
    "start_node": "a",
    "end_node": "b",
}


def save(path, rows, geometry, *, layer=None, crs=27700):
    frame = gpd.GeoDataFrame(rows, geometry=geometry, crs=crs)
    frame.to_file(path, layer=layer, driver="GPKG" if path.suffix == ".gpkg" else "ESRI Shapefile")


def read(folder, *files):
    found = read_all_context(files, base=folder, kind="kind", name="name", around=AROUND)
    assert found.crs.to_epsg() == 27700
    return sorted(zip(found["kind"], found["name"], found["importance"].astype(int), strict=True))


def roads(path, layer="road_link"):
    rows = [
        {"road_classification": sort, "road_function": sort, "road_classification_number": number, "name_1": name}
        for sort, number, name in [
            ("Motorway", "M6", None),
            ("A Road", "A47", "Saltley Road"),
            ("B Road", "B4114", None),
            ("Unclassified", None, "Elm Close"),
            ("A Road", "A12", None),
        ]
    ]
    save(path, [row | ROAD_COLUMNS for row in rows], [HERE, HERE, HERE, HERE, FAR], layer=layer)


def test_open_roads_as_a_geopackage_gives_numbered_roads_near_the_force(tmp_path):
    roads(tmp_path / "oproad_gb.gpkg")
    node = gpd.GeoDataFrame({"id": ["n"]}, geometry=[Point(405_000, 285_000)], crs=27700)
    node.to_file(tmp_path / "oproad_gb.gpkg", layer="road_node", driver="GPKG")
    assert read(tmp_path, "oproad_gb.gpkg") == [("road", "A47", 2), ("road", "B4114", 4), ("road", "M6", 1)]


def test_open_roads_as_tiles_of_shapefiles_has_other_columns(tmp_path):
    rows = [
        {"identifier": "1", "class": "Motorway", "roadNumber": "M6", "name1": None, "function": "Motorway"},
        {"identifier": "2", "class": "A Road", "roadNumber": None, "name1": "High Street", "function": "A Road"},
        {"identifier": "3", "class": "Not Classified", "roadNumber": None, "name1": "Mews", "function": "Local Road"},
    ]
    save(tmp_path / "SP_RoadLink.shp", rows, [HERE] * 3)
    assert read(tmp_path, "*_RoadLink.shp") == [("road", "High Street", 2), ("road", "M6", 1)]


def test_open_rivers_gives_rivers_and_canals_as_lines_and_no_lakes(tmp_path):
    rows = [
        {"watercourse_name": name, "watercourse_name_alternative": None, "form": form, "flow_direction": "in direction"}
        for name, form in [("River Rea", "inlandRiver"), ("Grand Union Canal", "canal"), (None, "lake")]
    ]
    save(tmp_path / "oprvrs_gb.gpkg", rows, [HERE] * 3, layer="watercourse_link")
    assert read(tmp_path, "oprvrs_gb.gpkg") == [("river", "Grand Union Canal", 3), ("river", "River Rea", 3)]


def test_open_greenspace_gives_parks_that_are_large_enough(tmp_path):
    rows = [
        {"id": str(at), "function": function, "distinctive_name_1": name, "distinctive_name_2": None}
        for at, (function, name) in enumerate(
            [
                ("Public Park Or Garden", "Ward End Park"),
                ("Public Park Or Garden", "Pocket"),
                ("Tennis Court", "Courts"),
            ]
        )
    ]
    shapes = [box(405_000, 285_000, 405_500, 285_500), box(405_000, 285_000, 405_100, 285_100), box(*HERE.bounds)]
    save(tmp_path / "opgrsp_gb.gpkg", rows, shapes, layer="greenspace_site")
    assert read(tmp_path, "opgrsp_gb.gpkg") == [("green", "Ward End Park", 4)]


def test_railways_come_from_zoomstack_or_vectormap_district(tmp_path):
    save(tmp_path / "OS_Open_Zoomstack.gpkg", {"type": ["Multi Track", "Tunnel"]}, [HERE, HERE], layer="rail")
    save(tmp_path / "SP_RailwayTrack.shp", {"CLASSIFICA": ["Multi Track"]}, [HERE])
    assert read(tmp_path, "OS_Open_Zoomstack.gpkg", "SP_RailwayTrack.shp") == [("rail", "", 2), ("rail", "", 3)]


def test_boundary_line_names_districts_without_the_publishers_suffix(tmp_path):
    rows = {"Name": ["Solihull District (B)", "Lichfield District", "Telford and Wrekin (B)"], "Area_Code": ["MTD"] * 3}
    save(tmp_path / "bdline_gb.gpkg", rows, [box(*HERE.bounds)] * 3, layer="district_borough_unitary")
    assert [name for _, name, _ in read(tmp_path, "bdline_gb.gpkg")] == ["Lichfield", "Solihull", "Telford and Wrekin"]


def names_row(name, kind, local, x, y):
    row = [""] * 34
    row[0], row[2], row[6], row[7], row[8], row[9] = "osgb1", name, kind, local, str(x), str(y)
    return ",".join(f'"{cell}"' for cell in row)


def open_names(path, *rows):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{names_row(*row)}\r\n" for row in rows), encoding="utf-8-sig")


def test_open_names_as_tiles_without_headings_gives_settlements_and_stations(tmp_path):
    open_names(
        tmp_path / "Data" / "SP08.csv",
        ("Alum Rock", "populatedPlace", "Suburban Area", 410_500, 287_700),
        ("Sutton Coldfield", "populatedPlace", "Town", 412_000, 296_000),
        ("Elm Close", "transportNetwork", "Named Road", 410_500, 287_700),
        ("Aston", "transportNetwork", "Railway Station", 408_900, 289_400),
        ("B8 3", "other", "Postcode", 410_500, 287_700),
        ("Elsewhere", "populatedPlace", "City", 610_500, 287_700),
    )
    open_names(tmp_path / "Data" / "SP28.csv", ("O'Brien, Great", "populatedPlace", "Hamlet", 419_000, 281_000))
    assert read(tmp_path, "Data/*.csv") == [
        ("landmark", "Aston", 4),
        ("settlement", "Alum Rock", 2),
        ("settlement", "O'Brien, Great", 4),
        ("settlement", "Sutton Coldfield", 1),
    ]


def test_a_table_of_another_form_is_refused_by_line(tmp_path):
    (tmp_path / "names.csv").write_text("NAME,X,Y\nAlum Rock,1,2\n", encoding="utf-8")
    with pytest.raises(InputRefused, match="line 1: 3 columns, where OS Open Names has 34"):
        read(tmp_path, "names.csv")


def test_a_geopackage_of_no_known_product_is_refused(tmp_path):
    save(tmp_path / "mine.gpkg", {"x": [1]}, [HERE], layer="things")
    with pytest.raises(InputRefused, match="no layer of a product that is known here"):
        read(tmp_path, "mine.gpkg")


def test_a_file_that_is_damaged_is_named(tmp_path):
    (tmp_path / "oproad_gb.gpkg").write_text("a page that says no", encoding="utf-8")
    with pytest.raises(InputRefused, match=r"'oproad_gb\.gpkg' cannot be read"):
        read(tmp_path, "oproad_gb.gpkg")


def test_products_and_files_of_the_forces_own_are_read_together(tmp_path):
    roads(tmp_path / "oproad_gb.gpkg")
    (tmp_path / "own.geojson").write_text(
        '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"kind":"landmark","name":"Mosque"},'
        '"geometry":{"type":"Point","coordinates":[-1.85,52.49]}}]}',
        encoding="utf-8",
    )
    assert ("landmark", "Mosque", 3) in read(tmp_path, "oproad_gb.gpkg", "own.geojson")


def areas_named(*names):
    shapes = [box(400_000 + 1_000 * at, 280_000, 401_000 + 1_000 * at, 281_000) for at in range(len(names))]
    codes = pd.Index([f"E{at}" for at in range(len(names))], name="area_code")
    return gpd.GeoDataFrame({"place_name": list(names)}, index=codes, geometry=shapes, crs=27700)


def settlements(*rows):
    frame = pd.DataFrame([row[:2] for row in rows], columns=["name", "importance"]).assign(kind="settlement")
    return gpd.GeoDataFrame(frame, geometry=[Point(x, 280_500) for _, _, x in rows], crs=27700)


def test_an_area_is_called_after_the_nearest_settlement_unless_it_has_a_name():
    areas = areas_named(None, "Given", None)
    near = settlements(("West", 2, 400_500), ("Hamlet", 4, 402_500), ("East", 1, 402_900), ("Far", 1, 499_000))
    assert name_by_settlement(areas, near).tolist() == ["West", "Given", "East"]


def test_no_settlement_near_leaves_an_area_without_a_name():
    areas = areas_named(None)
    assert name_by_settlement(areas, settlements(("Far", 1, 499_000))).isna().all()
    assert name_by_settlement(areas, gpd.GeoDataFrame()).isna().all()
    assert not shapely.is_empty(areas.geometry).any()
