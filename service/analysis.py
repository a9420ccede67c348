"""From counts to a ranked shortlist: the statistics in the order in which they build on each other.

Every step is a pure function of ``geo``; this module only hands the frames on.
"""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import pandas as pd
from libpysal.graph import Graph

from geo.candidates import Candidates, delineate_candidates
from geo.completeness import Completeness, find_complete_months
from geo.hotspots import find_hotspots
from geo.neighbours import build_neighbours
from geo.ranking import rank_areas
from geo.strands import measure_strands
from service.settings import Settings

ALL_CRIME = "All recorded crime"
MAIN_SURFACE = ("count_rank", ALL_CRIME)


@dataclass(frozen=True)
class Findings:
    """Everything that the analysis found, as the frames that the store and the pages take."""

    coverage: Completeness
    graph: Graph
    measures: pd.DataFrame
    hotspots: pd.DataFrame
    ranking: pd.DataFrame
    candidates: Candidates


def analyse(
    areas: gpd.GeoDataFrame,
    area_months: pd.DataFrame,
    crime_types: pd.DataFrame,
    deprivation: pd.DataFrame,
    settings: Settings,
) -> Findings:
    """Measure, test, rank and delineate.

    Parameters
    ----------
    areas, area_months, deprivation
        As in the glossary; ``deprivation`` has ``score_without_crime`` and ``imd_decile``.
    crime_types : DataFrame
        The ``crime_types`` table: what each type counts as, and its weights.
    settings : Settings
        The configuration.
    """
    chosen = settings.analysis
    coverage = find_complete_months(
        area_months,
        areas["district_code"],
        low=settings.completeness.low,
        high=settings.completeness.high,
        first_month=chosen.first_month,
        last_month=chosen.last_month,
    )
    counted = area_months[area_months["month"].isin(coverage.complete_months)]
    graph = build_neighbours(areas)
    measures = measure_strands(counted, areas, crime_types, deprivation, graph, months=len(coverage.complete_months))
    hotspots = find_hotspots(
        build_surfaces(counted, measures, crime_types),
        graph,
        assessable=measures["assessable"],
        period_start=coverage.complete_months[0],
        period_end=coverage.complete_months[-1],
        draws=chosen.draws,
        seed=chosen.seed,
        alpha=chosen.alpha,
    )
    ranking = rank_areas(measures, areas["npu_code"], weights=chosen.weights)
    limits = settings.candidates
    candidates = delineate_candidates(
        ranking,
        measures,
        areas,
        hotspots[(hotspots["measure"] == MAIN_SURFACE[0]) & (hotspots["crime_type"] == MAIN_SURFACE[1])],
        graph,
        per_npu=limits.per_npu,
        max_areas=limits.max_areas,
        max_residents=limits.max_residents,
    )
    return Findings(coverage, graph, measures, hotspots, ranking, candidates)


def build_surfaces(area_months: pd.DataFrame, measures: pd.DataFrame, crime_types: pd.DataFrame) -> pd.DataFrame:
    """One column per surface to test: all recorded crime, the other strands, then each crime type.

    Returns
    -------
    DataFrame
        Index ``area_code``; columns (``measure``, ``crime_type``).
    """
    recorded = crime_types.loc[crime_types["kind"] != "call", "crime_type"]
    by_type = area_months.pivot_table(
        index="area_code", columns="crime_type", values="incident_count", aggfunc="sum", fill_value=0
    ).reindex(index=measures.index, columns=sorted(recorded), fill_value=0)
    strands = {
        MAIN_SURFACE: measures["crime_count"],
        ("demand_rank", "All demand"): measures["demand_count"],
        ("deprivation_rank", "Deprivation"): measures["deprivation_score"],
        ("harm_rank", ALL_CRIME): measures["harm_days"],
    }
    types = {("count_rank", name): by_type[name] for name in by_type if by_type[name].any()}
    return pd.DataFrame({**strands, **types}).rename_axis(columns=["measure", "crime_type"])
