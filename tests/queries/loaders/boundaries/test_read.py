"""Awkward inputs: compressed files, several files, other headings, heights, self-touching rings, text ids, wrong units,
swapped axes, no CRS, repeated codes, points for polygons, VRT documents and entities under another name."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import geopandas
import pytest
import shapely

from geo.exceptions import ConfigurationRefused, InputRefused, SeveralRefused
from queries.loaders.boundaries.read import read_boundaries

GRID = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::27700"}}
NAMED = "'areas.geojson'"


def square(x: float, y: float, side: float = 100, *, height: float | None = None) -> list[list[list[float]]]:
    ring = [[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]]
    return [[[*corner, height] if height is not None else corner for corner in ring]]


def feature(code: str | None, coordinates: Any, kind: str = "Polygon", **properties: Any) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {"LSOA21CD": code, "LSOA21NM": f"Name of {code}", **properties},
        "geometry": {"type": kind, "coordinates": coordinates},
    }


def document(*features: dict[str, Any], crs: Any = GRID) -> str:
    content = {"type": "FeatureCollection", "features": list(features)}
    return json.dumps(content | ({"crs": crs} if crs else {}))


TWO = document(feature("E02", square(400_100, 300_000)), feature("E01", square(400_000, 300_000)))


def write(folder: Path, content: str | bytes, name: str = "areas.geojson") -> Path:
    (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def two_areas() -> geopandas.GeoDataFrame:
    return geopandas.GeoDataFrame(
        {"LSOA21CD": ["E01", "E02"], "LSOA21NM": ["Ash", "Beech"]},
        geometry=[shapely.box(400_000, 300_000, 400_100, 300_100), shapely.box(400_100, 300_000, 400_200, 300_100)],
        crs=27700,
    )


COLUMNS = {"area_code": "LSOA21CD", "area_name": "LSOA21NM"}


def refusal(folder: Path, content: str | bytes, name: str = "areas.geojson", **options: Any) -> str:
    with pytest.raises(InputRefused) as caught:
        read_boundaries([name], base=write(folder, content, name), **options)
    return str(caught.value)


def test_areas_are_sorted_named_and_on_the_british_grid(tmp_path: Path) -> None:
    read = read_boundaries(["*.geojson"], base=write(tmp_path, TWO), area_code="LSOA21CD", area_name="LSOA21NM")
    assert read.areas.index.tolist() == ["E01", "E02"]
    assert read.areas.index.name == "area_code"
    assert read.areas["area_name"].tolist() == ["Name of E01", "Name of E02"]
    assert read.areas.crs.to_epsg() == 27700
    assert read.areas.area.tolist() == [100 * 100, 100 * 100]
    assert read.notes == []


def test_the_files_read_are_told_without_their_content(tmp_path: Path) -> None:
    read = read_boundaries(["areas.geojson"], base=write(tmp_path, TWO))
    assert [(s.name, s.size_bytes, s.data) for s in read.sources] == [("areas.geojson", len(TWO), b"")]


def test_several_files_make_one_set(tmp_path: Path) -> None:
    write(tmp_path, document(feature("E03", square(400_200, 300_000))), "b.json")
    assert read_boundaries(["*.geojson", "b.json"], base=write(tmp_path, TWO)).areas.index.tolist() == [
        "E01",
        "E02",
        "E03",
    ]


def test_only_the_kept_areas_are_looked_at(tmp_path: Path) -> None:
    broken_elsewhere = document(feature("E01", square(400_000, 300_000)), feature("E09", [1.0, 2.0], "Point"))
    parquet = geopandas.GeoDataFrame(
        {"LSOA21CD": ["E01", "E09"]}, geometry=[shapely.box(4e5, 3e5, 4e5 + 9, 3e5 + 9), shapely.Point(1, 2)], crs=27700
    )
    parquet.to_parquet(tmp_path / "areas.parquet")
    assert read_boundaries(["areas.parquet"], base=tmp_path, area_codes={"E01"}).areas.index.tolist() == ["E01"]
    assert "feature 2 is a Point" in refusal(tmp_path, broken_elsewhere)


def test_nothing_kept_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, TWO, area_codes={"S01"}) == (
        "The boundary files contain none of the force's areas. Look whether files and codes are of one census."
    )


def test_degrees_without_a_named_crs_are_wgs84(tmp_path: Path) -> None:
    read = read_boundaries(
        ["*"], base=write(tmp_path, document(feature("E01", square(-1.13, 52.63, 0.01)), crs=None)), **COLUMNS
    )
    # Leicester's centre on the British National Grid.
    assert read.areas.geometry.iloc[0].distance(shapely.Point(458_900, 304_400)) < 1000
    assert read.notes == ["Outlines converted from WGS 84 (CRS84) to the British National Grid, good to about 4 m"]


def test_the_configured_crs_holds_where_the_file_names_none(tmp_path: Path) -> None:
    plain = document(feature("E01", square(400_000, 300_000)), crs=None)
    assert read_boundaries(["*"], base=write(tmp_path, plain), crs="EPSG:27700").areas.total_bounds[0] == 400_000


def test_the_file_s_own_crs_wins_and_that_is_said(tmp_path: Path) -> None:
    read = read_boundaries(["*"], base=write(tmp_path, TWO), crs="EPSG:4326", **COLUMNS)
    assert read.areas.total_bounds[0] == 400_000
    assert read.notes == [
        f"{NAMED} names its own CRS (OSGB36 / British National Grid); the one in the configuration is not used"
    ]


def test_an_unknown_crs_in_the_configuration_is_refused(tmp_path: Path) -> None:
    plain = document(feature("E01", square(400_000, 300_000)), crs=None)
    with pytest.raises(ConfigurationRefused) as caught:
        read_boundaries(["*"], base=write(tmp_path, plain), crs="British")
    assert str(caught.value) == "'British' is not a CRS. Write it as EPSG:27700."


def test_no_crs_is_refused(tmp_path: Path) -> None:
    two_areas().to_file(tmp_path / "areas.shp")
    (tmp_path / "areas.prj").unlink()
    with pytest.raises(InputRefused) as caught:
        read_boundaries(["areas.shp"], base=tmp_path)
    assert str(caught.value) == (
        "'areas.shp' does not say which CRS its coordinates are in. Give crs in [areas], for example EPSG:27700."
    )


def test_metres_called_degrees_are_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, document(feature("E01", square(400_000, 300_000)), crs=None)) == (
        f"{NAMED} says its coordinates are degrees (WGS 84 (CRS84)), but they run from 400,000 to 400,100. "
        "They look like metres: export the file again with its true CRS, such as EPSG:27700."
    )


def test_degrees_called_metres_are_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, document(feature("E01", square(-1.13, 52.63, 0.01)))) == (
        f"{NAMED} says its coordinates are metres (OSGB36 / British National Grid), but they run from -1.13 to -1.12. "
        "They look like degrees: export the file again with its true CRS, such as EPSG:4326."
    )


def test_swapped_axes_are_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, document(feature("E01", square(52.63, -1.13, 0.01)), crs=None)) == (
        f"{NAMED} contains areas outside the United Kingdom. "
        "Look whether latitude and longitude are swapped, or the CRS is another one."
    )


def test_heights_are_dropped_and_told(tmp_path: Path) -> None:
    mixed = document(feature("E01", square(4e5, 3e5, height=12.5)), feature("E02", square(4e5 + 100, 3e5)))
    read = read_boundaries(["*"], base=write(tmp_path, mixed), **COLUMNS)
    assert not shapely.has_z(read.areas.geometry).any()
    assert read.areas.area.tolist() == [100 * 100, 100 * 100]
    assert read.notes == [f"{NAMED}: heights dropped"]


# Two squares of 100 m and 10 m that meet in one point, drawn as one ring.
SELF_TOUCHING = [[[0, 0], [100, 0], [100, 100], [110, 100], [110, 110], [100, 110], [100, 100], [0, 100], [0, 0]]]
FIGURE_OF_EIGHT = [[[0, 0], [100, 100], [100, 0], [0, 100], [0, 0]]]


def at_leicester(rings: list[list[list[float]]]) -> list[list[list[float]]]:
    return [[[400_000 + x, 300_000 + y] for x, y in ring] for ring in rings]


def test_a_self_touching_outline_is_repaired_and_told(tmp_path: Path) -> None:
    read = read_boundaries(
        ["*"], base=write(tmp_path, document(feature("E01", at_leicester(SELF_TOUCHING)))), **COLUMNS
    )
    assert read.areas.is_valid.all()
    assert read.areas.area.tolist() == [100 * 100 + 10 * 10]
    assert read.notes == [
        f"{NAMED}: 1 self-touching outline repaired (E01); each changed by less than 0.01% of its area"
    ]


def test_a_crossing_outline_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, document(feature("E01", at_leicester(FIGURE_OF_EIGHT)))) == (
        f"{NAMED}: repairing a self-crossing outline would change the area of E01 by over 100%. "
        "Draw these outlines again; at most 0.1% is repaired without asking."
    )


def test_a_part_drawn_twice_is_refused_by_how_much_it_changes(tmp_path: Path) -> None:
    twice = [square(400_000, 300_000), square(400_000, 300_000, 10)]
    # 100 x 100 + 10 x 10 before, 100 x 100 after: 1% of what remains.
    assert "would change the area of E01 by 1.0%." in refusal(tmp_path, document(feature("E01", twice, "MultiPolygon")))


def test_a_missing_column_is_refused_with_those_there_are(tmp_path: Path) -> None:
    assert refusal(tmp_path, TWO, area_code="MSOA21CD") == (
        f"{NAMED} has no column 'MSOA21CD'; it has LSOA21CD, LSOA21NM. Name one of its columns in the configuration."
    )


def test_another_vintage_is_not_taken_for_the_one_asked_for(tmp_path: Path) -> None:
    assert "has no column 'LSOA11CD'" in refusal(tmp_path, TWO, area_code="LSOA11CD")


def test_a_beginning_finds_its_column_and_that_is_said(tmp_path: Path) -> None:
    read = read_boundaries(["*"], base=write(tmp_path, TWO), area_code="LSOA", area_name="lsoa")
    assert read.notes == [
        f"{NAMED}: column 'LSOA21CD' taken for 'LSOA'",
        f"{NAMED}: column 'LSOA21NM' taken for 'lsoa'",
    ]


def test_usual_names_are_found_without_being_named(tmp_path: Path) -> None:
    other = TWO.replace("LSOA21CD", "lsoa21_code").replace("LSOA21NM", "label")
    read = read_boundaries(["*"], base=write(tmp_path, other))
    assert read.areas["area_name"].tolist() == ["E01", "E02"]
    assert read.notes == [
        f"{NAMED}: column 'lsoa21_code' taken",
        f"{NAMED} has no column of names; codes are used instead",
    ]


def test_two_usual_names_are_refused(tmp_path: Path) -> None:
    both = document(feature("E01", square(4e5, 3e5), LSOA11CD="E01"))
    assert refusal(tmp_path, both) == (
        f"{NAMED}: several columns could be meant: LSOA21CD, LSOA11CD. Name one of them in the configuration."
    )


def test_a_code_that_stands_twice_is_refused(tmp_path: Path) -> None:
    twice = document(feature("e01 ", square(4e5, 3e5)), feature("E01", square(4e5 + 100, 3e5)))
    assert refusal(tmp_path, twice) == (
        "The boundary files contain 1 code more than once: E01. "
        "Give each area once; join the parts of one area into one outline."
    )


def test_an_area_without_a_code_is_refused(tmp_path: Path) -> None:
    unnamed = document(feature(None, square(4e5, 3e5)), feature(" ", square(4e5 + 100, 3e5)))
    assert refusal(tmp_path, unnamed) == f"{NAMED}: 2 areas without a code. Give each area its code."


def test_geometry_faults_of_other_formats_are_told_together(tmp_path: Path) -> None:
    frame = geopandas.GeoDataFrame(
        {"LSOA21CD": ["E01", "E02", "E03"]},
        geometry=[shapely.Polygon(), shapely.Point(4e5, 3e5), shapely.box(4e5, 3e5, 4e5 + 1, 3e5 + 1)],
        crs=27700,
    )
    frame.to_parquet(tmp_path / "areas.parquet")
    with pytest.raises(SeveralRefused) as caught:
        read_boundaries(["areas.parquet"], base=tmp_path)
    assert [str(one) for one in caught.value.refusals] == [
        "'areas.parquet': no outline for E01. Give it, or remove the area.",
        "'areas.parquet': E02 given as Point, not as a polygon. Give the areas' outlines, not their centres or lines.",
    ]
