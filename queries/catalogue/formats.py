"""Write an answer in the format another program reads: CSV, JSON, Parquet or GeoJSON, as bytes."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

import duckdb

from geo.exceptions import WrongUsage
from queries.catalogue.rows import Result, csv_text, fetch, fetch_arrow, json_text, result_of

if TYPE_CHECKING:
    import geopandas as gpd
    import numpy as np
    import pyarrow

GRID, DEGREES = "EPSG:27700", "OGC:CRS84"
DEGREE_DECIMALS = 6  # about 0.1 m: finer than the data, never a claim of millimetres

DRAWN_BY = {
    "area_code": "SELECT area_code, geometry FROM areas",
    "candidate_id": "SELECT candidate_id, ST_Union_Agg(geometry) AS geometry"
    " FROM candidate_areas JOIN areas USING (area_code) GROUP BY candidate_id",
    "npu_code": "SELECT npu_code, geometry FROM npus",
}

Table: TypeAlias = "tuple[pyarrow.Table, tuple[str, ...]]"


def write_answer(
    con: duckdb.DuckDBPyConnection, sql: str, parameters: Mapping[str, object] | None = None, *, form: str
) -> bytes:
    """Run a query and write its rows in one of the formats.

    Parameters
    ----------
    con : DuckDBPyConnection
        The generation.
    sql : str
        One statement that reads.
    parameters : Mapping, optional
        Values to bind.
    form : str
        csv, json, parquet or geojson. Parquet with outlines is GeoParquet in their own coordinates; GeoJSON is in
        longitude and latitude (CRS84) at six decimals, with the outlines of the areas, candidates or units that the
        answer names where it has none itself. Both name the generation.

    Returns
    -------
    bytes
        Content of the file.

    Raises
    ------
    WrongUsage
        The SQL cannot be run; GeoJSON is asked of an answer without outlines.

    Notes
    -----
    What could mislead: outlines that a query has made itself may state no coordinate system. They are taken for the
    British National Grid, unless every coordinate would do as degrees: no land of the Grid has such small numbers.
    """
    if form in TEXTS:
        return TEXTS[form](fetch(con, sql, parameters)).encode()
    return write_rows(con, fetch_arrow(con, sql, parameters), form=form)


def write_rows(con: duckdb.DuckDBPyConnection, table: Table, *, form: str) -> bytes:
    """Write given rows in one of the formats; `con` provides the outlines that they name.

    Parameters
    ----------
    con : DuckDBPyConnection
        The generation.
    table : Table
        Rows with their types.
    form : str
        csv, json, parquet or geojson, as for :func:`write_answer`.

    Returns
    -------
    bytes
        Content of the file.
    """
    if form in TEXTS:
        return TEXTS[form](result_of(*table)).encode()
    if form == "geojson":
        table = _with_outlines(con, table)
    return WRITERS[form](table, _generation(con))


def _json(result: Result) -> str:
    return json_text(result.records())


TEXTS: dict[str, Callable[[Result], str]] = {"csv": csv_text, "json": _json}


def _parquet(table: Table, generation: str) -> bytes:
    """Parquet; the first column of outlines becomes the geometry of the file."""
    import geopandas as gpd
    from pyarrow import parquet

    rows, _ = table
    outlines = _outlines(table)
    if outlines:
        drawn = {name: read_outlines(rows[name], kind) for name, kind in outlines.items()}
        frame = rows.drop_columns(list(outlines)).to_pandas().assign(**drawn)
        stream = io.BytesIO()
        gpd.GeoDataFrame(frame[rows.column_names], geometry=next(iter(outlines))).to_parquet(stream, index=False)
        rows = parquet.read_table(io.BytesIO(stream.getvalue()))
    named = rows.replace_schema_metadata({**(rows.schema.metadata or {}), b"generation": generation.encode()})
    stream = io.BytesIO()
    parquet.write_table(named, stream)
    return stream.getvalue()


def _geojson(table: Table, generation: str) -> bytes:
    """A FeatureCollection (RFC 7946); the first column of outlines is the geometry, others are WKT among the rest."""
    rows, types = table
    outlines = _outlines(table)
    if not outlines:
        raise WrongUsage(
            "GeoJSON needs outlines, and the answer has none",
            "Ask for a geometry, an area_code, a candidate_id or an npu_code, as in: SELECT area_code FROM areas",
        )
    name, kind = next(iter(outlines.items()))
    position = rows.column_names.index(name)
    rest = (rows.drop_columns([name]), types[:position] + types[position + 1 :])
    records: list[dict[str, Any]] = result_of(*rest).records() or [{} for _ in range(rows.num_rows)]
    drawn = in_degrees(read_outlines(rows[name], kind))
    features = [
        {"type": "Feature", "properties": record, "geometry": None if shape is None else json.loads(shape)}
        for record, shape in zip(records, geojson_texts(drawn), strict=True)
    ]
    return json_text({"type": "FeatureCollection", "generation": generation, "features": features}).encode()


def geojson_texts(shapes: Any) -> Any:
    """Write each geometry as GeoJSON text; None for a missing or empty one, which RFC 7946 calls unlocated."""
    import numpy as np
    import shapely

    shapes = np.asarray(shapes)
    return shapely.to_geojson(np.where(shapely.is_empty(shapes), None, shapes))


WRITERS: dict[str, Callable[[Table, str], bytes]] = {
    "parquet": _parquet,
    "geojson": _geojson,
}


FORMATS = (*TEXTS, *WRITERS)


def _with_outlines(con: duckdb.DuckDBPyConnection, table: Table) -> Table:
    """Add the outlines of areas, candidates or units named in the rows, if the answer has none."""
    import pyarrow

    rows, _ = table
    key = next((key for key in DRAWN_BY if key in rows.column_names), None)
    if _outlines(table) or key is None:
        return table
    con.register("answer", rows.append_column("answer_row", pyarrow.array(range(rows.num_rows))))
    try:
        drawn, types = fetch_arrow(
            con,
            f"WITH outlines AS ({DRAWN_BY[key]}) SELECT answer.*, outlines.geometry"
            f" FROM answer LEFT JOIN outlines USING ({key}) ORDER BY answer_row",
        )
    finally:
        con.unregister("answer")
    place = drawn.column_names.index("answer_row")
    return drawn.drop_columns(["answer_row"]), types[:place] + types[place + 1 :]


def _outlines(table: Table) -> dict[str, str]:
    """List columns of outlines, with DuckDB's name of their type."""
    rows, types = table
    return {name: kind for name, kind in zip(rows.column_names, types, strict=True) if kind.startswith("GEOMETRY")}


def read_outlines(column: pyarrow.ChunkedArray, kind: str) -> gpd.GeoSeries:
    """Read a column of WKB as outlines, in the coordinate system of its type or suggested by its numbers."""
    import geopandas as gpd

    shapes = gpd.GeoSeries.from_wkb(column.to_pylist())
    stated = re.search(r"'(.+)'", kind)
    return shapes.set_crs(stated[1] if stated else _suggest_format(shapes))


def _suggest_format(shapes: gpd.GeoSeries) -> str:
    west, south, east, north = shapes.total_bounds
    return DEGREES if west >= -180 and east <= 180 and south >= -90 and north <= 90 else GRID


def in_degrees(shapes: gpd.GeoSeries) -> np.ndarray:
    """Convert outlines to longitude and latitude at six decimals, outer rings anticlockwise.

    Parameters
    ----------
    shapes : GeoSeries
        Outlines with a coordinate system.

    Returns
    -------
    ndarray
        Shapely geometries in the same order (CRS84).
    """
    import numpy as np
    import shapely

    turned = shapes.to_crs(DEGREES).to_numpy()
    rounded: np.ndarray = shapely.orient_polygons(shapely.transform(turned, lambda xy: np.round(xy, DEGREE_DECIMALS)))
    return rounded


def _generation(con: duckdb.DuckDBPyConnection) -> str:
    named = con.execute("SELECT max(generation) FROM runs").fetchone()
    return (named and named[0]) or ""
