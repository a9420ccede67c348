"""Places are connected, of the size asked for, separate within a packing, and away from what is judged."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pandas as pd
import pytest

from geo.evaluation.placebo_places import as_places, pack_places
from geo.exceptions import ConfigurationRefused
from tests.geo.evaluation.forces import grid


@pytest.mark.parametrize("size", [1, 4, 9])
def test_places_are_connected_and_separate(size):
    graph = grid(12)
    places = pack_places(graph, area_count=size, restarts=3, seed=1)
    network = nx.Graph(graph.adjacency.index.tolist())
    assert set(places.sizes()) == {size}
    for row in places.members.toarray():
        assert nx.is_connected(network.subgraph(places.area_codes[row > 0]))
    for packing in range(3):
        assert places.members[places.packing == packing].toarray().sum(axis=0).max() == 1
    assert len(places) > 3 * 0.6 * 144 / size


def test_the_seed_decides_and_starts_differ():
    graph = grid(10)
    first, again, other = (pack_places(graph, area_count=5, restarts=2, seed=seed) for seed in (1, 1, 2))
    assert (first.members != again.members).nnz == 0
    assert first.members.shape != other.members.shape or (first.members != other.members).nnz > 0
    one, two = (first.members[first.packing == k].toarray() for k in (0, 1))
    assert not {tuple(row) for row in one} <= {tuple(row) for row in two}


def test_high_places_are_high_and_fewer():
    graph = grid(12)
    values = pd.Series(np.random.default_rng(1).lognormal(3, 1, 144), index=graph.unique_ids)
    usual = pack_places(graph, area_count=6, restarts=5, seed=1)
    high = pack_places(graph, area_count=6, restarts=5, seed=1, priority=values)
    assert high.add_up(values).mean() > 1.3 * usual.add_up(values).mean()
    assert len(high) < 0.5 * len(usual)


def test_what_is_left_out_takes_no_part_and_units_are_kept():
    graph = grid(12)
    left_out = pd.Index([f"a{cell:04d}" for cell in range(24)])
    unit = pd.Series(["west" if cell % 12 < 6 else "east" for cell in range(144)], index=graph.unique_ids)
    places = pack_places(graph, area_count=4, restarts=2, seed=1, left_out=left_out, part_of=unit)
    assert places.add_up(pd.Series(1.0, index=left_out)).sum() == 0
    west = places.add_up((unit == "west").astype(float))
    assert set(west) == {0.0, 4.0}


def test_places_near_the_judged_one_are_known():
    graph = grid(6)
    places = as_places({"touching": pd.Index(["a0007"]), "away": pd.Index(["a0035"])}, pd.Index(graph.unique_ids))
    judged = pd.Index(["a0000"])
    assert places.away_from(judged, graph).tolist() == [False, True]
    assert places.away_from(judged, graph, steps=5).tolist() == [False, False]


def test_overlapping_places_are_worth_fewer():
    codes = pd.Index(list("abcdefgh"))
    same = as_places({"one": pd.Index(["a", "b"]), "two": pd.Index(["a", "b"])}, codes)
    half = as_places({"one": pd.Index(["a", "b"]), "two": pd.Index(["b", "c"])}, codes)
    apart = as_places({"one": pd.Index(["a", "b"]), "two": pd.Index(["c", "d"])}, codes)
    # n² / Σ r²: 4 / 4, 4 / (1 + 1 + 2 (1/2)²), 4 / 2
    worth = [places.effective_count for places in (same, half, apart)]
    assert worth == pytest.approx([1.0, 4 / 2.5, 2.0])
    assert half.squared_overlaps.toarray() == pytest.approx(np.array([[1, 0.25], [0.25, 1]]))


def test_no_more_than_one_packing_is_counted():
    places = pack_places(grid(12), area_count=9, restarts=20, seed=1)
    assert places.effective_count <= np.bincount(places.packing).max()


def test_an_island_has_no_place_and_nonsense_is_refused():
    graph = grid(2)
    assert len(pack_places(graph, area_count=5, restarts=2, seed=1)) == 0
    assert pack_places(graph, area_count=5, restarts=2, seed=1).effective_count == 0
    with pytest.raises(ConfigurationRefused, match="at least one of each"):
        pack_places(graph, area_count=0, restarts=2, seed=1)
