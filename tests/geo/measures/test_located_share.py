"""Located shares: arithmetic, the tolerance against enumeration, and what is absent on one side."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binom

from geo.measures.located_share import LEAST_MOVE, located_share_moved, located_shares

JANUARY, FEBRUARY = pd.Timestamp("2024-01-01"), pd.Timestamp("2024-02-01")


def counts(*rows):
    return pd.DataFrame(rows, columns=["month", "crime_type", "incident_count"])


def test_shares_are_located_over_all_by_month_and_type():
    located = counts((JANUARY, "Burglary", 6), (JANUARY, "Burglary", 2), (FEBRUARY, "Drugs", 5))
    unlocated = counts((JANUARY, "Burglary", 2), (FEBRUARY, "Burglary", 3))
    shares = located_shares(located, unlocated)
    assert shares.to_dict("list") == {
        "month": [JANUARY, FEBRUARY, FEBRUARY],
        "crime_type": ["Burglary", "Burglary", "Drugs"],
        "located_count": [6 + 2, 0, 5],
        "unlocated_count": [2, 3, 0],
        "located_share": [8 / (8 + 2), 0.0, 1.0],
    }


@pytest.mark.parametrize(
    ("before", "after", "moved"),
    [
        ((950, 1000), (800, 1000), True),
        ((950, 1000), (940, 1000), False),
        ((95_000, 100_000), (93_100, 100_000), False),  # 1.9 points: small, however many incidents there are
        ((95_000, 100_000), (92_700, 100_000), True),
        ((9, 10), (7, 10), False),
        ((0, 0), (7, 10), False),
    ],
)
def test_a_share_moves_beyond_chance_and_beyond_two_points(before, after, moved):
    assert located_share_moved(before, after) is moved


def test_a_share_that_stays_is_called_moved_in_under_one_case_of_twenty():
    """Enumerated: two periods of 60 incidents, each located with probability 0.9."""
    weights = binom.pmf(np.arange(61), 60, 0.9)
    size = sum(weights[i] * weights[j] for i in range(61) for j in range(61) if located_share_moved((i, 60), (j, 60)))
    assert 0 < size < 0.05
    assert LEAST_MOVE == 0.02
