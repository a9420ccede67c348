import json

import pytest

from geo.exceptions import InputRefused
from queries.loaders.boundaries.background_features import read_context

LINE = {"type": "LineString", "coordinates": [[-1.9, 52.5], [-1.8, 52.5]]}


def write(folder, *features):
    content = {"type": "FeatureCollection", "features": list(features)}
    (folder / "context.geojson").write_text(json.dumps(content), encoding="utf-8")


def read(folder):
    return read_context(["context.geojson"], base=folder, kind="kind", name="name")


def feature(kind, geometry=LINE, **properties):
    return {"type": "Feature", "properties": {"kind": kind, **properties}, "geometry": geometry}


def test_lines_are_read_with_kind_and_name_on_the_national_grid(tmp_path):
    write(tmp_path, feature("road", name="High Road"), feature("rail"))
    context = read(tmp_path)
    assert list(context["kind"]) == ["road", "rail"]
    assert list(context["name"]) == ["High Road", ""]
    assert context.crs == "EPSG:27700"
    assert context.length.iloc[0] == pytest.approx(6_790, rel=0.01)  # a tenth of a degree at 52.5 degrees north


@pytest.mark.parametrize(
    ("features", "told"),
    [
        ([feature("motorway")], "feature 1 has the kind 'motorway'.*water, green, road, rail, landmark, settlement"),
        ([feature("road"), feature("water")], r"feature 2 \(water\) is not a Polygon or MultiPolygon"),
        ([feature("road", {"type": "LineString", "coordinates": [[52.5, -1.9], [52.5, -1.8]]})], "not in Britain"),
        ([feature("road", {"type": "LineString", "coordinates": [["a", 1], [2, 3]]})], "feature 1"),
        ([feature("landmark", None)], r"feature 1 \(landmark\)"),
    ],
)
def test_what_cannot_be_drawn_is_refused_by_number(tmp_path, features, told):
    write(tmp_path, *features)
    with pytest.raises(InputRefused, match=told):
        read(tmp_path)


@pytest.mark.parametrize("text", ["[]", "{}", "not json", '{"features": [1]}', "<OGRVRTDataSource/>"])
def test_what_is_no_geojson_is_refused(tmp_path, text):
    (tmp_path / "context.geojson").write_text(text, encoding="utf-8")
    with pytest.raises(InputRefused, match="FeatureCollection"):
        read(tmp_path)
