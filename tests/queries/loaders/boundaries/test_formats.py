"""Awkward inputs: one format under the name of another, VRT documents, XML entities, missing parts, several layers,
damaged files, zips of none or two."""

from __future__ import annotations

import gzip
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

import geopandas
import pyarrow.parquet
import pyproj
import pytest
import shapely

from geo.exceptions import InputRefused
from queries.loaders.boundaries.formats import read_boundary_file
from queries.loaders.boundaries.read import is_national_grid, read_boundaries

RIGHT_ENDING = "Give the file its right ending, or export it again."


def two_areas() -> geopandas.GeoDataFrame:
    squares = [shapely.box(400_000, 300_000, 400_100, 300_100), shapely.box(400_100, 300_000, 400_200, 300_100)]
    return geopandas.GeoDataFrame(
        {"LSOA21CD": ["E01", "E02"], "LSOA21NM": ["Ash", "Beech"]}, geometry=squares, crs=27700
    )


def refusal(content: str | bytes, file: str, layer: str | None = None) -> str:
    def choose(columns: Sequence[str]) -> list[str]:
        return list(columns)

    data = content.encode() if isinstance(content, str) else content
    with pytest.raises(InputRefused) as caught:
        read_boundary_file(data, file=file, choose=choose, layer=layer, parts={})
    return str(caught.value)


@pytest.mark.parametrize("name", ["areas.gpkg", "areas.shp", "areas.parquet", "areas.geojson"])
def test_every_format_gives_the_same_areas(tmp_path: Path, name: str) -> None:
    if name.endswith("parquet"):
        two_areas().to_parquet(tmp_path / name)
    else:
        two_areas().to_file(tmp_path / name)
    read = read_boundaries([name], base=tmp_path)
    assert read.areas["area_name"].to_dict() == {"E01": "Ash", "E02": "Beech"}
    assert read.areas.area.tolist() == [100 * 100, 100 * 100]


@pytest.mark.parametrize("name", ["areas.geojson.gz", "areas.JSON.GZ"])
def test_compressed_files_are_read(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(gzip.compress(two_areas().to_json(to_wgs84=True).encode()))
    assert read_boundaries([name], base=tmp_path).areas.index.tolist() == ["E01", "E02"]


def test_kml_is_read_in_degrees(tmp_path: Path) -> None:
    two_areas().to_crs(4326).rename(columns={"LSOA21CD": "Name"}).to_file(tmp_path / "areas.kml", driver="KML")
    read = read_boundaries(["areas.kml"], base=tmp_path, area_code="Name", area_name="Name")
    assert read.areas.index.tolist() == ["E01", "E02"]
    assert read.areas.area.tolist() == pytest.approx([10_000, 10_000], rel=1e-3)
    assert read.notes == ["Outlines converted from WGS 84 to the British National Grid, good to about 4 m"]


def test_another_name_of_the_geometry_does_not_matter(tmp_path: Path) -> None:
    two_areas().rename_geometry("shape").to_parquet(tmp_path / "areas.parquet")
    assert read_boundaries(["*"], base=tmp_path).areas.geometry.name == "geometry"


def test_a_zipped_shapefile_is_read_whatever_lies_beside_it(tmp_path: Path) -> None:
    two_areas().to_file(tmp_path / "areas.shp")
    with zipfile.ZipFile(tmp_path / "areas.zip", "w") as archive:
        archive.writestr("inner/README.txt", "hello")
        for part in tmp_path.glob("areas.[spd]??"):
            archive.write(part, f"inner/{part.name}")
    read = read_boundaries(["areas.zip"], base=tmp_path)
    assert read.areas["area_name"].to_dict() == {"E01": "Ash", "E02": "Beech"}
    assert {s.name.rpartition(".")[2] for s in read.sources} == {"shp", "shx", "dbf", "prj"}


@pytest.mark.parametrize("count", [0, 2])
def test_a_zip_without_exactly_one_is_refused(tmp_path: Path, count: int) -> None:
    with zipfile.ZipFile(tmp_path / "areas.zip", "w") as archive:
        archive.writestr("README.txt", "hello")
        for number in range(count):
            archive.writestr(f"{number}.geojson", two_areas().to_json())
    with pytest.raises(InputRefused) as caught:
        read_boundaries(["areas.zip"], base=tmp_path)
    assert str(caught.value) == (
        f"'areas.zip' contains {count} boundary files. Give a zip with exactly one, with all its parts."
    )


def test_a_shapefile_without_its_parts_is_refused(tmp_path: Path) -> None:
    two_areas().to_file(tmp_path / "areas.shp")
    (tmp_path / "areas.dbf").unlink()
    with pytest.raises(InputRefused) as caught:
        read_boundaries(["areas.shp"], base=tmp_path)
    assert str(caught.value) == "'areas.shp' comes without its .dbf. Keep the parts of a Shapefile together."


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("a.geojson", f"'a.geojson' is not GeoJSON: it begins like XML or HTML. {RIGHT_ENDING}"),
        ("a.gpkg", f"'a.gpkg' is not GeoPackage: it begins like XML or HTML. {RIGHT_ENDING}"),
        ("a.shp", f"'a.shp' is not Shapefile: it begins like XML or HTML. {RIGHT_ENDING}"),
        ("a.parquet", f"'a.parquet' is not GeoParquet: it begins like XML or HTML. {RIGHT_ENDING}"),
        ("a.kml", "'a.kml' is XML, but not KML. Give a KML file, or another format."),
        (
            "a.vrt",
            "'a.vrt' is not a kind of boundary file that is read here. Give one of .geojson, .json, .gpkg, .shp, .kml, "
            ".parquet, .geoparquet, or one of them as .gz or .zip.",
        ),
    ],
)
def test_a_vrt_document_reads_no_other_file_under_any_name(tmp_path: Path, name: str, told: str) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("LSOA21CD,WKT\nE01,POINT(1 1)\n")
    layer = f'<OGRVRTLayer name="secret"><SrcDataSource>{secret}</SrcDataSource></OGRVRTLayer>'
    assert refusal(f"<OGRVRTDataSource>{layer}</OGRVRTDataSource>", name) == told


@pytest.mark.long
def test_the_drivers_that_read_other_files_are_not_loaded() -> None:
    # In a process of its own, because this one has loaded GDAL before the boundaries are imported.
    script = (
        "import queries.loaders.boundaries.read, pyogrio; print({'OGR_VRT', 'GDALG'} & set(pyogrio.list_drivers()))"
    )
    printed = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert (printed.stdout, printed.stderr) == ("set()\n", "")


@pytest.mark.parametrize(
    ("content", "name", "looks"),
    [
        ("", "a.geojson", "not GeoJSON: it begins like an empty file"),
        ("a,b", "a.geojson", "not GeoJSON: it begins like something else"),
        ("{}", "a.gpkg", "not GeoPackage: it begins like JSON"),
        (b"SQLite format 3\x00", "a.json", "not GeoJSON: it begins like GeoPackage"),
        (b"PAR1", "a.kml", "not KML: it begins like GeoParquet"),
        (b"\x00\x00\x27\x0a", "a.parquet", "not GeoParquet: it begins like Shapefile"),
    ],
)
def test_content_of_another_format_is_refused(content: str | bytes, name: str, looks: str) -> None:
    assert refusal(content, name) == f"'{name}' is {looks}. {RIGHT_ENDING}"


@pytest.mark.parametrize("bomb", ['<!DOCTYPE kml [<!ENTITY a "aaa">]>', '<!doctype kml SYSTEM "file:///etc/hostname">'])
def test_xml_entities_are_refused(bomb: str) -> None:
    assert refusal(f'<?xml version="1.0"?>{bomb}<kml></kml>', "a.kml") == (
        "'a.kml' declares a document type or entities, which no boundary needs. Export it again without them."
    )


def test_kml_in_another_encoding_is_refused() -> None:
    kml = b'<?xml version="1.0" encoding="latin-1"?><kml>\xe9</kml>'
    assert refusal(kml, "a.kml") == "'a.kml' is not UTF-8 text. Save it as UTF-8."


@pytest.mark.parametrize(
    ("layer", "fault"), [(None, "it is not said which one to read"), ("newest", "none of the name 'newest'")]
)
def test_layers_must_be_clear(tmp_path: Path, layer: str | None, fault: str) -> None:
    for name in ("old", "new"):
        two_areas().to_file(tmp_path / "a.gpkg", layer=name)
    assert read_boundaries(["*.gpkg"], base=tmp_path, layer="new").areas.index.tolist() == ["E01", "E02"]
    assert refusal((tmp_path / "a.gpkg").read_bytes(), "a.gpkg", layer) == (
        f"'a.gpkg' has the layers old, new, and {fault}. Name the layer in [areas] of the configuration."
    )


def test_damaged_files_are_refused(tmp_path: Path) -> None:
    two_areas().to_parquet(tmp_path / "a.parquet")
    two_areas().to_file(tmp_path / "a.gpkg")
    cut_short = {name: (tmp_path / name).read_bytes()[:5000] for name in ("a.parquet", "a.gpkg")}
    assert refusal(cut_short["a.parquet"], "a.parquet").startswith("'a.parquet' cannot be read as GeoParquet: ")
    assert refusal(cut_short["a.gpkg"], "a.gpkg").startswith("'a.gpkg' cannot be read as GeoPackage: ")


def test_parquet_without_geometry_is_refused(tmp_path: Path) -> None:
    two_areas().drop(columns="geometry").to_parquet(tmp_path / "a.parquet")
    assert refusal((tmp_path / "a.parquet").read_bytes(), "a.parquet") == (
        "'a.parquet' is Parquet without geometry. Export it again as GeoParquet."
    )


@pytest.mark.parametrize(
    ("written", "cpg", "name"),
    [
        ("utf-8", None, "T\u0177 B\u00e0n"),
        ("cp1252", None, "Caf\u00e9 \u2013 B\u00e0n"),
        ("cp1252", b"UTF-8", "Caf\u00e9 \u2013 B\u00e0n"),
        ("utf-8", b"UTF-8", "T\u0177 B\u00e0n"),
    ],
)
def test_names_of_a_shapefile_are_right_whatever_its_code_page_says(
    tmp_path: Path, written: str, cpg: bytes | None, name: str
) -> None:
    two_areas().assign(LSOA21NM=[name, "Beech"]).to_file(tmp_path / "areas.shp", encoding=written)
    (tmp_path / "areas.cpg").unlink()
    if cpg:
        (tmp_path / "areas.cpg").write_bytes(cpg)
    assert read_boundaries(["areas.shp"], base=tmp_path).areas["area_name"].to_dict() == {"E01": name, "E02": "Beech"}


def test_headings_cut_alike_are_not_read_as_both_code_and_name(tmp_path: Path) -> None:
    cut = {"LSOA21CD": "LSOA_2021_", "LSOA21NM": "LSOA_202_1"}
    two_areas().rename(columns=cut).to_file(tmp_path / "areas.shp")
    with pytest.raises(InputRefused, match="'LSOA_2021_' would be both code and name"):
        read_boundaries(["areas.shp"], base=tmp_path, area_code="LSOA_2021_Code", area_name="LSOA_2021_Name")
    read = read_boundaries(["areas.shp"], base=tmp_path, area_code="LSOA_2021_", area_name="LSOA_202_1")
    assert read.areas["area_name"].to_dict() == {"E01": "Ash", "E02": "Beech"}


def test_codes_may_be_the_index_of_a_geoparquet_and_categories(tmp_path: Path) -> None:
    two_areas().astype({"LSOA21CD": "category", "LSOA21NM": "category"}).set_index("LSOA21CD").to_parquet(
        tmp_path / "areas.parquet"
    )
    assert read_boundaries(["areas.parquet"], base=tmp_path).areas.index.tolist() == ["E01", "E02"]


@pytest.mark.parametrize(
    "geo",
    [
        b"no json",
        b"[]",
        b"{}",
        b'{"primary_column": "absent", "columns": {}}',
        b'{"primary_column": "geometry", "columns": {"geometry": null}, "version": "1.0.0"}',
        b'{"primary_column": "geometry", "columns": {"geometry": {"encoding": "WKB", "crs": "x"}}, "version": "1.0.0"}',
        b'{"primary_column": "LSOA21CD", "columns": {"LSOA21CD": {"encoding": "WKB"}}, "version": "1.0.0"}',
        b"\xff",
    ],
)
def test_broken_metadata_of_a_geoparquet_is_refused(tmp_path: Path, geo: bytes) -> None:
    two_areas().to_parquet(tmp_path / "areas.parquet")
    table = pyarrow.parquet.read_table(tmp_path / "areas.parquet").replace_schema_metadata({b"geo": geo})
    pyarrow.parquet.write_table(table, tmp_path / "areas.parquet")
    with pytest.raises(InputRefused, match=r"cannot be read as GeoParquet|has no column"):
        read_boundaries(["areas.parquet"], base=tmp_path, area_code="LSOA21CD", area_name="LSOA21NM")


ESRI_PRJ = (
    'PROJCS["British_National_Grid",GEOGCS["GCS_OSGB_1936",DATUM["D_OSGB_1936",SPHEROID["Airy_1830",6377563.396,'
    '299.3249646]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],'
    'PARAMETER["False_Easting",400000.0],PARAMETER["False_Northing",-100000.0],PARAMETER["Central_Meridian",-2.0],'
    'PARAMETER["Scale_Factor",0.9996012717],PARAMETER["Latitude_Of_Origin",49.0],UNIT["Meter",1.0]]'
)


def test_the_national_grid_under_another_name_is_not_converted(tmp_path: Path) -> None:
    two_areas().to_file(tmp_path / "areas.shp")
    (tmp_path / "areas.prj").write_text(ESRI_PRJ)
    read = read_boundaries(["areas.shp"], base=tmp_path)
    assert read.areas.total_bounds.tolist() == [400_000, 300_000, 400_200, 300_100]
    assert not [note for note in read.notes if "converted" in note]
    assert not is_national_grid(pyproj.CRS(ESRI_PRJ.replace("400000.0", "500000.0")))


def test_a_workbook_of_boundaries_is_called_a_workbook() -> None:
    assert refusal(b"x", "areas.xlsx").startswith("'areas.xlsx' is an Excel workbook, which has no outlines.")
