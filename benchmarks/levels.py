"""Size and power of the tests of level: ``python -m benchmarks.levels WORKSPACE NAME [--surfaces N] [--draws R]``.

Surfaces are drawn from the force's own null; on each, everything is estimated anew, as a build would. Size: how often
something is called above where nothing is. Power: how often a planted place or area is.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.force_data import ForceData, read_force
from benchmarks.measure import keep
from geo.candidates.null_excess import draw_excess
from geo.candidates.place import Unit
from geo.candidates.selection import search_surfaces
from geo.candidates.units import build_units
from geo.need.count_draws import StrandNoise
from geo.need.level import ABOVE, ExpectedCounts, expect_counts, judge_levels, people_present
from geo.need.need_index import COUNTED, NeedIndex
from geo.need.null_surfaces import NullStrands, null_strands

TIMES = (1.5, 2.0, 3.0)
AREA_TIMES = (3.0, 5.0, 8.0)
PLANTED_AREAS = 8


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

    def expect(self, strands: pd.DataFrame) -> dict[str, ExpectedCounts]:
        """Expected counts of the three counted strands."""
        return {
            strand: expect_counts(
                strands[strand] / self.noise.record[strand],
                self.people.loc[strands.index],
                self.data.similar,
                dispersion=self.noise.dispersion[strand],
            )
            for strand in COUNTED
        }

    def null(self, strands: pd.DataFrame) -> NullStrands:
        """The null that fits these strands."""
        return null_strands(strands, self.expect(strands), self.noise.record)


def judge(force: Force, strands: pd.DataFrame, *, draws: int, seed: int) -> tuple[float, float, pd.DataFrame]:
    """Selection-adjusted p-values of the strongest place, by its total and by its need score; and levels of areas."""
    null = force.null(strands)
    flat = pd.Series(1.0, index=strands.index)
    excess, crime = draw_excess(strands, flat, null, NeedIndex(), draws=draws, seed=seed)
    found = search_surfaces(force.units, force.data.limits, excess, crime, null.expected["crime"])
    npu = str(found.tails.iloc[0].idxmin())
    best = str(found.best.iloc[0].idxmax())
    levels = judge_levels(strands["crime"], null.expected["crime"], crime.to_numpy()[1:])
    return found.of_total(npu, 0.0), found.of_value(best, np.inf), levels


def plant(force: Force, strands: pd.DataFrame, *, times: float, size: int, random: np.random.Generator) -> pd.DataFrame:
    """The same surface with the counted strands of one connected group of areas multiplied."""
    unit = force.units[int(random.integers(len(force.units)))]
    group = [int(random.integers(len(unit.codes)))]
    while len(group) < size and (around := sorted(unit.frontier(group))):
        group.append(int(random.choice(around)))
    codes = [unit.codes[at] for at in group if unit.codes[at] in strands.index]
    planted = strands.copy()
    planted.loc[codes, list(COUNTED)] *= times
    return planted


def surfaces(
    truth: NullStrands, strands: pd.DataFrame, count: int, random: np.random.Generator
) -> Iterator[pd.DataFrame]:
    """Null surfaces, with deprivation as it is."""
    drawn = truth.draw(count, random)
    for at in range(count):
        table = {strand: drawn[strand][at] for strand in COUNTED}
        yield pd.DataFrame(table, index=truth.area_codes).assign(deprivation=strands["deprivation"])


def share(flags: list[bool]) -> dict[str, float]:
    """A share of surfaces with its standard error."""
    rate = float(np.mean(flags))
    return {"share": round(rate, 4), "standard_error": round(float(np.sqrt(rate * (1 - rate) / len(flags))), 4)}


def measure_force(force: Force, *, count: int, planted: int, draws: int, seed: int) -> dict[str, Any]:
    """Size and power of both tests, and what the test of places costs."""
    random = np.random.default_rng(seed)
    strands = force.data.strand_values(force.data.strands.months)
    start = time.process_time()
    judge(force, strands, draws=499, seed=seed)
    cost = time.process_time() - start
    truth = force.null(strands)
    places: dict[str, list[bool]] = {}
    need: dict[str, list[bool]] = {}
    areas: dict[str, list[bool]] = {}
    for at, surface in enumerate(surfaces(truth, strands, count, random)):
        for name, case in _cases(force, surface, TIMES if at < planted else (), PLANTED_AREAS, random):
            total, score, levels = judge(force, case, draws=draws, seed=seed + at)
            places.setdefault(name, []).append(total <= 0.05)
            need.setdefault(name, []).append(score <= 0.05)
            if name == "null":
                areas.setdefault(name, []).append(bool((levels["level_class"] == ABOVE).any()))
        for name, case in list(_cases(force, surface, AREA_TIMES if at < planted else (), 1, random))[1:]:
            _, _, levels = judge(force, case, draws=draws, seed=seed + at)
            changed = case.index[case["crime"] != surface["crime"]]
            areas.setdefault(name, []).append(bool((levels.loc[changed, "level_class"] == ABOVE).any()))
    return {
        "areas": len(strands),
        "null_surfaces": count,
        "planted_surfaces": planted,
        "planted_areas": PLANTED_AREAS,
        "draws": draws,
        "nominal": 0.05,
        "cpu_s_499_draws": round(cost, 2),
        "place_by_total": {name: share(flags) for name, flags in places.items()},
        "place_by_need": {name: share(flags) for name, flags in need.items()},
        "area": {name: share(flags) for name, flags in areas.items()},
    }


def _cases(
    force: Force, surface: pd.DataFrame, times: tuple[float, ...], size: int, random: np.random.Generator
) -> Iterator[tuple[str, pd.DataFrame]]:
    yield "null", surface
    for factor in times:
        yield str(factor), plant(force, surface, times=factor, size=size, random=random)


def main() -> None:
    """Measure one force and keep the result."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("workspace", type=Path)
    parser.add_argument("name")
    parser.add_argument("--surfaces", type=int, default=200)
    parser.add_argument("--planted", type=int, default=60, help="surfaces on which places are planted as well")
    parser.add_argument("--draws", type=int, default=99)
    chosen = parser.parse_args()
    force = Force.of(read_force(chosen.workspace))
    kept = measure_force(force, count=chosen.surfaces, planted=chosen.planted, draws=chosen.draws, seed=20_261_129)
    print(f"kept in {keep(f'levels_{chosen.name}', kept)}")


if __name__ == "__main__":
    main()
