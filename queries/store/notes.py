"""List what a copy for others leaves out, from its own notes."""

from __future__ import annotations

import duckdb

from queries.store.connection import run_bound

LEFT_OUT = "Left out of a copy for others: it rests on counts that are not all shown"
# Counting rows of these gives nought where they are left out.
COUNTED_TABLES = ("area_months", "incidents", "rejects", "row_accounts")


def left_out_tables(con: duckdb.DuckDBPyConnection) -> set[str]:
    """Tables that stay empty in a copy for others; none where the generation has full counts.

    Parameters
    ----------
    con : DuckDBPyConnection
        The generation.

    Returns
    -------
    set of str
        Names of tables.
    """
    found = run_bound(con, "SELECT table_name FROM table_notes WHERE note = ?", [LEFT_OUT]).fetchall()
    return {name for (name,) in found}
