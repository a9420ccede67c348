"""Places that bend around others: by enumeration with a second test of what lies within, and by shape."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from geo.candidates.milp import Demands, find_best_place
from geo.candidates.place import PlaceLimits, Unit
from geo.candidates.set_packing import PackingEffort, pack_places

ACROSS, DOWN = 5, 3
COUNT = ACROSS * DOWN
FREE = PlaceLimits(per_unit=2, max_areas=6, max_residents=1e9, min_teams=0)
LIMITS = replace(FREE, surround_share=0.2)
#  0  1  2  3  4
#  5  6  7  8  9
# 10 11 12 13 14
HORSESHOE, LINE, BLOCK = (0, 5, 10, 11, 12, 7), (5, 6, 7, 8, 9), (0, 1, 5, 6)


def make_unit(seed=1):
    random = np.random.default_rng(seed)
    shares = np.zeros((COUNT, COUNT))
    for one, other in combinations(range(COUNT), 2):
        (row, column), (row2, column2) = divmod(one, ACROSS), divmod(other, ACROSS)
        if abs(row - row2) + abs(column - column2) == 1:
            shares[one, other] = shares[other, one] = 0.25
    points = np.array([divmod(area, ACROSS) for area in range(COUNT)], dtype=float)[:, ::-1] * 500
    return Unit(
        npu_code="AA",
        codes=[f"x{area:02d}" for area in range(COUNT)],
        excess=np.round(random.normal(10, 30, COUNT), 1),
        residents=np.full(COUNT, 1500.0),
        teams=np.zeros(COUNT, dtype=int),
        shares=shares,
        home=np.ones(COUNT, dtype=bool),
        compactness=10.0,
        points=points,
    )


def within_count(unit, areas):
    """Others inside a triangle of three points of the place, strictly inside the hull: by signs of cross products."""
    own = unit.points[list(areas)]
    found = 0
    for other in set(range(COUNT)) - set(areas):
        angles = np.sort(np.arctan2(*(own - unit.points[other]).T))
        gaps = np.diff(np.append(angles, angles[0] + 2 * np.pi))
        found += bool((gaps < np.pi - 1e-9).all())  # seen from inside, no half of the horizon is empty
    return found


def test_a_horseshoe_bends_around_what_a_block_and_a_line_do_not():
    unit = make_unit()
    assert unit.count_surrounded(HORSESHOE) == 1  # area 6; 1 and 2 lie on or outside the hull
    assert unit.count_surrounded((0, 5, 10, 11, 12, 13, 8, 3)) == 2  # 6 and 7; 1 and 2 lie on its edge
    assert [unit.count_surrounded(place) for place in (LINE, BLOCK, (3,), (3, 4))] == [0, 0, 0, 0]


def test_one_in_five_is_allowed_and_more_is_not():
    unit = make_unit()
    assert unit.fits(HORSESHOE, LIMITS)  # 1 of 6 is no more than a fifth
    assert not unit.fits(HORSESHOE, replace(LIMITS, surround_share=0.1))
    assert unit.fits(HORSESHOE, FREE)
    assert replace(unit, points=None).fits(HORSESHOE, replace(LIMITS, surround_share=0.0))


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.long) for seed in range(1, 6))])
def test_search_and_programme_find_what_enumeration_finds(seed):
    unit, limits = make_unit(seed), replace(LIMITS, surround_share=0.1)
    sets = [areas for size in range(1, 7) for areas in combinations(range(COUNT), size)]
    allowed = {areas: unit.value(areas) for areas in sets if unit.fits(areas, FREE)}
    straight = {areas: value for areas, value in allowed.items() if within_count(unit, areas) <= 0.1 * len(areas)}
    assert {areas for areas in allowed if unit.fits(areas, limits)} == set(straight)
    best = find_best_place(unit, limits)
    assert unit.value(best.place) == pytest.approx(max(straight.values()))
    packing = pack_places(unit, replace(limits, per_unit=1))
    assert packing.value == pytest.approx(max(straight.values()))
    assert packing.gap == 0.0
    both = pack_places(unit, limits, effort=PackingEffort(groups=0, proofs=20))
    assert both.value == pytest.approx(pack_places(unit, limits).value)


def test_who_asks_for_areas_may_get_a_bend():
    unit, limits = make_unit(), replace(LIMITS, surround_share=0.0, max_areas=6)
    asked = find_best_place(unit, limits, demands=Demands(include=frozenset(HORSESHOE)))
    assert asked.place == tuple(sorted(HORSESHOE))
