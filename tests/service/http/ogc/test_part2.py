"""Part 2 (OGC 18-058): coordinate systems by reference, every requirement by its name."""

from __future__ import annotations

import pytest
import shapely
from shapely.geometry import shape

CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
WGS84 = "http://www.opengis.net/def/crs/EPSG/0/4326"
GRID = "http://www.opengis.net/def/crs/EPSG/0/27700"
ITEMS = "collections/areas/items"
requirement = pytest.mark.requirement


def outline(client, crs=None):
    answer = client.get(f"{ITEMS}/S01000001", params={"crs": crs} if crs else None)
    assert answer.headers["content-crs"] == f"<{crs or CRS84}>"
    return shape(answer.json()["geometry"])


def names(client, **params):
    page = client.get(ITEMS, params={"limit": 1000, **params}).json()
    return sorted(feature["id"] for feature in page["features"])


@requirement("/req/crs/crs-uri", "/req/crs/fc-md-crs-list", "/req/crs/fc-md-storageCrs")
@requirement("/req/crs/fc-md-storageCrs-valid-value", "/req/crs/fc-md-crs-list-global")
def test_each_collection_lists_its_systems_and_the_stored_one(client):
    """Each list is written out; no global list is referred to, so that none is needed."""
    found = client.get("collections").json()
    assert "crs" not in found
    for one in found["collections"]:
        assert one["crs"] == [CRS84, GRID, WGS84]
        assert one["storageCrs"] == GRID


@requirement("/req/crs/fc-crs-definition", "/req/crs/fc-bbox-crs-definition")
def test_the_parameters_are_in_the_api_definition(client):
    api = client.get("api").json()
    for name in ("crs", "bbox-crs"):
        said = api["components"]["parameters"][name]
        assert (said["in"], said["required"], said["schema"]["format"]) == ("query", False, "uri")
        assert said["schema"]["enum"] == [CRS84, GRID, WGS84]
        assert {"$ref": f"#/components/parameters/{name}"} in api["paths"]["/collections/npus/items"]["get"][
            "parameters"
        ]


@requirement("/req/crs/fc-crs-action", "/req/crs/ogc-crs-header", "/req/crs/ogc-crs-header-value", "/req/crs/geojson")
def test_outlines_come_in_the_system_asked_for_with_its_axes(client, con):
    stored = shapely.from_wkb(
        con.execute("SELECT ST_AsWKB(geometry)::BLOB FROM areas WHERE area_code = 'S01000001'").fetchone()[0]
    )
    assert outline(client, GRID).hausdorff_distance(stored) < 0.01
    degrees = outline(client, CRS84)
    assert -8 < degrees.centroid.x < 2 < 49 < degrees.centroid.y < 61
    swapped = outline(client, WGS84)  # EPSG:4326 is latitude, then longitude
    assert shapely.transform(swapped, lambda xy: xy[:, ::-1]).equals(degrees)


@requirement("/req/crs/fc-crs-default-value")
def test_without_a_system_the_answer_is_in_longitude_and_latitude(client):
    assert outline(client).equals(outline(client, CRS84))


@requirement("/req/crs/fc-crs-valid-value", "/req/crs/fc-bbox-crs-valid-value")
@pytest.mark.parametrize("name", ["crs", "bbox-crs"])
@pytest.mark.parametrize("value", ["EPSG:27700", "http://www.opengis.net/def/crs/EPSG/0/3857", "", "27700"])
def test_a_system_that_is_not_listed_is_refused(client, name, value):
    answer = client.get(ITEMS, params={name: value, "bbox": "0,0,1,1"})
    assert answer.status_code == 400
    assert "is not served" in answer.json()["description"]


@requirement("/req/crs/fc-bbox-crs-action")
def test_a_box_is_read_in_its_system_with_its_axes(client, con):
    sql = "SELECT area_code FROM areas WHERE ST_Intersects(geometry, ST_MakeEnvelope(418000, 298000, 420000, 300000)) ORDER BY 1"
    expected = [row[0] for row in con.execute(sql).fetchall()]
    assert names(client, bbox="418000,298000,420000,300000", **{"bbox-crs": GRID}) == expected
    assert expected
    lon_lat = names(client, bbox="-1.75,52.48,-1.70,52.52")
    assert names(client, bbox="52.48,-1.75,52.52,-1.70", **{"bbox-crs": WGS84}) == lon_lat != []
    assert names(client, bbox="-1.75,52.48,-1.70,52.52", **{"bbox-crs": WGS84}) == []
    answer = client.get(ITEMS, params={"bbox": "420000,298000,418000,300000", "bbox-crs": GRID})
    assert answer.status_code == 400  # only degrees go round the Earth


@requirement("/req/crs/fc-bbox-crs-default-value")
def test_a_box_without_a_system_is_in_longitude_and_latitude_whatever_the_answer(client):
    box = "-1.75,52.48,-1.70,52.52"
    assert names(client, bbox=box, crs=GRID) == names(client, bbox=box, **{"bbox-crs": CRS84}) != []


def test_the_shape_of_a_filter_is_read_in_its_system(client):
    grid = "S_INTERSECTS(geometry, POLYGON((418000 298000,420000 298000,420000 300000,418000 300000,418000 298000)))"
    box = names(client, bbox="418000,298000,420000,300000", **{"bbox-crs": GRID})
    assert names(client, filter=grid, **{"filter-crs": GRID}) == box != []
    lat_lon = "S_INTERSECTS(geometry, BBOX(52.48,-1.75,52.52,-1.70))"
    assert names(client, filter=lat_lon, **{"filter-crs": WGS84}) == names(client, bbox="-1.75,52.48,-1.70,52.52")
