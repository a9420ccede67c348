"""Answers as frames: whole numbers stay whole, outlines come with their coordinate system."""

from __future__ import annotations

from collections.abc import Mapping

import duckdb
import geopandas as gpd
import pandas as pd
import pyarrow

from queries.catalogue.formats import read_outlines
from queries.catalogue.rows import Result, fetch_arrow, result_of

_KINDS = {"VARCHAR": "str", "BOOLEAN": "boolean", "DOUBLE": "float64", "INTEGER": "Int32", "BIGINT": "Int64"}


def frame_of(result: Result) -> pd.DataFrame:
    """Return a result as a frame whose integers stay integers even if some are missing.

    Parameters
    ----------
    result : Result
        Rows of an answer.

    Returns
    -------
    DataFrame
        Columns in the order of the result.
    """
    frame = pd.DataFrame(list(result.rows), columns=list(result.columns))
    typed = zip(result.columns, result.types, strict=True)
    return frame.astype({column: _KINDS[kind] for column, kind in typed if kind in _KINDS})


def answer_frame(
    con: duckdb.DuckDBPyConnection, sql: str, parameters: Mapping[str, object] | None = None
) -> pd.DataFrame | gpd.GeoDataFrame:
    """Run a query and return its rows as a frame; a GeoDataFrame if it has outlines.

    Parameters
    ----------
    con : DuckDBPyConnection
        The generation.
    sql : str
        One statement that reads.
    parameters : Mapping, optional
        Values to bind.

    Returns
    -------
    DataFrame or GeoDataFrame
        The first column of outlines is the geometry, in EPSG:27700 unless its numbers are degrees.

    Raises
    ------
    WrongUsage, NothingFound
        The SQL cannot be run, or names what is not there.
    """
    return table_frame(*fetch_arrow(con, sql, parameters))


def table_frame(rows: pyarrow.Table, types: tuple[str, ...]) -> pd.DataFrame | gpd.GeoDataFrame:
    """Return an Arrow table as a frame, as :func:`answer_frame` does.

    Parameters
    ----------
    rows : Table
        Columns as DuckDB gives them.
    types : tuple of str
        DuckDB's type of each column.

    Returns
    -------
    DataFrame or GeoDataFrame
        A GeoDataFrame where a column has outlines.
    """
    frame = frame_of(result_of(rows, types))
    kinds = dict(zip(rows.column_names, types, strict=True))
    outlines = [name for name, kind in kinds.items() if kind.startswith("GEOMETRY")]
    if not outlines:
        return frame
    drawn = {name: read_outlines(rows[name], kinds[name]).set_axis(frame.index) for name in outlines}
    return gpd.GeoDataFrame(frame.assign(**drawn), geometry=outlines[0])
