"""What the cheap search for places loses: ``python -m benchmarks.search_loss NAME=WORKSPACE ... [--surfaces 20]``.

The selection-adjusted p-value of a place runs a cheap search on every null surface: growth from a few peaks. Here the
exact search (the one that proposes places, with its proof) looks for the best place on the surface as it is and on
null surfaces, under the same limits. The ratio of the two is kept in ``benchmarks/results/search_loss.json``.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.force_data import read_force
from benchmarks.levels import Force, fitted_surfaces
from benchmarks.measure import save_result
from geo.arrays import Floats
from geo.candidates.selection import place_tail
from geo.candidates.set_packing import PackingEffort, pack_places
from geo.need.need_index import COUNTED

LEAST_DRAWS = 19


def best_places(force: Force, excess: Floats, codes: list[str]) -> dict[str, tuple[float, float, pd.Index]]:
    """By unit: value of the best single place of a surface, the bound that is proven, and its areas."""
    found = {}
    score = pd.Series(excess, index=codes)
    for unit in force.units:
        scores = np.array([float(score.get(code, 0.0)) for code in unit.codes])
        own = replace(unit, excess=scores)
        limits = replace(force.data.limits[unit.npu_code], per_unit=1)
        packing = pack_places(own, limits, effort=PackingEffort())
        areas = pd.Index([unit.codes[at] for place in packing.places for at in place])
        found[unit.npu_code] = (packing.value, packing.bound, areas)
    return found


def tail_of(areas: pd.Index, scores: pd.Series) -> float:
    """How often a place that was not searched for is as far above what is expected; 1 for no place."""
    own = scores[areas.intersection(scores.index)].to_numpy()[None]
    return float(place_tail(own, np.ones(own.shape, dtype=bool))[0])


def compare(force: Force, *, surfaces: int, seed: int) -> dict[str, Any]:
    """Cheap against exact on the surface as it is (the first) and on null surfaces."""
    null = force.null()
    drawn = fitted_surfaces(null, max(surfaces, LEAST_DRAWS), np.random.default_rng(seed))
    strands = force.strands.loc[null.area_codes]
    both = {s: np.vstack([strands[s].to_numpy(dtype=float)[None] / null.record[s], drawn[s]]) for s in COUNTED}
    excess, codes = force.score(both, null), list(null.area_codes)
    fit = null.expected["crime"].fit_again(both["crime"])
    start = time.process_time()
    cheap = force.search(both, null)
    cheap_s = time.process_time() - start
    rows, start = [], time.process_time()
    for at in range(surfaces + 1):
        scores = pd.Series(fit.scores[at], index=codes)
        for npu, (value, bound, areas) in best_places(force, excess[at], codes).items():
            row = {"surface": at, "npu": npu, "exact": value, "bound": bound, "cheap": cheap.best[npu].iloc[at]}
            row |= {"exact_tail": tail_of(areas, scores), "cheap_tail": cheap.tails[npu].iloc[at]}
            rows.append(row)
    exact_s = time.process_time() - start
    return _sum_up(pd.DataFrame(rows)) | {
        "surfaces": surfaces,
        "cheap_ms_a_surface": round(1000 * cheap_s / len(excess), 1),
        "exact_ms_a_surface": round(1000 * exact_s / (surfaces + 1), 1),
    }


def _sum_up(rows: pd.DataFrame) -> dict[str, Any]:
    """Ratios by unit and of the strongest place of the force, as seen on the observed surface and on null ones."""
    units = rows[rows["exact"] > 0].assign(ratio=lambda one: one["cheap"] / one["exact"])
    force = rows.groupby("surface").agg(
        {"exact": "max", "bound": "max", "cheap": "max", "exact_tail": "min", "cheap_tail": "min"}
    )
    force["ratio"] = force["cheap"] / force["exact"]
    force["ratio_to_bound"] = force["cheap"] / force["bound"]
    null = force[force.index > 0]
    return {
        "observed": {
            "strongest": _round(force["ratio"].iloc[0]),
            "strongest_to_bound": _round(force["ratio_to_bound"].iloc[0]),
            "units": {str(one["npu"]): _round(one["ratio"]) for one in units[units["surface"] == 0].to_dict("records")},
        },
        "null": {
            "strongest_mean": _round(null["ratio"].mean()),
            "strongest_least": _round(null["ratio"].min()),
            "strongest_least_to_bound": _round(null["ratio_to_bound"].min()),
            "same_place": _round((null["ratio"] > 1 - 1e-9).mean()),
            "units_mean": _round(units.loc[units["surface"] > 0, "ratio"].mean()),
            "units_least": _round(units.loc[units["surface"] > 0, "ratio"].min()),
            "exact_place_further_above": _round((null["exact_tail"] < null["cheap_tail"] * (1 - 1e-9)).mean()),
        },
        "proven": _round((rows["bound"] - rows["exact"] <= 1e-6 * rows["bound"].clip(lower=1.0)).mean()),
    }


def _round(value: float) -> float:
    return round(float(value), 4)


def measure(forces: Mapping[str, Force], *, surfaces: int, seed: int = 20_261_129) -> dict[str, Any]:
    """Every force."""
    return {name: compare(force, surfaces=surfaces, seed=seed) for name, force in forces.items()}


def main() -> None:
    """Measure the forces given and keep the result."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("workspaces", nargs="+", metavar="NAME=WORKSPACE")
    parser.add_argument("--surfaces", type=int, default=20)
    chosen = parser.parse_args()
    given = (one.split("=", 1) for one in chosen.workspaces)
    forces = {name: Force.of(read_force(Path(path))) for name, path in given}
    save_result("search_loss", measure(forces, surfaces=chosen.surfaces))


if __name__ == "__main__":
    main()
