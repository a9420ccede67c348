"""WDD and WDQ against published values."""

from __future__ import annotations

import math

import pytest

from geo.evaluation.displacement import (
    BeforeAfter,
    harm_weighted_difference,
    hidden_displacement,
    weighted_displacement_difference,
    weighted_displacement_quotient,
)
from geo.evaluation.judge_change import judge_change
from geo.evaluation.null_spread import NullSpread
from geo.exceptions import InputRefused

# R package ptools, after Wheeler and Ratcliffe (2018): the published example.
CONTROL, TREATED = (308, 318), (207, 110)
CATCHMENT, ITS_CONTROL = (178, 157), (150, 140)


def test_the_published_difference():
    found = weighted_displacement_difference(
        BeforeAfter(*TREATED), BeforeAfter(*CONTROL), BeforeAfter(*CATCHMENT), BeforeAfter(*ITS_CONTROL)
    )
    assert found.estimate == -118
    assert found.standard_error**2 == pytest.approx(1568)
    assert round(found.z, 2) == -2.98
    assert (round(found.low), round(found.high)) == (-196, -40)


def test_the_published_difference_with_weights_of_area():
    weighted = [(CONTROL, 0.9), (TREATED, 1.2), (ITS_CONTROL, 1.6), (CATCHMENT, 1.5)]
    control, treated, its_control, catchment = (BeforeAfter(*pair, w, w) for pair, w in weighted)
    found = weighted_displacement_difference(treated, control, catchment, its_control)
    assert found.estimate == pytest.approx(-99.6944, abs=1e-4)
    assert found.standard_error == pytest.approx(35.42808, abs=1e-5)


def test_the_published_difference_with_weights_of_time():
    # ptools: control 100 to 50, treated 80 to 20, two months before against one after: -20, variance 115.
    found = weighted_displacement_difference(BeforeAfter(80, 20, 2, 1), BeforeAfter(100, 50, 2, 1))
    assert (found.estimate, found.standard_error**2) == (-20, pytest.approx(115))


def test_dispersion_widens_and_harm_weighs():
    plain, wide = (
        weighted_displacement_difference(BeforeAfter(*TREATED), BeforeAfter(*CONTROL), dispersion=phi) for phi in (1, 4)
    )
    assert wide.standard_error == pytest.approx(2 * plain.standard_error)
    harm = harm_weighted_difference({"a": plain, "b": wide}, {"a": 10.0, "b": 3.0})
    assert harm.estimate == 10 * plain.estimate + 3 * wide.estimate
    assert harm.standard_error**2 == pytest.approx(100 * plain.standard_error**2 + 9 * wide.standard_error**2)


def test_the_quotient_says_where_crime_went():
    control = BeforeAfter(100, 100)
    spread, moved, worse = (
        weighted_displacement_quotient(BeforeAfter(50, 30), control, BeforeAfter(40, after)) for after in (30, 50, 70)
    )
    assert (spread, moved, worse) == (pytest.approx(0.5), pytest.approx(-0.5), pytest.approx(-1.5))
    assert math.isnan(weighted_displacement_quotient(BeforeAfter(50, 60), control, BeforeAfter(40, 40)))
    with pytest.raises(InputRefused, match="larger control"):
        weighted_displacement_quotient(BeforeAfter(5, 3), BeforeAfter(0, 1), BeforeAfter(4, 4))


def test_hidden_displacement_is_what_the_interval_leaves_open():
    import numpy as np

    null = NullSpread(0.0, 0.01, 1.5, 50.0, np.inf, "fitted", np.zeros(60))
    judged = judge_change(400, 400, 10_000, 10_000, null=null)
    assert hidden_displacement(judged) == pytest.approx(400 - 400 / judged.effect_high)
    fallen = judge_change(400, 150, 10_000, 10_000, null=null)
    assert hidden_displacement(fallen) == 0.0
