"""The main job, top to bottom: a force's files in; a ranked shortlist, pages and exports out."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import duckdb

from maps import write_site
from queries.about import read_about
from queries.exports import write_exports
from queries.generations import Workspace, generation_name
from queries.incidents import IngestReport, ingest_incidents
from queries.register.attach import attach_register
from queries.store import connect, create_tables, read_frame, write_frame
from service.analysis import analyse, cover_months
from service.describe import describe_site, read_area_months
from service.evidence import gather_evidence
from service.further import measure_further
from service.keep import (
    Run,
    crime_types_frame,
    keep_findings,
    keep_further,
    keep_reference,
    keep_reference_files,
    keep_run,
    read_places,
)
from service.need import assess_need
from service.page_tables import read_page_tables
from service.reference import Reference, read_reference
from service.settings import Settings, read_settings
from service.since import compare_with_last
from service.summary import BuildSummary, CheckReport

OnStep = Callable[[str], None]


def build(
    config: Path, *, data: Path | None = None, out: Path, now: datetime, on_step: OnStep = lambda _: None
) -> BuildSummary:
    """Load, rank, delineate, draw and export: everything that one configuration asks for.

    Parameters
    ----------
    config : Path
        The configuration.
    data : Path, optional
        Where relative paths in it start; the configuration's folder if left out.
    out : Path
        The workspace. The generation in force there stays in force until the new one is complete.
    now : datetime
        The moment of the build, UTC: it stands in names and on pages, and decides which months lie in the future.
    on_step : callable
        Told the name of each step as it begins.

    Raises
    ------
    Refusal
        The configuration or the data cannot be used, or another build holds the workspace.
    """
    settings = read_settings(config)
    workspace = Workspace(out)
    with workspace.hold():
        with workspace.staging() as con:
            reference, report = _load(con, settings, data or config.parent, now=now, on_step=on_step)

            on_step("Measuring, testing and ranking areas")
            area_months = read_area_months(con)
            crime_types = read_frame(con, "FROM crime_types")
            findings = analyse(reference.areas, area_months, crime_types, reference.deprivation, settings)
            need = assess_need(reference, area_months, crime_types, findings, settings)
            findings = need.findings
            keep_findings(con, findings)
            places = read_places(con, findings)
            keep_further(con, measure_further(reference.areas, area_months, crime_types, places, findings, settings))
            keep_further(con, need.tables)
            keep_further(con, gather_evidence(need, places))
            run = Run(generation_name(now, _fingerprint(con, settings)), now, settings)
            keep_run(con, run, findings)
            attach_register(con, out, today=now.date())

            on_step("Drawing pages and writing exports")
            about = read_about(con)
            tables = read_page_tables(settings, data or config.parent, reference)
            since = compare_with_last(con, workspace)
            site = describe_site(con, about, settings, reference, area_months, findings, since, tables)
            pages = write_site(site, workspace.fresh(workspace.site))
            exports = write_exports(con, workspace.fresh(workspace.exports), about=about)
        workspace.publish(run.generation, run.manifest(about))
    counts = {"pages": len(pages), "exports": len(exports)}
    return BuildSummary.of(workspace, about, reference, report, findings, **counts, asks=settings.asks())


def check(config: Path, *, data: Path | None = None, now: datetime, on_step: OnStep = lambda _: None) -> CheckReport:
    """Read everything that a build would read, and write nothing: what is wrong, and what is missing.

    Raises
    ------
    Refusal
        What a build would refuse.
    """
    settings = read_settings(config)
    with connect() as con:
        reference, report = _load(con, settings, data or config.parent, now=now, on_step=on_step)
        coverage = cover_months(read_area_months(con), reference.areas["district_code"], settings)
        return CheckReport.of(con, config, settings, reference, report, coverage)


def _load(
    con: duckdb.DuckDBPyConnection, settings: Settings, base: Path, *, now: datetime, on_step: OnStep
) -> tuple[Reference, IngestReport]:
    """Every file, into the tables of the store."""
    create_tables(con)
    on_step("Reading boundaries, lookups, residents and deprivation")
    reference = read_reference(settings, base)
    keep_reference(con, reference)
    write_frame(con, "crime_types", crime_types_frame(settings))

    on_step("Reading incidents")
    report = ingest_incidents(
        con,
        [(source.kind, source.files) for source in settings.incidents],
        base=base,
        areas=reference.areas,
        code_changes=reference.code_changes,
        today=now.date(),
        on_progress=on_step,
    )
    keep_reference_files(con, reference.files)
    return reference, report


def _fingerprint(con: duckdb.DuckDBPyConnection, settings: Settings) -> str:
    """Hash of everything that went in: the configuration as understood, and the content of every file."""
    files = con.execute("SELECT sha256 FROM sources ORDER BY source_id").fetchall()
    content = "\n".join([settings.model_dump_json(), *(fingerprint for (fingerprint,) in files)])
    return hashlib.sha256(content.encode()).hexdigest()
