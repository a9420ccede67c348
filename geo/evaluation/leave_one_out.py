"""Check the size of the test: each placebo place in turn is judged by the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from geo.arrays import Flags, Floats
from geo.evaluation.null_spread import (
    LEAST_PLACEBOS,
    NullSpread,
    fit_moments,
    lay_out_counts,
    log_changes,
)
from geo.evaluation.placebo_places import Places

if TYPE_CHECKING:
    from libpysal.graph import Graph


def leave_one_out(
    places: Places,
    before: pd.Series[float],
    after: pd.Series[float],
    graph: Graph,
    *,
    dispersion: float,
    planted: float,
    seed: int,
) -> pd.DataFrame:
    """Judge each place, where nothing was done, by the places that do not touch it; then again with a planted fall.

    Parameters
    ----------
    places : Places
        Placebo places of one force, size and rule.
    before, after : Series
        Counts by area in two windows without an intervention.
    graph : libpysal.graph.Graph
        Who touches whom.
    dispersion : float
        φ of area-month counts.
    planted : float
        A fall, as a share, planted beside the stated detectable one.
    seed : int
        Of the thinning: of n incidents after, a binomial number stays.

    Returns
    -------
    DataFrame
        One row a place that has at least eight separate placebos: `place, before_count, after_count, rest_before,
        rest_after, effective_count, centre, spread, p_value, p_rank, p_fitted, detectable_fall`, and `found_detectable,
        found_planted`: whether that fall was found at 5%, on the right side.
    """
    counts = lay_out_counts(places, before, after)
    noise = dispersion * (1 / (counts["before_count"] + 0.5) + 1 / (counts["after_count"] + 0.5)).to_numpy()
    others, effective = _others(places, graph)
    random, changes = np.random.default_rng(seed), counts["log_change"].to_numpy()
    rows = []
    for at in np.flatnonzero(effective >= LEAST_PLACEBOS):
        kept = others[at]
        null = fit_moments(changes[kept], noise[kept], effective_count=effective[at], dispersion=dispersion)
        rows.append({"place": at} | _judge(counts.iloc[at], null, planted, random))
    columns = ["before_count", "after_count", "rest_before", "rest_after"]
    return pd.DataFrame(rows).set_index("place").join(counts[columns]).reset_index()


def _others(places: Places, graph: Graph) -> tuple[Flags, Floats]:
    """Find, for each place, the others that do not touch it, and how many separate ones they count as."""
    touching = csr_array(graph.sparse).astype(bool).astype(float)
    near = places.members + places.members @ touching
    others = (near @ places.members.T).toarray() == 0
    weights = others.astype(float)
    squared = places.squared_overlaps
    separate = weights.sum(axis=1) ** 2 / np.maximum(((weights @ squared) * weights).sum(axis=1), 1e-12)
    packed = np.stack([weights[:, places.packing == one].sum(axis=1) for one in np.unique(places.packing)])
    return others, np.minimum(separate, packed.max(axis=0))


def _judge(place: pd.Series[float], null: NullSpread, planted: float, random: np.random.Generator) -> dict[str, object]:
    standardised = _standardise(place, float(place["after_count"]), null)
    fall = null.least_detectable_fall(float(place["before_count"] * place["rest_after"] / place["rest_before"]))
    return {
        "effective_count": null.effective_count,
        "centre": null.centre,
        "spread": null.standard_error(float(place["before_count"]), float(place["after_count"])),
        "p_value": null.p_value(standardised),
        "p_rank": null.p_by_rank(standardised),
        "p_fitted": null.p_fitted(standardised),
        "detectable_fall": fall,
        "found_detectable": _detects_fall(place, fall, null, random),
        "found_planted": _detects_fall(place, planted, null, random),
    }


def _detects_fall(place: pd.Series[float], fall: float, null: NullSpread, random: np.random.Generator) -> bool:
    if np.isnan(fall):
        return False
    thinned = float(random.binomial(int(place["after_count"]), 1 - fall))
    standardised = _standardise(place, thinned, null)
    return standardised < 0 and null.p_value(standardised) <= 0.05


def _standardise(place: pd.Series[float], after: float, null: NullSpread) -> float:
    own, *rest = (np.array([place[name]]) for name in ("before_count", "rest_before", "rest_after"))
    change = float(log_changes(own, np.array([after]), rest[0], rest[1])[0])
    return (change - null.centre) / null.standard_error(float(place["before_count"]), after)
