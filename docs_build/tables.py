"""Writes ``docs/reference/tables.md``: every table and column, from the comments in ``queries/store/schema``."""

from __future__ import annotations

from pathlib import Path

from queries.register.attach import create_register_tables
from queries.store.connection import connect, create_tables

TARGET = Path(__file__).parent.parent / "docs" / "reference" / "tables.md"


def describe_tables() -> str:
    """The page as Markdown."""
    con = connect()
    create_tables(con)
    create_register_tables(con)
    parts = [
        "# Tables that analysts may rely on",
        "",
        "Written by `python -m docs_build` from the comments in `queries/store/schema`. "
        "Geometry is typed, in EPSG:27700 (metres). "
        "The tables of the register (`queries/register/tables`) record what people decided; they are attached when a "
        "workspace opens, and their first line says so.",
    ]
    tables = con.execute("SELECT table_name, comment FROM duckdb_tables() ORDER BY table_name").fetchall()
    for table, purpose in tables:
        columns = con.execute(
            "SELECT column_name, data_type, comment FROM duckdb_columns() WHERE table_name = ? ORDER BY column_index",
            [table],
        ).fetchall()
        parts += ["", f"## {table}", "", purpose, "", "| column | type | meaning |", "|---|---|---|"]
        parts += [f"| `{name}` | {kind} | {meaning} |" for name, kind, meaning in columns]
    return "\n".join(parts) + "\n"
