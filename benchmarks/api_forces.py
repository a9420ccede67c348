"""London and Sheffield from stored answers of the police.uk interface: two more forces to check intervals on.

Neither has a configuration of its own: incidents lie in the simplified outlines of census areas, and deprivation is the
rank of the Indices of Deprivation. That is enough for ranks from year to year, which is all that is asked of them.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyarrow.parquet as pq

from benchmarks.force_data import ForceData
from geo.need.strand_months import lay_out_strands
from queries.loaders.incidents.crime_types import API_SLUGS
from service.build.store_results import crime_types_frame
from service.settings.analysis import Demand, Harm

LONDON = "police_uk_api/london/2016-01_2018-06-london-street-api.parquet"
SHEFFIELD = "police_uk_api/sheffield"
MISSING = {"2016-03"}  # 59 of London's 483 wards answered
LEAST_RECORDS = 60  # an area at the edge of what was asked for has hardly any


def read_london(data: Path) -> ForceData:
    """London: 29 months to June 2018, by areas of 2011."""
    rows = pq.read_table(data / LONDON, columns=["id", "month", "category", "longitude", "latitude"]).to_pandas()
    rows = rows[~rows["month"].isin(MISSING)].drop_duplicates("id")
    wards = pd.read_csv(data / "areas" / "lookup_lsoa11_ward17.csv.gz").set_index("lsoa11_code")["ward17_code"]
    ranks = pd.read_csv(next((data / "deprivation").glob("File_1_*")), thousands=",", encoding="utf-8-sig", index_col=0)
    rank = ranks["Index of Multiple Deprivation (IMD) Rank"]
    return _lay_out(rows, _outlines(data, 11), wards, rank)


def read_sheffield(data: Path) -> ForceData:
    """Sheffield and what lies around it: 27 months to June 2025, by areas of 2021."""
    rows = pd.DataFrame(list(_sheffield_rows(data / SHEFFIELD)))
    wards = pd.read_csv(data / "areas" / "lookup_lsoa21_ward24_ltla24.csv.gz").set_index("lsoa21_code")["ward24_code"]
    ranks = pd.read_csv(data / "deprivation" / "imd2025_england_lsoa21.csv.gz").set_index("lsoa21_code")["IMD_rank"]
    return _lay_out(rows, _outlines(data, 21), wards, ranks)


def _sheffield_rows(folder: Path) -> Iterator[dict[str, object]]:
    for file in sorted(folder.glob("*.json.gz")):
        with gzip.open(file, "rt", encoding="utf-8") as read:
            for record in json.load(read):
                if record["location_type"] != "BTP" and record["location"]:
                    at = {name: float(record["location"][name]) for name in ("longitude", "latitude")}
                    yield {"month": record["month"], "category": record["category"]} | at


def _outlines(data: Path, census: int) -> gpd.GeoDataFrame:
    outlines = gpd.read_parquet(data / "areas" / f"lsoa{census}_england_wales_simplified.parquet")
    return outlines.rename(columns={f"lsoa{census}_code": "area_code", f"lsoa{census}_name": "area_name"})


def _lay_out(rows: pd.DataFrame, outlines: gpd.GeoDataFrame, wards: pd.Series, rank: pd.Series) -> ForceData:
    """Count by area, month and type, and put what a force needs together."""
    points = rows[["longitude", "latitude"]].drop_duplicates().reset_index(drop=True)
    where = gpd.GeoDataFrame(points, geometry=gpd.points_from_xy(points["longitude"], points["latitude"]), crs=4326)
    found = gpd.sjoin(where, outlines.to_crs(4326), predicate="within")[["longitude", "latitude", "area_code"]]
    rows = rows.merge(found.drop_duplicates(["longitude", "latitude"]), on=["longitude", "latitude"])
    rows["crime_type"] = rows["category"].map(lambda slug: API_SLUGS.get(slug, slug))
    rows["month"] = pd.to_datetime(rows["month"], format="%Y-%m")
    counts = rows.groupby(["area_code", "month", "crime_type"]).size().rename("incident_count").reset_index()
    total = counts.groupby("area_code")["incident_count"].sum()
    months = pd.DatetimeIndex(sorted(counts["month"].unique()))
    areas = outlines.set_index("area_code").loc[sorted(total.index[total >= LEAST_RECORDS].intersection(rank.index))]
    areas = areas.assign(team_code=wards.reindex(areas.index), npu_code=areas["area_name"].str.rsplit(" ", n=1).str[0])
    strands = lay_out_strands(
        counts[counts["area_code"].isin(areas.index)],
        crime_types_frame(Harm(), Demand()),
        area_codes=areas.index,
        months=months,
    )
    deprivation = 100.0 * (1.0 - rank.reindex(areas.index).astype(float) / float(rank.max()))
    none = pd.DataFrame()
    return ForceData(areas, strands, deprivation, none, none, {}, areas.index)
