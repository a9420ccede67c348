"""Interval and detectable fall on all places of both open forces; the open data is not committed."""

import os
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from benchmarks.evaluation_data import leicestershire, west_midlands_months
from geo.candidates.evidence import state_expectation
from geo.evaluation.placebo_places import pack_places
from geo.evaluation.small_force import count_steps, estimate_drift
from geo.evaluation.spread_table import pack_sizes, spread_of
from geo.measures.dispersion import estimate_dispersion
from geo.trends.expectation import expect_next_year
from geo.trends.year_on_year import match_years

DATA = Path(os.environ.get("IMPACT_AREAS_DATA") or Path(__file__).parents[3] / "shared" / "data")
pytestmark = [
    pytest.mark.real_data,
    pytest.mark.skipif(not DATA.is_dir(), reason="the open data is not here: set IMPACT_AREAS_DATA to its folder"),
]
Z, Z_POWER = 1.959964, 0.841621
SIZE = 9


@pytest.mark.parametrize("read", [leicestershire, west_midlands_months], ids=["leicestershire", "west midlands"])
def test_a_fall_that_would_be_detected_lies_outside_the_interval_at_every_place(read):
    monthly, graph = read(DATA)
    blocks = pd.Series(np.arange(len(monthly)) // 8, index=monthly.index).astype(str)
    phi = estimate_dispersion(monthly).widening
    expectation = expect_next_year(monthly, blocks, dispersion=phi)
    before, after = (monthly[list(months)].sum(axis=1) for months in match_years(pd.DatetimeIndex(monthly.columns)))
    steps = count_steps(graph)
    drift = estimate_drift(before, after, steps, dispersion=phi)
    null = spread_of(pack_sizes(graph, sizes=[SIZE])[SIZE], before, after, drift, steps)
    last = monthly.iloc[:, -12:].sum(axis=1)
    places = pack_places(graph, area_count=SIZE, restarts=3, seed=1)
    foretold = without = 0
    for row in places.members.toarray().astype(bool):
        codes = places.area_codes[row]
        said = {one.item: one for one in state_expectation(codes, expectation, last, null)}
        forecast, fall = said["expected next year"], said.get("least detectable fall")
        own = {one.item: one for one in state_expectation(codes, expectation, None, null)}
        if forecast.value is None:
            without += 1
            assert fall is None
            assert forecast.words.startswith("No forecast: the latest 12 complete months had")
            past = float(last[codes].sum())
            ends = own["expected next year"]
            assert not ends.low <= past <= ends.high
            continue
        foretold += 1
        assert forecast.low <= float(last[codes].sum()) <= forecast.high
        if fall.value is not None:
            assert forecast.value * (1 - fall.value) < forecast.low
            reach = -np.log1p(-fall.value) / (Z + Z_POWER)  # the one spread
            assert np.log(forecast.value / forecast.low) == pytest.approx(Z * reach, rel=1e-6)
            assert np.log(forecast.high / forecast.value) == pytest.approx(Z * reach, rel=1e-6)
    assert foretold > 50
    assert foretold + without == len(places)
