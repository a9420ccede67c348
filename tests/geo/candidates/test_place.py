"""Places against exact enumeration: every connected set of a small unit, listed one by one."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from geo.candidates.alternatives import OptionRules, find_alternatives, pack_with_other_caps, price_swaps
from geo.candidates.beam_search import grow_places
from geo.candidates.greedy import grow_greedily
from geo.candidates.milp import Demands, Effort, bound_place, find_best_place, quiet_solver
from geo.candidates.place import PlaceLimits
from geo.candidates.set_packing import PackingEffort, pack_places
from tests.geo.candidates.squares import draw_unit

EXACT = PackingEffort()
BY_PROGRAMME = PackingEffort(groups=0, proofs=20)
UNPROVEN = PackingEffort(groups=0)
SIZE = 4
COUNT = SIZE * SIZE


@pytest.fixture
def make_unit():
    """A square of squares with random need; two teams, left and right."""

    def make(seed, compactness=30.0):
        random = np.random.default_rng(seed)
        shares = np.zeros((COUNT, COUNT))
        for one in range(COUNT):
            for other in range(COUNT):
                apart = abs(one // SIZE - other // SIZE) + abs(one % SIZE - other % SIZE)
                shares[one, other] = 0.25 * (apart == 1)
        return draw_unit(random, shares, across=SIZE, mean=5, spread=30, compactness=compactness)

    return make


def every_place(unit, limits):
    """All places that keep the limits, with their value."""
    sizes = range(1, limits.max_areas + 1)
    sets = (areas for size in sizes for areas in combinations(range(COUNT), size))
    return {areas: unit.value(areas) for areas in sets if unit.fits(areas, limits)}


def best_together(places, wanted):
    """The highest value of places without overlap together, by trying all."""
    worth = [(frozenset(areas), value) for areas, value in places.items() if value > 0]
    worth.sort(key=lambda pair: -pair[1])
    best = 0.0

    def extend(start, taken, total, left):
        nonlocal best
        best = max(best, total)
        for at in range(start, len(worth)):
            areas, value = worth[at]
            if not left or total + left * value <= best:
                return
            if not areas & taken:
                extend(at + 1, taken | areas, total + value, left - 1)

    extend(0, frozenset(), 0.0, wanted)
    return best


LIMITS = PlaceLimits(per_unit=2, max_areas=5, max_residents=7000, min_teams=2)


@pytest.mark.parametrize(("seed", "compactness"), [(1, 30.0), (2, 10.0), (3, 0.0), (4, 60.0)])
def test_the_programme_finds_what_enumeration_finds(make_unit, seed, compactness):
    unit = make_unit(seed, compactness)
    places = every_place(unit, LIMITS)
    best = find_best_place(unit, LIMITS)
    assert unit.fits(best.place, LIMITS)
    assert unit.value(best.place) == pytest.approx(max(places.values()))
    assert best.bound == pytest.approx(max(places.values()))
    assert bound_place(unit, LIMITS) >= max(places.values()) - 1e-6
    assert unit.value(grow_places(unit, LIMITS)[0]) == pytest.approx(max(places.values()))


@pytest.mark.parametrize(("seed", "compactness"), [(1, 30.0), (2, 10.0), (3, 0.0), (5, 20.0)])
def test_places_together_match_enumeration_and_no_bound_lies_under_it(make_unit, seed, compactness):
    unit = make_unit(seed, compactness)
    truth = best_together(every_place(unit, LIMITS), LIMITS.per_unit)
    greedy = grow_greedily(unit, LIMITS)
    efforts = EXACT, BY_PROGRAMME, UNPROVEN
    exact, by_programme, unproven = (pack_places(unit, LIMITS, starts=greedy, effort=effort) for effort in efforts)
    assert exact.value == pytest.approx(truth)
    assert exact.gap == 0.0
    assert exact.stopped == ""
    assert by_programme.value == pytest.approx(truth)
    for packing in (exact, by_programme, unproven):
        assert packing.bound >= truth - 1e-6
        assert packing.value >= sum(unit.value(place) for place in greedy) - 1e-9
        assert all(unit.fits(place, LIMITS) for place in packing.places)
        taken = [area for place in packing.places for area in place]
        assert len(taken) == len(set(taken))
    assert unproven.gap == 0.0 or unproven.stopped == "nodes"
    assert exact == pack_places(unit, LIMITS, starts=greedy)


def test_demands_are_kept(make_unit):
    unit = make_unit(6)
    free = find_best_place(unit, LIMITS)
    without = frozenset(free.place[:1])
    places = every_place(unit, LIMITS)
    best = find_best_place(unit, LIMITS, demands=Demands(exclude=without))
    assert unit.value(best.place) == pytest.approx(max(v for p, v in places.items() if not without & set(p)))
    poor = frozenset([int(np.argmin(unit.excess))])
    best = find_best_place(unit, LIMITS, demands=Demands(include=poor))
    assert unit.value(best.place) == pytest.approx(max(v for p, v in places.items() if poor <= set(p)))
    other = find_best_place(unit, LIMITS, demands=Demands(unlike=[(free.place, 3)]))
    assert unit.value(other.place) == pytest.approx(
        max(v for p, v in places.items() if len(set(p) ^ set(free.place)) >= 3)
    )


def test_the_flow_gives_what_the_cuts_give(make_unit, monkeypatch):
    unit = make_unit(7, 0.0)
    expected = find_best_place(unit, LIMITS)
    monkeypatch.setattr("geo.candidates.milp._ROUNDS_OF_CUTS", 0)
    by_flow = find_best_place(unit, LIMITS)
    assert unit.value(by_flow.place) == pytest.approx(unit.value(expected.place))


def test_ctrl_c_gives_the_best_so_far_with_its_bound(make_unit, monkeypatch):
    def interrupt(*_):
        raise KeyboardInterrupt

    unit = make_unit(1)
    start = grow_places(unit, LIMITS)[0]
    monkeypatch.setattr("highspy.Highs.wait", interrupt)
    best = find_best_place(unit, LIMITS, start=start, effort=Effort())
    assert best.stopped == "interrupted"
    monkeypatch.undo()
    assert best.bound >= unit.value(start) - 1e-6


def test_alternatives_differ_and_swaps_cost_what_they_say(make_unit):
    unit, rules = make_unit(1), OptionRules()
    packing = pack_places(unit, LIMITS, effort=EXACT)
    place = packing.places[0]
    others = {area for other in packing.places[1:] for area in other}
    found = find_alternatives(unit, LIMITS, packing, place, rules)
    assert len(found) == 3
    for number, one in enumerate(found):
        assert unit.fits(one, LIMITS)
        assert not others & set(one)
        assert unit.value(one) <= unit.value(place) + 1e-9
        assert all(len(set(one) ^ set(other)) >= 3 for other in [place, *found[:number]])
    costs = {
        unit.value(place) - value
        for areas, value in every_place(unit, LIMITS).items()
        if len(areas) == len(place) and len(set(areas) & set(place)) == len(place) - 1 and not others & set(areas)
    }
    swaps = price_swaps(unit, LIMITS, packing, place, OptionRules(swaps=1000))
    assert sorted(swap.cost for swap in swaps) == pytest.approx(sorted(costs))


def test_larger_caps_never_hold_less(make_unit):
    unit = make_unit(5)
    found = pack_with_other_caps(unit, LIMITS, EXACT)
    assert {factor: limits.max_areas for factor, (limits, _) in found.items()} == {0.5: 2, 2.0: 10}
    middle = pack_places(unit, LIMITS, effort=EXACT)
    assert found[0.5][1].value <= middle.value <= found[2.0][1].bound


def test_other_caps_leave_the_other_limits_as_they_are():
    limits = PlaceLimits(per_unit=2, max_areas=7, max_residents=9_000, min_teams=3, compactness=12.0)
    assert limits.scaled(0.5) == replace(limits, max_areas=3, max_residents=4_500)
    assert limits.scaled(2.0) == replace(limits, max_areas=14, max_residents=18_000)
    assert limits.scaled(0.1).max_areas == 1


@pytest.mark.parametrize("seed", [1, 2])
def test_no_place_has_a_barred_area_whether_listed_or_searched_by_the_programme(make_unit, seed):
    unit = make_unit(seed)
    (best, *_) = pack_places(unit, LIMITS).places
    barred = frozenset(best[:2])
    left = {areas: value for areas, value in every_place(unit, LIMITS).items() if not barred & set(areas)}
    for effort in (EXACT, BY_PROGRAMME):
        packing = pack_places(unit, LIMITS, barred=barred, effort=effort)
        assert not barred & {area for place in packing.pool for area in place}
        assert packing.value == pytest.approx(best_together(left, LIMITS.per_unit))


@pytest.mark.parametrize(("residents", "found"), [(2000.0, (0, 1)), (1999.0, (1,))])
def test_a_grown_place_may_have_as_many_residents_as_the_cap_and_no_more(make_unit, residents, found):
    unit = replace(make_unit(1), excess=np.r_[40.0, 50.0, np.full(COUNT - 2, -99.0)], residents=np.full(COUNT, 1000.0))
    limits = PlaceLimits(max_areas=3, max_residents=residents, min_teams=1)
    assert grow_places(unit, limits)[0] == found


def test_a_narrow_beam_keeps_the_best_place_of_each_size(make_unit):
    # One row of high squares: 0 to 3, the highest in the middle. All others are low.
    unit = replace(make_unit(1, 0.0), excess=np.r_[10.0, 30.0, 40.0, 20.0, np.full(COUNT - 4, -9.0)])
    limits = PlaceLimits(max_areas=4, max_residents=1e6, min_teams=1)
    assert grow_places(unit, limits, width=1)[:3] == [(0, 1, 2, 3), (1, 2, 3), (1, 2)]


@pytest.mark.parametrize("seed", [1, 2])
def test_at_least_half_of_a_place_of_the_programme_is_at_home(make_unit, seed):
    unit = make_unit(seed)
    unit = replace(unit, home=unit.excess < np.median(unit.excess))  # what is high lies across the border
    free = find_best_place(replace(unit, home=np.ones(COUNT, dtype=bool)), LIMITS)
    best = find_best_place(unit, LIMITS)
    places = every_place(unit, LIMITS)
    assert free.place not in places
    assert unit.value(best.place) == pytest.approx(max(places.values()))


def test_the_programme_closes_a_hole_of_several_areas(make_unit):
    # High squares around four low ones: the best ring would enclose them.
    unit = make_unit(1, 0.0)
    middle = [5, 6, 9, 10]
    unit = replace(unit, excess=np.where(np.isin(np.arange(COUNT), middle), -50.0, 20.0))
    limits = PlaceLimits(max_areas=12, max_residents=1e6, min_teams=1)
    best = find_best_place(unit, limits)
    assert len(best.place) == 11  # the ring of twelve, open at one square
    assert unit.fits(best.place, limits)


def test_the_solver_has_the_limits_of_the_effort():
    solver = quiet_solver(Effort(nodes=7, seconds=12.5, gap=0.5))
    options = ("time_limit", "mip_max_nodes", "mip_abs_gap", "mip_rel_gap", "threads", "random_seed", "output_flag")
    assert [solver.getOptionValue(name)[1] for name in options] == [12.5, 7, 0.5, 0.0, 1, 1, False]
