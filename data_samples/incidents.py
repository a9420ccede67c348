"""Recorded crime as police.uk publishes it: monthly rows on snapped points, with the faults that real files have."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely

from data_samples.city import Blocks, Floats, Ints, Shapes
from data_samples.plan import (
    MONTH_COUNT,
    SPECIAL_POINTS,
    STREET_ENDS,
    STREET_STARTS,
    TARGET_CRIMES,
    months,
    stage_generator,
)
from data_samples.truth import planted_factor

# Type: share of all rows, the kind of planting it follows, its July-to-January swing, the pull of hardship.
CRIME_TYPES = {
    "Anti-social behaviour": (0.125, "crime", 0.28, 0.22),
    "Bicycle theft": (0.012, "town", 0.30, 0.00),
    "Burglary": (0.055, "crime", -0.12, 0.10),
    "Criminal damage and arson": (0.085, "crime", 0.08, 0.25),
    "Drugs": (0.030, "found", 0.00, 0.25),
    "Other crime": (0.022, "crime", 0.00, 0.15),
    "Other theft": (0.072, "town", 0.06, 0.05),
    "Possession of weapons": (0.011, "found", 0.04, 0.25),
    "Public order": (0.085, "violence", 0.12, 0.22),
    "Robbery": (0.014, "violence", -0.05, 0.25),
    "Shoplifting": (0.062, "town", -0.08, 0.05),
    "Theft from the person": (0.009, "town", -0.06, 0.05),
    "Vehicle crime": (0.078, "crime", -0.05, 0.05),
    "Violence and sexual offences": (0.340, "violence", 0.08, 0.25),
}
SHOP_TYPES = ("Shoplifting", "Bicycle theft", "Theft from the person", "Other theft")
# Variance over mean of the monthly count of an area, given its rate: between 1.5 and 2 in real data.
OVERDISPERSION = 1.7
POINTS_PER_AREA = 13
HOSPITAL_ROWS = 430


@dataclass(frozen=True)
class SnapPoints:
    """The snapped points that rows are published on, ordered by area; weights add up to 1 within an area."""

    area: Ints
    easting_m: Floats
    northing_m: Floats
    location: list[str]
    street_weight: Floats
    shop_weight: Floats


def lay_snap_points(blocks: Blocks, label: Ints, shapes: Shapes) -> SnapPoints:
    """Choose street middles as snap points; a few lie on an area's border, where code and polygon can disagree."""
    lot = stage_generator(41)
    left, right = label[blocks.street_blocks].T
    owner = np.where(lot.random(len(left)) < 0.5, left, right)
    inner = left == right
    order = np.lexsort((lot.random(len(owner)) + 0.8 * ~inner, owner))
    place = np.arange(len(owner)) - np.searchsorted(owner[order], owner[order])
    kept = order[place < POINTS_PER_AREA]
    at = blocks.street_midpoints[kept]
    far = ~shapely.dwithin(shapes[owner[kept]], shapely.points(at), 15.0)
    kept, at = kept[~far], at[~far]
    area = owner[kept]
    heavy, shops = lot.gamma(0.7, 1.0, len(area)) + 0.05, lot.gamma(0.12, 1.0, len(area)) + 0.001
    special = shops > 0.5
    return SnapPoints(area, at[:, 0], at[:, 1], name_locations(special, lot), within(area, heavy), within(area, shops))


def within(area: Ints, weight: Floats) -> Floats:
    """Make weights add up to 1 within each area."""
    return np.asarray(weight / np.bincount(area, weights=weight)[area])


def name_locations(special: np.ndarray, random: np.random.Generator) -> list[str]:
    """Name each point as police.uk does: On or near a street, or a kind of place."""
    start, end = (
        random.integers(len(STREET_STARTS), size=len(special)),
        random.integers(len(STREET_ENDS), size=len(special)),
    )
    kind = random.integers(len(SPECIAL_POINTS), size=len(special))
    return [f"On or near {SPECIAL_POINTS[k] if s else f'{STREET_STARTS[i]} {STREET_ENDS[j]}'}"
            for s, i, j, k in zip(special, start, end, kind, strict=True)]  # fmt: skip


def expect_counts(areas: pd.DataFrame, truth: pd.DataFrame) -> Floats:
    """Return the expected incidents, areas by months by types, scaled to the target number of rows."""
    lot = stage_generator(42)
    season = np.cos(2 * np.pi * (months().month.to_numpy() - 7) / 12)
    days = months().days_in_month.to_numpy() / 30.4
    hardship = np.clip(areas["hardship"].to_numpy() - 0.4, -2.5, 2.5)
    own = lot.normal(0, 0.12, len(areas))  # what no measured thing explains, the same in every month
    people = (areas["residents"].to_numpy() / 1600) ** 0.8
    people = np.where(areas["residents"] < 200, 0.8, people)  # few sleep there, yet people come
    expected = np.empty((len(areas), MONTH_COUNT, len(CRIME_TYPES)))
    for k, (share, kind, swing, pull) in enumerate(CRIME_TYPES.values()):
        base = share * people * np.exp(pull * hardship + own + lot.normal(0, 0.10, len(areas)))
        base = np.where(areas["npu_code"] == "WV", 0.75 * base, base)
        expected[:, :, k] = base[:, None] * planted_factor(truth, kind) * (1 + swing * season) * days
    return np.asarray(np.round(expected * TARGET_CRIMES / expected.sum(), 6))


def draw_counts(expected: Floats) -> Ints:
    """Draw counts: an area's month swings as a whole (gamma), then each type is a Poisson count."""
    lot = stage_generator(43)
    whole = expected.sum(axis=2)
    swing = np.round(lot.gamma(np.round(whole / (OVERDISPERSION - 1), 6)) * (OVERDISPERSION - 1) / whole, 6)
    return np.asarray(lot.poisson(np.round(expected * swing[:, :, None], 6)))


def place_rows(counts: Ints, points: SnapPoints, truth: pd.DataFrame) -> pd.DataFrame:
    """Return one row per incident (area, month, type, point), ordered by month, area and point."""
    lot = stage_generator(44)
    area, month, kind = (np.repeat(index, counts.ravel()) for index in np.indices(counts.shape).reshape(3, -1))
    shop = np.isin(kind, [list(CRIME_TYPES).index(t) for t in SHOP_TYPES])
    chance = lot.random(len(area))
    point = np.where(
        shop, pick(area, chance, points.area, points.shop_weight), pick(area, chance, points.area, points.street_weight)
    )
    rows = pd.DataFrame({"area": area, "month": month, "kind": kind, "point": point})
    rows = pd.concat([rows, hospital_rows(points, truth, lot)], ignore_index=True)
    return rows.sort_values(["month", "area", "point", "kind"], kind="stable").reset_index(drop=True)


def pick(area: Ints, chance: Floats, owner: Ints, weight: Floats) -> Ints:
    """Pick for each row one of its area's points, by weight."""
    total = np.cumsum(weight)
    before = np.concatenate([[0.0], total])[np.searchsorted(owner, np.arange(owner.max() + 1))]
    last = np.searchsorted(owner, area, side="right") - 1
    return np.minimum(np.searchsorted(total, before[area] + chance, side="right"), last)


def hospital_point(points: SnapPoints, truth: pd.DataFrame) -> int:
    """Return the snap point that the hospital's incidents are put on."""
    area = int(np.flatnonzero(truth["role"] == "snap_point_spike")[0])
    return int(np.flatnonzero(points.area == area)[0])


def hospital_rows(points: SnapPoints, truth: pd.DataFrame, random: np.random.Generator) -> pd.DataFrame:
    """Return the incidents of the hospital: reported there, whatever happened and wherever it did."""
    at = hospital_point(points, truth)
    kinds = [
        list(CRIME_TYPES).index(t)
        for t in ("Violence and sexual offences", "Public order", "Other theft", "Criminal damage and arson")
    ]
    kind = random.choice(kinds, HOSPITAL_ROWS, p=[0.62, 0.20, 0.12, 0.06])
    month = random.integers(MONTH_COUNT, size=HOSPITAL_ROWS)
    return pd.DataFrame({"area": points.area[at], "month": month, "kind": kind, "point": at})
