"""A small made-up force with the traps of a real one, from a seed: what the tests of `test_trap_force.py` build.

96 areas of one kilometre in two units (each a district), 24 months of police.uk files with nothing that rises or falls.
Planted in it: burglaries of which fewer and fewer get a location for five months; crimes that are on two rows; two
months without a file; incidents with a code and no point.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from geo.areas.coordinates import to_longitude_latitude

SEED = 20221031
WIDE, HIGH = 12, 8
MONTHS = pd.date_range("2020-11-01", "2022-10-01", freq="MS")
NO_FILE = pd.to_datetime(["2021-02-01", "2022-03-01"])
TYPES = {
    "Burglary": 2.0,
    "Vehicle crime": 2.0,
    "Violence and sexual offences": 6.0,
    "Criminal damage and arson": 3.0,
    "Anti-social behaviour": 4.0,
}
# Of burglaries from April to August 2021; nine in ten have a location in every other month.
USUAL_SHARE, FALLING_SHARES = 0.95, [0.85, 0.7, 0.55, 0.4, 0.25]
FALLING_MONTHS = pd.date_range("2021-04-01", periods=5, freq="MS")
SEEN_AGAIN, REPEATED, COPIED, WITHOUT_POINT = 150, 20, 12, 40

COLUMNS = [
    "Crime ID", "Month", "Reported by", "Falls within", "Longitude", "Latitude", "Location", "LSOA code", "LSOA name",
    "Crime type", "Last outcome category", "Context",
]  # fmt: skip
CONFIGURATION = """
[force]
name = "Trapshire"
marking = "OFFICIAL: SYNTHETIC"
npu_word = "district"
area_vintage = 2021
[areas]
files = ["areas.geojson"]
area_code = "code"
area_name = "name"
[[lookups]]
file = "lookup.csv"
columns = { area_code = "code", ward_code = "ward", ward_name = "ward_name", district_code = "district", district_name = "district_name", npu_code = "unit" }
[[npus]]
code = "N"
name = "Northam"
[[npus]]
code = "S"
name = "Southam"
[population]
files = ["residents.csv"]
area_code = "code"
population = "residents"
edition = "synthetic"
[deprivation]
files = ["iod.csv"]
edition = "IoD 2025"
[[incidents]]
kind = "police_uk_csv"
files = ["crime/*-street.csv"]
[statistics]
period = "month"
"""


@dataclass(frozen=True)
class TrapForce:
    """Where the configuration lies, and what was planted.

    Attributes
    ----------
    configuration : Path
    incidents : DataFrame
        Every crime once: `area_code, month, crime_type, located`.
    rows_written : int
    """

    configuration: Path
    incidents: pd.DataFrame
    rows_written: int


def make_trap_force(folder: Path) -> TrapForce:
    """Write the force's files; the same bytes each time."""
    random = np.random.default_rng(SEED)
    areas = _areas(random)
    _write_reference(folder, areas, random)
    incidents = _draw_incidents(areas, random)
    rows = _to_rows(incidents, areas, random)
    written = pd.concat([rows, *_plant_repeats(rows, random)], ignore_index=True)
    for month, part in written.groupby("Month"):
        path = folder / "crime" / f"{month}-trapshire-street.csv"
        path.parent.mkdir(exist_ok=True)
        part.to_csv(path, index=False, columns=COLUMNS)
    configuration = folder / "force.toml"
    configuration.write_text(CONFIGURATION, encoding="utf-8")
    return TrapForce(configuration, incidents, len(written))


def _areas(random: np.random.Generator) -> pd.DataFrame:
    at = pd.MultiIndex.from_product([range(HIGH), range(WIDE)], names=["row", "column"]).to_frame(index=False)
    unit = np.where(at["column"] < WIDE // 2, "N", "S")
    return at.assign(
        code=[f"E01{9_00_000 + number:06d}" for number in range(len(at))],
        unit=unit,
        ward=unit + (at["row"] // 2).astype(str) + (at["column"] % (WIDE // 2) // 3).astype(str),
        # What an area has of every type: the same in every month.
        level=random.gamma(2.0, 0.5, len(at)),
    )


def _write_reference(folder: Path, areas: pd.DataFrame, random: np.random.Generator) -> None:
    features = [
        {
            "type": "Feature",
            "properties": {"code": area.code, "name": f"{'North' if area.unit == 'N' else 'South'} {area.Index:03d}"},
            "geometry": {"type": "Polygon", "coordinates": [_square(area.row, area.column)]},
        }
        for area in areas.itertuples()
    ]
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::27700"}}
    collection = {"type": "FeatureCollection", "crs": crs, "features": features}
    (folder / "areas.geojson").write_text(json.dumps(collection), encoding="utf-8")
    places = areas.assign(
        ward_name="Ward " + areas["ward"],
        district="E070000" + areas["unit"].map({"N": "01", "S": "02"}),
        district_name=areas["unit"].map({"N": "Northam", "S": "Southam"}),
    )
    columns = ["code", "ward", "ward_name", "district", "district_name", "unit"]
    places[columns].to_csv(folder / "lookup.csv", index=False)
    residents = random.integers(1200, 2200, len(areas))
    areas.assign(residents=residents)[["code", "residents"]].to_csv(folder / "residents.csv", index=False)
    domains = ["Income", "Employment", "Education", "Health", "Crime", "Housing_and_Services", "Environment"]
    ranks = {f"{name}_rank": random.permutation(len(areas)) + 1 for name in ["IMD", *domains]}
    table = pd.DataFrame({"lsoa21_code": areas["code"], **ranks})
    for name in ["IMD", *domains]:
        table[f"{name}_decile"] = (table[f"{name}_rank"] - 1) * 10 // len(areas) + 1
        table[f"{name}_score"] = 60.0 * (1 - table[f"{name}_rank"] / (len(areas) + 1))
    table.to_csv(folder / "iod.csv", index=False)


def _square(row: int, column: int) -> list[list[int]]:
    west, south = 350_000 + 1000 * column, 430_000 + 1000 * row
    return [[west, south], [west + 1000, south], [west + 1000, south + 1000], [west, south + 1000], [west, south]]


def _draw_incidents(areas: pd.DataFrame, random: np.random.Generator) -> pd.DataFrame:
    """Every crime of every month, whether a file contains it or not; the same rate throughout."""
    keys = pd.MultiIndex.from_product([areas["code"], MONTHS, TYPES], names=["area_code", "month", "crime_type"])
    expected = areas.set_index("code")["level"].reindex(keys.get_level_values(0)).to_numpy()
    counts = random.poisson(expected * keys.get_level_values(2).map(TYPES).to_numpy(dtype=float))
    rows = keys.to_frame(index=False).loc[np.repeat(np.arange(len(keys)), counts)].reset_index(drop=True)
    burglary = rows["crime_type"] == "Burglary"
    falling = rows["month"].map(dict(zip(FALLING_MONTHS, FALLING_SHARES, strict=True))).fillna(USUAL_SHARE)
    share = falling.where(burglary, USUAL_SHARE).mask(rows["crime_type"] == "Anti-social behaviour", 1.0)
    rows["located"] = random.random(len(rows)) < share
    return rows[~rows["month"].isin(NO_FILE)].reset_index(drop=True)


def _to_rows(incidents: pd.DataFrame, areas: pd.DataFrame, random: np.random.Generator) -> pd.DataFrame:
    """As police.uk writes them: no id for anti-social behaviour, blanks where there is no location."""
    place = areas.set_index("code").loc[incidents["area_code"]]
    spot = random.integers(1, 4, (len(incidents), 2))  # a few points to each area, as snapped data has them
    longitude, latitude = to_longitude_latitude(
        350_000 + 1000.0 * place["column"].to_numpy() + 250.0 * spot[:, 0],
        430_000 + 1000.0 * place["row"].to_numpy() + 250.0 * spot[:, 1],
    )
    located, crime = incidents["located"], incidents["crime_type"] != "Anti-social behaviour"
    pointless = random.choice(np.flatnonzero(located & crime), WITHOUT_POINT, replace=False)
    has_point = located.to_numpy(copy=True)
    has_point[pointless] = False
    ids = [f"{number:064x}" for number in range(1, len(incidents) + 1)]
    return pd.DataFrame(
        {
            "Crime ID": pd.Series(ids).where(crime, ""),
            "Month": incidents["month"].dt.strftime("%Y-%m"),
            "Reported by": "Trapshire Police",
            "Falls within": "Trapshire Police",
            "Longitude": pd.Series(longitude).round(6).astype(str).where(has_point, ""),
            "Latitude": pd.Series(latitude).round(6).astype(str).where(has_point, ""),
            "Location": np.where(has_point, "On or near High Street", "No Location"),
            "LSOA code": incidents["area_code"].where(located, ""),
            "LSOA name": "",
            "Crime type": incidents["crime_type"],
            "Last outcome category": np.where(crime, "Under investigation", ""),
            "Context": "",
        }
    )


def _plant_repeats(rows: pd.DataFrame, random: np.random.Generator) -> list[pd.DataFrame]:
    """Rows of a crime seen again (a month later, or with an outcome), of an id used twice, and exact copies."""
    stands = (rows["Crime ID"] != "") & (rows["LSOA code"] != "") & (rows["Longitude"] != "")
    usable = rows[stands & rows["Month"].between("2021-05", "2021-12") & (rows["Crime type"] != "Burglary")]
    chosen = random.choice(usable.index, SEEN_AGAIN + REPEATED + COPIED, replace=False)
    again, other, copied = np.split(chosen, [SEEN_AGAIN, SEEN_AGAIN + REPEATED])
    later = rows.loc[again].copy()
    half = later.index[: SEEN_AGAIN // 2]
    next_month = pd.to_datetime(later.loc[half, "Month"]) + pd.DateOffset(months=1)
    later.loc[half, "Month"] = next_month.dt.strftime("%Y-%m")
    later["Last outcome category"] = "Offender given a caution"
    differing = rows.loc[other].copy()
    differing["Crime type"] = differing["Crime type"].map(
        lambda name: "Vehicle crime" if name != "Vehicle crime" else "Criminal damage and arson"
    )
    return [later, differing, rows.loc[copied]]
