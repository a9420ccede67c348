"""What areas and forces do in a usual year: ``python -m benchmarks.usual_year --data DIR NAME=WORKSPACE ...``.

The drift of an area's strands, and how they move together, are those of London and Sheffield, which no example of the
program is built from. How far a force's total moves from one year to the next is the root mean square over every force
and year that is at hand. The constants of `geo.trends.expectation` and `geo.need.next_ranks` are these, rounded.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.calibration import name_year, origins, read_forces
from benchmarks.force_data import ForceData
from benchmarks.forecast_coverage import foretell
from benchmarks.measure import save_result
from geo.need.need_index import COUNTED
from geo.trends.expectation import YearLevels, learn_levels

LEARNT_FROM = ("london", "sheffield")


def learn(data: ForceData) -> dict[str, YearLevels]:
    """Levels and drift of the counted strands over all months of a force."""
    noise = data.strands.noise()
    return {
        strand: learn_levels(
            data.strands.monthly(strand).loc[data.ranked] / noise.record[strand], dispersion=noise.dispersion[strand]
        )
        for strand in COUNTED
    }


def measure(forces: Mapping[str, ForceData]) -> dict[str, Any]:
    """Drift and correlations of the forces that are learnt from, and the yearly movement of every force."""
    levels = {name: learn(forces[name]) for name in LEARNT_FROM}
    together = {
        name: np.corrcoef([np.asarray(one.moved, dtype=float) for one in known.values()])
        for name, known in levels.items()
    }
    moved = {
        name_year((name, *at)): float(foretell(data, *at)["moved"].iloc[0])
        for name, data in forces.items()
        if name != "sample"
        for at in origins(len(data.strands.months))
    }
    drift = {s: {name: round(known[s].drift, 4) for name, known in levels.items()} for s in COUNTED}
    return {
        "learnt_from": {name: [len(forces[name].ranked), len(forces[name].strands.months)] for name in LEARNT_FROM},
        "drift": drift,
        "usual_drift": {s: round(float(np.mean(list(by.values()))), 3) for s, by in drift.items()},
        "together": {name: table.round(3).tolist() for name, table in together.items()},
        "usual_together": np.mean(list(together.values()), axis=0).round(2).tolist(),
        "force_moved": {name: round(value, 4) for name, value in moved.items()},
        "force_drift": round(float(np.sqrt(np.mean(np.square(list(moved.values()))))), 2),
    }


def main() -> None:
    """Measure, and keep the result."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("workspaces", nargs="+", metavar="NAME=WORKSPACE")
    parser.add_argument("--data", type=Path, required=True, help="folder of open data, for London and Sheffield")
    chosen = parser.parse_args()
    save_result("usual_year", measure(read_forces(chosen.workspaces, chosen.data)))


if __name__ == "__main__":
    main()
