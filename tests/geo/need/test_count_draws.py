"""Counts that could have been: against scipy's negative binomial, and against planted dispersion."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from geo.exceptions import ConfigurationRefused
from geo.need.count_draws import _round_digits, count_quantiles, measure_noise, typical_record

MONTHS = pd.date_range("2024-01-01", periods=24, freq="MS")


@pytest.mark.parametrize("mean", [3.0, 40.0, 311.0, 9236.0])
@pytest.mark.parametrize("phi", [1.3, 1.8, 4.0])
def test_quantiles_are_those_of_the_negative_binomial(mean, phi):
    drawn = count_quantiles(np.array([mean]), dispersion=phi)[0]
    expected = stats.nbinom(mean / (phi - 1), 1 / phi)
    chances = (np.arange(256) + 0.5) / 256
    assert np.abs(drawn - expected.ppf(chances)).max() <= 0.6 + 0.002 * mean  # it lies between whole numbers
    assert drawn.mean() == pytest.approx(mean)
    assert drawn.var() == pytest.approx(phi * mean, rel=0.05, abs=0.6)


def test_a_dispersion_of_one_is_poisson():
    drawn = count_quantiles(np.array([50.0]), dispersion=1.0)[0]
    assert np.abs(drawn - stats.poisson(50).ppf((np.arange(256) + 0.5) / 256)).max() <= 0.8


def test_nothing_stays_nothing_and_rows_keep_their_order():
    drawn = count_quantiles(np.array([5.0, 0.0, 5.0, 2.0]), dispersion=2.0)
    assert drawn.mean(axis=1).tolist() == pytest.approx([5, 0, 5, 2])
    assert (np.diff(drawn, axis=1) >= 0).all()


def test_shapes_are_those_of_means_in_two_digits():
    """Below 10 to a tenth, which is the least; no count stays none."""
    means = np.array([0.0, 0.001, 0.26, 3.14159, 9.96, 44.4, 311.0, 9236.0, 96_500.0])
    rounded = [0.0, 0.1, 0.3, 3.1, 10.0, 44.0, 310.0, 9200.0, 96_000.0]
    assert _round_digits(means).tolist() == pytest.approx(rounded)


def test_a_missing_mean_is_refused():
    with pytest.raises(ConfigurationRefused, match="negative or missing"):
        count_quantiles(np.array([np.nan]), dispersion=2.0)


def test_a_typical_record_by_hand():
    totals = pd.Series({"Robbery": 2.0, "Shoplifting": 30.0, "Other": 7.0})
    weights = pd.Series({"Robbery": 365.0, "Shoplifting": 1.0})
    assert typical_record(totals, weights) == pytest.approx((365**2 * 2 + 30) / (365 * 2 + 30))
    assert typical_record(totals, pd.Series({"Other": 0.0})) == 1


def test_planted_noise_is_recovered():
    random = np.random.default_rng(1)
    rates = random.gamma(4, 5, size=(300, 1)) * np.ones((1, 24))
    both, own = random.negative_binomial(rates, 0.5), random.poisson(rates)  # variance twice the mean; Poisson
    frame = {name: pd.DataFrame(table, columns=MONTHS) for name, table in (("crime", both), ("demand", own))}
    noise = measure_noise({**frame, "harm": 10.0 * frame["crime"]}, {"crime": 1.0, "demand": 1.0, "harm": 10.0})
    assert noise.dispersion["crime"] == pytest.approx(2, abs=0.1)
    assert noise.dispersion["harm"] == pytest.approx(noise.dispersion["crime"])
    assert noise.dispersion["demand"] == pytest.approx(1, abs=0.06)
    assert noise.shared_with_crime["harm"] == pytest.approx(1)
    assert noise.shared_with_crime["demand"] < 0.05
