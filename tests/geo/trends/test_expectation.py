"""Regression to the mean on a planted force, and the least fall against simulation and a published size formula."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from geo.exceptions import ConfigurationRefused
from geo.trends.expectation import expect_next_year, least_detectable_fall


def planted(*, drift, phi=2.0, areas=1500, seed=1):
    """Gamma levels; each year's own level drifts; counts have variance φ times their mean."""
    random = np.random.default_rng(seed)
    level = np.exp(random.normal(3.0, 0.4, areas))
    return [
        pd.Series(random.negative_binomial(mean / (phi - 1), 1 / phi).astype(float))
        for mean in (level * np.exp(random.normal(0, drift, areas) - drift**2 / 2) for _ in range(3))
    ]


@pytest.mark.parametrize("drift", [0.0, 0.25])
def test_the_highest_fall_by_as_much_as_expected(drift):
    first, second, third = planted(drift=drift)
    expectation = expect_next_year(first, second, force_year=(first + second).sum() / 2, dispersion=2.0)
    top = (first + second).nlargest(75).index
    raw = (first + second)[top].sum() / 2
    expected, low, high = expectation.of(top)
    assert third[top].sum() < 0.95 * raw  # picked because they were high
    assert expected == pytest.approx(third[top].sum(), rel=0.06)
    assert low < third[top].sum() < high


def test_intervals_of_single_areas_hold_what_they_promise():
    first, second, third = planted(drift=0.2)
    expectation = expect_next_year(first, second, force_year=(first + second).sum() / 2, dispersion=2.0)
    reach = 1.96 * np.sqrt(expectation.variance)
    assert ((third - expectation.expected).abs() <= reach).mean() == pytest.approx(0.95, abs=0.03)


def test_three_areas_by_hand():
    before, after = pd.Series([2.0, 30.0, 100.0]), pd.Series([18.0, 10.0, 170.0])
    first, second, total = np.array([2.5, 30.5, 100.5]), np.array([18.5, 10.5, 170.5]), np.array([21.0, 41.0, 271.0])
    change, levels, phi = np.log(second / first), np.log(total), 1.5
    # Over all areas of the force there are, not a sample of them: the variance divides by their number.
    drift = sum((change - change.mean()) ** 2) / 3 - (phi / first + phi / second).mean()
    luck = phi / total + drift / 4
    lasting = sum((levels - levels.mean()) ** 2) / 3 - luck.mean()
    weight = lasting / (lasting + luck)
    drawn = np.exp(levels.mean() + weight * (levels - levels.mean()))
    expected = drawn / drawn.sum() * 140.0
    found = expect_next_year(before, after, force_year=140.0, dispersion=phi)
    assert drift > 0
    assert found.expected.to_numpy() == pytest.approx(expected)
    assert found.variance.to_numpy() == pytest.approx(expected**2 * (weight * luck + drift / 2) + phi * expected)
    total_expected, low, high = found.of(pd.Index([0, 2]))
    reach = 1.959964 * np.sqrt(found.variance[[0, 2]].sum())
    assert (total_expected, high) == pytest.approx((expected[0] + expected[2], expected[0] + expected[2] + reach))
    assert low == pytest.approx(max(0.0, expected[0] + expected[2] - reach))


def test_the_force_keeps_the_level_of_its_latest_year():
    first, second, _ = planted(drift=0.1)
    expectation = expect_next_year(first, second, force_year=9_000.0, dispersion=2.0)
    assert expectation.expected.sum() == pytest.approx(9_000)


def test_nothing_is_expected_of_nothing():
    nothing = pd.Series([0.0, 0.0, 0.0])
    assert expect_next_year(nothing, nothing, force_year=0.0, dispersion=1.5).of(nothing.index)[0] == 0


def test_the_least_fall_solves_its_equation_and_is_found_four_times_in_five():
    fall = least_detectable_fall(500.0, dispersion=1.8)
    standard_error = np.sqrt(1.8 / 500 * (1 + 1 / (1 - fall)))
    assert -np.log(1 - fall) / standard_error == pytest.approx(1.959964 + 0.841621, abs=1e-4)
    random = np.random.default_rng(3)
    phi = 1.8
    before = random.negative_binomial(500 / (phi - 1), 1 / phi, 20_000)
    after = random.negative_binomial(500 * (1 - fall) / (phi - 1), 1 / phi, 20_000)
    z = np.log(after / before) / np.sqrt(phi * (1 / before + 1 / after))
    assert (z < -1.959964).mean() == pytest.approx(0.8, abs=0.02)


def test_more_incidents_show_smaller_falls_and_few_show_none():
    falls = [least_detectable_fall(count, dispersion=1.5) for count in (50.0, 200.0, 5000.0)]
    assert falls == sorted(falls, reverse=True)
    assert 0 < falls[-1] < 0.08
    assert np.isnan(least_detectable_fall(0.0, dispersion=1.5))
    assert least_detectable_fall(5.0, dispersion=1.5) > 0.9 or np.isnan(least_detectable_fall(5.0, dispersion=1.5))
    with pytest.raises(ConfigurationRefused, match="larger of 1 and the estimate"):
        least_detectable_fall(50.0, dispersion=0.5)
