"""A year against the year before: which months, by how much, and how often it cries wolf."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from geo.exceptions import InputRefused
from geo.trends.year_on_year import calendar_year, compare_years, match_years

MONTHS = pd.date_range("2023-01-01", periods=24, freq="MS")


def test_all_twelve_months_where_two_years_are_complete():
    before, after = match_years(MONTHS)
    assert before.tolist() == MONTHS[:12].tolist()
    assert after.tolist() == MONTHS[12:].tolist()


def test_only_calendar_months_complete_in_both_years_and_none_older():
    # Without March 2023 and July 2024; a third year before them is not used.
    months = pd.date_range("2022-01-01", periods=36, freq="MS").drop(["2023-03-01", "2024-07-01"])
    before, after = match_years(months)
    assert [month.month for month in after] == [1, 2, 4, 5, 6, 8, 9, 10, 11, 12]
    assert after.year.unique().tolist() == [2024]
    assert (after - pd.DateOffset(years=1)).tolist() == before.tolist()


def test_the_last_month_rules_the_year():
    before, after = match_years(MONTHS[:20])  # January 2023 to August 2024: eight months are complete in both
    assert (before[0], after[-1]) == (pd.Timestamp("2023-01-01"), pd.Timestamp("2024-08-01"))
    assert len(after) == 8


def test_a_calendar_year_has_the_latest_complete_month_of_each():
    assert calendar_year(MONTHS).tolist() == MONTHS[12:].tolist()
    assert calendar_year(MONTHS[:11]) is None, "no December"
    # The West Midlands: 19 months, of which the latest twelve have April to June twice and no March.
    months = MONTHS.drop(["2024-03-01", "2024-09-01", "2024-10-01"])
    year = calendar_year(months)
    assert [month.month for month in year] == [3, 9, 10, 1, 2, 4, 5, 6, 7, 8, 11, 12]
    assert [month.year for month in year] == [2023] * 3 + [2024] * 9


def test_under_six_months_nothing_is_shown():
    with pytest.raises(InputRefused, match="Only 5 of 12 calendar months are complete in both years"):
        match_years(MONTHS[:17])
    assert len(match_years(MONTHS[:18])[1]) == 6
    with pytest.raises(InputRefused, match="Only 0 of 12"):
        match_years(MONTHS[:0])


def planted(random, mean, phi=1.7):
    """Area-months with this variance over mean."""
    return pd.DataFrame(random.negative_binomial(mean / (phi - 1), 1 / phi).astype(float), columns=MONTHS)


def test_counts_and_months_by_hand():
    random = np.random.default_rng(1)
    areas = planted(random, np.full((40, 24), 20.0))
    units = areas.groupby(np.arange(40) // 10).sum()
    found = compare_years(units, wobble=[areas, units])
    assert found["before_count"].tolist() == units.iloc[:, :12].sum(axis=1).tolist()
    assert found["after_count"].tolist() == units.iloc[:, 12:].sum(axis=1).tolist()
    assert found["month_count"].unique().tolist() == [12]
    assert (found["before_start"] == MONTHS[0]).all()
    assert (found["after_end"] == MONTHS[23]).all()
    assert found["dispersion"].iloc[0] == pytest.approx(1.7, abs=0.5)


def test_a_planted_rise_is_found_and_is_no_wobble():
    random = np.random.default_rng(2)
    mean = np.full((40, 24), 20.0)
    mean[:10, 12:] *= 1.4
    areas = planted(random, mean)
    units = areas.groupby(np.arange(40) // 10).sum()
    found = compare_years(units, wobble=[areas, units])
    assert found["change_class"].tolist() == ["rose", *["no change detected"] * 3]
    assert found["dispersion"].iloc[0] < 3.5


def test_false_alarms_where_nothing_changes_even_where_units_swing_as_a_whole():
    random = np.random.default_rng(3)
    alarms = []
    for _ in range(60):
        swing = random.normal(1, 0.08, (4, 24)).repeat(10, axis=0)
        areas = planted(random, 20.0 * swing)
        units = areas.groupby(np.arange(40) // 10).sum()
        found = compare_years(units, wobble=[areas, units])
        alarms.append(found["change_class"].isin(["rose", "fell"]).mean())
    assert np.mean(alarms) <= 0.05 + 3 * np.sqrt(0.05 * 0.95 / 240)
