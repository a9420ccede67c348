"""Try the usual tests on placebo places: they mistake a place's drift for an effect."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import stats

from geo.arrays import Floats
from geo.evaluation.null_spread import lay_out_counts
from geo.evaluation.placebo_places import Places
from geo.trends.count_change import poisson_e_test


def usual_p_values(
    places: Places, before: pd.Series[float], after: pd.Series[float], *, dispersion: float
) -> pd.DataFrame:
    """Return two-sided p-values of each place's change against the rest of the force by four usual tests.

    Parameters
    ----------
    places : Places
        The places.
    before, after : Series
        Counts by area.
    dispersion : float
        φ of area-month counts.

    Returns
    -------
    DataFrame
        `e_test` (Krishnamoorthy and Thomson 2004, the rest of the force as exposure), `poisson` (log ratio of ratios),
        `dispersion_only` (the same, widened by φ) and `clustered` (by area).

    Notes
    -----
    Clustered: with area and period effects in a Poisson model of two periods the effect is the log ratio of ratios, and
    the sandwich by area is Σ (a_i/A - b_i/B)² over the place plus the same over the rest. What could mislead: all four
    ask whether counts differ, not whether a place moved further than places do.
    """
    counts = lay_out_counts(places, before, after)
    sampling = sum(1 / (counts[name] + 0.5) for name in ("before_count", "after_count", "rest_before", "rest_after"))
    errors = {
        "poisson": sampling,
        "dispersion_only": dispersion * sampling,
        "clustered": _cluster_counts(places, before, after),
    }
    found = {name: 2 * stats.norm.sf(np.abs(counts["log_change"]) / np.sqrt(error)) for name, error in errors.items()}
    force = float(after.sum() / before.sum())
    pairs = zip(counts["before_count"], counts["after_count"], strict=True)
    e_test = [poisson_e_test(int(one), int(other), 1.0, force) for one, other in pairs]
    return pd.DataFrame({"e_test": e_test} | found)


def _cluster_counts(places: Places, before: pd.Series[float], after: pd.Series[float]) -> Floats:
    inside = _cluster_sum(places.members.toarray(), before, after, places)
    return inside + _cluster_sum(1.0 - places.members.toarray(), before, after, places)


def _cluster_sum(members: Floats, before: pd.Series[float], after: pd.Series[float], places: Places) -> Floats:
    b, a = (counts.reindex(places.area_codes).fillna(0.0).to_numpy(dtype=float) for counts in (before, after))
    shares = members * a / (members @ a)[:, np.newaxis] - members * b / (members @ b)[:, np.newaxis]
    clusters = members.sum(axis=1)
    return np.asarray((shares**2).sum(axis=1) * clusters / (clusters - 1))
