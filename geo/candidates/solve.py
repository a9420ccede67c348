"""The best places of each unit, before they are described."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pandas as pd

from geo.candidates.greedy import grow_greedily
from geo.candidates.place import Place, PlaceLimits, Unit
from geo.candidates.set_packing import Packing, PackingEffort, pack_places
from geo.candidates.units import build_units

if TYPE_CHECKING:
    from geopandas import GeoDataFrame


@dataclass(frozen=True, eq=False)
class SolvedUnit:
    """A unit with the places found in it, the places of greedy growth, and the areas that no place may have."""

    unit: Unit
    packing: Packing
    greedy: list[Place]
    barred: frozenset[int]


def solve_units(
    areas: GeoDataFrame,
    excess: pd.Series[float],
    *,
    limits: PlaceLimits,
    cross_units: bool = False,
    effort: PackingEffort | None = None,
) -> Iterator[SolvedUnit]:
    """The best places of each unit, one unit after the other; across borders, the earlier unit comes first."""
    effort = effort or PackingEffort()
    taken: set[str] = set()
    for unit in build_units(areas, excess, compactness=limits.compactness, cross_units=cross_units):
        barred = frozenset(at for at, code in enumerate(unit.codes) if code in taken)
        greedy = grow_greedily(unit, limits, barred=barred)
        packing = pack_places(unit, limits, starts=greedy, barred=barred, effort=effort)
        taken |= {unit.codes[area] for place in packing.places for area in place}
        if packing.stopped == "interrupted":
            effort = replace(effort, groups=0, proofs=0)
        yield SolvedUnit(unit, packing, greedy, barred)
