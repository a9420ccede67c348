"""The call log: when people call, how urgent it is, and where."""

from __future__ import annotations

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from data_samples.city import Floats, Ints, Shapes
from data_samples.incidents import SnapPoints, pick
from data_samples.plan import FIRST_MONTH, MONTH_COUNT, TARGET_CALLS, months, stage_generator
from data_samples.truth import planted_factor

GRADES = {"P1": 0.15, "P2": 0.27, "P3": 0.12, "P4": 0.06, "P5": 0.08, "P6": 0.10, "P7": 0.07, "P8": 0.11, "P9": 0.04}
CALL_TYPES = {
    "Violence": (0.15, "night"),
    "Domestic incident": (0.13, "evening"),
    "Anti-social behaviour": (0.15, "evening"),
    "Concern for safety": (0.15, "evening"),
    "Missing person": (0.06, "evening"),
    "Suspicious circumstances": (0.10, "night"),
    "Road traffic": (0.10, "day"),
    "Theft": (0.08, "day"),
    "Burglary": (0.05, "day"),
    "Nuisance": (0.03, "evening"),
}
# Calls by hour of the day, from midnight, in arbitrary units.
HOURS = {
    "night": (8, 6, 5, 4, 2.5, 1.5, 1.5, 2, 2.5, 3, 3, 3.5, 4, 4, 4, 5, 5, 5.5, 6, 6.5, 7, 8, 9, 9),
    "evening": (4.5, 3, 2, 1.5, 1, 1, 1.5, 2.5, 3.5, 4, 4.5, 5, 5, 5, 5.5, 6.5, 7, 7.5, 8, 8, 7.5, 7, 6.5, 5.5),
    "day": (1.5, 1, 0.8, 0.6, 0.6, 1, 2, 4, 6, 6, 6, 6, 6.5, 6, 6, 7, 7.5, 8, 6, 5, 4, 3, 2.5, 2),
}
WEEKDAYS = {
    "night": (0.85, 0.82, 0.85, 0.9, 1.15, 1.4, 1.2),
    "evening": (1, 0.97, 0.97, 0.98, 1.05, 1.08, 1.02),
    "day": (1.06, 1.03, 1.03, 1.04, 1.08, 0.92, 0.8),
}
SEASON = (
    0.89,
    0.90,
    0.96,
    1.00,
    1.07,
    1.14,
    1.17,
    1.09,
    1.00,
    0.98,
    0.93,
    0.90,
)  # January to December: the summer peak
FRIDAY, SUNDAY = 4, 6
NO_CODE_SHARE, NO_PLACE_SHARE, AT_POINT_SHARE = 0.08, 0.015, 0.35


def draw_calls(areas: pd.DataFrame, truth: pd.DataFrame, points: SnapPoints, shapes: Shapes) -> pd.DataFrame:
    """Return the call log in the order received, with the columns of the file."""
    lot = stage_generator(61)
    area, month = draw_places(areas, truth, lot)
    order = lot.permutation(len(area))
    area, month = area[order], month[order]
    names = list(CALL_TYPES)
    kind = lot.choice(len(names), len(area), p=[share for share, _ in CALL_TYPES.values()])
    received = draw_times(month, np.array([CALL_TYPES[n][1] for n in names], dtype=object)[kind], lot)
    grade = np.array(list(GRADES), dtype=object)[lot.choice(len(GRADES), len(area), p=list(GRADES.values()))]
    east, north = draw_positions(area, points, shapes, lot)
    chance = lot.random(len(area))
    no_place, no_code = chance < NO_PLACE_SHARE, chance < NO_PLACE_SHARE + NO_CODE_SHARE
    frame = pd.DataFrame(
        {
            "Received": received,
            "Grade": grade,
            "Call type": np.array(names, dtype=object)[kind],
            "Easting": np.where(no_place, "", east.astype(int).astype(str)),
            "Northing": np.where(no_place, "", north.astype(int).astype(str)),
            "Area code": np.where(no_code, "", areas["area_code"].to_numpy(dtype=object)[area]),
        },
        dtype=object,
    )
    frame = frame.sort_values(["Received", "Area code"], kind="stable").reset_index(drop=True)
    return number_calls(frame)


def draw_places(areas: pd.DataFrame, truth: pd.DataFrame, random: np.random.Generator) -> tuple[Ints, Ints]:
    """Draw an area and a month for each call; an area's month swings as a whole."""
    people = np.where(areas["residents"] < 200, 0.6, (areas["residents"] / 1600) ** 0.85)
    hardship = np.exp(0.22 * np.clip(areas["hardship"] - 0.4, -2.5, 2.5) + random.normal(0, 0.15, len(areas)))
    base = people * hardship * np.where(areas["npu_code"] == "WV", 0.75, 1.0)
    season = np.array(SEASON)[months().month.to_numpy() - 1] * months().days_in_month.to_numpy() / 30.4
    expected = np.asarray(base)[:, None] * planted_factor(truth, "call") * season
    expected = np.round(expected * TARGET_CALLS / expected.sum(), 6)
    counts = random.poisson(np.round(expected * random.gamma(8.0, 1 / 8.0, expected.shape), 6))
    area, month = (np.repeat(index, counts.ravel()) for index in np.indices(counts.shape).reshape(2, -1))
    return area, month


def draw_times(month: Ints, rhythm: NDArray[np.object_], random: np.random.Generator) -> NDArray[np.object_]:
    """Draw local times by the month's days, the weekday and the hour; the hour that spring skips is left out."""
    starts = months().to_numpy().astype("datetime64[D]")
    ends = (months() + pd.offsets.MonthBegin(1)).to_numpy().astype("datetime64[D]")
    received = np.empty(len(month), dtype="datetime64[m]")
    for name, hours in HOURS.items():
        for m in range(MONTH_COUNT):
            rows = np.flatnonzero((month == m) & (rhythm == name))
            days = np.arange(starts[m], ends[m])
            weekday = (days.astype(int) + 3) % 7  # day 0 of the calendar, 1 January 1970, was a Thursday
            weight = np.outer(np.array(WEEKDAYS[name])[weekday], hours)
            weight[:, :4] = weight[:, :4] * np.where((weekday > FRIDAY) & (name == "night"), 1.7, 1)[:, None]
            weight[clock_skips(days, weekday), 1] = 0
            slot = random.choice(weight.size, len(rows), p=(weight / weight.sum()).ravel())
            minute = slot * 60 + random.integers(60, size=len(rows))
            received[rows] = days[0].astype("datetime64[m]") + minute.astype("timedelta64[m]")
    return np.char.replace(np.datetime_as_string(received, unit="m"), "T", " ").astype(object)


def clock_skips(days: NDArray[np.datetime64], weekday: Ints) -> NDArray[np.bool_]:
    """Return the days on which clocks go forward: the last Sunday of March."""
    parts = pd.DatetimeIndex(days)
    return np.asarray((parts.month == 3) & (parts.day > 24) & (weekday == SUNDAY))


def draw_positions(
    area: Ints, points: SnapPoints, shapes: Shapes, random: np.random.Generator
) -> tuple[Floats, Floats]:
    """Draw a place: some calls come from the same address time and again, the others from near a street."""
    point = pick(area, random.random(len(area)), points.area, points.street_weight)
    east, north = points.easting_m[point], points.northing_m[point]
    aside = np.round(random.normal(0, 45, (2, len(area))))
    moved = shapely.points(np.round(east) + aside[0], np.round(north) + aside[1])
    stays = (random.random(len(area)) < AT_POINT_SHARE) | ~shapely.contains(shapes[area], moved)
    return np.where(stays, np.round(east), shapely.get_x(moved)), np.where(stays, np.round(north), shapely.get_y(moved))


def number_calls(frame: pd.DataFrame) -> pd.DataFrame:
    """Number the calls of each day from 1, as a control room does: SF-20240701-0001."""
    day = frame["Received"].str.slice(0, 10)
    number = frame.groupby(day).cumcount() + 1
    ids = "SF-" + day.str.replace("-", "") + "-" + number.map("{:04d}".format)
    frame.insert(0, "Call ID", ids)
    if frame["Received"].iloc[0] < FIRST_MONTH:
        raise ValueError("a call was drawn before the first month")
    return frame
