"""The main job on the sample: what was planted is found, what was not is not; the same input gives the same files."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest

from geo.exceptions import ConfigurationRefused, InputRefused
from queries.workspace.generations import Workspace
from service.build.pipeline import build, check
from service.build.second_process import second_process

SAMPLE = Path(__file__).parents[3] / "data_samples" / "sample.toml"
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
ON_REQUEST = (
    "near_repeats",
    "scan_clusters",
    "scan_cluster_areas",
)  # tests/service/build/extra_tables/test_extra_tables.py asks for them
PLANTED_HIGH = ("chronic_hotspot", "impact_area")


@pytest.fixture
def built(sample_build):
    return sample_build


@pytest.fixture(scope="module")
def con(sample):
    return sample


@pytest.fixture(scope="module")
def judged(con):
    """Each area with its planted role and its class."""
    truth = pd.read_csv(SAMPLE.parent / "sample" / "truth.csv", keep_default_na=False)
    classes = con.execute(
        "SELECT area_code, hotspot_class FROM hotspots WHERE measure = 'count_rank' AND crime_type = 'All recorded crime'"
    ).df()
    return truth.merge(classes, on="area_code", validate="one_to_one")


def test_every_chronic_hotspot_is_found(judged):
    chronic = judged[judged["role"] == "chronic_hotspot"]
    hot = chronic["hotspot_class"].str.startswith("hotspot")
    assert hot.groupby(chronic["place"]).sum().min() >= 7  # of ten areas in each of three places
    assert hot.mean() >= 0.8


def test_null_areas_are_not_hotspots(judged):
    null = judged[judged["role"] == "null"]
    away = null[~null["note"].str.startswith("Beside")]
    assert not away["hotspot_class"].str.startswith("hotspot").any()
    assert null["hotspot_class"].str.startswith("hotspot").mean() <= 0.02


@pytest.mark.parametrize(
    "role", ["deprived_quiet", "police_generated", "snap_point_spike", "almost_no_residents", "island"]
)
def test_what_only_looks_high_is_no_hotspot(judged, role):
    assert not judged.loc[judged["role"] == role, "hotspot_class"].str.startswith("hotspot").any()


@pytest.mark.parametrize("role", ["deprived_quiet", "snap_point_spike", "almost_no_residents", "island"])
def test_what_only_looks_high_is_not_proposed(judged, con, role):
    codes = judged.loc[judged["role"] == role, "area_code"]
    proposed = set(con.execute("SELECT area_code FROM candidate_areas").df()["area_code"])
    assert not proposed & set(codes)


def test_the_island_cannot_be_assessed(judged):
    assert judged.loc[judged["role"] == "island", "hotspot_class"].tolist() == ["cannot be assessed"]


def test_planted_impact_areas_are_recovered(judged, con):
    """Each planted place is a candidate of its own, with at least eight of the ten areas that the two have together."""
    members = con.execute("FROM candidate_areas").df().groupby("candidate_id")["area_code"].agg(set)
    places = judged[judged["role"] == "impact_area"].groupby("place")["area_code"].agg(set)
    alike = pd.DataFrame({p: members.map(lambda m, own=own: len(m & own) / len(m | own)) for p, own in places.items()})
    assert len(places) == 10
    assert alike.max().min() >= 0.8, alike.max()
    assert alike.idxmax().is_unique


def test_police_generated_areas_are_not_proposed_or_are_a_reason_for_caution(judged, con):
    """Areas high only in what police look for: where a candidate has one, that is a reason for caution."""
    codes = set(judged.loc[judged["role"] == "police_generated", "area_code"])
    spoken = con.execute(
        "SELECT candidate_id FROM candidate_evidence WHERE section = 'caution' AND item = 'feedback'"
    ).df()
    holding = con.execute("FROM candidate_areas").df().loc[lambda rows: rows["area_code"].isin(codes), "candidate_id"]
    assert set(holding) <= set(spoken["candidate_id"])


def test_contributions_add_up_to_the_score(con):
    worst = con.execute(
        "SELECT max(abs(crime_contribution + demand_contribution + deprivation_contribution + harm_contribution - need_score)) FROM ranking"
    ).fetchone()
    assert worst[0] < 1e-9


def test_candidates_keep_within_their_unit_and_limits(con):
    bad = con.execute(
        """SELECT candidate_id FROM candidates JOIN candidate_areas USING (candidate_id) JOIN areas USING (area_code)
        WHERE areas.npu_code <> candidates.npu_code OR area_count > 10 OR candidates.population > 20000"""
    ).fetchall()
    assert bad == []
    twice = con.execute("SELECT area_code FROM candidate_areas GROUP BY ALL HAVING count(*) > 1").fetchall()
    assert twice == []


def test_every_row_is_accounted_for(con):
    off = con.execute(
        """SELECT file_name FROM sources WHERE rows_read IS NOT NULL AND rows_read <>
        rows_placed + rows_no_location + rows_out_of_force + rows_duplicate + rows_quarantined + rows_replaced"""
    ).fetchall()
    assert off == []
    read, accounted = con.execute(
        "SELECT (SELECT sum(rows_read) FROM sources), (SELECT sum(row_count) FROM row_accounts)"
    ).fetchone()
    assert read == accounted > 130_000


def test_every_table_is_filled(con):
    # The sample is of one census, and gives none of the six variables.
    no_need = ("rejects", "code_changes", "vulnerable_localities", *ON_REQUEST)
    empty = [
        name
        for (name,) in con.execute("SELECT table_name FROM duckdb_tables() WHERE NOT temporary").fetchall()
        if name not in no_need and con.execute(f'SELECT count(*) FROM "{name}"').fetchone() == (0,)
    ]
    assert empty == []


def test_the_same_input_gives_the_same_files_in_one_process_or_two(built, tmp_path):
    again = Workspace(tmp_path / "again")
    with second_process() as helper:
        build(SAMPLE, out=again.root, now=NOW, helper=helper)
    assert again.current() == built[0].current()
    for folder in ("site", "exports"):
        assert _hashes(again.root / folder) == _hashes(built[0].root / folder)


def _hashes(folder):
    files = [path for path in sorted(folder.iterdir()) if path.suffix != ".duckdb"]  # DuckDB leaves stray memory in it
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_the_manifest_says_what_the_generation_was_made_from(built):
    manifest = built[0].manifest()
    assert manifest["rows"]["read"] == sum(v for k, v in manifest["rows"].items() if k != "read")
    limits = {"per_npu": 3, "max_areas": 10, "max_residents": 20_000, "min_teams": 2, "objective": "need"}
    assert limits.items() <= manifest["parameters"]["candidates"].items()
    assert manifest["versions"]["duckdb"] == "1.5.5"


def test_the_summary_is_plain(built):
    told = "\n".join(built[1].lines())
    assert "Sample Force: July 2024 to June 2026, 24 complete months." in told
    assert "The program ranks and draws; a person designates." in told
    json.dumps(built[1].as_dict())


def test_check_reads_everything_and_writes_nothing(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    report = check(SAMPLE, now=NOW)
    assert report.lines()[0] == "sample.toml (Sample Force) can be built."
    assert "July 2024 to June 2026, 24 complete months." in report.lines()
    assert list(tmp_path.iterdir()) == []
    json.dumps(report.as_dict())


def test_months_of_the_future_are_not_believed(tmp_path):
    early = datetime(2025, 1, 15, tzinfo=UTC)
    summary = build(SAMPLE, out=tmp_path / "out", now=early)
    assert summary.period == "July 2024 to January 2025, 7 complete months"
    assert ", 0 were set aside" not in summary.rows


def test_a_force_without_a_complete_month_is_refused(tmp_path):
    config = tmp_path / "c.toml"
    text = re.sub(r"(?m)^low = .*$", "low = 0.999", SAMPLE.read_text(encoding="utf-8"))
    config.write_text(re.sub(r"(?m)^high = .*$", "high = 1.001", text), encoding="utf-8")
    with pytest.raises(
        InputRefused, match=r"None of the 24 months with data is complete for the whole force; district \w+ is out"
    ):
        check(config, data=SAMPLE.parent, now=NOW)


def test_a_district_that_is_forgotten_is_refused(tmp_path):
    config = tmp_path / "c.toml"
    text = SAMPLE.read_text(encoding="utf-8")
    start = text.index('[[npus]]\ncode = "WV"')
    config.write_text(text[:start] + text[text.index("[population]") :], encoding="utf-8")
    with pytest.raises(ConfigurationRefused, match="Unknown NPU 'WV': the lookups give it to 60 areas"):
        check(config, data=SAMPLE.parent, now=NOW)
