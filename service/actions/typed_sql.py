"""What a workspace answers to SQL that people write: it runs in a process of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from queries.catalogue.formats import write_rows
from queries.catalogue.rows import Result, result_of
from queries.typed_sql.answers import ask_typed
from queries.typed_sql.ask import SqlWorker
from queries.typed_sql.open_worker import LOCAL_SECONDS, local_worker
from queries.workspace.generations import Workspace

_SPATIAL = re.compile(r"st_|_2d|proj|wkb|&&|~=", re.IGNORECASE)


def run_sql(workspace: Path, sql: str, *, seconds: float = LOCAL_SECONDS, trusted: bool = False) -> Result:
    """One statement that only reads, on the current generation, with the spatial functions at hand.

    Parameters
    ----------
    workspace : Path
        Where something has been built.
    sql : str
        The statement.
    seconds : float
        Time that it may take.
    trusted : bool
        Let it read files of this machine. It can write nothing in any case.

    Returns
    -------
    Result
        Column names, types and all rows.

    Raises
    ------
    NotAllowed
        It would do something else than read what the build made.
    WrongUsage, NothingFound, WorkspaceBusy
        It cannot be read, names what is not there, or takes too long.
    """
    with open_to_ask(workspace, seconds=seconds, trusted=trusted, draws=draws(sql)) as (con, worker):
        return result_of(*ask_typed(con, worker, sql))


def write_sql(workspace: Path, sql: str, *, form: str, seconds: float = LOCAL_SECONDS, trusted: bool = False) -> bytes:
    """The same as the bytes of a file.

    Parameters
    ----------
    workspace : Path
        Where something has been built.
    sql : str
        The statement.
    form : str
        csv, json, parquet or geojson.
    seconds : float
        Time that it may take.
    trusted : bool
        Let it read files of this machine.

    Returns
    -------
    bytes
        Content of the file.
    """
    spatial = draws(sql) or form == "geojson"
    with open_to_ask(workspace, seconds=seconds, trusted=trusted, draws=spatial) as (con, worker):
        return write_rows(con, ask_typed(con, worker, sql), form=form)


def draws(sql: str) -> bool:
    """Whether a statement may use the spatial functions: it has a word that only they or their types have."""
    return bool(_SPATIAL.search(sql))


@contextmanager
def open_to_ask(
    workspace: Path, *, seconds: float = LOCAL_SECONDS, trusted: bool = False, draws: bool = True
) -> Iterator[tuple[duckdb.DuckDBPyConnection, SqlWorker]]:
    """The current generation for statements of ours, the one before attached, and a worker for what people type.

    Without `draws` neither has the spatial functions, which take longer to load than most answers.
    """
    held = Workspace(workspace)
    with held.open_current(spatial=draws) as con:
        held.attach_previous(con)
        files = held.current_file(), held.previous_file()
        worker = local_worker(con, *files, seconds=seconds, trusted=trusted, spatial=draws)
        try:
            yield con, worker
        finally:
            worker.close()
