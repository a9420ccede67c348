"""Size and power of the tests of level: ``python -m benchmarks.levels NAME=WORKSPACE ... [--surfaces N]``.

Size is how often something is called above where nothing is, power how often it is where something was planted. Null
surfaces are of three kinds: drawn from what is fitted to the force; the force's own residuals dealt out anew among its
areas, those called above set aside; and the same with every area set aside that is above what half of null surfaces
have. On each surface everything is fitted anew, as a build does.

To draw 499 surfaces for each of many surfaces costs too much, so one surface is drawn for each, and all of these
together are what each is compared with (Giacomini, Politis and White 2013, Econometric Theory 29(3)). Same for areas
by 99 draws for each surface is measured beside it (`--nested`).
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.force_data import ForceData, read_force
from benchmarks.measure import save_result
from geo.arrays import Floats
from geo.candidates.place import Unit
from geo.candidates.selection import Selection, search_surfaces
from geo.candidates.units import build_units
from geo.need.count_draws import StrandNoise
from geo.need.fit_levels import LevelFit
from geo.need.level import LIMIT, expect_counts, judge_levels, people_present
from geo.need.need_index import COUNTED, NeedIndex
from geo.need.null_surfaces import NullStrands, correlate, draw_counts, null_strands
from geo.need.score_draws import score_draws

TIMES = (1.5, 2.0, 3.0)
AREA_TIMES = (1.5, 2.0, 3.0, 5.0, 8.0)
PLANTED_AREAS = 8
DRAWS = 499
_BATCH = 100
Surfaces = dict[str, Floats]


@dataclass(frozen=True)
class Force:
    """What the tests of level take of a force."""

    data: ForceData
    noise: StrandNoise
    people: pd.Series
    units: list[Unit]

    @classmethod
    def of(cls, data: ForceData) -> Force:
        people = people_present(data.areas["population"].loc[data.ranked])
        flat = pd.Series(0.0, index=data.ranked)
        compactness = next(iter(data.limits.values())).compactness
        units = build_units(data.areas, flat, compactness=compactness)
        return cls(data, data.strands.noise(), people, list(units))

    @property
    def strands(self) -> pd.DataFrame:
        """Observed strands over all months."""
        return self.data.strand_values(self.data.strands.months)

    def null(self) -> NullStrands:
        """The null that fits the force."""
        strands = self.strands
        expected = {
            strand: expect_counts(
                strands[strand] / self.noise.record[strand],
                self.people.loc[strands.index],
                self.data.similar,
                dispersion=self.noise.dispersion[strand],
            )
            for strand in COUNTED
        }
        return null_strands(expected, self.noise.record)

    def score(self, surfaces: Surfaces, null: NullStrands) -> Floats:
        """Need score above the force's mean, with deprivation as it is."""
        scored = {strand: null.record[strand] * surfaces[strand] for strand in COUNTED}
        deprivation = self.data.deprivation.loc[null.area_codes].to_numpy(dtype=float)
        scored["deprivation"] = np.tile(deprivation, (len(surfaces["crime"]), 1))
        need = score_draws(scored, NeedIndex())
        excess: Floats = need - need.mean(axis=1, keepdims=True)
        return excess

    def search(self, surfaces: Surfaces, null: NullStrands) -> Selection:
        """Places of every surface, by the cheap search."""
        excess = pd.DataFrame(self.score(surfaces, null), columns=null.area_codes)
        counts = pd.DataFrame(surfaces["crime"], columns=null.area_codes)
        return search_surfaces(self.units, self.data.limits, excess, counts, null.expected["crime"])


def strengths(force: Force, surfaces: Surfaces, null: NullStrands, *, places: bool = True) -> dict[str, Floats]:
    """How strong the strongest area and place of each surface is, by each test; more is stronger."""
    found = {"area": null.expected["crime"].fit_again(surfaces["crime"]).scores.max(axis=1)}
    if places:
        searched = force.search(surfaces, null)
        found["place_by_level"] = -searched.tails.min(axis=1).to_numpy()
        found["place_by_need"] = searched.best.max(axis=1).to_numpy()
    return found


def fit_all(surfaces: Surfaces, null: NullStrands) -> dict[str, LevelFit]:
    """Every strand of every surface fitted anew."""
    return {strand: model.fit_again(surfaces[strand]) for strand, model in null.expected.items()}


def draw_one_each(surfaces: Surfaces, null: NullStrands, random: np.random.Generator) -> Surfaces:
    """One surface drawn from what is fitted to each surface."""
    fits = fit_all(surfaces, null)
    return draw_counts(fits, correlate(fits), len(surfaces["crime"]), random)


def fitted_surfaces(null: NullStrands, count: int, random: np.random.Generator) -> Surfaces:
    """Surfaces drawn from what is fitted to the force, in records."""
    fits = {strand: model.fit for strand, model in null.expected.items()}
    return draw_counts(fits, null.together, count, random)


def dealt_surfaces(null: NullStrands, dealt: np.ndarray, count: int, random: np.random.Generator) -> Surfaces:
    """The scores of real areas dealt out anew, all strands of an area together; those set aside give way to others."""
    areas, own = len(null.area_codes), np.flatnonzero(dealt)
    dealt = np.array([random.permutation(np.r_[own, random.choice(own, areas - len(own))]) for _ in range(count)])
    return {strand: model.fit.count_at(model.fit.scores[0][dealt]) for strand, model in null.expected.items()}


def plant(
    force: Force, surfaces: Surfaces, null: NullStrands, *, times: float, size: int, random: np.random.Generator
) -> tuple[Surfaces, np.ndarray]:
    """The same surfaces with the counted strands of one connected group of areas multiplied; and a flag for these."""
    planted = np.zeros(surfaces["crime"].shape, dtype=bool)
    for row in planted:
        unit = force.units[int(random.integers(len(force.units)))]
        group = [int(random.integers(len(unit.codes)))]
        while len(group) < size and (around := sorted(unit.frontier(group))):
            group.append(int(random.choice(around)))
        at = null.area_codes.get_indexer(pd.Index([unit.codes[area] for area in group]))
        row[at[at >= 0]] = True
    return {strand: counts * np.where(planted, times, 1.0) for strand, counts in surfaces.items()}, planted


def share(flags: np.ndarray, compared: int = 0) -> dict[str, float]:
    """A share of surfaces with its standard error; `compared` surfaces said where the limit is, and add theirs."""
    rate = float(np.mean(flags))
    variance = rate * (1 - rate) / len(flags) + (LIMIT * (1 - LIMIT) / compared if compared else 0.0)
    return {"share": round(rate, 4), "standard_error": round(float(np.sqrt(variance)), 4)}


def measure_size(
    force: Force, null: NullStrands, dealt: np.ndarray | None, count: int, random: np.random.Generator
) -> dict[str, dict[str, float]]:
    """Share of null surfaces on which each test calls something above; `dealt` deals out real areas."""
    own: dict[str, list[Floats]] = {}
    drawn: dict[str, list[Floats]] = {}
    for part in _batches(count):
        surfaces = fitted_surfaces(null, part, random) if dealt is None else dealt_surfaces(null, dealt, part, random)
        for into, these in ((own, surfaces), (drawn, draw_one_each(surfaces, null, random))):
            for test, found in strengths(force, these, null).items():
                into.setdefault(test, []).append(found)
    limits = {test: np.quantile(np.concatenate(found), 1 - LIMIT) for test, found in drawn.items()}
    return {test: share(np.concatenate(found) >= limits[test], count) for test, found in own.items()}


def measure_power(
    force: Force, null: NullStrands, times: float, count: int, random: np.random.Generator, *, areas: bool
) -> dict[str, dict[str, float]]:
    """Share of surfaces on which what was planted is found: one area, or a place of eight."""
    own: dict[str, list[Floats]] = {}
    drawn: dict[str, list[Floats]] = {}
    for part in _batches(count):
        surfaces, planted = plant(
            force,
            fitted_surfaces(null, part, random),
            null,
            times=times,
            size=1 if areas else PLANTED_AREAS,
            random=random,
        )
        if areas:
            scores = null.expected["crime"].fit_again(surfaces["crime"]).scores
            found = {"area": np.where(planted, scores, -np.inf).max(axis=1)}
        else:
            found = {test: one for test, one in strengths(force, surfaces, null).items() if test != "area"}
        again = strengths(force, draw_one_each(surfaces, null, random), null, places=not areas)
        for into, these in ((own, found), (drawn, {test: again[test] for test in found})):
            for test, one in these.items():
                into.setdefault(test, []).append(one)
    limits = {test: np.quantile(np.concatenate(one), 1 - LIMIT) for test, one in drawn.items()}
    return {test: share(np.concatenate(one) >= limits[test], count) for test, one in own.items()}


def measure_nested(null: NullStrands, count: int, draws: int, random: np.random.Generator) -> dict[str, Any]:
    """Size of the test of areas with `draws` surfaces each, as a build judges: the short way is compared with it."""
    model, above = null.expected["crime"], []
    alone = np.ones((1, 1, 1))
    for surface in fitted_surfaces(null, count, random)["crime"]:
        fit = model.fit_again(surface[None])
        highest = model.fit_again(draw_counts({"crime": fit}, alone, draws, random)["crime"]).scores.max(axis=1)
        above.append((1 + int((highest >= fit.scores.max()).sum())) / (draws + 1) <= LIMIT)
    return {"surfaces": count, "draws": draws, "area": share(np.array(above))}


def measure_force(
    force: Force, *, count: int, planted: int, seed: int, nested: int = 0, nested_draws: int = 99
) -> dict[str, Any]:
    """Size of every test on three kinds of null surfaces, power on planted ones, and what the tests cost a build."""
    null = force.null()
    start = time.process_time()
    surfaces = fitted_surfaces(null, DRAWS, np.random.default_rng(seed))
    force.search(surfaces, null)
    levels = judge_levels(force.strands["crime"], null.expected["crime"], surfaces["crime"])
    cost = time.process_time() - start
    p = levels["p_selected"].loc[null.area_codes].to_numpy()
    kinds = {"fitted": None, "dealt": p > LIMIT, "dealt_ordinary": p > 0.5}
    spread = {
        strand: {"alpha": round(model.spread, 4), "skew": round(float(model.fit.shape.skew[0, 0]), 3)}
        for strand, model in null.expected.items()
    }
    known: dict[str, Any] = {
        "areas": len(null.area_codes),
        "planted_areas": PLANTED_AREAS,
        "nominal": LIMIT,
        "null_surfaces": count,
    }
    known |= {"planted_surfaces": planted, "cpu_s_499_draws": round(cost, 2), "spread": spread}
    known |= {"set_aside": {name: int((~dealt).sum()) for name, dealt in kinds.items() if dealt is not None}}
    random = np.random.default_rng(seed)
    known["size"] = {name: measure_size(force, null, dealt, count, random) for name, dealt in kinds.items()}
    known["power"] = {str(times): measure_power(force, null, times, planted, random, areas=False) for times in TIMES}
    known["power_of_areas"] = {
        str(times): measure_power(force, null, times, planted, random, areas=True)["area"] for times in AREA_TIMES
    }
    if nested:
        known["nested"] = measure_nested(null, nested, nested_draws, random)
    return known


def _batches(count: int) -> Iterator[int]:
    for start in range(0, count, _BATCH):
        yield min(_BATCH, count - start)


def measure(forces: Mapping[str, Force], *, count: int, planted: int, nested: int, seed: int) -> Iterator[Any]:
    """Each force, by name."""
    for name, force in forces.items():
        yield name, measure_force(force, count=count, planted=planted, nested=nested, seed=seed)


def main() -> None:
    """Measure the forces given and keep each result."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("workspaces", nargs="+", metavar="NAME=WORKSPACE")
    parser.add_argument("--surfaces", type=int, default=450)
    parser.add_argument("--planted", type=int, default=200, help="surfaces of each size that is planted")
    parser.add_argument("--nested", type=int, default=0, help="surfaces that are judged by 99 draws each as well")
    chosen = parser.parse_args()
    given = (one.split("=", 1) for one in chosen.workspaces)
    forces = {name: Force.of(read_force(Path(path))) for name, path in given}
    for name, found in measure(
        forces, count=chosen.surfaces, planted=chosen.planted, nested=chosen.nested, seed=20_261_129
    ):
        print(f"dealt in {save_result(f'levels_{name}', found)}")


if __name__ == "__main__":
    main()
