"""Find hotspots: every surface uses the same statistic, the same null and the same correction."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geo.areas.neighbour_positions import NeighbourRows, neighbour_rows
from geo.hotspots.inference import Method, infer_p_values
from geo.hotspots.local_statistics import gi_star_of_rows, moran_of_rows
from geo.hotspots.significance import CANNOT_BE_ASSESSED, UNDECIDED, hotspot_class
from geo.measures.other_measures import holds_on
from geo.measures.ranks import rank_levels

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
    "uncorrected_class",
    "holds_on",
    "rank_levels",
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
    method: Method = "choose",
) -> pd.DataFrame:
    """Find the areas whose surroundings are higher, or lower, than chance would place them.

    Parameters
    ----------
    surfaces : DataFrame
        Index `area_code`, columns a MultiIndex (`measure`, `crime_type`); NaN where missing. A measure whose name ends
        in '_rank' has values as they were counted and is ranked here; any other is taken as it is.
    graph : libpysal.graph.Graph
        Binary neighbours of all areas of the force.
    assessable : Series
        By `area_code`: False where the counts themselves cannot be trusted. Such an area takes no part and is no one's
        neighbour. An area that only lacks deprivation takes part in the surfaces where it has a value.
    period_start, period_end : date
        First and last month counted.
    draws, seed : int
        Used only where p-values have to be simulated; see :func:`geo.hotspots.inference.infer_p_values`.
    alpha : float
        Largest q-value that is named, at most 0.10.
    method : {'choose', 'exact', 'bracketed', 'simulated'}
        How p-values are found; 'choose' is exact for every ranked measure.

    Returns
    -------
    DataFrame
        One row for each surface and area, in the order of `surfaces`: `area_code, measure, crime_type, period_start,
        period_end, gi_star_z, p_value, p_value_total` (of a set that contains the area itself; NaN where simulated),
        `alternative, q_value, inference, local_moran_i, quadrant, hotspot_class, assessable, uncorrected_class` (the
        class that `p_value` would give if one question had been asked; for comparison only), `holds_on` (see
        :func:`geo.measures.other_measures.holds_on`) and `rank_levels` (of coarsened ranks; 0 where values are in
        full).

    Notes
    -----
    Each surface is ranked over the whole force (doubled mid-ranks), never within a unit, and is one family of the false
    discovery rate. What could mislead: a hotspot is a statistic about a place among its neighbours, not a decision and
    not a cause; on ranks, size is lost.
    """
    counted = assessable.reindex(surfaces.index).fillna(False).astype(bool)
    shared: dict[bytes, NeighbourRows] = {}
    found = []
    measures, crime_types = (surfaces.columns.get_level_values(level) for level in (0, 1))
    for i, (measure, crime_type) in enumerate(zip(measures, crime_types, strict=True)):
        values, levels = surfaces.iloc[:, i].where(counted).astype(float), 0
        if measure.endswith("_rank"):
            values, levels = rank_levels(values)
        key = values.notna().to_numpy().tobytes()
        if key not in shared:
            shared[key] = neighbour_rows(values.dropna().index, graph)
        surface = _assess(values, graph, shared[key], draws=draws, seed=seed, alpha=alpha, method=method)
        found.append(surface.assign(measure=measure, crime_type=crime_type, rank_levels=levels))
    if not found:
        return pd.DataFrame(columns=list(COLUMNS))
    hotspots = pd.concat(found).rename_axis("area_code").reset_index()
    hotspots["period_start"], hotspots["period_end"] = pd.Timestamp(period_start), pd.Timestamp(period_end)
    return hotspots.assign(alternative="two-sided", holds_on=holds_on(hotspots))[list(COLUMNS)]


def _assess(
    values: pd.Series[float],
    graph: Graph,
    rows: NeighbourRows,
    *,
    draws: int,
    seed: int,
    alpha: float,
    method: Method,
) -> pd.DataFrame:
    """Assess one surface: statistic, p, q and class for every area."""
    known = values.dropna()
    x = np.asarray(known, dtype=np.float64)
    z = pd.Series(gi_star_of_rows(x, rows), index=known.index)
    p = infer_p_values(known, graph, draws=draws, seed=seed, method=method, needed=z.notna(), rows=rows)
    local_moran_i, quadrant = moran_of_rows(x, rows)
    surface = pd.DataFrame(
        {
            "gi_star_z": z,
            **{name: p[name] for name in ("p_value", "p_value_total", "q_value", "inference")},
            "local_moran_i": local_moran_i,
            "quadrant": quadrant,
            "hotspot_class": hotspot_class(known, z, p["q_value"], alpha=alpha),
            "uncorrected_class": hotspot_class(known, z, p["p_value"], alpha=alpha),
        },
        index=known.index,
    )
    # A bracket that leaves the class open is said to do so.
    least = hotspot_class(known, z, p["q_value_low"], alpha=alpha)
    surface["hotspot_class"] = surface["hotspot_class"].mask(surface["hotspot_class"] != least, UNDECIDED)
    blank = {"quadrant": "", "hotspot_class": CANNOT_BE_ASSESSED, "uncorrected_class": CANNOT_BE_ASSESSED}
    surface = surface.reindex(values.index).fillna(blank)
    surface["inference"] = surface["inference"].fillna(str(p["inference"].iloc[0]) if len(p) else "")
    return surface.assign(assessable=surface["hotspot_class"] != CANNOT_BE_ASSESSED)
