"""Exact p-values against enumeration, against dynamic programming in Python's integers, and at the edges of input."""

from collections import Counter
from fractions import Fraction
from functools import cache
from itertools import combinations
from math import comb

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from libpysal.graph import Graph

from geo.hotspots import subset_sums
from geo.hotspots.exact_p_values import exact_p_values
from geo.hotspots.subset_sums import SubsetSums, TableTooLargeError
from geo.measures.ranks import doubled_mid_ranks

ERROR = 1e-12
SURFACES = {
    "ranks": list(range(2, 26, 2)),
    "ties": [2, 2, 5, 5, 5, 8, 8, 8, 8, 1, 1, 9],
    "zeros": [0] * 8 + [1, 1, 2, 5],
    "nearly all zero": [0] * 11 + [1],
    "one large value": [0, 0, 1, 3, 3, 4, 6, 2, 1, 0, 5, 10_000],
    "negative": [-7, -3, 0, 0, 1, 2, 2, 9, -1, 4, 4, 12],
    "two values": [5] * 6 + [6] * 6,
}


def enumerate_at_least(others, size, thresholds):
    """Share of all choices of `size` others whose sum reaches each threshold."""
    sums = np.sort([sum(chosen) for chosen in combinations(others, size)])
    return 1 - np.searchsorted(sums, thresholds, side="left") / len(sums)


@cache
def count_in_python(values, most):
    """Number of subsets of each size and sum, in integers without limit."""
    table = [Counter({0: 1})] + [Counter() for _ in range(most)]
    for value in values:
        for size in range(most, 0, -1):
            for total, times in table[size - 1].items():
                table[size][total + value] += times
    return table


@pytest.fixture(params=["counted", "transformed"])
def method(request, monkeypatch):
    """Small populations are counted in integers; here the transforms have to prove themselves on them, too."""
    if request.param == "transformed":
        monkeypatch.setattr(subset_sums, "SMALL_POPULATION", 0)
    return request.param


@pytest.mark.parametrize("name", SURFACES)
def test_every_size_and_threshold_equals_enumeration(name, method):
    values = np.array(SURFACES[name])
    n = len(values)
    table = SubsetSums(values, np.arange(n + 1))
    worst = 0.0
    for size in range(n + 1):
        everyone = list(combinations(values, size))
        asked = np.unique([[sum(chosen) - 1, sum(chosen), sum(chosen) + 1] for chosen in everyone])
        found = table.among_all(np.full(len(asked), size), asked)
        worst = max(worst, np.abs(found - enumerate_at_least(values, size, asked)).max())
        for position in range(0, n, 3) if size < n else ():
            exact = enumerate_at_least(np.delete(values, position), size, asked)
            repeated = np.full(len(asked), position), np.full(len(asked), size)
            worst = max(worst, np.abs(table.among_others(*repeated, asked) - exact).max())
    assert worst <= ERROR


@pytest.mark.parametrize("size", range(16))
def test_sixteen_areas_equal_enumeration(size, method):
    values = np.array([0, 0, 0, 0, 1, 1, 2, 3, 3, 4, 7, 7, 9, 14, 30, 4000])
    asked = np.arange(0, 4080, 3)
    table = SubsetSums(values, np.array([size]))
    for position in (0, 6, 15):
        exact = enumerate_at_least(np.delete(values, position), size, asked)
        found = table.among_others(np.full(len(asked), position), np.full(len(asked), size), asked)
        assert np.abs(found - exact).max() <= ERROR


@pytest.mark.parametrize(
    ("n", "sizes"),
    [
        (30, [1, 14, 15, 28, 29]),
        (61, [30, 31, 59, 60]),
        pytest.param(66, [32, 33, 64], marks=pytest.mark.long),
        (67, [33, 34, 65]),
        pytest.param(120, [12, 108, 110, 119], marks=pytest.mark.long),
    ],
)
@pytest.mark.parametrize("shape", ["ranks", "counts"])
def test_larger_populations_equal_dynamic_programming(n, sizes, shape, method):
    random = np.random.default_rng(n)
    values = random.permutation(2 * n)[:n] if shape == "ranks" else random.negative_binomial(0.4, 0.1, n)
    values = np.array([int(v) for v in values])
    table = SubsetSums(values, np.array(sizes))
    positions = (int(values.argmin()), int(values.argmax()))
    for position in positions:
        others = tuple(int(v) for v in np.delete(values, position))
        # Few are left behind where many are chosen: the plain table may be small.
        counted = count_in_python(others, max(min(size, n - 1 - size) for size in sizes))
        for size in sizes:
            order = min(size, n - 1 - size)
            totals = counted[order]
            sums = totals if order == size else {sum(others) - s: times for s, times in totals.items()}
            asked = np.quantile(sorted(sums), [0, 0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 0.98, 1]).astype(int)
            ways = comb(n - 1, size)
            exact = [float(Fraction(sum(t for s, t in sums.items() if s >= a), ways)) for a in asked]
            found = table.among_others(np.full(len(asked), position), np.full(len(asked), size), asked)
            assert np.abs(found - exact).max() <= ERROR


def ring(n, reach):
    """Every area has the `reach` next areas on both sides as its neighbours."""
    names = [f"E{i:05d}" for i in range(n)]
    pairs = [(names[i], names[(i + step) % n]) for i in range(n) for step in range(-reach, reach + 1) if step]
    focal, neighbour = zip(*pairs, strict=True)
    return Graph.from_arrays(focal, neighbour, np.ones(len(pairs)))


def enumerated(values, graph, statistic, alternative):
    """The definition, area by area."""
    found = {}
    for code in values.index:
        near = [other for other, weight in graph[code].items() if weight and other != code]
        others = values.drop(code).to_numpy()
        observed = values[near].sum()
        upper = enumerate_at_least(others, len(near), [observed])[0]
        lower = 1 - enumerate_at_least(others, len(near), [observed + 1])[0]
        side = np.sign(values[code] - values.mean())
        if statistic == "local_moran" and side < 0:
            upper, lower = lower, upper
        p = {"greater": upper, "less": lower, "two-sided": min(1, 2 * min(upper, lower))}[alternative]
        found[code] = np.nan if statistic == "local_moran" and side == 0 else p
    return pd.Series(found)


@pytest.mark.parametrize("alternative", ["greater", "less", "two-sided"])
@pytest.mark.parametrize("statistic", ["gi", "gi_star", "local_moran"])
def test_p_values_follow_the_definition(statistic, alternative):
    graph = ring(11, 2)
    # The mean is 4, so that the third area lies exactly on it: local Moran says nothing about it.
    values = pd.Series([0, 1, 4, 4, 9, 12, 3, 2, 2, 7, 0], index=graph.unique_ids)
    assert values.mean() == 4
    found = exact_p_values(values, graph, statistic=statistic, alternative=alternative)
    expected = enumerated(values, graph, statistic, alternative)
    pd.testing.assert_series_equal(found["p_value"], expected, check_names=False, check_index_type=False, atol=ERROR)
    assert found["p_value"].isna().sum() == (2 if statistic == "local_moran" else 0)


def test_two_sided_is_the_same_for_all_three():
    graph = ring(40, 3)
    values = pd.Series(np.random.default_rng(1).poisson(3, 40), index=graph.unique_ids)
    gi, star, moran = (exact_p_values(values, graph, statistic=s)["p_value"] for s in ("gi", "gi_star", "local_moran"))
    pd.testing.assert_series_equal(gi, star)
    assessed = moran.notna()
    pd.testing.assert_series_equal(gi[assessed], moran[assessed])


def test_total_is_the_tail_of_a_set_with_the_area_in_it():
    graph = ring(10, 1)
    values = pd.Series([0, 0, 1, 2, 5, 9, 9, 4, 1, 0], index=graph.unique_ids)
    found = exact_p_values(values, graph, alternative="greater")["p_value_total"]
    for i, code in enumerate(values.index):
        threes = [sum(chosen) for chosen in combinations(values.to_numpy(), 3)]
        with_neighbours = values.iloc[[i - 1, i, (i + 1) % 10]].sum()
        assert found[code] == pytest.approx(np.mean(np.array(threes) >= with_neighbours), abs=ERROR)


@pytest.mark.parametrize("reach", [30, 31])
def test_sixty_neighbours_and_everyone_a_neighbour(reach):
    graph = ring(63, reach)  # 60 of 62 others, and all 62 of them
    values = pd.Series(np.random.default_rng(2).integers(0, 10_000, 63), index=graph.unique_ids)
    found = exact_p_values(values, graph, alternative="greater")["p_value"]
    if reach == 31:
        assert (found == 1).all()
        return
    for code in values.index[:5]:
        missing = [other for other in values.index if other != code and other not in graph[code].index]
        pairs = [a + b for a, b in combinations(values.drop(code), 2)]
        assert found[code] == pytest.approx(np.mean(np.array(pairs) <= values[missing].sum()), abs=ERROR)


def test_nearest_neighbours_that_are_not_mutual_equal_enumeration():
    random = np.random.default_rng(8)
    codes = pd.Index([f"E{i:02d}" for i in range(12)])
    points = gpd.GeoSeries(gpd.points_from_xy(random.random(12), random.random(12)), index=codes)
    graph = Graph.build_knn(points, k=4)
    assert graph.asymmetry().size > 0
    values = pd.Series(random.poisson(3, 12), index=codes)
    found = exact_p_values(values, graph, alternative="greater")["p_value"]
    for code in codes:
        exact = enumerate_at_least(values.drop(code), 4, [values[graph[code].index].sum()])
        assert found[code] == pytest.approx(exact[0], abs=ERROR)


def test_index_order_and_text_ids_are_kept(same_index):
    graph = ring(50, 2)
    values = pd.Series(np.random.default_rng(3).poisson(4, 50), index=graph.unique_ids)
    straight = exact_p_values(values, graph)
    shuffled = values.sample(frac=1, random_state=4)
    again = exact_p_values(shuffled, graph)
    same_index(again, shuffled.index)
    pd.testing.assert_frame_equal(again.reindex(values.index), straight)


def test_adding_or_multiplying_changes_nothing():
    graph = ring(80, 3)
    values = pd.Series(np.random.default_rng(5).poisson(4, 80), index=graph.unique_ids)
    pd.testing.assert_frame_equal(exact_p_values(values, graph), exact_p_values(7 * values - 300, graph))


def test_what_cannot_be_assessed_is_never_significant():
    graph = ring(30, 2)
    values = pd.Series(np.random.default_rng(6).poisson(4, 30).astype(float), index=graph.unique_ids)
    assert exact_p_values(values * 0 + 3, graph)["p_value"].isna().all()
    assert exact_p_values(values.iloc[:0], graph).empty
    assert exact_p_values(values.iloc[:1], graph)["p_value"].isna().all()
    assert exact_p_values(values * np.nan, graph)["p_value"].isna().all()
    alone = Graph.from_arrays(graph.unique_ids, graph.unique_ids, np.zeros(30))
    assert exact_p_values(values, alone)["p_value"].isna().all()
    # A missing value leaves the population and everyone's neighbourhood.
    holed = values.copy()
    holed.iloc[4] = np.nan
    without = exact_p_values(values.drop(values.index[4]), graph.subgraph(values.index.delete(4)))
    pd.testing.assert_frame_equal(exact_p_values(holed, graph).drop(values.index[4]), without)


def test_row_standardised_weights_are_equal_weights():
    graph = ring(30, 2)
    values = pd.Series(np.arange(30) ** 2 % 17, index=graph.unique_ids)
    pd.testing.assert_frame_equal(exact_p_values(values, graph.transform("R")), exact_p_values(values, graph))


def test_what_does_not_fit_is_refused():
    graph = ring(30, 2)
    values = pd.Series(np.arange(30.0), index=graph.unique_ids)
    with pytest.raises(ValueError, match="whole numbers"):
        exact_p_values(values + 0.5 * (values > 3), graph)
    adjacency = graph.adjacency
    uneven = Graph(adjacency * np.linspace(1, 2, len(adjacency)))
    with pytest.raises(ValueError, match="equal weights"):
        exact_p_values(values, uneven)
    with pytest.raises(ValueError, match="not in the neighbour graph"):
        exact_p_values(values.rename({"E00000": "elsewhere"}), graph)
    with pytest.raises(TableTooLargeError):
        exact_p_values(values * 10**7 + (values > 3), graph)


def test_a_probability_beyond_rounding_error_is_a_loud_fault(monkeypatch):
    table = SubsetSums(np.arange(200), np.array([5]))
    table._tails[5] += 1e-6
    with pytest.raises(ArithmeticError, match="came out between"):
        table.among_all(np.array([5]), np.array([0]))


def test_a_sum_beyond_the_end_of_the_table_has_a_negligible_chance():
    # One area in a thousand holds nearly everything, so the table may end far below the largest sum there is. Exactly:
    # the chance that j of 10 great ones are among 12 of 1,000 is hypergeometric.
    values = np.repeat([0, 1000], [990, 10])
    table = SubsetSums(np.append(values, 1), np.array([12]))  # the one keeps the common divisor at 1
    for great in range(11):
        exact = sum(comb(10, j) * comb(990, 12 - j) for j in range(great, 11)) / comb(1000, 12)
        found = table.among_others(np.array([1000]), np.array([12]), np.array([1000 * great]))
        assert found[0] == pytest.approx(exact, abs=1e-14)


@pytest.mark.parametrize("ties", [1, 40])
def test_what_is_not_worked_out_does_not_matter(ties, monkeypatch):
    """Terms, orders and sums that are left out because they are negligible, beside the same in full."""
    values = np.arange(3000) // ties
    position, size = np.arange(0, 3000, 7), np.tile([2, 9, 20], 143)
    asked = (size * values.mean() * np.random.default_rng(1).uniform(0.6, 1.6, 429)).astype(np.int64)
    short = SubsetSums(values, size).among_others(position, size, asked)
    monkeypatch.setattr(subset_sums, "_NEGLIGIBLE", 1e-300)
    full = SubsetSums(values, size).among_others(position, size, asked)
    assert np.abs(short - full).max() <= 1e-14
    assert short.max() > 0.9


def test_orders_are_left_out_once_each_of_the_last_lies_below_its_own_bound():
    """Two terms, p1 = 0.001 and p2 = 0: the orders are 1, p1, p1^2 / 2, p1^3 / 6 and p1^4 / 24."""
    powers, sizes = np.array([[0.0], [0.001]], dtype=complex), [1.0, 1e-3, 1e-6 / 2, 1e-9 / 6, 1e-12 / 24]
    in_full = subset_sums._recurse(powers, 4, np.zeros((5, 1)))
    assert in_full[:, 0].real == pytest.approx(sizes, rel=1e-12, abs=0)
    # After order 2 both it and order 1 are looked at; order 1 lies above the bound of order 2, not above its own.
    low, at = np.array([[9.0, 1e-2, 1e-5, 0, 0]]).T, np.array([[9.0, sizes[1], 1e-5, 0, 0]]).T
    assert subset_sums._recurse(powers, 4, low)[:, 0].tolist() == [1.0]
    assert len(subset_sums._recurse(powers, 4, at)) == 5


def test_memory_stays_within_the_stated_bound():
    values = np.random.default_rng(7).integers(0, 10_001, 1700)
    with pytest.raises(TableTooLargeError, match=r"101 orders of \d+ sums"):
        SubsetSums(values, np.array([100]))
    ranks = doubled_mid_ranks(pd.Series(values)).to_numpy(dtype=np.int64)
    assert SubsetSums(ranks, np.array([60])).among_all(np.array([60]), np.array([60 * 1701]))[0] == pytest.approx(
        0.5, abs=0.01
    )
