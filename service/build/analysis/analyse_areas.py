"""Analyse areas from counts to a ranked shortlist, each statistic building on the one before.

Every step is a pure function of ``geo``; this module only hands the frames on.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd

from geo.areas.neighbours import build_neighbours
from geo.candidates.delineate import Candidates, delineate_candidates
from geo.exceptions import ConfigurationRefused, InputRefused
from geo.hotspots.find_hotspots import find_hotspots
from geo.measures.completeness import complete_months, decide_months
from geo.measures.harm import HarmWeights
from geo.measures.other_measures import other_measures
from geo.measures.strands import counts_assessable, measure_strands
from geo.need.need_index import NeedIndex
from geo.need.ranking import rank_areas
from geo.need.strand_months import lay_out_strands
from service.build.analysis.statistics_options import choose_deprivation, expect_strands, index_in_use
from service.settings.analysis import Analysis, Completeness
from service.settings.candidates import Candidates as CandidateChoices
from service.settings.choices import AreaChoices

if TYPE_CHECKING:
    from libpysal.graph import Graph

ALL_CRIME = "All recorded crime"
MAIN_SURFACE = ("count_rank", ALL_CRIME)


@dataclass(frozen=True)
class Findings:
    """Results of the analysis of areas, as frames for the store and the pages.

    Attributes
    ----------
    coverage : DataFrame
        ``month, district_code, incident_count, expected_count, within_bounds, complete``.
    months : tuple of Timestamp
        The complete months, in order; everything else rests on these.
    graph : Graph
        Which areas touch which.
    measures, hotspots, ranking : DataFrame
        As the tables of the same names.
    index : NeedIndex
        How need was scored, with the weights that the ranking used.
    """

    coverage: pd.DataFrame
    months: tuple[pd.Timestamp, ...]
    graph: Graph
    measures: pd.DataFrame
    hotspots: pd.DataFrame
    ranking: pd.DataFrame
    index: NeedIndex


def analyse_areas(
    areas: gpd.GeoDataFrame,
    area_months: pd.DataFrame,
    crime_types: pd.DataFrame,
    deprivation: pd.DataFrame,
    choices: AreaChoices,
) -> Findings:
    """Measure, test and rank.

    Parameters
    ----------
    areas, area_months, crime_types, deprivation : DataFrame
        As the tables of the same names; ``areas`` and ``deprivation`` are indexed by ``area_code``.
    choices : AreaChoices
        How areas are measured, tested and ranked.

    Returns
    -------
    Findings
        Complete months, neighbours, measures, hotspots and ranking.

    Raises
    ------
    InputRefused
        No month is complete, or the boundaries do not fit together.
    """
    coverage = cover_months(area_months, areas["district_code"], choices.completeness, choices.analysis)
    months = tuple(coverage.loc[coverage["complete"], "month"].drop_duplicates().sort_values())
    counted = area_months[area_months["month"].isin(months)]
    graph = build_neighbours(areas)
    measures = measure_areas(areas, counted, crime_types, deprivation, graph, months, choices)
    surfaces = build_surfaces(counted, measures, crime_types, areas["population"])
    hotspots = find_all_hotspots(surfaces, graph, counts_assessable(measures), months, choices.analysis)
    counts = measures
    if choices.need.counts == "expected":
        period = pd.DatetimeIndex(months)
        strands = lay_out_strands(area_months, crime_types, area_codes=areas.index, months=period)
        counts = expect_strands(measures, strands, period)
    index = index_in_use(counts, areas, choices.analysis.weights, choices.need)
    ranking = rank_areas(counts, areas, index=index)
    return Findings(coverage, months, graph, measures, hotspots, ranking, index)


def delineate(
    areas: gpd.GeoDataFrame,
    findings: Findings,
    chosen: CandidateChoices,
    *,
    designated: Mapping[str, Collection[str]] | None = None,
    demand_name: str = "demand",
) -> Candidates:
    """Search for the places to propose.

    Parameters
    ----------
    areas : GeoDataFrame
        As for :func:`analyse_areas`.
    findings : Findings
        What :func:`analyse_areas` returned.
    chosen : CandidateChoices
        Limits, objective, effort and names.
    designated : mapping of str to collection of str, optional
        Areas of each current designation, by its name.
    demand_name : str
        What the reasons call demand.

    Returns
    -------
    Candidates
        Places, their areas, units and options.

    Raises
    ------
    ConfigurationRefused
        A name is given to an area that the force does not have, or to two places.
    """
    unknown = sorted(set(chosen.names) - set(areas.index))
    if unknown:
        raise ConfigurationRefused(
            f"[candidates.names] names the place around {unknown[0]}, and the force has no such area",
            "Give the code of an area of the force on the left of each equals sign",
        )
    return delineate_candidates(
        findings.ranking,
        findings.measures,
        areas,
        main_hotspots(findings.hotspots),
        limits=chosen.limits(),
        proportions=chosen.proportions(),
        names=chosen.names,
        designated=designated,
        demand_name=demand_name,
        objective=chosen.objective,
        cross_units=chosen.cross_units,
        effort=chosen.effort(),
        rules=chosen.rules(),
    )


def measure_areas(
    areas: gpd.GeoDataFrame,
    area_months: pd.DataFrame,
    crime_types: pd.DataFrame,
    deprivation: pd.DataFrame,
    graph: Graph,
    months: tuple[pd.Timestamp, ...],
    choices: AreaChoices,
) -> pd.DataFrame:
    """Measure the four strands of every area as configured; ``area_months`` has complete months only.

    Parameters
    ----------
    areas : GeoDataFrame
        As for :func:`analyse_areas`.
    area_months : DataFrame
        As ``area_months``, complete months only.
    crime_types : DataFrame
        As the table of that name.
    deprivation : DataFrame
        As the table of that name, indexed by ``area_code``.
    graph : Graph
        Which areas touch which.
    months : tuple of Timestamp
        Complete months, in order.
    choices : AreaChoices
        How areas are measured.

    Returns
    -------
    DataFrame
        As the table ``area_measures``.
    """
    return measure_strands(
        area_months,
        areas,
        choose_deprivation(deprivation, choices.need.deprivation_domains, edition=choices.deprivation_edition),
        graph,
        imd_decile=deprivation["imd_decile"],
        complete_months=months,
        crime_types=crime_types,
        harm_weights=HarmWeights(choices.harm.edition, choices.harm.weights),
        leave_out=choices.harm.leave_out,
    )


def find_all_hotspots(
    surfaces: pd.DataFrame,
    graph: Graph,
    assessable: pd.Series,
    months: tuple[pd.Timestamp, ...],
    chosen: Analysis,
) -> pd.DataFrame:
    """Find hotspots of every surface, as configured.

    Parameters
    ----------
    surfaces : DataFrame
        As :func:`build_surfaces` returns them.
    graph : Graph
        Which areas touch which.
    assessable : Series
        Index ``area_code``: whose counts can be tested.
    months : tuple of Timestamp
        Complete months, in order.
    chosen : Analysis
        Draws, seed and the share of false discoveries.

    Returns
    -------
    DataFrame
        As the table ``hotspots``.
    """
    return find_hotspots(
        surfaces,
        graph,
        assessable=assessable,
        period_start=months[0],
        period_end=months[-1],
        draws=chosen.draws,
        seed=chosen.seed,
        alpha=chosen.alpha,
    )


def main_hotspots(hotspots: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of all recorded crime.

    Parameters
    ----------
    hotspots : DataFrame
        As the table of that name.

    Returns
    -------
    DataFrame
        The same columns.
    """
    return hotspots[(hotspots["measure"] == MAIN_SURFACE[0]) & (hotspots["crime_type"] == MAIN_SURFACE[1])]


def cover_months(
    area_months: pd.DataFrame, district_of_area: pd.Series, bounds: Completeness, chosen: Analysis
) -> pd.DataFrame:
    """Describe coverage by month and district, and decide which months count: complete, inside the window.

    Parameters
    ----------
    area_months : DataFrame
        As the table of that name.
    district_of_area : Series
        ``district_code`` by ``area_code``.
    bounds : Completeness
        When a month counts as complete.
    chosen : Analysis
        The first and the last month to use.

    Returns
    -------
    DataFrame
        As the table ``month_coverage``.

    Raises
    ------
    InputRefused
        No month is left.
    """
    coverage = complete_months(area_months, district_of_area, low=bounds.low, high=bounds.high)
    counts = decide_months(coverage) & _in_window(pd.DatetimeIndex(coverage["month"].unique()), chosen)
    if not counts.any():
        worst = coverage.loc[~coverage["complete"], "district_code"].value_counts()
        raise InputRefused(
            f"None of the {len(counts)} months with data is complete for the whole force"
            + (f"; district {worst.index[0]} is out of bounds in {worst.iloc[0]} of them" if len(worst) else ""),
            "Look at the files of that district, or widen [completeness] or the window in [analysis]",
        )
    return coverage.rename(columns={"expected": "expected_count", "complete": "within_bounds"}).assign(
        complete=coverage["month"].map(counts)
    )


def _in_window(months: pd.DatetimeIndex, chosen: Analysis) -> pd.Series:
    """True for the months between the first and the last that the configuration names."""
    inside = pd.Series(data=True, index=months)
    if chosen.first_month:
        inside &= months >= pd.Timestamp(chosen.first_month)
    if chosen.last_month:
        inside &= months <= pd.Timestamp(chosen.last_month)
    return inside


def build_surfaces(
    area_months: pd.DataFrame, measures: pd.DataFrame, crime_types: pd.DataFrame, population: pd.Series
) -> pd.DataFrame:
    """Build one column per surface to test: all recorded crime, other strands, each type, other measures.

    Only all recorded crime comes in the other measures: for each type they would take four times as long as all else.

    Parameters
    ----------
    area_months : DataFrame
        As the table of that name, complete months only.
    measures : DataFrame
        Index ``area_code``, as the table ``area_measures``.
    crime_types : DataFrame
        As the table of that name.
    population : Series
        Residents, index ``area_code``.

    Returns
    -------
    DataFrame
        Index ``area_code``; columns (``measure``, ``crime_type``).
    """
    recorded = crime_types.loc[crime_types["kind"] != "call", "crime_type"]
    by_type = area_months[area_months["crime_type"].isin(recorded)].pivot_table(
        index="area_code", columns="crime_type", values="incident_count", aggfunc="sum", fill_value=0
    )
    by_type = by_type.reindex(measures.index, fill_value=0)
    strands = {
        MAIN_SURFACE: measures["crime_count"],
        ("demand_rank", "All demand"): measures["demand_count"],
        ("deprivation_rank", "Deprivation"): measures["deprivation_score"],
        ("harm_rank", ALL_CRIME): measures["harm_days"],
    }
    types = {("count_rank", str(name)): by_type[name] for name in by_type}
    surfaces = pd.DataFrame({**strands, **types}).rename_axis(columns=["measure", "crime_type"])
    beside = other_measures(surfaces[[MAIN_SURFACE]], population).drop(columns=[MAIN_SURFACE])
    return surfaces.join(beside)
