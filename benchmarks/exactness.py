"""What exact p-values change: ``python -m benchmarks.exactness --data FOLDER``.

The largest error against other ways of counting; how often a simulated class differs from the exact one on the West
Midlands; and what each way finds of planted clusters, and falsely. esda simulates, with its tail stated beforehand.
"""

from __future__ import annotations

import argparse
import warnings
from collections.abc import Mapping
from itertools import combinations
from math import comb
from pathlib import Path

import numpy as np
import pandas as pd
from libpysal.graph import Graph

from benchmarks.measure import machine, save_result
from benchmarks.statistics_data import west_midlands
from geo.hotspots import subset_sums
from geo.hotspots.exact_p_values import exact_p_values
from geo.hotspots.significance import benjamini_hochberg
from geo.hotspots.subset_sums import SubsetSums
from geo.measures.ranks import rank_levels

LEVELS = (0.01, 0.05, 0.10)
SIDE = 30
FIGURES = ("power", "false_discovery", "seen_at_all")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--data", type=Path, default=Path("../shared/data"), help="folder of the open data")
    arguments.add_argument("--seeds", type=int, default=10, help="of 999 draws; a third as many of 9,999")
    arguments.add_argument("--surfaces", type=int, default=20)
    given = arguments.parse_args()
    counts, graph = west_midlands(given.data)
    result = {
        "what": "What exact p-values change",
        "machine": machine(),
        "largest_error": largest_errors(),
        "west_midlands": [
            differing_classes(name, measure, counts[name], graph, seeds={999: given.seeds, 9999: given.seeds // 3})
            for name in ("All recorded crime", "Robbery")
            for measure in ("count", "count_rank")
        ],
        "planted": [
            planted_clusters(reach=reach, times=times, surfaces=given.surfaces)
            for reach in (1, 2, 3)
            for times in (2, 3, 5)
        ],
    }
    print(f"kept in {save_result('exactness', result)}")


def largest_errors() -> dict[str, float]:
    """Largest distance from counting every subset one by one, and from counting in integers without limit."""
    random = np.random.default_rng(1)
    small = [np.array(x) for x in ([0] * 9 + [1, 1, 2, 3, 9, 40, 4000], range(16), random.integers(0, 9, 16))]
    larger = [random.permutation(3 * n)[:n] for n in (61, 120)]
    found = {}
    for name, counted_below in (("transforms", 0), ("integers", subset_sums.SMALL_POPULATION)):
        kept, subset_sums.SMALL_POPULATION = subset_sums.SMALL_POPULATION, counted_below
        try:
            found[f"{name}, 16 areas, every size, enumeration"] = max(map(_error_by_enumeration, small))
            found[f"{name}, 61 and 120 areas, k to n - 1, counting"] = max(map(_error_by_counting, larger))
        finally:
            subset_sums.SMALL_POPULATION = kept
    return found


def _error_by_enumeration(x: np.ndarray) -> float:
    table, worst, n = SubsetSums(x, np.arange(len(x))), 0.0, len(x)
    for left_out in (0, n - 1):
        others = np.delete(x, left_out)
        for size in range(n):
            sums = np.sort([sum(chosen) for chosen in combinations(others.tolist(), size)])
            asked = np.unique(np.concatenate([sums, sums + 1]))
            exact = 1 - np.searchsorted(sums, asked) / len(sums)
            found = table.among_others(np.full(len(asked), left_out), np.full(len(asked), size), asked)
            worst = max(worst, float(np.abs(found - exact).max()))
    return worst


def _error_by_counting(x: np.ndarray) -> float:
    """Sizes of which at most 30 of 61 or 12 of 120 are chosen or left behind: their counts fit 64 bits."""
    n, few = len(x), 30 if len(x) == 61 else 12
    sizes, worst = [1, few, n - 1 - few, n - 2, n - 1], 0.0
    table = SubsetSums(x, np.array(sizes))
    for left_out in (int(x.argmin()), int(x.argmax())):
        others = np.delete(x, left_out)
        counted = np.zeros((few + 1, int(others.sum()) + 1), dtype=np.int64)  # rows are sizes, columns sums
        counted[0, 0] = 1
        for value in others:
            counted[1:, value:] += counted[:-1, : counted.shape[1] - value].copy()
        for size in sizes:
            behind = n - 1 - size
            ways = counted[size] if size <= few else counted[behind][::-1]  # a sum, or what it leaves behind
            at_least = np.cumsum(ways[::-1])[::-1]
            asked = np.linspace(0, len(ways) - 1, 400).astype(int)
            found = table.among_others(np.full(len(asked), left_out), np.full(len(asked), size), asked)
            worst = max(worst, float(np.abs(found - at_least[asked] / comb(n - 1, size)).max()))
    return worst


def differing_classes(
    name: str, measure: str, counts: pd.Series, graph: Graph, *, seeds: Mapping[int, int]
) -> dict[str, object]:
    """Areas whose class (99, 95, 90% or none; upper tail, corrected) is another when simulated; seeds by draws."""
    values = rank_levels(counts)[0] if measure.endswith("_rank") else counts
    exact = exact_p_values(values, graph, alternative="greater")["p_value"].to_numpy()
    classes = _classes(exact)
    simulated = {}
    for draws, count in seeds.items():
        each = [_classes(simulate(values, graph, draws=draws, seed=seed)) for seed in range(1, count + 1)]
        simulated[str(draws)] = {
            "hotspots_by_seed": [int((one <= 1).sum()) for one in each],
            "areas_that_differ_by_seed": [int((one != classes).sum()) for one in each],
        }
    hotspots = int((classes <= 1).sum())
    return {"surface": f"{name}, {measure}", "exact_hotspots": hotspots, "smallest_p": exact.min(), "draws": simulated}


def _classes(p_values: np.ndarray) -> np.ndarray:
    """0, 1, 2 where q is within 1, 5, 10%; 3 otherwise."""
    return np.searchsorted(LEVELS, benjamini_hochberg(pd.Series(p_values)).to_numpy())


def simulate(values: pd.Series, graph: Graph, *, draws: int, seed: int) -> np.ndarray:
    """esda's upper tail, stated beforehand."""
    from esda.getisord import G_Local
    from esda.significance import calculate_significance

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # about the p-value that is not used here
        x = values.to_numpy(dtype=float) + 1
        local = G_Local(x, graph.transform("R"), permutations=draws, seed=seed, n_jobs=1)
    return np.asarray(calculate_significance(local.Gs[:, np.newaxis], local.rGs, alternative="greater"))


def planted_clusters(*, reach: int, times: float, surfaces: int, seed: int = 1) -> dict[str, object]:
    """One square cluster in a force of 900 areas, `times` as busy: what is found of it, and what is named elsewhere."""
    graph, random = square_grid(SIDE), np.random.default_rng([seed, reach, int(10 * times)])
    row, column = np.divmod(np.arange(SIDE**2), SIDE)
    away = np.maximum(np.abs(row - SIDE // 2), np.abs(column - SIDE // 2))
    planted, elsewhere = away <= reach, away > reach + 1  # what touches the cluster is neither
    found: dict[str, list[tuple[float, float, bool]]] = {"exact": [], "esda corrected": [], "esda uncorrected": []}
    for surface in range(surfaces):
        mean = 60 * np.where(planted, times, 1)
        counts = pd.Series(random.negative_binomial(3, 3 / (3 + mean)), index=graph.unique_ids)
        ranks, _ = rank_levels(counts)
        exact = exact_p_values(ranks, graph, alternative="greater")["p_value"]
        simulated = simulate(ranks, graph, draws=999, seed=surface + 1)
        named = {
            "exact": benjamini_hochberg(exact).to_numpy() <= 0.05,
            "esda corrected": benjamini_hochberg(pd.Series(simulated)).to_numpy() <= 0.05,
            "esda uncorrected": simulated <= 0.05,
        }
        for way, areas in named.items():
            false = (areas & elsewhere).sum() / max(areas.sum(), 1)
            found[way].append((areas[planted].mean(), false, bool(areas[planted].any())))
    return {
        "cluster_areas": int(planted.sum()),
        "times_as_busy": times,
        "surfaces": surfaces,
        "found": {
            way: dict(zip(FIGURES, np.mean(each, axis=0).round(3).tolist(), strict=True)) for way, each in found.items()
        },
    }


def square_grid(side: int) -> Graph:
    """Areas in a square, each beside the three, five or eight that touch it."""
    cells = np.arange(side * side)
    row, column = np.divmod(cells, side)
    pairs = []
    for down, across in ((0, 1), (1, -1), (1, 0), (1, 1)):
        inside = (row + down < side) & (column + across >= 0) & (column + across < side)
        other = cells[inside] + down * side + across
        pairs += [(cells[inside], other), (other, cells[inside])]
    focal, neighbour = (np.concatenate(part) for part in zip(*pairs, strict=True))
    order = np.lexsort((neighbour, focal))
    return Graph.from_arrays(focal[order], neighbour[order], np.ones(len(order)))


if __name__ == "__main__":
    main()
