"""The lie of the land: a river that splits round an island, main roads, railways, and where people live."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.interpolate import CubicSpline
from shapely.geometry import LineString, MultiLineString, Polygon
from shapely.geometry.base import BaseGeometry

from data_samples.plan import ORIGIN_E_M, ORIGIN_N_M, TOWNS, stage_generator

Floats = NDArray[np.float64]

RIVER_KM = (
    (-17, 3.4),
    (-13, 1.3),
    (-10, 1.9),
    (-7.2, 0.7),
    (-4.6, -1.2),
    (-2.3, -2.6),
    (0.2, -1.9),
    (2.2, -1.3),
    (4.0, -2.2),
    (6.0, -2.6),
    (8.2, -1.7),
    (10.6, -2.0),
    (13, -3.6),
    (18, -4.4),
)
BROOK_KM = ((-4.6, 13), (-4.2, 9.3), (-3.0, 6.6), (-3.4, 4.2), (-2.6, 2.0), (-3.1, -0.2), (-2.3, -2.6))
ISLAND_CENTRE_KM, ISLAND_LENGTH_KM, ISLAND_BREADTH_KM = (8.3, -1.72), 1.35, 0.62
CLIPPED_FROM_KM = 5.4  # east of here the river is broad, and areas end at its banks as they do at a coast
COMMONS_KM = ((2.2, -4.3, 1.3), (-4.3, 3.4, 0.9), (4.2, 5.0, 1.1), (-6.4, -5.6, 1.2))  # centre and reach of open land
RAIL_KM = {
    "Brandlow to Sallowick line": ((-0.3, 0.8), (-3.2, 1.9), (-6.9, 4.4), (-11, 7.4), (-17, 9)),
    "Brandlow to Withervale line": ((-0.3, 0.8), (2.4, 2.2), (5.5, 4.3), (8.0, 6.8), (11.5, 9.6), (16, 12)),
    "Calverfield line": ((-0.3, 0.8), (-0.9, -1.9), (-3.0, -6.4), (-5.2, -10), (-7, -15)),
}


@dataclass(frozen=True)
class Terrain:
    """Lines and surfaces in EPSG:27700 metres; ``broad_water`` is what areas are clipped by."""

    water: BaseGeometry
    broad_water: BaseGeometry
    island: Polygon
    rivers: dict[str, LineString]
    roads: dict[str, LineString]
    rails: dict[str, LineString]
    lake: Polygon


def draw_terrain() -> Terrain:
    """Draw the river, the island, the roads and the railways."""
    river, brook = smooth_line(RIVER_KM, wiggle_m=170, seed=1), smooth_line(BROOK_KM, wiggle_m=130, seed=2)
    island = draw_island()
    channel = widen_river(river).union(island.buffer(150)).difference(island)
    east = shapely.box(
        ORIGIN_E_M + CLIPPED_FROM_KM * 1000, ORIGIN_N_M - 20_000, ORIGIN_E_M + 20_000, ORIGIN_N_M + 20_000
    )
    lake = wobbly_ellipse((-6.4, -5.6), 1.5, 0.75, 0.5, seed=8)
    roads = draw_roads()
    rails = {name: smooth_line(points, wiggle_m=40, seed=40 + i) for i, (name, points) in enumerate(RAIL_KM.items())}
    return Terrain(
        channel, channel.intersection(east), island, {"River Wendle": river, "Sarn Brook": brook}, roads, rails, lake
    )


def smooth_line(points_km: tuple[tuple[float, float], ...], *, wiggle_m: float, seed: int) -> LineString:
    """Draw a smooth curve through the points, with bends of about ``wiggle_m``, on a 1 m grid."""
    points = grid_metres(np.array(points_km, dtype=float))
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
    steps = np.linspace(0, along[-1], max(int(along[-1] / 160), 8))
    phase, wave = stage_generator(100 + seed).uniform(0, 6.28, 6), np.array([380.0, 700.0, 1500.0])
    taper = np.minimum(1, np.minimum(steps, along[-1] - steps) / 800)
    bends = [wiggle_m * taper * np.sin(steps[:, None] / wave + phase[k : k + 3]).sum(axis=1) / 1.5 for k in (0, 3)]
    return LineString(np.round(CubicSpline(along, points)(steps) + np.column_stack(bends)))


def grid_metres(points_km: Floats) -> Floats:
    """Turn km from the origin into easting and northing."""
    return np.asarray(points_km * 1000 + np.array([ORIGIN_E_M, ORIGIN_N_M]))


def draw_island() -> Polygon:
    """Draw the island that the river splits round: the one area without neighbours."""
    return wobbly_ellipse(ISLAND_CENTRE_KM, ISLAND_LENGTH_KM, ISLAND_BREADTH_KM, 0.1, seed=3)


def wobbly_ellipse(centre_km: tuple[float, float], length: float, breadth: float, tilt: float, *, seed: int) -> Polygon:
    """Draw an ellipse with an uneven shore."""
    turn = np.linspace(0, 2 * np.pi, 48, endpoint=False)
    phase = stage_generator(100 + seed).uniform(0, 6.28, 3)
    wobble = 1 + 0.09 * np.sin(turn[:, None] * [2, 3, 5] + phase).sum(axis=1)
    x, y = wobble * np.cos(turn) * length / 2, wobble * np.sin(turn) * breadth / 2
    turned = np.column_stack([x * np.cos(tilt) - y * np.sin(tilt), x * np.sin(tilt) + y * np.cos(tilt)])
    return Polygon(np.round(grid_metres(turned + np.array(centre_km))))


def widen_river(river: LineString) -> BaseGeometry:
    """Give the river its breadth: 40 m where it enters, over 400 m where it leaves."""
    xy = shapely.get_coordinates(river)
    x_km = (xy[:, 0] - ORIGIN_E_M) / 1000
    half = np.interp(x_km, [-14, 0, 5, 7, 10, 14], [20, 32, 60, 105, 150, 215])
    reaches = [LineString(xy[i : i + 2]).buffer((half[i] + half[i + 1]) / 2) for i in range(len(xy) - 1)]
    return shapely.union_all(reaches).simplify(6)


def draw_roads() -> dict[str, LineString]:
    """Draw a ring road, the roads from the city to each town and on outwards, and a bypass."""
    lot = stage_generator(5)
    centre = np.array([-0.6, 0.4])
    roads = {"Brandlow Ring Road": ring_road(centre)}
    for i, town in enumerate(town for town in TOWNS if town.npu_code != "BW"):
        here = np.array([town.x_km, town.y_km])
        outward = (here - centre) / np.hypot(*(here - centre))
        aside = np.array([-outward[1], outward[0]]) * lot.normal(0, 0.5)
        route = (centre, centre + (here - centre) / 2 + aside, here, here + outward * 4 - aside, here + outward * 9)
        name = "Brandlow High Road" if town.npu_code == "BE" else f"{town.npu_name} Road"
        roads[name] = smooth_line(tuple((float(x), float(y)) for x, y in route), wiggle_m=45, seed=10 + i)
    bypass = (
        (-16, -7.6),
        (-10, -5.9),
        (-6.2, -8.6),
        (-1, -9.2),
        (3.4, -8.2),
        (8.4, -5.4),
        (10.2, 1.0),
        (10.9, 5.0),
        (14, 10),
    )
    roads["Southern Bypass"] = smooth_line(bypass, wiggle_m=60, seed=30)
    cross = ((-9.3, -2.6), (-8.9, 1.0), (-7.4, 4.9), (-4.2, 7.3), (-0.2, 7.6), (4.0, 7.9), (8.4, 7.2))
    roads["Northern Link"] = smooth_line(cross, wiggle_m=60, seed=31)
    return roads


def ring_road(centre_km: Floats) -> LineString:
    """Draw the ring road, closed."""
    turn = np.linspace(0, 2 * np.pi, 60)
    radius = 2.3 * (1 + 0.10 * np.sin(2 * turn + 1) + 0.06 * np.sin(3 * turn))
    return LineString(
        np.round(grid_metres(centre_km + np.column_stack([1.15 * np.cos(turn), np.sin(turn)]) * radius[:, None]))
    )


def settle(points: Floats, terrain: Terrain) -> Floats:
    """Return how densely people live at each point (relative): towns, and ribbons along the main roads."""
    km = (points - np.array([ORIGIN_E_M, ORIGIN_N_M])) / 1000
    density = np.full(len(points), 0.04)
    for town in TOWNS:
        away = np.hypot(km[:, 0] - town.x_km, km[:, 1] - town.y_km)
        density += town.density * (
            np.exp(-away / (0.5 * town.reach_km)) + 0.30 * np.exp(-((away / (1.35 * town.reach_km)) ** 4))
        )
    ribbon = np.exp(
        -((shapely.distance(shapely.points(points), MultiLineString(list(terrain.roads.values()))) / 800) ** 2)
    )
    commons = sum(np.exp(-((np.hypot(km[:, 0] - x, km[:, 1] - y) / r) ** 2)) for x, y, r in COMMONS_KM)
    mottled = np.exp(0.35 * waves(km, count=24, shortest_km=1.2, seed=9))
    return np.asarray(density * mottled * (1 + 0.5 * ribbon) * (1 - 0.85 * np.minimum(commons, 1)) + 0.01)


def waves(km: Floats, *, count: int, shortest_km: float, seed: int) -> Floats:
    """Return a smooth uneven surface of mean 0 and variance about 1: a sum of waves in directions drawn by lot."""
    drawn = stage_generator(seed)
    way, size = drawn.uniform(0, 2 * np.pi, count), drawn.uniform(1, 4, count) * shortest_km
    phase = drawn.uniform(0, 2 * np.pi, count)
    across = km[:, :1] * np.cos(way) + km[:, 1:] * np.sin(way)
    return np.asarray(np.sin(2 * np.pi * across / size + phase).sum(axis=1) * np.sqrt(2 / count))


def inside_force(points: Floats) -> NDArray[np.bool_]:
    """Return which points lie within the force: near enough to one of its towns, with an uneven edge."""
    km = (points - np.array([ORIGIN_E_M, ORIGIN_N_M])) / 1000
    near = sum(np.exp(-((np.hypot(km[:, 0] - t.x_km, km[:, 1] - t.y_km) / (1.75 * t.reach_km)) ** 2)) for t in TOWNS)
    return np.asarray(near + 0.085 * waves(km, count=16, shortest_km=2.2, seed=6) > 0.52)
