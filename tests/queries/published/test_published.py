"""What is published, and filters on it: every filter that people write has the answer of the same words as SQL."""

from __future__ import annotations

import duckdb
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.exceptions import NothingFound, WorkspaceBusy, WrongUsage
from queries.published.conditions import EVERYTHING, equals, in_box, in_time
from queries.published.cql2 import DEEPEST, LONGEST, read_filter
from queries.published.store import open_published
from queries.published.systems import BRITISH_GRID, CRS84, WGS84, find_system


@pytest.fixture(scope="module")
def published(tiny_workspace):
    return open_published(tiny_workspace.current_file())


@pytest.fixture(scope="module")
def meeting(published):
    """Names of the features of ``areas`` (or another collection) that meet a condition."""

    def ask(condition, name="areas"):
        with published.ask() as cursor:
            rows = cursor.execute(
                f"SELECT feature_id FROM {name} WHERE {condition.sql} ORDER BY position", condition.values
            )
            return [row[0] for row in rows.fetchall()]

    return ask


@pytest.fixture(scope="module")
def matching(published, meeting):
    def ask(text, name="areas", system=BRITISH_GRID):
        return meeting(read_filter(text, published.collections[name], system), name)

    return ask


def test_features_stand_in_the_order_of_the_query(meeting, published):
    assert meeting(EVERYTHING) == ["a1", "a2", "a3", "b1", "b3", "b2"]
    assert {name: found.count for name, found in published.collections.items()} == {
        "areas": 6,
        "candidates": 1,
        "hotspots": 6,
        "incidents": 5,
        "npus": 2,
    }


def test_no_incident_is_published(published):
    with published.ask() as cursor:
        tables = {row[0] for row in cursor.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
        columns = {row[0] for row in cursor.execute("SELECT column_name FROM duckdb_columns()").fetchall()}
    assert tables == {"areas", "candidates", "hotspots", "incidents", "npus", "shapes"}
    assert not columns & {"location_name", "incident_id", "occurred_at", "easting_m"}


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_text('/etc/hostname')",
        "SELECT * FROM read_csv('/etc/hostname')",
        "SELECT * FROM st_read('/etc/hostname')",
        "COPY areas TO '/tmp/never.csv'",
        "ATTACH '/tmp/never.duckdb' AS other",
        "INSTALL httpfs",
        "SET enable_external_access = true",
        "SET disabled_filesystems = ''",
    ],
)
def test_the_copy_reaches_no_file_and_stays_locked(published, sql):
    with published.ask() as cursor, pytest.raises(duckdb.Error):
        cursor.execute(sql)


def test_the_locks_are_as_they_were_set(published):
    with published.ask() as cursor:
        read = cursor.execute(
            "SELECT current_setting('enable_external_access'),"
            " current_setting('lock_configuration'), current_setting('temp_directory'),"
            " current_setting('autoinstall_known_extensions'), current_setting('autoload_known_extensions')"
        ).fetchone()
        assert read == (False, True, "", False, False)
        with pytest.raises(duckdb.PermissionException, match="LocalFileSystem has been disabled"):
            cursor.execute("SELECT * FROM read_text('/etc/hostname')")  # the setting itself cannot be read back


def test_a_generation_that_is_gone_is_said(tmp_path):
    with pytest.raises(NothingFound, match="no longer there"):
        open_published(tmp_path / "generation-x.duckdb")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("rank = 1", "a1"),
        ("rank <> 1", "a2 a3 b1 b3"),
        ("rank < 3", "a1 a2"),
        ("rank>=4", "b1 b3"),
        ("npu_code = 'BB' OR npu_code = 'AA' AND rank = 1", "a1 a3 b3"),  # AND binds tighter
        ("(npu_code = 'BB' OR npu_code = 'AA') AND rank = 1", "a1"),
        ("NOT npu_code = 'BB' AND rank > 1", "a2 b1"),
        ("NOT (npu_code = 'BB' OR rank > 1)", "a1"),
        ("rank BETWEEN 2 AND 3", "a2 a3"),
        ("rank NOT BETWEEN 2 AND 3", "a1 b1 b3"),
        ("area_code IN ('a1','b3','zz')", "a1 b3"),
        ("area_code NOT IN ('a1','b3')", "a2 a3 b1 b2"),
        ("area_name LIKE 'Beech%'", "b1 b3 b2"),
        ("area_name LIKE 'beech%'", ""),
        ("area_name ILIKE 'beech%'", "b1 b3 b2"),
        ("area_name NOT LIKE 'Beech%'", "a1 a2 a3"),
        ("area_code LIKE '_1'", "a1 b1"),
        ("area_code LIKE '\\_1'", ""),
        ("area_name LIKE '%_%_%_%_%_%_%_%_%_%_%_%_%_%_%_%_%_%_%_%_%_%_%_%x'", ""),
        ("area_name LIKE '=HYPERLINK(%)'", "a2"),
        ("rank IS NULL", "b2"),
        ("rank IS NOT NULL", "a1 a2 a3 b1 b3"),
        ("assessable = TRUE", "a1 a2 a3 b1 b3"),
        ("assessable = 0", "b2"),
        ("area_name = 'O''Brien <b>`$'", "a3"),
        ("\"area_code\" = 'a1'", "a1"),
        ("need_score > 3.5e1 AND crime_score >= +60", "a1 a2 a3"),
        ("TRUE", "a1 a2 a3 b1 b3 b2"),
        ("FALSE", ""),
        ("rank = 1\n  and\tnpu_code='AA'", "a1"),
        ("area_code = 'a1; DROP TABLE areas; --'", ""),
    ],
)
def test_filters(matching, text, expected):
    assert matching(text) == expected.split()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("month = DATE('2024-01-01')", 3),
        ("month > '2024-01-01T'", 2),
        ("month >= TIMESTAMP('2024-02-01T00:00:00Z')", 2),
        ("month < TIMESTAMP('2024-02-01T01:00:00+02:00')", 3),  # 23:00 in January, UTC
        ("month IN (DATE('2024-02-01'), '2024-03-01')", 2),
        ("incident_count > 4 AND month_complete = true", 2),
    ],
)
def test_filters_on_months(matching, text, expected):
    assert len(matching(text, "incidents")) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("S_INTERSECTS(geometry, POINT(401500 301500))", "a1"),
        ("s_intersects(geometry, POINT (402000 301000))", "a1 a2 b1 b2"),
        ("S_INTERSECTS(POINT(401500 301500), geometry)", "a1"),
        ("S_INTERSECTS(geometry, BBOX(401100, 301100, 402100, 301200))", "a1 a2"),
        ("S_INTERSECTS(geometry, LINESTRING(401500 301500, 403500 301500))", "a1 a2 a3"),
        ("S_INTERSECTS(geometry, MULTIPOINT((401500 301500),(403500 300500)))", "a1 b3"),
        (
            "S_INTERSECTS(geometry, GEOMETRYCOLLECTION(POINT(401500 301500), POLYGON((0 0,1 0,1 1,0 0)))) AND rank < 9",
            "a1",
        ),
        ("NOT S_INTERSECTS(geometry, BBOX(401500, 301100, 499999, 301200))", "b1 b3 b2"),
        ("S_INTERSECTS(geometry, POINT Z(401500 301500 7))", "a1"),
    ],
)
def test_filters_on_place(matching, text, expected):
    assert matching(text) == expected.split()


@pytest.mark.parametrize("system", [CRS84, WGS84])
def test_a_place_is_where_its_system_says(published, matching, system):
    with published.ask() as cursor:
        x, y = cursor.execute(
            "SELECT ST_X(point), ST_Y(point) FROM (SELECT ST_Centroid(outline_degrees) AS point FROM shapes"
            " WHERE shape = 'area a1')"
        ).fetchone()
    first, second = (y, x) if system is WGS84 else (x, y)
    assert matching(f"S_INTERSECTS(geometry, POINT({first} {second}))", system=system) == ["a1"]
    assert matching(f"S_INTERSECTS(geometry, POINT({second} {first}))", system=system) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("rank = ", "something is missing"),
        ("rank = 'x", "cannot be read at character"),
        ("", "something is missing"),
        ("nope = 1", "no property 'nope'"),
        ("rnk = 1", "Did you mean 'rank'"),
        ("rank = 'one'", "rank is integer"),
        ("area_code = 1", "area_code is text"),
        ("assessable = 2", "assessable is truth"),
        ("rank LIKE '1%'", "LIKE is for text"),
        ("area_code LIKE 'x\\'", "escapes nothing"),
        ("geometry = 1", "no property 'geometry'"),
        ("S_INTERSECTS(rank, POINT(1 2))", "has no outline"),
        ("S_INTERSECTS(geometry, POLYGON((0 0, 1 1)))", "cannot be read"),
        ("S_INTERSECTS(geometry, POLYGON((0 0,2 2,2 0,0 2,0 0)))", "not valid"),
        ("S_INTERSECTS(geometry, POINT(1e400 2))", "for a coordinate"),
        ("S_INTERSECTS(geometry, BBOX(2,2,1,1))", "not the lowest"),
        ("S_INTERSECTS(geometry, BBOX(1,2))", "2 numbers"),
        ("rank + 1 = 2", "cannot be read"),
        ("rank = npu_rank", "cannot be read"),
        ("lower(area_code) = 'a1'", "cannot be read"),
        ("rank = 1; DROP TABLE areas", "cannot be read"),
        ("NOT NOT rank = 1", "cannot be read"),
        ("(" * (DEEPEST + 1) + "rank = 1" + ")" * (DEEPEST + 1), "parentheses"),
        ("rank = 1 OR " * 400 + "rank = 2", f"{LONGEST} are allowed"),
        ("rank = 99999999999999999999", None),
    ],
)
def test_filters_that_cannot_be_answered_say_why(matching, text, said):
    if said is None:  # more than an integer holds is still a number, and no rank is that large
        assert matching(text) == []
        return
    with pytest.raises(WrongUsage, match=said):
        matching(text)


def test_the_deepest_filter_allowed_is_answered(matching):
    assert matching("(" * DEEPEST + "rank = 1" + ")" * DEEPEST) == ["a1"]


numbers = st.integers(-3, 9).map(str)
names = st.sampled_from(["'a1'", "'AA'", "'O''Brien <b>`$'", "''", "'Beech One'"])
signs = st.sampled_from(["=", "<>", "<", "<=", ">", ">="])
leaves = st.one_of(
    st.tuples(st.sampled_from(["rank", "npu_rank", "crime_score"]), signs, numbers).map(" ".join),
    st.tuples(st.sampled_from(["area_code", "npu_code", "area_name"]), signs, names).map(" ".join),
    st.tuples(st.sampled_from(["area_code", "area_name"]), st.lists(names, min_size=1, max_size=3)).map(
        lambda pair: f"{pair[0]} IN ({', '.join(pair[1])})"
    ),
    st.tuples(numbers, numbers).map(lambda ends: f"rank NOT BETWEEN {ends[0]} AND {ends[1]}"),
    st.sampled_from(["rank IS NULL", "candidate_id IS NOT NULL", "area_name LIKE '%e%'", "TRUE"]),
)
filters = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["AND", "OR"]), inner).map(" ".join),
        inner.map(lambda text: f"NOT ({text})"),
        inner.map(lambda text: f"({text})"),
    ),
    max_leaves=6,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=filters)
def test_a_filter_means_what_the_same_words_mean_in_sql(published, matching, text):
    """CQL2 text of this subset is SQL, so that DuckDB's own parser is the second opinion."""
    with published.ask() as cursor:
        rows = cursor.execute(f"SELECT feature_id FROM areas WHERE {text} ORDER BY position").fetchall()
    assert matching(text) == [row[0] for row in rows]


def test_months_meet_a_time(published, meeting):
    incidents, hotspots, areas = (published.collections[name] for name in ("incidents", "hotspots", "areas"))
    assert len(meeting(in_time(incidents, "2024-01-31T23:59:59Z"), "incidents")) == 3
    assert len(meeting(in_time(incidents, "2024-02-01"), "incidents")) == 1
    assert len(meeting(in_time(incidents, "2024-01-15/2024-02-02"), "incidents")) == 4
    assert len(meeting(in_time(incidents, "../2024-01-15"), "incidents")) == 3
    assert len(meeting(in_time(incidents, "2024-02-10T00:00:00Z/.."), "incidents")) == 2
    assert len(meeting(in_time(incidents, "2024-02-10T00:00:00Z/"), "incidents")) == 2
    assert len(meeting(in_time(hotspots, "2024-02-29T12:00:00Z"), "hotspots")) == 6
    assert meeting(in_time(hotspots, "2024-03-01"), "hotspots") == []
    assert len(meeting(in_time(areas, "1999-01-01"))) == 6  # no time of their own: they meet every one


@pytest.mark.parametrize(
    "text",
    ["", "..", "../..", "2024", "2024-13-01", "2024-02-30", "2024-02-01/2024-01-01", "a/b/c", "2024-01-01T00:00:00"],
)
def test_times_that_are_none(published, text):
    with pytest.raises(WrongUsage, match="datetime"):
        in_time(published.collections["incidents"], text)


@pytest.mark.parametrize(
    ("box", "system", "expected"),
    [
        ("401100,301100,401200,301200", BRITISH_GRID, "a1"),
        ("401100,301100,0,401200,301200,50", BRITISH_GRID, "a1"),  # heights are not used
        ("401500,301500,401500,301500", BRITISH_GRID, "a1"),  # a point
        ("401000,302000,401000,302000", BRITISH_GRID, "a1"),  # its corner
        ("0,0,1,1", BRITISH_GRID, ""),
        ("-180,-90,180,90", CRS84, "a1 a2 a3 b1 b3 b2"),
        ("-90,-180,90,180", WGS84, "a1 a2 a3 b1 b3 b2"),
        ("170,-90,0,90", CRS84, "a1 a2 a3 b1 b3 b2"),  # across the 180th meridian, eastwards to Greenwich
        ("-90,170,90,0", WGS84, "a1 a2 a3 b1 b3 b2"),
        ("170,-90,-170,90", CRS84, ""),
        ("0,-90,-170,90", CRS84, ""),
    ],
)
def test_boxes(meeting, box, system, expected):
    assert meeting(in_box(box, system)) == expected.split()


@pytest.mark.parametrize(
    "box",
    [
        "",
        "1,2,3",
        "1,2,3,4,5",
        "nan,0,1,1",
        "0,0,inf,1",
        "0,0,1e400,1",
        "0,2,1,1",
        "a,b,c,d",
        "1 2 3 4",
        "0,0,1,1e9",
    ],
)
def test_boxes_that_are_none(box):
    with pytest.raises(WrongUsage, match="bbox"):
        in_box(box, CRS84)


def test_values_of_parameters_have_the_kind_of_the_property(published, meeting):
    areas = published.collections["areas"]
    assert meeting(equals(areas.find("rank"), "2")) == ["a2"]
    assert meeting(equals(areas.find("rank"), "2.5")) == []
    assert meeting(equals(areas.find("assessable"), "false")) == ["b2"]
    assert meeting(equals(areas.find("area_code"), "' OR 1=1 --")) == []
    for name, text in (("rank", "two"), ("assessable", "maybe"), ("need_score", "1e999"), ("rank", "")):
        with pytest.raises(WrongUsage, match=name):
            equals(areas.find(name), text)


def test_systems_agree_on_where_things_are(published):
    """pyproj is the second opinion on DuckDB's side of the copy; latitude is first in EPSG:4326 alone."""
    degrees = published.outlines.to_crs("OGC:CRS84")
    with published.ask() as cursor:
        rows = cursor.execute("SELECT shape, crs84_json, epsg4326_json, epsg27700_json FROM shapes").fetchall()
    for name, lon_first, lat_first, grid in rows:
        first, second, third = (shapely.from_geojson(text) for text in (lon_first, lat_first, grid))
        assert first.hausdorff_distance(degrees[name]) < 1e-6
        assert shapely.transform(second, lambda xy: xy[:, ::-1]).equals(first)
        assert third.equals(published.outlines[name])
        assert second.centroid.x > 49 > 2 > first.centroid.x


def test_an_unknown_system_is_refused():
    with pytest.raises(WrongUsage, match="crs is 'EPSG:27700', which is not served"):
        find_system("EPSG:27700", "crs")


def test_a_question_that_takes_too_long_is_stopped(published, monkeypatch):
    monkeypatch.setattr("queries.published.store.SECONDS_PER_REQUEST", 0.1)
    with pytest.raises(WorkspaceBusy, match="longer than"), published.ask() as cursor:
        cursor.execute(
            "SELECT count(*) FROM range(100000000) a, range(1000) b WHERE a.range % 7 = b.range % 5"
        ).fetchall()
