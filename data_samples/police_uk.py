"""The published form of recorded crime: twelve columns, and the faults that a loader must survive."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data_samples.incidents import CRIME_TYPES, SnapPoints, hospital_point
from data_samples.plan import MONTH_COUNT, months, stage_generator
from data_samples.transform import to_lon_lat

HEADER = (
    "Crime ID",
    "Month",
    "Reported by",
    "Falls within",
    "Longitude",
    "Latitude",
    "Location",
    "LSOA code",
    "LSOA name",
    "Crime type",
    "Last outcome category",
    "Context",
)
FORCE = "Sample Force"
NO_LOCATION_SHARE = 0.026
OUTCOMES = (
    "Investigation complete; no suspect identified",
    "Unable to prosecute suspect",
    "Local resolution",
    "Awaiting court outcome",
    "Status update unavailable",
    "Under investigation",
)
# Places in other parts of the country, all invented: a few rows of any force lie outside its borders.
ELSEWHERE = (
    (-2.914211, 53.402118, "On or near Quay Street", "S01009003", "Farhaven 012C"),
    (-0.118924, 51.463377, "On or near Petrol Station", "S01009017", "Eastmarch 031A"),
    (-1.541830, 54.968725, "On or near Cross Lane", "S01009044", "Northwater 004D"),
    (-3.191267, 51.487904, "On or near Shopping Area", "S01009102", "Westering 022B"),
)
OUTSIDE_ROWS = 120
SAME_MONTH_REPEATS, LATER_REPEATS, TRAILING_SPACES = 14, 8, 400


def publish_rows(rows: pd.DataFrame, points: SnapPoints, areas: pd.DataFrame, truth: pd.DataFrame) -> pd.DataFrame:
    """Return every row as published, with ``month`` as a number beside the twelve columns."""
    lot = stage_generator(51)
    lon, lat = to_lon_lat(points.easting_m, points.northing_m)
    location = list(points.location)
    location[hospital_point(points, truth)] = "On or near Hospital"
    at = rows["point"].to_numpy()
    kind = np.array(list(CRIME_TYPES), dtype=object)[rows["kind"]]
    frame = pd.DataFrame(
        {
            "Crime ID": crime_ids(len(rows), lot),
            "Month": months().strftime("%Y-%m").to_numpy()[rows["month"]],
            "Reported by": FORCE,
            "Falls within": FORCE,
            "Longitude": decimals(lon)[at],
            "Latitude": decimals(lat)[at],
            "Location": np.array(location, dtype=object)[at],
            "LSOA code": areas["area_code"].to_numpy(dtype=object)[rows["area"]],
            "LSOA name": areas["area_name"].to_numpy(dtype=object)[rows["area"]],
            "Crime type": kind,
            "Last outcome category": draw_outcomes(rows["month"].to_numpy(), lot),
            "Context": "",
            "month": rows["month"],
        },
        dtype=object,
    )
    frame = add_faults(frame, lot)
    frame.loc[frame["Crime type"] == "Anti-social behaviour", ["Crime ID", "Last outcome category"]] = ""
    return frame.sort_values(["month", "LSOA code"], kind="stable").reset_index(drop=True)


def decimals(degrees: NDArray[np.float64]) -> NDArray[np.object_]:
    """Write degrees with six decimals, as police.uk does."""
    return np.array([f"{d:.6f}" for d in degrees], dtype=object)


def crime_ids(count: int, random: np.random.Generator) -> list[str]:
    """Return ids of 16 hexadecimal digits: shorter than the real 64, which no compression makes smaller."""
    drawn = random.bytes(8 * count).hex()
    return [drawn[16 * i : 16 * i + 16] for i in range(count)]


def draw_outcomes(month: NDArray[np.int64], random: np.random.Generator) -> NDArray[np.object_]:
    """Draw the last outcome; in the latest months many are still under investigation."""
    drawn = random.choice(5, len(month), p=[0.46, 0.42, 0.06, 0.035, 0.025])
    still_open = random.random(len(month)) < np.interp(month, [MONTH_COUNT - 6, MONTH_COUNT - 1], [0, 0.7])
    return np.array(OUTCOMES, dtype=object)[np.where(still_open, 5, drawn)]


def add_faults(frame: pd.DataFrame, random: np.random.Generator) -> pd.DataFrame:
    """Blank some places, move some rows out of the force, add stray spaces, repeat some ids."""
    frame = frame.copy()
    blank = random.random(len(frame)) < NO_LOCATION_SHARE
    frame.loc[blank, ["Longitude", "Latitude", "LSOA code", "LSOA name"]] = ""
    frame.loc[blank, "Location"] = "No Location"
    placed = np.flatnonzero(~blank)
    where = ["Longitude", "Latitude", "Location", "LSOA code", "LSOA name"]
    for row, spot in zip(
        random.choice(placed, OUTSIDE_ROWS, replace=False),
        random.integers(len(ELSEWHERE), size=OUTSIDE_ROWS),
        strict=True,
    ):
        frame.loc[row, where] = [f"{v:.6f}" if isinstance(v, float) else v for v in ELSEWHERE[spot]]
    frame.loc[random.choice(placed, TRAILING_SPACES, replace=False), "Location"] += " "
    with_id = frame[frame["Crime type"] != "Anti-social behaviour"]
    same = with_id.iloc[random.choice(len(with_id), SAME_MONTH_REPEATS, replace=False)]
    early = with_id[with_id["month"] < MONTH_COUNT - 1]
    later = early.iloc[random.choice(len(early), LATER_REPEATS, replace=False)].copy()
    later["month"] += 1
    later["Month"] = months().strftime("%Y-%m").to_numpy()[later["month"].to_numpy(dtype=int)]
    return pd.concat([frame, same, later], ignore_index=True)
