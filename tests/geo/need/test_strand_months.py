"""Strands month by month, by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from geo.need.strand_months import lay_out_strands, recent_months

MONTHS = pd.date_range("2024-01-01", periods=2, freq="MS")
KINDS = pd.DataFrame(
    {
        "crime_type": ["Robbery", "Drugs", "Anti-social behaviour"],
        "kind": ["crime", "crime", "anti-social behaviour"],
        "harm_days": [365.0, 3.0, 0.0],
        "police_generated": [False, True, False],
        "demand_weight": [0.0, 0.0, 1.0],
    }
)
ROWS = pd.DataFrame(
    {
        "area_code": ["a", "a", "b", "b", "c", "a"],
        "month": [MONTHS[0], MONTHS[1], MONTHS[0], MONTHS[0], MONTHS[0], pd.Timestamp("2024-03-01")],
        "crime_type": ["Robbery", "Drugs", "Drugs", "Anti-social behaviour", "Robbery", "Robbery"],
        "incident_count": [2, 3, 4, 5, 9, 99],
    }
)


@pytest.fixture
def strands():
    return lay_out_strands(ROWS, KINDS, area_codes=pd.Index(["b", "a"]), months=MONTHS)


def test_strands_by_hand(strands):
    assert strands.monthly("crime").to_numpy().tolist() == [[4, 0], [2, 3]]
    added = strands.add_up()
    assert added.loc["a"].to_dict() == {"crime": 2 + 3, "demand": 0, "harm": 2 * 365}
    assert added.loc["b"].to_dict() == {"crime": 4, "demand": 5, "harm": 0}
    assert strands.add_up(MONTHS[:1], leave_out=["Drugs"]).loc["a", "crime"] == 2


def test_other_weights_by_hand(strands):
    assert strands.weigh({"Robbery": 10.0, "Drugs": 1.0}).to_dict() == {"b": 4, "a": 2 * 10 + 3}
    assert strands.weigh({"Robbery": 10.0, "Drugs": 1.0}, leave_out=["Drugs"]).to_dict() == {"b": 0, "a": 20}


def test_noise_counts_harm_in_records_of_its_typical_weight():
    random = np.random.default_rng(2)
    months, codes = pd.date_range("2024-01-01", periods=24, freq="MS"), [f"a{at}" for at in range(40)]
    grid = pd.MultiIndex.from_product([codes, months, KINDS["crime_type"]], names=["area_code", "month", "crime_type"])
    rows = pd.DataFrame({"incident_count": random.poisson(6, len(grid))}, index=grid).reset_index()
    laid = lay_out_strands(rows, KINDS, area_codes=pd.Index(codes), months=months)
    noise = laid.noise()
    assert noise.record == {"crime": 1, "demand": 1, "harm": 365}  # drugs weigh no harm, so a record is a robbery
    assert noise.dispersion == {strand: pytest.approx(1, abs=0.15) for strand in ("crime", "demand", "harm")}
    assert noise.shared_with_crime["demand"] == pytest.approx(0, abs=0.15)
    assert noise.shared_with_crime["harm"] == pytest.approx(0.5**0.5, abs=0.1)  # half of all crimes are robberies


def test_the_latest_months():
    every = pd.date_range("2022-01-01", periods=30, freq="MS")
    name, latest = recent_months(every)
    assert (name, latest.tolist()) == ("latest 12 complete months", every[-12:].tolist())
    name, later = recent_months(every[:7])
    assert (name, len(later)) == ("later half of the months", 4)
