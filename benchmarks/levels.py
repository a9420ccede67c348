"""Size and power of the tests of level: ``python -m benchmarks.levels WORKSPACE NAME [--surfaces N] [--draws R]``.

Surfaces are drawn from the force's own null; on each, everything is estimated anew, as a build would. Size: how often
something is called above where nothing is. Power: how often a planted place or area is.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
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
from geo.need.level import ABOVE, LIMIT, ExpectedCounts, expect_counts, judge_levels, people_present
from geo.need.need_index import COUNTED, NeedIndex
from geo.need.null_surfaces import NullStrands, null_strands

TIMES = (1.5, 2.0, 3.0)
AREA_TIMES = (3.0, 5.0, 8.0)
PLANTED_AREAS = 8
_STEP = 10


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


def judge_areas(force: Force, strands: pd.DataFrame, *, draws: int, seed: int) -> pd.DataFrame:
    """Levels of areas alone: no places are searched for."""
    null = force.null(strands)
    return judge_levels(
        strands["crime"], null.expected["crime"], null.draw(draws, np.random.default_rng(seed))["crime"]
    )


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


@dataclass
class Found:
    """What was called above so far, by what was planted: by a place's total, by its need, and of single areas."""

    total: dict[str, list[bool]] = field(default_factory=dict)
    need: dict[str, list[bool]] = field(default_factory=dict)
    area: dict[str, list[bool]] = field(default_factory=dict)

    def shares(self) -> dict[str, dict[str, dict[str, float]]]:
        """Shares of surfaces with their standard errors."""
        tests = {"place_by_total": self.total, "place_by_need": self.need, "area": self.area}
        return {test: {name: share(flags) for name, flags in found.items()} for test, found in tests.items()}


def measure_steps(force: Force, *, count: int, planted: int, draws: int, seed: int) -> Iterator[dict[str, Any]]:
    """Size first, then power; what is known after every ten surfaces, so that a run that is ended is not lost."""
    random = np.random.default_rng(seed)
    strands = force.data.strand_values(force.data.strands.months)
    start = time.process_time()
    judge(force, strands, draws=499, seed=seed)
    known = {"areas": len(strands), "planted_areas": PLANTED_AREAS, "draws": draws, "nominal": 0.05}
    known |= {"cpu_s_499_draws": round(time.process_time() - start, 2)}
    found = Found()
    for at, surface in enumerate(surfaces(force.null(strands), strands, count + planted, random)):
        if at < count:
            _judge_null(force, surface, found, draws=draws, seed=seed + at)
        else:
            _judge_planted(force, surface, found, random, draws=draws, seed=seed + at)
        if at + 1 == count + planted or (at + 1) % _STEP == 0:
            sizes = {"null_surfaces": min(at + 1, count), "planted_surfaces": max(at + 1 - count, 0)}
            yield known | sizes | found.shares()


def measure_force(force: Force, *, count: int, planted: int, draws: int, seed: int) -> dict[str, Any]:
    """Size and power of both tests, and what the test of places costs."""
    *_, last = measure_steps(force, count=count, planted=planted, draws=draws, seed=seed)
    return last


def _judge_null(force: Force, surface: pd.DataFrame, found: Found, *, draws: int, seed: int) -> None:
    total, score, levels = judge(force, surface, draws=draws, seed=seed)
    found.total.setdefault("null", []).append(total <= LIMIT)
    found.need.setdefault("null", []).append(score <= LIMIT)
    found.area.setdefault("null", []).append(bool((levels["level_class"] == ABOVE).any()))


def _judge_planted(
    force: Force, surface: pd.DataFrame, found: Found, random: np.random.Generator, *, draws: int, seed: int
) -> None:
    for times in TIMES:
        case = plant(force, surface, times=times, size=PLANTED_AREAS, random=random)
        total, score, _ = judge(force, case, draws=draws, seed=seed)
        found.total.setdefault(str(times), []).append(total <= LIMIT)
        found.need.setdefault(str(times), []).append(score <= LIMIT)
    for times in AREA_TIMES:
        case = plant(force, surface, times=times, size=1, random=random)
        levels = judge_areas(force, case, draws=draws, seed=seed)
        changed = case.index[case["crime"] != surface["crime"]]
        found.area.setdefault(str(times), []).append(bool((levels.loc[changed, "level_class"] == ABOVE).any()))


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
    steps = measure_steps(force, count=chosen.surfaces, planted=chosen.planted, draws=chosen.draws, seed=20_261_129)
    for known in steps:
        keep(f"levels_{chosen.name}", known)


if __name__ == "__main__":
    main()
