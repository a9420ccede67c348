"""Blocks and areas: one coverage of small blocks, grown together into areas that share their borders exactly."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components, dijkstra
from shapely.geometry import MultiLineString, MultiPoint

from data_samples.plan import AREA_COUNT, ORIGIN_E_M, ORIGIN_N_M, RESIDENTS, stage_generator
from data_samples.terrain import Terrain, inside_force, settle

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Shapes = NDArray[np.object_]

BLOCK_POINTS = 9_000
HALF_SIDE_M = 17_000
# What it costs to grow an area across a line, in metres: borders come to follow rivers, railways and main roads.
RIVER_COST_M, RAIL_COST_M, ROAD_COST_M = 1500.0, 500.0, 350.0


@dataclass(frozen=True)
class Blocks:
    """Blocks (faces between streets), their neighbours, and the streets between them."""

    shapes: Shapes
    centres: Floats
    residents: Floats
    graph: csr_matrix
    street_midpoints: Floats
    street_blocks: Ints


def lay_blocks(terrain: Terrain) -> Blocks:
    """Lay the blocks: cells round points strewn by density, cut by the river, the roads and the railways."""
    faces = drop_outside(cut_faces(terrain), terrain)
    midpoints, pairs, crossing_m = find_streets(faces, terrain)
    centres = shapely.get_coordinates(shapely.centroid(faces))
    length = np.hypot(*(centres[pairs[:, 0]] - centres[pairs[:, 1]]).T) + crossing_m
    graph = pair_graph(pairs, length, len(faces))
    residents = settle(centres, terrain) * shapely.area(faces)
    return Blocks(faces, centres, residents / residents.sum() * RESIDENTS, graph, midpoints, pairs)


def cut_faces(terrain: Terrain) -> Shapes:
    """Node every line with every other on a 1 m grid and take the faces, ordered by place."""
    points = strew_points(terrain)
    cells = shapely.voronoi_polygons(MultiPoint(points), only_edges=True)
    lines = [*terrain.rivers.values(), *terrain.roads.values(), *terrain.rails.values()]
    banks = [terrain.broad_water.boundary, terrain.island.boundary]
    noded = shapely.union_all([cells, *lines, *banks], grid_size=1.0)
    faces = np.array(shapely.polygonize(shapely.get_parts(noded)).geoms, dtype=object)
    inner = shapely.get_coordinates(shapely.centroid(faces))
    return faces[np.lexsort((inner[:, 1], inner[:, 0]))]


def strew_points(terrain: Terrain) -> Floats:
    """Strew points, closer where people live closer, and even them out a little."""
    lot = stage_generator(7)
    tries = lot.uniform(-HALF_SIDE_M, HALF_SIDE_M, (60_000, 2)) + np.array([ORIGIN_E_M, ORIGIN_N_M])
    keep = np.round(np.where(inside_force(tries), settle(tries, terrain), 0.02) ** 0.7, 6)
    order = np.argsort(-keep / lot.exponential(size=len(tries)), kind="stable")[:BLOCK_POINTS]
    points = tries[np.sort(order)]
    cells = shapely.get_parts(shapely.voronoi_polygons(MultiPoint(points)))
    return np.asarray(np.round(shapely.get_coordinates(shapely.centroid(cells))))


def drop_outside(faces: Shapes, terrain: Terrain) -> Shapes:
    """Keep the faces of the mainland's largest piece and of the island; drop water and what lies outside."""
    inner = shapely.point_on_surface(faces)
    dry = ~shapely.contains(terrain.broad_water, inner)
    on_island = shapely.contains(terrain.island, inner)
    inside = inside_force(shapely.get_coordinates(shapely.centroid(faces)))
    mainland = faces[dry & ~on_island & inside]
    _, pairs, _ = find_streets(mainland, terrain)
    _, piece = connected_components(pair_graph(pairs, np.ones(len(pairs)), len(mainland)), directed=False)
    return np.concatenate([mainland[piece == np.argmax(np.bincount(piece))], faces[on_island]])


def find_streets(faces: Shapes, terrain: Terrain) -> tuple[Floats, Ints, Floats]:
    """Return each edge that two faces share: its midpoint, the two faces, and what crossing it costs in metres."""
    rings, owner = shapely.get_coordinates(shapely.get_exterior_ring(faces), return_index=True)
    same = owner[1:] == owner[:-1]
    ends = np.concatenate([rings[:-1][same], rings[1:][same]], axis=1)
    flip = (ends[:, 0] > ends[:, 2]) | ((ends[:, 0] == ends[:, 2]) & (ends[:, 1] > ends[:, 3]))
    ends[flip] = ends[flip][:, [2, 3, 0, 1]]
    edges, which, times = np.unique(ends, axis=0, return_inverse=True, return_counts=True)
    order = np.argsort(which.ravel(), kind="stable")
    first = np.concatenate([[0], np.cumsum(times)[:-1]])[times == 2]
    pairs = np.column_stack([owner[1:][same][order][first], owner[1:][same][order][first + 1]])
    midpoints = (edges[times == 2][:, :2] + edges[times == 2][:, 2:]) / 2
    return midpoints, pairs, crossing_cost(midpoints, terrain)


def crossing_cost(midpoints: Floats, terrain: Terrain) -> Floats:
    """Return what it costs to cross the line under each midpoint."""
    at = shapely.points(midpoints)
    cost = np.zeros(len(at))
    for lines, metres in ((terrain.roads, ROAD_COST_M), (terrain.rails, RAIL_COST_M), (terrain.rivers, RIVER_COST_M)):
        cost[shapely.dwithin(at, MultiLineString(list(lines.values())), 2.0)] = metres
    return cost


def pair_graph(pairs: Ints, length: Floats, size: int) -> csr_matrix:
    """Make a graph of pairs; where a pair has several edges, the cheapest counts."""
    order = np.lexsort((length, pairs.max(axis=1), pairs.min(axis=1)))
    low, high, length = pairs.min(axis=1)[order], pairs.max(axis=1)[order], length[order]
    new = np.concatenate([[True], (np.diff(low) != 0) | (np.diff(high) != 0)])
    graph = csr_matrix((np.round(length[new], 3), (low[new], high[new])), shape=(size, size))
    return graph + graph.T


def grow(graph: csr_matrix, seeds: Ints, head_start: Floats) -> Ints:
    """Give each node to the seed it can reach most cheaply, each seed with its handicap; the groups are connected."""
    size = graph.shape[0]
    handicap = np.round(head_start - head_start.min() + 1.0, 3)
    root = csr_matrix((handicap, (np.full(len(seeds), size), seeds)), shape=(size + 1, size + 1))
    whole = (
        csr_matrix((graph.data, graph.indices, np.append(graph.indptr, graph.indptr[-1])), shape=(size + 1, size + 1))
        + root
    )
    reaches, befores = dijkstra(whole, directed=True, indices=[size], return_predecessors=True)
    reach, before = reaches[0], befores[0]
    label = np.full(size + 1, -1)
    label[seeds] = np.where(before[seeds] == size, np.arange(len(seeds)), -1)
    for node in np.argsort(reach, kind="stable"):
        if label[node] < 0 and before[node] >= 0:
            label[node] = label[before[node]]
    return label[:size]


def partition(
    graph: csr_matrix, centres: Floats, weight: Floats, seeds: Ints, *, rounds: int, move: bool, pace_m: float
) -> Ints:
    """Grow groups of about equal weight: heavy groups start later, and seeds move to the middle of their group."""
    head_start = np.zeros(len(seeds))
    label = grow(graph, seeds, head_start)
    for _ in range(rounds):
        held = np.bincount(label[label >= 0], weights=weight[label >= 0], minlength=len(seeds))
        head_start = head_start + pace_m * np.clip(held / held.mean() - 1, -1, 1)
        if move:
            seeds = middle_nodes(label, centres, weight, seeds)
        label = grow(graph, seeds, head_start)
    # A handicap can swallow a small group: give it back.
    while len(empty := np.setdiff1d(np.arange(len(seeds)), label)):
        seeds = part_seeds(seeds, centres)
        head_start[empty] -= pace_m
        label = grow(graph, seeds, head_start)
    return label


def middle_nodes(label: Ints, centres: Floats, weight: Floats, seeds: Ints) -> Ints:
    """Return for each group the node nearest to its middle."""
    count = len(seeds)
    known = label >= 0
    held = np.maximum(np.bincount(label[known], weights=weight[known], minlength=count), 1e-9)
    middle = np.column_stack(
        [np.bincount(label[known], weights=(weight * centres[:, k])[known], minlength=count) / held for k in (0, 1)]
    )
    away = np.where(known, np.hypot(*(centres - middle[label]).T), np.inf)
    order = np.lexsort((away, label))
    groups, first = np.unique(label[order], return_index=True)
    moved = seeds.copy()
    moved[groups[groups >= 0]] = order[first[groups >= 0]]
    return moved


def part_seeds(seeds: Ints, centres: Floats) -> Ints:
    """Move a seed that is on another's node to the nearest free one: two on one node would leave a group empty."""
    parted: list[int] = []
    for seed in seeds:
        near = np.argsort(np.hypot(*(centres - centres[seed]).T), kind="stable") if seed in parted else [seed]
        parted.append(next(int(node) for node in near if node not in parted))
    return np.array(parted)


def group_areas(blocks: Blocks, island_blocks: NDArray[np.bool_]) -> Ints:
    """Return each block's area: AREA_COUNT - 1 on the mainland with about equal residents, and the island."""
    lot = stage_generator(8)
    weight = np.where(island_blocks, 0.0, blocks.residents)
    spaced = np.sort(lot.choice(len(weight), AREA_COUNT - 1, replace=False, p=weight / weight.sum()))
    label = partition(blocks.graph, blocks.centres, weight, spaced, rounds=14, move=True, pace_m=60.0)
    label[island_blocks] = AREA_COUNT - 1
    return label


def merge_areas(blocks: Blocks, label: Ints) -> Shapes:
    """Merge blocks into areas and smooth the borders that areas share, on a 1 m grid."""
    shapes = np.array([shapely.coverage_union_all(blocks.shapes[label == k]) for k in range(AREA_COUNT)], dtype=object)
    return np.asarray(shapely.coverage_simplify(shapes, 22.0, simplify_boundary=False))
