"""Compute how certain a rank is: the same ranking on counts that could have been, and under other choices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from geo.arrays import Floats
from geo.exceptions import ConfigurationRefused
from geo.need.count_draws import StrandNoise
from geo.need.need_index import NeedIndex
from geo.need.rank_counts import DrawnRanks
from geo.need.rank_draws import RankDraws, Window
from geo.need.rank_moves import change_choices, rank_values

__all__ = ["RobustRanks", "Window", "robust_ranks"]

LEAST_DRAWS = 10_000
ROBUST_SHARE = 0.95
_WEIGHT_DRAWS = 1_000


@dataclass(frozen=True)
class RobustRanks:
    """Intervals of ranks, and which choice changes ranks most.

    Parameters
    ----------
    intervals : DataFrame
        Index as the windows: `rank_low, rank_high` (both together), `rank_low_data, rank_high_data`,
        `rank_low_choices, rank_high_choices`, `probability_top_5_percent`, `probability_top_20`, `robust_core`.
    sensitivity : DataFrame
        `choice, alternative, mean_rank_change, top_5_percent_kept`, the one that moves ranks most first.
    """

    intervals: pd.DataFrame
    sensitivity: pd.DataFrame


def robust_ranks(
    windows: Mapping[str, Window], index: NeedIndex, noise: StrandNoise, *, draws: int, seed: int
) -> RobustRanks:
    """Rank many times over varied counts and choices.

    Parameters
    ----------
    windows : mapping of str to Window
        The whole period first, then other stretches that could have been chosen; the same areas in the same order.
    index : NeedIndex
        The choices that were made.
    noise : StrandNoise
        How the counted strands vary by chance; see :func:`geo.need.count_draws.measure_noise`.
    draws : int
        At least 10,000.
    seed : int
        The same seed gives the same intervals.

    Returns
    -------
    RobustRanks

    Raises
    ------
    ConfigurationRefused
        Fewer draws than 10,000.

    Notes
    -----
    Three runs of `draws` rankings each. *Data*: every choice as made; crime, demand and harm drawn anew from negative
    binomials with the observed value as mean and the dispersion of the force's area-months (harm and demand by their
    effective number of records; as often as their monthly residuals correlate with crime's, they take the same draw as
    crime). Deprivation has no draws: its sampling error is not published. *Choices*: the data as it is; weights from a
    Dirichlet distribution with 20 times the chosen weights; every normalisation, aggregation and window equally often.
    *Both*: both at once. Intervals cover 90% of the ranks (5th to 95th percentile), stretched where needed to cover the
    rank itself. The robust core is in the top 5% in at least 95% of the draws of both. After OECD and JRC (2008),
    Handbook on Constructing Composite Indicators, steps 7 and 8; Saisana, Saltelli and Tarantola (2005).

    Scores of a draw are placed on the force's scale over all draws, not on that of the draw, which saves two sorts in
    three and moves no interval by more than a place or two in a hundred (`tests/geo/need/test_rank_intervals.py`).
    What could
    mislead: resampled counts spread more than the true rates do, so extreme ranks are drawn towards the middle; choices
    nobody would make widen the interval, choices not listed here are missing from it.
    """
    if draws < LEAST_DRAWS:
        raise ConfigurationRefused(f"{draws:,} draws of ranks are too few", f"Use at least {LEAST_DRAWS:,}")
    first = next(iter(windows.values()))
    areas = first.strands.index
    if areas.empty:
        return RobustRanks(_no_intervals(areas), pd.DataFrame(columns=_SENSITIVITY))
    ranks = rank_values(first.strands, index)
    plan = RankDraws(windows, index, noise, draws)
    seeds = np.random.SeedSequence(seed).spawn(4)
    runs = {
        "data": plan.run(seeds[0], data=True, choices=False),
        "choices": plan.run(seeds[1], data=False, choices=True),
        "both": plan.run(seeds[2], data=True, choices=True),
    }
    summaries = {name: run.summarise().set_index(areas) for name, run in runs.items()}
    data_moves = runs["data"].compare(ranks)
    weights = DrawnRanks.empty(len(areas), _WEIGHT_DRAWS)
    drawn = plan.weights(np.random.default_rng(seeds[3]), _WEIGHT_DRAWS)
    weights.fill(0, plan.fixed_scores(index, drawn, plan.whole))
    sensitivity = [
        ("data", "counts drawn anew", *data_moves),
        ("weights", "drawn around those chosen", *weights.compare(ranks)),
        *change_choices({name: window.strands for name, window in windows.items()}, index),
    ]
    table = pd.DataFrame(sensitivity, columns=_SENSITIVITY)
    return RobustRanks(
        _intervals(summaries, ranks), table.sort_values("mean_rank_change", ascending=False, ignore_index=True)
    )


_SENSITIVITY = ["choice", "alternative", "mean_rank_change", "top_5_percent_kept"]


def _intervals(summaries: Mapping[str, pd.DataFrame], ranks: Floats) -> pd.DataFrame:
    both = summaries["both"]
    columns = {}
    for name, ending in (("both", ""), ("data", "_data"), ("choices", "_choices")):
        columns[f"rank_low{ending}"] = np.minimum(summaries[name]["low"], ranks).astype("Int64")
        columns[f"rank_high{ending}"] = np.maximum(summaries[name]["high"], ranks).astype("Int64")
    return pd.DataFrame(columns, index=both.index).assign(
        probability_top_5_percent=both["top_share"],
        probability_top_20=both["top_count"],
        robust_core=both["top_share"] >= ROBUST_SHARE,
    )


def _no_intervals(areas: pd.Index[str]) -> pd.DataFrame:
    empty = pd.DataFrame({"low": [], "high": [], "top_share": [], "top_count": []}, index=areas, dtype=float)
    return _intervals(dict.fromkeys(("both", "data", "choices"), empty), np.zeros(0))
