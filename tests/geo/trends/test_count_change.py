"""Change between two periods: arithmetic, exact tests, coverage on planted data, and the e-test."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from geo.exceptions import ConfigurationRefused, InputRefused
from geo.trends.count_change import change_between_periods, poisson_e_test


def compare(before, after, *, months=(12, 12), dispersion=1.0):
    counts = pd.DataFrame({"before_count": before, "after_count": after})
    return change_between_periods(counts, before_months=months[0], after_months=months[1], dispersion=dispersion)


class TestChange:
    def test_rates_and_ratio_by_arithmetic(self):
        row = compare([24], [9], months=(12, 6)).iloc[0]
        assert row["before_per_month"] == 24 / 12
        assert row["after_per_month"] == 9 / 6
        assert row["change_ratio"] == pytest.approx((9 / 6) / (24 / 12))
        assert row["change_low"] < row["change_ratio"] < row["change_high"]

    def test_p_value_is_the_exact_binomial_one_at_unequal_exposure(self):
        row = compare([24], [4], months=(12, 6)).iloc[0]
        tails = [stats.binom.cdf(4, 28, 6 / 18), stats.binom.sf(3, 28, 6 / 18)]
        assert row["p_value"] == pytest.approx(2 * min(tails))

    def test_p_value_and_interval_tell_the_same(self):
        grid = pd.MultiIndex.from_product([range(30), range(30)]).to_frame()
        found = compare(grid[0].to_numpy(), grid[1].to_numpy(), months=(12, 7), dispersion=1.4)
        outside = (found["change_low"] > 1) | (found["change_high"] < 1)
        assert outside.any()
        assert (outside == (found["p_value"] < 0.05)).all()
        assert (outside == found["change_class"].isin(["rose", "fell"])).all()

    def test_names(self):
        found = compare([0, 100, 10, 40, 0], [0, 40, 12, 100, 30])
        assert found["change_class"].tolist() == ["no incidents", "fell", "no change detected", "rose", "rose"]
        assert math.isnan(found["change_ratio"].iloc[4])
        assert found["change_high"].iloc[4] == math.inf

    def test_overdispersion_takes_back_what_poisson_would_claim(self):
        assert compare([60], [85]).iloc[0]["change_class"] == "rose"
        assert compare([60], [85], dispersion=2.0).iloc[0]["change_class"] == "no change detected"

    def test_false_alarms_on_planted_counts_without_change(self):
        rng = np.random.default_rng(3)
        phi, mean = 1.8, 40.0
        before, after = rng.negative_binomial(mean / (phi - 1), 1 / phi, size=(2, 4000))
        alarms = {
            d: compare(before, after, dispersion=d)["change_class"].isin(["rose", "fell"]).mean() for d in (1.0, phi)
        }
        assert alarms[1.0] > 0.10
        assert alarms[phi] < 0.05

    def test_keeps_the_index_and_the_argument(self):
        counts = pd.DataFrame({"before_count": [1, 2], "after_count": [2, 1]}, index=["z9", "a1"])
        copy = counts.copy()
        found = change_between_periods(counts, before_months=1, after_months=1, dispersion=1)
        assert found.index.equals(counts.index)
        pd.testing.assert_frame_equal(counts, copy)

    def test_empty_frame(self):
        assert compare(np.array([], dtype=int), np.array([], dtype=int)).empty

    @pytest.mark.parametrize("bad", [-1, np.nan])
    def test_refuses_what_is_no_count(self, bad):
        with pytest.raises(InputRefused, match="1 places"):
            compare([bad, 1], [1, 1])

    def test_refuses_a_period_without_months(self):
        with pytest.raises(ConfigurationRefused, match="complete months"):
            compare([1], [1], months=(0, 12))


class TestETest:
    @pytest.mark.parametrize(("counts", "expected"), [((0, 3), 0.0884), ((6, 2), 0.1749)])
    def test_published_values(self, counts, expected):
        """R package ptools 2.0.0, e_test (6,2 gives 0.1748748 in its README); tolerance of the printed digits."""
        assert poisson_e_test(*counts) == pytest.approx(expected, abs=5e-5)

    def test_against_plain_loops(self):
        k1, k2, n1, n2 = 7, 2, 3.0, 2.0
        rate = (k1 + k2) / (n1 + n2)

        def statistic(a, b):
            return 0.0 if a + b == 0 else abs(a / n1 - b / n2) / math.sqrt(a / n1**2 + b / n2**2)

        p = sum(
            stats.poisson.pmf(a, n1 * rate) * stats.poisson.pmf(b, n2 * rate)
            for a in range(40)
            for b in range(40)
            if statistic(a, b) >= statistic(k1, k2) - 1e-12
        )
        assert poisson_e_test(k1, k2, n1, n2) == pytest.approx(p, abs=1e-9)

    def test_is_close_to_scipys_own(self):
        assert poisson_e_test(20, 11, 2, 1.5) == pytest.approx(
            stats.poisson_means_test(20, 2, 11, 1.5).pvalue, abs=0.02
        )

    def test_is_symmetric_and_one_without_incidents(self):
        assert poisson_e_test(4, 9, 2, 3) == pytest.approx(poisson_e_test(9, 4, 3, 2))
        assert poisson_e_test(0, 0) == 1.0

    @pytest.mark.parametrize("arguments", [(-1, 2, 1, 1), (1, 2, 0, 1), (1, 2, 1, math.nan)])
    def test_refuses_nonsense(self, arguments):
        with pytest.raises(InputRefused):
            poisson_e_test(*arguments)
