"""Listing against exact enumeration, and against the programme, which knows nothing of it."""

from itertools import combinations

import numpy as np
import pytest

from geo.candidates.enumerate import list_places
from geo.candidates.milp import Demands, find_best_place
from geo.candidates.place import PlaceLimits
from geo.candidates.set_packing import PackingEffort, pack_places
from tests.geo.candidates.squares import draw_unit

ACROSS, DOWN = 5, 3
COUNT = ACROSS * DOWN
LIMITS = PlaceLimits(per_unit=3, max_areas=4, max_residents=6500, min_teams=2)


def make_unit(seed, compactness=20.0):
    """Squares in rows with random need, shares that differ in both directions, and three teams."""
    random = np.random.default_rng(seed)
    shares = np.zeros((COUNT, COUNT))
    for one, other in combinations(range(COUNT), 2):
        if abs(one // ACROSS - other // ACROSS) + abs(one % ACROSS - other % ACROSS) == 1:
            shares[one, other], shares[other, one] = random.uniform(0.1, 0.25, 2)
    return draw_unit(random, shares, across=ACROSS, mean=8, spread=25, compactness=compactness)


def every_place(unit, limits, prices):
    """All places that keep the limits, with their value less prices."""
    sets = (areas for size in range(1, limits.max_areas + 1) for areas in combinations(range(COUNT), size))
    return {areas: unit.value(areas) - prices[list(areas)].sum() for areas in sets if unit.fits(areas, limits)}


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("limits", [LIMITS, PlaceLimits(max_areas=1, min_teams=0), PlaceLimits(max_areas=5)])
def test_exactly_the_places_that_are_worth_more_are_listed(seed, limits):
    unit = make_unit(seed, [20.0, 0.0, 60.0][seed % 3])
    prices = np.random.default_rng(seed).uniform(0, 30, COUNT) * (seed > 2)
    places = every_place(unit, limits, prices)
    barred = frozenset([seed, seed + 4])
    for above in np.quantile(list(places.values()), [0.0, 0.5, 0.9, 0.99, 1.0]) - 1e-6:
        listing = list_places(unit, limits, above=above, prices=prices, barred=barred)
        expected = {areas for areas, worth in places.items() if worth > above and not barred & set(areas)}
        assert listing.finished
        assert len(listing.places) == len(expected)
        assert set(listing.places) == expected
        worths = [places[place] for place in listing.places]
        assert worths == pytest.approx(sorted(worths, reverse=True))


@pytest.mark.parametrize("most", [1, 2])
def test_places_of_one_and_of_two_areas_are_listed(most):
    unit, limits = make_unit(4), PlaceLimits(max_areas=most, min_teams=1)
    listed = list_places(unit, limits, above=-1e9).places
    assert sorted(listed) == sorted(every_place(unit, limits, np.zeros(COUNT)))
    # Squares in rows: so many, and so many edges between two of them.
    assert len(listed) == COUNT + (most - 1) * (DOWN * (ACROSS - 1) + ACROSS * (DOWN - 1))


def test_the_programme_finds_the_first_of_the_list():
    for seed in range(8, 12):
        unit, prices = make_unit(seed), np.random.default_rng(seed).uniform(0, 15, COUNT)
        best = find_best_place(unit, LIMITS, prices=prices, demands=Demands(exclude=frozenset([7])))
        worth = unit.value(best.place) - prices[list(best.place)].sum()
        listing = list_places(unit, LIMITS, above=worth - 1.0, prices=prices, barred=frozenset([7]))
        first = listing.places[0]
        assert unit.value(first) - prices[list(first)].sum() == pytest.approx(worth)


def test_a_search_given_up_says_so():
    unit = make_unit(1)
    whole = list_places(unit, LIMITS, above=-1e9)
    again = list_places(unit, LIMITS, above=-1e9, groups=whole.groups)
    short = list_places(unit, LIMITS, above=-1e9, groups=whole.groups - 1)
    assert again == whole
    assert (whole.finished, short.finished) == (True, False)
    assert not short.places
    assert not list_places(unit, LIMITS, above=-1e9, out_of_time=lambda: True).finished


@pytest.mark.parametrize("seed", [20, 21, 22, *(pytest.param(seed, marks=pytest.mark.long) for seed in range(23, 32))])
def test_three_places_at_once_are_proven_best(seed, monkeypatch):
    unit = make_unit(seed, [20.0, 5.0, 0.0][seed % 3])
    nothing = np.zeros(COUNT)
    worth = [(set(areas), value) for areas, value in every_place(unit, LIMITS, nothing).items() if value > 0]
    worth.sort(key=lambda pair: -pair[1])
    truth = 0.0
    for at, (one, first) in enumerate(worth):
        if 3 * first <= truth:
            break
        truth = max(truth, first)
        for beside, (two, second) in enumerate(worth[at + 1 :], start=at + 1):
            if first + 2 * second <= truth:
                break
            if not one & two:
                rest = (value for three, value in worth[beside + 1 :] if not three & (one | two))
                truth = max(truth, first + second + next(rest, 0.0))
    proven = pack_places(unit, LIMITS)
    assert proven.value == pytest.approx(truth)
    assert proven.bound == pytest.approx(truth)
    assert (proven.gap, proven.stopped) == (0.0, "")
    assert pack_places(unit, LIMITS, effort=PackingEffort(groups=0)).bound >= truth - 1e-6
    monkeypatch.setattr("geo.candidates.set_packing._MOST_TO_CHOOSE_FROM", 0)
    assert pack_places(unit, LIMITS).bound >= truth - 1e-6
