"""Write frames into the tables of a generation."""

from __future__ import annotations

import json
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version

import duckdb
import geopandas as gpd
import pandas as pd
import shapely

from geo.areas.neighbours import describe_neighbours, neighbours_frame
from geo.candidates.delineate import Candidates
from queries.catalogue.demand_columns import comment_demand
from queries.store.about import About
from queries.store.connection import write_frame
from queries.store.points import read_dated, read_points, source_kinds
from service.build.analysis import Findings
from service.build.extra_tables import SNAPPED_KINDS, Places
from service.build.reference_data import Reference
from service.build.results import Results
from service.settings import Settings
from service.settings.analysis import Demand, Harm

ANTI_SOCIAL_BEHAVIOUR = "Anti-social behaviour"
DECIDING_PACKAGES = ("duckdb", "esda", "geopandas", "highspy", "libpysal", "numpy", "pandas", "pyproj", "shapely")


@dataclass(frozen=True)
class Run:
    """One build: its name, its moment, and everything that it needs to be repeated."""

    generation: str
    built_at: datetime
    settings: Settings

    def parameters(self) -> str:
        """Configuration as it was understood, as JSON."""
        return self.settings.model_dump_json()

    def versions(self) -> dict[str, str]:
        """Python, and the packages that decide the result."""
        return {"python": platform.python_version(), **{name: version(name) for name in DECIDING_PACKAGES}}

    def manifest(self, about: About) -> dict[str, object]:
        """Manifest stored beside the generation's file: everything needed to say what it was made from."""
        return {
            "built_at": self.built_at.isoformat(),
            "force": self.settings.force.name,
            "parameters": self.settings.model_dump(mode="json"),
            "versions": self.versions(),
            "period_end": about.period_end.isoformat(),
            "rows": about.rows,
            **({"shareable": True} if self.settings.shareable else {}),
        }


def crime_types_frame(harm: Harm, demand: Demand) -> pd.DataFrame:
    """Build the table ``crime_types``: what each type counts as, from the configuration."""
    crimes = [(name, "crime", days, name in harm.leave_out, 0.0) for name, days in harm.weights.items()]
    calls = [(f"Call for service {grade}", "call", 0.0, False, weight) for grade, weight in demand.calls.items()]
    behaviour = (ANTI_SOCIAL_BEHAVIOUR, "anti-social behaviour", 0.0, False, demand.anti_social_behaviour)
    return pd.DataFrame(
        [*crimes, behaviour, *calls], columns=["crime_type", "kind", "harm_days", "police_generated", "demand_weight"]
    ).sort_values("crime_type", ignore_index=True)


def store_results(con: duckdb.DuckDBPyConnection, results: Results, run: Run) -> None:
    """Write everything that a build has worked out, and the build itself, into the tables of its generation."""
    write_findings(con, results.findings)
    write_candidates(con, results.candidates)
    write_tables(con, results.tables)
    write_run(con, run, results.findings)
    comment_demand(con)


def write_reference(con: duckdb.DuckDBPyConnection, reference: Reference) -> None:
    """Areas, units, teams and deprivation."""
    inside = reference.areas.geometry.representative_point()
    write_frame(con, "areas", reference.areas.assign(easting_m=inside.x.round(2), northing_m=inside.y.round(2)))
    write_frame(con, "npus", unite_npus(reference))
    teams = reference.areas.groupby(["npu_code", "team_code", "team_name"]).size().rename("area_count")
    write_frame(con, "teams", teams.reset_index())
    write_frame(con, "deprivation", reference.deprivation)
    if reference.code_changes is not None:
        own = reference.code_changes[["old_code", "new_code"]].isin(set(reference.areas.index)).any(axis=1)
        write_frame(con, "code_changes", reference.code_changes[own])


def unite_npus(reference: Reference) -> gpd.GeoDataFrame:
    """Merge areas into the units' outlines, quickly where neighbours share their edges."""
    shared = shapely.coverage_is_valid(reference.areas.geometry.to_numpy())
    groups = reference.areas.groupby("npu_code")
    unite = shapely.coverage_union_all if shared else shapely.union_all
    outlines = gpd.GeoSeries(
        {code: unite(areas.geometry.to_numpy()) for code, areas in groups}, crs=reference.areas.crs, name="geometry"
    )
    counts = groups["population"].agg(area_count="size", population="sum")
    return gpd.GeoDataFrame(reference.npus.join(counts), geometry=outlines.reindex(reference.npus.index))


def write_reference_files(con: duckdb.DuckDBPyConnection, files: pd.DataFrame) -> None:
    """The files that are not incidents, numbered after those that are."""
    row = con.execute("SELECT coalesce(max(source_id), 0) FROM sources").fetchone()
    first = (row[0] if row else 0) + 1
    write_frame(con, "sources", files.assign(source_id=range(first, first + len(files))))


def write_findings(con: duckdb.DuckDBPyConnection, findings: Findings) -> None:
    """What the analysis found of areas."""
    write_frame(con, "month_coverage", findings.coverage)
    write_frame(con, "area_neighbours", neighbours_frame(findings.graph, method=describe_neighbours()))
    write_frame(con, "area_measures", findings.measures)
    write_frame(con, "hotspots", findings.hotspots)
    write_frame(con, "ranking", findings.ranking)


def write_candidates(con: duckdb.DuckDBPyConnection, candidates: Candidates) -> None:
    """The places proposed, and what else could be."""
    write_frame(con, "candidates", candidates.candidates)
    write_frame(con, "candidate_areas", candidates.candidate_areas)
    write_frame(con, "candidate_units", candidates.candidate_units)
    for table, frame in vars(candidates.options).items():
        write_frame(con, table, frame)


def read_places(con: duckdb.DuckDBPyConnection, complete_months: Sequence[pd.Timestamp]) -> Places:
    """Where the incidents of the complete months lie."""
    months = [month.date() for month in complete_months]
    snapped = tuple(kind for kind in source_kinds(con) if kind in SNAPPED_KINDS)
    return Places(read_points(con, months=months), read_dated(con, months=months, snapped=SNAPPED_KINDS), snapped)


def write_tables(con: duckdb.DuckDBPyConnection, tables: Mapping[str, pd.DataFrame]) -> None:
    """The further statistics; a frame without rows has no columns to match."""
    for table, frame in tables.items():
        if len(frame):
            write_frame(con, table, frame)


def write_run(con: duckdb.DuckDBPyConnection, run: Run, findings: Findings) -> None:
    """The build itself."""
    row = {
        "generation": run.generation,
        "built_at": run.built_at.replace(tzinfo=None),
        "force_name": run.settings.force.name,
        "period_start": findings.months[0],
        "period_end": findings.months[-1],
        "complete_months": len(findings.months),
        "seed": run.settings.analysis.seed,
        "draws": run.settings.analysis.draws,
        "parameters": run.parameters(),
        "versions": json.dumps(run.versions()),
    }
    write_frame(con, "runs", pd.DataFrame([row]))
