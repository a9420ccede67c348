"""Find other options: nearly equal places, single swaps and what they cost, and other caps."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from geo.candidates.beam_search import grow_places
from geo.candidates.greedy import grow_greedily
from geo.candidates.place import Place, PlaceLimits, Unit, as_place
from geo.candidates.set_packing import Packing, PackingEffort, pack_places

CAP_FACTORS = (0.5, 2.0)
_WIDTH = 60
_PUSH = 0.15
_TRIES = 4
_GROUPS = 20_000


@dataclass(frozen=True)
class OptionRules:
    """Rules for what counts as another option.

    Parameters
    ----------
    alternatives : int
        Alternatives sought for each place.
    differ_by : int
        Areas by which each differs from the place and from the other alternatives, dropped and added together.
    swaps : int
        Cheapest swaps listed for each place.
    """

    alternatives: int = 3
    differ_by: int = 3
    swaps: int = 5


class Swap(NamedTuple):
    """One area that leaves, one that joins, and the cost in need-score points."""

    area_out: int
    area_in: int
    cost: float


def find_alternatives(
    unit: Unit, limits: PlaceLimits, packing: Packing, place: Place, rules: OptionRules
) -> list[Place]:
    """Find nearly equal places that could replace one while the other places of the unit stay.

    Returns
    -------
    list of tuple of int
        Places that keep every limit, overlap no other place of the packing and differ enough, of most value first.

    Notes
    -----
    Growth is repeated with the areas already used made dearer, so that it looks elsewhere. What could mislead: these
    are good alternatives, not proven to be the best ones.
    """
    others = frozenset(area for other in packing.places if other != place for area in other)
    known = {one: unit.value(one) for one in packing.pool if not others.intersection(one)}
    prices = np.zeros(len(unit.codes))
    found: list[Place] = []
    for _ in range(_TRIES * rules.alternatives):
        if len(found) == rules.alternatives:
            break
        for used in [place, *found][-1:]:
            prices[list(used)] += _PUSH * max(1.0, unit.value(place)) / len(used)
        grown = grow_places(unit, limits, prices=prices, width=_WIDTH, barred=others)
        known |= {one: unit.value(one) for one in grown if one not in known}
        found = _unlike([place], sorted(known, key=lambda one: (-round(known[one], 9), one)), rules)
    return found


def _unlike(chosen: list[Place], known: list[Place], rules: OptionRules) -> list[Place]:
    """Return the best known places that differ enough from those chosen and from each other."""
    found: list[Place] = []
    for one in known:
        if all(len(set(one) ^ set(other)) >= rules.differ_by for other in [*chosen, *found]):
            found.append(one)
        if len(found) == rules.alternatives:
            break
    return found


def price_swaps(unit: Unit, limits: PlaceLimits, packing: Packing, place: Place, rules: OptionRules) -> list[Swap]:
    """List the cost of every swap of one area of the place for one that touches it, the cheapest first."""
    taken = {area for other in packing.places for area in other}
    value = unit.value(place)
    found = []
    for area_in in sorted(unit.frontier(place) - taken):
        for area_out in place:
            swapped = as_place({*place, area_in} - {area_out})
            if unit.fits(swapped, limits):
                found.append(Swap(area_out, area_in, value - unit.value(swapped)))
    return sorted(found, key=lambda swap: (round(swap.cost, 9), swap.area_out, swap.area_in))[: rules.swaps]


def pack_with_other_caps(
    unit: Unit, limits: PlaceLimits, effort: PackingEffort, *, barred: frozenset[int] = frozenset()
) -> dict[float, tuple[PlaceLimits, Packing]]:
    """Find the places of the unit at half and at double the caps on areas and residents, each with its bound."""
    quick = replace(
        effort,
        rounds=min(effort.rounds, 5),
        width=min(effort.width, 2 * _WIDTH),
        groups=min(effort.groups, _GROUPS),
        proofs=0,
    )
    found = {}
    for factor in CAP_FACTORS:
        scaled = limits.scaled(factor)
        starts = grow_greedily(unit, scaled, barred=barred)
        found[factor] = scaled, pack_places(unit, scaled, starts=starts, barred=barred, effort=quick)
    return found
