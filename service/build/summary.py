"""Summarise a build or a check in plain words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import duckdb
import pandas as pd

from geo.measures.completeness import absent_months
from queries.ingest.settle import IngestReport
from queries.store.about import About, month_words, months_words
from queries.workspace.generations import Workspace
from service.build.analysis import ALL_CRIME, MAIN_SURFACE
from service.build.reference_data import Reference
from service.build.results import Results


@dataclass(frozen=True)
class CandidateLine:
    """One candidate in a line."""

    npu_name: str
    rank: int
    name: str
    reason: str


@dataclass(frozen=True)
class BuildSummary:
    """Results of a build, and where they are.

    Attributes
    ----------
    force_name, period, rows, generation : str
        Words.
    area_count, npu_count, hotspot_count, not_assessed_count, core_count : int
        Areas of the force, its units, areas that are hotspots of all recorded crime, that could not be ranked, and that
        are in the robust core.
    incomplete_months, absent_months : tuple of str
        Months left out, and those of them without any incident: there is no file.
    candidates : tuple of CandidateLine
        The places proposed, unit by unit.
    notes : tuple of str
        What a reader should know about the files.
    index_page, exports_folder : str
        Where to look.
    page_count, export_count : int
        How many files lie there.
    asks : str
        What pages ask of a server; empty where they ask nothing.
    for_others : str
        What may be handed on of a copy for others; empty for a plain build.
    """

    force_name: str
    period: str
    rows: str
    generation: str
    area_count: int
    npu_count: int
    hotspot_count: int
    not_assessed_count: int
    core_count: int | None
    incomplete_months: tuple[str, ...]
    absent_months: tuple[str, ...]
    candidates: tuple[CandidateLine, ...]
    notes: tuple[str, ...]
    index_page: str
    exports_folder: str
    page_count: int
    export_count: int
    asks: str
    for_others: str

    @classmethod
    def of(
        cls,
        workspace: Workspace,
        about: About,
        reference: Reference,
        report: IngestReport,
        results: Results,
        *,
        pages: int,
        exports: int,
        asks: str,
        for_others: str,
    ) -> BuildSummary:
        """Sum up a build."""
        findings, hotspots = results.findings, results.findings.hotspots
        is_main = (hotspots["measure"] == MAIN_SURFACE[0]) & (hotspots["crime_type"] == MAIN_SURFACE[1])
        names = reference.npus["npu_name"]
        return cls(
            force_name=about.force_name,
            period=about.period,
            rows=about.rows_sentence,
            generation=about.generation,
            area_count=len(reference.areas),
            npu_count=len(reference.npus),
            hotspot_count=int(hotspots.loc[is_main, "hotspot_class"].str.startswith("hotspot").sum()),
            not_assessed_count=int((~findings.ranking["assessable"]).sum()),
            core_count=_count_core(findings.ranking),
            incomplete_months=tuple(month_words(month) for month in about.incomplete_months),
            absent_months=_absent(findings.coverage),
            candidates=tuple(
                CandidateLine(str(names[row["npu_code"]]), row["rank"], row["candidate_name"], row["reason"])
                for row in results.candidates.candidates.to_dict("records")
            ),
            notes=(*reference.notes, *report.warnings),
            index_page=str(workspace.site / "index.html"),
            exports_folder=str(workspace.exports),
            page_count=pages,
            export_count=exports,
            asks=asks,
            for_others=for_others,
        )

    def lines(self) -> list[str]:
        """Return the summary for a planner."""
        firsts = [line for line in self.candidates if line.rank == 1]
        return [
            f"{self.force_name}: {self.period}.",
            *_left_out(self.incomplete_months, self.absent_months),
            self.rows,
            f"{self.area_count:,} areas in {self.npu_count} units; {self.hotspot_count:,} areas are hotspots of "
            f"{ALL_CRIME.lower()}.",
            *([] if self.core_count is None else [_robust_core(self.core_count)]),
            *(
                [f"{self.not_assessed_count:,} areas cannot be assessed; they are listed, not ranked."]
                if self.not_assessed_count
                else []
            ),
            *_notice_words(self.notes),
            "",
            f"{len(self.candidates)} places are proposed; first in each unit:",
            *(f"  {line.npu_name}: {line.name}. {line.reason}" for line in firsts),
            "The program ranks and draws; a person designates.",
            "",
            f"Pages:   {self.index_page} ({self.page_count} files, open by double-click)",
            f"Exports: {self.exports_folder}",
            *([self.asks] if self.asks else []),
            *([self.for_others] if self.for_others else []),
        ]

    def as_dict(self) -> dict[str, object]:
        """Return the summary for machines."""
        return asdict(self)


@dataclass(frozen=True)
class CheckReport:
    """What a build would read, and what is missing from it."""

    configuration: str
    rows: dict[str, int]
    sources: tuple[dict[str, object], ...]
    area_count: int
    npu_areas: dict[str, int]
    period: str
    complete_months: tuple[str, ...]
    incomplete_months: tuple[str, ...]
    absent_months: tuple[str, ...]
    notes: tuple[str, ...]
    asks: str

    @classmethod
    def of(
        cls,
        con: duckdb.DuckDBPyConnection,
        configuration: str,
        reference: Reference,
        report: IngestReport,
        coverage: pd.DataFrame,
        *,
        asks: str,
        cautions: tuple[str, ...] = (),
    ) -> CheckReport:
        """Sum up what was read."""
        complete = coverage.groupby("month")["complete"].first()
        sources = con.execute(
            "SELECT kind, count(*) AS files, sum(rows_read)::BIGINT AS rows FROM sources GROUP BY ALL ORDER BY ALL"
        )
        return cls(
            configuration=configuration,
            rows=report.accounts,
            sources=tuple({"kind": kind, "files": files, "rows": rows} for kind, files, rows in sources.fetchall()),
            area_count=len(reference.areas),
            npu_areas=reference.areas["npu_code"].value_counts().reindex(reference.npus.index).to_dict(),
            period=months_words(complete.index[complete][0], complete.index[complete][-1], int(complete.sum())),
            complete_months=tuple(month_words(month) for month in complete.index[complete]),
            incomplete_months=tuple(month_words(month) for month in complete.index[~complete]),
            absent_months=_absent(coverage),
            notes=(*reference.notes, *report.warnings, *cautions),
            asks=asks,
        )

    def lines(self) -> list[str]:
        """Return the report for a planner."""
        units = ", ".join(f"{code} {count}" for code, count in self.npu_areas.items())
        rows = ", ".join(f"{count:,} {name.replace('_', ' ')}" for name, count in self.rows.items())
        return [
            f"{self.configuration} can be built.",
            f"{self.area_count:,} areas: {units}.",
            f"Rows: {rows}.",
            f"{self.period}.",
            *_left_out(self.incomplete_months, self.absent_months),
            *_notice_words(self.notes),
            *([self.asks] if self.asks else []),
        ]

    def as_dict(self) -> dict[str, object]:
        """Return the report for machines."""
        return asdict(self)


def _count_core(ranking: pd.DataFrame) -> int | None:
    """Areas of the robust core; None in a copy for others, which has no likely ranks."""
    return int(ranking["robust_core"].fillna(False).astype(bool).sum()) if "robust_core" in ranking else None


def _robust_core(count: int) -> str:
    if not count:
        return "No area stays in the top 5% of need in at least 95% of the draws of counts and weights."
    areas = "1 area is" if count == 1 else f"{count:,} areas are"
    return f"{areas} in the top 5% of need in at least 95% of the draws of counts and weights."


def _absent(coverage: pd.DataFrame) -> tuple[str, ...]:
    return tuple(month_words(month) for month in absent_months(coverage))


def _left_out(months: Sequence[str], absent: Sequence[str]) -> list[str]:
    """Months that are not counted, and why: there is no file of them, or a district is missing."""
    short = [month for month in months if month not in absent]
    told = [f"No file of incidents: {', '.join(absent)}."] if absent else []
    if short:
        told.append(f"Left out because a district is missing or far from its usual count: {', '.join(short)}.")
    return told


def _notice_words(notes: Sequence[str]) -> list[str]:
    return ["Noticed in the files:", *(f"  - {note}" for note in notes)] if notes else []
