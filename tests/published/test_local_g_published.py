"""Local G of the six points in esda's own tests, and the exact p-values of the same six."""

import numpy as np
import pandas as pd
import pytest
from esda.getisord import G_Local
from libpysal.graph import Graph

from geo.hotspots.exact_p_values import exact_p_values
from geo.hotspots.inference import infer_p_values
from geo.hotspots.local_statistics import local_gi, local_gi_star

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


@pytest.fixture(scope="module")
def force():
    """1,700 areas, each beside the three, five or eight that touch it, and counts as skewed as crime."""
    random, columns, rows = np.random.default_rng(1), 34, 50
    row, column = np.divmod(np.arange(columns * rows), columns)
    beside = (abs(row[:, np.newaxis] - row) <= 1) & (abs(column[:, np.newaxis] - column) <= 1)
    focal, neighbour = np.nonzero(beside & ~np.eye(len(row), dtype=bool))
    codes = np.array([f"E{i:04d}" for i in range(len(row))])
    graph = Graph.from_arrays(codes[focal], codes[neighbour], np.ones(len(focal)))
    return pd.Series(random.negative_binomial(1.2, 1.2 / 250, len(codes)), index=graph.unique_ids), graph


def assert_within_monte_carlo_error(simulated, exact, draws):
    """Peers share draws among areas and drop some ties in floats, so errors move together; none is wild."""
    error = (simulated - exact) / (np.sqrt(exact * (1 - exact) / draws) + 1 / draws)
    assert np.abs(error).max() < 5
    assert np.sqrt((error**2).mean()) < 1.5


def test_esda_agrees_at_1700_areas_within_monte_carlo_error(force):
    """esda 2.9.0 with an explicit alternative; a longer run is in ``benchmarks/statistics.py``."""
    from esda.significance import calculate_significance

    values, graph = force
    with pytest.warns(DeprecationWarning, match="alternative hypothesis"):
        local = G_Local(values.to_numpy(dtype=float), graph.transform("R"), permutations=999, seed=1, n_jobs=1)
    for alternative, theirs in (("greater", "greater"), ("less", "lesser")):
        simulated = calculate_significance(local.Gs[:, np.newaxis], local.rGs, alternative=theirs)
        exact = exact_p_values(values, graph, alternative=alternative)["p_value"].to_numpy()
        assert_within_monte_carlo_error(simulated, exact, 999)


@pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")  # pygeoda leaves its file to be collected
def test_pygeoda_agrees_at_1700_areas_within_monte_carlo_error(force, tmp_path):
    """pygeoda 0.1.3, which reports the smaller of the upper tail and one minus it."""
    pygeoda = pytest.importorskip("pygeoda")
    values, graph = force
    near = graph.neighbors
    position = {code: i for i, code in enumerate(values.index)}
    lines = [f"0 {len(values)} areas id"]
    for i, code in enumerate(values.index):
        lines += [f"{i} {len(near[code])}", " ".join(str(position[other]) for other in near[code])]
    (tmp_path / "near.gal").write_text("\n".join(lines) + "\n")
    weights = pygeoda.read_gal(str(tmp_path / "near.gal"), [str(i) for i in range(len(values))])
    found = pygeoda.local_g(weights, values.astype(float).tolist(), permutations=999, seed=1, cpu_threads=1)
    exact = exact_p_values(values, graph, alternative="greater")["p_value"].to_numpy()
    assert_within_monte_carlo_error(np.array(found.lisa_pvalues()), np.minimum(exact, 1 - exact), 999)
