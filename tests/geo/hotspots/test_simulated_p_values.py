from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from libpysal.graph import Graph

from geo.areas.neighbours import build_neighbours
from geo.hotspots.simulated_p_values import draw_without_replacement, shared_null_p_values

DRAWS = 40_000


def enumerate_tails(values, graph):
    """Every choice of k others, counted: the exact conditional p-values."""
    upper, lower = {}, {}
    for code in values.index:
        near = [beside for beside, weight in graph[code].items() if weight and beside != code]
        others = values.drop(code).to_numpy()
        sums = np.array([sum(chosen) for chosen in combinations(others, len(near))])
        observed = values[near].sum()
        upper[code], lower[code] = (sums >= observed - 1e-9).mean(), (sums <= observed + 1e-9).mean()
    return pd.Series(upper), pd.Series(lower)


def within_chance(found, exact):
    """Within five standard errors of the simulation, and its floor."""
    return (np.abs(found - exact) <= 5 * np.sqrt(exact * (1 - exact) / DRAWS) + 1 / (DRAWS + 1)).all()


@pytest.mark.parametrize(
    "numbers",
    [
        [2, 4, 4, 7, 10, 10, 10, 15, 18],  # ties, as mid-ranks have
        [0.1, 0.2, 0.3, 0.1, 0.2, 0.3, 0.1, 0.2, 9.9],  # floats whose sums tie only up to their last bits
        [-5, 3, 0, 0, -1, 2, 8, -2, 1],
    ],
)
def test_tails_equal_enumeration(make_areas, numbers):
    areas = make_areas(3, 3)  # k = 3 at the corners, 5 at the sides, 8 of 8 in the middle
    graph, values = build_neighbours(areas), pd.Series(numbers, index=areas.index)
    upper, lower = enumerate_tails(values, graph)
    assert within_chance(shared_null_p_values(values, graph, draws=DRAWS, seed=1, alternative="greater"), upper)
    assert within_chance(shared_null_p_values(values, graph, draws=DRAWS, seed=1, alternative="less"), lower)
    two_sided = shared_null_p_values(values, graph, draws=DRAWS, seed=1)
    assert two_sided["b2"] == 1  # everyone else is its neighbour
    assert (np.abs(two_sided - np.minimum(1, 2 * np.minimum(upper, lower))) < 0.03).all()


def test_both_tails_count_every_draw_once_and_the_observed_sum_in_each(make_areas):
    areas = make_areas(3, 3)
    values = pd.Series(2.0 ** np.arange(9), index=areas.index)  # no two sums of as many areas are equal
    upper, lower = (
        shared_null_p_values(values, build_neighbours(areas), draws=999, seed=1, alternative=tail)
        for tail in ("greater", "less")
    )
    tied = {code: round(1000 * (up + low)) - 1001 for code, up, low in zip(areas.index, upper, lower, strict=True)}
    # Draws that are the neighbours themselves count in both tails: always where all others are neighbours.
    assert tied["b2"] == 999
    corners = [tied[code] for code in ("a1", "a3", "c1", "c3")]
    assert all(2 <= times <= 50 for times in corners)  # one of the 56 threes: 18 of 999 expected


def test_draws_are_uniform_and_distinct():
    drawn = draw_without_replacement(5, 3, 60_000, 8)
    assert drawn.shape == (3, 60_000)
    triples, counts = np.unique(drawn.T, axis=0, return_counts=True)
    assert len(triples) == 5 * 4 * 3
    assert all(len(set(triple)) == 3 for triple in triples)
    # 1,000 of each ordered triple are expected; chi-squared, 59 degrees of freedom, passes 110 once in 20,000.
    assert ((counts - 1000) ** 2 / 1000).sum() < 110


def test_the_seed_alone_decides(make_areas, same_index):
    areas = make_areas(6, 6)
    graph = build_neighbours(areas)
    values = pd.Series(np.random.default_rng(2).random(36), index=areas.index)
    first = shared_null_p_values(values, graph, draws=999, seed=4)
    shuffled = values.sample(frac=1, random_state=9)
    again = shared_null_p_values(shuffled, graph, draws=999, seed=4)
    same_index(again, shuffled.index)
    assert first.between(2 / 1000, 1).all()
    assert not first.equals(shared_null_p_values(values, graph, draws=999, seed=5))
    pd.testing.assert_series_equal(shared_null_p_values(values, graph, draws=999, seed=4), first)


def test_p_values_of_a_random_surface_are_not_too_small(make_areas):
    areas = make_areas(9, 9)
    graph = build_neighbours(areas)
    random = np.random.default_rng(3)
    p = [
        shared_null_p_values(pd.Series(random.permutation(81), index=areas.index), graph, draws=999, seed=1)
        for _ in range(60)
    ]
    share = np.mean(np.concatenate(p) <= 0.05)
    assert 0.03 < share < 0.06


def test_what_cannot_be_assessed_is_missing(make_areas):
    areas = make_areas(5, 5)
    areas["geometry"] = areas.geometry.where(areas.index != "e5", areas.geometry.translate(50_000, 0))
    graph = build_neighbours(areas)
    values = pd.Series(range(25), index=areas.index, dtype=float)
    assert shared_null_p_values(values, graph, draws=99, seed=1).isna().tolist() == [c == "e5" for c in areas.index]
    constant = pd.Series(3, index=areas.index)
    assert shared_null_p_values(constant, graph, draws=99, seed=1).isna().all()
    holed = values.where(values.index != "c3")
    found = shared_null_p_values(holed, graph, draws=999, seed=1)
    expected = shared_null_p_values(values.drop("c3"), build_neighbours(areas.drop("c3")), draws=999, seed=1)
    pd.testing.assert_series_equal(found.drop("c3"), expected)
    assert shared_null_p_values(values.iloc[:0], graph, draws=99, seed=1).empty
    assert np.isnan(shared_null_p_values(values[["a1"]], graph, draws=99, seed=1)["a1"])


def test_unequal_weights_are_refused():
    graph = Graph.from_arrays(list("aabbcc"), list("bcacab"), [1, 2, 1, 1, 1, 1.0])
    with pytest.raises(ValueError, match="equal weights"):
        shared_null_p_values(pd.Series([1, 2, 3], index=list("abc")), graph, draws=99, seed=1)
