"""The planted truth: which areas carry which trouble, chosen before any incident is drawn."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from data_samples.city import Floats, Ints
from data_samples.plan import MONTH_COUNT, ORIGIN_E_M, ORIGIN_N_M, TOWNS, place_names

NOTES = {
    "impact_area": "High in crime, demand, deprivation and harm in every month; spans several teams",
    "chronic_hotspot": "A town centre: much crime in every month; deprivation near the nation's middle",
    "emerging_hotspot": "As its surroundings until October 2025; then rising to eight times as much by June 2026",
    "faded_hotspot": "Six times its surroundings until June 2025; back among them from September 2025",
    "deprived_quiet": "Among the most deprived tenth, with about half the crime that would lead one to expect",
    "police_generated": "High only in drugs and possession of weapons, which are found by looking for them",
    "snap_point_spike": "Hundreds of incidents on one snap point, a hospital; otherwise a quiet area",
    "island": "Water on all sides: no neighbours; incidents as elsewhere",
    "null": "",
    "almost_no_residents": "A few dozen residents, so that any rate per resident is absurd",
    "unit_in_two_areas": "These two areas have most of what troubles their unit, which is quiet elsewhere",
}
# The share of what a place has more than elsewhere that its neighbours have: an estate ends at a road, a centre frays.
SPILL_SHARE = {"impact_area": 0.25, "chronic_hotspot": 0.4, "emerging_hotspot": 0.4, "faded_hotspot": 0.4}
MOST_RESIDENTS = 19_500  # of a planted place: a candidate may have 20,000
CROWDING = 8.0  # what it costs a place to have other places' neighbours all round
EDGE_HARDSHIP = 0.8  # beside an Impact Area nobody is harder pressed than this
FADES_FROM, FADED_BY = 11, 14
EMERGES_FROM = 15


@dataclass(frozen=True)
class Plan:
    """One place to plant: its role, its unit, how many areas, and how many teams it must span."""

    role: str
    npu_code: str
    area_count: int
    team_count: int = 1


PLANS = (
    Plan("unit_in_two_areas", "WV", 2, 2),
    Plan("chronic_hotspot", "BW", 10),
    Plan("chronic_hotspot", "CV", 10),
    Plan("chronic_hotspot", "SW", 10),
    Plan("impact_area", "BE", 9, 3),
    Plan("impact_area", "BE", 9, 2),
    Plan("impact_area", "BW", 10, 2),
    Plan("impact_area", "CV", 9, 2),
    Plan("impact_area", "DY", 9, 2),
    Plan("impact_area", "DY", 8, 2),
    Plan("impact_area", "SH", 9, 2),
    Plan("impact_area", "SW", 9, 2),
    Plan("impact_area", "WS", 10, 2),
    Plan("impact_area", "WS", 8, 2),
    Plan("emerging_hotspot", "DY", 7),
    Plan("emerging_hotspot", "BE", 7),
    Plan("faded_hotspot", "CV", 6),
    Plan("faded_hotspot", "SH", 6),
    Plan("deprived_quiet", "WS", 3),
    Plan("police_generated", "SW", 5),
    Plan("snap_point_spike", "SH", 1),
    Plan("almost_no_residents", "DY", 1),
)


def plant_truth(areas: pd.DataFrame, hardship: pd.Series, pairs: Ints, island: int) -> pd.DataFrame:
    """Return ``area_code, role, place, note, spills_from`` per area, in the order of ``areas``.

    Places of different kinds never touch, so that a cluster that is found belongs to one place only.
    """
    names = iter(place_names()[200:])
    role, place, note, spills_from = (np.full(len(areas), text, dtype=object) for text in ("null", "", "", ""))
    near: list[set[int]] = [set() for _ in range(len(areas))]
    for left, right in pairs:
        near[left].add(int(right))
    closed, beside_places = {island}, set[int]()
    role[island], place[island], note[island] = "island", "Wendle Island", NOTES["island"]
    for plan in PLANS:
        members = choose_place(plan, areas, rate_suitability(plan.role, areas, hardship), near, closed, beside_places)
        role[members], place[members], note[members] = plan.role, next(names), NOTES[plan.role]
        beside = sorted(set().union(*(near[m] for m in members)) - set(members))
        closed.update(members, beside)
        beside_places.update(beside)
        if plan.role in SPILL_SHARE:
            free = [b for b in beside if not spills_from[b]]
            spills_from[free] = plan.role
            note[free] = f"Beside {place[members[0]]}: some of its trouble spills over"
    codes = areas["area_code"]
    return pd.DataFrame({"area_code": codes, "role": role, "place": place, "note": note, "spills_from": spills_from})


def rate_suitability(role: str, areas: pd.DataFrame, hardship: pd.Series) -> Floats:
    """Return how well each area suits a role: hard-pressed, quiet, or central."""
    towns = np.array([[t.x_km * 1000 + ORIGIN_E_M, t.y_km * 1000 + ORIGIN_N_M] for t in TOWNS])
    at = areas[["easting_m", "northing_m"]].to_numpy()
    central = -np.min(np.hypot(at[:, None, 0] - towns[:, 0], at[:, None, 1] - towns[:, 1]), axis=1) / 1000
    if role in ("impact_area", "deprived_quiet", "unit_in_two_areas"):
        return np.asarray(np.round(hardship.to_numpy(), 6))
    if role == "chronic_hotspot":
        return np.asarray(np.round(central, 6))
    if role == "snap_point_spike":
        return np.asarray(np.round(-hardship.to_numpy(), 6))
    return np.asarray(np.round(-2.5 * np.abs(hardship.to_numpy() - 0.5) + 0.15 * central, 6))


def choose_place(
    plan: Plan, areas: pd.DataFrame, suits: Floats, near: list[set[int]], closed: set[int], beside_places: set[int]
) -> list[int]:
    """Choose the connected, compact group of one unit's free areas that suits best, with room round it."""
    free = set(np.flatnonzero(areas["npu_code"].to_numpy() == plan.npu_code).tolist()) - closed
    teams, residents = areas["team_code"].to_numpy(), areas["residents"].to_numpy()
    found: list[tuple[float, list[int]]] = []
    for seed in sorted(free):
        group = grow_group(seed, plan.area_count, areas, suits, near, free)
        enough = len(group) == plan.area_count and len(set(teams[group])) >= plan.team_count
        if enough and residents[group].sum() <= MOST_RESIDENTS:
            compact = sum(len(near[g] & set(group)) for g in group) / len(group)
            ring = set().union(*(near[g] for g in group)) - set(group)
            crowded = len(ring & beside_places) / max(len(ring), 1)
            found.append((float(suits[group].mean()) + 1.5 * compact - CROWDING * crowded, group))
    if not found:
        raise LookupError(f"No room for {plan}: change the plan or the seed")
    return max(found, key=lambda pair: pair[0])[1]


def grow_group(
    seed: int, size: int, areas: pd.DataFrame, suits: Floats, near: list[set[int]], free: set[int]
) -> list[int]:
    """Grow a round group of free areas from one of them; it is smaller than asked where there is no more room."""
    at = areas[["easting_m", "northing_m"]].to_numpy()
    group = [seed]
    while len(group) < size:
        edge = sorted(set().union(*(near[g] for g in group)) & free - set(group))
        if not edge:
            break
        away = np.hypot(*(at[edge] - at[group].mean(axis=0)).T) / 1000
        touching = np.array([len(near[e] & set(group)) for e in edge])
        group.append(edge[int(np.argmax(0.3 * suits[edge] - 0.4 * away + touching))])
    return group


def bend_hardship(hardship: pd.Series, truth: pd.DataFrame) -> pd.Series:
    """Return hardship with the planted places' own: high in Impact Areas and not beside them, middling in centres."""
    role = truth["role"]
    bent = hardship.mask(role == "impact_area", np.maximum(hardship, 1.35) + 0.35)
    bent = bent.mask(truth["spills_from"] == "impact_area", hardship.clip(upper=EDGE_HARDSHIP))
    bent = bent.mask(role == "unit_in_two_areas", np.maximum(hardship, 1.6))
    bent = bent.mask(role == "deprived_quiet", np.maximum(hardship, 1.7) + 0.2)
    return bent.mask(role == "chronic_hotspot", hardship.clip(-0.3, 0.4))


def planted_factor(truth: pd.DataFrame, kind: str) -> Floats:
    """Return areas by months: by how much planting multiplies a kind of incident.

    Kinds: ``crime``, ``violence`` (high in harm), ``town`` (theft and disorder of town centres), ``found`` (drugs and
    weapons, found by police activity), ``call``.
    """
    steady = {
        "impact_area": {"crime": 3.0, "violence": 4.0, "town": 2.2, "found": 3.4, "call": 3.0},
        "chronic_hotspot": {"crime": 4.0, "violence": 4.8, "town": 10.0, "found": 4.0, "call": 3.8},
        "police_generated": {"crime": 1.0, "violence": 1.0, "town": 1.0, "found": 11.0, "call": 1.0},
        "deprived_quiet": dict.fromkeys(("crime", "violence", "town", "found", "call"), 0.5),
        "snap_point_spike": dict.fromkeys(("crime", "violence", "town", "found", "call"), 0.7),
        "unit_in_two_areas": {"crime": 10.0, "violence": 13.0, "town": 10.0, "found": 10.0, "call": 10.0},
    }
    month = np.arange(MONTH_COUNT)
    moving = {
        "emerging_hotspot": np.interp(month, [EMERGES_FROM, MONTH_COUNT - 1], [1.0, 8.0]),
        "faded_hotspot": np.interp(month, [FADES_FROM, FADED_BY], [6.0, 1.0]),
    }
    factor = {role: moving.get(role, np.full(MONTH_COUNT, steady.get(role, {}).get(kind, 1.0))) for role in NOTES}
    own = np.array([factor[role] for role in truth["role"]])
    spilt = np.array([SPILL_SHARE.get(role, 0.0) * (factor[role or "null"] - 1) for role in truth["spills_from"]])
    return np.asarray(own + spilt * (truth["role"] == "null").to_numpy()[:, None])
