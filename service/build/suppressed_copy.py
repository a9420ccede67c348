"""Make a copy for others: small counts suppressed in one place, and everything else computed again from the rest.

Of the full counts only these reach a copy: the counts that :mod:`geo.measures.suppression` lets through, the order of
areas, the areas of each place, and which months and areas could be used. Scores, rates, harm, shares, hotspots and
reasons are computed from the published counts, so none of them can tell more than those do.
"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from geo.candidates.delineate import UNIT_COLUMNS, Candidates
from geo.candidates.summary import Grown, describe_candidates
from geo.measures.strands import counts_assessable, measure_rates
from geo.measures.suppression import SharedCounts, fill_counts, suppress_counts
from geo.need.ranking import rank_areas
from service.build.analysis import (
    MAIN_SURFACE,
    Findings,
    build_surfaces,
    find_all_hotspots,
    main_hotspots,
    measure_areas,
)
from service.build.analysis.statistics_options import index_in_use
from service.build.reference_data import Reference
from service.build.results import Results
from service.settings.choices import AreaChoices

ORDER = ("rank", "npu_rank", "assessable", "not_assessable_reason")
LEAST_SHOWN_SHARE = 0.5  # hotspots of a type rest on counts shown, not on likely ones


def suppress_results(
    reference: Reference,
    crime_types: pd.DataFrame,
    full: Results,
    choices: AreaChoices,
    *,
    least_count: int,
    demand_name: str,
) -> Results:
    """Suppress small counts, and compute everything else again from what is published.

    Parameters
    ----------
    reference : Reference
        Areas, units and deprivation.
    crime_types : DataFrame
        As the table of that name.
    full : Results
        What the full counts gave.
    choices : AreaChoices
        How areas are measured, tested and ranked.
    least_count : int
        Smallest count that is published.
    demand_name : str
        What the places call demand.

    Returns
    -------
    Results
        Findings from the published counts, NaN where a count is suppressed; the same places, described by the published
        counts; ``area_months`` with one row an area and crime type for the whole period, put to its first month, since
        months are not published; the table ``shared_counts``.
    """
    areas, findings, months = reference.areas, full.findings, full.findings.months
    recorded, published = _publish(full.area_months, crime_types, findings, areas.index, least_count=least_count)
    likely = _in_first_month(fill_counts(published, recorded), months)
    measures = _measure(reference, likely, crime_types, published, findings, choices)
    surfaces = build_surfaces(likely, measures, crime_types, areas["population"])
    shown_share = published.cells.notna().mean()
    sparse = list(shown_share.index[shown_share < LEAST_SHOWN_SHARE])
    tested = surfaces.loc[:, ~surfaces.columns.get_level_values("crime_type").isin(sparse)]
    hotspots = find_all_hotspots(tested, findings.graph, counts_assessable(measures), months, choices.analysis)
    index = index_in_use(measures, areas, choices.analysis.weights, choices.need)
    ranking = rank_areas(measures, areas, index=index).assign(**findings.ranking[list(ORDER)])
    described = _describe(
        full.candidates,
        ranking,
        measures,
        reference,
        hotspots,
        least_count=least_count,
        demand_name=demand_name,
    )
    shown = _suppress_measures(measures, published, crime_types)
    coverage = findings.coverage.drop(columns=["incident_count", "expected_count"])
    return Results(
        _in_first_month(published.cells, months),
        replace(findings, coverage=coverage, measures=shown, hotspots=hotspots, ranking=ranking, index=index),
        described,
        {"shared_counts": _table(published)},
    )


def _publish(
    area_months: pd.DataFrame,
    crime_types: pd.DataFrame,
    findings: Findings,
    codes: pd.Index,
    *,
    least_count: int,
) -> tuple[list[str], SharedCounts]:
    """The types that make up recorded crime, and the counts of the complete months as they may be published."""
    counted = area_months[area_months["month"].isin(findings.months)]
    counts = counted.pivot_table(
        index="area_code", columns="crime_type", values="incident_count", aggfunc="sum", fill_value=0
    ).reindex(codes, fill_value=0)
    crimes = set(crime_types.loc[crime_types["kind"] == "crime", "crime_type"])
    recorded = [str(name) for name in counts if name in crimes]
    return recorded, suppress_counts(counts, recorded, least_count=least_count)


def _in_first_month(counts: pd.DataFrame, months: tuple[pd.Timestamp, ...]) -> pd.DataFrame:
    """Counts as ``area_months`` has them."""
    return _as_rows(counts).assign(month=months[0])


def _as_rows(counts: pd.DataFrame) -> pd.DataFrame:
    """One row an area and crime type."""
    table = counts.rename_axis(index="area_code").reset_index()
    return table.melt(id_vars="area_code", var_name="crime_type", value_name="incident_count")


def _measure(
    reference: Reference,
    likely: pd.DataFrame,
    crime_types: pd.DataFrame,
    published: SharedCounts,
    findings: Findings,
    choices: AreaChoices,
) -> pd.DataFrame:
    """The strands from the published counts; which areas can be assessed was seen in the full ones."""
    measures = measure_areas(
        reference.areas, likely, crime_types, reference.deprivation, findings.graph, findings.months, choices
    )
    totals = published.totals.fillna(published.least_count / 2).round().astype("int64")
    whole = measures[["demand_count", "harm_days"]].round()
    measures = measures.assign(crime_count=totals, **whole)
    measures = measures.assign(**measure_rates(measures, reference.areas["population"]))
    return measures.assign(**findings.measures[["assessable", "not_assessable_reason"]])


def _describe(
    found: Candidates,
    ranking: pd.DataFrame,
    measures: pd.DataFrame,
    reference: Reference,
    hotspots: pd.DataFrame,
    *,
    least_count: int,
    demand_name: str,
) -> Candidates:
    """The same places, described by the published counts; their values would reveal the full ones."""
    members = found.candidate_areas.groupby("candidate_id")["area_code"].agg(tuple)
    firsts = found.candidate_areas.groupby("candidate_id")["area_code"].first()[found.candidates["candidate_id"]]
    only = found.candidate_areas["connects_only"]
    connecting = found.candidate_areas[only].groupby("candidate_id")["area_code"].agg(tuple)
    grown = [
        Grown(
            npu_code=place["npu_code"],
            area_codes=members[place["candidate_id"]],
            connecting=connecting.get(place["candidate_id"], ()),
            cap_reached=place["cap_reached"],
            objective_value=float("nan"),
            best_bound=float("nan"),
            gap=round(place["gap"], 2),
            proven=place["proven"],
            open_perimeters=place["open_perimeters"],
        )
        for place in found.candidates.to_dict("records")
    ]
    candidates, areas = describe_candidates(
        grown,
        ranking,
        measures,
        reference.areas,
        main_hotspots(hotspots),
        names=dict(zip(firsts.to_list(), found.candidates["candidate_name"].to_list(), strict=True)),
        demand_name=demand_name,
    )
    counted = ["crime_count", "demand_count", "harm_days", "crime_share", "harm_share"]
    counted += ["crime_times_force", "demand_times_force", "harm_times_force"]
    candidates[counted] = candidates[counted].where(candidates["crime_count"] >= least_count)
    units = found.candidate_units.reindex(columns=list(UNIT_COLUMNS))
    units = units.assign(objective_value=float("nan"), best_bound=float("nan"), greedy_value=float("nan"))
    units["gap"] = units["gap"].round(2)
    empty = {name: frame.iloc[:0] for name, frame in vars(found.options).items()}
    return Candidates(candidates, areas, units, replace(found.options, **empty))


def _suppress_measures(measures: pd.DataFrame, published: SharedCounts, crime_types: pd.DataFrame) -> pd.DataFrame:
    """Blank where the count behind a number is suppressed."""
    weights = crime_types.set_index("crime_type")["demand_weight"]
    demand = [str(name) for name in published.cells if weights[str(name)] > 0]
    no_crime, no_demand = published.totals.isna(), published.cells[demand].isna().all(axis=1)
    blank = {
        str(column): measures[column].astype(float).mask(no_demand if str(column).startswith("demand_") else no_crime)
        for column in measures
        if str(column).startswith(("crime_", "harm_", "demand_"))
    }
    return measures.assign(**blank)


def _table(published: SharedCounts) -> pd.DataFrame:
    """The published counts as rows, all recorded crime among them."""
    rows = _as_rows(published.cells.assign(**{MAIN_SURFACE[1]: published.totals}))
    counts = rows["incident_count"]
    return rows.assign(suppressed=counts.isna(), incident_count=counts.astype("Int64"))
