"""Tabulate the null spread by size of place, and judge many changes by it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy import stats

from geo.arrays import Floats
from geo.evaluation.null_spread import LEAST_PLACEBOS, NullSpread, fit_places
from geo.evaluation.placebo_places import Places, pack_places
from geo.evaluation.small_force import AreaDrift, StepsApart, estimate_drift, spread_by_formula

if TYPE_CHECKING:
    from libpysal.graph import Graph

FELL, ROSE = "fell against the force", "rose against the force"
WITH_FORCE, WHOLE_FORCE, NOT_JUDGED = "moved with the force", "the force itself", "no incidents"
_STEP = 3
_RESTARTS = 3


def pack_sizes(graph: Graph, *, sizes: list[int] | None = None, seed: int = 1) -> dict[int, Places]:
    """Draw placebo places of each size: 1, 3, 9 … areas, up to half the force, unless sizes are given."""
    wanted = sizes
    if wanted is None:
        half = max(len(graph.unique_ids) // 2, 1)
        wanted = [_STEP**power for power in range(12) if _STEP**power <= half]
    return {size: pack_places(graph, area_count=size, restarts=_RESTARTS, seed=seed) for size in wanted}


def tabulate_spreads(
    before: pd.Series[float],
    after: pd.Series[float],
    placebos: dict[int, Places],
    steps: StepsApart,
    *,
    dispersion: float,
) -> pd.DataFrame:
    """The spread of change for places of each size.

    Parameters
    ----------
    before, after : Series
        Counts by area in the two windows.
    placebos : dict
        Placebo places by number of areas, from :func:`pack_sizes`.
    steps : StepsApart
        How far areas are apart, for the formula.
    dispersion : float
        φ of area-month counts, at least 1.

    Returns
    -------
    DataFrame
        `area_count, placebo_count, effective_count, centre, drift_variance, dispersion, reach` (standard errors either
        side of a 95% interval) and `inference`: 'rank', 'fitted', or 'formula' where the force has room for fewer than
        eight separate places. A size of which no place fits has no row.
    """
    drift = estimate_drift(before, after, steps, dispersion=dispersion)
    rows = []
    for size, places in placebos.items():
        if not len(places):
            continue
        null = spread_of(places, before, after, drift, steps)
        rows.append(
            {
                "area_count": size,
                "placebo_count": len(null.standardised),
                "effective_count": null.effective_count,
                "centre": null.centre,
                "drift_variance": null.drift_variance,
                "dispersion": null.dispersion,
                "reach": null.reach(),
                "inference": null.inference,
            }
        )
    return pd.DataFrame(rows)


def spread_of(
    places: Places, before: pd.Series[float], after: pd.Series[float], drift: AreaDrift, steps: StepsApart
) -> NullSpread:
    """Return the null spread of places; by formula if they count as fewer than eight separate ones."""
    if places.effective_count < LEAST_PLACEBOS:
        return spread_by_formula(places, drift, steps)
    return fit_places(places, before, after, dispersion=drift.dispersion)


def judge_by_table(counts: pd.DataFrame, spreads: pd.DataFrame) -> pd.DataFrame:
    """Judge the changes of many places by the spread of the nearest size.

    Parameters
    ----------
    counts : DataFrame
        Any index; `before_count, after_count, rest_before, rest_after, area_count`; a place that is the whole force has
        no rest and is not judged.
    spreads : DataFrame
        From :func:`tabulate_spreads`, for the same windows and crime type.

    Returns
    -------
    DataFrame
        The index of `counts`: `against_force` (its ratio over that of the rest of the force), `against_low,
        against_high` (95%), `p_value` (two-sided, by the fitted t) and `change_class`.

    Notes
    -----
    Sizes are matched on the logarithm. What could mislead: many places are judged at once, so about one in twenty is
    called a change where nothing happened.
    """
    sizes = np.log(spreads["area_count"].to_numpy(dtype=float))
    nearest = np.abs(np.log(counts["area_count"].to_numpy(dtype=float))[:, None] - sizes).argmin(axis=1)
    null = spreads.iloc[nearest].set_index(counts.index)
    half = counts + 0.5
    own_ratio, rest_ratio = half["after_count"] / half["before_count"], half["rest_after"] / half["rest_before"]
    change = pd.Series(np.log(own_ratio / rest_ratio), index=counts.index)
    own = null["drift_variance"] + null["dispersion"] * (1 / half["before_count"] + 1 / half["after_count"])
    error = np.sqrt(own * (1 + 1 / null["effective_count"]))
    whole = counts["rest_before"] + counts["rest_after"] == 0
    nothing = counts["before_count"] + counts["after_count"] == 0
    change = change.mask(whole | nothing)
    low, high = (change + sign * null["reach"] * error for sign in (-1, 1))
    p_value: Floats = 2 * stats.t.sf(change.abs() / error, null["effective_count"] - 1)
    classes = np.select([whole, nothing, high < 0, low > 0], [WHOLE_FORCE, NOT_JUDGED, FELL, ROSE], default=WITH_FORCE)
    return pd.DataFrame(
        {
            "against_force": np.exp(change),
            "against_low": np.exp(low),
            "against_high": np.exp(high),
            "p_value": p_value,
            "change_class": classes,
        },
        index=counts.index,
    )
