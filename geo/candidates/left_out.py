"""Explain why an area of high need is in no candidate: its neighbour is full, others rank higher, or it is alone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from geo.candidates.alternatives import OptionRules, price_swaps
from geo.candidates.beam_search import grow_places
from geo.candidates.place import Place, PlaceLimits, Unit

if TYPE_CHECKING:
    from geo.candidates.solve import SolvedUnit

LEFT_OUT_COLUMNS = (
    "npu_code",
    "area_code",
    "reason_kind",
    "beside_candidate",
    "swap_area_out",
    "swap_cost_share",
    "own_place_areas",
    "own_place_value",
    "least_value",
)
OTHERS_BETTER = "others worth more"
FOUND_LATE = "found late"  # the search for candidates was stopped before it met this place
PLACE_FULL = "place full"
LONG_EDGE = "edge costs more"
FEW_TEAMS = "too few teams"
LOW_AROUND = "low around it"
NO_ROOM = "no room"  # the unit's share of the force's need leaves no room for a place
_GROWN = 10  # areas for which a place is sought, some 20 ms each; others take part in what was found for these
_FIRST = 5  # the highest of them, for which a place is sought even where one is known that has them
_WIDTH = 10
_PULL = 1e6


class _Entry(NamedTuple):
    """The cheapest way for an area into a place: candidate, cost, the area that would leave, and the place."""

    candidate_id: str
    cost_share: float
    area_out: int
    place: Place


def explain_left_out(one: SolvedUnit) -> list[dict[str, object]]:
    """Explain each area that is in no place although an area of a place has less need.

    Parameters
    ----------
    one : SolvedUnit
        From :func:`geo.candidates.solve.solve_units`.

    Returns
    -------
    list of dict
        One each, highest need first, with LEFT_OUT_COLUMNS: `reason_kind` (one of the seven above);
        `beside_candidate` (the place that it touches and could enter most cheaply), with `swap_area_out` and
        `swap_cost_share` (share of that place's value; 1 is all of it); `own_place_areas` and `own_place_value` (the
        best place found around it with what is free); `least_value` (the value of the last place of the unit). Texts
        are '' and numbers NaN where there is none.

    Notes
    -----
    What could mislead: the place of its own is the best one found by growth, not proven to be the best there is. In a
    unit with many such areas the search is made for the first of them; those of which nothing was learnt have no row.
    """
    unit, limits, places = one.unit, one.limits, one.packing.places
    taken = frozenset(area for place in places for area in place) | one.barred
    inside = [float(unit.excess[area]) for place in places for area in place if area not in unit.low_areas(place)]
    least = min(inside, default=0.0)
    left = [at for at in range(len(unit.codes)) if at not in taken and unit.home[at] and unit.excess[at] > least]
    left.sort(key=lambda at: (-float(unit.excess[at]), unit.codes[at]))
    swaps = _cheapest_swaps(one, limits)
    known = [place for place in one.packing.pool if not taken.intersection(place)]
    rows: list[dict[str, object]] = []
    sought = 0
    for area in left:
        own = _best_with(unit, known, area)
        if (own is None or len(rows) < _FIRST) and sought < _GROWN:
            sought += 1
            known += _grow_around(unit, limits, area, taken)
            own = _best_with(unit, known, area)
        if own or area in swaps or sought < _GROWN:
            rows.append(_row(one, limits, area, swaps.get(area), own))
    return rows


def _cheapest_swaps(one: SolvedUnit, limits: PlaceLimits) -> dict[int, _Entry]:
    """Find, for each area, the candidate that it could enter at least cost, that cost as a share, and the swap."""
    every = OptionRules(swaps=len(one.unit.codes) ** 2)
    found: dict[int, _Entry] = {}
    for rank, place in enumerate(one.packing.places, start=1):
        for swap in price_swaps(one.unit, limits, one.packing, place, every):
            share = swap.cost / one.unit.value(place)
            if swap.area_in not in found or share < found[swap.area_in].cost_share:
                found[swap.area_in] = _Entry(f"{one.unit.npu_code}-{rank}", share, swap.area_out, place)
    return found


def _grow_around(unit: Unit, limits: PlaceLimits, area: int, taken: frozenset[int]) -> list[Place]:
    """Grow the best place that contains the area, with so high a reward that growth does not leave it out."""
    prices = np.zeros(len(unit.codes))
    prices[area] = -_PULL
    return grow_places(unit, limits, prices=prices, width=_WIDTH, count=1, barred=taken)


def _best_with(unit: Unit, known: list[Place], area: int) -> Place | None:
    return max((place for place in known if area in place), key=unit.value, default=None)


def _row(one: SolvedUnit, limits: PlaceLimits, area: int, swap: _Entry | None, own: Place | None) -> dict[str, object]:
    unit, places = one.unit, one.packing.places
    valued = own is not None and unit.value(own) > 0
    if own is not None and valued:
        full = len(places) >= limits.per_unit
        kind = (OTHERS_BETTER if places else NO_ROOM) if full else FOUND_LATE
    elif swap:
        kind = LONG_EDGE if unit.fits({*swap.place, area}, limits) else PLACE_FULL
    else:
        kind = _why_none(unit, limits, area, one)
    return {
        "npu_code": unit.npu_code,
        "area_code": unit.codes[area],
        "reason_kind": kind,
        "beside_candidate": swap.candidate_id if swap else "",
        "swap_area_out": unit.codes[swap.area_out] if swap else "",
        "swap_cost_share": swap.cost_share if swap else float("nan"),
        "own_place_areas": float(len(own)) if own and valued else float("nan"),
        "own_place_value": unit.value(own) if own and valued else float("nan"),
        "least_value": min((unit.value(place) for place in places), default=float("nan")),
    }


def _why_none(unit: Unit, limits: PlaceLimits, area: int, one: SolvedUnit) -> str:
    """Explain why no place around it has a positive value: the teams that one must span, or low need there."""
    taken = frozenset(at for place in one.packing.places for at in place) | one.barred
    looser = _grow_around(unit, replace(limits, min_teams=0), area, taken)
    return FEW_TEAMS if any(area in place and unit.value(place) > 0 for place in looser) else LOW_AROUND
