"""The floor and the reason: against enumeration of every set of areas, with rules written down a second time here."""

from functools import cache
from itertools import combinations

import numpy as np
import pytest

from geo.candidates.enumerate import list_places
from geo.candidates.milp import Demands, find_best_place
from geo.candidates.place import PlaceLimits, Unit
from geo.candidates.set_packing import pack_places
from geo.candidates.shortfall import why_impossible

ACROSS, DOWN = 5, 3
COUNT = ACROSS * DOWN
LIMITS = PlaceLimits(per_unit=2, max_areas=5, max_residents=9000, min_teams=1)


@cache
def beside(area):
    row, column = divmod(area, ACROSS)
    steps = ((row - 1, column), (row + 1, column), (row, column - 1), (row, column + 1))
    return {r * ACROSS + c for r, c in steps if 0 <= r < DOWN and 0 <= c < ACROSS}


def make_unit(seed, compactness=20.0):
    random = np.random.default_rng(seed)
    shares = np.zeros((COUNT, COUNT))
    for area in range(COUNT):
        shares[area, sorted(beside(area))] = 0.25
    excess = np.round(random.normal(10, 30, COUNT), 1)
    return Unit(
        npu_code="AA",
        codes=[f"x{area:02d}" for area in range(COUNT)],
        excess=excess,
        residents=random.integers(500, 2500, COUNT).astype(float),
        teams=np.zeros(COUNT, dtype=int),
        shares=shares,
        home=np.ones(COUNT, dtype=bool),
        compactness=compactness,
        low=excess < 5,
        standing=np.round(random.normal(-2, 15, (COUNT, 4)), 1),
    )


@cache
def whole(areas):
    """One piece, and nothing but the outside beside it: every area left can walk to the edge of the grid."""
    seen, ahead = set(), [min(areas)] if areas else []
    while ahead:
        area = ahead.pop()
        if area not in seen:
            seen.add(area)
            ahead += beside(area) & areas
    outside = set(range(COUNT)) - areas
    free = {a for a in outside if a // ACROSS in (0, DOWN - 1) or a % ACROSS in (0, ACROSS - 1)}
    while grown := {b for a in free for b in beside(a) if b in outside} - free:
        free |= grown
    return bool(areas) and seen == areas and free == outside


def allowed(unit, areas, asked_for=frozenset()):
    place = frozenset(areas)
    if not whole(place) or unit.residents[list(areas)].sum() > LIMITS.max_residents:
        return False
    low = [area for area in areas if unit.low[area] and area not in asked_for]
    needed = all(len(areas) > 1 and not whole(place - {area}) for area in low)
    return needed and any(unit.standing[list(areas), strand].sum() >= -1e-9 for strand in range(4))


def worth(unit, areas):
    """Need, less a price for each side that is open; a side of an area that only connects is open on both of its sides."""
    high = {area for area in areas if not unit.low[area]}
    closed = sum(len(beside(area) & high) for area in high)
    return unit.excess[list(areas)].sum() - unit.compactness * (4 * len(areas) - closed) / 4


def every_place(unit):
    sets = (areas for size in range(1, LIMITS.max_areas + 1) for areas in combinations(range(COUNT), size))
    return {areas: worth(unit, areas) for areas in sets if allowed(unit, areas)}


@pytest.mark.parametrize("seed", [0, 1, 2, *(pytest.param(seed, marks=pytest.mark.long) for seed in range(3, 8))])
def test_listing_programme_and_packing_keep_the_floor_and_the_reason(seed):
    unit = make_unit(seed, [20.0, 0.0, 8.0, 60.0][seed % 4])
    places = every_place(unit)
    listing = list_places(unit, LIMITS, above=-1e9)
    assert set(listing.places) == set(places)
    for place in listing.places:
        assert unit.value(place) == pytest.approx(places[place])
    best = find_best_place(unit, LIMITS)
    assert unit.value(best.place) == pytest.approx(max(places.values()))
    assert best.place in places
    truth = max(
        [0.0, *places.values()]
        + [
            places[one] + places[two]
            for one, two in combinations([p for p in places if places[p] > 0], 2)
            if not set(one) & set(two)
        ]
    )
    packing = pack_places(unit, LIMITS)
    assert packing.value == pytest.approx(truth)
    assert packing.gap == 0.0


def test_some_places_are_held_together_by_a_low_area():
    units = (make_unit(seed, 0.0) for seed in range(8))
    # Else the tests above would show nothing about connecting areas.
    assert any(unit.low[list(place)].any() for unit in units for place in every_place(unit))


def test_an_area_asked_for_may_be_low():
    unit = make_unit(3)
    low = int(np.flatnonzero(unit.low)[0])
    best = find_best_place(unit, LIMITS, demands=Demands(include=frozenset([low])))
    sets = (areas for size in range(1, LIMITS.max_areas + 1) for areas in combinations(range(COUNT), size))
    asked = [worth(unit, areas) for areas in sets if low in areas and allowed(unit, areas, {low})]
    assert low in best.place
    assert unit.value(best.place) == pytest.approx(max(asked))


def test_the_floor_is_named_where_it_alone_leaves_no_place():
    unit = make_unit(3)
    high = frozenset(np.flatnonzero(~unit.low).tolist())
    assert why_impossible(unit, LIMITS) == ""
    said = why_impossible(unit, LIMITS, Demands(exclude=high))
    assert said.endswith("of need are too few for any connected place here (floor)")


def test_areas_that_can_never_be_one_place_are_told_apart_from_limits():
    unit = make_unit(3)
    apart = Demands(include=frozenset({0, COUNT - 1}), exclude=frozenset({1, ACROSS}))
    assert why_impossible(unit, LIMITS, apart).endswith("whatever the limits")
