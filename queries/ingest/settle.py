"""Assign incidents and counts to areas: every row is placed, or accounted for with a reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import geopandas as gpd
import numpy as np
import pandas as pd

from geo.areas.assign_areas import place_points
from geo.areas.coordinates import to_national_grid
from geo.exceptions import raise_together
from queries.ingest.check_files import FOREIGN_LEAST_ROWS, FOREIGN_LEAST_SHARE, faults_of_points
from queries.ingest.checks import check_share_outside, check_staged, find_warnings
from queries.ingest.stage import StagedFile, ingest_sql, stage_files

OUTCOMES = ("placed", "no location", "out of force", "exact duplicate", "quarantined", "replaced")
# An id on more rows of one file than this is no id but a word for "none".
MOST_ROWS_OF_AN_ID = 20
WORKING_VIEWS = ("settled_incidents", "settled_counts")
WORKING_TABLES = (
    "staged_incidents", "staged_counts", "staged_files", "headings", "unreadable_rows", "repeated_ids",
    "repeated_counts", "placed_points", "force_areas", "code_changes", "changed_codes", "foreign_codes",
)  # fmt: skip


@dataclass(frozen=True)
class IngestReport:
    """Number of rows by what became of them.

    Attributes
    ----------
    accounts : dict
        Rows ``read``, and rows by outcome: placed, no location, out of force, exact duplicate, quarantined,
        replaced. The last six sum to the first.
    area_months : DataFrame
        ``area_code, month, crime_type, incident_count``; only what is above zero.
    sources : DataFrame
        One row per file, as the table of that name.
    repeated_ids : DataFrame
        ``incident_id, source_id, row_number`` of rows that share an id and differ; all of them are kept.
    points_compared, points_disagreeing : int
        Rows with both a stated area and a point, and those whose point lies elsewhere. The stated area is used.
    warnings : tuple of str
        What a reader of the results should know.
    """

    accounts: dict[str, int]
    area_months: pd.DataFrame
    sources: pd.DataFrame
    repeated_ids: pd.DataFrame
    points_compared: int
    points_disagreeing: int
    warnings: tuple[str, ...]


def ingest_incidents(
    con: duckdb.DuckDBPyConnection,
    sources: Sequence[tuple[str, Sequence[str]]],
    *,
    base: Path,
    areas: gpd.GeoDataFrame,
    code_changes: pd.DataFrame | None,
    today: date,
    keep_latest: bool = True,
    call_grades: Mapping[str, str] | None = None,
    on_progress: Callable[[str], None] = lambda _: None,
) -> IngestReport:
    """Read incidents and counts into ``incidents``, ``area_months``, ``sources``, ``rejects`` and ``row_accounts``.

    Parameters
    ----------
    con : DuckDBPyConnection
        Has those tables already.
    sources : sequence of (kind, patterns)
        Kinds are ``police_uk_csv``, ``police_uk_api``, ``area_counts`` and ``call_log``; patterns are globs.
    base : Path
        Where relative patterns start.
    areas : GeoDataFrame
        The force's areas: index ``area_code``, polygons in EPSG:27700.
    code_changes : DataFrame, optional
        ``old_code, new_code, change_code``: successors of codes that the force no longer has.
    today : date
        The day of the build. A month after it lies in the future.
    keep_latest : bool
        Of rows with one id that differ only in month or outcome, keep the latest only: they are one crime, published
        again. False keeps them all.
    call_grades : mapping of str to str, optional
        What each grade of a call log is called there = P1 to P9.
    on_progress : callable
        Called with the name of each file as it is read.

    Returns
    -------
    IngestReport
        What became of every row.

    Raises
    ------
    InputRefused
        A file cannot be used, or so many rows lie outside the force that it is probably the wrong one.

    Notes
    -----
    What could mislead: points of open data are snapped, so a row without an area code may be placed across a boundary
    from where it happened; and rows without an id cannot be checked for copies.
    """
    files = stage_incidents(
        con,
        sources,
        base=base,
        today=today,
        keep_latest=keep_latest,
        call_grades=call_grades,
        on_progress=on_progress,
    )
    settle_incidents(con, files, areas=areas, code_changes=code_changes)
    return account_for_incidents(con, files)


def stage_incidents(
    con: duckdb.DuckDBPyConnection,
    sources: Sequence[tuple[str, Sequence[str]]],
    *,
    base: Path,
    today: date,
    keep_latest: bool = True,
    call_grades: Mapping[str, str] | None = None,
    on_progress: Callable[[str], None] = lambda _: None,
) -> list[StagedFile]:
    """Read every file and find copies: the first part of :func:`ingest_incidents`, which needs no areas.

    Parameters
    ----------
    con : DuckDBPyConnection
        The generation.
    sources : sequence of tuple
        Kind and patterns of each source, as for :func:`ingest_incidents`.
    base : Path
        Where relative patterns start.
    today : date
        The day of the build. A month after it lies in the future.
    keep_latest : bool
        Of rows with one id that differ only in month or outcome, keep the latest only; False keeps them all.
    call_grades : mapping of str to str, optional
        What a call log calls each grade, to P1 to P9.
    on_progress : callable
        Called with the name of each file as it is read.

    Returns
    -------
    list of StagedFile
        The files, with what was found in each.

    Raises
    ------
    InputRefused
        A file cannot be used.
    """
    first_id = _scalar(con, "SELECT coalesce(max(source_id), 0) + 1 FROM sources")
    files = stage_files(
        con,
        sources,
        base=base,
        first_id=first_id,
        today=today,
        call_grades=call_grades or {},
        on_progress=on_progress,
    )
    _find_copies(con, keep_latest=keep_latest)
    check_staged(con, files)
    return files


def settle_incidents(
    con: duckdb.DuckDBPyConnection,
    files: Sequence[StagedFile],
    *,
    areas: gpd.GeoDataFrame,
    code_changes: pd.DataFrame | None,
) -> None:
    """Decide the area in which each row counts, and write ``area_months``: the second part.

    Parameters
    ----------
    con : DuckDBPyConnection
        The generation.
    files : sequence of StagedFile
        As :func:`stage_incidents` returns them.
    areas : GeoDataFrame
        The force's areas: index ``area_code``, polygons in EPSG:27700.
    code_changes : DataFrame or None
        ``old_code, new_code, change_code``: successors of codes that the force no longer has.

    Raises
    ------
    InputRefused
        The points of a file contradict its area codes.
    """
    _settle(con, files, areas, code_changes)
    raise_together(faults_of_points(con, files))
    con.execute(ingest_sql("write_area_months"))


def account_for_incidents(con: duckdb.DuckDBPyConnection, files: Sequence[StagedFile]) -> IngestReport:
    """Write ``incidents``, ``rejects``, ``row_accounts`` and ``sources``, and report on rows: the last part.

    Parameters
    ----------
    con : DuckDBPyConnection
        The generation.
    files : sequence of StagedFile
        As :func:`stage_incidents` returns them.

    Returns
    -------
    IngestReport
        Rows read, placed and set aside, with a note for whatever a reader should know.

    Raises
    ------
    InputRefused
        So many rows lie outside the force that it is probably the wrong one.
    """
    for name in ("write_incidents", "write_rejects", "write_accounts"):
        con.execute(ingest_sql(name))
    per_file = _write_sources(con, files)
    accounts = {"read": int(per_file["rows_read"].sum())} | {
        outcome: int(per_file[column].sum()) for outcome, column in _columns().items()
    }
    check_share_outside(con, accounts, per_file)
    report = _report(con, accounts, per_file, find_warnings(con, per_file))
    for view in WORKING_VIEWS:
        con.execute(f"DROP VIEW {view}")
    for table in WORKING_TABLES:
        con.execute(f"DROP TABLE {table}")
    return report


def _find_copies(con: duckdb.DuckDBPyConnection, *, keep_latest: bool) -> None:
    """Find duplicate rows; sorting the hashes here takes a fifth of the memory that grouping them does."""
    hashes = np.sort(con.execute(ingest_sql("list_identities")).fetchnumpy()["identity_hash"])
    repeated = np.unique(hashes[1:][hashes[1:] == hashes[:-1]])
    con.register("repeated_hashes", pd.DataFrame({"identity_hash": repeated}))
    con.execute(ingest_sql("find_copies"), {"keep_latest": keep_latest, "most": MOST_ROWS_OF_AN_ID})
    con.unregister("repeated_hashes")
    con.execute(ingest_sql("find_count_copies"))


def _settle(
    con: duckdb.DuckDBPyConnection,
    files: Sequence[StagedFile],
    areas: gpd.GeoDataFrame,
    code_changes: pd.DataFrame | None,
) -> None:
    """Return the SQL that decides what becomes of each row; distinct points are placed once."""
    headings = [(file.source_id, ours, theirs) for file in files for ours, theirs in file.headings.items()]
    no_changes = pd.DataFrame({"old_code": [], "new_code": [], "change_code": []}, dtype="str")
    needed = {
        "placed_points": _place_points(con, areas),
        "force_areas": pd.DataFrame({"area_code": areas.index}),
        "code_changes": no_changes if code_changes is None else code_changes,
        "staged_files": pd.DataFrame({"source_id": [f.source_id for f in files], "name": [f.file_name for f in files]}),
        "headings": pd.DataFrame(headings, columns=["source_id", "column_name", "heading"]),
    }
    for table, frame in needed.items():
        con.register("incoming", frame)
        con.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS FROM incoming")
        con.unregister("incoming")
    con.execute(ingest_sql("find_changed_codes"))
    least = {"least_rows": FOREIGN_LEAST_ROWS, "least_share": FOREIGN_LEAST_SHARE}
    con.execute(ingest_sql("find_foreign_codes"), least)
    for name in ("settle_incidents", "settle_counts"):
        con.execute(ingest_sql(name))


def _place_points(con: duckdb.DuckDBPyConnection, areas: gpd.GeoDataFrame) -> pd.DataFrame:
    """Place each distinct point once: its position on the National Grid, and its area."""
    points = con.execute(ingest_sql("list_points")).df()
    on_grid = points["on_grid"].to_numpy(dtype=bool)
    easting_m, northing_m = to_national_grid(points["x"].where(~on_grid), points["y"].where(~on_grid))
    points["easting_m"] = points["x"].where(on_grid, easting_m)
    points["northing_m"] = points["y"].where(on_grid, northing_m)
    points["polygon_code"] = place_points(points["easting_m"], points["northing_m"], areas)
    lost = points.index[points["polygon_code"].isna() & on_grid]
    exchanged = place_points(points["northing_m"][lost], points["easting_m"][lost], areas)
    points["exchanged_code"] = pd.Series(exchanged, index=lost, dtype="str").reindex(points.index)
    return points


def _write_sources(con: duckdb.DuckDBPyConnection, files: Sequence[StagedFile]) -> pd.DataFrame:
    """Write one row per file, having made sure that its outcomes sum to what was read."""
    counted = con.execute(
        "SELECT source_id, outcome, sum(row_count)::BIGINT AS row_count FROM row_accounts GROUP BY ALL"
    ).df()
    wide = counted.pivot_table(index="source_id", columns="outcome", values="row_count", aggfunc="sum")
    wide = wide.reindex(index=[file.source_id for file in files], columns=list(OUTCOMES)).fillna(0).astype("int64")
    rows_read = pd.Series({file.source_id: file.rows_read for file in files}, dtype="int64")
    lost = rows_read - wide.sum(axis=1)
    if lost.any():
        raise RuntimeError(f"rows unaccounted for, by source: {lost[lost != 0].to_dict()}")
    frame = pd.DataFrame(
        {
            "source_id": [file.source_id for file in files],
            "kind": [file.kind for file in files],
            "file_name": [file.file_name for file in files],
            "sha256": [file.sha256 for file in files],
            "size_bytes": [file.size_bytes for file in files],
            "rows_read": rows_read.to_numpy(),
            **{column: wide[outcome].to_numpy() for outcome, column in _columns().items()},
            "note": pd.array(["; ".join(file.notes) or None for file in files], dtype="str"),
        }
    )
    con.register("incoming", frame)
    con.execute("INSERT INTO sources BY NAME SELECT * FROM incoming")
    con.unregister("incoming")
    return frame


def _report(
    con: duckdb.DuckDBPyConnection, accounts: dict[str, int], per_file: pd.DataFrame, warnings: Sequence[str]
) -> IngestReport:
    compared, disagreeing = con.execute(
        "SELECT count(*), count(*) FILTER (polygon_code IS DISTINCT FROM area_code) FROM settled_incidents"
        " WHERE placed_by = 'stated code' AND easting_m IS NOT NULL"
    ).fetchall()[0]
    return IngestReport(
        accounts=accounts,
        area_months=con.execute("SELECT * REPLACE (month::TIMESTAMP AS month) FROM area_months ORDER BY ALL").df(),
        sources=per_file,
        repeated_ids=con.execute(ingest_sql("list_differing_ids")).df(),
        points_compared=compared,
        points_disagreeing=disagreeing,
        warnings=tuple(warnings),
    )


def _columns() -> dict[str, str]:
    """Return each outcome's column in ``sources``."""
    return {outcome: "rows_" + outcome.removeprefix("exact ").replace(" ", "_") for outcome in OUTCOMES}


def _scalar(con: duckdb.DuckDBPyConnection, sql: str) -> int:
    return int(con.execute(sql).fetchall()[0][0])
