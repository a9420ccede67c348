"""Measure repetition: repeat locations as shares that name no point, and near repeats."""

from __future__ import annotations

import pandas as pd

from geo.exceptions import Refusal
from geo.points.near_repeats import near_repeats
from geo.points.repeat_locations import share_repeats
from service.build.analysis import ALL_CRIME
from service.build.extra_tables.places import AT, Places
from service.build.extra_tables.surfaces import WHOLE_FORCE, Surfaces

NO_POINTS = "The sources give counts by area and no points"
LEAST_REPEATS = 10  # incidents, and half as many locations: fewer would tell of single addresses
WHOLE_UNIT = ""


def measure_repeats(areas: pd.DataFrame, places: Places, surfaces: Surfaces) -> pd.DataFrame:
    """The force and each unit, all recorded crime and each type; areas for all recorded crime."""
    if places.points.empty:
        surfaces.note("repeat_location_shares", NO_POINTS)
        return pd.DataFrame()
    located = places.points.merge(places.flags, on=AT).assign(npu_code=lambda p: p["area_code"].map(areas["npu_code"]))
    force, units = located.assign(npu_code=WHOLE_FORCE, area_code=WHOLE_UNIT), located.assign(area_code=WHOLE_UNIT)
    everything = [frame.assign(crime_type=ALL_CRIME) for frame in (force, units, located)]
    keys = ["npu_code", "area_code", "crime_type"]
    rows = pd.concat([*everything, force, units], ignore_index=True)
    points = rows.groupby([*keys, *AT, "snap_point"], as_index=False)[["incident_count"]].sum()
    shares = share_repeats(points, by=keys)
    told = (shares["incident_count"] >= LEAST_REPEATS) & (shares["location_count"] >= LEAST_REPEATS // 2)
    for kind in places.snapped:
        surfaces.note("repeat_location_shares", f"{kind}: points are a list, so a repeat is a street's and no victim's")
    surfaces.note(
        "repeat_location_shares",
        f"Fewer than {LEAST_REPEATS} incidents or {LEAST_REPEATS // 2} locations are left out: "
        f"{int((~told).sum())} of {len(shares)} rows",
    )
    return shares[told].assign(points_snapped=bool(places.snapped))


def find_near_repeats(places: Places, surfaces: Surfaces, *, draws: int, seed: int) -> pd.DataFrame:
    """Each type of a source with days and places of its own; what is refused leaves its reason."""
    for kind in places.snapped:
        surfaces.note("near_repeats", f"{kind}: points are snapped to a list, so near repeats would only find the list")
    if places.dated.empty and not places.snapped:
        surfaces.note("near_repeats", NO_POINTS)
    found = []
    if not draws and len(places.dated):
        surfaces.note("near_repeats", "Not asked for: set near_repeat_draws in [statistics], 99 or more")
        return pd.DataFrame()
    for crime_type, incidents in places.dated.groupby("crime_type"):
        try:
            knox = near_repeats(incidents, points_snapped=False, draws=draws, seed=seed)
        except Refusal as refusal:
            surfaces.note("near_repeats", f"{crime_type}: {refusal.problem}")
        else:
            found.append(knox.assign(crime_type=crime_type))
    return pd.concat(found, ignore_index=True) if found else pd.DataFrame()
