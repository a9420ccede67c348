"""A force of 36 squares with 24 months, small enough to be built whole in a few seconds, for tests of one setting."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
SIDE, METRES = 6, 500
CODES = [f"S0{row}{column}" for row in range(SIDE) for column in range(SIDE)]
DOMAINS = ("Income", "Employment", "Education", "Health", "Crime", "Housing_and_Services", "Environment", "IMD")
TYPES = {"Violence and sexual offences": 1.0, "Burglary": 0.4, "Shoplifting": 0.6, "Drugs": 0.1}
CONFIG = """
[force]
name = "Small Force"
marking = "OFFICIAL"
area_vintage = 2021
[areas]
files = ["areas.geojson"]
area_code = "code"
area_name = "name"
[[lookups]]
file = "lookup.csv"
columns = {{ area_code = "code", ward_code = "ward_code", ward_name = "ward", district_code = "d", district_name = "district", npu_code = "npu" }}
[[npus]]
code = "AA"
name = "Ashford"
[[npus]]
code = "BB"
name = "Beechley"
[population]
files = ["residents.csv"]
area_code = "code"
population = "total"
edition = "invented"
[deprivation]
files = ["imd.csv"]
edition = "IoD 2025"
[[incidents]]
kind = "area_counts"
files = ["counts.csv"]
{calls}
{more}
[candidates]
force_share = 0.5
unit_share = 0.6
floor = 40
min_teams = 1
max_areas = 6
{candidates}
"""
CALLS = """
[[incidents]]
kind = "call_log"
files = ["calls.csv"]
"""


def write_small_force(folder: Path, *, calls: bool = False, more: str = "", candidates: str = "") -> Path:
    """Write the files of the force and its configuration.

    Parameters
    ----------
    folder : Path
        Where; it is made.
    calls : bool
        Whether a log of calls is among the files.
    more, candidates : str
        Lines to put before ``[candidates]``, and into it.

    Returns
    -------
    Path
        The configuration.
    """
    folder.mkdir(parents=True, exist_ok=True)
    grid = [(row, column) for row in range(SIDE) for column in range(SIDE)]
    squares = [
        shapely.box(400_000 + c * METRES, 300_000 + r * METRES, 400_000 + (c + 1) * METRES, 300_000 + (r + 1) * METRES)
        for r, c in grid
    ]
    names = [f"Square {code}" for code in CODES]
    gpd.GeoDataFrame({"code": CODES, "name": names}, geometry=squares, crs=27700).to_file(folder / "areas.geojson")
    _write_tables(folder, grid)
    _write_counts(folder, grid)
    if calls:
        rows = [f"C{number},2026-03-0{1 + number % 9} 12:00,P2,Noise,,,{CODES[number % 36]}" for number in range(72)]
        (folder / "calls.csv").write_text(
            "\n".join(["Call ID,Received,Grade,Call type,Easting,Northing,Area code", *rows]) + "\n", encoding="utf-8"
        )
    config = folder / "force.toml"
    config.write_text(CONFIG.format(calls=CALLS if calls else "", more=more, candidates=candidates), encoding="utf-8")
    return config


def _write_tables(folder: Path, grid: list[tuple[int, int]]) -> None:
    lookup = pd.DataFrame(
        {
            "code": CODES,
            "ward_code": [f"W{row // 2}{column // 3}" for row, column in grid],
            "ward": [f"{['North', 'Mid', 'South'][row // 2]} {'AB'[column // 3]}" for row, column in grid],
            "d": "D1",
            "district": "Small District",
            "npu": [("AA", "BB")[column // 3] for _, column in grid],
        }
    )
    lookup.to_csv(folder / "lookup.csv", index=False)
    pd.DataFrame({"code": CODES, "total": 1500}).to_csv(folder / "residents.csv", index=False)
    random = np.random.default_rng(3)
    deprivation = pd.DataFrame({"lsoa21_code": CODES})
    for domain in DOMAINS:
        ranks = random.choice(np.arange(1, 33_756), len(CODES), replace=False)
        deprivation[f"{domain}_decile"] = 1 + (ranks * 10) // 33_756
        deprivation[f"{domain}_rank"], deprivation[f"{domain}_score"] = ranks, np.round(60 - ranks / 600, 3)
    deprivation.to_csv(folder / "imd.csv", index=False)


def _write_counts(folder: Path, grid: list[tuple[int, int]]) -> None:
    """Counts that are highest around one square of each unit, and rise there in the last year of Beechley's."""
    random = np.random.default_rng(5)
    rows = []
    for month in pd.date_range("2024-07-01", periods=24, freq="MS"):
        for code, (row, column) in zip(CODES, grid, strict=True):
            near = np.exp(-((row - 1) ** 2 + (column - 1) ** 2) / 2)
            later = np.exp(-((row - 4) ** 2 + (column - 4) ** 2) / 2) * (2.0 if month.year == 2026 else 1.0)
            for kind, rate in {**TYPES, "Anti-social behaviour": 0.8}.items():
                count = int(random.poisson(rate * (2 + 20 * near + 12 * later)))
                if count:
                    rows.append((code, f"Square {code}", "Small", kind, month.year, month.month, count))
    columns = ["lsoa_code", "lsoa_name", "borough", "category", "year", "month", "crime_count"]
    pd.DataFrame(rows, columns=columns).to_csv(folder / "counts.csv", index=False)
