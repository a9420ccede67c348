"""Monthly recorded crime by area of two forces and who touches whom, read from a folder of open data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import pandas as pd
from libpysal.graph import Graph

from benchmarks.statistics_data import INCOMPLETE, WEST_MIDLANDS, _areas
from geo.areas.neighbours import build_neighbours
from geo.measures.dispersion import estimate_dispersion

LEICESTERSHIRE_INCOMPLETE = ["2020-03"]
ASB = "Anti-social behaviour"


@dataclass(frozen=True)
class YearPair:
    """Two windows of the same calendar months of one force, in which no intervention was modelled."""

    force: str
    name: str
    before: pd.Series
    after: pd.Series
    graph: Graph
    dispersion: float


def year_pairs(data: Path) -> Iterator[YearPair]:
    """Both forces' pairs of years, on calendar months that are complete in both."""
    monthly, graph = leicestershire(data)
    for end in ("2021-10", "2022-10"):
        yield _pair("Leicestershire", monthly, graph, pd.Timestamp(f"{end}-01"))
    monthly, graph = west_midlands_months(data)
    yield _pair("West Midlands", monthly, graph, pd.Timestamp("2025-06-01"))


def leicestershire(data: Path) -> tuple[pd.DataFrame, Graph]:
    """Recorded crime of 611 areas over 34 complete months."""
    files = sorted((data / "police_uk").glob("*/*-leicestershire-street.csv.gz"))
    rows = pd.concat([pd.read_csv(file, usecols=["Month", "LSOA code", "Crime type"]) for file in files])
    rows = rows[(rows["Crime type"] != ASB) & ~rows["Month"].isin(LEICESTERSHIRE_INCOMPLETE)]
    outlines = pd.concat([gpd.read_file(f"/vsigzip/{file}") for file in _districts(data)])
    code = next(name for name in outlines.columns if name.lower().startswith("lsoa11cd"))
    areas = outlines.rename(columns={code: "area_code"}).set_index("area_code").sort_index().to_crs(27700)
    areas["geometry"] = areas.geometry.make_valid()
    return _lay_out(rows.rename(columns={"LSOA code": "area"}).assign(n=1), areas, "n"), build_neighbours(areas)


def west_midlands_months(data: Path) -> tuple[pd.DataFrame, Graph]:
    """Recorded crime of 1,719 areas over 19 complete months."""
    areas = _areas(data)
    lookup = pd.read_csv(data / "areas" / "lookup_lsoa21_ward24_ltla24.csv.gz")
    areas = areas[areas.index.isin(lookup.loc[lookup["ltla24_code"].isin(WEST_MIDLANDS), "lsoa21_code"])]
    files = sorted((data / "lsoa_month_counts" / "west-midlands").glob("*.csv.gz"))
    rows = pd.concat([pd.read_csv(file).assign(Month=file.name[:7]) for file in files])
    rows = rows[(rows["category"] != ASB) & ~rows["Month"].isin(INCOMPLETE)]
    return _lay_out(rows.rename(columns={"lsoa_code": "area"}), areas, "crime_count"), build_neighbours(areas)


def _districts(data: Path) -> list[Path]:
    names = ["E06000016", "E06000017", *(f"E070001{number}" for number in range(29, 36))]
    return [data.resolve() / "areas" / "lsoa11_by_lad" / f"{name}.json.gz" for name in names]


def _lay_out(rows: pd.DataFrame, areas: gpd.GeoDataFrame, crime_type: str) -> pd.DataFrame:
    month = pd.to_datetime(rows["Month"], format="%Y-%m")
    rows = rows.assign(month=month)
    counts = rows.pivot_table(index="area", columns="month", values=crime_type, aggfunc="sum", fill_value=0)
    return counts.reindex(areas.index, fill_value=0).astype(float)


def _pair(force: str, monthly: pd.DataFrame, graph: Graph, end: pd.Timestamp) -> YearPair:
    year, months = pd.DateOffset(years=1), pd.DatetimeIndex(monthly.columns)
    last = months[(months <= end) & (months > end - year)]
    after = last[(last - year).isin(months)]
    before = after - year
    phi = max(estimate_dispersion(monthly[window]).widening for window in (before, after))
    name = f"{len(after)} months to {end:%Y-%m} against the year before"
    return YearPair(force, name, monthly[before].sum(axis=1), monthly[after].sum(axis=1), graph, phi)
