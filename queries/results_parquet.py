"""An answer as Parquet; with outlines as GeoParquet that keeps its coordinate system."""

from __future__ import annotations

import io
import re

import duckdb
import geopandas as gpd
from pyarrow import parquet

from queries.results import fetch_arrow


def answer_parquet(con: duckdb.DuckDBPyConnection, sql: str) -> bytes:
    """Rows of a query as the bytes of a Parquet file.

    The first column of outlines becomes the geometry of the file. What could mislead: outlines that a query has made
    itself may have no coordinate system, and then the file says none.
    """
    table, types = fetch_arrow(con, sql)
    outlines = {name: kind for name, kind in zip(table.column_names, types, strict=True) if kind.startswith("GEOMETRY")}
    stream = io.BytesIO()
    if not outlines:
        parquet.write_table(table, stream)
        return stream.getvalue()
    drawn = {name: gpd.GeoSeries.from_wkb(table[name].to_pylist(), crs=_crs(kind)) for name, kind in outlines.items()}
    frame = table.drop_columns(list(outlines)).to_pandas().assign(**drawn)
    gpd.GeoDataFrame(frame, geometry=next(iter(outlines))).to_parquet(stream, index=False)
    return stream.getvalue()


def _crs(kind: str) -> str | None:
    """Coordinate system in the name of a type, as in GEOMETRY('EPSG:27700')."""
    stated = re.search(r"'(.+)'", kind)
    return stated[1] if stated else None
