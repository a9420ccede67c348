"""Work out, as frames, everything that a build publishes: the second stage."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from concurrent.futures import Executor, Future

import duckdb
import pandas as pd

from geo.candidates.delineate import Candidates
from geo.candidates.place_shares import measure_place_shares
from queries.ingest.settle import IngestReport
from service.build.analysis import Findings, analyse_areas, compare_locations, delineate
from service.build.evidence import gather_evidence
from service.build.extra_tables import measure_extra_tables, measure_over_time
from service.build.levels import LevelInputs, limits_by_unit, measure_levels
from service.build.load import LoadedFiles, account_for_rows
from service.build.next_year import predict_next_ranks
from service.build.rank_context import assess_need
from service.build.results import Results
from service.build.second_process import SameProcess
from service.build.store_results import read_places
from service.settings import Settings


def analyse(
    con: duckdb.DuckDBPyConnection,
    loaded: LoadedFiles,
    settings: Settings,
    *,
    designated: Mapping[str, Collection[str]] | None = None,
    helper: Executor,
) -> tuple[Results, IngestReport]:
    """Measure, test and rank areas, search for places, and work out the tables that a build publishes.

    Parameters
    ----------
    con : DuckDBPyConnection
        The store into which the files were loaded.
    loaded : LoadedFiles
        What :func:`service.build.load.load` returned.
    settings : Settings
        The configuration. A shareable copy publishes nothing beyond areas and places, so nothing else is worked out.
    designated : mapping of str to collection of str, optional
        Areas of each current designation, by its name: the same place takes the name.
    helper : Executor
        Ranks areas while this process accounts for rows, then searches for places while this one assesses need.

    Returns
    -------
    tuple
        The results, and what became of every row.

    Raises
    ------
    Refusal
        No month is complete, the boundaries do not fit together, a choice of the configuration is not known, or so
        many rows lie outside the force that it is probably the wrong file.
    """
    reference, months, types = loaded.reference, loaded.area_months, loaded.crime_types
    ranked = helper.submit(
        analyse_areas, reference.areas, months, types, reference.deprivation, settings.area_choices()
    )
    report = account_for_rows(con, loaded)
    findings = ranked.result()
    # An exact search is made in this process, where Ctrl-C ends it with the best place so far.
    searcher = SameProcess() if settings.candidates.proofs else helper
    searched = searcher.submit(
        delineate,
        reference.areas,
        findings,
        settings.candidates,
        designated=designated,
        demand_name=settings.demand_words().name.lower(),
    )
    if settings.shareable:
        return Results(months, findings, searched.result()), report
    return _add_tables(con, loaded, findings, searched, settings, helper), report


def _add_tables(
    con: duckdb.DuckDBPyConnection,
    loaded: LoadedFiles,
    findings: Findings,
    searched: Future[Candidates],
    settings: Settings,
    helper: Executor,
) -> Results:
    """Work out how certain ranks are, the evidence for each place, and every further statistic."""
    reference, months, types = loaded.reference, loaded.area_months, loaded.crime_types
    located = compare_locations(
        reference.areas, months, loaded.unlocated, types, findings, rule=settings.located_share.rule()
    )
    over_time = helper.submit(
        measure_over_time,
        reference.areas,
        months,
        types,
        findings,
        settings.statistics,
        located=located,
        alpha=settings.analysis.alpha,
    )
    need = assess_need(reference, months, types, findings, settings.need_choices(), located)
    places, candidates = read_places(con, findings.months), searched.result()
    members = candidates.candidate_areas
    given = LevelInputs.of(need.inputs, need.tables.get("similar_areas"), objective=settings.candidates.objective)
    limits = limits_by_unit(candidates.candidate_units, settings.candidates.limits())
    levelled = helper.submit(measure_levels, given, candidates.candidates, members, limits)
    extra = measure_extra_tables(
        reference.areas, months, types, places, members, findings, settings.statistics, seed=settings.analysis.seed
    )
    ahead = predict_next_ranks(need.inputs)
    levels = levelled.result()
    evidence = gather_evidence(need, members, places, levels.get("candidate_levels"), ahead.get("next_ranks"))
    sizes = reference.areas[["population", "hectares"]]
    counted = findings.measures.drop(columns=sizes.columns, errors="ignore").join(sizes)
    shares = measure_place_shares(members["area_code"], findings.ranking["need_score"], counted)
    tables = merge_tables(need.tables, extra, levels, ahead, evidence, {"place_shares": shares}, over_time.result())
    return Results(months, need.findings, candidates, tables)


def merge_tables(*parts: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Merge tables from several makers: rows of a table given by several follow each other."""
    names = dict.fromkeys(name for part in parts for name in part)
    frames = {name: [part[name] for part in parts if name in part and len(part[name])] for name in names}
    return {
        name: pd.concat(found, ignore_index=True) if len(found) > 1 else found[0]
        for name, found in frames.items()
        if found
    }
