import numpy as np
import pandas as pd
import pytest
from esda.getisord import G_Local
from esda.moran import Moran_Local
from libpysal.graph import Graph

from geo.areas.neighbours import build_neighbours
from geo.hotspots.local_statistics import local_gi, local_gi_star, local_moran

QUADRANTS = np.array(["", "high-high", "low-high", "low-low", "high-low"])


@pytest.fixture
def force(make_areas):
    areas = make_areas(6, 5)
    random = np.random.default_rng(11)
    return areas, build_neighbours(areas), pd.Series(random.integers(0, 9, len(areas)), index=areas.index)


def slow_gi_star(values, graph):
    """The formula of Ord and Getis (1995), area by area."""
    n, mean, spread = len(values), values.mean(), np.sqrt((values**2).mean() - values.mean() ** 2)
    z = {}
    for code in values.index:
        weight = graph[code][lambda w: w > 0]
        weight[code] = weight.max()
        above = (weight * values[weight.index]).sum() - mean * weight.sum()
        z[code] = above / (spread * np.sqrt((n * (weight**2).sum() - weight.sum() ** 2) / (n - 1)))
    return pd.Series(z)


def test_gi_star_equals_the_formula(force, same_index):
    _, graph, values = force
    found = local_gi_star(values, graph)
    same_index(found, values.index)
    assert np.allclose(found, slow_gi_star(values, graph), atol=1e-9)


def test_weights_with_oneself_may_be_given(force):
    _, graph, values = force
    assert np.allclose(local_gi_star(values, graph.assign_self_weight(1.0)), local_gi_star(values, graph), atol=1e-12)


def test_esda_gives_the_same(force):
    """esda 2.9.0; its z of Gi and Gi* takes the weights of a row as equal."""
    _, graph, values = force
    x = values.to_numpy(dtype=float) + 1
    for star, ours in ((True, local_gi_star), (False, local_gi)):
        theirs = G_Local(x, graph, transform="B", permutations=0, star=star)
        assert np.allclose(ours(values, graph), theirs.Zs)
        assert np.allclose(ours(values, graph.transform("R")), theirs.Zs)
    for weights in (graph, uneven(graph)):
        theirs, found = Moran_Local(x, weights, permutations=0), local_moran(values, weights)
        assert np.allclose(found["local_moran_i"], theirs.Is)
        assert found["quadrant"].tolist() == QUADRANTS[theirs.q].tolist()


def uneven(graph):
    adjacency = graph.adjacency
    return Graph(adjacency * np.random.default_rng(3).uniform(0.1, 2, len(adjacency)))


def test_unequal_weights_follow_the_formula(force):
    _, graph, values = force
    assert np.allclose(local_gi_star(values, uneven(graph)), slow_gi_star(values, uneven(graph)), atol=1e-9)


def test_gi_leaves_the_area_out(force):
    _, graph, values = force
    for code in ("a1", "c3"):
        others = values.drop(code)
        near = list(graph[code].index)
        n, k = len(others), len(near)
        spread = others.std(ddof=0) * np.sqrt((n * k - k**2) / (n - 1))
        expected = (others[near].sum() - k * others.mean()) / spread
        assert local_gi(values, graph)[code] == pytest.approx(expected, abs=1e-9)


def test_moran_equals_the_formula(force, same_index):
    _, graph, values = force
    found = local_moran(values, graph)
    same_index(found, values.index)
    z = values - values.mean()
    lag = pd.Series({code: z[graph[code].index].mean() for code in values.index})
    assert np.allclose(found["local_moran_i"], (len(z) - 1) * z * lag / (z**2).sum(), atol=1e-9)
    words = {(True, True): "high-high", (True, False): "high-low", (False, True): "low-high", (False, False): "low-low"}
    assert found["quadrant"].tolist() == [words[z[code] > 0, lag[code] > 0] for code in values.index]


@pytest.mark.parametrize("statistic", [local_gi_star, local_gi, local_moran])
def test_neither_a_constant_nor_the_order_of_rows_matters(force, statistic, same_index):
    _, graph, values = force
    shuffled = values.sample(frac=1, random_state=5)
    same_index(statistic(shuffled, graph), shuffled.index)
    straight, raised = statistic(values, graph), statistic(shuffled - 1000, graph).reindex(values.index)
    numbers = straight.columns[:1] if isinstance(straight, pd.DataFrame) else slice(None)
    assert np.allclose(straight[numbers], raised[numbers], atol=1e-9)


@pytest.mark.parametrize("statistic", [local_gi_star, local_gi])
def test_a_missing_value_is_left_out_of_everything(force, statistic):
    areas, graph, values = force
    holed = values.astype(float).where(values.index != "c3")
    expected = statistic(values.drop("c3"), build_neighbours(areas.drop("c3")))
    found = statistic(holed, graph)
    assert np.isnan(found["c3"])
    assert np.allclose(found.drop("c3"), expected, atol=1e-9)


def test_what_cannot_be_assessed_is_never_significant(make_areas):
    areas = make_areas(5, 5)
    areas.loc["e5", "geometry"] = areas.geometry["e5"].buffer(0)
    areas["geometry"] = areas.geometry.where(areas.index != "e5", areas.geometry.translate(50_000, 0))
    graph = build_neighbours(areas)
    values = pd.Series(range(25), index=areas.index)
    assert np.isnan(local_gi_star(values, graph)["e5"])
    assert np.isnan(local_gi(values, graph)["e5"])
    assert local_moran(values, graph).loc["e5", "quadrant"] == ""
    assert local_moran(values, graph)["local_moran_i"].isna().tolist() == [code == "e5" for code in areas.index]
    constant = pd.Series(3, index=areas.index)
    assert local_gi_star(constant, graph).isna().all()
    assert local_gi(constant, graph).isna().all()
    assert local_moran(constant, graph)["local_moran_i"].isna().all()
    assert set(local_moran(constant, graph)["quadrant"]) == {""}


def test_an_area_at_the_mean_has_no_quadrant(make_areas):
    graph = build_neighbours(make_areas(3, 1))
    found = local_moran(pd.Series([1, 2, 3], index=["a1", "a2", "a3"]), graph)
    # a2 stands at the mean of 2; a1 and a3 have a2 alone as neighbour.
    assert found["quadrant"].tolist() == ["", "", ""]


def test_few_areas_and_none(make_areas):
    for columns in (1, 2):
        areas = make_areas(columns, 1)
        values = pd.Series(range(columns), index=areas.index)
        assert local_gi_star(values, build_neighbours(areas)).isna().all()
        assert local_moran(values, build_neighbours(areas))["local_moran_i"].isna().all()
    nothing = pd.Series(np.nan, index=["a1", "a2"])
    assert local_gi_star(nothing, build_neighbours(make_areas(2, 1))).isna().all()


def test_everyone_a_neighbour_cannot_be_assessed(make_areas):
    values = pd.Series([1, 2, 3, 7], index=["a1", "a2", "b1", "b2"])
    assert local_gi_star(values, build_neighbours(make_areas(2, 2))).isna().all()


def test_an_area_unknown_to_the_graph_is_a_fault_of_the_program(make_areas):
    with pytest.raises(ValueError, match="1 areas have a value but are not in the neighbour graph"):
        local_gi_star(pd.Series([1, 2, 3], index=["a1", "a2", "q9"]), build_neighbours(make_areas(2, 1)))
