"""Awkward inputs: no features, no geometry, points, open rings, heights, parts, not JSON, nested without end, NaN."""

from __future__ import annotations

import json
from typing import Any

import pytest
import shapely

from geo.exceptions import InputRefused
from queries.loaders.boundaries.geojson import read_geojson

AGAIN = "Export it again."
NOT_CLOSED = f"'a.json': feature 1 has a ring that is not a closed list of positions. {AGAIN}"
NO_GEOMETRY = "'a.json': feature 1 has no geometry. Remove it, or give it its polygon."
NO_NUMBER = f"'a.json' contains a coordinate that is not a number. {AGAIN}"
SQUARE = [[[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]]


def document(*geometries: Any, crs: Any = None) -> str:
    features = [{"type": "Feature", "properties": {"n": i}, "geometry": g} for i, g in enumerate(geometries)]
    return json.dumps({"type": "FeatureCollection", "features": features, "crs": crs})


def polygon(coordinates: Any, kind: str = "Polygon") -> dict[str, Any]:
    return {"type": kind, "coordinates": coordinates}


def refusal(content: str | bytes) -> str:
    with pytest.raises(InputRefused) as caught:
        read_geojson(content.encode() if isinstance(content, str) else content, file="a.json")
    return str(caught.value)


def test_polygons_parts_and_holes_are_read() -> None:
    hole = [[0.2, 0.2], [0.2, 0.4], [0.4, 0.4], [0.4, 0.2], [0.2, 0.2]]
    parts = [SQUARE, [[[x + 5, y] for x, y in SQUARE[0]]]]
    content = document(polygon([*SQUARE, hole]), polygon(parts, "MultiPolygon"))
    frame, names_crs = read_geojson(content.encode(), file="a.json")
    assert frame.geom_type.tolist() == ["Polygon", "MultiPolygon"]
    assert shapely.area(frame.geometry.array).tolist() == pytest.approx([1 - 0.2 * 0.2, 1 + 1])
    assert frame["n"].tolist() == [0, 1]
    assert (names_crs, frame.crs.is_geographic) == (False, True)


def test_heights_are_kept_for_the_caller_to_see() -> None:
    high = [[[*position, 7.0] for position in SQUARE[0]]]
    frame, _ = read_geojson(document(polygon(high), polygon(SQUARE)).encode(), file="a.json")
    assert shapely.has_z(frame.geometry.array).all()
    assert shapely.area(frame.geometry.array).tolist() == [1, 1]


def test_a_named_crs_is_taken() -> None:
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::27700"}}
    frame, names_crs = read_geojson(document(polygon(SQUARE), crs=crs).encode(), file="a.json")
    assert (names_crs, frame.crs.to_epsg()) == (True, 27700)


@pytest.mark.parametrize(
    ("geometry", "told"),
    [
        (None, NO_GEOMETRY),
        ("text", NO_GEOMETRY),
        (polygon(None), NO_GEOMETRY),
        (polygon([]), NO_GEOMETRY),
        (
            polygon([1, 2], "Point"),
            "'a.json': feature 1 is a Point, not a polygon. Give the areas' outlines, not their centres or lines.",
        ),
        (polygon([[]]), NOT_CLOSED),
        (polygon([[]], "MultiPolygon"), NOT_CLOSED),
        (polygon([SQUARE[0][:4]]), NOT_CLOSED),
        (polygon([[[0], [1], [2], [0]]]), NOT_CLOSED),
        (polygon(7), NOT_CLOSED),
        (polygon({"a": 1}), NOT_CLOSED),
        (polygon([[[0, "x"], [1, 0], [1, 1], [0, "x"]]]), NO_NUMBER),
        (polygon([[[0, None], [1, 0], [1, 1], [0, None]]]), NO_NUMBER),
    ],
)
def test_what_is_no_polygon_is_refused(geometry: Any, told: str) -> None:
    assert refusal(document(geometry)) == told


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("[1, 2]", "'a.json' is not a GeoJSON document. Export it again as a FeatureCollection."),
        (
            '{"type": "gdal_streamed_alg", "command_line": "gdal vector pipeline ! read secret.csv"}',
            "'a.json' is JSON of type 'gdal_streamed_alg', not a GeoJSON FeatureCollection. "
            "Export the boundaries as a GeoJSON FeatureCollection.",
        ),
        (document(), f"'a.json' has no areas. {AGAIN[:-1]} with the areas' outlines."),
        ('{"a": NaN}', f"'a.json' is not valid JSON: NaN is not a number in JSON. {AGAIN}"),
        ('{"a": ', f"'a.json' is not valid JSON: Expecting value: line 1 column 7 (char 6). {AGAIN}"),
        ('{"a": ' + "[" * 100_000, "'a.json' is nested too deeply to be GeoJSON. Export it again."),
        ('{"a": "é"}'.encode("latin-1"), "'a.json' is not UTF-8 text. Save it as UTF-8."),
        (document(polygon(SQUARE)).replace("[1, 1]", "[1, 1e999]"), NO_NUMBER),
        (
            document(polygon(SQUARE), crs={"type": "name"}),
            "'a.json' has a CRS member without a name. Export it again with a named CRS.",
        ),
        (
            document(polygon(SQUARE), crs={"type": "name", "properties": {"name": "Atlantis"}}),
            "'a.json' names the CRS 'Atlantis', which is not known. Export it again with a named CRS.",
        ),
    ],
)
def test_what_is_no_geojson_is_refused(content: str | bytes, told: str) -> None:
    assert refusal(content) == told


def test_a_document_too_large_for_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("queries.loaders.boundaries.geojson.LARGEST_BYTES", 1_000_000)
    assert refusal(" " * 2_000_000) == (
        "'a.json' contains 2 MB of GeoJSON, over 1 MB. Save it as a GeoPackage or as GeoParquet."
    )


def feature(properties: Any) -> str:
    geometry = polygon(SQUARE)
    return json.dumps(
        {"type": "FeatureCollection", "features": [{"type": "Feature", "properties": properties, "geometry": geometry}]}
    )


@pytest.mark.parametrize("properties", [["LSOA21CD", "x"], "text", 7, True])
def test_properties_that_are_no_names_and_values_are_refused(properties: Any) -> None:
    assert refusal(feature(properties)).startswith("'a.json': the properties of feature 1 are not a list of names")


def test_odd_properties_do_not_hide_the_plain_ones() -> None:
    odd = {"code": "E01", "geometry": "wkt", "tags": {"a": [1, {"b": 2}]}, "": None, "huge": 10**400}
    frame, _ = read_geojson(feature(odd).encode(), file="a.json")
    assert frame["code"].tolist() == ["E01"]
    assert frame["tags"].tolist() == [None]
    assert shapely.area(frame.geometry.array).tolist() == [1]


@pytest.mark.parametrize(
    "coordinates",
    [
        [[[10**400, 0], [1, 0], [1, 1], [10**400, 0]]],
        [[[[0, 0], [1, 1]], [[1, 0], [1, 1]], [[1, 1], [1, 1]], [[0, 0], [1, 1]]]],
    ],
)
def test_positions_that_are_no_positions_are_refused(coordinates: Any) -> None:
    assert refusal(document(polygon(coordinates))) == NO_NUMBER


def test_a_collection_is_called_a_collection() -> None:
    collection = {"type": "GeometryCollection", "geometries": [polygon(SQUARE)]}
    assert refusal(document(collection)).startswith("'a.json': feature 1 is a GeometryCollection, not a polygon.")


def test_an_answer_that_its_service_calls_incomplete_is_refused() -> None:
    whole = json.loads(document(polygon(SQUARE)))
    for incomplete in (
        whole | {"exceededTransferLimit": True},
        whole | {"properties": {"exceededTransferLimit": True}},
    ):
        assert "transfer limit was exceeded (exceededTransferLimit) after 1 areas" in refusal(json.dumps(incomplete))
    read_geojson(json.dumps(whole | {"exceededTransferLimit": False}).encode(), file="a.json")


def test_the_json_of_esri_is_named() -> None:
    esri = {"geometryType": "esriGeometryPolygon", "features": []}
    assert refusal(json.dumps(esri)).startswith("'a.json' is Esri JSON, not GeoJSON.")
