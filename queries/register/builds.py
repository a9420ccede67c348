"""Read what the register needs from a build, current or earlier: ranking, candidates, codes and rules."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd

from geo.candidates.designation_rules import DesignationRules
from queries.store.connection import connect


@dataclass(frozen=True)
class Build:
    """What the register needs from one generation.

    Attributes
    ----------
    generation : str
        Its name.
    built_on, period_end : date
        Day of the run (UTC), and the last complete month.
    area_vintage : int
        Year of its area codes; 0 where it does not say.
    rules : DesignationRules
        Entry and exit lines in its configuration.
    areas : DataFrame
        Index ``area_code``: ``npu_code``, ``area_name``, ``population``, ``need_score``, the ``candidate_id`` that it
        lies in, and ``robust_core`` where the generation has it.
    code_changes : DataFrame
        ``old_code``, ``new_code``, ``change_code``.
    """

    generation: str
    built_on: date
    period_end: date
    area_vintage: int
    rules: DesignationRules
    areas: pd.DataFrame
    code_changes: pd.DataFrame

    @property
    def ranking(self) -> pd.DataFrame:
        """``area_code`` and ``need_score``."""
        return self.areas[["need_score"]].reset_index()


def read_build(con: duckdb.DuckDBPyConnection) -> Build | None:
    """Read a generation; None if it records no run.

    Parameters
    ----------
    con : DuckDBPyConnection
        The generation.

    Returns
    -------
    Build or None
        Its areas, places and code changes.
    """
    run = con.execute(
        "SELECT generation, built_at, period_end, parameters FROM runs ORDER BY built_at DESC LIMIT 1"
    ).fetchone()
    if run is None:
        return None
    settings = json.loads(run[3])
    areas = con.execute(
        "SELECT area_code, npu_code, area_name, population, ranked.* EXCLUDE (area_code), candidate_id FROM areas"
        " LEFT JOIN (SELECT COLUMNS(c -> c IN ('area_code', 'need_score', 'robust_core')) FROM ranking) AS ranked"
        " USING (area_code)"
        " LEFT JOIN (SELECT area_code, min(candidate_id) AS candidate_id FROM candidate_areas GROUP BY 1)"
        " USING (area_code) ORDER BY area_code"
    ).df()
    return Build(
        generation=run[0],
        built_on=run[1].date(),
        period_end=run[2],
        area_vintage=int(settings.get("force", {}).get("area_vintage", 0)),
        rules=DesignationRules(**settings.get("designations", {})),
        areas=areas.set_index("area_code"),
        code_changes=read_code_changes(con),
    )


def read_earlier_builds(generations: Path, *, before: Build, after: date) -> list[Build]:
    """Read earlier builds that count beside the current one, oldest first.

    Of builds with the same last month the latest counts, since a rebuild of the same months shows nothing new; as many
    are read as the exit rule looks at.

    Parameters
    ----------
    generations : Path
        Folder of the generations and their manifests.
    before : Build
        The current one: builds with months before its last one are looked for.
    after : date
        Builds whose last month is not later than this do not count.

    Returns
    -------
    list of Build
        At most one fewer than the exit rule looks at.
    """
    files: dict[date, tuple[str, Path]] = {}
    for manifest in generations.glob("generation-*.json"):
        told = json.loads(manifest.read_text(encoding="utf-8"))
        if "period_end" not in told or not manifest.with_suffix(".duckdb").exists():
            continue
        period_end = date.fromisoformat(told["period_end"])
        if after < period_end < before.period_end:
            latest = max(files.get(period_end, ("", manifest)), (told["built_at"], manifest))
            files[period_end] = latest
    wanted = sorted(files)[-(before.rules.for_builds - 1) :] if before.rules.for_builds > 1 else []
    builds = []
    for period_end in wanted:
        with connect(files[period_end][1].with_suffix(".duckdb"), read_only=True, spatial=False) as con:
            builds.append(read_build(con))
    return [build for build in builds if build]


def read_code_changes(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Return the table of changes; empty for a generation from before it was stored."""
    kept = con.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = 'code_changes'").fetchone()
    if kept is None:
        return pd.DataFrame({"old_code": [], "new_code": [], "change_code": []}, dtype="str")
    return con.execute("FROM code_changes ORDER BY ALL").df()
