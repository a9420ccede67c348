"""The bracket contains the exact answer, closes in on it, and says where it cannot."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from libpysal.graph import Graph

from geo.areas.neighbour_positions import neighbour_rows
from geo.hotspots import bracket_p_values as bracket
from geo.hotspots.bracket_p_values import bound_tails, bracket_p_values, common_grid
from geo.hotspots.exact_p_values import exact_p_values
from geo.hotspots.inference import infer_p_values
from geo.hotspots.significance import benjamini_hochberg
from geo.hotspots.subset_sums import TableTooLargeError


def lattice(columns, rows):
    """Queen neighbours on a grid of text ids."""
    names = {(r, c): f"E{r:03d}{c:03d}" for r in range(rows) for c in range(columns)}
    pairs = [
        (name, names[r + i, c + j])
        for (r, c), name in names.items()
        for i in (-1, 0, 1)
        for j in (-1, 0, 1)
        if (i or j) and (r + i, c + j) in names
    ]
    focal, neighbour = zip(*pairs, strict=True)
    return Graph.from_arrays(focal, neighbour, np.ones(len(pairs)))


@pytest.fixture
def skewed():
    graph = lattice(20, 20)
    values = pd.Series(np.random.default_rng(1).gamma(0.5, 3.0, 400), index=graph.unique_ids)
    values[[f"E{r:03d}{c:03d}" for r in range(4, 8) for c in range(4, 8)]] += 12
    return values, graph


@pytest.mark.parametrize(
    ("values", "x", "unit"), [([3, 7], [3, 7], 1.0), ([0.5, 2.0], [5, 20], 0.1), ([0.25, -1.5], [25, -150], 0.01)]
)
def test_the_grid_is_that_of_the_decimals(values, x, unit):
    grid = common_grid(np.array(values, dtype=float))
    assert (grid.x.tolist(), grid.slack) == (x, 0)
    assert grid.unit == pytest.approx(unit)
    assert (grid.x * grid.unit).tolist() == pytest.approx(values)


def test_values_without_decimals_of_their_own_get_steps_of_their_range():
    values = np.array([0.0, 1 / 3, np.pi])
    grid = common_grid(values)
    assert grid.slack == 1
    assert np.abs(grid.x * grid.unit - values).max() <= grid.unit / 2
    assert grid.unit == pytest.approx(np.pi / 2**40)


@pytest.mark.parametrize("alternative", ["greater", "less", "two-sided"])
def test_bounds_hold_the_enumerated_answer(alternative):
    graph = lattice(4, 3)
    values = pd.Series(np.random.default_rng(2).gamma(0.5, 3.0, 12), index=graph.unique_ids)
    found = bracket_p_values(values, graph, alternative=alternative, largest_table=2**14)
    for code in values.index:
        near = list(graph[code].index)
        sums = np.array([sum(chosen) for chosen in combinations(values.drop(code), len(near))])
        observed = values[near].sum()
        upper, lower = (sums >= observed - 1e-9).mean(), (sums <= observed + 1e-9).mean()
        p = {"greater": upper, "less": lower, "two-sided": min(1, 2 * min(upper, lower))}[alternative]
        assert found.loc[code, "p_value_low"] - 1e-12 <= p <= found.loc[code, "p_value"] + 1e-12


def test_finer_steps_close_in_and_coarse_ones_still_hold(skewed):
    values, graph = skewed
    whole = (values * 300).round()
    exact = exact_p_values(whole, graph, alternative="greater")["p_value"].to_numpy()
    rows, grid = neighbour_rows(whole.index, graph), common_grid(whole.to_numpy())
    widths = []
    for steps in (16, 64, 256, 1024):
        low, high = bound_tails(grid, rows, steps=steps, largest_table=2**24)
        assert (low.upper <= exact + 1e-12).all()
        assert (high.upper >= exact - 1e-12).all()
        widths.append((high.upper - low.upper).mean())
    assert (np.diff(widths) < 0).all()
    assert widths[-1] < widths[0] / 30


def test_whole_numbers_in_full_are_exact(skewed):
    values, graph = skewed
    whole = (values * 10).round()
    found, exact = bracket_p_values(whole, graph), exact_p_values(whole, graph)
    assert np.allclose(found["p_value"], exact["p_value"], atol=1e-12)
    assert np.allclose(found["p_value_low"], exact["p_value"], atol=1e-12)
    assert np.allclose(found["p_value_total"], exact["p_value_total"], atol=1e-12)
    # Decimals have a grid of their own, on which they are as exact.
    assert np.allclose(bracket_p_values(whole / 100, graph)["p_value"], exact["p_value"], atol=1e-12)


def test_ties_of_floats_are_ties():
    graph = lattice(4, 3)
    values = pd.Series([0.1, 0.2, 0.3] * 4, index=graph.unique_ids)
    assert 0.1 + 0.2 != 0.3
    assert common_grid(values.to_numpy()).x.tolist() == [1, 2, 3] * 4
    thirds = pd.Series([1 / 3, 2 / 3, 1.0] * 4, index=graph.unique_ids)
    as_counts = exact_p_values(pd.Series([1, 2, 3] * 4, index=graph.unique_ids), graph)["p_value"]
    assert np.allclose(bracket_p_values(values, graph)["p_value"], as_counts, atol=1e-12)
    found = bracket_p_values(thirds, graph)
    assert (found["p_value_low"] - 1e-12 <= as_counts).all()
    assert (found["p_value"] + 1e-12 >= as_counts).all()


def test_both_bounds_are_corrected_and_decide(skewed):
    values, graph = skewed
    found = bracket_p_values(values, graph)
    assert found["decided"].all()
    for bound in ("", "_low"):
        expected = benjamini_hochberg(found[f"p_value{bound}"])
        assert np.allclose(found[f"q_value{bound}"], expected)
    assert (found["q_value"] <= 0.05).sum() >= 9  # the inside of the planted block, at least
    classes = [np.searchsorted((0.01, 0.05, 0.1), found[name]) for name in ("q_value_low", "q_value")]
    assert (classes[0] == classes[1]).all()


def test_at_the_limit_areas_stay_undecided(skewed, monkeypatch):
    values, graph = skewed
    with pytest.raises(TableTooLargeError):
        bracket_p_values(values, graph, largest_table=2000)
    monkeypatch.setattr(bracket, "_FIRST_STEPS", 32)
    found = bracket_p_values(values, graph, largest_table=4000)
    assert 0 < (~found["decided"]).sum() < 100
    inferred = infer_p_values(values, graph, draws=9, seed=1, largest_bracket=4000)
    assert set(inferred["inference"]) == {"bracketed"}
    assert (inferred["q_value_low"] <= inferred["q_value"]).all()


def test_what_cannot_be_assessed_is_never_decided(skewed, same_index):
    values, graph = skewed
    holed = values.mask(values.index == "E003003")
    found = bracket_p_values(holed.sample(frac=1, random_state=1), graph)
    same_index(found, holed.sample(frac=1, random_state=1).index)
    assert found.index[~found["decided"]].tolist() == ["E003003"]
    assert np.isnan(found.loc["E003003", "p_value"])
    constant = bracket_p_values(values * 0 + np.pi, graph)
    assert constant["p_value"].isna().all()
    assert not constant["decided"].any()
    assert bracket_p_values(values.iloc[:0], graph).empty
    assert bracket_p_values(values.iloc[:1], graph)["p_value"].isna().all()
