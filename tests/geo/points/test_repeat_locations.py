"""Repeat locations: counted by hand."""

from __future__ import annotations

import io

import pandas as pd
import pytest

from geo.exceptions import ConfigurationRefused
from geo.points.repeat_locations import REPEAT_COLUMNS, repeat_locations

ROWS = """
easting_m northing_m occurred_month harm_days
100       100        2024-03-01     10
100       100        2024-01-01     5
100       100        2024-03-01     1
200       100        2024-02-01     2
200       100        2024-02-01     2
300       100        2024-02-01     7
NaN       NaN        2024-02-01     9
"""


def incidents():
    return pd.read_csv(io.StringIO(ROWS.strip()), sep=r"\s+", parse_dates=["occurred_month"])


def test_by_hand():
    found = repeat_locations(incidents())
    assert list(found.columns) == list(REPEAT_COLUMNS)
    assert found["easting_m"].tolist() == [100, 200]
    assert found["incident_count"].tolist() == [3, 2]
    assert found["harm_days"].tolist() == [10 + 5 + 1, 2 + 2]
    assert found["incident_share"].tolist() == pytest.approx([3 / 6, 2 / 6])
    assert found["month_count"].tolist() == [2, 1]
    assert found["first_month"].tolist() == [pd.Timestamp("2024-01-01"), pd.Timestamp("2024-02-01")]
    assert found["last_month"].tolist() == [pd.Timestamp("2024-03-01"), pd.Timestamp("2024-02-01")]


def test_rows_may_come_in_any_order():
    pd.testing.assert_frame_equal(
        repeat_locations(incidents().sample(frac=1, random_state=3)), repeat_locations(incidents())
    )


def test_more_may_be_asked_for():
    assert repeat_locations(incidents(), least_incidents=3)["incident_count"].tolist() == [3]
    with pytest.raises(ConfigurationRefused, match="1 incidents"):
        repeat_locations(incidents(), least_incidents=1)


def test_empty():
    assert repeat_locations(incidents().iloc[:0]).empty
    assert repeat_locations(incidents().iloc[5:6]).empty
