"""The main job: read a force's files, write a ranked shortlist, pages and exports."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping
from concurrent.futures import Executor
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import duckdb

from maps.pages.write_site import write_site
from queries.exports.write import write_exports
from queries.register.attach import attach_register
from queries.register.designated_names import read_designated_names
from queries.register.log import RegisterLog
from queries.store.about import About, read_about
from queries.store.connection import connect
from queries.workspace.free_space import refuse_without_room
from queries.workspace.generations import Workspace, generation_name
from queries.workspace.retention import retire_generations
from service.build.analyse_force import analyse
from service.build.analysis import cover_months
from service.build.force_picture import picture_once_drawn
from service.build.force_tables import read_page_tables
from service.build.last_build import compare_with_last
from service.build.load import LoadedFiles, OnStep, account_for_rows, load
from service.build.page_inputs import describe_site
from service.build.redraw import redraw
from service.build.results import Results
from service.build.second_process import SameProcess
from service.build.stale_exports import renew_exports
from service.build.store_results import Run, store_results
from service.build.summary import BuildSummary, CheckReport
from service.build.suppressed_copy import suppress_results
from service.build.suppressed_store import refuse_mixing, start_suppressed_store
from service.build.watch_refresh import watch_refresh
from service.settings import Settings, read_settings


def build(
    config: Path,
    *,
    data: Path | None = None,
    out: Path,
    now: datetime,
    shareable: bool = False,
    on_step: OnStep = lambda _: None,
    helper: Executor | None = None,
) -> BuildSummary:
    """Load, analyse, suppress, store, publish: everything that one configuration asks for.

    Parameters
    ----------
    config : Path
        The configuration.
    data : Path, optional
        Where relative paths in it start; the configuration's folder if left out.
    out : Path
        The workspace. Its current generation stays current until the new one is complete.
    now : datetime
        The moment of the build, UTC: it is part of names, shown on pages, and decides which months lie in the future.
    shareable : bool
        Make a copy for others: small counts suppressed, and nothing in the workspace from which they could be had.
    on_step : callable
        Called with the name of each step as it begins.
    helper : Executor, optional
        Makes calls while this process works, see :func:`service.build.second_process.second_process`; left out, this
        process makes them all. The results are the same.

    Returns
    -------
    BuildSummary
        What was read, found and written, for the person who asked.

    Raises
    ------
    Refusal
        The configuration or the data cannot be used, another build is using the workspace, or a copy for others would
        share a workspace with full counts.
    """
    settings = read_settings(config).for_build(shareable=shareable)
    base, workspace, helper = data or config.parent, Workspace(out), helper or SameProcess()
    refuse_mixing(workspace, shareable=shareable)
    with watch_refresh(workspace, now), workspace.hold():
        refuse_without_room(workspace)
        decided = RegisterLog(out).head()
        with open_stores(workspace, shareable=shareable) as (full, published):
            loaded = load(full, settings, base, today=now.date(), on_step=on_step, helper=helper)
            on_step("Measuring, testing and ranking areas")
            designated = _read_names(out, loaded)
            results, report = analyse(full, loaded, settings, designated=designated, helper=helper)
            run = Run(generation_name(now, _fingerprint(full, settings, designated)), now, settings)
            if shareable:
                on_step("Suppressing small counts")
                results = suppress_results(
                    loaded.reference,
                    loaded.crime_types,
                    results,
                    settings.area_choices(),
                    least_count=settings.page_choices().least_shown,
                    demand_name=settings.demand_words().name.lower(),
                )
                start_suppressed_store(published, full, loaded.reference)
            store_results(published, results, run)
            attach_register(published, out, today=now.date())
            on_step("Drawing pages and writing exports")
            about = read_about(published)
            counts = publish(published, workspace, about, loaded, results, settings, base=base, helper=helper)
        workspace.publish(run.generation, run.manifest(about))
        retire_generations(workspace, months=settings.designations.for_builds)
    if RegisterLog(out).head() != decided:  # somebody has decided meanwhile
        redraw(out)
        renew_exports(workspace)
    asks, for_others = settings.asks(), settings.for_others()
    return BuildSummary.of(
        workspace, about, loaded.reference, report, results, **counts, asks=asks, for_others=for_others
    )


def check(config: Path, *, data: Path | None = None, now: datetime, on_step: OnStep = lambda _: None) -> CheckReport:
    """Read everything that a build would read, and write nothing; say what is wrong and what is missing.

    Parameters
    ----------
    config : Path
        The configuration.
    data : Path, optional
        Where relative paths in it start; the configuration's folder if left out.
    now : datetime
        The moment, UTC: it decides which months lie in the future.
    on_step : callable
        Called with the name of each step as it begins.

    Returns
    -------
    CheckReport
        Rows, months, sources and notes.

    Raises
    ------
    Refusal
        What a build would refuse.
    """
    settings = read_settings(config)
    with connect() as con:
        base = data or config.parent
        loaded = load(con, settings, base, today=now.date(), on_step=on_step, helper=SameProcess())
        report, districts = account_for_rows(con, loaded), loaded.reference.areas["district_code"]
        coverage = cover_months(loaded.area_months, districts, settings.completeness, settings.analysis)
        name = f"{config.name} ({settings.force.name})"
        asks, cautions = settings.asks(), settings.harm_cautions()
        return CheckReport.of(con, name, loaded.reference, report, coverage, asks=asks, cautions=cautions)


@contextmanager
def open_stores(
    workspace: Workspace, *, shareable: bool
) -> Iterator[tuple[duckdb.DuckDBPyConnection, duckdb.DuckDBPyConnection]]:
    """Open the store of full counts and that of the next generation: one and the same in a plain build.

    For a shareable copy full counts stay in memory; the file of the generation never contains them.
    """
    with workspace.staging() as published:
        if shareable:
            with connect() as full:
                yield full, published
        else:
            yield published, published


def publish(
    con: duckdb.DuckDBPyConnection,
    workspace: Workspace,
    about: About,
    loaded: LoadedFiles,
    results: Results,
    settings: Settings,
    *,
    base: Path,
    helper: Executor,
) -> dict[str, int]:
    """Draw the pages and write the exports of a stored generation, and say how many of each.

    Parameters
    ----------
    con : DuckDBPyConnection
        The generation, with everything stored.
    workspace : Workspace
        Pages and exports are prepared in it beside the current ones.
    about : About
        What pages and exports say about themselves.
    loaded, results
        What was loaded and worked out; of a shareable copy the suppressed results.
    settings : Settings
        The configuration.
    base : Path
        Where relative paths in it start.
    helper : Executor
        Draws the pages while this process writes the exports.
    """
    changes = compare_with_last(con, workspace)
    tables = read_page_tables(settings.page_tables, base, loaded.reference)
    site = describe_site(con, about, settings.page_choices(), loaded.reference, results, changes, tables)
    pages = workspace.fresh(workspace.site)
    drawn = helper.submit(write_site, site, pages)
    exports = write_exports(
        con, workspace.fresh(workspace.exports), about=about, picture=lambda: picture_once_drawn(pages, drawn)
    )
    return {"pages": len(drawn.result()), "exports": len(exports)}


def _read_names(out: Path, loaded: LoadedFiles) -> dict[str, frozenset[str]]:
    reference = loaded.reference
    return read_designated_names(out, known=set(reference.areas.index), changes=reference.code_changes)


def _fingerprint(con: duckdb.DuckDBPyConnection, settings: Settings, designated: Mapping[str, Collection[str]]) -> str:
    """Hash all inputs: the configuration, the content of every file, and the names people decided."""
    files = con.execute("SELECT sha256 FROM sources ORDER BY source_id").fetchall()
    names = [f"{name}: {','.join(sorted(areas))}" for name, areas in designated.items()]
    content = "\n".join([settings.model_dump_json(), *(fingerprint for (fingerprint,) in files), *names])
    return hashlib.sha256(content.encode()).hexdigest()
