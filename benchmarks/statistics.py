"""Local statistics beside their peers: ``python -m benchmarks.statistics --data FOLDER --numba-python PYTHON``.

Exact p-values and the shared null beside esda (with and without numba) and pygeoda, in turn, one thread each, with the
answers compared; and 504 national surfaces. Machines differ and are shared: only ratios of one run are true elsewhere.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import pandas as pd
from libpysal.graph import Graph

from benchmarks.measure import RESULTS, machine, save_result
from benchmarks.statistics_data import national, plant_national, west_midlands
from benchmarks.workers import Worker, time_in_turn
from geo.areas.neighbour_positions import NeighbourRows, neighbour_rows
from geo.hotspots.exact_p_values import exact_tails
from geo.hotspots.p_values import one_p
from geo.hotspots.significance import benjamini_hochberg
from geo.measures.ranks import rank_levels

GOALS = {1719: {"exact": 20, "shared_null": 30}, 35_672: {"exact": 50, "shared_null": 150}}
SURFACES_GOAL_S = 15
PARTS = ["west_midlands", "national", "many_surfaces"]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--data", type=Path, default=Path("../shared/data"), help="folder of the open data")
    arguments.add_argument(
        "--numba-python", type=Path, help="a Python that has esda with numba, which is no dependency"
    )
    arguments.add_argument("--runs", type=int, default=5)
    arguments.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS, help="measure these, keep the others")
    given = arguments.parse_args()
    path = RESULTS / "statistics.json"
    result = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    workers = start_workers(given.numba_python) if {"west_midlands", "national"} & set(given.parts) else {}
    if "west_midlands" in given.parts:
        counts, graph = west_midlands(given.data)
        result["west_midlands"] = compare(counts["All recorded crime"], graph, workers, runs=given.runs)
        save_result("statistics", result | {"machine": machine()})  # the next part takes minutes
    if {"national", "many_surfaces"} & set(given.parts):
        _, graph = national(given.data)
    if "national" in given.parts:
        result["national"] = compare(plant_national(graph, mean=300, seed=1), graph, workers, runs=2)
    if "many_surfaces" in given.parts:
        result["many_surfaces"] = many_surfaces(graph)
    for worker in workers.values():
        worker.close()
    print(f"kept in {save_result('statistics', result | {'machine': machine()})}")


def start_workers(numba_python: Path | None) -> dict[str, Worker]:
    """Ours and the peers; esda with numba where a Python that has it is named."""
    names = {"exact": "exact", "shared null": "shared_null", "esda": "esda", "pygeoda": "pygeoda"}
    compiled = {} if numba_python is None else {"esda with numba": Worker("esda", numba_python)}
    return {title: Worker(name) for title, name in names.items()} | compiled


def compare(
    counts: pd.Series, graph: Graph, workers: Mapping[str, Worker], *, runs: int, draws: int = 9999
) -> dict[str, object]:
    """One surface of ranks in every way; only the fastest peer takes all of the `draws`."""
    load = round(os.getloadavg()[0], 1)
    ranks, levels = rank_levels(counts)
    rows = neighbour_rows(ranks.index, graph)
    ways = {name if name == "exact" else f"{name}, 999 draws": (worker, 999) for name, worker in workers.items()}
    fastest = "esda with numba" if "esda with numba" in workers else "esda"
    ways[f"{fastest}, {draws:,} draws"] = (workers[fastest], draws)
    found = time_in_turn(ways, ranks.tolist(), near(rows), runs=runs)
    answers = {name: np.array(one.pop("p_values")) for name, one in found.items()}
    exact = exact_tails(np.asarray(ranks, dtype=np.int64), rows).upper
    return {
        "load_before": load,
        "areas": len(ranks),
        "most_neighbours": int(rows.degree.max()),
        "rank_levels": levels,
        "goals": GOALS.get(len(ranks), {}),
        "ways": found,
        "times_faster": times_faster(found),
        "furthest_from_exact": {
            name: furthest(exact, answer, int(name.split(" ")[-2].replace(",", "")), rows)
            for name, answer in answers.items()
            if "draws" in name
        },
    }


def times_faster(found: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, float]]:
    """A peer's seconds over ours, turn by turn: 999 draws beside the shared null, more beside the exact answer."""
    ratios = {}
    for peer in found:
        if not peer.startswith(("esda", "pygeoda")):
            continue
        for ours in ("shared null, 999 draws",) if ", 999 draws" in peer else ("exact",):
            turns = [b / a for a, b in zip(found[ours]["each_run"], found[peer]["each_run"], strict=True)]
            ratios[f"{ours} against {peer}"] = {
                "median": round(median(turns), 1), "lowest": round(min(turns), 1), "highest": round(max(turns), 1)
            }  # fmt: skip
    return ratios


def furthest(exact: np.ndarray, simulated: np.ndarray, draws: int, rows: NeighbourRows) -> float:
    """Largest distance of a simulated p-value from the exact one, in its own standard errors.

    The peers fold: they report the smaller of a tail and one minus it.
    """
    folded = np.minimum(exact, 1 - exact) if simulated.max() <= 0.51 else exact
    error = np.sqrt(exact * (1 - exact) / draws) + 1 / draws
    return round(float((np.abs(simulated - folded) / error)[rows.degree > 0].max()), 2)


def near(rows: NeighbourRows) -> list[list[int]]:
    """Positions of each area's neighbours."""
    return [part.tolist() for part in np.split(rows.neighbour, np.cumsum(rows.degree)[:-1])]


def many_surfaces(graph: Graph, *, types: int = 14, months: int = 36) -> dict[str, object]:
    """Every crime type and month of the country: ranks, exact two-sided p-values, correction; a thread a core."""
    codes = pd.Index(graph.unique_ids)
    rows, random = neighbour_rows(codes, graph), np.random.default_rng(1)
    surfaces = []
    for mean in np.geomspace(0.05, 5, types):
        planted = plant_national(graph, mean=float(mean), seed=int(1000 * mean)).to_numpy()
        surfaces += [random.poisson(0.7 * planted + 0.3 * mean).astype(np.int16) for _ in range(months)]

    def assess(counts: np.ndarray) -> int:
        ranks, _ = rank_levels(pd.Series(counts, index=codes, dtype=float))
        tails = exact_tails(np.asarray(ranks, dtype=np.int64), rows)
        p = pd.Series(one_p(tails.upper, tails.lower, "two-sided"), index=codes)
        return int(benjamini_hochberg(p).le(0.05).sum())

    load = round(os.getloadavg()[0], 1)
    started, worked = time.perf_counter(), time.process_time()
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        found = sum(pool.map(assess, surfaces))
    return {
        "load_before": load,
        "surfaces": len(surfaces),
        "areas": len(codes),
        "seconds": round(time.perf_counter() - started, 2),
        "processor_seconds": round(time.process_time() - worked, 2),
        "threads": os.cpu_count(),
        "goal_seconds": SURFACES_GOAL_S,
        "areas_beyond_chance": found,
    }


if __name__ == "__main__":
    main()
