"""Rank areas by need: four strands, each a place in the force, weighted and added."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from geo.measures.ranks import force_percentiles
from geo.need.need_index import DENOMINATORS, STRANDS, NeedIndex, aggregate, normalise, strand_values

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

__all__ = ["STRANDS", "order_areas", "rank_areas"]


def rank_areas(measures: pd.DataFrame, areas: GeoDataFrame, *, index: NeedIndex) -> pd.DataFrame:
    """Rank areas by need.

    Parameters
    ----------
    measures : DataFrame
        From :func:`geo.measures.strands.measure_strands`.
    areas : GeoDataFrame
        Index `area_code`, with `npu_code` and the denominator that `index` asks for.
    index : NeedIndex
        Weights, normalisation, aggregation, counts or rates.

    Returns
    -------
    DataFrame
        The index of `measures`: `rank` (Int64, 1 is the highest need in the force; equal needs share a number),
        `npu_rank`, `need_score`, `<strand>_score` (place in the force, 0 to 100, whatever the normalisation),
        `<strand>_contribution` (they add up to `need_score`, or to its natural logarithm where the mean is geometric),
        `assessable`, `not_assessable_reason`. Missing throughout where an area is not assessable: it is not ranked
        last.

    Notes
    -----
    By default each strand is a percentile of the assessable areas of the force (mean 50), then an arithmetic mean, 0 to
    100. What could mislead: a percentile says how many areas are below, not by how much; the strands overlap (harm is
    made of crimes); recorded crime depends on where people report and police look.
    """
    values = strand_values(measures, areas, index)
    reasons = measures["not_assessable_reason"].mask(
        measures["assessable"] & values.isna().any(axis=1), f"no {DENOMINATORS[index.per]} to divide by"
    )
    values = values.where(measures["assessable"])
    usable = values.notna().all(axis=1)
    values = values.where(usable)
    ranking = pd.DataFrame({f"{strand}_score": force_percentiles(values[strand]) for strand in STRANDS})
    scores = pd.DataFrame({strand: normalise(values[strand], index.normalisation) for strand in STRANDS})
    ranking["need_score"], contributions = aggregate(scores, index)
    ranking[[f"{strand}_contribution" for strand in STRANDS]] = contributions[list(STRANDS)]
    ranking["rank"] = order_areas(ranking["need_score"])
    npu = areas["npu_code"].reindex(measures.index)
    rounded = ranking["need_score"].round(9)
    ranking["npu_rank"] = rounded.groupby(npu).rank(ascending=False, method="min").astype("Int64")
    return ranking.assign(assessable=usable, not_assessable_reason=reasons)[_columns()]


def order_areas(need: pd.Series[float]) -> pd.Series[int]:
    """Return ranks of need scores: 1 is the highest, equal needs share a number, <NA> if there is no score.

    Sums of the same contributions can differ in their last bits; such areas are equal.
    """
    return need.round(9).rank(ascending=False, method="min").astype("Int64")


def _columns() -> list[str]:
    scores = [f"{strand}_score" for strand in STRANDS]
    contributions = [f"{strand}_contribution" for strand in STRANDS]
    places = ["rank", "npu_rank", "need_score"]
    return [*places, *scores, *contributions, "assessable", "not_assessable_reason"]
