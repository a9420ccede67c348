"""Units, wards, teams and names: neighbouring areas grown together, each level with borders of its own."""

from __future__ import annotations

from string import ascii_uppercase

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from data_samples.city import Blocks, Floats, Ints, Shapes, pair_graph, partition
from data_samples.plan import ORIGIN_E_M, ORIGIN_N_M, TOWNS, place_names, stage_generator

WARDS_PER_NPU = (8, 7, 7, 6, 6, 7, 7, 6)
TEAMS_PER_NPU = (5, 5, 4, 4, 4, 5, 4, 4)
AREAS_PER_GROUP = 5  # the middle layer, whose number is in an area's name


def name_places(blocks: Blocks, label: Ints, shapes: Shapes) -> pd.DataFrame:
    """Return one row per area, ordered by code: its name, ward, district, team and NPU, its centre and its old number.

    A team is grown without regard to wards, so that teams cross ward borders as they do in most forces.
    """
    centres = np.round(shapely.get_coordinates(shapely.point_on_surface(shapes)), 1)
    graph = area_graph(blocks, label, centres)
    npu = grow_npus(graph, centres)
    frame = pd.DataFrame({"grown": np.arange(len(shapes)), "easting_m": centres[:, 0], "northing_m": centres[:, 1]})
    town = np.array(TOWNS, dtype=object)[npu]
    for field in ("npu_code", "npu_name", "district_code", "district_name"):
        frame[field] = [getattr(t, field) for t in town]
    ward = subdivide(graph, centres, npu, WARDS_PER_NPU, stage=21)
    team = subdivide(graph, centres, npu, TEAMS_PER_NPU, stage=22)
    frame = name_areas(frame.assign(ward=ward, team=team), graph, centres)
    return name_teams(name_wards(frame))


def area_graph(blocks: Blocks, label: Ints, centres: Floats) -> csr_matrix:
    """Return the areas' graph: neighbours by distance; the island hangs on its nearest area, for units only."""
    ends = label[blocks.street_blocks]
    pairs = np.unique(np.sort(ends[ends[:, 0] != ends[:, 1]], axis=1), axis=0)
    lonely = np.setdiff1d(np.arange(len(centres)), pairs)
    for area in lonely:
        away = np.hypot(*(centres - centres[area]).T)
        pairs = np.vstack([pairs, [area, np.argsort(away, kind="stable")[1]]])
    return pair_graph(pairs, np.hypot(*(centres[pairs[:, 0]] - centres[pairs[:, 1]]).T), len(centres))


def grow_npus(graph: csr_matrix, centres: Floats) -> Ints:
    """Grow the eight units from their towns to about equal numbers of areas."""
    towns = np.array([[t.x_km * 1000 + ORIGIN_E_M, t.y_km * 1000 + ORIGIN_N_M] for t in TOWNS])
    towns[1, 0] -= 900  # the city's heart lies near the border of its two units
    seeds = np.array([np.argmin(np.hypot(*(centres - town).T)) for town in towns])
    return partition(graph, centres, np.ones(len(centres)), seeds, rounds=40, move=False, pace_m=900.0)


def subdivide(graph: csr_matrix, centres: Floats, parent: Ints, counts: tuple[int, ...], *, stage: int) -> Ints:
    """Split each parent into its number of connected parts; return a running number of the part."""
    part = np.zeros(len(parent), dtype=int)
    for k, count in enumerate(counts):
        members = np.flatnonzero(parent == k)
        inner = graph[members][:, members]
        seeds = spread_seeds(centres[members], count, stage_generator(stage * 100 + k))
        found = partition(inner, centres[members], np.ones(len(members)), seeds, rounds=12, move=True, pace_m=250.0)
        part[members] = found + part.max() + 1
    return part


def spread_seeds(centres: Floats, count: int, random: np.random.Generator) -> Ints:
    """Choose seeds far from one another, starting from one drawn by lot."""
    seeds = [int(random.integers(len(centres)))]
    while len(seeds) < count:
        away = np.min([np.hypot(*(centres - centres[s]).T) for s in seeds], axis=0)
        seeds.append(int(np.argmax(away)))
    return np.array(seeds)


def name_areas(frame: pd.DataFrame, graph: csr_matrix, centres: Floats) -> pd.DataFrame:
    """Name areas as the census does: the district, a group numbered from north to south, a letter within it."""
    district = np.asarray(pd.factorize(frame["district_code"], sort=True)[0], dtype=np.int64)
    sizes = np.bincount(district)
    group = subdivide(graph, centres, district, tuple(round(n / AREAS_PER_GROUP) for n in sizes), stage=23)
    north = frame.groupby(group)["northing_m"].transform("mean")
    frame = frame.assign(group=group, north=north).sort_values(
        ["district_name", "north", "easting_m"], ascending=[True, False, True]
    )
    number = frame.groupby("district_name")["group"].transform(lambda g: pd.factorize(g)[0] + 1)
    letter = frame.groupby("group").cumcount().map(lambda i: ascii_uppercase[i])
    frame["area_name"] = frame["district_name"] + " " + number.map("{:03d}".format) + letter
    frame["area_code"] = [f"S01{i:06d}" for i in range(1, len(frame) + 1)]
    return frame.drop(columns=["group", "north"]).reset_index(drop=True)


def name_wards(frame: pd.DataFrame) -> pd.DataFrame:
    """Give each ward an invented name and a code, in the order of their districts."""
    order = pd.factorize(frame["ward"])[0]
    names = place_names()
    return frame.assign(ward_code=[f"S05{i + 1:06d}" for i in order], ward_name=[names[i] for i in order]).drop(
        columns="ward"
    )


def name_teams(frame: pd.DataFrame) -> pd.DataFrame:
    """Name each team by where it lies in its unit: Wrensall North, Wrensall Central and so on."""
    middle = frame.groupby(["npu_code", "npu_name", "team"])[["easting_m", "northing_m"]].mean().reset_index()
    named = pd.concat([compass_names(teams) for _, teams in middle.groupby("npu_code")])
    return frame.merge(named[["team", "team_code", "team_name"]], on="team", how="left").drop(columns="team")


def compass_names(teams: pd.DataFrame) -> pd.DataFrame:
    """Name one unit's teams after the compass, each point used once; the one nearest the middle is Central."""
    east = teams["easting_m"] - teams["easting_m"].mean()
    north = teams["northing_m"] - teams["northing_m"].mean()
    turn = np.degrees(np.arctan2(east.to_numpy(), north.to_numpy())) % 360
    points = pick_points(turn, np.hypot(east.to_numpy(), north.to_numpy()))
    # Brandlow East and Brandlow West already end in a compass point.
    names = [
        f"{name} {point}" if name[-4:] not in ("East", "West") else f"{name}: {point}"
        for name, point in zip(teams["npu_name"], points, strict=True)
    ]
    codes = [f"{code}-{i}" for i, code in enumerate(teams["npu_code"], start=1)]
    return teams.assign(team_code=codes, team_name=names)


def pick_points(turn: Floats, away: Floats) -> list[str]:
    """Return a compass point for each direction in degrees, none twice."""
    words = ["North", "North East", "East", "South East", "South", "South West", "West", "North West"]
    chosen = {int(np.argmin(away)): "Central"} if len(away) > 4 else {}
    for i in np.argsort(-away, kind="stable"):
        if int(i) not in chosen:
            gap = [abs((turn[i] - 45 * k + 180) % 360 - 180) for k in range(8)]
            free = [k for k in np.argsort(gap, kind="stable") if words[k] not in chosen.values()]
            chosen[int(i)] = words[free[0]]
    return [chosen[i] for i in range(len(away))]


def neighbour_table(shapes: Shapes) -> NDArray[np.int64]:
    """Return each pair of areas that share a stretch of border, both ways round."""
    left, right = shapely.STRtree(shapes).query(shapes, predicate="touches")
    shared = shapely.length(shapely.intersection(shapes[left], shapes[right])) > 0
    return np.column_stack([left[shared], right[shared]])
