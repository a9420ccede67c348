"""The four strands of need per area: crime, demand, deprivation and harm."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from geo.exceptions import InputRefused
from geo.measures.harm import POLICE_GENERATED, HarmWeights, harm_days
from geo.measures.rates import empirical_bayes_rate, flag_small_populations, rate_per_1000
from geo.thresholds import THRESHOLDS

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from libpysal.graph import Graph

NO_INCIDENT_REASON = "no incident of any type, though its neighbours have more than most areas: records may be missing"
NO_DEPRIVATION_REASON = "no deprivation score"


def measure_strands(
    area_months: pd.DataFrame,
    areas: GeoDataFrame,
    deprivation_score: pd.Series[float],
    graph: Graph,
    *,
    imd_decile: pd.Series[float],
    complete_months: Collection[pd.Timestamp],
    crime_types: pd.DataFrame,
    harm_weights: HarmWeights,
    leave_out: Collection[str] = POLICE_GENERATED,
) -> pd.DataFrame:
    """Measure crime, demand, deprivation and harm in every area over the complete months.

    Parameters
    ----------
    area_months : DataFrame
        `area_code, month, crime_type, incident_count`, only non-zero rows.
    areas : GeoDataFrame
        Index `area_code`, with `population`.
    deprivation_score : Series
        By `area_code`, higher is more deprived; see :func:`geo.measures.deprivation.deprivation_without_crime`.
    graph : libpysal.graph.Graph
        Neighbours of all areas, to tell a quiet area from one whose records are missing.
    imd_decile : Series
        By `area_code`: decile in England of the whole index, 1 is the most deprived; carried along for the reader.
    complete_months : collection of Timestamp
        Months that count; see :func:`geo.measures.completeness.decide_months`.
    crime_types : DataFrame
        `crime_type, kind, demand_weight`; kind is 'crime', 'anti-social behaviour' or 'call'.
    harm_weights : HarmWeights
        Days per record.
    leave_out : collection of str
        Crime types without harm, because police find them.

    Returns
    -------
    DataFrame
        Index `area_code` in the order of `areas`: `crime_count` (int), `demand_count`, `harm_days`,
        `deprivation_score`, `crime_rate_per_1000`, `demand_rate_per_1000`, `harm_days_per_1000`,
        `crime_rate_eb_per_1000`, `demand_rate_eb_per_1000` (residents, over the complete months together),
        `imd_decile`, `small_population`, `assessable`, `not_assessable_reason`. Areas outside `areas` are left out.

    Raises
    ------
    InputRefused
        A crime type has no row in `crime_types`.

    Notes
    -----
    Crime leaves out anti-social behaviour; demand is anti-social behaviour and graded calls, by weight. Counted tables
    have non-zero rows only, so in a complete month an area without rows has none. What could mislead: an area in which
    nothing at all was recorded for six months, beside busy neighbours, is more likely missing than quiet; it cannot be
    assessed.
    """
    kinds = crime_types.set_index("crime_type")
    _refuse_unknown(area_months, kinds.index)
    counted = area_months[area_months["month"].isin(list(complete_months))]
    measures = pd.DataFrame(index=areas.index)
    measures["crime_count"] = _sum_by_area(counted, (kinds["kind"] == "crime").astype(int), areas.index).astype("int64")
    measures["demand_count"] = _sum_by_area(counted, _demand_weights(kinds), areas.index)
    measures["harm_days"] = harm_days(counted, harm_weights, leave_out=leave_out).reindex(areas.index, fill_value=0.0)
    measures["deprivation_score"] = deprivation_score.reindex(areas.index).astype(float)
    measures["imd_decile"] = imd_decile.reindex(areas.index).astype(float)
    measures = measures.join(measure_rates(measures, areas["population"]))
    everything = _sum_by_area(counted, pd.Series(1, index=kinds.index), areas.index)
    reasons = _reasons(measures, everything, graph, month_count=len(set(complete_months)))
    return measures.assign(assessable=reasons == "", not_assessable_reason=reasons)


def counts_assessable(measures: pd.DataFrame) -> pd.Series[bool]:
    """Return whether an area's counts can be used for hotspots; its deprivation may be missing all the same.

    Parameters
    ----------
    measures : DataFrame
        As :func:`measure_strands` returns it.

    Returns
    -------
    Series of bool
        Index `area_code`; False where no incidents of the area are known.
    """
    return measures["not_assessable_reason"] != NO_INCIDENT_REASON


def _refuse_unknown(area_months: pd.DataFrame, known: pd.Index[str]) -> None:
    unknown = sorted(set(area_months["crime_type"].unique()) - set(known))
    if unknown:
        raise InputRefused(
            f"The crime types {', '.join(repr(name) for name in unknown)} are not known",
            "Use the police.uk names, or 'Call for service P1' to 'P9'",
        )


def _sum_by_area(area_months: pd.DataFrame, weights: pd.Series[Any], areas: pd.Index[str]) -> pd.Series[float]:
    """Sum the weighted rows of each area; in a complete month an area without rows has zero."""
    weighted = area_months["incident_count"] * area_months["crime_type"].map(weights).astype(float)
    return weighted.groupby(area_months["area_code"]).sum().reindex(areas, fill_value=0.0)


def _demand_weights(kinds: pd.DataFrame) -> pd.Series[float]:
    return kinds["demand_weight"].where(kinds["kind"] != "crime", 0.0).astype(float)


def measure_rates(measures: pd.DataFrame, population: pd.Series[float]) -> pd.DataFrame:
    """Compute rates per 1,000 residents of the counts in `measures`, and flag areas with too few residents.

    Parameters
    ----------
    measures : DataFrame
        Index `area_code`; `crime_count`, `demand_count`, `harm_days` over the period.
    population : Series of float
        Residents, same index.

    Returns
    -------
    DataFrame
        Rates per 1,000 residents over the period, NaN without residents, and `small_population`.
    """
    return pd.DataFrame(
        {
            "crime_rate_per_1000": rate_per_1000(measures["crime_count"], population),
            "demand_rate_per_1000": rate_per_1000(measures["demand_count"], population),
            "harm_days_per_1000": rate_per_1000(measures["harm_days"], population),
            "crime_rate_eb_per_1000": 1000.0 * empirical_bayes_rate(measures["crime_count"], population),
            "demand_rate_eb_per_1000": 1000.0 * empirical_bayes_rate(measures["demand_count"], population),
            "small_population": flag_small_populations(population),
        }
    )


def _reasons(measures: pd.DataFrame, everything: pd.Series[float], graph: Graph, *, month_count: int) -> pd.Series[str]:
    """Say why an area cannot be assessed, '' if it can; missing records are named before missing deprivation."""
    reasons = pd.Series("", index=measures.index, dtype="str")
    reasons = reasons.mask(measures["deprivation_score"].isna(), NO_DEPRIVATION_REASON)
    if month_count < THRESHOLDS.silent_months:
        return reasons
    around = pd.Series(np.nan, index=measures.index)
    for code in everything.index[everything == 0]:
        around[code] = everything.reindex(graph[code].index).median()
    return reasons.mask(around > everything.median(), NO_INCIDENT_REASON)
