"""Size, power, coverage and reliability of everything that is stated with a p-value or an interval, by one command.

``python -m benchmarks.truth --data DIR NAME=WORKSPACE ... [--only PART ...]`` measures forces that were built, with
London and Sheffield from the folder of open data, and keeps each part in ``benchmarks/results``. `benchmarks.describe`
writes docs/explanation/calibration.md and its picture from them. The suite runs the same parts on a made-up force.
"""

from __future__ import annotations

import argparse
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from benchmarks import calibration, forecast_coverage, forecasts, levels, placebo_places, search_loss, usual_year
from benchmarks.api_forces import read_london, read_sheffield
from benchmarks.force_data import ForceData, read_force
from benchmarks.levels import Force
from benchmarks.measure import save_result

SEED = 20_261_129


@dataclass(frozen=True)
class Effort:
    """How much is drawn. The short form says whether a part runs, not how large a share is."""

    surfaces: int = 450
    planted: int = 200
    nested: int = 400
    searched: int = 20
    years_drawn: int = 1_000
    stretches: tuple[float, ...] = calibration.STRETCHES


SHORT = Effort(surfaces=40, planted=20, nested=2, searched=1, years_drawn=100, stretches=(1.0,))


class Forces:
    """The forces that are measured."""

    def __init__(self, built: Mapping[str, ForceData], others: Mapping[str, ForceData], data: Path | None) -> None:
        self.built, self.others, self.data = dict(built), dict(others), data

    @cached_property
    def all(self) -> dict[str, ForceData]:
        """Those that were built, and those that only have months."""
        return self.built | self.others

    @property
    def nested(self) -> str:
        """The one on which the short way of measuring size is checked."""
        return "leicestershire" if "leicestershire" in self.built else next(iter(self.built))

    @cached_property
    def searched(self) -> dict[str, Force]:
        """Those that were built, as the tests of level take them."""
        return {name: Force.of(data) for name, data in self.built.items()}


def measure_usual_year(forces: Forces, _effort: Effort) -> dict[str, Any]:
    """What areas and forces do in a usual year."""
    return {"usual_year": usual_year.measure(forces.all)} if forces.others else {}


def measure_ranks(forces: Forces, effort: Effort) -> dict[str, Any]:
    """Coverage and reliability of next year's rank."""
    found = calibration.calibrate(forces.all, stretches=effort.stretches, draws=effort.years_drawn)
    return {"calibration": found}


def measure_forecasts(forces: Forces, _effort: Effort) -> dict[str, Any]:
    """Coverage of a place's forecast, and the models beside each other."""
    models, packages = forecasts.models_at_hand()
    beside = {
        f"forecasts_{name}": forecasts.measure_force(data, models, 5) | {"packages": packages}
        for name, data in forces.built.items()
        if len(data.strands.months) >= 2 * forecasts.AHEAD
    }
    return {"forecast_coverage": forecast_coverage.cover(forces.all)} | beside


def measure_levels(forces: Forces, effort: Effort) -> dict[str, Any]:
    """Size and power of the tests of level; the short way of measuring it is checked on one force."""
    return {
        f"levels_{name}": levels.measure_force(
            force,
            count=effort.surfaces,
            planted=effort.planted,
            nested=effort.nested if name == forces.nested else 0,
            seed=SEED,
        )
        for name, force in forces.searched.items()
    }


def measure_search(forces: Forces, effort: Effort) -> dict[str, Any]:
    """What the cheap search loses."""
    return {"search_loss": search_loss.measure(forces.searched, surfaces=effort.searched)}


def measure_changes(forces: Forces, _effort: Effort) -> dict[str, Any]:
    """Size and power of the test of change on places where nothing was done."""
    return {} if forces.data is None else {"placebo_places": placebo_places.measure(forces.data)}


PARTS: Mapping[str, Callable[[Forces, Effort], dict[str, Any]]] = {
    "usual_year": measure_usual_year,
    "ranks": measure_ranks,
    "forecasts": measure_forecasts,
    "search": measure_search,
    "levels": measure_levels,
    "changes": measure_changes,
}


def main() -> None:
    """Measure the parts asked for and keep each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("workspaces", nargs="+", metavar="NAME=WORKSPACE")
    parser.add_argument("--data", type=Path, help="folder of open data")
    parser.add_argument("--only", nargs="+", choices=sorted(PARTS), default=list(PARTS))
    chosen = parser.parse_args()
    warnings.simplefilter("ignore")  # statsmodels warns where a series has no trend
    built = {name: read_force(Path(path)) for name, path in (one.split("=", 1) for one in chosen.workspaces)}
    others = {"london": read_london(chosen.data), "sheffield": read_sheffield(chosen.data)} if chosen.data else {}
    forces = Forces(built, others, chosen.data)
    for part in chosen.only:
        for name, result in PARTS[part](forces, Effort()).items():
            print(f"kept in {save_result(name, result)}")


if __name__ == "__main__":
    main()
