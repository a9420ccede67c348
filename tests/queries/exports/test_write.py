"""Exports read back with other libraries than wrote them."""

from __future__ import annotations

import csv
import io
import json
import os
import sqlite3
import zipfile
from contextlib import closing
from datetime import datetime
from itertools import pairwise
from xml.etree import ElementTree

import geopandas as gpd
import openpyxl
import pandas as pd
import pyogrio
import pytest
from libpysal.io.iohandlers.gal import GalIO
from PIL import Image

from geo.exceptions import WrongUsage
from maps.model.classes import find_limits
from queries.catalogue.catalogue import run_named
from queries.catalogue.rows import csv_text, fetch
from queries.exports.layer_styles import need_rules
from queries.exports.write import AFTER_A_BUILD, MAKERS, write_export, write_exports
from queries.store.about import read_about

SECRET = "Nowhere Lane"
SLD = "{http://www.opengis.net/sld}"
MARKING = "OFFICIAL & TEST"
GENERATION = "generation-20261120T090000Z-0123abcd"


@pytest.fixture(scope="module")
def con(tiny_workspace):
    with tiny_workspace.open_current() as opened:
        yield opened


@pytest.fixture(scope="module")
def about(con):
    return read_about(con)


@pytest.fixture(scope="module")
def after_a_build(con, about, tmp_path_factory):
    """What a build writes: the paths returned, and the names in the folder."""
    made = tmp_path_factory.mktemp("exports") / "new"
    written = write_exports(con, made, about=about)
    return written, sorted(os.listdir(made))


@pytest.fixture(scope="module")
def folder(con, about, after_a_build):
    """Every format, written once."""
    made = after_a_build[0][0].parent
    for form in set(MAKERS) - set(AFTER_A_BUILD):
        write_export(con, made, form=form, about=about)
    return made


def whole_text(path) -> str:
    """Everything that is in a file, unpacked."""
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as archive:
            return "\n".join(archive.read(name).decode() for name in archive.namelist())
    if path.suffix == ".parquet":
        return pd.DataFrame(gpd.read_parquet(path).drop(columns="geometry")).to_string()
    return path.read_bytes().decode("utf-8", errors="replace")


def test_a_build_leaves_these_files(after_a_build):
    written, found = after_a_build
    names = ["ABOUT.txt", "area_neighbours.gal", "candidate_areas.csv", "candidates.csv", "candidates.gpkg"]
    assert sorted(path.name for path in written) == sorted([*names, "ranking.csv", "ranking.xlsx", "snapshot.duckdb"])
    assert found == sorted(path.name for path in written)


def test_every_file_carries_marking_and_generation_and_no_incident(folder):
    files = sorted(folder.iterdir())
    assert {path.suffix for path in files} == {
        ".txt",
        ".gal",
        ".csv",
        ".gpkg",
        ".xlsx",
        ".parquet",
        ".geojson",
        ".duckdb",
    }
    for path in files:
        text = whole_text(path)
        markings = (MARKING, "OFFICIAL &amp; TEST", "OFFICIAL_TEST")
        assert any(marking in text for marking in markings), path.name
        assert GENERATION in text, path.name
        assert SECRET not in text, path.name


@pytest.mark.parametrize("form", ["xlsx", "gpkg", "csv", "geojson", "gal", "parquet"])
def test_the_same_generation_gives_the_same_bytes(con, about, form):
    assert MAKERS[form](con, about) == MAKERS[form](con, about)


def test_a_format_that_is_not_known_is_refused(con, about, tmp_path):
    with pytest.raises(WrongUsage, match=r"There is no format 'xslx'\. Did you mean 'xlsx'"):
        write_export(con, tmp_path, form="xslx", about=about)


@pytest.fixture(scope="module")
def book(folder):
    return openpyxl.load_workbook(folder / "ranking.xlsx")


class TestWorkbook:
    def test_sheets(self, book):
        assert book.sheetnames == [
            "Summary",
            "Ranking",
            "Candidates",
            "Impact Areas",
            "Candidate areas",
            "Evidence",
            "Hotspots",
            "Areas not ranked",
            "Notes",
        ]

    def test_header_is_frozen_and_filtered(self, book):
        sheet = book["Ranking"]
        assert sheet.freeze_panes == "A3"
        assert sheet.auto_filter.ref == "A2:AQ8"
        assert [cell.value for cell in sheet[2]][:8] == [
            "Rank",
            "NPU rank",
            "Area code",
            "Area name",
            "NPU code",
            "NPU name",
            "Team name",
            "Population (persons)",
        ]

    def test_values_are_numbers_and_text_and_the_unranked_area_stands_last(self, book):
        rows = list(book["Ranking"].iter_rows(min_row=3, max_row=8, values_only=True))
        assert [row[0] for row in rows] == [1, 2, 3, 4, 5, None]
        assert rows[0][8] == (100 + 90 + 80 + 70) / 4
        assert rows[5][2] == "b2"
        assert rows[5][8] is None

    def test_contributions_add_up_to_the_score(self, book):
        for row in book["Ranking"].iter_rows(min_row=3, max_row=7, values_only=True):
            assert sum(row[13:17]) == pytest.approx(row[8])

    def test_no_cell_is_a_formula_or_a_link(self, book, folder):
        for sheet in book:
            assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f" or cell.hyperlink]
        assert book["Ranking"]["D4"].value == '=HYPERLINK("x")'
        assert "<f>" not in whole_text(folder / "ranking.xlsx")

    def test_marking_stands_on_top_at_the_bottom_and_on_paper(self, book):
        for sheet in book:
            assert sheet.oddHeader.center.text == "OFFICIAL && TEST"
            assert sheet.oddFooter.center.text == "OFFICIAL && TEST"
            column = [cell.value for cell in sheet["A"] if cell.value]
            assert column[-1] == MARKING
            assert MARKING in column[0] or sheet["B1"].value == MARKING

    def test_the_picture_of_the_force_stands_above_the_shortlist(self, con, about, tmp_path):
        stream = io.BytesIO()
        Image.new("RGB", (160, 90), "white").save(stream, "PNG")
        (path,) = write_export(con, tmp_path, form="xlsx", about=about, picture=stream.getvalue)
        sheet = openpyxl.load_workbook(path)["Summary"]
        (picture,) = sheet._images
        assert picture.ref.getvalue() == stream.getvalue()
        header = next(row for row in sheet.iter_rows() if row[0].value == "NPU name")[0].row
        assert picture.anchor._from.row == 1
        assert picture.anchor.to.row < header - 1
        result = run_named(con, "candidate_details")
        rank, reason = result.columns.index("rank"), result.columns.index("reason")
        shown = list(sheet.iter_rows(min_row=header + 1, max_row=header + len(result.rows), values_only=True))
        assert [(row[1], row[6]) for row in shown] == [(row[rank], row[reason]) for row in result.rows]
        with zipfile.ZipFile(path) as archive:
            drawing = archive.read("xl/drawings/drawing1.xml").decode()
        assert f"Map of {about.force_name} by overall need" in drawing

    def test_it_is_dated_by_the_run_and_not_by_the_clock(self, book):
        assert book.properties.created == datetime(2026, 11, 20, 9, 0, 0)
        assert book.properties.modified == datetime(2026, 11, 20, 9, 0, 0)

    def test_notes_say_what_every_export_says(self, book):
        notes = {(row[0], row[1]) for row in book["Notes"].iter_rows(values_only=True)}
        assert {
            ("Force", "Little Force"),
            ("Unit", "district"),
            ("Period", "January 2024 to February 2024, 2 complete months"),
            ("Months left out as incomplete", "March 2024"),
            ("Date of the run", "20 November 2026"),
            ("Generation", GENERATION),
            ("What this does not show", "This force is made up."),
            ("Source", "Deprivation: IoD 2019"),
        } <= notes
        rows = next(text for word, text in notes if word == "Rows")
        assert rows.startswith("Of 20 incident rows read, 17 were placed in an area of the force, 2 had no location")

    def test_an_empty_sheet_says_so(self, con, about, monkeypatch):
        monkeypatch.setattr("queries.exports.workbook.SHEETS", {"Hotspots": "hotspots"})
        monkeypatch.setattr("queries.exports.workbook.run_named", lambda con, name: run_named(con, name).head(0))
        (content,) = MAKERS["xlsx"](con, about).values()
        sheet = openpyxl.load_workbook(io.BytesIO(content))["Hotspots"]
        assert sheet["A3"].value.startswith("No hotspot here")


class TestGeoPackage:
    def test_layers_in_british_national_grid(self, folder):
        layers = pyogrio.list_layers(folder / "candidates.gpkg")
        assert [tuple(layer) for layer in layers] == [
            ("candidates", "MultiPolygon"),
            ("areas", "MultiPolygon"),
            ("hotspots", "MultiPolygon"),
            ("npus", "MultiPolygon"),
            ("layer_styles", None),
        ]
        for name, _ in layers[:-1]:
            assert gpd.read_file(folder / "candidates.gpkg", layer=name).crs.to_epsg() == 27700

    def test_outlines_and_attributes(self, folder):
        candidates = gpd.read_file(folder / "candidates.gpkg", layer="candidates")
        assert candidates.geometry.area.tolist() == [2 * 1000 * 1000]
        assert candidates["candidate_id"].tolist() == ["AA-1"]
        areas = gpd.read_file(folder / "candidates.gpkg", layer="areas").set_index("area_code")
        assert areas.loc["a1", "rank"] == 1
        assert pd.isna(areas.loc["b2", "rank"])
        assert areas.loc["a3", "area_name"] == "O'Brien <b>`$"

    def test_types_are_whole_where_the_numbers_are(self, folder):
        fields = pyogrio.read_info(folder / "candidates.gpkg", layer="areas")
        kinds = dict(zip(fields["fields"], fields["dtypes"], strict=True))
        assert kinds["rank"] == "int32"
        assert kinds["crime_count"] == "int64"
        assert kinds["need_score"] == "float64"

    def test_every_layer_is_styled_and_every_field_has_a_heading(self, folder):
        with closing(sqlite3.connect(folder / "candidates.gpkg")) as package:
            styles = package.execute(
                "SELECT f_table_name, styleQML, styleSLD, useAsDefault FROM layer_styles"
            ).fetchall()
            told = package.execute(
                "SELECT table_name, column_name, name, description FROM gpkg_data_columns"
            ).fetchall()
            declared = package.execute("SELECT table_name FROM gpkg_extensions WHERE extension_name = 'gpkg_schema'")
            assert len(declared.fetchall()) == 2
            assert package.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert [name for name, *_ in styles] == ["candidates", "areas", "hotspots", "npus"]
        for name, qml, sld, is_default in styles:
            assert is_default
            fields = gpd.read_file(folder / "candidates.gpkg", layer=name).columns.drop("geometry").tolist()
            assert [field for table, field, heading, meaning in told if table == name and heading and meaning] == fields
            assert [one.get("field") for one in ElementTree.fromstring(qml).iter("alias")] == fields
            rules = [one.get("label") for one in ElementTree.fromstring(qml).iter("rule")]
            named = [one.find(f"{SLD}Name").text for one in ElementTree.fromstring(sld).iter(f"{SLD}Rule")]
            assert named == rules

    def test_classes_of_need_are_those_of_the_maps(self):
        scores = pd.Series([3.2, 9.9, 20.4, 30.5, 41.0, 55.5, 60.0, 71.0, 88.8, 97.0, float("nan")])
        rules = need_rules(gpd.GeoDataFrame({"need_score": scores}))
        limits = find_limits(scores.dropna().round()).limits
        assert [rule.at_most for rule in rules[:-1]] == [*[limit + 0.5 for limit in limits], None]
        assert rules[-1].expression() == '"need_score" IS NULL'

    @pytest.mark.parametrize("scores", [[], [50.0], [50.0, 50.0], [1.0, 2.0]])
    def test_few_areas_give_fewer_classes_and_every_row_one(self, scores):
        rules = need_rules(gpd.GeoDataFrame({"need_score": pd.Series(scores, dtype=float)}))
        for score in scores:
            classes = [
                r
                for r in rules[:-1]
                if (r.above is None or score > r.above) and (r.at_most is None or score <= r.at_most)
            ]
            assert len(classes) == 1

    def test_describes_itself(self, folder):
        with sqlite3.connect(folder / "candidates.gpkg") as database:
            (described,) = database.execute("SELECT DISTINCT description FROM gpkg_contents").fetchone()
            changed = database.execute("SELECT DISTINCT last_change FROM gpkg_contents").fetchall()
        database.close()
        assert described == f"{MARKING}. Little Force, January 2024 to February 2024, 2 complete months. {GENERATION}"
        assert changed == [("2026-11-20T09:00:00.000Z",)]


class TestTextFormats:
    def test_csv_is_safe_in_a_spreadsheet(self, folder):
        rows = list(csv.DictReader((folder / "ranking.csv").read_text().splitlines()))
        assert [row["area_name"] for row in rows][:3] == ["Ash One", '\'=HYPERLINK("x")', "O'Brien <b>`$"]
        assert [row["rank"] for row in rows] == ["1", "2", "3", "4", "5", ""]
        assert {row["marking"] for row in rows} == {MARKING}

    def test_negative_numbers_in_csv_stay_numbers(self, con, about):
        assert csv_text(fetch(con, "SELECT -1 AS a, '-1' AS b, NULL AS c, 'x' AS d")) == "a,b,c,d\n-1,'-1,,x\n"

    def test_libpysal_reads_the_neighbours(self, folder):
        weights = GalIO(str(folder / "area_neighbours.gal"), "r")
        with pytest.warns(UserWarning, match="not fully connected"):
            read = weights.read()
        weights.close()
        assert read.neighbors["a1"] == ["a2", "b1"]
        assert read.neighbors["b2"] == []
        assert read.n == 6

    def test_geojson_is_longitude_latitude_at_six_decimals(self, folder):
        areas = json.loads((folder / "areas.geojson").read_text())
        assert areas["marking"] == MARKING
        first = areas["features"][0]
        assert first["properties"]["area_code"] == "a1"
        ring = first["geometry"]["coordinates"][0][0]
        assert all(-2.1 < x < -1.9 and 52.5 < y < 52.7 for x, y in ring)
        assert all(round(value, 6) == value for corner in ring for value in corner)
        doubled_area = sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring))
        assert doubled_area > 0  # anticlockwise

    def test_parquet_keeps_its_crs_and_the_missing_rank(self, folder):
        areas = gpd.read_parquet(folder / "areas.parquet")
        assert areas.crs.to_epsg() == 27700
        assert str(areas["rank"].dtype) == "Int32"
        assert areas["rank"].isna().sum() == 1

    def test_about_opens_and_closes_with_the_marking(self, folder):
        lines = (folder / "ABOUT.txt").read_text().splitlines()
        assert lines[0] == lines[-1] == MARKING
