"""Open the DuckDB store, create its tables, and write and read frames."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import duckdb_extension_spatial

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

SRID = 27700
SHARED_COUNTS = "suppressed/shared_counts.sql"
STORAGE_VERSION = "v1.5.0"  # an older one loses the CRS of a geometry column on reopening


def spatial_extension() -> Path:
    """Return the path of the signed spatial extension inside its wheel, so that nothing is fetched.

    Returns
    -------
    Path
        The file that DuckDB loads.
    """
    package = Path(duckdb_extension_spatial.__file__).parent
    return package / "extensions" / f"v{duckdb.__version__}" / "spatial.duckdb_extension"


def connect(path: Path | None = None, *, read_only: bool = False, spatial: bool = True) -> duckdb.DuckDBPyConnection:
    """Open a DuckDB file (or memory) with the spatial extension loaded and nothing downloaded.

    Parameters
    ----------
    path : Path, optional
        The file; memory where left out.
    read_only : bool
        Refuse writes. Several processes may then read the same file.
    spatial : bool
        Load the spatial extension, which takes most of the time of opening; without it outlines can be kept, not used.

    Returns
    -------
    DuckDBPyConnection
        To be closed by the caller.
    """
    settings: dict[str, Any] = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
    if path is not None and not read_only:
        settings["storage_compatibility_version"] = STORAGE_VERSION
    con = duckdb.connect(str(path) if path else ":memory:", read_only=read_only, config=settings)
    with suppress(duckdb.InvalidInputException):  # refused in a notebook without ipywidgets, which cannot show one
        con.execute("SET enable_progress_bar = false")
    con.execute("SET disabled_compression_methods = 'fsst,zstd'")  # tried for every text, and never chosen here
    if spatial:
        con.load_extension(str(spatial_extension()))
    return con


def run_bound(
    con: duckdb.DuckDBPyConnection, sql: str, values: Mapping[str, object] | Sequence[object] | None = None
) -> duckdb.DuckDBPyConnection:
    """Run SQL with values bound, sparing the import of pandas where nothing has imported it yet.

    Parameters
    ----------
    con : DuckDBPyConnection
        An open store.
    sql : str
        One statement.
    values : mapping or sequence, optional
        Values to bind, by name or by position; no frames.

    Returns
    -------
    DuckDBPyConnection
        The connection, to fetch from.

    Notes
    -----
    DuckDB imports pandas, which takes longer than any question, only to see that a number or a text is none of its.
    """
    if not values or "pandas" in sys.modules:
        return con.execute(sql, values or {})
    sys.modules["pandas"] = None  # type: ignore[assignment]
    try:
        return con.execute(sql, values)
    finally:
        del sys.modules["pandas"]


def table_names() -> list[str]:
    """List every table of a generation, in alphabetical order: one file in ``queries/store/schema`` each.

    Returns
    -------
    list of str
        Names without schema.
    """
    folder = resources.files("queries.store") / "schema"
    return sorted(entry.name.removesuffix(".sql") for entry in folder.iterdir() if entry.name.endswith(".sql"))


def create_tables(con: duckdb.DuckDBPyConnection, *, shared: bool = False) -> None:
    """Create every table, each column with a comment; in a copy for others also ``queries/store/suppressed``.

    Parameters
    ----------
    con : DuckDBPyConnection
        The generation.
    shared : bool
        Also create the tables that only a copy for others has.
    """
    queries = resources.files("queries.store")
    files = [queries / "schema" / f"{name}.sql" for name in table_names()]
    declared = [file.read_text(encoding="utf-8") for file in [*files, *([queries / SHARED_COUNTS] if shared else [])]]
    con.execute("\n".join(["BEGIN;", *declared, "COMMIT;"]))  # one wait for the disk instead of one for each comment


def write_frame(con: duckdb.DuckDBPyConnection, table: str, frame: pd.DataFrame) -> None:
    """Append a frame to a table, matching columns by name; an index with a name counts as a column.

    Columns that the table does not have are a fault of the program and raise; columns that the frame lacks become null.
    A geometry column must be in EPSG:27700.

    Parameters
    ----------
    con : DuckDBPyConnection
        The generation.
    table : str
        Name of the table.
    frame : DataFrame
        Rows to append.

    Raises
    ------
    ValueError
        The geometry is in another coordinate system than EPSG:27700, or in none.
    """
    import geopandas as gpd
    import pandas as pd

    flat = frame.reset_index() if frame.index.name else frame
    selected = {column: f'"{column}"' for column in flat.columns}
    if isinstance(flat, gpd.GeoDataFrame):
        if flat.crs is None or flat.crs.to_epsg() != SRID:
            raise ValueError(f"{table}: geometry is in {flat.crs}, not in EPSG:{SRID}")
        flat = pd.DataFrame(flat).assign(geometry=flat.geometry.to_wkb())
        selected["geometry"] = f"ST_SetCRS(ST_GeomFromWKB(geometry), 'EPSG:{SRID}')"
    names = ", ".join(f'"{column}"' for column in selected)
    con.register("incoming", flat)
    try:
        con.execute(f"INSERT INTO {table} ({names}) SELECT {', '.join(selected.values())} FROM incoming")
    finally:
        con.unregister("incoming")


def read_frame(
    con: duckdb.DuckDBPyConnection, sql: str, parameters: Mapping[str, object] | None = None
) -> pd.DataFrame:
    """Run a query and return its rows as a frame; parameters are bound, never pasted.

    Parameters
    ----------
    con : DuckDBPyConnection
        The generation.
    sql : str
        One statement that reads.
    parameters : mapping of str to object, optional
        Values to bind, by name.

    Returns
    -------
    DataFrame
        Columns and rows in the order of the query.
    """
    return con.execute(sql, dict(parameters or {})).df()


def read_areas(con: duckdb.DuckDBPyConnection) -> gpd.GeoDataFrame:
    """Read the ``areas`` table as a GeoDataFrame in EPSG:27700, indexed by ``area_code``.

    Parameters
    ----------
    con : DuckDBPyConnection
        The generation.

    Returns
    -------
    GeoDataFrame
        In the order of the codes.
    """
    return read_outlines(con, "areas").set_index("area_code")


def read_outlines(con: duckdb.DuckDBPyConnection, table: str) -> gpd.GeoDataFrame:
    """Read a table with a ``geometry`` column as a GeoDataFrame in EPSG:27700, in the order of its columns.

    Parameters
    ----------
    con : DuckDBPyConnection
        The generation.
    table : str
        Name of the table.

    Returns
    -------
    GeoDataFrame
        One row a feature.
    """
    import geopandas as gpd

    frame = con.execute(f"SELECT * REPLACE (ST_AsWKB(geometry)::BLOB AS geometry) FROM {table} ORDER BY ALL").df()
    outlines = gpd.GeoSeries.from_wkb(frame["geometry"].map(bytes), crs=SRID)
    return gpd.GeoDataFrame(frame.drop(columns="geometry"), geometry=outlines)
