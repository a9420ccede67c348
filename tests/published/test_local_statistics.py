"""Published and enumerated values of the local statistics."""

from itertools import combinations

import geopandas as gpd
import libpysal.examples
import numpy as np
import pandas as pd
import pytest
from esda.moran import Moran
from libpysal.graph import Graph

from geo.areas.neighbours import build_neighbours
from geo.hotspots.local_statistics import local_gi, local_gi_star, local_moran
from geo.hotspots.simulated_p_values import shared_null_p_values

# esda 2.9, docstring and tests of G_Local: six points, a distance band of 15, binary weights.
POINTS = [(10, 10), (20, 10), (40, 10), (15, 20), (30, 20), (30, 30)]
VALUES = pd.Series([2, 3, 3.2, 5, 8, 7], index=list("uvwxyz"))


@pytest.fixture
def graph():
    near = np.hypot(*(np.array(POINTS)[:, None] - np.array(POINTS)[None]).T).T <= 15
    focal, neighbour = np.nonzero(near & ~np.eye(6, dtype=bool))
    return Graph.from_arrays(VALUES.index[focal], VALUES.index[neighbour], np.ones(len(focal)))


def test_gi_star_of_esda(graph):
    expected = [-1.397276, -0.289178, 0.650650, -0.289178, 1.234521, 2.024243]  # tolerance: the digits printed
    assert local_gi_star(VALUES, graph).tolist() == pytest.approx(expected, abs=1e-6)


def test_gi_of_esda(graph):
    expected = [-1.013673, -0.043616, 1.315587, -0.314127, 1.153740, 1.778339]
    assert local_gi(VALUES, graph).tolist() == pytest.approx(expected, abs=1e-6)


def test_conditional_p_values_by_enumeration(graph):
    # Exact tails of the neighbour sum, found by listing every choice of k of the other five; tolerance: five standard
    # errors of 40,000 draws.
    upper, lower = [0.9, 0.6, 0.2, 0.7, 0.2, 0.2], [0.2, 0.5, 1.0, 0.4, 1.0, 1.0]
    for i, code in enumerate(VALUES.index):
        near = graph[code].index
        sums = np.array([sum(chosen) for chosen in combinations(VALUES.drop(code), len(near))])
        observed = VALUES[near].sum()
        assert (sums >= observed - 1e-9).mean() == pytest.approx(upper[i])
        assert (sums <= observed + 1e-9).mean() == pytest.approx(lower[i])
    found = {
        side: shared_null_p_values(VALUES, graph, draws=40_000, seed=1, alternative=side)
        for side in ("greater", "less")
    }
    assert found["greater"].tolist() == pytest.approx(upper, abs=0.013)
    assert found["less"].tolist() == pytest.approx(lower, abs=0.013)


def test_columbus_moran():
    # libpysal 4.14 columbus, CRIME, queen, row-standardised: Moran's I 0.5001886 (esda). The mean of local I, as esda
    # scales it, is Moran's I times n / (n - 1). The map is in its own small units, so boundaries must touch exactly.
    columbus = gpd.read_file(libpysal.examples.get_path("columbus.shp")).set_index("POLYID")
    graph = build_neighbours(columbus, snap_m=1e-9)
    found = local_moran(columbus["CRIME"], graph)["local_moran_i"]
    assert found.sum() / (len(columbus) - 1) == pytest.approx(0.5001886, abs=1e-6)
    # The variance under randomisation and z are esda's own, on the neighbours that ours finds (METHODS, section 5).
    moran = Moran(columbus["CRIME"].to_numpy(), graph, transformation="r", permutations=0)
    assert (moran.I, moran.VI_rand, moran.z_rand) == pytest.approx((0.5001886, 0.0086893, 5.58938), rel=1e-5)
