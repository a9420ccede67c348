"""Hotspots: every surface of the force through the same statistic, the same null and the same correction."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geo.inference import shared_null_p_values
from geo.local_statistics import local_gi_star, local_moran
from geo.ranks import doubled_mid_ranks
from geo.significance import CANNOT_BE_ASSESSED, benjamini_hochberg, hotspot_class

if TYPE_CHECKING:
    from libpysal.graph import Graph

COLUMNS = (
    "area_code",
    "measure",
    "crime_type",
    "period_start",
    "period_end",
    "gi_star_z",
    "p_value",
    "p_value_total",
    "alternative",
    "q_value",
    "inference",
    "local_moran_i",
    "quadrant",
    "hotspot_class",
    "assessable",
)


def find_hotspots(
    surfaces: pd.DataFrame,
    graph: Graph,
    *,
    assessable: pd.Series[bool],
    period_start: date,
    period_end: date,
    draws: int,
    seed: int,
    alpha: float = 0.05,
) -> pd.DataFrame:
    """Find the areas whose surroundings are higher, or lower, than chance would place them.

    Parameters
    ----------
    surfaces : DataFrame
        Index `area_code`, columns a MultiIndex (`measure`, `crime_type`), values as they were counted; NaN where
        missing.
    graph : libpysal.graph.Graph
        Binary neighbours of all areas of the force.
    assessable : Series
        By `area_code`: False where the counts themselves cannot be trusted. Such an area takes no part and is no one's
        neighbour. An area that only lacks deprivation takes part in the surfaces where it has a value.
    period_start, period_end : date
        First and last month counted.
    draws, seed : int
        Of the shared null; see :func:`geo.inference.shared_null_p_values`.
    alpha : float
        Largest q-value that is named, at most 0.10.

    Returns
    -------
    DataFrame
        One row for each surface and area, in the order of `surfaces`: `area_code, measure, crime_type, period_start,
        period_end, gi_star_z, p_value, p_value_total` (NaN: the exact method gives it), `alternative, q_value,
        inference, local_moran_i, quadrant, hotspot_class, assessable`.

    Notes
    -----
    Each surface is ranked over the whole force (doubled mid-ranks), never within a unit, and is one family of the false
    discovery rate. What could mislead: a hotspot is a statistic about a place among its neighbours, not a decision and
    not a cause; on ranks, size is lost.
    """
    counted = assessable.reindex(surfaces.index).fillna(False).astype(bool)
    shared: dict[bytes, tuple[Graph, Graph]] = {}
    found = []
    measures, crime_types = (surfaces.columns.get_level_values(level) for level in (0, 1))
    for i, (measure, crime_type) in enumerate(zip(measures, crime_types, strict=True)):
        ranks = doubled_mid_ranks(surfaces.iloc[:, i].where(counted)).astype(float)
        key = ranks.notna().to_numpy().tobytes()
        if key not in shared:
            shared[key] = _graphs_among(graph, ranks.dropna().index)
        surface = _assess(ranks, *shared[key], draws=draws, seed=seed, alpha=alpha)
        found.append(surface.assign(measure=measure, crime_type=crime_type))
    if not found:
        return pd.DataFrame(columns=list(COLUMNS))
    hotspots = pd.concat(found).rename_axis("area_code").reset_index()
    hotspots["period_start"], hotspots["period_end"] = pd.Timestamp(period_start), pd.Timestamp(period_end)
    return hotspots.assign(alternative="two-sided", inference="simulated", p_value_total=np.nan)[list(COLUMNS)]


def _assess(
    ranks: pd.Series[float], plain: Graph, with_self: Graph, *, draws: int, seed: int, alpha: float
) -> pd.DataFrame:
    """One surface: statistic, p, q and class for every area."""
    known = ranks.dropna()
    z = local_gi_star(known, with_self).reindex(ranks.index)
    p = shared_null_p_values(known, plain, draws=draws, seed=seed).reindex(ranks.index).where(z.notna())
    q = benjamini_hochberg(p)
    classes = hotspot_class(ranks, z, q, alpha=alpha)
    moran = local_moran(known, plain).reindex(ranks.index)
    return pd.DataFrame(
        {
            "gi_star_z": z,
            "p_value": p,
            "q_value": q,
            "local_moran_i": moran["local_moran_i"],
            "quadrant": moran["quadrant"].fillna(""),
            "hotspot_class": classes,
            "assessable": classes != CANNOT_BE_ASSESSED,
        },
        index=ranks.index,
    )


def _graphs_among(graph: Graph, areas: pd.Index[str]) -> tuple[Graph, Graph]:
    """The graph among these areas, without and with each area as its own neighbour."""
    plain = graph if areas.equals(graph.unique_ids) else graph.subgraph(areas)
    return plain, plain.assign_self_weight(1.0)
