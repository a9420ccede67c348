"""One function chooses the inference and says which."""

import numpy as np
import pandas as pd
import pytest
from libpysal.graph import Graph

from geo.areas.neighbours import build_neighbours
from geo.hotspots.exact_p_values import exact_p_values
from geo.hotspots.inference import COLUMNS, infer_p_values
from geo.hotspots.significance import benjamini_hochberg
from geo.hotspots.simulated_p_values import shared_null_p_values
from geo.hotspots.subset_sums import TableTooLargeError
from geo.measures.ranks import MOST_LEVELS, rank_levels


@pytest.fixture
def force(make_areas):
    areas = make_areas(12, 12)
    values = pd.Series(np.random.default_rng(1).poisson(20, 144).astype(float), index=areas.index)
    return values, build_neighbours(areas)


def distance_decay(graph):
    adjacency = graph.adjacency
    return Graph(adjacency * np.random.default_rng(2).uniform(0.2, 1, len(adjacency)))


def infer(values, graph, **options):
    return infer_p_values(values, graph, **{"draws": 999, "seed": 1} | options)


def test_the_choice_follows_values_and_weights(force):
    values, graph = force
    assert set(infer(values, graph)["inference"]) == {"exact"}
    assert set(infer(np.sqrt(values), graph)["inference"]) == {"bracketed"}
    assert set(infer(values, graph, largest_table=500)["inference"]) == {"bracketed"}
    assert set(infer(values, distance_decay(graph))["inference"]) == {"simulated"}
    assert set(infer(values, graph, method="simulated")["inference"]) == {"simulated"}
    # Neither table fits, as with hundreds of neighbours each: what is left is drawing, and it is said.
    tight = infer(values, graph, largest_table=500, largest_bracket=500)
    pd.testing.assert_frame_equal(tight, infer(values, graph, method="simulated"))


def test_simulation_can_be_asked_for_whatever_the_weights(force):
    values, graph = force
    weights = distance_decay(graph)
    pd.testing.assert_frame_equal(infer(values, weights, method="simulated"), infer(values, weights))


def test_each_choice_gives_that_methods_answer(force):
    values, graph = force
    exact, found = exact_p_values(values, graph), infer(values, graph)
    assert list(found.columns) == list(COLUMNS)
    pd.testing.assert_frame_equal(found[["p_value", "p_value_total"]], exact)
    pd.testing.assert_series_equal(found["q_value"], benjamini_hochberg(exact["p_value"]))
    pd.testing.assert_series_equal(found["q_value_low"], found["q_value"], check_names=False)
    simulated = infer(values, graph, method="simulated")
    pd.testing.assert_series_equal(simulated["p_value"], shared_null_p_values(values, graph, draws=999, seed=1))
    assert simulated["p_value_total"].isna().all()
    # Square roots of whole numbers are not, and the bracket around them has the order of the exact answer.
    bracketed = infer(np.sqrt(values), graph)
    assert np.corrcoef(bracketed["p_value"], found["p_value"])[0, 1] > 0.98


@pytest.mark.parametrize("alternative", ["greater", "less", "two-sided"])
def test_esda_with_nearly_equal_weights_is_near_the_exact_answer(force, alternative):
    values, graph = force
    adjacency = graph.adjacency
    # 1e-7 makes weights unequal without moving a sum past another: esda's simulation must find the exact answer. Small
    # additions to the values break the ties that such weights would break at random.
    values = values * 1000 + pd.Series(np.random.default_rng(9).permutation(144), index=values.index)
    weights = Graph(adjacency * (1 + 1e-7 * np.random.default_rng(3).random(len(adjacency))))
    found = infer(values, weights, draws=1999, alternative=alternative)
    assert set(found["inference"]) == {"simulated"}
    exact = infer(values, graph, alternative=alternative)["p_value"]
    tail = np.minimum(exact / (2 if alternative == "two-sided" else 1), 0.5)
    spread = np.sqrt(tail * (1 - tail) / 1999) * (2 if alternative == "two-sided" else 1)
    assert (np.abs(found["p_value"] - exact) <= 4.5 * spread + 2 / 2000).all()


def test_the_seed_of_esda_is_stated_and_holds(force):
    values, graph = force
    weights = distance_decay(graph)
    first = infer(values, weights)
    pd.testing.assert_frame_equal(first, infer(values, weights))
    assert not first["p_value"].equals(infer(values, weights, seed=2)["p_value"])
    assert first["p_value"].min() >= 1 / 1000


def test_index_missing_values_and_areas_not_asked_about(force, same_index):
    values, graph = force
    shuffled = values.mask(values.index == "c05").sample(frac=1, random_state=3)
    for weights in (graph, distance_decay(graph)):
        found = infer(shuffled, weights)
        same_index(found, shuffled.index)
        assert found.index[found["p_value"].isna()].tolist() == ["c05"]
        assert infer(values.iloc[:0], weights).empty
        assert infer(values * 0 + 4, weights)["q_value"].isna().all()
    asked = pd.Series(values.index != "a01", index=values.index)
    some = infer(values, graph, needed=asked)
    assert np.isnan(some.loc["a01", "p_value"])
    assert some["q_value"].notna().sum() == 143
    # Not asked about is not the same as not there: the others keep their p-values.
    pd.testing.assert_series_equal(some["p_value"].drop("a01"), infer(values, graph)["p_value"].drop("a01"))


def test_a_method_that_does_not_fit_is_refused(force):
    values, graph = force
    with pytest.raises(ValueError, match="whole numbers"):
        infer(np.sqrt(values), graph, method="exact")
    with pytest.raises(TableTooLargeError):
        infer(values, graph, method="exact", largest_table=100)
    with pytest.raises(TableTooLargeError):
        infer(np.sqrt(values), graph, method="bracketed", largest_bracket=100)
    with pytest.raises(ValueError, match="equal weights"):
        infer(values, distance_decay(graph), method="bracketed")


def test_ranks_of_many_areas_are_coarsened_and_say_so():
    few = pd.Series(np.random.default_rng(4).random(MOST_LEVELS))
    assert rank_levels(few)[1] == 0
    many = pd.Series(np.random.default_rng(4).poisson(200, 9000).astype(float)).mask(lambda v: v == 200)
    levels, count = rank_levels(many)
    assert count == MOST_LEVELS
    assert levels.min() >= 0
    assert levels.max() <= MOST_LEVELS - 1
    assert levels.isna().equals(many.isna())
    # Order and ties are kept.
    assert len(pd.concat([levels, many], axis=1).drop_duplicates().dropna()) == many.nunique()
    assert levels.groupby(many).first().is_monotonic_increasing
