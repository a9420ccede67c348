"""Draw all that decides a rank: counts, weights, and every other choice, block by block."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import product

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.arrays import Floats
from geo.need.count_draws import LEVELS, StrandNoise, count_quantiles
from geo.need.need_index import (
    AGGREGATIONS,
    COUNTED,
    LEAST_FOR_A_LOGARITHM,
    NORMALISATIONS,
    STRANDS,
    NeedIndex,
    goes_together,
    normalise,
    rescale,
)
from geo.need.rank_counts import DrawnRanks

CONCENTRATION = 20.0
_BLOCK = 1_000
_THREADS = 2  # more would crowd memory and gain little: half of the work holds Python's lock
_POOL_STEPS = 4_096

Matrix = NDArray[np.float32]


@dataclass(frozen=True)
class Window:
    """The strands over one part of the period.

    Parameters
    ----------
    strands : DataFrame
        Assessable areas only; one column a strand, counts or counts divided as the need index says.
    divisor : Series
        What counts were divided by, the same index; 1 for counts.
    """

    strands: pd.DataFrame
    divisor: pd.Series[float]


class RankDraws:
    """Plan of the draws, block by block; each block has a seed of its own."""

    def __init__(self, windows: Mapping[str, Window], index: NeedIndex, noise: StrandNoise, draws: int) -> None:
        self.windows, self.index, self.noise, self.draws = windows, index, noise, draws
        self.whole = next(iter(windows))
        self._likely: dict[tuple[str, str], Floats] = {}

    def run(self, seed: np.random.SeedSequence, *, data: bool, choices: bool) -> DrawnRanks:
        """Rank every draw; `data` draws the counts anew, `choices` draws the weights and all other choices."""
        combinations = list(self._combinations()) if choices else [(self.whole, self.index)]
        ranks = DrawnRanks.empty(len(self.windows[self.whole].strands), self.draws)
        with ThreadPoolExecutor(max_workers=_THREADS) as pool:
            for (window, index), share, own in zip(
                combinations,
                np.array_split(np.arange(self.draws), len(combinations)),
                seed.spawn(len(combinations)),
                strict=True,
            ):
                tables = self._tables(window, index) if data else None
                blocks = np.array_split(share, max(1, -(-len(share) // _BLOCK)))
                drawn = (
                    pool.submit(self._fill, ranks, block, block_seed, tables, (window, index), choices=choices)
                    for block, block_seed in zip(blocks, own.spawn(len(blocks)), strict=True)
                )
                for block_done in list(drawn):
                    block_done.result()
        return ranks

    def _fill(
        self,
        ranks: DrawnRanks,
        block: NDArray[np.int64],
        seed: np.random.SeedSequence,
        tables: _Tables | None,
        combination: tuple[str, NeedIndex],
        *,
        choices: bool,
    ) -> None:
        """Draw and rank one block of draws; blocks have seeds of their own, so their order does not matter."""
        random, (window, index) = np.random.default_rng(seed), combination
        weights = self.weights(random, len(block)) if choices else self._choose_weights(len(block))
        drawn = tables.draw(weights, random) if tables else self.fixed_scores(index, weights, window)
        ranks.fill(int(block[0]), drawn)

    def weights(self, random: np.random.Generator, size: int) -> Matrix:
        """Draw weights around the chosen ones; a strand of weight 0 stays out."""
        drawn = random.standard_gamma(CONCENTRATION * self._choose_weights(size))
        weights: Matrix = (drawn / drawn.sum(axis=1, keepdims=True)).astype(np.float32)
        return weights

    def _choose_weights(self, size: int) -> Matrix:
        return np.tile(np.array([self.index.weights[strand] for strand in STRANDS], dtype=np.float32), (size, 1))

    def fixed_scores(self, index: NeedIndex, weights: Matrix, window: str) -> Matrix:
        """Return need scores of the data itself, shape (draws, areas); logarithms if the mean is geometric."""
        values = self.windows[window].strands
        scores = [_on_scale(_floats(normalise(values[s], index.normalisation)), index) for s in STRANDS]
        together: Matrix = weights @ np.array(scores, dtype=np.float32)
        return together

    def _combinations(self) -> Iterator[tuple[str, NeedIndex]]:
        for window, normalisation, aggregation in product(self.windows, NORMALISATIONS, AGGREGATIONS):
            if goes_together(normalisation, aggregation):
                yield window, replace(self.index, normalisation=normalisation, aggregation=aggregation)

    def _tables(self, name: str, index: NeedIndex) -> _Tables:
        """Return equally likely scores for each strand and area in one window; for deprivation its one score."""
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
        """Return equally likely values of a strand in one window, worked out once."""
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
        """Return need scores of drawn counts, shape (draws, areas)."""
        by_strand = dict(zip(STRANDS, weights.T, strict=True))
        total = self.scores["deprivation"][:, None] * by_strand["deprivation"]
        crime = random.integers(0, LEVELS, total.shape, dtype=np.uint8)
        taken = np.empty(total.shape, dtype=np.float32)
        for strand in COUNTED:
            levels = crime if strand == "crime" else self._share_draws(crime, strand, random)
            for area, likely in enumerate(self.scores[strand]):
                likely.take(levels[area], out=taken[area])
            taken *= by_strand[strand]
            total += taken
        return np.ascontiguousarray(total.T)

    def _share_draws(self, crime: NDArray[np.uint8], strand: str, random: np.random.Generator) -> NDArray[np.uint8]:
        """Draw a strand: with the chance that it shares with crime the same draw, else one of its own."""
        own = random.integers(0, LEVELS, crime.shape, dtype=np.uint8)
        same = random.integers(0, LEVELS, crime.shape, dtype=np.uint8) < LEVELS * self.shared_with_crime[strand]
        return np.where(same, crime, own)


def _pooled_percentiles(drawn: Floats) -> Floats:
    """Return the place of each drawn value among the drawn values of the whole force, 0 to 100."""
    pool = np.sort(drawn[:, :: max(1, LEVELS // 32)].ravel())
    levels = (np.arange(_POOL_STEPS) + 0.5) / _POOL_STEPS
    steps = pool[(levels * len(pool)).astype(int)]
    placed: Floats = np.interp(drawn, steps, 100.0 * levels)
    return placed


def _on_scale(scores: Floats, index: NeedIndex) -> Floats:
    """Return scores as they are added: logarithms if the mean is geometric."""
    if index.aggregation == "arithmetic":
        return scores
    logarithms: Floats = np.log(np.maximum(scores, LEAST_FOR_A_LOGARITHM))
    return logarithms


def _floats(values: pd.Series[float]) -> Floats:
    return np.asarray(values, dtype=np.float64)
