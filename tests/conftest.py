"""A workspace with a tiny generation, small enough to check by eye, for every test that reads one."""

from __future__ import annotations

import functools
import gc
import io
import json
import os
import pickle
import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import geopandas as gpd
import hypothesis
import pandas as pd
import pytest
import shapely
from filelock import FileLock

from queries.store.connection import create_tables, write_frame
from queries.workspace.generations import Workspace

if TYPE_CHECKING:
    from service.build.summary import BuildSummary

# DuckDB checks the signature of the spatial extension whenever it loads it: 0.4 seconds for its 80 MB, at each opening.
# tests/queries/store/test_connection.py shows that the program does check it.
_connect = duckdb.connect


@functools.wraps(_connect)
def _connect_quickly(
    database: str | Path = ":memory:", read_only: bool = False, config: dict[str, Any] | None = None
) -> duckdb.DuckDBPyConnection:
    return _connect(database, read_only, {"allow_unsigned_extensions": "true"} | (config or {}))


duckdb.connect = _connect_quickly


# How many examples each property is tried with: `make test` takes the first profile, `make deep` the second.
hypothesis.settings.register_profile("suite", max_examples=60, deadline=None)
hypothesis.settings.register_profile("deep", max_examples=3_000, deadline=None)
hypothesis.settings.load_profile("suite")


def pytest_collection_finish() -> None:
    """Libraries and tests stay to the end: the collector need not look through them again and again."""
    gc.collect()
    gc.freeze()


SAMPLE = Path(__file__).parents[1] / "data_samples" / "sample.toml"
GENERATION = "generation-20261120T090000Z-0123abcd"
SECRET = "14 Nowhere Lane"  # is in an incident: it must reach no export

#  a1 a2 a3     npu AA: a1 a2 b1 b2
#  b1 b2 b3     npu BB: a3 b3
AREAS = """
area_code  area_name            npu_code team_code population
a1         Ash_One              AA       t1        1500
a2         =HYPERLINK("x")      AA       t1        1600
a3         O'Brien_<b>`$        BB       t2        1700
b1         Beech_One            AA       t1        1800
b2         Beech_Two            AA       t3        40
b3         Beech_Three          BB       t2        1900
"""
RANKING = """
area_code rank npu_rank crime_score demand_score deprivation_score harm_score
a1        1    1        100         90           80                70
a2        2    2        80          90           60                50
a3        3    1        60          50           40                30
b1        4    3        40          30           20                10
b3        5    2        20          10           10                0
b2        NA   NA       NA          NA           NA                NA
"""
MEASURES = """
area_code crime_count demand_count harm_days deprivation_score imd_decile
a1        400         120          9000      55                1
a2        300         120          7000      45                2
a3        200         80           5000      35                4
b1        100         60           3000      25                6
b2        7           2            10        NA                NA
b3        50          20           100       15                9
"""


def text_table(text: str) -> pd.DataFrame:
    """A small table written by hand; _ stands for a space in names."""
    frame = pd.read_csv(io.StringIO(text.strip()), sep=r"\s+", engine="python", quoting=3)
    if "area_name" in frame:
        frame["area_name"] = frame["area_name"].str.replace("_", " ")
    return frame


def tiny_areas() -> gpd.GeoDataFrame:
    """Six squares of one kilometre."""
    frame = text_table(AREAS)
    corners = {code: (int(code[1]) * 1000, {"a": 1000, "b": 0}[code[0]]) for code in frame["area_code"]}
    squares = [
        shapely.box(400_000 + x, 300_000 + y, 401_000 + x, 301_000 + y) for x, y in map(corners.get, frame["area_code"])
    ]
    frame = frame.assign(
        team_name=frame["team_code"].map({"t1": "North", "t2": "East", "t3": "South"}),
        ward_name="Ward of " + frame["area_code"],
        district_code="D1",
        district_name="Little District",
        hectares=100.0,
    )
    return gpd.GeoDataFrame(frame, geometry=squares, crs=27700)


def tiny_ranking() -> pd.DataFrame:
    """Scores by hand; every strand weighs a quarter."""
    frame = text_table(RANKING).astype({"rank": "Int64", "npu_rank": "Int64"})
    for strand in ("crime", "demand", "deprivation", "harm"):
        frame[f"{strand}_contribution"] = frame[f"{strand}_score"] / 4
    frame["need_score"] = frame.filter(like="_contribution").sum(axis=1, min_count=4)
    frame["assessable"] = frame["rank"].notna()
    frame["not_assessable_reason"] = frame["assessable"].map({True: "", False: "no deprivation is known"})
    return frame


def tiny_hotspots() -> pd.DataFrame:
    """One surface: a1 is a hotspot, b2 cannot be assessed."""
    frame = text_table(AREAS)[["area_code"]].assign(
        measure="count_rank",
        crime_type="All recorded crime",
        period_start=date(2024, 1, 1),
        period_end=date(2024, 2, 1),
        alternative="two-sided",
        inference="simulated",
        gi_star_z=[3.1, 1.0, 0.2, -0.5, None, -1.0],
        p_value=[0.001, 0.3, 0.8, 0.6, None, 0.3],
        q_value=[0.006, 0.6, 0.8, 0.7, None, 0.6],
        hotspot_class=["hotspot 99%", *["no hotspot"] * 3, "cannot be assessed", "no hotspot"],
    )
    return frame.assign(assessable=frame["gi_star_z"].notna())


def _reference_tables() -> dict[str, pd.DataFrame]:
    areas = tiny_areas()
    npus = areas.dissolve("npu_code", aggfunc={"population": "sum", "area_code": "count"}).reset_index()
    touching = [
        (a, b)
        for a, one in zip(areas["area_code"], areas.geometry, strict=True)
        for b, other in zip(areas["area_code"], areas.geometry, strict=True)
        if a != b and one.touches(other) and "b2" not in (a, b)
    ]
    return {
        "areas": areas,
        "npus": npus.rename(columns={"area_code": "area_count"}).assign(npu_name=["Alder", "Birch"]),
        "area_neighbours": pd.DataFrame(touching, columns=["area_code", "neighbour_code"]).assign(
            weight=1.0, method="queen"
        ),
        "crime_types": pd.DataFrame({"crime_type": ["Burglary", "Drugs"], "kind": "crime"}),
    }


def _analysis_tables() -> dict[str, pd.DataFrame]:
    measures = text_table(MEASURES)
    measures["small_population"] = measures["area_code"] == "b2"
    measures["crime_rate_per_1000"] = 1000 * measures["crime_count"] / text_table(AREAS)["population"]
    candidate = {
        "candidate_id": ["AA-1"],
        "npu_code": ["AA"],
        "rank": [1],
        "candidate_name": ["Ward of a1 and Ward of a2"],
        "area_count": [2],
        "team_count": [1],
        "population": [1500 + 1600],
        "resident_share": [(1500 + 1600) / (1500 + 1600 + 1800 + 40)],
        "hotspot_area_count": [1],
        "need_score": [77.5],
        "cap_reached": [""],
        "reason": ["The highest need in Alder; 1 of its 2 areas is a hotspot."],
    }
    return {
        "area_measures": measures,
        "ranking": tiny_ranking(),
        "hotspots": tiny_hotspots(),
        "candidates": pd.DataFrame(candidate),
        "candidate_areas": pd.DataFrame({"candidate_id": "AA-1", "area_code": ["a1", "a2"]}),
    }


def _incident_tables() -> dict[str, pd.DataFrame]:
    january, february, march = date(2024, 1, 1), date(2024, 2, 1), date(2024, 3, 1)
    return {
        "incidents": pd.DataFrame(
            {"source_id": [1], "row_number": [2], "incident_id": ["x1"], "area_code": ["a1"], "location_name": [SECRET]}
        ),
        "area_months": pd.DataFrame(
            {
                "area_code": ["a1", "a1", "a3", "b2", "a1"],
                "month": [january, february, january, january, march],
                "crime_type": ["Burglary"] * 3 + ["Drugs", "Burglary"],
                "incident_count": [5, 7, 4, 1, 900],
            }
        ),
        "month_coverage": pd.DataFrame(
            {
                "month": [january, february, march],
                "district_code": "D1",
                "incident_count": [10, 7, 900],
                "expected_count": 10.0,
                "within_bounds": [True, True, False],
                "complete": [True, True, False],
            }
        ),
        "row_accounts": pd.DataFrame(
            {
                "source_id": 1,
                "occurred_month": [january, january, february, None],
                "crime_type": "Burglary",
                "outcome": ["placed", "no location", "placed", "quarantined"],
                "row_count": [10, 2, 7, 1],
            }
        ),
        "rejects": pd.DataFrame(
            {"source_id": [1], "row_number": [9], "column_name": ["Month"], "reason": ["'2023-13' is not a month"]}
        ),
        "sources": pd.DataFrame(
            {
                "source_id": [1, 2],
                "kind": ["police_uk_csv", "deprivation"],
                "file_name": ["2024-01-street.csv", "iod.csv"],
                "rows_read": pd.array([20, None], dtype="Int64"),
                "rows_placed": pd.array([17, None], dtype="Int64"),
                "rows_no_location": pd.array([2, None], dtype="Int64"),
                "rows_out_of_force": pd.array([0, None], dtype="Int64"),
                "rows_duplicate": pd.array([0, None], dtype="Int64"),
                "rows_quarantined": pd.array([1, None], dtype="Int64"),
                "edition": [None, "IoD 2019"],
            }
        ),
    }


def _run_table(candidates: dict[str, float]) -> pd.DataFrame:
    force = {
        "name": "Little Force",
        "marking": "OFFICIAL & TEST",
        "npu_word": "district",
        "team_word": "ward",
        "attributions": ["Contains public sector information licensed under the Open Government Licence v3.0."],
        "cautions": ["This force is made up."],
    }
    return pd.DataFrame(
        {
            "generation": [GENERATION],
            "built_at": [datetime(2026, 11, 20, 9, 0, 0)],
            "force_name": ["Little Force"],
            "period_start": [date(2024, 1, 1)],
            "period_end": [date(2024, 2, 1)],
            "complete_months": [2],
            "seed": [1],
            "draws": [99],
            "parameters": [json.dumps({"force": force, "candidates": candidates})],
            "versions": [json.dumps({"python": "3.11"})],
        }
    )


def fill_workspace(root: Path, **candidates: float) -> Workspace:
    """Build the tiny generation in a folder; with other limits of candidates than the defaults, where they are given."""
    workspace = Workspace(root)
    with workspace.hold():
        with workspace.staging() as con:
            create_tables(con)
            tables = {**_reference_tables(), **_analysis_tables(), **_incident_tables(), "runs": _run_table(candidates)}
            for name, frame in tables.items():
                write_frame(con, name, frame)
        workspace.publish(GENERATION, {"built_at": "2026-11-20T09:00:00Z"})
    return workspace


@pytest.fixture(scope="session")
def tiny_workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The tiny generation, for reading only."""
    return fill_workspace(tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="session")
def two_generations(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The tiny generation, and one like it from the day before: for reading only."""
    workspace = fill_workspace(tmp_path_factory.mktemp("two"))
    shutil.copy(workspace.current_file(), workspace.generations / "generation-20261119T090000Z-00000000.duckdb")
    return workspace


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, Callable[[Path], Any]], tuple[Path, Any]]:
    """Fill a folder once for all workers of a run: a build takes half a minute, and most tests only read it.

    Give a name and what fills the folder; the folder comes back, and what filling it returned.
    """
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base

    def make(name: str, fill: Callable[[Path], Any]) -> tuple[Path, Any]:
        folder, answer = shared / name, shared / f"{name}.pickle"
        with FileLock(shared / f"{name}.lock"):
            if not answer.exists():
                shutil.rmtree(folder, ignore_errors=True)
                folder.mkdir()
                answer.write_bytes(pickle.dumps(fill(folder)))
        return folder, pickle.loads(answer.read_bytes())

    return make


@pytest.fixture(scope="session")
def sample_build(made_once) -> tuple[Workspace, BuildSummary]:
    """The sample force, built once for every test that only reads what its configuration gives; what the build said."""
    from service.build.pipeline import build  # here, since most tests never build

    now = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
    folder, summary = made_once("sample", lambda folder: build(SAMPLE, out=folder / "out", now=now))
    return Workspace(folder / "out"), summary
