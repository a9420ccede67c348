"""Cells and clusters: nothing lost, the nearest centre by brute force, areas by arithmetic, planted clusters."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
import pytest
import shapely
from scipy.spatial import cKDTree

from geo.exceptions import ConfigurationRefused
from geo.points.micro_places import MICRO_PLACE_COLUMNS, count_in_cells
from geo.points.point_clusters import ClusterRules, cluster_points
from geo.points.snap_points import distinct_points

RNG = np.random.default_rng(6)
SCATTER = pd.DataFrame(
    {
        "easting_m": RNG.uniform(400_000, 403_000, 800),
        "northing_m": RNG.uniform(300_000, 302_000, 800),
        "harm_days": RNG.integers(1, 100, 800).astype(float),
    }
)


@pytest.mark.parametrize("shape", ["hexagon", "square"])
class TestCells:
    def test_nothing_is_lost(self, shape):
        cells = count_in_cells(SCATTER, shape=shape, size_m=150)
        assert cells["incident_count"].sum() == len(SCATTER)
        assert cells["harm_days"].sum() == pytest.approx(SCATTER["harm_days"].sum())
        assert cells["point_count"].sum() == len(distinct_points(SCATTER))
        assert list(cells.columns) == list(MICRO_PLACE_COLUMNS)
        assert cells.crs.to_epsg() == 27700

    def test_the_id_says_where_the_middle_is(self, shape):
        cells = count_in_cells(SCATTER, shape=shape, size_m=150)
        initial = {"hexagon": "H", "square": "S"}[shape]
        assert cells["micro_place_id"].tolist() == [
            f"{initial}150-{int(east)}-{int(north)}"
            for east, north in zip(cells["easting_m"], cells["northing_m"], strict=True)
        ]
        middles = cells.geometry.centroid
        assert cells["easting_m"].to_numpy() == pytest.approx(middles.x.to_numpy())
        assert cells["northing_m"].to_numpy() == pytest.approx(middles.y.to_numpy())
        assert set(cells["kind"]) == {shape}
        assert set(cells["size_m"]) == {150.0}

    def test_each_outline_holds_what_is_counted_in_it(self, shape):
        cells = count_in_cells(SCATTER, shape=shape, size_m=150)
        points = distinct_points(SCATTER)
        places = shapely.points(points["easting_m"], points["northing_m"])
        for outline, count in zip(cells.geometry, cells["incident_count"], strict=True):
            assert points.loc[shapely.contains(outline.buffer(-1e-6), places), "incident_count"].sum() <= count
            assert points.loc[shapely.intersects(outline.buffer(1e-6), places), "incident_count"].sum() >= count

    def test_area_and_width_by_arithmetic(self, shape):
        cells = count_in_cells(SCATTER, shape=shape, size_m=200)
        expected = 200**2 if shape == "square" else np.sqrt(3) / 2 * 200**2
        assert cells.geometry.area.to_numpy() == pytest.approx(expected)
        west, _, east, _ = cells.geometry.iloc[0].bounds
        assert east - west == pytest.approx(200)

    def test_cells_do_not_overlap(self, shape):
        outlines = count_in_cells(SCATTER, shape=shape, size_m=400).geometry
        assert shapely.area(shapely.union_all(outlines.to_numpy())) == pytest.approx(outlines.area.sum())

    def test_ids_are_stable_and_distinct(self, shape):
        whole = count_in_cells(SCATTER, shape=shape, size_m=150)
        part = count_in_cells(SCATTER.sample(300, random_state=1), shape=shape, size_m=150)
        assert whole["micro_place_id"].is_unique
        assert set(part["micro_place_id"]) <= set(whole["micro_place_id"])

    def test_empty(self, shape):
        cells = count_in_cells(SCATTER.iloc[:0], shape=shape, size_m=150)
        assert cells.empty
        assert list(cells.columns) == list(MICRO_PLACE_COLUMNS)


def test_hexagon_is_the_one_with_the_nearest_centre():
    size = 150.3  # no point of whole metres lies on an edge
    cells = count_in_cells(SCATTER, shape="hexagon", size_m=size)
    step = size * np.sqrt(3) / 2
    rows, columns = range(int(299_500 // step), int(302_500 // step)), range(2600, 2760)
    every = np.array([((c + (r % 2) / 2) * size, r * step) for r, c in itertools.product(rows, columns)])
    _, nearest = cKDTree(every).query(distinct_points(SCATTER)[["easting_m", "northing_m"]])
    centre, count = np.unique(nearest, return_counts=True)
    gap, cell = cKDTree(cells[["easting_m", "northing_m"]]).query(every[centre])
    assert gap.max() == pytest.approx(0, abs=1e-6)
    assert cells["point_count"].iloc[cell].tolist() == count.tolist()
    assert len(centre) == len(cells)


def test_points_on_an_edge_belong_to_one_square():
    corner = pd.DataFrame({"easting_m": [300.0], "northing_m": [450.0]})
    cells = count_in_cells(corner, shape="square", size_m=150)
    assert cells[["easting_m", "northing_m"]].to_numpy().tolist() == [[300 + 75, 450 + 75]]


@pytest.mark.parametrize(("shape", "size"), [("triangle", 150), ("square", 5), ("square", np.nan), ("hexagon", 1e6)])
def test_refuses_what_makes_no_grid(shape, size):
    with pytest.raises(ConfigurationRefused):
        count_in_cells(SCATTER, shape=shape, size_m=size)


def planted(centre, *, points, each, spread=60.0, seed=1):
    rng = np.random.default_rng(seed)
    place = np.round(rng.normal(centre, spread / 2, size=(points, 2)))
    return pd.DataFrame(np.repeat(place, each, axis=0), columns=["easting_m", "northing_m"]).assign(harm_days=1.0)


QUIET = pd.DataFrame(
    {
        "easting_m": RNG.uniform(390_000, 410_000, 400),
        "northing_m": RNG.uniform(295_000, 310_000, 400),
        "harm_days": 1.0,
    }
)
ESTATE = planted((402_000, 302_000), points=12, each=6)
PARADE = planted((406_000, 304_000), points=8, each=5, seed=2)
STATION = pd.DataFrame({"easting_m": [398_000.0] * 200, "northing_m": [306_000.0] * 200, "harm_days": 1.0})


class TestClusters:
    def test_finds_what_was_planted_and_sets_the_spike_apart(self):
        found = cluster_points(pd.concat([QUIET, ESTATE, PARADE, STATION]))
        clusters, spikes = found[found["kind"] == "cluster"], found[found["kind"] == "snap point"]
        assert sorted(clusters["incident_count"]) == [8 * 5, 12 * 6]
        assert sorted(clusters["point_count"]) == [8, 12]
        assert spikes["incident_count"].tolist() == [200]
        assert not clusters["snap_point"].any()
        assert spikes["snap_point"].all()
        middle = clusters.loc[clusters["incident_count"] == 72, ["easting_m", "northing_m"]].to_numpy()[0]
        assert middle == pytest.approx(ESTATE[["easting_m", "northing_m"]].mean().to_numpy())

    def test_a_spike_makes_no_cluster_of_the_streets_around_it(self):
        around = pd.DataFrame(
            {"easting_m": [398_050.0, 397_960, 398_000], "northing_m": [306_000.0, 306_030, 306_070], "harm_days": 1.0}
        )
        found = cluster_points(pd.concat([QUIET, STATION, around]))
        assert found["kind"].tolist() == ["snap point"]
        assert found["incident_count"].tolist() == [200]

    def test_the_id_says_the_reach_and_where_the_middle_is(self):
        found = cluster_points(pd.concat([QUIET, ESTATE, STATION])).set_index("kind")["micro_place_id"]
        east, north = ESTATE[["easting_m", "northing_m"]].mean().astype(int)
        assert found.to_dict() == {"cluster": f"C100-{east}-{north}", "snap point": "C100-398000-306000"}

    def test_only_within(self):
        found = cluster_points(
            pd.concat([QUIET, ESTATE, PARADE, STATION]), within=shapely.box(401_000, 301_000, 403_000, 303_000)
        )
        assert found["incident_count"].tolist() == [72]

    def test_against_clusters_grown_by_hand(self):
        """DBSCAN as its paper states it: grow from points whose neighbourhood weighs enough."""
        rows = pd.concat([QUIET, ESTATE, PARADE])
        points = distinct_points(rows)
        place, weight = points[["easting_m", "northing_m"]].to_numpy(), points["incident_count"].to_numpy()
        near = np.hypot(*(place[:, None, :] - place[None, :, :]).transpose(2, 0, 1)) <= 100
        core, left, grown = near @ weight >= 36, set(), []
        left = set(np.flatnonzero(core))
        while left:
            members, edge = set(), [left.pop()]
            while edge:
                point = edge.pop()
                members.add(point)
                edge += [p for p in np.flatnonzero(near[point]) if core[p] and p not in members and p not in edge]
            members |= {p for m in list(members) for p in np.flatnonzero(near[m])}
            left -= members
            grown.append(weight[list(members)].sum())
        assert sorted(cluster_points(rows)["incident_count"]) == sorted(grown)

    def test_each_cluster_has_the_outline_of_its_own_points(self):
        found = cluster_points(pd.concat([QUIET, ESTATE, PARADE]))
        for planted_here in (ESTATE, PARADE):
            points = shapely.MultiPoint(planted_here[["easting_m", "northing_m"]].to_numpy())
            (outline,) = found.geometry[found.intersects(points)]
            assert outline.equals(shapely.buffer(points.convex_hull, 100 / 2))

    def test_weighted_by_harm(self):
        mild = pd.concat([QUIET, ESTATE]).assign(harm_days=0.1)
        grave = PARADE.assign(harm_days=50.0)
        found = cluster_points(pd.concat([mild, grave]), weight="harm_days", rules=ClusterRules(least_weight=365))
        assert found["harm_days"].tolist() == [8 * 5 * 50.0]

    def test_few_points_are_a_building(self):
        pair = planted((402_000, 302_000), points=2, each=20)
        assert cluster_points(pd.concat([QUIET, pair])).empty

    def test_empty_and_shuffled(self):
        assert cluster_points(QUIET.iloc[:0]).empty
        rows = pd.concat([QUIET, ESTATE, PARADE, STATION])
        mixed = cluster_points(rows.sample(frac=1, random_state=5))
        assert mixed.drop(columns="geometry").equals(cluster_points(rows).drop(columns="geometry"))

    def test_refuses_an_unknown_weight_and_missing_harm(self):
        with pytest.raises(ConfigurationRefused, match="'population'"):
            cluster_points(QUIET, weight="population")
        with pytest.raises(ConfigurationRefused, match="harm_days for every point"):
            cluster_points(QUIET[["easting_m", "northing_m"]], weight="harm_days")
