"""Read every file of a configuration into the tables of a store: the first stage."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd

from geo.exceptions import Refusal
from queries.ingest.settle import IngestReport, account_for_incidents, settle_incidents, stage_incidents
from queries.ingest.stage import StagedFile, ingest_sql
from queries.store.connection import create_tables, read_frame, write_frame
from service.build.reference_data import Reference, find_files, read_reference
from service.build.store_results import crime_types_frame, write_reference, write_reference_files
from service.settings import Settings

OnStep = Callable[[str], None]


@dataclass(frozen=True)
class LoadedFiles:
    """Content of the files, before anything is measured.

    Attributes
    ----------
    reference : Reference
        Areas, units and everything else that is not incidents.
    area_months, crime_types : DataFrame
        As the tables of the same names.
    unlocated : DataFrame
        `month, crime_type, district_code, incident_count` of incidents that could not be placed; the district is
        missing where the source names none.
    files : sequence of StagedFile
        The files of incidents; :func:`account_for_rows` says what became of their rows.
    """

    reference: Reference
    area_months: pd.DataFrame
    crime_types: pd.DataFrame
    unlocated: pd.DataFrame
    files: Sequence[StagedFile]


def load(
    con: duckdb.DuckDBPyConnection, settings: Settings, base: Path, *, today: date, on_step: OnStep, helper: Executor
) -> LoadedFiles:
    """Read every file and decide in which area each incident counts.

    Parameters
    ----------
    con : DuckDBPyConnection
        An empty store for full counts.
    settings : Settings
        The configuration.
    base : Path
        Where relative paths in it start.
    today : date
        The day of the build: a later month lies in the future.
    on_step : callable
        Called with the name of each step as it begins.
    helper : Executor
        Reads what is not incidents while this process reads incidents.

    Raises
    ------
    Refusal
        A file is missing or cannot be used, or the files do not fit the configuration.
    """
    find_files(settings, base)
    reading = helper.submit(read_reference, settings, base)
    create_tables(con)
    on_step("Reading incidents")
    sources = [(source.kind, source.files) for source in settings.incidents]
    try:
        files = stage_incidents(
            con,
            sources,
            base=base,
            today=today,
            keep_latest=settings.seen_again.keep == "latest",
            call_grades=settings.demand.grades,
            on_progress=on_step,
        )
    except Refusal:
        reading.result()  # a refusal of the areas is raised first
        raise
    on_step("Reading boundaries, lookups, residents and deprivation")
    reference = reading.result()
    write_reference(con, reference)
    write_frame(con, "crime_types", crime_types_frame(settings.harm, settings.demand))
    settle_incidents(con, files, areas=reference.areas, code_changes=reference.code_changes)
    unlocated = con.execute(ingest_sql("count_unlocated")).df()
    return LoadedFiles(reference, read_area_months(con), read_frame(con, "FROM crime_types"), unlocated, files)


def account_for_rows(con: duckdb.DuckDBPyConnection, loaded: LoadedFiles) -> IngestReport:
    """Store what became of every row and which files were read.

    Raises
    ------
    InputRefused
        So many rows lie outside the force that it is probably the wrong file.
    """
    report = account_for_incidents(con, loaded.files)
    write_reference_files(con, loaded.reference.files)
    return report


def read_area_months(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """The table ``area_months``, in a fixed order."""
    return con.execute("FROM area_months ORDER BY ALL").df()
