"""A made-up force on a square grid whose areas drift, alone and together with their neighbours."""

from __future__ import annotations

import numpy as np
import pandas as pd
from libpysal.graph import Graph


def grid(side: int) -> Graph:
    """Areas in a square, each beside those that share an edge or a corner."""
    cells = np.arange(side * side)
    row, column = np.divmod(cells, side)
    near = np.maximum(abs(row[:, None] - row), abs(column[:, None] - column)) == 1
    area, neighbour = np.nonzero(near)
    codes = np.array([f"a{cell:04d}" for cell in cells])
    return Graph.from_arrays(codes[area], codes[neighbour], np.ones(len(area)))


def drifting_counts(graph: Graph, *, alone: float, together: float, phi: float, mean: float = 100.0, seed: int = 1):
    """Counts of two windows: levels differ, drifts are normal (own and shared with neighbours), variance is φ times mean."""
    random, n = np.random.default_rng(seed), len(graph.unique_ids)
    level = np.exp(random.normal(np.log(mean), 0.5, n))
    shared = graph.transform("R").sparse @ random.normal(size=n) * np.sqrt(8)
    drift = alone * random.normal(size=n) + together * shared
    counts = [
        random.negative_binomial(expected / (phi - 1), 1 / phi).astype(float)
        for expected in (level, level * np.exp(drift))
    ]
    return [pd.Series(one, index=graph.unique_ids) for one in counts]
