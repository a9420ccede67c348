"""Measure how concentrated counts are, and compare them with residents."""

from __future__ import annotations

import pandas as pd

from geo.areas.neighbour_positions import neighbour_rows
from geo.exceptions import InputRefused
from geo.hotspots.rate_nulls import constant_risk_p_values, standardise_rates
from geo.measures.concentration import decile_ratio, describe_each_concentration
from geo.measures.strands import counts_assessable
from service.build.analysis import MAIN_SURFACE, Findings
from service.build.extra_tables.surfaces import WHOLE_FORCE, Surfaces, each_unit

NEED = "deprivation_score"


def measure_concentration(areas: pd.DataFrame, surfaces: Surfaces, findings: Findings) -> pd.DataFrame:
    """Measure the force and each unit; tenths by deprivation for the force, and crime of each unit."""
    need = findings.measures[NEED]
    totals = pd.DataFrame({surface: monthly.sum(axis=1) for surface, monthly in surfaces.monthly.items()})
    names = pd.MultiIndex.from_tuples(surfaces.monthly, names=["measure", "crime_type"]).to_frame(index=False)
    found = []
    for unit, codes in each_unit(areas):
        asked = list(surfaces.monthly) if unit == WHOLE_FORCE else [MAIN_SURFACE]
        tenths = [_tenths(totals[one].loc[codes], need[codes], surfaces.widening(one)) for one in asked]
        rows = describe_each_concentration(totals.loc[codes]).join(names)
        rows = rows.join(pd.concat(tenths, keys=range(len(tenths))).droplevel(1))
        found.append(rows.assign(npu_code=unit))
    return pd.concat(found, ignore_index=True).assign(place_kind="area", need_measure=NEED)


def _tenths(counts: pd.Series, need: pd.Series, dispersion: float | None) -> pd.DataFrame:
    """The ratio of the tenths; nothing where there are too few areas or incidents for it."""
    if dispersion is None:
        return pd.DataFrame(index=[0])
    try:
        return decile_ratio(counts, need, dispersion=dispersion)
    except InputRefused:
        return pd.DataFrame(index=[0])


def compare_with_residents(areas: pd.DataFrame, surfaces: Surfaces, findings: Findings) -> pd.DataFrame:
    """Compare each area's count with its residents: context beside the hotspots, never a class."""
    counted = counts_assessable(findings.measures)
    population = areas["population"]
    rows = neighbour_rows(areas.index[counted & (population > 0)], findings.graph)
    found, left_out = [], []
    for (measure, crime_type), monthly in surfaces.monthly.items():
        if measure != MAIN_SURFACE[0]:
            continue
        counts = monthly.sum(axis=1).where(counted)
        phi = surfaces.widening((measure, crime_type))
        if phi is None:
            left_out.append(crime_type)
            continue
        context = constant_risk_p_values(counts, population, findings.graph, dispersion=phi, rows=rows)
        context = context.assign(
            eb_standardised_rate=standardise_rates(counts, population), incident_count=counts, population=population
        )
        found.append(context.assign(crime_type=crime_type, dispersion=phi).reset_index())
    surfaces.note(
        "rate_context", "Context, never a class: risk per resident is never equal, and residents are not who is about"
    )
    if left_out:
        surfaces.note("rate_context", f"Too few incidents to say how counts vary: {', '.join(left_out)}")
    return pd.concat(found, ignore_index=True).assign(alternative="two-sided") if found else pd.DataFrame()
