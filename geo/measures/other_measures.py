"""Measure the same counts in other ways, and say whether a finding holds on all of them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from geo.measures.rates import empirical_bayes_rate

DEFAULT_MEASURE = "count_rank"
OTHER_MEASURES = ("count", "log_count", "eb_rate_rank")
HOLDS_ON_ALL = "holds on all"
HOLDS_ON_SOME = "holds on some"


def other_measures(surfaces: pd.DataFrame, population: pd.Series[float]) -> pd.DataFrame:
    """Add the measures that are shown beside the rank of the count.

    Parameters
    ----------
    surfaces : DataFrame
        Index `area_code`, columns a MultiIndex (`measure`, `crime_type`), as
        :func:`geo.hotspots.find_hotspots.find_hotspots` takes.
    population : Series
        Usual residents by `area_code`; NaN where unknown.

    Returns
    -------
    DataFrame
        `surfaces`, and for every surface of 'count_rank' three more of the same crime type: 'count' as counted,
        'log_count' as log(1 + count), and 'eb_rate_rank' as the empirical-Bayes rate per resident, still to be ranked.

    Notes
    -----
    The choice of measure moves more areas in and out than the choice of method, so it is shown rather than hidden. What
    could mislead: raw counts are ruled by the city centre, and residents are the wrong denominator for places that
    people visit, so 'holds on all' is a hard test that a good candidate may fail.
    """
    added = {}
    by_default = surfaces.loc[:, surfaces.columns.get_level_values("measure") == DEFAULT_MEASURE]
    for crime_type in by_default.columns.get_level_values("crime_type"):
        counts = surfaces[DEFAULT_MEASURE, crime_type].astype(float)
        added["count", crime_type] = counts
        added["log_count", crime_type] = pd.Series(np.log1p(counts.to_numpy()), index=counts.index)
        added["eb_rate_rank", crime_type] = empirical_bayes_rate(counts, population.reindex(counts.index))
    if not added:
        return surfaces.copy()
    beside = pd.DataFrame(added).rename_axis(columns=["measure", "crime_type"])
    return surfaces.join(beside)


def holds_on(hotspots: pd.DataFrame) -> pd.Series[str]:
    """Say whether an area is a hotspot, or a coldspot, on all measures of its crime type or on some.

    Parameters
    ----------
    hotspots : DataFrame
        `area_code, measure, crime_type, hotspot_class`; several measures of a crime type.

    Returns
    -------
    Series
        The index of `hotspots`: 'holds on all' where every one of 'count_rank', 'count', 'log_count' and 'eb_rate_rank'
        on which the area can be assessed, at least two, names it in the same direction; 'holds on some' where at least
        one names it; '' where none does, for other measures, and where only one measure is at hand. 'undecided' names
        nothing.
    """
    result = pd.Series("", index=hotspots.index, dtype="str", name="holds_on")
    family = hotspots[hotspots["measure"].isin([DEFAULT_MEASURE, *OTHER_MEASURES])]
    measured = family.groupby("crime_type")["measure"].nunique()
    family = family[family["crime_type"].isin(measured.index[measured > 1])]
    if family.empty:
        return result
    family = family[family["hotspot_class"] != "cannot be assessed"]
    place = [family["area_code"], family["crime_type"]]
    measures = family.groupby(place)["measure"].transform("size")
    for direction in ("hotspot", "coldspot"):
        named = family["hotspot_class"].str.startswith(direction)
        times = named.groupby(place).transform("sum")
        found = (times > 0) & (measures > 1)
        result[found.index[found & (times == measures)]] = HOLDS_ON_ALL
        result[found.index[found & (times < measures)]] = HOLDS_ON_SOME
    return result
