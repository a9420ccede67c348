"""Regression to the mean on a planted force, and the least fall against simulation and a published size formula."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from geo.exceptions import ConfigurationRefused, InputRefused
from geo.trends.expectation import (
    Expectation,
    expect_next_year,
    learn_levels,
    least_detectable_fall,
    spread_of_fall,
    two_stretches,
)

WARDS = 150


def planted(*, drift, shared=0.0, phi=2.0, areas=1500, seed=1):
    """Three years of months: log-normal levels that drift once a year, alone and by ward; counts have variance φ m."""
    random = np.random.default_rng(seed)
    codes = pd.Index([f"E{at:04}" for at in range(areas)])
    wards = pd.Series([f"W{at % WARDS}" for at in range(areas)], index=codes)
    level = random.normal(3.5, 0.4, areas)
    months = []
    for _ in range(3):
        mean = np.exp(level) / 12
        months += [random.negative_binomial(mean / (phi - 1), 1 / phi).astype(float) for _ in range(12)]
        level = level + random.normal(0, drift, areas) + random.normal(0, shared, WARDS)[np.arange(areas) % WARDS]
    monthly = pd.DataFrame(np.array(months).T, index=codes)
    return monthly.iloc[:, :24], monthly.iloc[:, 24:].sum(axis=1), wards


@pytest.mark.parametrize("drift", [0.0, 0.25])
def test_the_highest_fall_by_as_much_as_expected(drift):
    known, third, wards = planted(drift=drift)
    expectation = expect_next_year(known, wards, dispersion=2.0)
    last = known.iloc[:, 12:].sum(axis=1)
    top = last.nlargest(75).index
    expected, low, high = expectation.of(top)
    moved = third.sum() / last.sum()  # drift on logarithms makes the force grow
    assert third[top].sum() < 0.97 * moved * last[top].sum()  # picked because they were high
    assert moved * expected == pytest.approx(third[top].sum(), rel=0.06)
    assert low < third[top].sum() < high


def test_the_force_keeps_the_level_of_a_year_with_every_calendar_month():
    known, _, wards = planted(drift=0.0)
    months = pd.date_range("2023-01-01", periods=24, freq="MS")
    known.columns = months
    known[months[14]] *= 5  # March 2024, which is then missing: of March there is only the year before
    kept = known.drop(columns=list(months[[14, 20]]))
    latest = [month for month in months if month in months[12:].drop(months[[14, 20]]) or month in months[[2, 8]]]
    expected = expect_next_year(kept, wards, dispersion=2.0).expected.sum()
    assert expected == pytest.approx(kept[latest].to_numpy().sum())
    assert expected < 0.9 * expect_next_year(known, wards, dispersion=2.0).expected.sum()


@pytest.mark.parametrize("shared", [0.0, 0.2])
def test_intervals_of_areas_and_of_wards_hold_what_they_promise(shared):
    known, third, wards = planted(drift=0.2, shared=shared)
    expectation = expect_next_year(known, wards, dispersion=2.0, force_drift=0.0)
    for groups in (wards.groupby(wards).groups.values(), [pd.Index([code]) for code in known.index[:400]]):
        inside = []
        for codes in groups:
            _, low, high = expectation.of(codes)
            inside.append(low <= third[codes].sum() <= high)
        assert np.mean(inside) == pytest.approx(0.95, abs=0.05)


def test_planted_drift_is_found():
    known, _, wards = planted(drift=0.25, shared=0.2, areas=6000)
    assert learn_levels(known, dispersion=2.0).drift == pytest.approx(0.25**2 + 0.2**2, rel=0.25)
    assert expect_next_year(known, wards, dispersion=2.0).shared_drift == pytest.approx(0.2**2, rel=0.4)


def test_levels_of_three_areas_by_hand():
    # Four months are two stretches of two; half a record is added to each count.
    monthly = pd.DataFrame([[1.0, 1, 10, 8], [20, 10, 4, 6], [60, 40, 90, 80]])
    before, after, phi = np.array([2.5, 30.5, 100.5]), np.array([18.5, 10.5, 170.5]), 1.5
    weight, change, logs = before * after / (before + after), np.log(after / before), np.log(before)
    common = sum(weight * change) / sum(weight)
    drift = sum(weight * ((change - common) ** 2 - phi / before - phi / after)) / sum(weight)
    # Over all areas of the force there are, not a sample of them: the variance divides by their number.
    lasting = sum((logs - logs.mean()) ** 2) / 3 - (phi / before).mean()
    drawn = lasting / (lasting + phi / before)
    level = logs.mean() + drawn * (logs - logs.mean()) + common
    unknown = lasting * (1 - drawn) + drift
    gain = unknown / (unknown + phi / after)
    assert drift > 0
    found = learn_levels(monthly, dispersion=phi)
    assert np.asarray(found.log_level) == pytest.approx(level + gain * (np.log(after) - level) + np.log(12 / 2))
    assert np.asarray(found.level_variance) == pytest.approx((1 - gain) * unknown)
    assert found.drift == pytest.approx(drift * 12 / 2)


def test_two_stretches_that_happen_to_agree_drift_as_areas_usually_do():
    monthly = pd.DataFrame([[10.0, 10, 10, 10], [40, 40, 40, 40], [90, 90, 90, 90]])
    assert learn_levels(monthly, dispersion=1.5).drift == 0
    found = learn_levels(monthly, dispersion=1.5, least_drift=0.03)
    assert found.drift == pytest.approx(0.03)
    # A stretch of two months has a sixth of it: P = S(1 - w) + 0.005, and the later stretch corrects by P/(P + φ/y).
    y = np.array([20.5, 80.5, 180.5])
    lasting = np.log(y).var() - (1.5 / y).mean()
    unknown = lasting * (1 - lasting / (lasting + 1.5 / y)) + 0.03 * 2 / 12
    assert np.asarray(found.level_variance) == pytest.approx(unknown * (1 - unknown / (unknown + 1.5 / y)))


def test_a_larger_spread_widens_interval_and_fall_alike():
    known, _, wards = planted(drift=0.2)
    expectation = expect_next_year(known, wards, dispersion=2.0)
    codes = known.index[:10]
    wide = 2 * expectation.spread(codes)
    expected, low, high = expectation.of(codes, least_spread=wide)
    assert (low, high) == pytest.approx((expected * np.exp(-1.959964 * wide), expected * np.exp(1.959964 * wide)))
    fall = expectation.least_detectable_fall(codes, least_spread=wide)
    assert spread_of_fall(fall) == pytest.approx(wide)
    assert expectation.of(codes, least_spread=wide / 4) == expectation.of(codes)
    assert spread_of_fall(float("nan")) == spread_of_fall(0.0) == 0.0


def test_the_force_keeps_the_level_of_its_latest_year():
    known, _, wards = planted(drift=0.1)
    expectation = expect_next_year(known, wards, dispersion=2.0)
    assert expectation.expected.sum() == pytest.approx(known.iloc[:, 12:].to_numpy().sum())


def test_levels_of_a_lockdown_do_not_draw_the_forecast_back():
    known, _, wards = planted(drift=0.05)
    known.iloc[:, :12] = known.iloc[:, :12] // 2
    expectation = expect_next_year(known, wards, dispersion=2.0)
    ward = wards.index[wards == "W3"]
    assert expectation.of(ward)[0] == pytest.approx(known.loc[ward].iloc[:, 12:].to_numpy().sum(), rel=0.15)


def test_a_detectable_fall_lies_outside_the_interval():
    known, _, wards = planted(drift=0.2)
    expectation = expect_next_year(known, wards, dispersion=2.0)
    for codes in (known.index[:1], known.index[:10], known.index[:200]):
        expected, low, _ = expectation.of(codes)
        fall = expectation.least_detectable_fall(codes)
        assert expected * (1 - fall) < low
        # Four times in five: a year whose level fell by that much lies under the interval's end.
        spread = expectation.spread(codes)
        drawn = np.log(expected * (1 - fall)) + np.random.default_rng(1).normal(0, spread, 20_000)
        assert (drawn < np.log(low)).mean() == pytest.approx(0.8, abs=0.01)


def test_stretches_are_years_where_there_are_two_and_halves_where_not():
    assert two_stretches(35) == (slice(11, 23), slice(23, 35))
    assert two_stretches(19) == (slice(1, 10), slice(10, 19))
    with pytest.raises(InputRefused, match="3 complete months"):
        learn_levels(pd.DataFrame(np.ones((4, 3))), dispersion=1.0)


def test_nothing_is_expected_of_nothing():
    nothing = pd.DataFrame(np.zeros((3, 24)), index=["a", "b", "c"])
    expectation = expect_next_year(nothing, pd.Series("W", index=nothing.index), dispersion=1.5)
    assert expectation.of(nothing.index) == (0, 0, 0)
    assert np.isnan(expectation.least_detectable_fall(nothing.index))


def test_the_spread_by_hand():
    one = Expectation(pd.Series([60.0, 40], index=["a", "b"]), pd.Series([300.0, 200], index=["a", "b"]), 0.01, 0.0025)
    spread = np.sqrt(np.log(1 + (300 + 200) / 100**2) + 0.01 + 0.0025)
    assert one.spread(pd.Index(["a", "b"])) == pytest.approx(spread)
    assert one.of(pd.Index(["a", "b"])) == pytest.approx(
        (100, 100 / np.exp(1.959964 * spread), 100 * np.exp(1.959964 * spread))
    )


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
