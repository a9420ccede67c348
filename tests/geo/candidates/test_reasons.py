"""Reasons: totals and ratios of sums, and means of ranks said as means."""

import pandas as pd
import pytest

from geo.candidates.reasons import compare_with_force, say_reason

FORCE = pd.DataFrame(
    {
        "population": [1000, 3000, 4000, 2000],
        "crime_count": [400, 200, 300, 100],
        "demand_count": [10, 10, 60, 20],
        "harm_days": [0, 0, 0, 0],
    },
    index=list("abcd"),
)


def test_times_the_force_is_a_ratio_of_sums():
    times = compare_with_force(FORCE.loc[["a", "b"]], FORCE)
    assert times["crime"] == pytest.approx((600 / 4000) / (1000 / 10_000))  # not the mean of 4.0 and 0.67
    assert times["demand"] == pytest.approx((20 / 4000) / (100 / 10_000))
    assert pd.isna(times["harm"])
    assert pd.isna(compare_with_force(FORCE.iloc[:0], FORCE)["crime"])


def scores(count, hot=0, **means):
    frame = pd.DataFrame(
        {f"{s}_score": means.get(s, 50.0) for s in ("crime", "demand", "deprivation", "harm")}, range(count)
    )
    return frame.assign(crime_count=300, hotspot=[at < hot for at in range(count)])


def test_reasons_in_plain_words():
    times = {"crime": 1.5, "demand": 2.04, "harm": 1.0}
    assert say_reason(scores(2, hot=1, crime=87.9, harm=90.2, demand=80), times) == (
        "600 recorded crimes, 1.5 times the force's rate per resident; demand 2.0 times. "
        "On average its areas rank above 87% of the force for crime and 90% for harm. 1 of the 2 is a hotspot."
    )
    assert say_reason(scores(1, demand=75), times, demand_name="anti-social behaviour") == (
        "300 recorded crimes, 1.5 times the force's rate per resident; anti-social behaviour 2.0 times. "
        "Its area ranks above 75% of the force for anti-social behaviour. No hotspot: high crime here is not clustered."
    )
    nobody = say_reason(scores(3, hot=3), dict.fromkeys(times, float("nan")))
    assert nobody == "900 recorded crimes. 3 of the 3 are hotspots."
