"""The test of a change keeps its promise on drifting places, and its parts equal what they can be checked against."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from geo.evaluation.judge_change import judge_change
from geo.evaluation.leave_one_out import leave_one_out
from geo.evaluation.null_spread import NullSpread, fit_moments, fit_null, lay_out_counts
from geo.evaluation.placebo_places import as_places, pack_places
from geo.evaluation.small_force import count_steps, drift_variances, estimate_drift, spread_by_formula
from geo.evaluation.usual_tests import usual_p_values
from geo.exceptions import ConfigurationRefused, InputRefused
from tests.geo.evaluation.forces import drifting_counts, grid

PHI = 1.8


@pytest.fixture(scope="module")
def force():
    graph = grid(24)
    before, after = drifting_counts(graph, alone=0.12, together=0.04, phi=PHI)
    return graph, before, after


def null_of(force, *, size=9, restarts=10):
    graph, before, after = force
    places = pack_places(graph, area_count=size, restarts=restarts, seed=1)
    counts = lay_out_counts(places, before, after)
    columns = (counts[name].to_numpy() for name in ("log_change", "before_count", "after_count"))
    return places, fit_null(*columns, places, dispersion=PHI)


@pytest.mark.long
def test_false_alarms_and_power_are_as_stated_where_places_drift(force):
    graph, before, after = force
    places = pack_places(graph, area_count=9, restarts=10, seed=1)
    judged = leave_one_out(places, before, after, graph, dispersion=PHI, planted=0.3, seed=1)
    low, high = stats.beta.ppf([0.025, 0.975], 0.05 * 62 + 0.5, 0.95 * 62 + 0.5)
    assert low <= (judged["p_value"] <= 0.05).mean() <= high
    assert judged["found_detectable"].mean() == pytest.approx(0.8, abs=0.08)
    usual = usual_p_values(places.select(np.arange(40)), before, after, dispersion=PHI)
    assert (usual["e_test"] <= 0.05).mean() > 0.15
    assert (usual["dispersion_only"] <= 0.05).mean() > 0.08


def test_counts_of_a_place_and_of_the_rest_add_up_to_the_force(force):
    graph, before, after = force
    counts = lay_out_counts(pack_places(graph, area_count=9, restarts=1, seed=1), before, after)
    assert (counts["before_count"] + counts["rest_before"]).eq(before.sum()).all()
    assert (counts["after_count"] + counts["rest_after"]).eq(after.sum()).all()
    one = counts.iloc[0]
    plain = np.log(
        (one.after_count + 0.5) / (one.before_count + 0.5) * (one.rest_before + 0.5) / (one.rest_after + 0.5)
    )
    assert one.log_change == pytest.approx(plain)


def test_the_interval_is_what_the_test_does_not_refuse(force):
    _, null = null_of(force)
    judged = judge_change(900, 700, 50_000, 51_000, null=null)
    error = null.standard_error(900, 700)
    for bound in (judged.effect_low, judged.effect_high):
        moved = (np.log(judged.effect_ratio) - np.log(bound)) / error
        assert null.p_value(moved) == pytest.approx(0.05, abs=1e-6)
    assert judged.effect_low < judged.effect_ratio < judged.effect_high
    assert judged.dispersion_high - judged.dispersion_low < judged.effect_high - judged.effect_low


def test_a_detectable_fall_solves_its_equation(force):
    _, null = null_of(force)
    fall = null.least_detectable_fall(1000)
    after = 1000 * np.exp(null.centre) * (1 - fall)
    z = null.reach() + max(
        stats.t.ppf(0.8, null.effective_count - 1),
        stats.t.ppf(0.8, null.tail_freedom) * np.sqrt(1 - 2 / null.tail_freedom)
        if np.isfinite(null.tail_freedom)
        else 0,
    )
    assert -np.log1p(-fall) == pytest.approx(z * null.standard_error(1000, after), rel=1e-6)
    assert null.least_detectable_fall(4000) < fall < null.least_detectable_fall(200)
    assert np.isnan(null.least_detectable_fall(0))


def test_by_rank_the_p_value_counts_placebos_at_their_effective_number():
    null = NullSpread(0.0, 0.01, 1.5, 100.0, np.inf, "rank", np.linspace(-2, 2, 400))
    # A quarter of the placebos lie at 1.5 or further: (1 + 100 x 0.25) / 101.
    assert null.p_by_rank(1.5) == pytest.approx((1 + 100 * 0.25) / 101, abs=0.003)
    assert null.p_by_rank(9.0) == pytest.approx(1 / 101)
    assert null.p_value(1.5) == null.p_by_rank(1.5)
    assert null.p_by_rank(null.reach()) == pytest.approx(0.05, abs=0.005)


def test_wide_tails_and_few_placebos_widen_the_fitted_spread():
    random = np.random.default_rng(1)
    noise = np.full(60, 1e-6)
    normal, wide = random.normal(0, 0.1, 60), 0.1 * stats.t.rvs(3, size=60, random_state=2)
    many, tailed = (fit_moments(one, noise, effective_count=60, dispersion=1.0) for one in (normal, wide))
    few = fit_moments(normal, noise, effective_count=10, dispersion=1.0)
    assert few.reach() > many.reach()
    assert tailed.p_fitted(4.0) > many.p_fitted(4.0)
    assert many.p_fitted(2.0) >= 2 * stats.norm.sf(2.0)


def test_moments_recover_a_planted_drift():
    random = np.random.default_rng(3)
    noise = np.full(4000, 0.002)
    changes = random.normal(-0.05, np.sqrt(0.006 + 0.002), 4000)
    null = fit_moments(changes, noise, effective_count=4000, dispersion=1.0)
    assert null.drift_variance == pytest.approx(0.006, rel=0.08)
    assert null.centre == pytest.approx(-0.05, abs=0.005)


def test_the_formula_for_small_forces_agrees_with_the_placebos(force):
    graph, before, after = force
    places, null = null_of(force, restarts=20)
    drift = estimate_drift(before, after, count_steps(graph), dispersion=PHI)
    by_formula = drift_variances(places, drift, count_steps(graph)).mean()
    assert np.sqrt(by_formula) == pytest.approx(np.sqrt(null.drift_variance), rel=0.2)
    spread = spread_by_formula(places, drift, count_steps(graph))
    assert spread.inference == "formula"
    assert np.isnan(spread.p_by_rank(1.0))
    assert spread.effective_count == pytest.approx(24 * 24 / 9)


def test_areas_that_drift_together_make_places_drift_more():
    graph = grid(24)
    found = {}
    for together in (0.0, 0.1):
        counts = drifting_counts(graph, alone=0.1, together=together, phi=1.01, mean=3000, seed=4)
        found[together] = estimate_drift(*counts, count_steps(graph), dispersion=1.01).covariance
    assert found[0.0][0] == pytest.approx(0.01, rel=0.2)
    assert abs(found[0.0][1]) < 0.002
    # Eight neighbours each: two that share an edge have 4 of 8 in common, two that share a corner 2 of 8.
    assert found[0.1][0] == pytest.approx(0.01 + 0.01, rel=0.25)
    assert found[0.1][1] == pytest.approx(0.01 * (4 + 2) / 2 / 8, rel=0.5)


def test_too_few_places_are_refused_with_what_to_do():
    graph = grid(6)
    before, after = drifting_counts(graph, alone=0.1, together=0.0, phi=PHI)
    places = pack_places(graph, area_count=9, restarts=3, seed=1)
    counts = lay_out_counts(places, before, after)
    columns = [counts[name].to_numpy() for name in ("log_change", "before_count", "after_count")]
    with pytest.raises(InputRefused, match="formula for small forces"):
        fit_null(*columns, places, dispersion=PHI)
    with pytest.raises(ConfigurationRefused, match="larger of 1"):
        fit_null(*columns, places, dispersion=0.5)


def test_clustered_errors_are_the_sandwich_by_area():
    codes = pd.Index(["a", "b", "c", "d", "e"])
    before, after = pd.Series([10.0, 20, 30, 25, 15], index=codes), pd.Series([12.0, 15, 33, 20, 20], index=codes)
    places = as_places({"one": pd.Index(["a", "b"])}, codes)
    p = usual_p_values(places, before, after, dispersion=1.0)["clustered"].iloc[0]
    inside = ((12 / 27 - 10 / 30) ** 2 + (15 / 27 - 20 / 30) ** 2) * 2 / 1
    outside = sum((a / 73 - b / 70) ** 2 for a, b in ((33, 30), (20, 25), (20, 15))) * 3 / 2
    change = np.log(27.5 / 30.5) - np.log(73.5 / 70.5)
    assert p == pytest.approx(2 * stats.norm.sf(abs(change) / np.sqrt(inside + outside)))


def test_effective_number_of_one_packing_is_its_size():
    places = pack_places(grid(12), area_count=4, restarts=1, seed=1)
    assert places.effective_count == len(places)
