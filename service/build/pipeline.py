"""The main job, top to bottom: a force's files in; a ranked shortlist, pages and exports out."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb
import pandas as pd

from geo.candidates.delineate import Candidates
from geo.exceptions import Refusal
from maps import write_site
from queries.exports.write import write_exports
from queries.ingest.settle import IngestReport, account_for_incidents, settle_incidents, stage_incidents
from queries.ingest.stage import StagedFile
from queries.register.attach import attach_register
from queries.store.about import read_about
from queries.store.connection import connect, create_tables, read_frame, write_frame
from queries.workspace.generations import Workspace, generation_name
from service.build.analysis import Findings, analyse, cover_months, delineate
from service.build.evidence import gather_evidence
from service.build.extra_tables import measure_further, measure_over_time
from service.build.force_tables import read_page_tables
from service.build.last_build import compare_with_last
from service.build.page_inputs import describe_site, read_area_months
from service.build.rank_context import assess_need
from service.build.reference_data import Reference, find_files, read_reference
from service.build.second_process import Here
from service.build.store_results import (
    Run,
    crime_types_frame,
    keep_candidates,
    keep_findings,
    keep_further,
    keep_reference,
    keep_reference_files,
    keep_run,
    read_places,
)
from service.build.summary import BuildSummary, CheckReport
from service.build.suppressed_copy import share
from service.build.suppressed_store import keep_copy, refuse_mixing
from service.settings import Settings, read_settings

OnStep = Callable[[str], None]


def build(
    config: Path,
    *,
    data: Path | None = None,
    out: Path,
    now: datetime,
    shareable: bool = False,
    on_step: OnStep = lambda _: None,
    beside: Executor | None = None,
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
    shareable : bool
        Make a copy for others: small counts suppressed, and nothing in the workspace from which they could be had.
    on_step : callable
        Told the name of each step as it begins.
    beside : Executor, optional
        Makes calls beside this one, see :func:`service.build.second_process.second_process`; left out, all
        happens here. The results are the same.

    Raises
    ------
    Refusal
        The configuration or the data cannot be used, another build holds the workspace, or a copy for others would
        share a workspace with full counts.
    """
    settings = read_settings(config).for_build(shareable=shareable)
    base, workspace = data or config.parent, Workspace(out)
    beside = beside or Here()
    with workspace.hold():
        refuse_mixing(workspace, shareable=shareable)
        with ExitStack() as stack:
            con = stack.enter_context(connect() if shareable else workspace.staging())
            loaded = _load(con, settings, base, now=now, on_step=on_step, beside=beside)
            reference, months, types = loaded.reference, loaded.area_months, loaded.crime_types

            on_step("Measuring, testing and ranking areas")
            analysed = beside.submit(analyse, reference.areas, months, types, reference.deprivation, settings)
            report = _account(con, loaded)
            findings = analysed.result()
            # An exact search is made here, where Ctrl-C ends it with the best place so far.
            drawer = Here() if settings.candidates.proofs else beside
            delineated = drawer.submit(delineate, reference.areas, findings, settings)
            run = Run(generation_name(now, _fingerprint(con, settings)), now, settings)
            if shareable:  # full counts stay in memory: what is written from here on knows the published ones only
                on_step("Suppressing small counts")
                copy = share(reference, months, types, findings, delineated.result(), settings)
                full, con = con, stack.enter_context(workspace.staging())
                keep_copy(con, full, reference, copy, settings)
                months, findings, candidates = copy.area_months, copy.findings, copy.candidates
            else:
                findings, candidates = _keep_all(con, loaded, findings, delineated, settings, beside)
            keep_run(con, run, findings)
            attach_register(con, out, today=now.date())

            on_step("Drawing pages and writing exports")
            about = read_about(con)
            tables = read_page_tables(settings, base, reference)
            since = compare_with_last(con, workspace)
            site = describe_site(con, about, settings, reference, months, findings, candidates, since, tables)
            drawn = beside.submit(write_site, site, workspace.fresh(workspace.site))
            exports = write_exports(con, workspace.fresh(workspace.exports), about=about)
            pages = drawn.result()
        workspace.publish(run.generation, run.manifest(about))
    counts = {"pages": len(pages), "exports": len(exports)}
    shown = candidates.candidates
    return BuildSummary.of(workspace, about, settings, reference, report, findings, shown, **counts)


def check(config: Path, *, data: Path | None = None, now: datetime, on_step: OnStep = lambda _: None) -> CheckReport:
    """Read everything that a build would read, and write nothing: what is wrong, and what is missing.

    Raises
    ------
    Refusal
        What a build would refuse.
    """
    settings = read_settings(config)
    with connect() as con:
        loaded = _load(con, settings, data or config.parent, now=now, on_step=on_step, beside=Here())
        report, reference = _account(con, loaded), loaded.reference
        coverage = cover_months(loaded.area_months, reference.areas["district_code"], settings)
        return CheckReport.of(con, config, settings, reference, report, coverage)


@dataclass(frozen=True)
class _Loaded:
    """What stands in the store before anything is measured; what became of each row is not yet told."""

    reference: Reference
    area_months: pd.DataFrame
    crime_types: pd.DataFrame
    files: Sequence[StagedFile]


def _load(
    con: duckdb.DuckDBPyConnection,
    settings: Settings,
    base: Path,
    *,
    now: datetime,
    on_step: OnStep,
    beside: Executor,
) -> _Loaded:
    """Every file, into the tables of the store."""
    find_files(settings, base)
    reading = beside.submit(read_reference, settings, base)
    create_tables(con)
    on_step("Reading incidents")
    sources = [(source.kind, source.files) for source in settings.incidents]
    try:
        files = stage_incidents(con, sources, base=base, today=now.date(), on_progress=on_step)
    except Refusal:
        reading.result()  # what is wrong with the areas is told first
        raise
    on_step("Reading boundaries, lookups, residents and deprivation")
    reference = reading.result()
    keep_reference(con, reference)
    write_frame(con, "crime_types", crime_types_frame(settings))
    settle_incidents(con, files, areas=reference.areas, code_changes=reference.code_changes)
    return _Loaded(reference, read_area_months(con), read_frame(con, "FROM crime_types"), files)


def _account(con: duckdb.DuckDBPyConnection, loaded: _Loaded) -> IngestReport:
    """What became of every row, and which files were read."""
    report = account_for_incidents(con, loaded.files)
    keep_reference_files(con, loaded.reference.files)
    return report


def _keep_all(
    con: duckdb.DuckDBPyConnection,
    loaded: _Loaded,
    findings: Findings,
    delineated: Future[Candidates],
    settings: Settings,
    beside: Executor,
) -> tuple[Findings, Candidates]:
    """How sure the ranking is, the places and the further statistics, all into the store."""
    reference, months, types = loaded.reference, loaded.area_months, loaded.crime_types
    moved = beside.submit(measure_over_time, reference.areas, months, types, findings, settings)
    need = assess_need(reference, months, types, findings, settings)
    findings = need.findings
    keep_findings(con, findings)
    keep_further(con, need.tables)
    places, candidates = read_places(con, findings), delineated.result()
    members = candidates.candidate_areas
    keep_candidates(con, candidates)
    keep_further(con, measure_further(reference.areas, months, types, places, members, findings, settings))
    keep_further(con, gather_evidence(need, members, places))
    keep_further(con, moved.result())
    return findings, candidates


def _fingerprint(con: duckdb.DuckDBPyConnection, settings: Settings) -> str:
    """Hash of everything that went in: the configuration as understood, and the content of every file."""
    files = con.execute("SELECT sha256 FROM sources ORDER BY source_id").fetchall()
    content = "\n".join([settings.model_dump_json(), *(fingerprint for (fingerprint,) in files)])
    return hashlib.sha256(content.encode()).hexdigest()
