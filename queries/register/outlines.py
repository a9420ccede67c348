"""Designations with their outlines, for pages and files."""

from __future__ import annotations

import duckdb
import geopandas as gpd
import pandas as pd

from queries.store.connection import SRID

UNION_GRID_M = 1.0  # published boundaries differ in the last bits: without a grid a union keeps slivers


def read_designations(con: duckdb.DuckDBPyConnection) -> gpd.GeoDataFrame:
    """The current designations, each as one outline.

    Parameters
    ----------
    con : DuckDBPyConnection
        A generation with the register attached.

    Returns
    -------
    GeoDataFrame
        Index ``designation_id`` in the order of decisions, EPSG:27700; every column of the table ``designations``, and
        ``area_codes`` (tuple of str, the areas in this generation). A designation of which no area is in this
        generation has no outline (None).
    """
    held = con.execute("FROM designations WHERE ended_on IS NULL ORDER BY substr(designation_id, 2)::INTEGER").df()
    members = read_designation_areas(con)
    pieces = gpd.GeoDataFrame(members, geometry="geometry", crs=SRID)
    outlines = pieces.dissolve(by="designation_id", grid_size=UNION_GRID_M).geometry
    codes = members.groupby("designation_id")["area_code"].agg(tuple)
    joined = held.set_index("designation_id")
    joined["area_codes"] = [codes.get(one, ()) for one in joined.index]
    return gpd.GeoDataFrame(joined, geometry=outlines.reindex(joined.index), crs=SRID)


def read_page_designations(con: duckdb.DuckDBPyConnection) -> tuple[pd.DataFrame, gpd.GeoDataFrame]:
    """What pages say of designations that have not ended, and their areas in this generation.

    Parameters
    ----------
    con : DuckDBPyConnection
        The generation.

    Returns
    -------
    tuple
        ``designation_id, name, since, review_date, designated_by`` in the order of decisions; and ``designation_id,
        area_code, npu_code`` with the outline, EPSG:27700.
    """
    held = con.execute(
        "SELECT designation_id, name, since, review_date, designated_by FROM designations WHERE ended_on IS NULL"
        " ORDER BY substr(designation_id, 2)::INTEGER"
    ).fetchall()
    columns = ["designation_id", "name", "since", "review_date", "designated_by"]
    rows = con.execute(
        "SELECT designation_id, area_code, areas.npu_code, ST_AsWKB(geometry)::BLOB FROM designation_areas"
        " JOIN designations USING (designation_id) JOIN areas USING (area_code)"
        " WHERE ended_on IS NULL AND in_generation ORDER BY designation_id, area_code"
    ).fetchall()
    areas = pd.DataFrame([row[:3] for row in rows], columns=["designation_id", "area_code", "npu_code"])
    outlines = gpd.GeoSeries.from_wkb([bytes(row[3]) for row in rows], crs=SRID)
    return pd.DataFrame(held, columns=columns), gpd.GeoDataFrame(areas, geometry=outlines)


def read_designation_areas(con: duckdb.DuckDBPyConnection) -> gpd.GeoDataFrame:
    """The areas of the current designations, those of this generation only.

    Parameters
    ----------
    con : DuckDBPyConnection
        The generation.

    Returns
    -------
    GeoDataFrame
        ``designation_id``, ``area_code``, ``recorded_code``, ``change_code`` and the outline, EPSG:27700; in order of
        designation and code.
    """
    frame = con.execute(
        "SELECT designation_id, area_code, recorded_code, change_code, ST_AsWKB(geometry)::BLOB AS geometry"
        " FROM designation_areas JOIN designations USING (designation_id) JOIN areas USING (area_code)"
        " WHERE ended_on IS NULL AND in_generation ORDER BY ALL"
    ).df()
    outlines = gpd.GeoSeries.from_wkb(frame["geometry"].map(bytes), crs=SRID)
    return gpd.GeoDataFrame(pd.DataFrame(frame.drop(columns="geometry")), geometry=outlines)
