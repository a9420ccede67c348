"""How sure a rank is: the same ranking on counts that could have been, and with choices that could have been made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.count_draws import LEVELS, Floats, StrandNoise, count_quantiles
from geo.need_index import (
    AGGREGATIONS,
    COUNTED,
    LEAST_FOR_A_LOGARITHM,
    NORMALISATIONS,
    STRANDS,
    NeedIndex,
    aggregate,
    goes_together,
    normalise,
    rescale,
)
from geo.rank_counts import DrawnRanks
from geo.ranking import order_areas
from geo.refusals import ConfigurationRefused

LEAST_DRAWS = 10_000
CONCENTRATION = 20.0
ROBUST_SHARE = 0.95
_BLOCK = 1_000
_POOL_STEPS = 4_096
_WEIGHT_DRAWS = 1_000

Matrix = NDArray[np.float32]


@dataclass(frozen=True)
class Window:
    """The strands over one stretch of the period.

    Parameters
    ----------
    strands : DataFrame
        Assessable areas only; one column a strand, counts or counts divided as the need index says.
    divisor : Series
        What counts were divided by, the same index; 1 for counts.
    """

    strands: pd.DataFrame
    divisor: pd.Series[float]


@dataclass(frozen=True)
class RobustRanks:
    """Intervals of ranks, and which choice moves ranks most.

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
    """Rank many times over.

    Parameters
    ----------
    windows : mapping of str to Window
        The whole period first, then other stretches that could have been chosen; the same areas in the same order.
    index : NeedIndex
        The choices that were made.
    noise : StrandNoise
        How the counted strands vary by luck; see :func:`geo.count_draws.measure_noise`.
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
    *Both*: both at once. Intervals hold 90% of the ranks (5th to 95th percentile), stretched where need be to hold the
    rank itself. The robust core is in the top 5% in at least 95% of the draws of both. After OECD and JRC (2008),
    Handbook on Constructing Composite Indicators, steps 7 and 8; Saisana, Saltelli and Tarantola (2005).

    Scores of a draw are placed on the force's scale over all draws, not on that of the draw, which saves two sorts in
    three and moves no interval by more than a place or two in a hundred (`tests/geo/test_robust_ranks.py`). What could
    mislead: resampled counts spread more than the true rates do, so extreme ranks are drawn towards the middle; choices
    nobody would make widen the interval, choices not listed here are missing from it.
    """
    if draws < LEAST_DRAWS:
        raise ConfigurationRefused(f"{draws:,} draws of ranks are too few", f"Use at least {LEAST_DRAWS:,}")
    first = next(iter(windows.values()))
    areas = first.strands.index
    if areas.empty:
        return RobustRanks(_no_intervals(areas), pd.DataFrame(columns=_SENSITIVITY))
    ranks = _point_ranks(first, index)
    plan = _Plan(windows, index, noise, draws)
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
        *_alternatives(windows, index, ranks),
    ]
    table = pd.DataFrame(sensitivity, columns=_SENSITIVITY)
    return RobustRanks(
        _intervals(summaries, ranks), table.sort_values("mean_rank_change", ascending=False, ignore_index=True)
    )


_SENSITIVITY = ["choice", "alternative", "mean_rank_change", "top_5_percent_kept"]


class _Plan:
    """What is drawn, block by block; each block has a seed of its own."""

    def __init__(self, windows: Mapping[str, Window], index: NeedIndex, noise: StrandNoise, draws: int) -> None:
        self.windows, self.index, self.noise, self.draws = windows, index, noise, draws
        self.whole = next(iter(windows))
        self._likely: dict[tuple[str, str], Floats] = {}

    def run(self, seed: np.random.SeedSequence, *, data: bool, choices: bool) -> DrawnRanks:
        """Rank every draw; `data` draws the counts anew, `choices` the weights and all else that was chosen."""
        combinations = list(self._combinations()) if choices else [(self.whole, self.index)]
        shares = np.array_split(np.arange(self.draws), len(combinations))
        ranks = DrawnRanks.empty(len(self.windows[self.whole].strands), self.draws)
        for (window, index), share, own in zip(combinations, shares, seed.spawn(len(shares)), strict=True):
            random = np.random.default_rng(own)
            tables = self._tables(window, index) if data else None
            for start in range(int(share[0]), int(share[-1]) + 1, _BLOCK):
                size = min(_BLOCK, int(share[-1]) + 1 - start)
                weights = self.weights(random, size) if choices else self._chosen(size)
                drawn = tables.draw(weights, random) if tables else self.fixed_scores(index, weights, window)
                ranks.fill(start, drawn)
        return ranks

    def weights(self, random: np.random.Generator, size: int) -> Matrix:
        """Weights around the chosen ones; a strand that weighs nothing stays out."""
        drawn = random.standard_gamma(CONCENTRATION * self._chosen(size))
        weights: Matrix = (drawn / drawn.sum(axis=1, keepdims=True)).astype(np.float32)
        return weights

    def _chosen(self, size: int) -> Matrix:
        return np.tile(np.array([self.index.weights[strand] for strand in STRANDS], dtype=np.float32), (size, 1))

    def fixed_scores(self, index: NeedIndex, weights: Matrix, window: str) -> Matrix:
        """Need scores of the data as it is, shape (draws, areas); logarithms where the mean is geometric."""
        values = self.windows[window].strands
        scores = [_on_scale(_floats(normalise(values[s], index.normalisation)), index) for s in STRANDS]
        together: Matrix = weights @ np.array(scores, dtype=np.float32)
        return together

    def _combinations(self) -> Iterator[tuple[str, NeedIndex]]:
        for window, normalisation, aggregation in product(self.windows, NORMALISATIONS, AGGREGATIONS):
            if goes_together(normalisation, aggregation):
                yield window, replace(self.index, normalisation=normalisation, aggregation=aggregation)

    def _tables(self, name: str, index: NeedIndex) -> _Tables:
        """For each strand and area its equally likely scores in one window; for deprivation its one score."""
        values = self.windows[name].strands
        known = _floats(normalise(values["deprivation"], index.normalisation))
        scores = {"deprivation": _on_scale(known, index).astype(np.float32)}
        for strand in COUNTED:
            likely, force = self._quantiles(name, strand), _floats(values[strand])
            ranked = index.normalisation == "rank"
            placed = _pooled_percentiles(likely) if ranked else rescale(likely, force, index.normalisation)
            scores[strand] = _on_scale(placed, index).astype(np.float32)
        return _Tables(scores, self.noise.shared_with_crime)

    def _quantiles(self, name: str, strand: str) -> Floats:
        """Equally likely values of a strand in one window, worked out once."""
        if (name, strand) not in self._likely:
            window, record = self.windows[name], self.noise.record[strand]
            divisor = _floats(window.divisor)
            records = _floats(window.strands[strand]) * divisor / record
            drawn = count_quantiles(records, dispersion=self.noise.dispersion[strand])
            self._likely[name, strand] = drawn * (record / divisor)[:, None]
        return self._likely[name, strand]


@dataclass(frozen=True)
class _Tables:
    """Scores by strand: (areas, levels) where counts are drawn, (areas,) for deprivation."""

    scores: Mapping[str, Matrix]
    shared_with_crime: Mapping[str, float]

    def draw(self, weights: Matrix, random: np.random.Generator) -> Matrix:
        """Need scores of drawn counts, shape (draws, areas)."""
        by_strand = dict(zip(STRANDS, weights.T, strict=True))
        total = self.scores["deprivation"][:, None] * by_strand["deprivation"]
        crime = random.integers(0, LEVELS, total.shape, dtype=np.uint8)
        taken = np.empty(total.shape, dtype=np.float32)
        for strand in COUNTED:
            levels = crime if strand == "crime" else self._shared(crime, strand, random)
            for area, likely in enumerate(self.scores[strand]):
                likely.take(levels[area], out=taken[area])
            taken *= by_strand[strand]
            total += taken
        return np.ascontiguousarray(total.T)

    def _shared(self, crime: NDArray[np.uint8], strand: str, random: np.random.Generator) -> NDArray[np.uint8]:
        """Draws of a strand: with the chance that it shares with crime the same draw, else one of its own."""
        own = random.integers(0, LEVELS, crime.shape, dtype=np.uint8)
        same = random.integers(0, LEVELS, crime.shape, dtype=np.uint8) < LEVELS * self.shared_with_crime[strand]
        return np.where(same, crime, own)


def _pooled_percentiles(drawn: Floats) -> Floats:
    """Place of each drawn value among the drawn values of the whole force, 0 to 100."""
    pool = np.sort(drawn[:, :: max(1, LEVELS // 32)].ravel())
    levels = (np.arange(_POOL_STEPS) + 0.5) / _POOL_STEPS
    steps = pool[(levels * len(pool)).astype(int)]
    placed: Floats = np.interp(drawn, steps, 100.0 * levels)
    return placed


def _on_scale(scores: Floats, index: NeedIndex) -> Floats:
    """Scores as they are added: logarithms where the mean is geometric."""
    if index.aggregation == "arithmetic":
        return scores
    logarithms: Floats = np.log(np.maximum(scores, LEAST_FOR_A_LOGARITHM))
    return logarithms


def _floats(values: pd.Series[float]) -> Floats:
    return np.asarray(values, dtype=np.float64)


def _point_ranks(window: Window, index: NeedIndex) -> Floats:
    scores = pd.DataFrame({s: normalise(window.strands[s], index.normalisation) for s in STRANDS})
    return _floats(order_areas(aggregate(scores, index)[0]).astype(float))


def _alternatives(
    windows: Mapping[str, Window], index: NeedIndex, ranks: Floats
) -> Iterator[tuple[str, str, float, float]]:
    """One choice changed at a time."""
    whole, *others = windows
    for normalisation in NORMALISATIONS:
        if normalisation != index.normalisation and goes_together(normalisation, index.aggregation):
            changed = _point_ranks(windows[whole], replace(index, normalisation=normalisation))
            yield "normalisation", normalisation, *compare_ranks(changed, ranks)
    for aggregation in AGGREGATIONS:
        if aggregation != index.aggregation and goes_together(index.normalisation, aggregation):
            changed = _point_ranks(windows[whole], replace(index, aggregation=aggregation))
            yield "aggregation", aggregation, *compare_ranks(changed, ranks)
    for window in others:
        yield "window", window, *compare_ranks(_point_ranks(windows[window], index), ranks)


def compare_ranks(changed: Floats, ranks: Floats) -> tuple[float, float]:
    """Mean number of places moved, and the share of the top 5% that stays in it."""
    drawn = DrawnRanks(changed[:, None].astype(np.uint16))
    return drawn.compare(ranks)


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
