"""``impact-areas sql``: from an argument, a file or standard input, into every format; and a message for what cannot be had."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys

import geopandas as gpd
import pytest

from service.cli import main as cli

HOLD = "import duckdb, sys; held = duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.read()"


@pytest.fixture
def sql(tiny_workspace, capsys):
    def run(*args):
        code = cli.run(["sql", *args, "-w", str(tiny_workspace.root)])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


def test_a_file_holds_a_statement(sql, tmp_path):
    (tmp_path / "count.sql").write_text("\ufeff-- How many.\nSELECT count(*) AS n\nFROM areas;\n", encoding="utf-8")
    assert sql(str(tmp_path / "count.sql"), "--format", "csv") == (0, "n\n6\n", "")


@pytest.mark.parametrize(
    ("name", "content", "code", "said"),
    [
        ("gone.sql", None, 5, "There is no file '"),
        ("latin.sql", b"SELECT '\xe9'", 4, "is not text in UTF-8"),
        ("two.sql", b"SELECT 1; SELECT 2;", 2, "2 SQL statements were given"),
        ("open.sql", b"SELECT * FROM areas WHERE npu_code = $npu", 2, "The SQL leaves open what npu is"),
    ],
)
def test_a_file_that_cannot_be_run(sql, tmp_path, name, content, code, said):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    ended, out, err = sql(str(tmp_path / name))
    assert (ended, out) == (code, "")
    assert said in err.splitlines()[0]
    assert err.splitlines()[1].startswith("What to do: ")


def test_standard_input_needs_no_dash(sql, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO("SELECT 7 AS n"))
    assert sql("--format", "csv") == (0, "n\n7\n", "")


class TestGeojson:
    def ask(self, sql, statement):
        code, out, err = sql(statement, "--format", "geojson")
        assert (code, err) == (0, "")
        return json.loads(out)

    def test_a_geometry_column_is_enough(self, sql):
        found = self.ask(sql, "SELECT area_code, geometry, ST_Centroid(geometry) AS middle FROM areas ORDER BY 1")
        first = found["features"][0]
        assert first["properties"] == {"area_code": "a1", "middle": "POINT (401500 301500)"}
        assert first["geometry"]["type"] == "Polygon"
        assert all(round(value, 6) == value for corner in first["geometry"]["coordinates"][0] for value in corner)

    def test_points_without_a_stated_system_are_on_the_grid_and_degrees_stay_degrees(self, sql):
        on_grid = self.ask(sql, "SELECT ST_Point(400000, 300000) AS geometry")["features"][0]["geometry"]["coordinates"]
        assert on_grid == pytest.approx([-2.0, 52.597], abs=0.01)
        degrees = self.ask(sql, "SELECT ST_Point(-1.5, 52.5) AS geometry")["features"][0]["geometry"]["coordinates"]
        assert degrees == [-1.5, 52.5]

    def test_units_and_candidates_are_drawn_by_their_codes(self, sql):
        units = self.ask(sql, "SELECT npu_code FROM npus ORDER BY 1")
        assert {one["geometry"]["type"] for one in units["features"]} <= {"Polygon", "MultiPolygon"}
        assert [one["properties"]["npu_code"] for one in units["features"]] == ["AA", "BB"]
        assert len(self.ask(sql, "SELECT candidate_id FROM candidates")["features"]) == 1

    def test_an_answer_without_a_place_is_refused(self, sql):
        code, out, err = sql("SELECT 1 AS n", "--format", "geojson")
        assert (code, out) == (2, "")
        assert err.startswith("Refused: GeoJSON needs outlines, and the answer has none.")

    def test_no_outline_stays_none(self, sql):
        assert self.ask(sql, "SELECT 'nowhere' AS area_code")["features"][0]["geometry"] is None

    def test_geopandas_reads_it(self, sql, tmp_path):
        out = tmp_path / "areas.geojson"
        sql("SELECT area_code, geometry FROM areas ORDER BY 1", "--out", str(out))
        assert gpd.read_file(out)["area_code"].tolist() == ["a1", "a2", "a3", "b1", "b2", "b3"]


@pytest.mark.skipif(os.name != "posix", reason="other systems word the lock otherwise")
def test_a_lock_names_its_holder_and_a_way_out(tiny_workspace, capsys, tmp_path):
    copied = tmp_path / "copied"
    shutil.copytree(tiny_workspace.root, copied)
    (held,) = (copied / "generations").glob("*.duckdb")
    args = [sys.executable, "-c", HOLD, str(held)]
    with subprocess.Popen(args, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        holder.stdout.readline()
        code = cli.run(["sql", "SELECT 1", "-w", str(copied)])
        problem, remedy = capsys.readouterr().err.splitlines()
        assert (code, f"(PID {holder.pid})" in problem) == (6, True)
        assert "is open for writing in " in problem
        assert "exports/snapshot.duckdb" in remedy
        holder.stdin.close()
