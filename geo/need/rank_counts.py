"""Turn many drawn scores into ranks, and ranks into intervals and probabilities, a block at a time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.exceptions import InputRefused

MOST_AREAS = 65_535
TOP_SHARE = 0.05
TOP_COUNT = 20
_TAIL = 0.05


@dataclass(frozen=True)
class DrawnRanks:
    """Ranks of every area in every draw.

    Parameters
    ----------
    ranks : ndarray of uint16
        Shape (areas, draws); 1 is the highest need. Two bytes for each area and draw: 34 MB for 1,719 areas.
    """

    ranks: NDArray[np.uint16]

    @classmethod
    def empty(cls, areas: int, draws: int) -> DrawnRanks:
        """Allocate ranks; more areas than two bytes can number are refused."""
        if areas > MOST_AREAS:
            raise InputRefused(
                f"{areas:,} areas cannot be ranked repeatedly; the most is {MOST_AREAS:,}",
                "Rank one force at a time",
            )
        return cls(np.empty((areas, draws), dtype=np.uint16))

    def fill(self, start: int, scores: NDArray[np.float32]) -> None:
        """Rank a block of scores, shape (draws, areas); equal scores, rare by design, keep the order of the list."""
        order = np.argsort(scores, axis=1)
        places = np.arange(scores.shape[1], 0, -1, dtype=np.uint16)
        block = np.empty(scores.shape, dtype=np.uint16)
        for row, areas in enumerate(order):
            block[row, areas] = places
        self.ranks[:, start : start + len(scores)] = block.T

    def summarise(self) -> pd.DataFrame:
        """Return by area `low` and `high` (5th and 95th percentile of its ranks), `top_share`, `top_count`.

        `top_share` is the share of draws in which it is among the top 5%, `top_count` among the top 20.
        """
        areas, draws = self.ranks.shape
        rows = np.empty((areas, 4))
        top, first = top_places(areas), min(TOP_COUNT, areas)
        for area, ranks in enumerate(self.ranks):
            reached = np.cumsum(np.bincount(ranks, minlength=areas + 1))
            low, high = np.searchsorted(reached, [_TAIL * draws, (1 - _TAIL) * draws])
            rows[area] = low, high, reached[top] / draws, reached[first] / draws
        return pd.DataFrame(rows, columns=["low", "high", "top_share", "top_count"])

    def compare(self, ranks: NDArray[np.float64]) -> tuple[float, float]:
        """Return mean places moved from `ranks`, and the share of its top 5% that stays, over all draws."""
        top = top_places(len(ranks))
        moved = np.mean([np.abs(own - np.float32(rank)).mean() for own, rank in zip(self.ranks, ranks, strict=True)])
        kept = (self.ranks[ranks <= top] <= top).mean()
        return float(moved), float(kept)


def top_places(areas: int) -> int:
    """Return how many areas are the top 5%: the nearest whole number, at least one."""
    return max(1, round(TOP_SHARE * areas))
