"""GDAL reads every collection, and its answers are those of SQL on the same generation.

Two editions: Debian's tools (3.6, part 1 and filters) and the one inside pyogrio (part 2 as well).
"""

from __future__ import annotations

import json
import subprocess
from urllib.parse import parse_qs, urlsplit

import geopandas as gpd
import numpy as np
import pyogrio
import pytest
import shapely

GRID = "http://www.opengis.net/def/crs/EPSG/0/27700"
TABLES = {
    "areas": "SELECT area_code FROM areas",
    "candidates": "SELECT candidate_id FROM candidates",
    "hotspots": "SELECT area_code || crime_type || measure || period_start || period_end FROM hotspots",
    "incidents": "SELECT area_code || crime_type || month FROM area_months",
    "npus": "SELECT npu_code FROM npus",
}


def asked(live, collection: str) -> list[dict[str, list[str]]]:
    """Queries for items of a collection, as the server's log has them."""
    found = (urlsplit(path) for path in live.log)
    return [parse_qs(path.query) for path in found if path.path == f"/ogc/collections/{collection}/items"]


def read(live, collection: str, **options) -> gpd.GeoDataFrame:
    """A collection through pyogrio."""
    return pyogrio.read_dataframe(f"OAPIF:{live.root}", layer=collection, **options)


@pytest.mark.parametrize(("collection", "size"), [("areas", 150), ("candidates", 5), ("hotspots", 900), ("npus", 3)])
def test_every_collection_is_read_whole_page_by_page(live, con, collection, size):
    frame = read(live, collection, PAGE_SIZE=str(size))
    expected = con.execute(TABLES[collection]).fetchall()
    assert len(frame) == len(expected)
    assert frame["id"].is_unique
    pages = [query for query in asked(live, collection) if "offset" in query]
    assert len(pages) == (len(expected) - 1) // size
    assert {query["generation"][0] for query in pages} <= {con.execute("SELECT generation FROM runs").fetchone()[0]}


def test_counts_of_incidents_are_read_and_add_up(live, con):
    frame = read(live, "incidents", where="crime_type = 'Burglary' AND month >= '2026-01-01'")
    sql = (
        "SELECT count(*), sum(incident_count) FROM area_months WHERE crime_type = 'Burglary' AND month >= '2026-01-01'"
    )
    assert (len(frame), frame["incident_count"].sum()) == con.execute(sql).fetchone()


def test_values_and_outlines_are_those_of_the_store(live, con):
    frame = read(live, "areas", CRS="EPSG:27700").set_index("area_code").sort_index()
    local = con.execute(
        "SELECT area_code, need_score, rank, population, ST_AsWKB(geometry)::BLOB AS outline"
        " FROM areas JOIN ranking USING (area_code) ORDER BY area_code"
    ).df()
    assert frame.index.tolist() == local["area_code"].tolist()
    for column in ("need_score", "population"):
        both = frame[column].to_numpy(float), local[column].to_numpy(float)
        assert ((both[0] == both[1]) | ((both[0] != both[0]) & (both[1] != both[1]))).all()
    assert frame["rank"].fillna(0).astype(int).tolist() == local["rank"].fillna(0).astype(int).tolist()
    outlines = shapely.from_wkb(local["outline"].map(bytes).to_numpy())
    centimetres = shapely.transform(outlines, lambda corners: np.round(corners, 2))
    assert shapely.equals(frame.geometry.to_numpy(), centimetres).all()


def test_all_systems_put_an_area_in_the_same_place(live):
    """Nothing is swapped: the three systems agree to the rounding of degrees, about 0.1 m."""
    where = "area_code = 'S01000001'"
    grid = read(live, "areas", CRS="EPSG:27700", where=where)
    assert grid.crs.to_epsg() == 27700
    for name in ("OGC:CRS84", "EPSG:4326"):
        other = read(live, "areas", CRS=name, where=where)
        assert other.to_crs(27700).geometry.iloc[0].hausdorff_distance(grid.geometry.iloc[0]) < 0.2
        assert -8 < other.geometry.iloc[0].centroid.x < 2 < 49 < other.geometry.iloc[0].centroid.y < 61


def test_gdal_takes_the_stored_system_and_sends_its_box_in_it(live, con):
    frame = read(live, "areas", PREFERRED_CRS="EPSG:27700", bbox=(418000, 298000, 420000, 300000))
    sql = "SELECT area_code FROM areas WHERE ST_Intersects(geometry, ST_MakeEnvelope(418000, 298000, 420000, 300000))"
    assert sorted(frame["area_code"]) == sorted(row[0] for row in con.execute(sql).fetchall())
    sent = [query for query in asked(live, "areas") if "bbox" in query]
    assert sent
    assert all(query["bbox-crs"] == [GRID] and query["crs"] == [GRID] for query in sent)


def test_without_a_wish_gdal_asks_for_the_stored_system(live):
    info = pyogrio.read_info(f"OAPIF:{live.root}", layer="areas")
    assert info["crs"] == "EPSG:27700"


@pytest.mark.parametrize(
    ("where", "sql"),
    [
        ("rank <= 20", "rank <= 20"),
        ("rank BETWEEN 5 AND 9", "rank BETWEEN 5 AND 9"),
        ("need_score > 60.5 AND npu_code = 'WS'", "need_score > 60.5 AND npu_code = 'WS'"),
        (
            "npu_code = 'WS' OR (rank < 10 AND NOT npu_code = 'BE')",
            "npu_code = 'WS' OR (rank < 10 AND NOT npu_code = 'BE')",
        ),
        ("area_name LIKE 'Wrensall%'", "area_name LIKE 'Wrensall%'"),
        ("rank IS NULL", "rank IS NULL"),
        ("rank IS NOT NULL", "rank IS NOT NULL"),
        ("assessable = 0", "NOT assessable"),
        ("area_name <> 'it''s'", "area_name <> 'it''s'"),
    ],
)
def test_gdal_pushes_its_filter(live, con, where, sql):
    frame = read(live, "areas", where=where)
    local = con.execute(
        "SELECT area_code FROM areas JOIN ranking USING (area_code) WHERE "
        + sql.replace("rank", "ranking.rank").replace("assessable", "ranking.assessable")
    ).fetchall()
    assert sorted(frame["area_code"]) == sorted(row[0] for row in local)
    sent = [query for query in asked(live, "areas") if "filter" in query]
    assert sent, live.log
    assert all(query["filter-lang"] == ["cql-text"] for query in sent)


def run(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    assert "ERROR" not in done.stderr
    return done.stdout


def test_debians_ogrinfo_lists_and_describes(gdal_tools, live, con):
    listed = run(gdal_tools["ogrinfo"], "-q", f"OAPIF:{live.root}")
    assert [line.split(" ")[1] for line in listed.splitlines()] == sorted(TABLES)
    said = run(gdal_tools["ogrinfo"], "-so", f"OAPIF:{live.root}", "hotspots")
    assert "period_start: Date" in said
    assert "gi_star_z: Real" in said
    assert "assessable: Integer(Boolean)" in said
    assert f"Feature Count: {con.execute('SELECT count(*) FROM hotspots').fetchone()[0]}" in said


def test_debians_ogr2ogr_filters_by_box_and_by_attribute(gdal_tools, live, con, tmp_path):
    out = tmp_path / "out.geojson"
    run(
        *(
            gdal_tools["ogr2ogr"],
            "-where",
            "rank <= 200 AND crime_count > 100",
            "-spat",
            "-1.8",
            "52.45",
            "-1.7",
            "52.55",
        ),
        *("-oo", "PAGE_SIZE=50", str(out), f"OAPIF:{live.root}", "areas"),
    )
    found = sorted(feature["properties"]["area_code"] for feature in json.loads(out.read_text())["features"])
    sql = """
        SELECT area_code FROM areas JOIN ranking USING (area_code) JOIN area_measures USING (area_code)
        WHERE rank <= 200 AND crime_count > 100 AND ST_Intersects(
            ST_Transform(geometry, 'EPSG:27700', 'OGC:CRS84', always_xy := true), ST_MakeEnvelope(-1.8, 52.45, -1.7, 52.55))
    """
    assert found == sorted(row[0] for row in con.execute(sql).fetchall())
    assert found
    sent = [query for query in asked(live, "areas") if "filter" in query]
    assert sent
    assert all("bbox" in query and query["filter-lang"] == ["cql-text"] for query in sent)


def test_debians_ogr2ogr_takes_everything_into_a_geopackage(gdal_tools, live, con, tmp_path):
    out = tmp_path / "all.gpkg"
    run(gdal_tools["ogr2ogr"], "-oo", "PAGE_SIZE=1000", str(out), f"OAPIF:{live.root}", "npus", "candidates", "areas")
    assert {name: len(pyogrio.read_dataframe(out, layer=name)) for name in ("npus", "candidates", "areas")} == {
        name: len(con.execute(TABLES[name]).fetchall()) for name in ("npus", "candidates", "areas")
    }
