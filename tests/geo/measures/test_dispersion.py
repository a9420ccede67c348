"""Dispersion: a planted one is found again, and the intervals it widens cover what they promise."""

from __future__ import annotations

import io

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from geo.exceptions import ConfigurationRefused, InputRefused
from geo.measures.dispersion import Dispersion, area_month_table, count_interval, estimate_dispersion, ratio_bounds

COUNTS = """
area_code m1 m2 m3
a1        4  0  2
a2        1  3  2
a3        9  6  6
"""


def text_table(text):
    return pd.read_csv(io.StringIO(text.strip()), sep=r"\s+").set_index("area_code")


def planted(phi, *, areas=300, months=24, seed=1):
    """Negative binomial with variance phi times the mean, means that differ by area and by month."""
    rng = np.random.default_rng(seed)
    mean = rng.gamma(2.0, 4.0, size=(areas, 1)) * rng.uniform(0.8, 1.2, size=(1, months))
    counts = rng.poisson(mean) if phi == 1 else rng.negative_binomial(mean / (phi - 1), 1 / phi)
    return pd.DataFrame(counts.astype(float)), mean


class TestEstimate:
    def test_against_arithmetic_by_loops(self):
        counts = text_table(COUNTS)
        total = 4 + 0 + 2 + 1 + 3 + 2 + 9 + 6 + 6
        chi2 = 0.0
        for area in counts.index:
            for month in counts.columns:
                mu = counts.loc[area].sum() * counts[month].sum() / total
                chi2 += (counts.loc[area, month] - mu) ** 2 / mu
        found = estimate_dispersion(counts)
        assert found.degrees_of_freedom == (3 - 1) * (3 - 1)
        assert found.phi == pytest.approx(chi2 / 4, abs=1e-12)

    def test_against_scipy_chi_squared_of_the_table(self):
        counts = text_table(COUNTS)
        chi2, _, degrees, _ = stats.chi2_contingency(counts.to_numpy(), correction=False)
        assert estimate_dispersion(counts).phi == pytest.approx(chi2 / degrees, abs=1e-12)

    @pytest.mark.parametrize("phi", [1.0, 1.5, 3.0])
    def test_finds_a_planted_dispersion(self, phi):
        counts, _ = planted(phi)
        assert estimate_dispersion(counts).phi == pytest.approx(phi, rel=0.08)

    def test_silent_areas_and_months_say_nothing(self):
        counts = text_table(COUNTS)
        padded = counts.assign(m4=0)
        padded.loc["a4"] = 0
        assert estimate_dispersion(padded) == estimate_dispersion(counts)

    def test_rows_may_come_in_any_order(self):
        counts = text_table(COUNTS)
        assert estimate_dispersion(counts.iloc[[2, 0, 1], [1, 2, 0]]).phi == pytest.approx(
            estimate_dispersion(counts).phi
        )

    @pytest.mark.parametrize("value", [np.nan, -1])
    def test_refuses_what_is_no_count(self, value):
        counts = text_table(COUNTS).astype(float)
        counts.iloc[1, 1] = value
        with pytest.raises(InputRefused, match="missing and"):
            estimate_dispersion(counts)

    def test_two_areas_and_two_months_are_enough(self):
        # Each count is expected to be 10: φ is the sum of (x - 10)²/10 over one degree of freedom.
        found = estimate_dispersion(pd.DataFrame([[12, 8], [8, 12]]))
        assert (found.phi, found.degrees_of_freedom) == (pytest.approx(4 * 4 / 10), 1)

    @pytest.mark.parametrize("shape", [(0, 0), (1, 5), (5, 1)])
    def test_refuses_too_little(self, shape):
        with pytest.raises(InputRefused, match="two of each"):
            estimate_dispersion(pd.DataFrame(np.ones(shape)))

    def test_never_narrower_than_poisson(self):
        assert Dispersion(phi=0.7, degrees_of_freedom=9, area_count=4, month_count=4).widening == 1.0


def test_table_fills_zeros_and_leaves_incomplete_months_out():
    rows = pd.DataFrame(
        {
            "area_code": ["a2", "a2", "a1", "zz"],
            "month": pd.to_datetime(["2024-01-01", "2024-01-01", "2024-03-01", "2024-01-01"]),
            "incident_count": [5, 2, 9, 4],
        }
    )
    months = pd.DatetimeIndex(["2024-01-01", "2024-02-01"])
    table = area_month_table(rows, area_codes=pd.Index(["a1", "a2"]), months=months)
    assert table.to_numpy().tolist() == [[0, 0], [5 + 2, 0]]


class TestCountInterval:
    def test_published_poisson_values(self):
        """Garwood (1936), Fiducial limits for the Poisson distribution, Biometrika 28, table: 0 and 10 at 95%."""
        found = count_interval(pd.Series([0.0, 10.0]), dispersion=1.0)
        assert found.to_numpy() == pytest.approx(np.array([[0.0, 3.689], [4.795, 18.39]]), abs=5e-3)

    def test_scales_with_the_dispersion(self):
        wide = count_interval(pd.Series([20.0]), dispersion=2.0)
        assert wide.to_numpy() == pytest.approx(2.0 * count_interval(pd.Series([10.0]), dispersion=1.0).to_numpy())

    def test_covers_what_it_promises_where_poisson_does_not(self):
        phi = 2.0
        counts, mean = planted(phi, areas=4000, months=1, seed=7)
        y, mu = counts[0], mean[:, 0]
        covered = {}
        for dispersion in (1.0, phi):
            interval = count_interval(y, dispersion=dispersion)
            covered[dispersion] = ((interval["count_low"] <= mu) & (mu <= interval["count_high"])).mean()
        assert covered[1.0] < 0.92
        assert covered[phi] == pytest.approx(0.96, abs=0.02)

    def test_missing_stays_missing_and_the_index_stays(self):
        found = count_interval(pd.Series([np.nan, 3.0], index=["b", "a"]), dispersion=1.0)
        assert found.index.tolist() == ["b", "a"]
        assert found.loc["b"].isna().all()

    def test_counts_in_single_precision_have_the_interval_of_double(self):
        counts = pd.Series([0.0, 10.0, 987.0])
        single = count_interval(counts.astype("float32"), dispersion=1.3)
        pd.testing.assert_frame_equal(single, count_interval(counts, dispersion=1.3), check_exact=True)

    @pytest.mark.parametrize(("dispersion", "level"), [(0.5, 0.95), (np.nan, 0.95), (1.0, 1.0), (1.0, 0.0)])
    def test_refuses_nonsense(self, dispersion, level):
        with pytest.raises(ConfigurationRefused):
            count_interval(pd.Series([1.0]), dispersion=dispersion, level=level)


class TestRatioBounds:
    def test_is_clopper_pearson_where_counts_are_poisson(self):
        low, high, p = ratio_bounds([10], [20], dispersion=1.0, level=0.95)
        exact = stats.binomtest(20, 30)
        share = exact.proportion_ci(0.95)
        assert low[0] == pytest.approx(share.low / (1 - share.low))
        assert high[0] == pytest.approx(share.high / (1 - share.high))
        assert p[0] == pytest.approx(exact.pvalue)

    def test_bounds_are_of_rates_not_of_counts(self):
        plain = ratio_bounds([30], [20], dispersion=1.0, level=0.95)
        longer = ratio_bounds([30], [20], dispersion=1.0, level=0.95, exposure_ratio=2.0)
        assert longer[0][0] == pytest.approx(plain[0][0] / 2.0)
        assert longer[1][0] == pytest.approx(plain[1][0] / 2.0)
        assert longer[2][0] == pytest.approx(stats.binom.cdf(20, 50, 2 / 3) * 2)

    def test_zero_counts(self):
        low, high, p = ratio_bounds([0, 5, 0], [5, 0, 0], dispersion=1.0, level=0.95)
        assert low[1] == 0
        assert np.isinf(high[0])
        assert np.isnan([low[2], high[2], p[2]]).all()

    def test_dispersion_widens(self):
        narrow, wide = (ratio_bounds([40], [60], dispersion=d, level=0.95) for d in (1.0, 1.8))
        assert wide[0][0] < narrow[0][0]
        assert narrow[1][0] < wide[1][0]
        assert narrow[2][0] < wide[2][0]
