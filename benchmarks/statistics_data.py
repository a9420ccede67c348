"""Real areas and counts for the benchmark of the statistics, read from a folder of open data."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
from libpysal.graph import Graph

from geo.areas.neighbours import build_neighbours

WEST_MIDLANDS = [f"E080000{number}" for number in range(25, 32)]
INCOMPLETE = ["2023-05", "2023-06", "2023-07", "2023-08", "2024-09", "2024-10", "2025-03"]


def west_midlands(data: Path) -> tuple[pd.DataFrame, Graph]:
    """Counts by crime type over the 19 complete months, 1,719 areas of 2021, and who touches whom."""
    areas = _areas(data)
    lookup = pd.read_csv(data / "areas" / "lookup_lsoa21_ward24_ltla24.csv.gz")
    areas = areas[areas.index.isin(lookup.loc[lookup["ltla24_code"].isin(WEST_MIDLANDS), "lsoa21_code"])]
    files = sorted((data / "lsoa_month_counts" / "west-midlands").glob("*.csv.gz"))
    months = pd.concat([pd.read_csv(file) for file in files if file.name[:7] not in INCOMPLETE])
    counts = months.pivot_table(
        index="lsoa_code", columns="category", values="crime_count", aggfunc="sum", fill_value=0
    )
    counts = counts.reindex(areas.index, fill_value=0)
    everything = counts.drop(columns="Anti-social behaviour").sum(axis=1)
    return counts.assign(**{"All recorded crime": everything}).astype(float), build_neighbours(areas)


def national(data: Path) -> tuple[gpd.GeoDataFrame, Graph]:
    """All 35,672 areas of England and Wales, and who touches whom; there are no national counts in the folder."""
    areas = _areas(data)
    return areas, build_neighbours(areas)


def plant_national(graph: Graph, *, mean: float, seed: int) -> pd.Series[float]:
    """Made-up counts that differ from area to area as crime does, and are alike among neighbours."""
    random, n = np.random.default_rng(seed), len(graph.unique_ids)
    rough = random.normal(size=n)
    smooth = graph.transform("R").sparse @ rough
    risk = np.exp(1.2 * smooth + 0.6 * rough)
    return pd.Series(random.poisson(mean * risk / risk.mean()), index=graph.unique_ids, dtype=float)


def _areas(data: Path) -> gpd.GeoDataFrame:
    areas = gpd.read_parquet(data / "areas" / "lsoa21_england_wales_simplified.parquet")
    return areas.rename(columns={"lsoa21_code": "area_code"}).set_index("area_code").sort_index().to_crs(27700)
