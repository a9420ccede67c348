"""The committed sample is what the generator makes, and contains what its README says."""

import csv
import gzip
import io
import json
import re
import tomllib
from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import shapely
from pyproj import Transformer

from data_samples.generate import make_sample
from data_samples.units import neighbour_table

FOLDER = Path(__file__).parents[2] / "data_samples"
SAMPLE = FOLDER / "sample"
STREET_FILES = sorted(SAMPLE.glob("police_uk/*/*.csv.gz"))


def content(path):
    return gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()


def table(name, **options):
    return pd.read_csv(io.BytesIO(content(SAMPLE / name)), dtype=str, keep_default_na=False, **options)


@pytest.fixture(scope="module")
def truth():
    return table("truth.csv").set_index("area_code")


@pytest.fixture(scope="module")
def areas():
    """Outlines in EPSG:27700, rounded to a millimetre, by code."""
    features = json.loads(content(SAMPLE / "areas/areas.geojson.gz"))["features"]
    shapes = np.array([shapely.from_geojson(json.dumps(f["geometry"])) for f in features], dtype=object)
    to_grid = Transformer.from_crs(4326, 27700, always_xy=True)
    corners = shapely.get_coordinates(shapes)
    grid = np.round(np.column_stack(to_grid.transform(corners[:, 0], corners[:, 1])), 3)
    return pd.Series(shapely.set_coordinates(shapes, grid), index=[f["properties"]["LSOA21CD"] for f in features])


@pytest.fixture(scope="module")
def crimes():
    return pd.concat([table(path.relative_to(SAMPLE)) for path in STREET_FILES], ignore_index=True)


@pytest.fixture(scope="module")
def calls():
    return table("calls/call_log.csv.gz")


@pytest.mark.long
def test_the_generator_makes_the_committed_files(tmp_path):
    make_sample(tmp_path)
    made = {p.relative_to(tmp_path): content(p) for p in tmp_path.rglob("*") if p.is_file()}
    kept = {p.relative_to(SAMPLE): content(p) for p in SAMPLE.rglob("*") if p.is_file()}
    assert sorted(made) == sorted(kept)
    assert [str(name) for name in made if made[name] != kept[name]] == []


def test_the_folder_is_small_and_its_archives_hold_no_clock():
    assert sum(p.stat().st_size for p in FOLDER.rglob("*") if p.is_file() and p.suffix != ".pyc") < 5_000_000
    assert (SAMPLE / "context.geojson.gz").stat().st_size < 60_000
    for path in SAMPLE.rglob("*.gz"):
        assert path.read_bytes()[4:8] == bytes(4), path.name  # the four bytes of the time


def test_areas_form_a_valid_coverage_with_one_island(areas, truth):
    shapes = areas.to_numpy(dtype=object)
    assert shapely.is_valid(shapes).all()
    assert shapely.coverage_is_valid(shapes)
    lonely = set(range(len(shapes))) - set(neighbour_table(shapes)[:, 0].tolist())
    assert areas.index[sorted(lonely)].tolist() == truth.index[truth["role"] == "island"].tolist()
    assert len(lonely) == 1


def test_lookups_nest_as_far_as_they_should(areas):
    geography, teams = table("lookups/area_ward_district.csv.gz"), table("lookups/area_team_npu.csv.gz")
    both = geography.merge(teams, left_on="LSOA21CD", right_on="Area code", validate="1:1")
    assert sorted(both["LSOA21CD"]) == sorted(areas.index)
    assert both["NPU code"].value_counts().between(50, 70).all()
    assert sorted(both["NPU code"].unique()) == ["BE", "BW", "CV", "DY", "SH", "SW", "WS", "WV"]
    for inner, outer in (
        ("WD24CD", "LAD24CD"),
        ("WD24CD", "NPU code"),
        ("Team code", "NPU code"),
        ("NPU code", "LAD24CD"),
    ):
        assert both.groupby(inner)[outer].nunique().max() == 1, (inner, outer)
    assert both.groupby("NPU code")["WD24CD"].nunique().between(6, 8).all()
    assert both.groupby("NPU code")["Team code"].nunique().between(4, 5).all()
    assert both.groupby("Team code")["WD24CD"].nunique().max() > 1
    assert both.groupby("WD24CD")["Team code"].nunique().max() > 1


def test_every_planted_role_is_there(truth, areas):
    teams = table("lookups/area_team_npu.csv.gz").set_index("Area code")
    places = truth[truth["place"] != ""].groupby(["role", "place"])
    found = Counter(role for role, _ in places.groups)
    assert found == {
        "impact_area": 10, "chronic_hotspot": 3, "emerging_hotspot": 2, "faded_hotspot": 2, "deprived_quiet": 1,
        "police_generated": 1, "snap_point_spike": 1, "island": 1, "almost_no_residents": 1, "unit_in_two_areas": 1,
    }  # fmt: skip
    assert truth.index.tolist() == areas.index.tolist()
    for (role, place), members in places.groups.items():
        assert shapely.union_all(areas[members].to_numpy()).geom_type == "Polygon", place
        assert len(set(teams.loc[members, "NPU code"])) == 1, place
        if role == "impact_area":
            assert teams.loc[members, "Team code"].nunique() >= 2, place


def test_planted_places_show_in_the_counts(crimes, calls, truth):
    month = crimes["Month"]
    role = crimes["LSOA code"].map(truth["role"])
    size = truth["role"].value_counts()

    def per_area(chosen, which):
        return (chosen & (role == which)).sum() / size[which]

    every = pd.Series(True, index=crimes.index)
    for chronic in ("impact_area", "chronic_hotspot"):
        for half in (month < "2025-07", month >= "2025-07"):
            assert per_area(half, chronic) > 2 * per_area(half, "null")
    assert per_area(month >= "2026-01", "emerging_hotspot") > 2 * per_area(month >= "2026-01", "null")
    assert per_area(month < "2025-10", "emerging_hotspot") < 1.3 * per_area(month < "2025-10", "null")
    assert per_area(month < "2025-07", "faded_hotspot") > 1.8 * per_area(month < "2025-07", "null")
    assert per_area(month >= "2025-09", "faded_hotspot") < 1.3 * per_area(month >= "2025-09", "null")
    found_by_police = crimes["Crime type"].isin(["Drugs", "Possession of weapons"])
    assert per_area(found_by_police, "police_generated") > 4 * per_area(found_by_police, "null")
    assert per_area(~found_by_police, "police_generated") < 1.2 * per_area(~found_by_police, "null")
    assert per_area(every, "deprived_quiet") < per_area(every, "null")
    spike = crimes[role == "snap_point_spike"]
    assert spike.groupby(["Longitude", "Latitude"]).size().max() > 0.8 * len(spike)
    teams = table("lookups/area_team_npu.csv.gz").set_index("Area code")["NPU code"]
    assert (role == "unit_in_two_areas").sum() > 0.25 * (crimes["LSOA code"].map(teams) == "WV").sum()
    called = calls["Area code"].map(truth["role"]).value_counts() / size
    assert called["impact_area"] > 2 * called["null"]


def test_null_areas_vary_as_real_counts_do(crimes, truth):
    quiet = truth.index[(truth["role"] == "null") & (truth["note"] == "")]
    counts = pd.crosstab(crimes["LSOA code"], crimes["Month"]).reindex(quiet)
    assert 1.4 < (counts.var(axis=1) / counts.mean(axis=1)).median() < 2.1
    score = table("deprivation/iod2025_sample.csv.gz").set_index("lsoa21_code")["IMD_score"].astype(float)
    assert 0.15 < np.corrcoef(np.log(counts.sum(axis=1)), score[quiet])[0, 1] < 0.75


def test_street_files_have_the_published_form():
    assert [p.parent.name for p in STREET_FILES] == [
        f"{m:%Y-%m}" for m in pd.date_range("2024-07-01", periods=24, freq="MS")
    ]
    for path in STREET_FILES:
        assert path.name == f"{path.parent.name}-sample-force-street.csv.gz"
        text = content(path).decode()
        assert text.count("\r\n") == text.count("\n") > 3000
        assert next(csv.reader(io.StringIO(text))) == [
            "Crime ID", "Month", "Reported by", "Falls within", "Longitude", "Latitude", "Location", "LSOA code",
            "LSOA name", "Crime type", "Last outcome category", "Context",
        ]  # fmt: skip


def test_street_rows_have_the_published_form_and_its_faults(crimes, areas):
    assert 90_000 < len(crimes) < 120_000
    anti_social = crimes["Crime type"] == "Anti-social behaviour"
    assert (crimes.loc[anti_social, ["Crime ID", "Last outcome category"]] == "").all(axis=None)
    assert crimes.loc[~anti_social, "Crime ID"].str.fullmatch(r"[0-9a-f]{16}").all()
    assert crimes["Crime type"].nunique() == 14
    nowhere = crimes["Location"].str.strip() == "No Location"
    assert 0.02 < nowhere.mean() < 0.035
    assert (crimes.loc[nowhere, ["Longitude", "Latitude", "LSOA code", "LSOA name"]] == "").all(axis=None)
    assert crimes.loc[~nowhere, "Longitude"].str.fullmatch(r"-?\d\.\d{6}").all()
    outside = ~nowhere & ~crimes["LSOA code"].isin(areas.index)
    assert 80 < outside.sum() < 200
    with_id = crimes[~anti_social]
    copies = with_id[with_id["Crime ID"].duplicated(keep=False)]
    assert copies.duplicated().sum() == 14
    assert with_id["Crime ID"].duplicated().sum() == 14 + 8
    assert crimes.groupby(["Longitude", "Latitude"]).size().drop(("", "")).median() > 5
    assert (crimes["Location"] != crimes["Location"].str.strip()).sum() > 100


def test_points_lie_where_their_code_says_nearly_always(crimes, areas):
    placed = crimes[crimes["LSOA code"].isin(areas.index)]
    to_grid = Transformer.from_crs(4326, 27700, always_xy=True)
    points = shapely.points(*to_grid.transform(placed["Longitude"].astype(float), placed["Latitude"].astype(float)))
    agree = shapely.contains(areas[placed["LSOA code"]].to_numpy(dtype=object), points)
    assert 0.96 < agree.mean() < 1
    assert shapely.distance(areas[placed["LSOA code"]].to_numpy(dtype=object), points).max() < 30


def test_deprivation_ranks_a_whole_nation(areas, truth):
    frame = table("deprivation/iod2025_sample.csv.gz").set_index("lsoa21_code")
    assert set(areas.index) < set(frame.index)
    for column in [c for c in frame.columns if c.endswith("_rank")]:
        rank = frame[column].astype(int)
        assert rank.is_unique
        assert (rank.min(), rank.max()) == (1, 33_755)
        assert (frame[column.replace("_rank", "_decile")].astype(int) == np.ceil(rank * 10 / 33_755)).all()
    ranked = frame.assign(rank=frame["IMD_rank"].astype(int)).sort_values("rank")["IMD_score"].astype(float)
    assert ranked.is_monotonic_decreasing
    hard = truth.index[truth["role"].isin(["impact_area", "deprived_quiet"])]
    assert (frame.loc[hard, "IMD_decile"].astype(int) <= 3).all()


def test_residents_come_with_preamble_and_footer(areas, truth):
    lines = content(SAMPLE / "population/residents.csv.gz").decode().splitlines()
    head = next(i for i, line in enumerate(lines) if '"mnemonic"' in line)
    assert head > 3
    assert lines[-3].startswith(",,")
    counts = {row[1]: int(row[2]) for row in csv.reader(lines[head + 1 :]) if len(row) == 3 and re.match("S01", row[1])}
    assert sorted(counts) == areas.index.tolist()
    few = [code for code, residents in counts.items() if residents < 1000]
    assert few == truth.index[truth["role"] == "almost_no_residents"].tolist()


def test_calls_have_their_rhythm(calls, areas):
    assert calls.columns.tolist() == ["Call ID", "Received", "Grade", "Call type", "Easting", "Northing", "Area code"]
    assert calls["Call ID"].is_unique
    assert sorted(calls["Grade"].unique()) == [f"P{i}" for i in range(1, 10)]
    received = pd.to_datetime(calls["Received"], format="%Y-%m-%d %H:%M")
    assert received.is_monotonic_increasing
    hours = received.dt.hour.value_counts()
    assert hours.idxmax() in range(16, 20)
    assert hours.idxmin() in range(4, 7)
    late = received[received.dt.hour < 3].dt.day_of_week.value_counts()
    assert sorted(late.index[:2]) == [5, 6]  # the small hours of Saturday and Sunday
    monthly = received.dt.month.value_counts()
    assert monthly[[5, 6, 7]].sum() > 1.15 * monthly[[11, 12, 1]].sum()
    skipped = received[received.dt.strftime("%Y-%m-%d").isin(["2025-03-30", "2026-03-29"])]
    assert (skipped.dt.hour != 1).all()
    known = calls["Area code"] != ""
    assert set(calls.loc[known, "Area code"]) == set(areas.index)
    assert 0.05 < (~known).mean() < 0.12
    assert ((calls["Easting"] == "") == (calls["Northing"] == "")).all()


def test_context_has_water_round_the_island(areas, truth):
    features = json.loads(content(SAMPLE / "context.geojson.gz"))["features"]
    assert {f["properties"]["kind"] for f in features} == {"water", "road", "rail"}
    river = shapely.from_geojson(
        json.dumps(next(f for f in features if f["properties"]["name"] == "River Wendle")["geometry"])
    )
    holes = [shapely.Polygon(ring) for part in shapely.get_parts(river) for ring in part.interiors]
    back = Transformer.from_crs(27700, 4326, always_xy=True)
    island = shapely.point_on_surface(areas[truth.index[truth["role"] == "island"][0]])
    assert any(hole.contains(shapely.Point(back.transform(island.x, island.y))) for hole in holes)


def test_the_configuration_names_files_that_exist():
    config = tomllib.loads((FOLDER / "sample.toml").read_text(encoding="utf-8"))
    named = [config[k]["files"] for k in ("areas", "population", "deprivation")]
    named += [source["files"] for source in config["incidents"]] + [[lookup["file"]] for lookup in config["lookups"]]
    for pattern in (pattern for patterns in named for pattern in patterns):
        assert list(FOLDER.glob(pattern)), pattern
    assert config["force"]["marking"] == "OFFICIAL \N{EN DASH} SYNTHETIC SAMPLE"
