"""Start a worker for a workspace: the current generation, the one before it, and people's decisions."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import duckdb

from queries.register.attach import TABLES
from queries.register.place_names import TABLE, shadow_sql
from queries.store.connection import run_bound, spatial_extension
from queries.typed_sql.ask import SqlWorker
from queries.typed_sql.messages import Opening, OwnTable

LOCAL_SECONDS = 60.0  # at one's own machine; over the network much less
LOCAL_MEMORY_BYTES = 4_000_000_000


def local_worker(
    con: duckdb.DuckDBPyConnection,
    current: Path,
    previous: Path | None,
    *,
    seconds: float = LOCAL_SECONDS,
    trusted: bool = False,
    spatial: bool = True,
) -> SqlWorker:
    """Start a worker for the person at this machine.

    Parameters
    ----------
    con : DuckDBPyConnection
        The current generation with the register attached, whose tables the worker gets as they are.
    current, previous : Path
        Files of the generations.
    seconds : float
        Time for one question.
    trusted : bool
        Let questions read files; nothing can be written in any case.
    spatial : bool
        Give it the spatial functions.

    Returns
    -------
    SqlWorker
        A started process; the caller closes it.
    """
    return SqlWorker(
        Opening(
            extension=str(spatial_extension()) if spatial else "",
            current=str(current),
            previous=str(previous or ""),
            tables=register_tables(con),
            memory_bytes=LOCAL_MEMORY_BYTES,
            threads=2,
            seconds=seconds,
            trusted=trusted,
        )
    )


def register_tables(con: duckdb.DuckDBPyConnection) -> tuple[OwnTable, ...]:
    """Return the register's tables of an open generation, and its places where decisions name them."""
    folder = resources.files("queries") / "register" / "tables"
    declared = {name: (folder / f"{name}.sql").read_text(encoding="utf-8") for name in TABLES}
    if run_bound(con, "SELECT 1 FROM duckdb_tables() WHERE temporary AND table_name = ?", [TABLE]).fetchone():
        declared[TABLE] = shadow_sql(con)
    return tuple(_own_table(con, name, sql) for name, sql in declared.items())


def _own_table(con: duckdb.DuckDBPyConnection, name: str, sql: str) -> OwnTable:
    rows = con.execute(f"FROM {name}").fetchall()
    columns = tuple(str(column[0]) for column in con.description or ())
    return OwnTable(name, sql, columns, rows)
