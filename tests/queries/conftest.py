"""A force of two square areas, files of incidents written by hand, and their ingestion.

north
E01000001 | E01000002        each one kilometre wide, from (400000, 300000)
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib import resources
from pathlib import Path

import duckdb
import geopandas as gpd
import pandas as pd
import pytest
import shapely

from geo.areas.coordinates import to_longitude_latitude
from geo.exceptions import Refusal
from queries.files.open_files import SourceFile
from queries.ingest.settle import IngestReport, ingest_incidents

TODAY = date(2026, 11, 20)
POINTS = {"west": (400_500, 300_500), "east": (401_500, 300_500), "outside": (405_000, 300_500)}
STREET_HEADER = (
    "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,"
    "Last outcome category,Context"
)


def _degrees(name: str) -> tuple[str, str]:
    longitude, latitude = to_longitude_latitude(*POINTS[name])
    return f"{longitude:.6f}", f"{latitude:.6f}"


def _cells(table: str) -> list[list[str]]:
    """Cells of a table written by hand: - is blank, _ is a space."""
    return [
        ["" if cell == "-" else cell.replace("_", " ") for cell in line.split()] for line in table.strip().split("\n")
    ]


def open_database() -> duckdb.DuckDBPyConnection:
    """Only the tables that an ingestion writes, so that no test waits for the others."""
    con = duckdb.connect()
    for table in ("incidents", "rejects", "sources", "row_accounts", "area_months"):
        con.execute((resources.files("queries.store") / "schema" / f"{table}.sql").read_text(encoding="utf-8"))
    return con


@pytest.fixture
def database() -> duckdb.DuckDBPyConnection:
    return open_database()


@dataclass(frozen=True)
class Ingested:
    """A database after an ingestion, and its report."""

    con: duckdb.DuckDBPyConnection
    report: IngestReport

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        return self.con.execute(sql).fetchall()

    def accounts(self) -> dict[str, int]:
        """What is not zero."""
        return {name: count for name, count in self.report.accounts.items() if count}

    def rejects(self) -> list[tuple[object, ...]]:
        return self.rows("SELECT row_number, column_name, reason FROM rejects ORDER BY ALL")


@pytest.fixture
def street_csv() -> Callable[[str], str]:
    """A street CSV from a table of id, month, point (a name, or longitude/latitude), area code and type."""

    def build(table: str) -> str:
        lines = [STREET_HEADER]
        for incident_id, month, point, code, crime_type in _cells(table):
            longitude, latitude = _degrees(point) if point in POINTS else point.split("/") if point else ("", "")
            location = "On or near A Street" if point else "No Location"
            lines.append(f"{incident_id},{month},F,F,{longitude},{latitude},{location},{code},,{crime_type},,")
        return "\n".join(lines) + "\n"

    return build


@pytest.fixture
def two_areas() -> gpd.GeoDataFrame:
    squares = [shapely.box(400_000, 300_000, 401_000, 301_000), shapely.box(401_000, 300_000, 402_000, 301_000)]
    index = pd.Index(["E01000001", "E01000002"], name="area_code")
    return gpd.GeoDataFrame({"area_name": ["West", "East"]}, index=index, geometry=squares, crs=27700)


Files = Mapping[str, str | bytes]


@pytest.fixture
def ingest(tmp_path: Path, two_areas: gpd.GeoDataFrame) -> Callable[..., Ingested]:
    """Write files, and read them all as one kind (or as the sources given)."""

    def run(
        files: Files,
        *,
        kind: str = "police_uk_csv",
        sources: Sequence[tuple[str, Sequence[str]]] | None = None,
        code_changes: pd.DataFrame | None = None,
        today: date = TODAY,
        **rules: object,
    ) -> Ingested:
        for name, content in files.items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_bytes(content.encode() if isinstance(content, str) else content)
        con = open_database()
        report = ingest_incidents(
            con,
            sources or [(kind, list(files))],
            base=tmp_path,
            areas=two_areas,
            code_changes=code_changes,
            today=today,
            **rules,
        )
        return Ingested(con, report)

    return run


@pytest.fixture
def told() -> Callable[..., str]:
    """What a refused call says."""

    def call(function: Callable[..., object], *args: object, **options: object) -> str:
        with pytest.raises(Refusal) as caught:
            function(*args, **options)
        return str(caught.value)

    return call


@pytest.fixture
def text_file() -> Callable[[str | bytes], SourceFile]:
    """A file in memory, called t.csv."""

    def build(content: str | bytes) -> SourceFile:
        data = content.encode() if isinstance(content, str) else content
        return SourceFile("t.csv", data, "", len(data))

    return build


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of open data; skips where there is none."""
    folder = Path(os.environ.get("IMPACT_AREAS_DATA", Path(__file__).parents[2].parent / "shared" / "data"))
    if not (folder / "police_uk").is_dir():
        pytest.skip(f"no open data in '{folder}'; set IMPACT_AREAS_DATA to where it lies")
    return folder
