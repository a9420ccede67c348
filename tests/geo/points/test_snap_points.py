"""Snap points: a planted spike is flagged, a real street, a village and a busy centre are not."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from geo.exceptions import InputRefused
from geo.points.snap_points import SNAP_POINT_RULES, SnapPointRules, distinct_points, flag_snap_points

# A street: incidents on both sides of 200 m, some houses hit often.
STREET = [(400_000 + 20 * i, 300_000 + 12 * (i % 2), 2 + 7 * (i % 4 == 0)) for i in range(11)]
HOSPITAL = (401_000, 300_000, 140)
AROUND_HOSPITAL = [(401_080, 300_000, 6), (401_000, 300_090, 4), (400_910, 299_950, 5)]
VILLAGE = (410_000, 305_000, 9)
CENTRE = [(405_000 + 40 * i, 300_000 + 40 * j, 60) for i in range(5) for j in range(5)]
QUIET = [(420_000 + 300 * i, 310_000, 1 + i % 4) for i in range(80)]


def incidents(points):
    rows = [(east, north) for east, north, count in points for _ in range(count)]
    return pd.DataFrame(rows, columns=["easting_m", "northing_m"], dtype=float)


def flagged(points):
    counted = distinct_points(incidents(points))
    flags = flag_snap_points(counted)
    return set(counted.loc[flags["snap_point"], ["easting_m", "northing_m"]].itertuples(index=False, name=None))


def test_the_planted_spike_is_flagged_and_nothing_else():
    assert flagged([*STREET, HOSPITAL, *AROUND_HOSPITAL, VILLAGE, *CENTRE, *QUIET]) == {HOSPITAL[:2]}


def test_the_same_incidents_spread_along_a_street_are_no_spike():
    spread = [(401_000 + 15 * i, 300_000, 14) for i in range(10)]
    assert sum(count for *_, count in spread) == HOSPITAL[2]
    assert flagged([*STREET, *spread, *AROUND_HOSPITAL, *QUIET]) == set()


def test_surroundings_by_arithmetic_and_by_brute_force():
    points = distinct_points(incidents([HOSPITAL, *AROUND_HOSPITAL, *STREET]))
    found = flag_snap_points(points)
    for i, row in points.iterrows():
        distance = np.hypot(points["easting_m"] - row["easting_m"], points["northing_m"] - row["northing_m"])
        around = points.loc[distance <= SNAP_POINT_RULES.surrounding_m, "incident_count"].sum()
        assert found.loc[i, "surrounding_incident_count"] == around
    share = found.loc[points["incident_count"] == 140, "surrounding_share"].iloc[0]
    assert share == pytest.approx(140 / (140 + 6 + 4 + 5))


@pytest.mark.parametrize(
    "rules", [SnapPointRules(least_share=0.95), SnapPointRules(least_incidents=141), SnapPointRules(times_typical=200)]
)
def test_each_limit_counts(rules):
    points = distinct_points(incidents([HOSPITAL, *AROUND_HOSPITAL, *QUIET]))
    assert flag_snap_points(points)["snap_point"].sum() == 1
    assert not flag_snap_points(points, rules=rules)["snap_point"].any()


class TestDistinctPoints:
    def test_counts_to_the_metre_and_leaves_out_what_has_no_location(self):
        rows = pd.DataFrame(
            {"easting_m": [1.2, 0.9, np.nan, 7], "northing_m": [5, 5.4, 5, 5], "harm_days": [10, 5, 99, 1]}
        )
        found = distinct_points(rows)
        assert found["incident_count"].tolist() == [2, 1]
        assert found["harm_days"].tolist() == [10 + 5, 1]

    def test_harm_that_is_not_given_is_unknown(self):
        assert distinct_points(incidents([VILLAGE]))["harm_days"].isna().all()

    def test_empty(self):
        points = distinct_points(incidents([]))
        assert points.empty
        assert flag_snap_points(points).empty

    @pytest.mark.parametrize("bad", [{"easting_m": [np.inf]}, {"harm_days": [-1.0]}])
    def test_refuses_nonsense(self, bad):
        row = {"easting_m": [1.0], "northing_m": [1.0], "harm_days": [1.0], **bad}
        with pytest.raises(InputRefused):
            distinct_points(pd.DataFrame(row))
