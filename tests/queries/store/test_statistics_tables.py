"""Every frame of the further statistics fits its table, column by column, and comes back as it went in."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from geo.hotspots.scan import ScanRules, scan_clusters
from geo.measures.concentration import decile_ratio, describe_concentration
from geo.points.micro_places import count_in_cells
from geo.points.near_repeats import near_repeats
from geo.points.point_clusters import cluster_points
from geo.trends.emerging import classify_emerging
from queries.store.connection import connect, create_tables, read_frame, write_frame

SURFACE = {
    "crime_type": "Burglary",
    "period_start": pd.Timestamp("2024-01-01"),
    "period_end": pd.Timestamp("2024-12-01"),
}


def incidents():
    rng = np.random.default_rng(1)
    rows = pd.DataFrame(
        {
            "easting_m": 400_001 + 7.0 * rng.integers(0, 90, 300),
            "northing_m": 300_001 + 7.0 * rng.integers(0, 90, 300),
            "occurred_at": pd.Timestamp("2024-01-02") + pd.to_timedelta(rng.integers(0, 360, 300), unit="D"),
            "harm_days": 5.0,
        }
    )
    return rows.assign(occurred_month=rows["occurred_at"].dt.to_period("M").dt.to_timestamp())


def steps():
    starts = pd.date_range("2024-01-01", periods=12, freq="MS")
    hot = pd.DataFrame({"area_code": "a1", "period_start": starts, "gi_star_z": 3.0, "q_value": 0.01})
    return pd.concat([hot, hot.assign(area_code="a2", gi_star_z=np.nan, q_value=np.nan)])


def scanned():
    areas = pd.DataFrame(
        {"incident_count": [9, 1, 1, 1], "at_risk": 1.0, "easting_m": [0.0, 1, 2, 3], "northing_m": 0.0},
        index=pd.Index(list("abcd"), name="area_code"),
    )
    pairs = pd.DataFrame({"area_code": list("abbccd"), "neighbour_code": list("bacbdc")})
    return scan_clusters(areas, pairs, dispersion=1.2, draws=9, seed=1, rules=ScanRules(largest_share=0.5))


def concentrated():
    counts = pd.Series(np.arange(30) % 7)
    need = pd.Series(np.arange(30.0))
    return pd.concat([describe_concentration(counts), decile_ratio(counts, need, dispersion=1.2)], axis=1)


# The frame that geo gives, and the labels that a run adds: which surface, which places.
TABLES = {
    "emerging": (lambda: classify_emerging(steps(), step="month"), {"measure": "count_rank", "step": "month"}),
    "micro_places": (lambda: count_in_cells(incidents(), shape="hexagon", size_m=150), {"within": ""}),
    "concentration": (
        concentrated,
        {"npu_code": "", "measure": "count_rank", "place_kind": "area", "need_measure": "deprivation_score"},
    ),
    "near_repeats": (lambda: near_repeats(incidents(), points_snapped=False, draws=9, seed=1), {}),
    "scan_clusters": (lambda: scanned().clusters, {"at_risk_measure": "population"}),
    "scan_cluster_areas": (lambda: scanned().areas, {}),
}


@pytest.fixture(scope="module")
def tables():
    with connect() as opened:
        create_tables(opened)
        yield opened


@pytest.fixture
def con(tables):
    """Empty tables: what a test writes is taken back after it."""
    tables.begin()
    yield tables
    tables.rollback()


@pytest.mark.parametrize("table", TABLES)
class TestEveryTable:
    def test_columns_are_those_of_the_frame(self, con, table):
        make, labels = TABLES[table]
        frame = make().assign(**SURFACE, **labels)
        flat = frame.reset_index() if frame.index.name else frame
        described = con.execute(f"SELECT column_name FROM (DESCRIBE {table})").fetchall()
        assert {name for (name,) in described} == set(flat.columns)

    def test_what_is_written_is_read(self, con, table):
        make, labels = TABLES[table]
        frame = make().assign(**SURFACE, **labels)
        assert len(frame)
        write_frame(con, table, frame)
        number = "incident_count" if "incident_count" in frame else "area_code"
        again = read_frame(con, f"SELECT * EXCLUDE (geometry) FROM {table}" if "geometry" in frame else f"FROM {table}")
        flat = frame.reset_index() if frame.index.name else frame
        if number in flat:
            assert again[number].tolist() == flat[number].tolist()
        assert len(again) == len(flat)

    def test_every_column_has_a_comment(self, con, table):
        without = con.execute(
            "SELECT column_name FROM duckdb_columns() WHERE table_name = ? AND comment IS NULL", [table]
        ).fetchall()
        assert without == []


def test_clusters_of_points_fit_the_table_of_cells(con):
    rows = incidents()
    street = rows.assign(easting_m=400_000.0 + np.arange(300) % 10, northing_m=300_000.0)
    frame = cluster_points(street).assign(**SURFACE, within="BE-1")
    assert len(frame)
    write_frame(con, "micro_places", frame)
    assert con.execute("SELECT sum(incident_count) FROM micro_places").fetchone() == (300,)
