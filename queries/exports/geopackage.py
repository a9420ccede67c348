"""Write the GeoPackage: layers in British National Grid with styles, each field with a readable name."""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

import duckdb
import geopandas as gpd

from queries.catalogue.catalogue import named_query, run_named
from queries.catalogue.demand_columns import name_demand
from queries.catalogue.frames import frame_of
from queries.exports.geojson_parquet import geopackage_of, read_layers, with_outlines
from queries.exports.layer_styles import layer_styles, qml, sld
from queries.store.about import About

NAME = "candidates.gpkg"
SCHEMA_EXTENSION = "http://www.geopackage.org/spec121/#extension_schema"
FIELDS = {"candidates": "candidate_details", "areas": "ranking_details", "hotspots": "hotspots"}
OTHER_FIELDS = {
    "npu_code": ("NPU code", "Code of the unit, as in the configuration"),
    "npu_name": ("NPU name", "Name of the unit"),
    "area_count": ("Areas", "Small areas in the unit"),
    "population": ("Residents", "Usual residents, persons"),
    "marking": ("Marking", "Who may see this"),
    "generation": ("Generation", "Name of the build that made this"),
}
TABLES = """
CREATE TABLE layer_styles (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256), f_table_schema TEXT(256),
    f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT,
    useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30), update_time DATETIME
);
CREATE TABLE gpkg_data_columns (
    table_name TEXT NOT NULL, column_name TEXT NOT NULL, name TEXT, title TEXT, description TEXT, mime_type TEXT,
    constraint_name TEXT, CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name),
    CONSTRAINT gdc_tn UNIQUE (table_name, name)
);
CREATE TABLE gpkg_data_column_constraints (
    constraint_name TEXT NOT NULL, constraint_type TEXT NOT NULL, value TEXT, min NUMERIC, min_is_inclusive BOOLEAN,
    max NUMERIC, max_is_inclusive BOOLEAN, description TEXT,
    CONSTRAINT gdcc_ntv UNIQUE (constraint_name, constraint_type, value)
);
"""


def geopackage_bytes(con: duckdb.DuckDBPyConnection, about: About) -> dict[str, bytes]:
    """``candidates.gpkg``, EPSG:27700: places proposed, areas, hotspots and units.

    The same bytes for the same generation.

    QGIS draws each layer at once (``layer_styles``, as QML and SLD) and shows fields by their headings
    (``gpkg_data_columns``, which GDAL reads too).
    """
    stamp = f"{about.built_at:%Y-%m-%dT%H:%M:%S.000Z}"
    layers = _layers(con, about)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / NAME
        path.write_bytes(geopackage_of(layers, about))
        with closing(sqlite3.connect(path)) as package, package:
            package.executescript(TABLES)
            words = {name: _aliases(con, name, layer) for name, layer in layers.items()}
            _keep_aliases(package, words)
            _keep_styles(package, layers, words, stamp)
        return {NAME: path.read_bytes()}


def _layers(con: duckdb.DuckDBPyConnection, about: About) -> dict[str, gpd.GeoDataFrame]:
    """List the layers in order; a layer without rows is left out."""
    found = read_layers(con, about)
    hotspots = with_outlines(frame_of(run_named(con, "hotspots")), found["areas"].set_index("area_code"), about)
    whole = {name: found[name] for name in ("candidates", "areas")} | {"hotspots": hotspots, "npus": found["npus"]}
    return {name: layer for name, layer in whole.items() if len(layer) or name != "hotspots"}


def field_words(con: duckdb.DuckDBPyConnection, layer: str) -> dict[str, tuple[str, str]]:
    """Return heading and meaning of every field of a layer."""
    query = FIELDS.get(layer)
    columns = name_demand(con, named_query(query)).columns if query else ()
    told = {one.name: (one.heading, f"{one.meaning} ({one.unit})" if one.unit else one.meaning) for one in columns}
    return {**OTHER_FIELDS, **told}


def _aliases(con: duckdb.DuckDBPyConnection, name: str, layer: gpd.GeoDataFrame) -> dict[str, tuple[str, str]]:
    words = field_words(con, name)
    return {field: words[field] for field in layer.columns if field != layer.geometry.name}


def _keep_aliases(package: sqlite3.Connection, words: dict[str, dict[str, tuple[str, str]]]) -> None:
    rows = [
        (name, field, heading, heading, meaning)
        for name, fields in words.items()
        for field, (heading, meaning) in fields.items()
    ]
    package.executemany("INSERT INTO gpkg_data_columns VALUES (?, ?, ?, ?, ?, NULL, NULL)", rows)
    package.executemany(
        "INSERT INTO gpkg_extensions VALUES (?, NULL, 'gpkg_schema', ?, 'read-write')",
        [(table, SCHEMA_EXTENSION) for table in ("gpkg_data_columns", "gpkg_data_column_constraints")],
    )


def _keep_styles(
    package: sqlite3.Connection,
    layers: dict[str, gpd.GeoDataFrame],
    words: dict[str, dict[str, tuple[str, str]]],
    stamp: str,
) -> None:
    styles = layer_styles(layers["areas"])
    geometry = dict(package.execute("SELECT table_name, column_name FROM gpkg_geometry_columns").fetchall())
    for name, fields in words.items():
        headings = {field: heading for field, (heading, _) in fields.items()}
        style = styles[name]
        package.execute(
            "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName,"
            " styleQML, styleSLD, useAsDefault, description, owner, update_time)"
            " VALUES ('', '', ?, ?, ?, ?, ?, 1, ?, '', ?)",
            (name, geometry[name], style.name, qml(style, headings), sld(name, style), style.name, stamp),
        )
    package.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change, srs_id)"
        " VALUES ('layer_styles', 'attributes', 'layer_styles', (SELECT description FROM gpkg_contents LIMIT 1), ?, 0)",
        (stamp,),
    )
