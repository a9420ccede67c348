"""Gather one record for each candidate: support, cautions, what to expect, and the source of each number."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from geo.candidates.evidence import (
    LATEST_YEAR,
    Statement,
    YearChange,
    lay_out_statements,
    state_cautions,
    state_differences,
    state_expectation,
    state_level,
    state_next_ranks,
    state_numbers,
    state_people,
    state_sources,
)
from geo.evaluation.null_spread import NullSpread
from geo.evaluation.small_force import count_steps, estimate_drift
from geo.evaluation.spread_table import pack_sizes, spread_of
from geo.exceptions import InputRefused
from geo.hotspots.significance import HOTSPOT_CLASSES
from geo.trends.expectation import LEAST_MONTHS, Expectation, expect_next_year
from geo.trends.year_on_year import calendar_year, match_years
from queries.store.about import month_words
from service.build.analysis import ALL_CRIME, MAIN_SURFACE
from service.build.extra_tables import Places
from service.build.need_inputs import NeedInputs
from service.build.rank_context import Need


def gather_evidence(
    need: Need,
    candidate_areas: pd.DataFrame,
    places: Places,
    levels: pd.DataFrame | None = None,
    next_ranks: pd.DataFrame | None = None,
) -> dict[str, pd.DataFrame]:
    """Build the table ``candidate_evidence``.

    Parameters
    ----------
    need : Need
        What is known about need.
    candidate_areas : DataFrame
        As the table of that name.
    places : Places
        Where incidents lie; empty for a force with counts only.
    levels : DataFrame, optional
        As the table ``candidate_levels``.
    next_ranks : DataFrame, optional
        As the table of that name.
    """
    inputs = need.inputs
    if candidate_areas.empty:
        return {}
    facts = _facts(need)
    if next_ranks is not None:
        facts = facts.join(next_ranks.set_index("area_code")[["rank_low_next", "rank_high_next"]])
    years = _two_years(inputs)
    phi = inputs.noise.dispersion["crime"]
    last_year, snapped = _last_year(inputs), _count_snapped(places)
    expectation = _expectation(inputs, phi)
    nulls = _null_spreads(need, candidate_areas, phi)
    level_of = {} if levels is None else {str(row["candidate_id"]): row for row in levels.to_dict("records")}
    names = inputs.reference.npus["npu_name"]
    said = {}
    for candidate, rows in candidate_areas.groupby("candidate_id", sort=True):
        inside = facts.loc[facts.index.isin(rows["area_code"])]
        npu = str(inside["npu_code"].iloc[0])
        unit = facts[facts["npu_code"] == npu]
        said[str(candidate)] = [
            *state_numbers(inside, demand_words=_demand_words(inputs)),
            *state_level(level_of.get(str(candidate))),
            *state_next_ranks(inside),
            *state_expectation(
                inside.index, expectation, last_year, nulls.get(len(inside)), year_words=_year_words(inputs)
            ),
            *state_differences(
                inside,
                unit,
                list(inputs.strands.by_type),
                str(names.get(npu, npu)),
                demand_name=inputs.choices.demand.name.lower(),
            ),
            *state_cautions(
                inside,
                snapped=_share_snapped(snapped, inside.index),
                change=_year_change(inputs, years, inside.index),
                dispersion=phi,
                null=nulls.get(len(inside)),
            ),
            *_people(inputs, inside.index, unit.index, str(names.get(npu, npu))),
            *state_sources(str(candidate)),
        ]
    return {"candidate_evidence": lay_out_statements(said)}


def _null_spreads(need: Need, candidate_areas: pd.DataFrame, dispersion: float) -> dict[int, NullSpread]:
    """How far places of each candidate's size moved between the last two years; empty where two cannot be compared."""
    monthly, graph = need.inputs.strands.monthly("crime"), need.findings.graph
    steps = count_steps(graph)
    try:
        windows = match_years(pd.DatetimeIndex(monthly.columns))
    except InputRefused:
        return {}
    before, after = (monthly[list(months)].sum(axis=1) for months in windows)
    drift = estimate_drift(before, after, steps, dispersion=dispersion)
    packed = pack_sizes(graph, sizes=sorted({int(n) for n in candidate_areas.groupby("candidate_id").size()}))
    return {size: spread_of(places, before, after, drift, steps) for size, places in packed.items() if len(places)}


def _facts(need: Need) -> pd.DataFrame:
    """Everything about each area that a statement may need."""
    inputs, findings = need.inputs, need.findings
    areas = inputs.reference.areas
    facts = pd.DataFrame(areas[["npu_code", "population", "hectares"]])
    facts = facts.join(findings.ranking.drop(columns=["deprivation_score", "assessable", "not_assessable_reason"]))
    measured = ["crime_count", "demand_count", "harm_days", "deprivation_score", "small_population"]
    facts = facts.join(findings.measures[measured])
    facts = facts.join(pd.DataFrame({name: table.sum(axis=1) for name, table in inputs.strands.by_type.items()}))
    hotspots = findings.hotspots
    is_main = (hotspots["measure"] == MAIN_SURFACE[0]) & (hotspots["crime_type"] == MAIN_SURFACE[1])
    hot = hotspots.loc[is_main & hotspots["hotspot_class"].isin(HOTSPOT_CLASSES), "area_code"]
    facts["hotspot"] = facts.index.isin(hot)
    types, compared = need.tables.get("area_type_members"), need.tables.get("similar_comparison")
    if types is not None and len(types):
        named = need.tables["area_types"].set_index("type_number")["type_name"]
        facts["type_name"] = types.set_index("area_code")["type_number"].map(named)
    if compared is not None and len(compared):
        crime = compared[compared["measure"] == "crime"]
        facts["stands_above"] = crime.set_index("area_code")["stands_above"]
    return facts


def _expectation(inputs: NeedInputs, phi: float) -> Expectation | None:
    """What next year brings without action; None where there are too few months."""
    if len(inputs.strands.months) < LEAST_MONTHS:
        return None
    return expect_next_year(inputs.strands.monthly("crime"), inputs.reference.areas["team_code"], dispersion=phi)


def _two_years(inputs: NeedInputs) -> tuple[pd.DataFrame, pd.DataFrame] | None:
    """Recorded crime by area and month in the year before and in the last year, on the same calendar months."""
    crime = inputs.strands.monthly("crime")
    try:
        before, after = match_years(pd.DatetimeIndex(inputs.strands.months))
    except InputRefused:
        return None
    return crime[before], crime[after]


def _year_change(
    inputs: NeedInputs, years: tuple[pd.DataFrame, pd.DataFrame] | None, inside: pd.Index
) -> YearChange | None:
    if years is None:
        return None
    before, after = years
    why_not = inputs.located.why_not(ALL_CRIME, inputs.reference.areas.loc[inside])
    force = inputs.located.of_force(ALL_CRIME)
    counted = "total" if why_not else "located"
    months = [pd.DatetimeIndex(year.columns) for year in years]
    spans = [f"{month_words(span[0])} to {month_words(span[-1])}" for span in months]
    return YearChange(
        before=float(before.loc[inside].to_numpy().sum()),
        after=float(after.loc[inside].to_numpy().sum()),
        force_before=float(force[f"before_{counted}"]),
        force_after=float(force[f"after_{counted}"]),
        month_count=after.shape[1],
        before_words=spans[0],
        after_words=spans[1],
        not_comparable=why_not,
    )


def _last_year(inputs: NeedInputs) -> pd.Series | None:
    """Recorded crime of each area in its latest year, every calendar month once."""
    year = calendar_year(pd.DatetimeIndex(inputs.strands.months))
    return None if year is None else inputs.strands.monthly("crime")[year].sum(axis=1)


def _year_words(inputs: NeedInputs) -> str:
    """What that year is called: its months where they do not follow each other."""
    year = calendar_year(pd.DatetimeIndex(inputs.strands.months))
    if year is None or year[-1] < year[0] + pd.DateOffset(years=1):
        return LATEST_YEAR
    return f"the latest complete January to December (between {month_words(year[0])} and {month_words(year[-1])})"


def _count_snapped(places: Places) -> pd.DataFrame | None:
    """Recorded crime by area, and how much of it lies on points that represent a building or a list."""
    if places.points.empty:
        return None
    points = places.points.merge(places.flags, on=["easting_m", "northing_m"])
    flagged = points["incident_count"].where(points["snap_point"], 0)
    return points.assign(snapped=flagged).groupby("area_code")[["incident_count", "snapped"]].sum()


def _share_snapped(point_counts: pd.DataFrame | None, area_codes: pd.Index) -> float | None:
    if point_counts is None:
        return None
    total = point_counts.reindex(area_codes).sum()
    return float(total["snapped"] / total["incident_count"]) if total["incident_count"] > 0 else 0.0


def _people(inputs: NeedInputs, inside: pd.Index, unit: pd.Index, npu_name: str) -> Iterator[Statement]:
    profile = inputs.reference.optional.profile
    if profile is not None:
        yield from state_people(profile.loc[inside], profile.loc[unit], npu_name)


def _demand_words(inputs: NeedInputs) -> str:
    """What the demand of a place counts, after its number."""
    words = inputs.choices.demand
    return "of demand, weighted" if words.name == "Demand" else words.unit
