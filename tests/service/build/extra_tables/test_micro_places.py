"""Clusters and repeats on the sample: nothing small, nothing that names an address."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from service.build.extra_tables.micro_places import cluster_micro_places
from service.build.extra_tables.places import Places
from service.build.extra_tables.surfaces import Surfaces
from service.settings.analysis import Statistics

SAMPLE = Path(__file__).parents[4] / "data_samples" / "sample.toml"
LEAST = Statistics().least_incidents


def test_clusters_lie_in_candidates_and_are_no_single_point(sample):
    clusters = sample.execute("SELECT * EXCLUDE (geometry) FROM micro_clusters").df()
    assert set(clusters["weighted_by"]) == {"incident_count", "harm_days"}
    proposed = sample.execute("SELECT candidate_id FROM candidates").df()["candidate_id"]
    assert set(clusters["within"]) <= set(proposed)
    assert (clusters["snap_point"] == (clusters["kind"] == "snap point")).all()
    found = clusters[clusters["kind"] == "cluster"]
    assert len(found) > 20
    assert found["point_count"].min() >= 3
    assert found.loc[found["weighted_by"] == "incident_count", "incident_count"].min() >= 36


def test_clusters_hold_no_more_than_their_candidate(sample):
    shares = sample.execute(
        """SELECT sum(micro_clusters.incident_count) / any_value(crime_count) AS share FROM micro_clusters
        JOIN candidates ON within = candidate_id GROUP BY within, weighted_by"""
    ).df()
    assert shares["share"].max() <= 1


def test_harm_and_incidents_do_not_name_the_same_places(sample):
    by_harm, by_count = (
        {place for (place,) in sample.execute(
            "SELECT micro_place_id FROM micro_clusters WHERE weighted_by = $1 AND kind = 'cluster'", [weight]
        ).fetchall()}
        for weight in ("harm_days", "incident_count")
    )  # fmt: skip
    assert by_harm != by_count


def test_clusters_lie_where_their_cells_are_busy(sample):
    (empty,) = sample.execute(
        """SELECT count(*) FROM micro_clusters ANTI JOIN micro_places ON micro_clusters.within = micro_places.within
        AND st_intersects(micro_clusters.geometry, micro_places.geometry)"""
    ).fetchone()
    assert empty == 0


@pytest.mark.parametrize(("snapped", "kinds"), [(("police_uk_csv",), {"cluster", "snap point"}), ((), {"cluster"})])
def test_a_point_that_stands_alone_is_kept_back_where_it_may_be_an_address(snapped, kinds):
    street = pd.DataFrame({"easting_m": [0.0, 20, 40], "northing_m": 0.0, "incident_count": 40, "snap_point": False})
    house = pd.DataFrame({"easting_m": [900.0], "northing_m": 900.0, "incident_count": 50, "snap_point": True})
    inside = pd.concat([street, house], ignore_index=True).assign(within="AA-1", harm_days=100.0)
    surfaces = Surfaces({})
    places = Places(inside, pd.DataFrame(), snapped)
    found = cluster_micro_places(inside, places, surfaces, month_count=12, least_incidents=LEAST)
    assert set(found["kind"]) == kinds
    assert ("may be an address" in surfaces.notes[-1][1]) == (not snapped)


def test_repeats_are_told_in_shares_and_never_by_place(sample):
    columns = [
        name for (name,) in sample.execute("SELECT column_name FROM (DESCRIBE repeat_location_shares)").fetchall()
    ]
    assert not {"easting_m", "northing_m", "geometry", "location_name"} & set(columns)
    shares = sample.execute("FROM repeat_location_shares").df()
    assert shares["incident_count"].min() >= 10
    assert shares["location_count"].min() >= 5
    assert (shares["incident_share_2"] >= shares["incident_share_3"]).all()
    assert (shares["incident_share_3"] >= shares["incident_share_5"]).all()
    assert shares["points_snapped"].all()


def test_repeats_add_up_from_areas_to_the_force(sample):
    force, units, areas = sample.execute(
        """SELECT sum(incident_count) FILTER (npu_code = ''), sum(incident_count) FILTER (npu_code <> '' AND area_code = ''),
            sum(incident_count) FILTER (area_code <> '')
        FROM repeat_location_shares WHERE crime_type = 'All recorded crime'"""
    ).fetchone()
    assert force == units
    assert 0.99 * units < areas <= units


def test_the_area_of_the_planted_spike_has_its_incidents_on_it(sample):
    truth = pd.read_csv(SAMPLE.parent / "sample" / "truth.csv", keep_default_na=False)
    (spiked,) = truth.loc[truth["role"] == "snap_point_spike", "area_code"]
    share, others = sample.execute(
        """SELECT any_value(snap_point_share) FILTER (area_code = $1), median(snap_point_share) FILTER (area_code <> $1)
        FROM repeat_location_shares WHERE area_code <> ''""",
        [spiked],
    ).fetchone()
    assert share > 0.5 > others
