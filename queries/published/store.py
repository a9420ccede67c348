"""A locked copy, in memory, of what one generation publishes.

The copy is made once. From then on no file is read, so that neither a request nor the next build can reach anything
else: every page of a long answer comes from the same generation.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.exceptions import NothingFound, WorkspaceBusy
from queries.published.collections import (
    SHOWN,
    Collection,
    collection_sql,
    collection_times,
    describe_collection,
    no_collection,
)
from queries.published.systems import DEGREE_DECIMALS, METRE_DECIMALS, round_corners, swap_axes
from queries.register.place_names import TABLE, shadow_from_register
from queries.store.about import About, read_about
from queries.store.connection import SRID, connect

SECONDS_PER_REQUEST = 5.0
UNION_GRID_M = 1.0  # published boundaries differ in the last bits: without a grid a union keeps slivers
_LOCKS = (
    "SET threads = 2",
    "SET memory_limit = '2GB'",
    "SET temp_directory = ''",
    "SET python_enable_replacements = false",
    "SET enable_external_access = false",
    "SET disabled_filesystems = 'LocalFileSystem'",
    "SET lock_configuration = true",
)


@dataclass(frozen=True)
class Published:
    """Published data of one generation, in memory.

    Attributes
    ----------
    about : About
        The words that go with it; names the generation.
    collections : dict of Collection
        By name.
    outlines : GeoSeries
        Outline of each area, EPSG:27700, index ``area <code>``, ``npu <code>``, ``candidate <id>`` or ``point <code>``.
    con : DuckDBPyConnection
        Tables named as the collections, and ``shapes``. Not for use by more than one thread: see :meth:`ask`.
    """

    about: About
    collections: dict[str, Collection]
    outlines: gpd.GeoSeries
    con: duckdb.DuckDBPyConnection

    def find(self, name: str) -> Collection:
        """Return a collection by its name.

        Raises
        ------
        NothingFound
            There is none of that name.
        """
        if name not in self.collections:
            raise no_collection(name)
        return self.collections[name]

    @contextmanager
    def ask(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Open a cursor for one request in one thread, stopped after a time limit.

        Raises
        ------
        WorkspaceBusy
            It took too long.
        """
        cursor = self.con.cursor()
        clock = threading.Timer(SECONDS_PER_REQUEST, cursor.interrupt)
        clock.start()
        try:
            yield cursor
        except duckdb.InterruptException:
            raise WorkspaceBusy(
                f"The answer took longer than {SECONDS_PER_REQUEST:.0f} seconds", "Ask for less at a time"
            ) from None
        finally:
            clock.cancel()
            cursor.close()


def open_published(path: Path) -> Published:
    """Copy what a generation publishes into memory, and lock it.

    Parameters
    ----------
    path : Path
        File of the generation.

    Returns
    -------
    Published
        The collections in a database in memory.

    Raises
    ------
    NothingFound
        The file is not there, or its tables are those of another version.
    """
    if not path.exists():
        raise NothingFound(f"'{path.name}' is no longer there", "Build again, or begin at the first page")
    con = connect()
    con.execute(f"ATTACH '{str(path).replace(chr(39), chr(39) * 2)}' AS generation (READ_ONLY)")
    con.execute("USE generation")
    about, outlines = read_about(con), _read_outlines(con)
    _copy_shapes(con, outlines)
    try:
        shadow_from_register(con, path.parent.parent)
        for name in SHOWN:
            _copy_collection(con, name)
    except (duckdb.CatalogException, duckdb.BinderException) as fault:
        raise NothingFound(
            f"'{path.name}' was made by another version of the program, and cannot be published", "Build again"
        ) from fault
    con.execute("USE memory")
    con.execute(f"DROP TABLE IF EXISTS temp.{TABLE}")
    con.execute("DETACH generation")
    collections = {name: _describe(con, name) for name in SHOWN}
    for lock in _LOCKS:
        con.execute(lock)
    return Published(about, collections, outlines, con)


def _copy_collection(con: duckdb.DuckDBPyConnection, name: str) -> None:
    """Copy rows in the order of the query, numbered; a feature without its own id is a fault of the program."""
    query = collection_sql(name).strip().rstrip(";")
    con.execute(f"CREATE TABLE memory.{name} AS SELECT row_number() OVER () AS position, * FROM ({query})")
    con.execute(f"ALTER TABLE memory.{name} ALTER COLUMN feature_id SET NOT NULL")
    con.execute(f"CREATE UNIQUE INDEX {name}_by_id ON memory.{name} (feature_id)")


def _describe(con: duckdb.DuckDBPyConnection, name: str) -> Collection:
    described = con.execute(f"DESCRIBE SELECT * EXCLUDE (position, shape, feature_id) FROM {name}").fetchall()
    box = (
        con.execute(
            "SELECT min(ST_XMin(outline_degrees)), min(ST_YMin(outline_degrees)), max(ST_XMax(outline_degrees)),"
            f" max(ST_YMax(outline_degrees)), count(*) FROM {name} JOIN shapes USING (shape)"
        ).fetchone()
        or (None,) * 5
    )
    return describe_collection(
        name,
        {row[0]: row[1] for row in described},
        bounds=(-180.0, -90.0, 180.0, 90.0) if box[0] is None else (box[0], box[1], box[2], box[3]),
        period=_period(con, name),
        count=int(box[4] or 0),
    )


def _period(con: duckdb.DuckDBPyConnection, name: str) -> tuple[date, date] | None:
    times = collection_times(name)
    if not times:
        return None
    found = con.execute(f"SELECT min({times[0]}), max({times[1]}) FROM {name}").fetchone()
    return (found[0], found[1]) if found and found[0] else None


def _read_outlines(con: duckdb.DuckDBPyConnection) -> gpd.GeoSeries:
    """Read every published shape, EPSG:27700, rounded to centimetres."""
    areas = _shapes(con, "SELECT area_code, ST_AsWKB(geometry)::BLOB FROM areas ORDER BY 1")
    npus = _shapes(con, "SELECT npu_code, ST_AsWKB(geometry)::BLOB FROM npus ORDER BY 1")
    points = con.execute("SELECT area_code, easting_m, northing_m FROM areas ORDER BY 1").fetchall()
    members = con.execute("SELECT candidate_id, list(area_code ORDER BY area_code) FROM candidate_areas GROUP BY 1")
    merged = {
        f"candidate {name}": shapely.union_all([areas[code] for code in codes], grid_size=UNION_GRID_M)
        for name, codes in sorted(members.fetchall())
    }
    named: dict[str, Any] = {
        **{f"area {code}": outline for code, outline in areas.items()},
        **{f"npu {code}": outline for code, outline in npus.items()},
        **merged,
        **{f"point {code}": _inside(areas[code], east, north) for code, east, north in points},
    }
    rounded = round_corners(np.array(list(named.values()), dtype=object), METRE_DECIMALS)
    return gpd.GeoSeries(rounded, index=list(named), crs=SRID)


def _shapes(con: duckdb.DuckDBPyConnection, sql: str) -> dict[str, Any]:
    return {code: shapely.from_wkb(bytes(wkb)) for code, wkb in con.execute(sql).fetchall()}


def _inside(outline: Any, east: float | None, north: float | None) -> Any:
    """Return the area's own point, or one worked out now."""
    return shapely.point_on_surface(outline) if east is None or north is None else shapely.Point(east, north)


def _copy_shapes(con: duckdb.DuckDBPyConnection, outlines: gpd.GeoSeries) -> None:
    metres = outlines.to_numpy()
    degrees = shapely.orient_polygons(round_corners(outlines.to_crs("OGC:CRS84").to_numpy(), DEGREE_DECIMALS))
    frame = pd.DataFrame(
        {
            "shape": outlines.index.to_numpy(dtype=object),
            "metres": shapely.to_wkb(metres),
            "degrees": shapely.to_wkb(degrees),
            "epsg27700_json": shapely.to_geojson(shapely.orient_polygons(metres)),
            "crs84_json": shapely.to_geojson(degrees),
            "epsg4326_json": shapely.to_geojson(swap_axes(degrees)),
        }
    )
    con.register("incoming", frame)
    con.execute(
        "CREATE TABLE memory.shapes AS SELECT shape, epsg27700_json, crs84_json, epsg4326_json,"
        " ST_GeomFromWKB(metres) AS outline_m, ST_GeomFromWKB(degrees) AS outline_degrees FROM incoming"
    )
    con.unregister("incoming")
