"""Local G of the six points in esda's own tests, and the exact p-values of the same six."""

import numpy as np
import pandas as pd
import pytest
from esda.getisord import G_Local
from libpysal.graph import Graph

from geo.exact import exact_p_values
from geo.inference import infer_p_values
from geo.local_statistics import local_gi, local_gi_star

# esda 2.9.0, esda/tests/test_getisord.py: points, values and z, printed there to eight decimals.
POINTS = [(10, 10), (20, 10), (40, 10), (15, 20), (30, 20), (30, 30)]
VALUES = [2, 3, 3.2, 5, 8, 7]
GI_STAR = [-1.397276, -0.289178, 0.650650, -0.289178, 1.234521, 2.024243]
GI = [-1.013673, -0.043616, 1.315587, -0.314127, 1.153740, 1.778339]
# METHODS of this project, section 5: enumeration of every choice of neighbours; upper and lower tail of Gi.
UPPER = [0.9, 0.6, 0.2, 0.7, 0.2, 0.2]
LOWER = [0.2, 0.5, 1.0, 0.4, 1.0, 1.0]


@pytest.fixture
def six():
    near = [
        (i, j)
        for i, (x, y) in enumerate(POINTS)
        for j, (u, v) in enumerate(POINTS)
        if i != j and np.hypot(x - u, y - v) <= 15
    ]
    focal, neighbour = zip(*near, strict=True)
    names = np.array(list("abcdef"))
    graph = Graph.from_arrays(names[list(focal)], names[list(neighbour)], np.ones(len(near)))
    return pd.Series(VALUES, index=names), graph


def test_z_of_gi_and_gi_star(six):
    values, graph = six
    assert np.allclose(local_gi_star(values, graph), GI_STAR, atol=1e-6)
    assert np.allclose(local_gi(values, graph), GI, atol=1e-6)


def test_exact_tails(six):
    values, graph = six
    tenths = (values * 10).round()
    for alternative, expected in (("greater", UPPER), ("less", LOWER)):
        exact = exact_p_values(tenths, graph, alternative=alternative)["p_value"]
        assert np.allclose(exact, expected, atol=1e-12)
        # With one decimal the bracket has a grid that holds the values, so its bounds meet.
        bracketed = infer_p_values(values, graph, draws=9, seed=1, alternative=alternative)
        assert set(bracketed["inference"]) == {"bracketed"}
        assert np.allclose(bracketed["p_value"], expected, atol=1e-12)


def test_esda_agrees_at_1700_areas_within_monte_carlo_error():
    """esda 2.9.0 with an explicit alternative; a longer run is in ``benchmarks/statistics.py``."""
    columns, rows, draws = 34, 50, 999
    codes = np.array([f"E{i:04d}" for i in range(columns * rows)])
    cells = np.arange(columns * rows).reshape(rows, columns)
    down, across = (cells[:-1], cells[1:]), (cells[:, :-1], cells[:, 1:])
    one = np.concatenate([down[0].ravel(), across[0].ravel()])
    other = np.concatenate([down[1].ravel(), across[1].ravel()])
    graph = Graph.from_arrays(
        codes[np.concatenate([one, other])], codes[np.concatenate([other, one])], np.ones(2 * len(one))
    )
    random = np.random.default_rng(1)
    values = pd.Series(random.negative_binomial(1.2, 1.2 / 250, len(codes)), index=codes).reindex(graph.unique_ids)
    from esda.significance import calculate_significance

    with pytest.warns(DeprecationWarning, match="alternative hypothesis"):
        local = G_Local(values.to_numpy(dtype=float), graph.transform("R"), permutations=draws, seed=1, n_jobs=1)
    for alternative, theirs in (("greater", "greater"), ("less", "lesser")):
        simulated = calculate_significance(local.Gs[:, np.newaxis], local.rGs, alternative=theirs)
        exact = exact_p_values(values, graph, alternative=alternative)["p_value"].to_numpy()
        error = (simulated - exact) / (np.sqrt(exact * (1 - exact) / draws) + 1 / draws)
        # esda shares draws among areas and drops some ties in floats, so errors move together; none is wild.
        assert np.abs(error).max() < 5
        assert np.sqrt((error**2).mean()) < 1.5
