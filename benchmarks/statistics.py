"""Local statistics beside their peers: ``python -m benchmarks.statistics --data FOLDER``.

Exact p-values beside esda's simulations (and pygeoda's, where it is installed), in turn and with the same
answer checked; the shared null beside esda; 504 national surfaces; memory; and how often a simulated class differs from
the exact one.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median

import numpy as np
import pandas as pd
from libpysal.graph import Graph

from benchmarks.measure import keep, machine
from benchmarks.statistics_data import national, plant_national, west_midlands
from geo.exact import exact_tails
from geo.inference import infer_p_values
from geo.neighbour_rows import NeighbourRows, neighbour_rows
from geo.p_values import one_p
from geo.ranks import rank_levels
from geo.shared_null import draw_without_replacement, simulate_tails
from geo.significance import benjamini_hochberg

Values = pd.Series


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--data", type=Path, default=Path("../shared/data"), help="folder of the open data")
    arguments.add_argument("--runs", type=int, default=5)
    arguments.add_argument(
        "--national-draws", type=int, default=999, help="esda's draws, scaled up to 9,999 and said so"
    )
    arguments.add_argument("--pygeoda-python", type=Path, help="a Python that has pygeoda; left out where it is absent")
    arguments.add_argument(
        "--esda-python", type=Path, help="a Python that has esda with numba; left out where it is absent"
    )
    arguments.add_argument("--skip", nargs="*", default=[], choices=["west_midlands", "national", "surfaces"])
    given = arguments.parse_args()
    result: dict[str, object] = {"what": __doc__.split("\n")[0].split(":")[0], "machine": machine(), "runs": given.runs}
    peers = {"esda": given.esda_python, "pygeoda": given.pygeoda_python}
    result["load_before"] = [round(one, 1) for one in os.getloadavg()]
    if "west_midlands" not in given.skip:
        counts, graph = west_midlands(given.data)
        ranks, _ = rank_levels(counts["All recorded crime"])
        result["areas_1719"] = compare(ranks, graph, runs=given.runs, esda_draws=9999, peers=peers)
        result["classes_1719"] = differing_classes(counts, graph)
    if "national" not in given.skip or "surfaces" not in given.skip:
        _, graph = national(given.data)
    if "national" not in given.skip:
        ranks, levels = rank_levels(plant_national(graph, mean=300, seed=1))
        figures = compare(ranks, graph, runs=given.runs, esda_draws=given.national_draws, peers=peers)
        result["areas_35672"] = {
            "rank_levels": levels,
            "values": "planted, see benchmarks/statistics_data.py",
        } | figures
    if "surfaces" not in given.skip:
        result["surfaces_504"] = many_surfaces(graph)
    print(f"kept in {keep('statistics', result)}")
    print(json.dumps({key: value for key, value in result.items() if key != "machine"}, indent=1))


def compare(
    values: Values, graph: Graph, *, runs: int, esda_draws: int, peers: Mapping[str, Path | None]
) -> dict[str, object]:
    """Exact, esda, and the shared null on one surface, in turn; medians and ratios within the run."""
    rows, plain = neighbour_rows(values.index, graph), graph.transform("R")
    whole = values.to_numpy(dtype=np.int64)
    ways: dict[str, Callable[[], object]] = {
        "exact": lambda: exact_tails(whole, rows),
        f"esda_{esda_draws}": lambda: esda_upper(values, plain, draws=esda_draws, seed=1),
        "shared_null_999": lambda: shared_anew(values, rows, seed=1),
        "esda_999": lambda: esda_upper(values, plain, draws=999, seed=1),
    }
    taken = in_turn(ways, runs=runs)
    seconds = {name: round(median(times), 5) for name, times in taken.items()}
    scale = 9999 / esda_draws
    figures: dict[str, object] = {
        "areas": len(values),
        "most_neighbours": int(rows.degree.max()),
        "seconds": seconds,
        "fastest_seconds": {name: round(min(times), 5) for name, times in taken.items()},
        "esda_9999_seconds": round(seconds[f"esda_{esda_draws}"] * scale, 3),
        "esda_9999_is": "measured" if esda_draws == 9999 else f"extrapolated from {esda_draws} draws",
        "exact_times_faster_than_esda_9999": round(
            median(b * scale / a for a, b in zip(taken["exact"], taken[f"esda_{esda_draws}"], strict=True)), 1
        ),
        "shared_null_times_faster_than_esda_999": round(
            median(b / a for a, b in zip(taken["shared_null_999"], taken["esda_999"], strict=True)), 1
        ),
        "peak_mb": {name: peak_mb(way) for name, way in ways.items()},
    }
    exact = exact_tails(whole, rows).upper
    simulated = esda_upper(values, plain, draws=esda_draws, seed=1)
    asked = rows.degree > 0
    spread = np.sqrt(exact * (1 - exact) / esda_draws) + 1 / esda_draws
    figures["agreement_with_esda"] = {
        "largest_difference": round(float(np.abs(exact - simulated)[asked].max()), 5),
        "largest_in_standard_errors": round(float((np.abs(exact - simulated) / spread)[asked].max()), 2),
    }
    for name, python in peers.items():
        figures[f"{name}_alone"] = run_peer(name, values, rows, python, draws=esda_draws if name == "esda" else 999)
    return figures


def in_turn(ways: Mapping[str, Callable[[], object]], *, runs: int) -> dict[str, list[float]]:
    """Seconds of each way, A B C A B C …, after one run each that is not counted."""
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for turn in range(runs + 1):
        for name, way in ways.items():
            started = time.perf_counter()
            way()
            if turn:
                taken[name].append(time.perf_counter() - started)
    return taken


def peak_mb(way: Callable[[], object]) -> float:
    """Most memory that one call holds at once, as NumPy and Python ask for it."""
    tracemalloc.start()
    way()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return round(peak / 1e6, 1)


def esda_upper(values: Values, graph: Graph, *, draws: int, seed: int) -> np.ndarray:
    """esda's Gi with an explicit alternative, so that it does not pick its tail after looking."""
    from esda.getisord import G_Local
    from esda.significance import calculate_significance

    with np.errstate(all="ignore"):
        local = G_Local(values.to_numpy(dtype=float) + 1, graph, transform="R", permutations=draws, seed=seed, n_jobs=1)
    return calculate_significance(local.Gs[:, np.newaxis], local.rGs, alternative="greater")


def shared_anew(values: Values, rows: NeighbourRows, *, seed: int) -> object:
    """The shared null with its draws made anew, as a single surface would."""
    draw_without_replacement.cache_clear()
    return simulate_tails(values.to_numpy(dtype=float), rows, draws=999, seed=seed)


def run_peer(name: str, values: Values, rows: NeighbourRows, python: Path | None, *, draws: int) -> dict[str, object]:
    """A peer in a Python of its own, from text written to it; it is not a dependency of the project."""
    if python is None or not python.exists():
        message = f"left out: no Python with it was given (--{name}-python)"
        print(f"{name} {message}", file=sys.stderr)
        return {"skipped": message}
    near = [
        rows.neighbour[start : start + count].tolist()
        for start, count in zip(np.cumsum(rows.degree) - rows.degree, rows.degree, strict=True)
    ]
    task = json.dumps({"values": values.tolist(), "near": near, "draws": draws})
    script = Path(__file__).parent / "statistics_peer.py"
    done = subprocess.run(
        [str(python), "-I", str(script), name], input=task, capture_output=True, text=True, check=False
    )
    return json.loads(done.stdout) if done.returncode == 0 else {"skipped": done.stderr.strip().splitlines()[-1]}


def differing_classes(counts: pd.DataFrame, graph: Graph) -> dict[str, object]:
    """How many areas are beyond chance at 5% after FDR, upper tail, exactly and with 1,000 and 10,000 draws."""
    found: dict[str, object] = {}
    for crime_type in ("All recorded crime", "Robbery"):
        for measure, values in (("count", counts[crime_type]), ("count_rank", rank_levels(counts[crime_type])[0])):
            exact = _named(
                infer_p_values(values, graph, draws=0, seed=0, alternative="greater", method="exact")["p_value"]
            )
            simulated = {}
            for draws in (999, 9999):
                seeds = [
                    _named(
                        infer_p_values(
                            values, graph, draws=draws, seed=seed, alternative="greater", method="simulated"
                        )["p_value"]
                    )
                    for seed in range(1, 6)
                ]
                simulated[f"{draws} draws"] = {
                    "hotspots_by_seed": [int(one.sum()) for one in seeds],
                    "areas_that_differ_by_seed": [int((one != exact).sum()) for one in seeds],
                }
            found[f"{crime_type}, {measure}"] = {"exact_hotspots": int(exact.sum())} | simulated
    return found


def _named(p_values: Values) -> pd.Series:
    return benjamini_hochberg(p_values).le(0.05)


def many_surfaces(graph: Graph) -> dict[str, object]:
    """14 crime types x 36 months x 35,672 areas: ranks, exact two-sided p-values, correction, a thread a core."""
    codes = pd.Index(graph.unique_ids)
    rows, random = neighbour_rows(codes, graph), np.random.default_rng(1)
    surfaces = []
    for mean in np.geomspace(0.05, 5, 14):
        planted = plant_national(graph, mean=float(mean), seed=int(1000 * mean)).to_numpy()
        surfaces += [random.poisson(0.7 * planted + 0.3 * mean).astype(np.int16) for _ in range(36)]

    def assess(counts: np.ndarray) -> int:
        ranks, _ = rank_levels(pd.Series(counts, index=codes, dtype=float))
        tails = exact_tails(ranks.to_numpy(dtype=np.int64), rows)
        p = pd.Series(one_p(tails.upper, tails.lower, "two-sided"), index=codes)
        return int(benjamini_hochberg(p).le(0.05).sum())

    started = time.perf_counter()
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        found = sum(pool.map(assess, surfaces))
    seconds = time.perf_counter() - started
    return {"surfaces": len(surfaces), "areas": len(codes), "seconds": round(seconds, 2), "areas_beyond_chance": found}


if __name__ == "__main__":
    main()
