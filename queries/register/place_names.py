"""Names of the places of an open generation: one that is designated has the name that people gave it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

import duckdb

TABLE = "candidates"
_AREAS = "SELECT COLUMNS(c -> c IN ('area_code', 'area_name', 'ward_code', 'ward_name', 'place_name')) FROM areas"
_COLUMNS = (
    "SELECT column_name, data_type, comment FROM duckdb_columns()"
    " WHERE database_name = current_database() AND table_name = ? ORDER BY column_index"
)
_PLACES = (
    "SELECT candidate_id, candidate_name, list(area_code ORDER BY area_code) AS area_codes FROM candidates"
    " JOIN candidate_areas USING (candidate_id) GROUP BY candidate_id, candidate_name, npu_code, rank"
    " ORDER BY npu_code, rank"
)


def name_proposed_places(con: duckdb.DuckDBPyConnection, designated: Mapping[str, Collection[str]]) -> dict[str, str]:
    """Return the name of each proposed place, by ``candidate_id``.

    Parameters
    ----------
    con : DuckDBPyConnection
        A generation, as built.
    designated : mapping of str to collection of str
        Area codes of each current designation, by its name.
    """
    from geo.candidates.names import label_areas, rename_places

    places = con.execute(_PLACES).fetchall()
    areas = con.execute(_AREAS).df().set_index("area_code")
    need = con.execute("SELECT area_code, need_score FROM ranking").df().set_index("area_code")["need_score"]
    above = (need - need.mean()).reindex(areas.index).fillna(0.0)
    ids, built, members = ([row[at] for row in places] for at in range(3))
    return dict(zip(ids, rename_places(members, built, label_areas(areas), above, designated), strict=True))


def shadow_candidates(con: duckdb.DuckDBPyConnection, designated: Mapping[str, Collection[str]]) -> None:
    """Let every query of this connection read the table ``candidates`` with the names that decisions give.

    A temporary table of the same name comes before that of the file, which stays as built.

    Parameters
    ----------
    con, designated
        As for :func:`name_proposed_places`.
    """
    if not designated:
        return
    names = name_proposed_places(con, designated)
    built = con.execute("FROM candidates").df()
    called = built["candidate_id"].map(names)
    if called.equals(built["candidate_name"]):
        return
    con.execute(shadow_sql(con))
    con.register("named_candidates", built.assign(candidate_name=called))
    con.execute(f"INSERT INTO {TABLE} BY NAME FROM named_candidates")
    con.unregister("named_candidates")


def shadow_from_register(con: duckdb.DuckDBPyConnection, root: Path) -> None:
    """Do the same for a connection that takes nothing else from the register in the workspace `root`."""
    from queries.register.builds import read_code_changes
    from queries.register.designated_names import read_designated_names

    known = {code for (code,) in con.execute("SELECT area_code FROM areas").fetchall()}
    shadow_candidates(con, read_designated_names(root, known=known, changes=read_code_changes(con)))


def shadow_sql(con: duckdb.DuckDBPyConnection) -> str:
    """Return what makes the temporary table, empty, with the columns and comments of the built one."""
    columns = con.execute(_COLUMNS, [TABLE]).fetchall()
    declared = ", ".join(f'"{name}" {kind}' for name, kind, _ in columns)
    quoted = [(name, str(comment or "").replace("'", "''")) for name, _, comment in columns]
    comments = [f"COMMENT ON COLUMN {TABLE}.\"{name}\" IS '{comment}';" for name, comment in quoted]
    return "\n".join([f"CREATE OR REPLACE TEMP TABLE {TABLE} ({declared});", *comments])
