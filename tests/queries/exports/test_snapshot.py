"""The snapshot, opened by processes that have DuckDB and nothing else, or pandas, while a build runs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import duckdb
import geopandas as gpd
import pandas as pd
import pytest
import shapely

from queries.exports.snapshot import NAME
from queries.exports.write import write_export
from queries.store.about import read_about
from queries.store.connection import table_names

# Without the site's packages there is no spatial wheel to find, and nothing may be fetched.
PLAIN_CLIENT = """
import json, sys
sys.path.insert(0, sys.argv[2])
import duckdb
alone = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
con = duckdb.connect(sys.argv[1], read_only=True, config=alone)
loaded = con.execute("SELECT extension_name FROM duckdb_extensions() WHERE loaded").fetchall()
names = [name for (name,) in con.execute("SHOW TABLES").fetchall()]
rows = {name: len(con.execute(f"FROM {name}").fetchall()) for name in names}
point = con.execute("SELECT longitude, latitude, geometry_srid, hex(geometry)[:2] FROM areas LIMIT 1").fetchone()
print(json.dumps({"rows": rows, "spatial": ["spatial"] in [list(one) for one in loaded], "point": point}))
"""


@pytest.fixture(scope="module")
def snapshot(tiny_workspace, tmp_path_factory):
    with tiny_workspace.open_current() as con:
        (path,) = write_export(con, tmp_path_factory.mktemp("snapshot"), form="duckdb", about=read_about(con))
    return path


@pytest.fixture(scope="module")
def lone_duckdb(tmp_path_factory):
    """A folder that contains DuckDB's own package and no extension."""
    folder = tmp_path_factory.mktemp("lone")
    beside = Path(duckdb.__file__).parent.parent
    for part in (*beside.glob("duckdb"), *beside.glob("_duckdb*"), *beside.glob("duckdb-*.dist-info")):
        (folder / part.name).symlink_to(part)
    return folder


def ask(snapshot, sql):
    with duckdb.connect(str(snapshot), read_only=True) as con:
        return con.execute(sql).fetchall()


@pytest.mark.long
@pytest.mark.skipif(os.name != "posix", reason="makes links")
def test_duckdb_alone_opens_it_while_a_build_runs(snapshot, lone_duckdb, tiny_workspace):
    with tiny_workspace.hold(), tiny_workspace.staging():
        done = subprocess.run(
            [sys.executable, "-S", "-c", PLAIN_CLIENT, str(snapshot), str(lone_duckdb)],
            capture_output=True,
            text=True,
            timeout=60,
        )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["spatial"] is False
    assert set(told["rows"]) == {*table_names(), "about"} - {"incidents"}
    assert told["rows"]["areas"] == 6
    longitude, latitude, srid, byte_order = told["point"]
    assert (-2.1 < longitude < -1.9, 52.5 < latitude < 52.7, srid, byte_order) == (True, True, 27700, "01")


def test_no_single_incident_no_view_no_index_no_special_type(snapshot):
    assert ask(snapshot, "SELECT count(*) FROM duckdb_tables() WHERE table_name = 'incidents'") == [(0,)]
    assert ask(snapshot, "SELECT count(*) FROM duckdb_views() WHERE NOT internal") == [(0,)]
    assert ask(snapshot, "SELECT count(*) FROM duckdb_indexes()") == [(0,)]
    kinds = {kind for (kind,) in ask(snapshot, "SELECT DISTINCT data_type FROM duckdb_columns() WHERE NOT internal")}
    assert kinds <= {"VARCHAR", "DOUBLE", "INTEGER", "BIGINT", "BOOLEAN", "DATE", "TIMESTAMP", "BLOB"}


def test_every_table_and_column_keeps_its_comment(snapshot):
    bare = "SELECT table_name FROM duckdb_tables() WHERE coalesce(comment, '') = ''"
    assert ask(snapshot, bare) == []
    bare = "SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal AND coalesce(comment, '') = ''"
    assert ask(snapshot, bare) == []


def test_it_says_what_it_is(snapshot):
    about = dict(ask(snapshot, "FROM about"))
    assert about["Marking"] == "OFFICIAL & TEST"
    assert about["Generation"] == "generation-20261120T090000Z-0123abcd"


def test_values_are_those_of_the_generation(snapshot, tiny_workspace):
    with tiny_workspace.open_current() as con:
        for table in ("ranking", "area_months", "candidates", "hotspots"):
            there = con.execute(f"FROM {table}").fetchall()
            assert ask(snapshot, f"FROM {table}") == there


def test_pandas_and_geopandas_read_it(snapshot):
    with duckdb.connect(str(snapshot), read_only=True) as con:
        frame = con.execute("FROM areas ORDER BY area_code").df()
    assert isinstance(frame, pd.DataFrame)
    outlines = gpd.GeoSeries.from_wkb(frame["geometry"].map(bytes), crs=frame["geometry_srid"].iloc[0])
    assert outlines.area.tolist() == [1000.0 * 1000.0] * 6
    inside = gpd.GeoSeries(gpd.points_from_xy(frame["longitude"], frame["latitude"], crs="OGC:CRS84")).to_crs(27700)
    assert shapely.contains(outlines.to_numpy(), inside.to_numpy()).all()


def test_the_oldest_storage_version_is_written(snapshot):
    # Bytes 8 to 11 are "DUCK"; the version of the format follows: 64 is that of DuckDB 0.9 to 1.1.
    with snapshot.open("rb") as stream:
        head = stream.read(20)
    assert (head[8:12], int.from_bytes(head[12:20], "little")) == (b"DUCK", 64)
    assert snapshot.name == NAME
