"""What the maps of a force lack is said once, with the free national files that give it."""

import re
import tomllib
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from service.build.place_context import AROUND_M, missing_context, read_place_context
from service.settings.pages import Context

SAMPLES = Path(__file__).parents[3] / "data_samples"


def context(*kinds):
    points = [shapely.Point(400_000, 300_000)] * len(kinds)
    return gpd.GeoDataFrame({"kind": list(kinds), "name": "", "importance": 1}, geometry=points, crs=27700)


def test_without_any_file_all_four_are_missing():
    (told,) = missing_context(gpd.GeoDataFrame())
    for what in (
        "no roads (OS Open Roads)",
        "no water (OS Open Rivers)",
        "no railways",
        "no settlements (OS Open Names)",
    ):
        assert what in told
    assert "[context]" in told


def test_only_what_is_missing_is_named():
    (told,) = missing_context(context("road", "river", "settlement"))
    assert "railways" in told
    assert "roads" not in told
    assert missing_context(context("road", "water", "rail", "landmark")) == []


def test_what_lies_far_beyond_the_force_is_not_read(tmp_path):
    areas = gpd.GeoDataFrame(geometry=[shapely.box(400_000, 300_000, 410_000, 310_000)], crs=27700)
    lines = [shapely.LineString([(x, 300_000), (x + 100, 300_000)]) for x in (405_000, 409_000 + AROUND_M, 900_000)]
    rows = {"road_classification": "A Road", "road_classification_number": ["A1", "A2", "A3"]}
    gpd.GeoDataFrame(rows, geometry=lines, crs=27700).to_file(tmp_path / "oproad_gb.gpkg", layer="road_link")
    named = Context(files=("oproad_gb.gpkg",))
    assert list(read_place_context(named, tmp_path, areas)["name"]) == ["A1", "A2"]
    assert read_place_context(None, tmp_path, areas).empty


@pytest.mark.parametrize("name", ["leicestershire.toml", "west_midlands.toml"])
def test_a_ready_configuration_names_the_files_and_they_only_need_their_signs_taken_away(name):
    text = (SAMPLES / name).read_text(encoding="utf-8")
    start = text.index("# [context]")
    block = re.sub(r"^# ?", "", text[start : text.index("# Names that people use")], flags=re.MULTILINE)
    files = tomllib.loads(block)["context"]["files"]
    assert [any(part in file for file in files) for part in ("oproad", "oprvrs", "opname", "opgrsp", "bdline")] == [
        True
    ] * 5
    Context(files=tuple(files))
    lookups = text[text.index("# [[lookups]]") : text.index("# How many places to propose")]
    read = tomllib.loads(re.sub(r"^# ?", "", lookups, flags=re.MULTILINE))["lookups"]
    assert read[1]["key"] == "msoa_code"
    assert set(read[1]["columns"]) == {"msoa_code", "place_name"}
