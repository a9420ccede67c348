"""The main job, top to bottom: a force's files in; a ranked shortlist, pages and exports out."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from maps import write_site
from queries.exports import write_exports
from queries.generations import Workspace, generation_name
from queries.incidents import IngestReport, ingest_incidents
from queries.store import connect, create_tables, read_frame
from service.analysis import Findings, analyse
from service.describe import describe_run, describe_site
from service.keep import keep_findings, keep_reference, keep_run
from service.reference import Reference, read_reference
from service.settings import Settings, read_settings
from service.summary import BuildSummary, CheckReport

SAMPLE = Path(__file__).parent.parent / "data_samples" / "sample.toml"


def build(
    config: Path,
    *,
    data: Path | None = None,
    out: Path,
    now: datetime,
    on_step: Callable[[str], None] = lambda _: None,
) -> BuildSummary:
    """Load, rank, delineate, draw and export: everything from one configuration.

    Parameters
    ----------
    config : Path
        The configuration.
    data : Path, optional
        Where relative paths in it start; the configuration's folder if left out.
    out : Path
        The workspace. The generation in force there stays in force until the new one is complete.
    now : datetime
        The moment of the build, UTC: stands in names and on pages, and decides which months lie in the future.
    on_step : callable
        Told the name of each step as it begins.

    Raises
    ------
    Refusal
        The configuration or the data cannot be used, or another build holds the workspace.
    """
    settings = read_settings(config)
    base = data if data is not None else config.parent
    workspace = Workspace(out)
    with workspace.hold():
        with workspace.staging() as con:
            create_tables(con)
            on_step("Reading boundaries, lookups, residents and deprivation")
            reference = read_reference(settings, base)
            keep_reference(con, reference, settings)

            on_step("Reading incidents")
            report = _ingest(con, settings, reference, base=base, now=now)

            on_step("Measuring, testing and ranking areas")
            findings = analyse(
                reference.areas,
                report.area_months,
                read_frame(con, "FROM crime_types"),
                reference.deprivation,
                settings,
            )
            keep_findings(con, findings)
            name = generation_name(now, _fingerprint(con, config))
            run = describe_run(name, now, settings, findings)
            keep_run(con, run)

            on_step("Drawing pages")
            site = describe_site(run, settings, reference, report, findings)
            pages = write_site(site, workspace.fresh(workspace.site))
            on_step("Writing exports")
            exports = write_exports(con, workspace.fresh(workspace.exports), about=run.about())
        workspace.publish(name, run.manifest(con_counts=report.accounts))
    return BuildSummary.of(workspace, run, settings, reference, report, findings, pages=pages, exports=exports)
