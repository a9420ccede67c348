"""Find the best places of each unit; they are described elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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
    """A unit with its limits, its places, the places of greedy growth, and the areas that no place may have."""

    unit: Unit
    limits: PlaceLimits
    packing: Packing
    greedy: list[Place]
    barred: frozenset[int]


def solve_units(
    areas: GeoDataFrame,
    excess: pd.Series[float],
    *,
    limits: Mapping[str, PlaceLimits],
    cross_units: bool = False,
    effort: PackingEffort | None = None,
    low: pd.Series[bool] | None = None,
    standing: pd.DataFrame | None = None,
) -> Iterator[SolvedUnit]:
    """Find the best places of each unit, one unit after the other; at borders, the earlier unit comes first.

    `limits` are those of each unit; `low` and `standing` as for :func:`geo.candidates.units.build_units`.
    """
    effort = effort or PackingEffort()
    compactness = next((one.compactness for one in limits.values()), 0.0)
    taken: set[str] = set()
    units = build_units(areas, excess, compactness=compactness, cross_units=cross_units, low=low, standing=standing)
    for unit in units:
        own = limits[unit.npu_code]
        barred = frozenset(at for at, code in enumerate(unit.codes) if code in taken)
        greedy = grow_greedily(unit, own, barred=barred) if own.per_unit else []
        packing = pack_places(unit, own, starts=greedy, barred=barred, effort=effort)
        taken |= {unit.codes[area] for place in packing.places for area in place}
        if packing.stopped == "interrupted":
            effort = replace(effort, groups=0, proofs=0)
        yield SolvedUnit(unit, own, packing, greedy, barred)
