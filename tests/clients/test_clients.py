"""QGIS, GDAL and LibreOffice open what we write, and see what we meant."""

from __future__ import annotations

import csv
import json
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest

SCRIPT = Path(__file__).with_name("look_with_qgis.py")
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"


def run(args, environment):
    done = subprocess.run(args, capture_output=True, text=True, timeout=240, env=environment)
    assert done.returncode == 0, done.stderr
    return done.stdout


class TestQgis:
    @pytest.fixture
    def looked(self, qgis_python, exported, environment):
        layers = ["candidates", "areas", "hotspots", "npus"]
        said = run([qgis_python, str(SCRIPT), str(exported / "candidates.gpkg"), *layers], environment)
        (line,) = [line for line in said.splitlines() if line.startswith("LOOKED ")]
        return json.loads(line.removeprefix("LOOKED "))

    def test_layers_open_styled_with_headings_in_british_national_grid(self, looked):
        layers = looked["layers"]
        assert {name: layer["rows"] for name, layer in layers.items()} == {
            "candidates": 1,
            "areas": 6,
            "hotspots": 1,
            "npus": 2,
        }
        assert {layer["crs"] for layer in layers.values()} == {"EPSG:27700"}
        assert {layer["renderer"] for layer in layers.values()} == {"RuleRenderer"}
        assert layers["candidates"]["labels"] == "rank"
        assert layers["candidates"]["legend"] == ["place proposed"]
        # Need 85, then 70, then 45, 25 and 10 as the lower half, and one area that cannot be assessed.
        assert layers["areas"]["colours"] == sorted(["#fffae3"] * 3 + ["#f0913e", "#bd4f0f", "#767676"])
        assert layers["areas"]["legend"][-1] == "cannot be assessed"
        assert layers["hotspots"]["colours"] == ["#8c2d04"]
        assert layers["areas"]["aliases"]["need_score"] == "Need score (0 to 100)"
        assert layers["npus"]["aliases"]["population"] == "Residents"
        assert looked["colours_in_picture"] > 6


class TestGdal:
    def test_layers_attributes_and_coordinates(self, program, exported, environment):
        said = run([program("ogrinfo"), "-so", str(exported / "candidates.gpkg"), "areas"], environment)
        assert 'ID["EPSG",27700]' in said
        assert "Feature Count: 6" in said
        assert "Extent: (401000.000000, 300000.000000) - (404000.000000, 302000.000000)" in said
        assert "need_score: Real" in said
        assert "generation-20261120T090000Z-0123abcd" in said

    def test_a_filter_gives_what_sql_gives(self, program, exported, environment, tiny_workspace, tmp_path):
        out = tmp_path / "high.csv"
        asked = [program("ogr2ogr"), "-f", "CSV", str(out), str(exported / "candidates.gpkg"), "areas"]
        run([*asked, "-where", "need_score > 40"], environment)
        with out.open(newline="") as stream:
            read = sorted((row["area_code"], float(row["need_score"])) for row in csv.DictReader(stream))
        with tiny_workspace.open_current() as con:
            local = con.execute("SELECT area_code, need_score FROM ranking WHERE need_score > 40 ORDER BY 1").fetchall()
        assert read == local

    def test_geojson_is_in_longitude_and_latitude(self, program, exported, environment):
        said = run([program("ogrinfo"), "-so", "-al", str(exported / "areas.geojson")], environment)
        assert "Extent: (-1.98" in said or "Extent: (-1.99" in said
        assert 'ID["OGC","CRS84"]' in said or 'ID["EPSG",4326]' in said


class TestLibreOffice:
    def test_the_workbook_opens_and_holds_no_formula(self, program, exported, environment, tmp_path):
        office = program("soffice")
        home = f"-env:UserInstallation=file://{tmp_path}/office"
        args = [office, home, "--headless", "--convert-to", "fods", "--outdir", str(tmp_path)]
        run([*args, str(exported / "ranking.xlsx")], environment)
        book = ElementTree.parse(tmp_path / "ranking.fods").getroot()
        sheets = book.findall(f".//{TABLE}table")
        assert [sheet.get(f"{TABLE}name") for sheet in sheets][:3] == ["Summary", "Ranking", "Candidates"]
        cells = list(book.iter(f"{TABLE}table-cell"))
        assert [cell for cell in cells if cell.get(f"{TABLE}formula")] == []
        numbers = [float(cell.get(f"{OFFICE}value")) for cell in cells if cell.get(f"{OFFICE}value-type") == "float"]
        assert 85.0 in numbers
        assert "=HYPERLINK" in "".join(book.itertext())  # as text
