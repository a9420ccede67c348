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

    The first column of outlines becomes the geometry of the file. What could mislead: outlines that a query has made itself may
    have no coordinate system, and then the file says none.
    """
    table, types = fetch_arrow(con, sql)
    outlines = {
        name: kind for name, kind in zip(table.column_names, types, strict=True) if kind.startswith("GEOMETRY")
    }
    stream = io.BytesIO()
    if not outlines:
        parquet.write_table(table, stream)
        return stream.getvalue()
    frame = gpd.GeoDataFrame(table.drop_columns(list(outlines)).to_pandas())
    for name, kind in outlines.items():
        stated = re.search(r"'(.+)'", kind)
        frame[name] = gpd.GeoSeries.from_wkb(table[name].to_pylist(), crs=stated[1] if stated else None)
    frame.set_geometry(next(iter(outlines))).to_parquet(stream, index=False)
    return stream.getvalue()
