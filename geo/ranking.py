"""The composite ranking: four strands, each a place in the force, weighted and added."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

import pandas as pd

from geo.ranks import force_percentiles
from geo.refusals import ConfigurationRefused

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

STRANDS = MappingProxyType(
    {
        "crime": "crime_count",
        "demand": "demand_count",
        "deprivation": "deprivation_score",
        "harm": "harm_days",
    }
)


def rank_areas(measures: pd.DataFrame, areas: GeoDataFrame, *, weights: Mapping[str, float]) -> pd.DataFrame:
    """Rank areas by need.

    Parameters
    ----------
    measures : DataFrame
        From :func:`geo.strands.measure_strands`.
    areas : GeoDataFrame
        Index `area_code`, with `npu_code`.
    weights : mapping of str to float
        Weight of `crime`, `demand`, `deprivation` and `harm`; they sum to 1.

    Returns
    -------
    DataFrame
        The index of `measures`: `rank` (Int64, 1 is the highest need in the force; equal needs share a number),
        `rank_low` and `rank_high` (<NA> until stability is measured), `npu_rank`, `need_score` (0 to 100),
        `<strand>_score` (place in the force, 0 to 100), `<strand>_contribution` (they add up to `need_score`),
        `assessable`, `not_assessable_reason`. Missing throughout where an area is not assessable: it is not ranked
        last.

    Raises
    ------
    ConfigurationRefused
        The weights are not one for each strand, none negative, together 1.

    Notes
    -----
    Each strand is a percentile of the assessable areas of the force (mean 50), then an arithmetic mean. What could
    mislead: a percentile says how many areas stand below, not by how much; the strands overlap (harm is made of
    crimes); recorded crime depends on where people report and police look.
    """
    _check_weights(weights)
    usable = measures["assessable"]
    ranking = pd.DataFrame(index=measures.index)
    for strand, column in STRANDS.items():
        ranking[f"{strand}_score"] = force_percentiles(measures[column].where(usable).astype(float))
    for strand in STRANDS:
        ranking[f"{strand}_contribution"] = weights[strand] * ranking[f"{strand}_score"]
    ranking["need_score"] = sum(ranking[f"{strand}_contribution"] for strand in STRANDS)
    # Sums of the same contributions can differ in their last bits; such areas are equal.
    need = ranking["need_score"].round(9)
    ranking["rank"] = need.rank(ascending=False, method="min").astype("Int64")
    npu = areas["npu_code"].reindex(measures.index)
    ranking["npu_rank"] = need.groupby(npu).rank(ascending=False, method="min").astype("Int64")
    ranking["rank_low"] = ranking["rank_high"] = pd.Series(pd.NA, index=measures.index, dtype="Int64")
    ranking[["assessable", "not_assessable_reason"]] = measures[["assessable", "not_assessable_reason"]]
    return ranking[_columns()]


def _columns() -> list[str]:
    scores = [f"{strand}_score" for strand in STRANDS]
    contributions = [f"{strand}_contribution" for strand in STRANDS]
    places = ["rank", "rank_low", "rank_high", "npu_rank", "need_score"]
    return [*places, *scores, *contributions, "assessable", "not_assessable_reason"]


def _check_weights(weights: Mapping[str, float]) -> None:
    fits = set(weights) == set(STRANDS) and all(weight >= 0 for weight in weights.values())
    if not fits or abs(sum(weights.values()) - 1.0) > 1e-6:
        raise ConfigurationRefused(
            f"The strand weights are {dict(weights)}",
            f"Give one for each of {', '.join(STRANDS)}, none negative, together 1",
        )
