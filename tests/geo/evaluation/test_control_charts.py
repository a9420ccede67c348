"""Charts by hand, against their constants, and by how often they cry wolf on noise."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from geo.evaluation.control_charts import chart_laney, chart_xmr
from geo.exceptions import InputRefused


def test_limits_by_hand():
    values = pd.Series([10.0, 12, 11, 13, 30], index=list("abcde"))
    found = chart_xmr(values)
    mean, ranges = (10 + 12 + 11 + 13 + 30) / 5, (2 + 1 + 2 + 17) / 4
    assert list(found.index) == list("abcde")
    assert found["centre"].iloc[0] == pytest.approx(mean)
    assert found["high"].iloc[0] == pytest.approx(mean + 2.660 * ranges)
    assert found["low"].iloc[0] == pytest.approx(mean - 2.660 * ranges)
    assert found["range_limit"].iloc[0] == pytest.approx(3.267 * ranges)
    middle = chart_xmr(values, by_median=True)
    assert middle["high"].iloc[0] == pytest.approx(12 + 3.145 * 2)
    assert middle["signal"].iloc[-1] == "above its limits"


def test_the_constants_are_those_of_normal_values():
    # Three standard deviations over the mean range of two normal values (1.128), and its own upper limit D4.
    assert pytest.approx(2.660, abs=0.001) == 3 / 1.128
    assert pytest.approx(3.267, abs=0.001) == (1 + 3 * 0.8525 / 1.128)


def test_noise_seldom_signals():
    random = np.random.default_rng(1)
    found = [chart_xmr(pd.Series(random.normal(size=36)))["signal"] for _ in range(300)]
    alarms = np.mean([(signal != "within its limits").mean() for signal in found])
    assert 0.003 < alarms < 0.02


def test_without_more_variation_than_binomial_laney_is_the_usual_p_chart():
    random = np.random.default_rng(2)
    sizes = pd.Series(random.integers(300, 900, 4000).astype(float))
    counts = pd.Series(random.binomial(sizes.astype(int), 0.3).astype(float))
    found = chart_laney(counts, sizes)
    assert found["sigma_z"].iloc[0] == pytest.approx(1.0, abs=0.03)
    centre = counts.sum() / sizes.sum()
    assert found["high"].iloc[0] == pytest.approx(centre + 3 * np.sqrt(centre * (1 - centre) / sizes[0]), rel=0.02)
    assert (found["signal"] != "within its limits").mean() < 0.006


def test_large_sizes_do_not_cry_wolf():
    random = np.random.default_rng(3)
    sizes = pd.Series(np.full(200, 100_000.0))
    shares = 0.3 + random.normal(0, 0.02, 200)
    found = chart_laney(pd.Series((sizes * shares).round()), sizes)
    usual = 3 * np.sqrt(0.3 * 0.7 / 100_000)
    assert ((shares - 0.3).__abs__() > usual).mean() > 0.6  # the usual p chart
    assert (found["signal"] != "within its limits").mean() < 0.02


def test_rates_may_exceed_one_and_nonsense_is_refused():
    rates = chart_laney(pd.Series([30.0, 28, 35, 90]), pd.Series([10.0, 10, 10, 10]), share=False)
    assert rates["high"].iloc[0] > 1
    with pytest.raises(InputRefused, match="at least three periods"):
        chart_xmr(pd.Series([1.0, 2.0]))
    with pytest.raises(InputRefused, match="size is 0"):
        chart_laney(pd.Series([1.0, 1, 1]), pd.Series([1.0, 0, 1]))
    with pytest.raises(InputRefused, match="nothing to chart"):
        chart_laney(pd.Series([0.0, 0, 0]), pd.Series([5.0, 5, 5]))
