"""A small run of the benchmarks of the statistics, and the pages made from the kept results."""

import numpy as np
import pandas as pd

from benchmarks.exactness import differing_classes, largest_errors, planted_clusters, square_grid
from benchmarks.statistics import compare, many_surfaces, start_workers


def test_every_way_runs_and_agrees():
    graph = square_grid(12)
    counts = pd.Series(np.random.default_rng(1).poisson(20, 144).astype(float), index=graph.unique_ids)
    workers = start_workers(None)
    figures = compare(counts, graph, workers, runs=1, draws=199)
    for worker in workers.values():
        worker.close()
    assert set(figures["ways"]) == {
        "exact", "shared null, 999 draws", "esda, 999 draws", "esda, 199 draws", "pygeoda, 999 draws"
    }  # fmt: skip
    assert all(one["seconds"] > 0 for one in figures["ways"].values())
    assert max(figures["furthest_from_exact"].values()) < 5
    assert figures["times_faster"]["exact against esda, 199 draws"]["median"] > 0


def test_many_surfaces_are_counted():
    figures = many_surfaces(square_grid(12), types=2, months=2)
    assert (figures["surfaces"], figures["areas"]) == (4, 144)


def test_errors_are_rounding_errors():
    assert max(largest_errors().values()) <= 1e-12


def test_planted_clusters_are_found():
    found = planted_clusters(reach=2, times=5, surfaces=2)["found"]
    assert found["exact"]["seen_at_all"] == 1
    assert found["exact"]["power"] >= found["esda corrected"]["power"]
    assert found["esda uncorrected"]["false_discovery"] > 0.2


def test_classes_that_differ_are_counted():
    graph = square_grid(8)
    counts = pd.Series(np.random.default_rng(2).poisson(9, 64).astype(float), index=graph.unique_ids)
    row = differing_classes("made up", "count_rank", counts, graph, seeds={99: 2})
    assert row["surface"] == "made up, count_rank"
    assert len(row["draws"]["99"]["areas_that_differ_by_seed"]) == 2
