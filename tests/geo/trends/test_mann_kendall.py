"""Mann-Kendall: against scipy's tau, a plain version by loops, and its own size on random series."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from geo.trends.mann_kendall import mann_kendall


def by_loops(values):
    """S and its variance as the textbook writes them."""
    values = [v for v in values if not np.isnan(v)]
    n = len(values)
    s = sum(np.sign(b - a) for a, b in itertools.combinations(values, 2))
    ties = [values.count(v) for v in set(values)]
    return s, (n * (n - 1) * (2 * n + 5) - sum(t * (t - 1) * (2 * t + 5) for t in ties)) / 18


def series(seed, rows, steps, *, tied=False, gaps=False):
    rng = np.random.default_rng(seed)
    values = rng.integers(0, 4, (rows, steps)).astype(float) if tied else rng.normal(size=(rows, steps))
    if gaps:
        values[rng.random(values.shape) < 0.2] = np.nan
    return pd.DataFrame(values, index=[f"a{i}" for i in range(rows)])


@pytest.mark.parametrize("tied", [False, True])
@pytest.mark.parametrize("gaps", [False, True])
def test_against_loops_and_scipy(tied, gaps):
    frame = series(5, 40, 18, tied=tied, gaps=gaps)
    found = mann_kendall(frame)
    assert found.index.equals(frame.index)
    for code, row in frame.iterrows():
        s, variance = by_loops(row.tolist())
        assert found.loc[code, "trend_s"] == s
        assert found.loc[code, "trend_z"] == pytest.approx((s - np.sign(s)) / np.sqrt(variance))
        known = row.dropna()
        other = stats.kendalltau(np.arange(len(known)), known, method="asymptotic")
        assert found.loc[code, "trend_tau"] == pytest.approx(other.statistic)
        # scipy leaves the correction for continuity out; its p must come from the same variance.
        assert other.pvalue == pytest.approx(2 * stats.norm.sf(abs(s) / np.sqrt(variance)))


def test_by_arithmetic():
    """1 3 2 4: five pairs rise, one falls; Var S = 4 * 3 * 13 / 18."""
    found = mann_kendall(pd.DataFrame([[1.0, 3, 2, 4]])).iloc[0]
    assert found["trend_s"] == 5 - 1
    assert found["trend_z"] == pytest.approx((4 - 1) / np.sqrt(4 * 3 * 13 / 18))
    assert found["trend_tau"] == pytest.approx((5 - 1) / 6)


@pytest.mark.parametrize("values", [[2.0] * 12, [1.0, 2.0] + [np.nan] * 10, [np.nan] * 12])
def test_constant_or_too_short_is_never_significant(values):
    found = mann_kendall(pd.DataFrame([values])).iloc[0]
    assert np.isnan(found["trend_p_value"])
    assert np.isnan(found["trend_z"])


def test_random_series_are_rarely_called_trends():
    share = (mann_kendall(series(11, 4000, 24))["trend_p_value"] <= 0.05).mean()
    assert share == pytest.approx(0.05, abs=3 * np.sqrt(0.05 * 0.95 / 4000) + 0.006)


def test_empty_frame():
    assert mann_kendall(pd.DataFrame(np.empty((0, 5)))).empty
    assert np.isnan(mann_kendall(pd.DataFrame(index=["a"]))["trend_z"].iloc[0])
