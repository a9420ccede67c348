"""The DuckDB store: opening it, its tables, and frames in and out of it."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from typing import Any

import duckdb
import duckdb_extension_spatial
import geopandas as gpd
import pandas as pd
import pyarrow as pa

SRID = 27700
SPARING_MEMORY = "80MB"  # rows beyond this wait in a folder beside the file being written, and go with it
LARGE_BUFFER_BYTES = 1 << 18
STORAGE_VERSION = "v1.5.0"  # an older one loses the CRS of a geometry column on reopening


def spatial_extension() -> Path:
    """Where the signed spatial extension lies: inside its wheel, so that nothing is fetched."""
    package = Path(duckdb_extension_spatial.__file__).parent
    return package / "extensions" / f"v{duckdb.__version__}" / "spatial.duckdb_extension"


def connect(path: Path | None = None, *, read_only: bool = False) -> duckdb.DuckDBPyConnection:
    """Open a DuckDB file (or memory) with the spatial extension loaded and nothing fetched from anywhere.

    Parameters
    ----------
    path : Path, optional
        The file; memory where left out.
    read_only : bool
        Refuse writes. Several processes may then read the same file.
    """
    settings: dict[str, Any] = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
    if path is not None and not read_only:
        settings["storage_compatibility_version"] = STORAGE_VERSION
    give_back_freed_memory()
    con = duckdb.connect(str(path) if path else ":memory:", read_only=read_only, config=settings)
    con.execute("SET enable_progress_bar = false")
    con.execute("SET disabled_compression_methods = 'fsst,zstd'")  # tried for every text, and never chosen here
    con.load_extension(str(spatial_extension()))
    return con


def give_back_freed_memory() -> None:
    """Return large buffers to the system once they are free.

    Otherwise Arrow's allocator, and the C library's, keep the text of files long read for a next time that never comes:
    some 90 MB in a build.
    """
    pa.set_memory_pool(pa.system_memory_pool())
    if sys.platform == "linux":
        set_option = getattr(ctypes.CDLL(None), "mallopt", None)  # other C libraries than GNU's have none
        if set_option:
            m_mmap_threshold = -3
            set_option(m_mmap_threshold, LARGE_BUFFER_BYTES)


@contextmanager
def sparing_memory(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Hold little in memory while the block runs; without effect on a store that has no file to put the rest beside."""
    beside_file = con.execute("SELECT path FROM duckdb_databases() WHERE NOT internal AND path IS NOT NULL").fetchall()
    if not beside_file:
        yield
        return
    con.execute(f"SET memory_limit = '{SPARING_MEMORY}'")
    try:
        yield
    finally:
        _lift_memory_limit(con)


def execute_sparingly(con: duckdb.DuckDBPyConnection, sql: str, parameters: Mapping[str, object] | None = None) -> None:
    """Run one statement; where it needs more than `sparing_memory` leaves, again with all that the machine has."""
    try:
        con.execute(sql, dict(parameters or {}))
    except duckdb.OutOfMemoryException:
        _lift_memory_limit(con)
        con.execute(sql, dict(parameters or {}))


def _lift_memory_limit(con: duckdb.DuckDBPyConnection) -> None:
    """Back to the default: a reset alone shows it, but leaves the old limit in force."""
    con.execute("RESET memory_limit")
    [(default,)] = con.execute("SELECT current_setting('memory_limit')").fetchall()
    con.execute(f"SET memory_limit = '{default}'")


def table_names() -> list[str]:
    """Every table of a generation, in alphabetical order: one file in ``queries/schema`` each."""
    folder = resources.files("queries") / "schema"
    return sorted(entry.name.removesuffix(".sql") for entry in folder.iterdir() if entry.name.endswith(".sql"))


def create_tables(con: duckdb.DuckDBPyConnection) -> None:
    """Create every table, with a comment on each column."""
    for name in table_names():
        con.execute((resources.files("queries") / "schema" / f"{name}.sql").read_text(encoding="utf-8"))


def write_frame(con: duckdb.DuckDBPyConnection, table: str, frame: pd.DataFrame) -> None:
    """Append a frame to a table, matching columns by name; an index with a name counts as a column.

    Columns that the table does not have are a fault of the program and raise; columns that the frame lacks become null.
    A geometry column must be in EPSG:27700.
    """
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
    """The rows of a query as a frame; parameters are bound, never pasted."""
    return con.execute(sql, dict(parameters or {})).df()


def read_areas(con: duckdb.DuckDBPyConnection) -> gpd.GeoDataFrame:
    """The ``areas`` table as a GeoDataFrame in EPSG:27700, indexed by ``area_code``."""
    return read_outlines(con, "areas").set_index("area_code")


def read_outlines(con: duckdb.DuckDBPyConnection, table: str) -> gpd.GeoDataFrame:
    """A table with a ``geometry`` column as a GeoDataFrame in EPSG:27700, in the order of its columns."""
    frame = con.execute(f"SELECT * REPLACE (ST_AsWKB(geometry)::BLOB AS geometry) FROM {table} ORDER BY ALL").df()
    outlines = gpd.GeoSeries.from_wkb(frame["geometry"].map(bytes), crs=SRID)
    return gpd.GeoDataFrame(frame.drop(columns="geometry"), geometry=outlines)
