"""Write the snapshot: one DuckDB file that any client opens without extensions, apart from the build's own file.

Outlines are in it as WKB with their ``geometry_srid``, with a point inside each as longitude and latitude. It has no
view, no index and the oldest storage version, so that clients much older than this program read it.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

import duckdb

from queries.store.about import About

NAME = "snapshot.duckdb"
LEFT_OUT = ("incidents",)  # no file for other programs contains a single incident
STORAGE = "v0.10.2"
SRID = 27700
_PLACES = {
    "geometry_srid": ("INTEGER", "Coordinate system of geometry: EPSG:27700, British National Grid, metres"),
    "longitude": ("DOUBLE", "A point inside the outline, degrees east, WGS 84, good to about 4 m"),
    "latitude": ("DOUBLE", "The same point, degrees north, WGS 84"),
}
MADE = "snapshot"  # the name that the file is attached under while it is written
ABOUT = f"""
CREATE TABLE {MADE}.about (word VARCHAR, sentence VARCHAR);
COMMENT ON TABLE {MADE}.about IS 'What this file is: marking, force, period, generation, sources and cautions';
COMMENT ON COLUMN {MADE}.about.word IS 'What is said';
COMMENT ON COLUMN {MADE}.about.sentence IS 'In plain words';
"""
_PLAIN = {"JSON": "VARCHAR"}


@dataclass(frozen=True)
class _Column:
    name: str
    kind: str
    comment: str


def snapshot_bytes(con: duckdb.DuckDBPyConnection, about: About) -> dict[str, bytes]:
    """Write ``snapshot.duckdb``: every table of the generation, with comments, except single incidents.

    Parameters
    ----------
    con : DuckDBPyConnection
        The generation.
    about : About
        The words that go into the table ``about``.

    Notes
    -----
    The same generation gives the same content, but not the same bytes: DuckDB leaves stray memory in unused room.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / NAME
        tables = _tables(con)
        con.execute(f"ATTACH {_quote(str(path))} AS {MADE} (READ_WRITE, STORAGE_VERSION '{STORAGE}')")
        con.execute("\n".join(["BEGIN;", *(_declare(*table) for table in tables), ABOUT, "COMMIT;"]))
        con.execute("BEGIN")
        for table, _, columns in tables:
            selected = ", ".join(one for column in columns for one in _select_sql(column))
            con.execute(f"INSERT INTO {MADE}.{table} SELECT {selected} FROM {table}")
        con.executemany(f"INSERT INTO {MADE}.about VALUES (?, ?)", [list(fact) for fact in about.facts()])
        con.execute(f"COMMIT; CHECKPOINT {MADE}; DETACH {MADE}")
        return {NAME: path.read_bytes()}


def _tables(con: duckdb.DuckDBPyConnection) -> list[tuple[str, str, list[_Column]]]:
    """Every table that is copied: its name, its comment and its columns."""
    here = "database_name = current_database()"
    columns: dict[str, list[_Column]] = {}
    for table, *column in con.execute(
        "SELECT table_name, column_name, data_type, coalesce(comment, '') FROM duckdb_columns()"
        f" WHERE {here} ORDER BY table_name, column_index"
    ).fetchall():
        columns.setdefault(table, []).append(_Column(*column))
    found = con.execute(
        f"SELECT table_name, coalesce(comment, '') FROM duckdb_tables() WHERE {here} AND NOT temporary ORDER BY 1"
    ).fetchall()
    return [(table, comment, columns[table]) for table, comment in found if table not in LEFT_OUT]


def _declare(table: str, comment: str, columns: list[_Column]) -> str:
    """Return the SQL that makes a table with its comments before it has rows: later it would rewrite the table."""
    plain = [one for column in columns for one in _plain_columns(column)]
    declared = ", ".join(f'"{one.name}" {one.kind}' for one in plain)
    lines = [f"CREATE TABLE {MADE}.{table} ({declared});", f"COMMENT ON TABLE {MADE}.{table} IS {_quote(comment)};"]
    lines += [f'COMMENT ON COLUMN {MADE}.{table}."{one.name}" IS {_quote(one.comment)};' for one in plain]
    return "\n".join(lines)


def _plain_columns(column: _Column) -> list[_Column]:
    if not column.kind.startswith("GEOMETRY"):
        return [_Column(column.name, _PLAIN.get(column.kind, column.kind), column.comment)]
    outline = _Column(column.name, "BLOB", f"{column.comment}; as WKB")
    return [outline, *(_Column(name, kind, comment) for name, (kind, comment) in _PLACES.items())]


def _select_sql(column: _Column) -> list[str]:
    if not column.kind.startswith("GEOMETRY"):
        return [f'"{column.name}"']
    inside = f"ST_Transform(ST_PointOnSurface({column.name}), 'EPSG:{SRID}', 'EPSG:4326', always_xy := true)"
    return [
        f"ST_AsWKB({column.name})::BLOB AS {column.name}",
        f"{SRID}::INTEGER AS geometry_srid",
        f"round(ST_X({inside}), 6) AS longitude",
        f"round(ST_Y({inside}), 6) AS latitude",
    ]


def _quote(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
