import numpy as np
import pandas as pd
import pytest

from geo.measures.rates import empirical_bayes_rate, flag_small_populations, rate_per_1000


def frame(table):
    return table(
        """
        area_code  events  population
        z          12      2000
        a          0       1000
        m          7       0
        b          30      1500
        c          4       -
        d          3       400
        """,
        "area_code",
    )


def test_rate_per_1000(table, same_index):
    data = frame(table)
    rates = rate_per_1000(data["events"], data["population"])
    same_index(rates, "zambcd")
    expected = [12 / 2, 0, np.nan, 30 / 1.5, np.nan, 3 / 0.4]
    assert rates.tolist() == pytest.approx(expected, nan_ok=True)


def test_small_populations(table):
    assert flag_small_populations(frame(table)["population"]).tolist() == [False, False, True, False, True, True]
    assert flag_small_populations(pd.Series([499.0, 500.0])).tolist() == [True, False]


def test_empirical_bayes_by_hand(table, same_index):
    data = frame(table)
    rates = empirical_bayes_rate(data["events"], data["population"])
    same_index(rates, "zambcd")
    # Areas m and c have no residents to count on, so four areas take part.
    b, e = np.array([2000, 1000, 1500, 400]), np.array([12, 0, 30, 3])
    m = (12 + 0 + 30 + 3) / 4900
    a = sum(b * (e / b - m) ** 2) / 4900 - m / (4900 / 4)
    assert a > 0
    w = a / (a + m / b)
    z, zero, high, small = w * e / b + (1 - w) * m
    assert rates.tolist() == pytest.approx([z, zero, np.nan, high, np.nan, small], nan_ok=True)
    assert zero > 0


def test_areas_that_differ_by_no_more_than_chance_all_come_out_at_the_mean():
    events, population = pd.Series([5.0, 5.0, 6.0, 4.0]), pd.Series(1000.0, index=range(4))
    # The spread is less than Poisson's, where the unclamped form would give negative weights.
    assert empirical_bayes_rate(events, population).tolist() == pytest.approx([20 / 4000] * 4)


def test_nothing_to_go_on():
    assert empirical_bayes_rate(pd.Series([], dtype=float), pd.Series([], dtype=float)).empty
    assert empirical_bayes_rate(pd.Series([3.0]), pd.Series([0.0])).isna().all()
    assert empirical_bayes_rate(pd.Series([3.0]), pd.Series([100.0])).tolist() == pytest.approx([0.03])
    assert empirical_bayes_rate(pd.Series([0.0, 0.0]), pd.Series([100.0, 50.0])).tolist() == [0, 0]
