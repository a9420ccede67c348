"""The store of a shareable copy, which never contains a full count."""

from __future__ import annotations

import duckdb
import pandas as pd

from geo.exceptions import NotAllowed, NothingFound
from queries.store.connection import create_tables, read_frame, table_names, write_frame
from queries.store.notes import LEFT_OUT
from queries.workspace.generations import Workspace
from service.build.reference_data import Reference
from service.build.store_results import write_reference

PUBLISHED_TABLES = (
    "area_measures",
    "area_neighbours",
    "areas",
    "candidate_areas",
    "candidate_units",
    "candidates",
    "code_changes",
    "crime_types",
    "deprivation",
    "hotspots",
    "month_coverage",
    "npus",
    "ranking",
    "runs",
    "shared_counts",
    "sources",
    "table_notes",
    "teams",
)


def start_suppressed_store(
    published: duckdb.DuckDBPyConnection, full: duckdb.DuckDBPyConnection, reference: Reference
) -> None:
    """Create the tables of a copy and fill those that contain no counts of incidents.

    Tables outside :data:`PUBLISHED_TABLES` stay empty, and ``table_notes`` says so.
    """
    create_tables(published, shared=True)
    write_reference(published, reference)
    write_frame(published, "crime_types", read_frame(full, "FROM crime_types"))
    write_frame(published, "sources", _round_sources(full))
    empty = [name for name in table_names() if name not in PUBLISHED_TABLES]
    write_frame(published, "table_notes", pd.DataFrame({"table_name": empty, "note": LEFT_OUT}))


def _round_sources(full: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Kinds of file with their rows, rounded up to tens: no name, and no fingerprint to try counts against."""
    files = read_frame(full, "FROM sources")
    rows = [column for column in files if str(column).startswith("rows_")]
    kinds = files.assign(edition=files["edition"].fillna("")).groupby(["kind", "edition"], sort=True)
    sums = kinds[rows].sum(min_count=1)
    sums = ((sums + 9) // 10 * 10).astype("Int64")
    named = kinds.size().map(lambda count: f"{count} file{'s' * (count > 1)}")
    return sums.assign(file_name=named).reset_index().assign(source_id=range(1, len(sums) + 1))


def refuse_mixing(workspace: Workspace, *, shareable: bool) -> None:
    """Keep copies for others and full counts apart, so that nobody hands on the wrong folder.

    Raises
    ------
    NotAllowed
        The workspace contains the other kind.
    """
    try:
        held = bool(workspace.manifest().get("shareable"))
    except (NothingFound, FileNotFoundError):
        return
    if held != shareable:
        full, copy = "full counts", "a copy for others, without small counts"
        raise NotAllowed(
            f"'{workspace.root}' has {copy if held else full}, and this build would put {full if held else copy} in",
            "Give this build a folder of its own with --out",
        )
