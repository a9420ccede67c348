"""Writes a copy for others into a store of its own, which never held a full count."""

from __future__ import annotations

from dataclasses import replace

import duckdb
import pandas as pd

from geo.exceptions import NotAllowed, NothingFound
from queries.store.connection import create_tables, read_frame, table_names, write_frame
from queries.store.notes import LEFT_OUT
from queries.workspace.generations import Workspace
from service.build.reference_data import Reference
from service.build.store_results import crime_types_frame, keep_candidates, keep_findings, keep_reference
from service.build.suppressed_copy import SharedCopy
from service.settings import Settings

KEPT = (
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


def keep_copy(
    store: duckdb.DuckDBPyConnection,
    full: duckdb.DuckDBPyConnection,
    reference: Reference,
    copy: SharedCopy,
    settings: Settings,
) -> None:
    """Every table of a copy; the others stay empty, and ``table_notes`` says so."""
    create_tables(store, shared=True)
    keep_reference(store, reference)
    write_frame(store, "crime_types", crime_types_frame(settings))
    write_frame(store, "sources", _sources(full))
    coverage = copy.findings.coverage.drop(columns=["incident_count", "expected_count"])
    keep_findings(store, replace(copy.findings, coverage=coverage))
    keep_candidates(store, copy.candidates)
    write_frame(store, "shared_counts", copy.counts)
    empty = [name for name in table_names() if name not in KEPT]
    write_frame(store, "table_notes", pd.DataFrame({"table_name": empty, "note": LEFT_OUT}))


def _sources(full: duckdb.DuckDBPyConnection) -> pd.DataFrame:
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
        The workspace holds the other kind.
    """
    try:
        held = bool(workspace.manifest().get("shareable"))
    except (NothingFound, FileNotFoundError):
        return
    if held != shareable:
        full, copy = "full counts", "a copy for others, without small counts"
        raise NotAllowed(
            f"'{workspace.root}' holds {copy if held else full}, and this build would put {full if held else copy} in",
            "Give this build a folder of its own with --out",
        )
