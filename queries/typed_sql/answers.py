"""Turn a worker's answers into an Arrow table with distinct names, or a refusal."""

from __future__ import annotations

from collections.abc import Mapping

import duckdb

from queries.catalogue.formats import Table
from queries.catalogue.rows import distinct_names, explain
from queries.typed_sql.ask import SqlWorker


def ask_typed(
    con: duckdb.DuckDBPyConnection, worker: SqlWorker, sql: str, values: Mapping[str, object] | None = None
) -> Table:
    """Run a statement that a person typed; return its rows with DuckDB's type of each column.

    Parameters
    ----------
    con : DuckDBPyConnection
        The same generation: a fault is explained with the names of its tables. The statement does not run on it.
    worker : SqlWorker
        Where it runs.
    sql : str
        One statement, as typed.
    values : mapping of str to object, optional
        Values for its parameters, by name.

    Returns
    -------
    Table
        Rows as Arrow with their types.

    Raises
    ------
    NotAllowed
        It would do something else than read what the build made.
    WrongUsage, NothingFound, WorkspaceBusy
        It cannot be run, names what is not there, or takes too long.
    """
    try:
        answer = worker.ask(sql, values)
    except duckdb.Error as fault:
        raise explain(con, fault) from None
    return answer.table.rename_columns(list(distinct_names(answer.table.column_names))), answer.types
