"""Lay out counts step by step, and find which areas are hot or cold in each step."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.areas.neighbour_positions import NeighbourRows, neighbour_rows
from geo.arrays import Floats, Integers
from geo.exceptions import ConfigurationRefused
from geo.hotspots.exact_p_values import exact_tails
from geo.hotspots.local_statistics import gi_star_of_rows
from geo.hotspots.p_values import one_p
from geo.hotspots.significance import hotspot_class, step_up
from geo.measures.ranks import coarsen

if TYPE_CHECKING:
    from libpysal.graph import Graph

STEP_LEVELS = 256  # of the ranks; a quarter of the time that they take in full
_STEP_MONTHS = {"month": 1, "quarter": 3}


def count_by_month(
    area_months: pd.DataFrame, *, area_codes: pd.Index[str], months: pd.DatetimeIndex
) -> dict[str, pd.DataFrame]:
    """Lay counts out for each crime type, with areas down and complete months across, zeros filled in.

    Parameters
    ----------
    area_months : DataFrame
        `area_code, month, crime_type, incident_count`, only rows above zero.
    area_codes : Index
        Every area that is counted; others are left out.
    months : DatetimeIndex
        The complete months; others are left out, because absence in them means nothing.

    Returns
    -------
    dict
        By crime type, in alphabetical order: index `area_codes`, columns `months`, floats.
    """
    area, month = (
        area_codes.get_indexer(pd.Index(area_months["area_code"])),
        months.get_indexer(pd.DatetimeIndex(area_months["month"])),
    )
    kind, names = pd.factorize(area_months["crime_type"], sort=True)
    kept = (area >= 0) & (month >= 0)
    shape = (len(names), len(area_codes), len(months))
    cell = np.ravel_multi_index((kind[kept], area[kept], month[kept]), shape) if kept.any() else np.zeros(0, np.int64)
    weights = area_months["incident_count"].to_numpy(dtype=float)[kept]
    cube = np.bincount(cell, weights=weights, minlength=int(np.prod(shape))).reshape(shape)
    tables = (pd.DataFrame(cube[i], index=area_codes, columns=months) for i in range(len(names)))
    return {str(name): table for name, table in zip(names, tables, strict=True) if table.to_numpy().any()}


def add_up_steps(monthly: pd.DataFrame, *, step: str) -> pd.DataFrame:
    """Add complete months up to steps of the calendar.

    Parameters
    ----------
    monthly : DataFrame
        Areas down, complete months across.
    step : {'month', 'quarter'}
        Length of a step.

    Returns
    -------
    DataFrame
        Areas down, the first day of each step across. A quarter that lacks one of its three months is left out: it is a
        gap, not a quiet quarter.

    Raises
    ------
    ConfigurationRefused
        `step` is neither of the two.
    """
    if step not in _STEP_MONTHS:
        raise ConfigurationRefused(f"The step is {step!r}", f"Use one of {', '.join(_STEP_MONTHS)}")
    if step == "month":
        return monthly
    starts = pd.DatetimeIndex(monthly.columns).to_period("Q").to_timestamp()
    whole = pd.Series(starts).value_counts().loc[lambda n: n == _STEP_MONTHS[step]].index.sort_values()
    return monthly.T.groupby(starts).sum().reindex(whole).T


def score_steps(counts: pd.DataFrame, graph: Graph, *, alpha: float = 0.05, levels: int = STEP_LEVELS) -> pd.DataFrame:
    """Find the hot and the cold areas of every step: Gi* on ranks, exact p-values, corrected step by step.

    Parameters
    ----------
    counts : DataFrame
        Index `area_code`, the assessable areas; columns the first day of each step; no missing values.
    graph : libpysal.graph.Graph
        Neighbours with equal weights within each row; areas without counts are no one's neighbour.
    alpha : float
        Largest q-value that is named, at most 0.10.
    levels : int
        Most levels of the ranks where there are more areas than that.

    Returns
    -------
    DataFrame
        `area_code, period_start, gi_star_z, q_value, hotspot_class`, as :func:`geo.trends.emerging.classify_emerging`
        takes them; NaN where an area cannot be assessed.

    Raises
    ------
    ValueError
        Weights differ within a row, or an area is not in the graph.

    Notes
    -----
    The same statistic, null and correction as :func:`geo.hotspots.find_hotspots.find_hotspots`, without what one step
    has no use for
    (local Moran, `p_value_total`), because a run has hundreds of steps. What could mislead: with more than `levels`
    areas the ranks are coarsened, so z and q of one step differ a little from those of a hotspot map of that step;
    p-values are exact for the coarsened ranks. Short steps of a rare type have mostly zeros, and then little is found.
    """
    rows = neighbour_rows(counts.index, graph)
    if not rows.equal_weights:
        raise ValueError("steps need equal weights within each row")
    starts, areas = pd.DatetimeIndex(counts.columns), counts.index
    ranks = _rank_steps(counts, levels)
    z = np.full(ranks.shape, np.nan)
    q = np.full(ranks.shape, np.nan)
    for at, step in enumerate(ranks):
        z[at] = gi_star_of_rows(step.astype(np.float64), rows)
        q[at] = _q_values(step, rows, ~np.isnan(z[at]))
    scored = pd.DataFrame(
        {
            "area_code": np.tile(areas.to_numpy(), len(starts)),
            "period_start": starts.repeat(len(areas)),
            "gi_star_z": z.ravel(),
            "q_value": q.ravel(),
        }
    )
    values = pd.Series(counts.to_numpy(dtype=float).T.ravel())
    median = pd.Series(counts.median().to_numpy().repeat(len(areas)))
    return scored.assign(
        hotspot_class=hotspot_class(values, scored["gi_star_z"], scored["q_value"], alpha=alpha, median=median)
    )


def _rank_steps(counts: pd.DataFrame, levels: int) -> Integers:
    """Rank each step, steps down and areas across: doubled mid-ranks, coarsened like ``rank_levels``."""
    ranks = counts.rank(method="average") * 2.0
    if len(counts) > levels:
        ranks = coarsen(ranks, len(counts), levels)
    return np.ascontiguousarray(ranks.to_numpy().T.round().astype(np.int64))


def _q_values(x: Integers, rows: NeighbourRows, tested: NDArray[np.bool_]) -> Floats:
    """Return exact q-values of the areas tested; NaN for the others."""
    tails = exact_tails(x, rows)
    return step_up(np.where(tested, one_p(tails.upper, tails.lower, "two-sided"), np.nan))
