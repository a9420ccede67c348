"""Shares of incidents at repeat locations, counted by hand; and parts of a force that stay apart."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from geo.points.micro_places import add_up_cells
from geo.points.point_clusters import ClusterRules, cluster_flagged_points
from geo.points.repeat_locations import share_repeats

POINTS = pd.DataFrame(
    {
        "npu_code": ["A", "A", "A", "A", "B"],
        "crime_type": "Burglary",
        "incident_count": [1, 2, 3, 14, 1],
        "snap_point": [False, False, False, True, False],
    }
)


def test_shares_by_hand():
    found = share_repeats(POINTS, by=["npu_code", "crime_type"]).set_index("npu_code")
    a = found.loc["A"]
    assert (a["location_count"], a["incident_count"], a["repeat_location_count"]) == (4, 1 + 2 + 3 + 14, 3)
    assert a["incident_share_2"] == pytest.approx((2 + 3 + 14) / 20)
    assert a["incident_share_3"] == pytest.approx((3 + 14) / 20)
    assert a["incident_share_5"] == pytest.approx(14 / 20)
    assert a["snap_point_share"] == pytest.approx(14 / 20)
    assert found.loc["B", ["incident_share_2", "snap_point_share"]].tolist() == [0, 0]


def test_nothing_in_nothing_out():
    assert share_repeats(POINTS.iloc[:0], by=["npu_code"]).empty


def street(part, first_m):
    """Ten points, ten metres apart, ten incidents each."""
    along = first_m + 10.0 * np.arange(10)
    return pd.DataFrame(
        {
            "within": part,
            "easting_m": along,
            "northing_m": 0.0,
            "incident_count": 10,
            "harm_days": 1.0,
            "snap_point": False,
        }
    )


def test_no_cluster_joins_two_parts_of_a_force():
    both = pd.concat([street("AA-1", 0), street("AA-2", 100)], ignore_index=True)
    rules = ClusterRules(least_weight=36)
    apart = cluster_flagged_points(both, weight="incident_count", rules=rules)
    assert apart.set_index("within")["incident_count"].to_dict() == {"AA-1": 100, "AA-2": 100}
    assert apart.set_index("within")["easting_m"].to_dict() == {"AA-1": 45.0, "AA-2": 145.0}
    joined = cluster_flagged_points(both.drop(columns="within"), weight="incident_count", rules=rules)
    assert joined["incident_count"].tolist() == [200]


def test_a_cell_on_the_border_of_two_parts_is_counted_for_each():
    both = pd.concat([street("AA-1", 0), street("AA-2", 100)], ignore_index=True)
    cells = add_up_cells(both, shape="square", size_m=150)
    counted = sorted(cells[["within", "incident_count"]].to_numpy().tolist())
    assert counted == [["AA-1", 100], ["AA-2", 50], ["AA-2", 50]]
    assert cells["micro_place_id"].nunique() == 2
