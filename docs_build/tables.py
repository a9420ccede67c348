"""Writes ``docs/tables.md``: every table and column of a generation, from the comments in ``queries/store/schema``."""

from __future__ import annotations

from pathlib import Path

from queries.register.attach import create_register_tables
from queries.store.connection import connect, create_tables

TARGET = Path(__file__).with_name("tables.md")


def describe_tables() -> str:
    """The page as Markdown."""
    con = connect()
    create_tables(con)
    create_register_tables(con)
    parts = [
        "# Tables that analysts may rely on",
        "",
        "Written by `python -m docs.tables` from the comments in `queries/store/schema`. "
        "Geometry is typed, in EPSG:27700 (metres). "
        "The tables of the register (`queries/register/tables`) hold what people decided; they are attached when a "
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


if __name__ == "__main__":
    TARGET.write_text(describe_tables(), encoding="utf-8")
