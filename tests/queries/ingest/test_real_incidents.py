"""Real open data: every row accounted for, against a plain count with another CSV reader."""

from __future__ import annotations

import csv
import gzip
import io
from collections import Counter
from datetime import date

import geopandas as gpd
import pandas as pd
import pytest

from queries.ingest.settle import ingest_incidents

pytestmark = pytest.mark.real_data

TODAY = date(2026, 11, 20)


def leicestershire(folder):
    parts = []
    for code in ("E06000016", "E06000017", *(f"E07000{n}" for n in range(129, 136))):
        with gzip.open(folder / "areas" / "lsoa11_by_lad" / f"{code}.json.gz") as stream:
            parts.append(gpd.read_file(io.BytesIO(stream.read())))
    areas = pd.concat(parts).set_index("LSOA11CD").rename_axis("area_code").sort_index().to_crs(27700)
    return areas.set_geometry(areas.geometry.make_valid())


def run(con, folder, areas, kind, pattern):
    return ingest_incidents(con, [(kind, [pattern])], base=folder, areas=areas, code_changes=None, today=TODAY)


def plain_count(folder, pattern):
    """Rows by month and type, counted with Python's own CSV reader."""
    counted = Counter()
    for path in folder.glob(pattern):
        with gzip.open(path, "rt", encoding="utf-8", newline="") as stream:
            counted.update((row["Month"], row["Crime type"]) for row in csv.DictReader(stream))
    return counted


def test_leicestershire_by_month_and_type(real_data, database):
    pattern = "police_uk/*/*-leicestershire-street.csv.gz"
    report = run(database, real_data, leicestershire(real_data), "police_uk_csv", pattern)
    accounted = database.execute(
        "SELECT strftime(occurred_month, '%Y-%m'), crime_type, sum(row_count)::INTEGER FROM row_accounts GROUP BY ALL"
    ).fetchall()
    assert {(month, crime_type): count for month, crime_type, count in accounted} == plain_count(real_data, pattern)
    # data/README.md: 301,838 rows; 7,463 without location; 583 outside; 8 ids with 10 surplus rows, always in different
    # months: one crime each, of which the latest row is kept.
    assert report.accounts == {
        "read": 301_838,
        "placed": 301_838 - 7_463 - 583 - 10,
        "no location": 7_463,
        "out of force": 583,
        "exact duplicate": 0,
        "quarantined": 0,
        "replaced": 10,
    }
    assert report.repeated_ids.empty
    # README: 96.6% of stated areas agree with the polygon; repairing four polygons moves a few rows.
    assert report.points_compared == 293_792 - 10
    assert report.points_disagreeing == pytest.approx(9_983, abs=20)


def test_headerless_files_are_refused_by_name(real_data, database, told):
    name = "police_uk/2021-01/2021-01-cambridgeshire-street.csv.gz"
    assert told(run, database, real_data, leicestershire(real_data), "police_uk_csv", name) == (
        f"'{name}' has no header line: its first line is data. Put the header line back, and run again."
    )


def test_west_midlands_counts_sum_to_their_files(real_data, database):
    outlines = gpd.read_parquet(real_data / "areas" / "lsoa21_england_wales_simplified.parquet")
    names = ("Birmingham", "Coventry", "Dudley", "Sandwell", "Solihull", "Walsall", "Wolverhampton")
    areas = outlines[outlines["lsoa21_name"].str.startswith(names)].set_index("lsoa21_code").rename_axis("area_code")
    report = run(database, real_data, areas.sort_index().to_crs(27700), "area_counts", "lsoa_month_counts/**/*.csv.gz")
    frames = [pd.read_csv(path) for path in (real_data / "lsoa_month_counts").rglob("*.csv.gz")]
    assert report.accounts["read"] == report.accounts["placed"] == sum(map(len, frames))
    assert report.area_months["incident_count"].sum() == sum(frame["crime_count"].sum() for frame in frames)
