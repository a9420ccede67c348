"""Predict where an area is likely to rank next year: an interval for the next rank, not for this one."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from geo.arrays import Floats
from geo.exceptions import InputRefused
from geo.need.need_index import COUNTED, NeedIndex
from geo.need.rank_counts import top_places
from geo.need.score_draws import score_draws
from geo.trends.expectation import USUAL_DRIFT, YEAR, YearLevels, learn_levels

LEVEL = 0.90
DRAWS = 2_000
STRETCH = 1.0
# How an area's strands moved together from one year to the next, in the order of COUNTED (benchmarks/usual_year.py).
USUAL_TOGETHER = np.array([[1.0, 0.18, 0.68], [0.18, 1.0, 0.12], [0.68, 0.12, 1.0]])
_BLOCK = 250


def predict_ranks(
    monthly: Mapping[str, pd.DataFrame],
    deprivation: pd.Series[float],
    index: NeedIndex,
    *,
    dispersion: Mapping[str, float],
    record: Mapping[str, float],
    divisor: pd.Series[float] | None = None,
    months_ahead: int = YEAR,
    draws: int = DRAWS,
    stretch: float = STRETCH,
    seed: int,
) -> pd.DataFrame:
    """Draw next year's strands many times, and rank each draw.

    Parameters
    ----------
    monthly : mapping of str to DataFrame
        Crime, demand and harm: assessable areas down, complete months across, not divided.
    deprivation : Series
        By area; it stays as it is.
    index : NeedIndex
    dispersion, record : mapping of str to float
        By strand: φ, and what a typical record weighs (in the unit of `monthly`).
    divisor : Series, optional
        What the need index divides counts by; 1 where left out.
    months_ahead : int
        How many months are ranked.
    draws : int
    stretch : float
        By how much the spread of every strand is widened, so that intervals cover what they state in back-tests.
    seed : int

    Returns
    -------
    DataFrame
        The areas' index: `rank_low_next, rank_high_next` (90% of next year's ranks), `probability_top_5_next`.

    Raises
    ------
    InputRefused
        There are fewer than four months.

    Notes
    -----
    Each strand's level and drift as in :func:`geo.trends.expectation.learn_levels`; next year's value is log-normal
    about it. Its variance is that of the level, of a year's drift and of the counts (φ over the count). Strands move
    together as their standardised changes did. One change between two stretches says little of the next year, so drift
    and correlations are at least those that London and Sheffield had. What could mislead: the choices of the need
    index stay; deprivation is not published anew; a new building or boundary is in no past month; in a year of unusual
    change fewer ranks are inside (docs/explanation/level.md gives what each back-tested year covered).
    """
    areas = deprivation.index
    if areas.empty:
        raise InputRefused("No area can be ranked", "Look at what cannot be assessed")
    known = {
        strand: learn_levels(
            monthly[strand] / record[strand], dispersion=dispersion[strand], least_drift=USUAL_DRIFT[strand]
        )
        for strand in COUNTED
    }
    centre, spread = {}, {}
    for strand, one in known.items():
        ahead = np.asarray(one.log_level, dtype=float) + np.log(months_ahead / YEAR)
        own = np.asarray(one.level_variance, dtype=float) + one.drift * months_ahead / YEAR
        centre[strand], spread[strand] = ahead, stretch * np.sqrt(own + np.log1p(dispersion[strand] / np.exp(ahead)))
    by = 1.0 if divisor is None else np.asarray(divisor.loc[areas], dtype=float)
    weight = {s: record[s] / by for s in COUNTED}
    root = _root(known)
    fixed, random = np.asarray(deprivation, dtype=float), np.random.default_rng(seed)
    ranks = np.empty((draws, len(areas)), dtype=np.int32)
    for start in range(0, draws, _BLOCK):
        size = min(_BLOCK, draws - start)
        normal = random.standard_normal((size, len(areas), len(COUNTED))) @ root.T
        drawn = {s: weight[s] * np.exp(centre[s] + spread[s] * normal[..., at]) for at, s in enumerate(COUNTED)}
        need = score_draws(drawn | {"deprivation": np.tile(fixed, (size, 1))}, index)
        order = np.argsort(-need, axis=1, kind="stable")
        np.put_along_axis(
            ranks[start : start + size], order, np.arange(1, len(areas) + 1, dtype=np.int32)[None], axis=1
        )
    tail = (1 - LEVEL) / 2
    low, high = np.quantile(ranks, [tail, 1 - tail], axis=0)
    return pd.DataFrame(
        {
            "rank_low_next": np.floor(low).astype(int),
            "rank_high_next": np.ceil(high).astype(int),
            "probability_top_5_next": (ranks <= top_places(len(areas))).mean(axis=0),
        },
        index=areas,
    )


def _root(known: Mapping[str, YearLevels]) -> Floats:
    """Return a square root of the correlations of the strands' standardised changes, none less than is usual."""
    moved = np.array([np.asarray(one.moved, dtype=float) for one in known.values()])
    with np.errstate(invalid="ignore"):
        together = np.atleast_2d(np.corrcoef(moved))
    together = np.where(np.isnan(together), np.eye(len(together)), together)
    values, vectors = np.linalg.eigh(np.maximum(together, USUAL_TOGETHER))
    root: Floats = vectors * np.sqrt(np.maximum(values, 0.0))
    return root
