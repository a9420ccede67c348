import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.measures.ranks import coarsen, doubled_mid_ranks, force_percentiles


def series(*values: float) -> pd.Series:
    return pd.Series(values, index=list("zyxwvu")[: len(values)], dtype=float)


def test_ties_share_an_integer(same_index):
    ranks = doubled_mid_ranks(series(5, 1, 5, np.nan, 2))
    same_index(ranks, "zyxwv")
    assert ranks.dtype == "Int64"
    # 1 is first, 2 second, the two fives share places three and four: 2 * 3.5.
    assert ranks.tolist() == [7, 2, 7, pd.NA, 4]


def test_percentiles_are_the_middle_of_each_slice(same_index):
    percentiles = force_percentiles(series(5, 1, 5, np.nan, 2))
    same_index(percentiles, "zyxwv")
    expected = [100 * (3.5 - 0.5) / 4, 100 * (1 - 0.5) / 4, 100 * (3.5 - 0.5) / 4, np.nan, 100 * (2 - 0.5) / 4]
    assert percentiles.tolist() == pytest.approx(expected, nan_ok=True)


@given(st.lists(st.integers(0, 5) | st.floats(-1e6, 1e6), min_size=1, max_size=60))
def test_percentiles_have_mean_50_and_stay_inside(values):
    percentiles = force_percentiles(pd.Series(values, dtype=float))
    assert percentiles.mean() == pytest.approx(50)
    assert percentiles.between(0, 100, inclusive="neither").all()
    ranks = doubled_mid_ranks(pd.Series(values, dtype=float)).astype(int)
    # Twice the sum of 1 to n, whatever the ties.
    assert ranks.sum() == len(values) * (len(values) + 1)


def test_coarse_ranks_by_hand():
    # Five areas have doubled ranks 2 to 10, of at most 11: in four levels r * 4 / 11, rounded down.
    assert coarsen(doubled_mid_ranks(series(1, 2, 3, 4, 5)), 5, 4).tolist() == [0, 1, 2, 2, 3]
    assert coarsen(doubled_mid_ranks(series(1, 2, 3, 4, 5)), 5, 11).tolist() == [2, 4, 6, 8, 10]


def test_constant_one_value_and_none():
    assert doubled_mid_ranks(series(3, 3, 3)).tolist() == [4, 4, 4]
    assert force_percentiles(series(3, 3, 3)).tolist() == [50, 50, 50]
    assert force_percentiles(series(9)).tolist() == [50]
    assert force_percentiles(series(np.nan)).isna().all()
    assert doubled_mid_ranks(series()).empty
    assert force_percentiles(series()).empty
