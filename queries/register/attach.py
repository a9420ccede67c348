"""Attach the register to an open generation: people's decisions as tables beside the results.

The tables are temporary: a generation is never changed, and each opening plays the events again.
"""

from __future__ import annotations

from datetime import date
from importlib import resources
from pathlib import Path

import duckdb

from queries.register.log import RegisterLog
from queries.register.state import State, play

TABLES = ("designation_areas", "designation_events", "designations", "problem_events", "problems")


def create_register_tables(con: duckdb.DuckDBPyConnection) -> None:
    """Create the register's tables, empty, with a comment on each column."""
    folder = resources.files("queries") / "register" / "tables"
    for name in TABLES:
        con.execute((folder / f"{name}.sql").read_text(encoding="utf-8"))


def attach_register(con: duckdb.DuckDBPyConnection, root: Path, *, today: date | None = None) -> State:
    """Fill the register's tables on an open generation, and name its places as people decided.

    Parameters
    ----------
    con : DuckDBPyConnection
        A generation, open; read-only will do.
    root : Path
        The workspace: the register lies in it, and earlier generations show how long a designation has been low.
    today : date, optional
        Day to compare review dates with; the day of the run where left out, so that the same files say the same.

    Returns
    -------
    State
        What is current after the last decision.

    Raises
    ------
    InputRefused
        The register has been changed by hand.
    """
    create_register_tables(con)
    state = play(RegisterLog(root).read())
    if state.designations:
        from queries.register.designation_tables import fill_register_tables

        fill_register_tables(con, state, root, today=today)
    return state
