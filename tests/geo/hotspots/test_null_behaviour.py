"""What the p-values do where nothing is there, and what they find where something is."""

import warnings

import numpy as np
import pandas as pd
import pytest
from esda.getisord import G_Local
from esda.significance import calculate_significance
from libpysal.graph import Graph
from scipy import stats

from geo.areas.neighbour_positions import neighbour_rows
from geo.hotspots.exact_p_values import exact_tails
from geo.hotspots.p_values import one_p
from geo.hotspots.significance import benjamini_hochberg
from geo.measures.ranks import rank_levels

SIDE, SURFACES = 30, 200
LEVELS = np.array([0.001, 0.01, 0.05, 0.10])


@pytest.fixture(scope="module")
def grid():
    """900 areas with 3, 5 or 8 neighbours, under text ids."""
    cells = np.arange(SIDE * SIDE).reshape(SIDE, SIDE)
    pairs = []
    for down, across in ((0, 1), (1, 0), (1, 1), (1, -1)):
        one = cells[: SIDE - down, max(0, -across) : SIDE - max(0, across)]
        other = cells[down:, max(0, across) : SIDE + min(0, across)]
        pairs += [(one.ravel(), other.ravel()), (other.ravel(), one.ravel())]
    focal, neighbour = (np.concatenate(side) for side in zip(*pairs, strict=True))
    names = np.array([f"E{i:05d}" for i in range(SIDE * SIDE)])
    return Graph.from_arrays(names[focal], names[neighbour], np.ones(len(focal)))


def permuted(kind, random):
    """A surface with crime's skew, or with bicycle theft's many zeros, in an order that means nothing."""
    shape, mean = {"skewed": (1.2, 250), "mostly zero": (0.3, 0.4)}[kind]
    counts = pd.Series(random.negative_binomial(shape, shape / (shape + mean), SIDE * SIDE).astype(float))
    return rank_levels(counts)[0].to_numpy(dtype=np.int64)


@pytest.mark.long
@pytest.mark.parametrize("kind", ["skewed", "mostly zero"])
def test_on_permuted_surfaces(grid, kind):
    rows, random = neighbour_rows(grid.unique_ids, grid), np.random.default_rng(11)
    shares = {name: [] for name in ("greater", "less", "two-sided", "randomised")}
    flagged = 0
    for _ in range(SURFACES):
        tails = exact_tails(permuted(kind, random), rows)
        for alternative in ("greater", "less", "two-sided"):
            p = one_p(tails.upper, tails.lower, alternative)
            shares[alternative].append((p[:, np.newaxis] <= LEVELS).mean(axis=0))
            if alternative == "two-sided":
                flagged += bool((benjamini_hochberg(pd.Series(p)) <= 0.05).any())
        # P(S > s) + U P(S = s) is uniform: discreteness is all that makes the plain p-value conservative.
        at_observed = tails.upper + tails.lower - 1
        randomised = tails.upper - random.random(len(p)) * at_observed
        shares["randomised"].append((randomised[:, np.newaxis] <= LEVELS).mean(axis=0))
    for alternative, found in shares.items():
        mean, error = np.mean(found, axis=0), np.std(found, axis=0) / np.sqrt(SURFACES)
        assert (mean <= LEVELS + 3 * error).all(), alternative
        if alternative == "randomised":
            assert (mean >= LEVELS - 3 * error).all()
    # 5% of 200 surfaces, and as many more as chance would add once in a thousand times.
    assert flagged <= stats.binom.ppf(0.999, SURFACES, 0.05)


@pytest.mark.long
def test_power_and_false_discoveries_beside_esda(grid):
    """One planted cluster of 25 in 900 areas; upper tail, 5%."""
    rows, random, standardised = neighbour_rows(grid.unique_ids, grid), np.random.default_rng(12), grid.transform("R")
    row, column = np.divmod(np.arange(SIDE * SIDE), SIDE)
    planted = (np.abs(row - 14) <= 2) & (np.abs(column - 14) <= 2)
    touched = planted | (np.bincount(rows.area, weights=planted[rows.neighbour]) > 0)
    power, false = ({name: [] for name in ("exact", "esda with FDR", "esda without")} for _ in range(2))
    for _ in range(8):
        counts = pd.Series(random.negative_binomial(3, 3 / (3 + np.where(planted, 300, 60))).astype(float))
        ranks = rank_levels(counts)[0].to_numpy()
        exact = exact_tails(ranks.astype(np.int64), rows).upper
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # about the p-value that is not used here
            local = G_Local(ranks, standardised, permutations=999, seed=1, n_jobs=1)
        simulated = calculate_significance(local.Gs[:, np.newaxis], local.rGs, alternative="greater")
        named = {
            "exact": benjamini_hochberg(pd.Series(exact)).to_numpy() <= 0.05,
            "esda with FDR": benjamini_hochberg(pd.Series(simulated)).to_numpy() <= 0.05,
            "esda without": simulated <= 0.05,
        }
        for name, found in named.items():
            power[name].append(found[planted].mean())
            false[name].append((found & ~touched).sum() / max(found.sum(), 1))
    mean_power, mean_false = ({name: np.mean(found) for name, found in kept.items()} for kept in (power, false))
    assert mean_power["exact"] > 0.25
    assert mean_false["exact"] <= 0.05 + 3 * np.std(false["exact"]) / np.sqrt(8)
    # With 999 draws no p-value falls below 0.001: at least 18 areas must reach that floor together to be named at all.
    assert mean_power["esda with FDR"] < mean_power["exact"] / 2
    # Without correction, most of what is named is noise.
    assert mean_false["esda without"] > 0.3
