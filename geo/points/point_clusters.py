"""Clusters of distinct points: the micro-places inside an area or a candidate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.exceptions import ConfigurationRefused
from geo.points.micro_places import finish_micro_places
from geo.points.snap_points import SNAP_POINT_RULES, SnapPointRules, distinct_points, flag_snap_points

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

WEIGHTS = ("incident_count", "harm_days")
_TYPES = {
    "incident_count": "int64",
    "harm_days": "float64",
    "point_count": "int64",
    "largest_point_share": "float64",
    "snap_point": "bool",
}


@dataclass(frozen=True)
class ClusterRules:
    """Rules for what makes points a cluster.

    Parameters
    ----------
    reach_m : float
        Points within this many metres of each other are near.
    least_weight : int
        Weight (incidents, or days of harm) that a point and those near it must have together. 36 incidents in 12 months
        is the least of West Midlands Police's Operation Savvy hot spots.
    least_points : int
        Distinct points; fewer are one building rather than a cluster.
    """

    reach_m: float = 100.0
    least_weight: int = 36
    least_points: int = 3


CLUSTER_RULES = ClusterRules()


def cluster_points(
    incidents: pd.DataFrame,
    *,
    weight: str = "incident_count",
    within: shapely.Geometry | None = None,
    rules: ClusterRules = CLUSTER_RULES,
    snap_rules: SnapPointRules = SNAP_POINT_RULES,
) -> GeoDataFrame:
    """Find clusters of distinct points, weighted by their incidents or harm.

    Parameters
    ----------
    incidents : DataFrame
        One row for each incident: `easting_m, northing_m` (EPSG:27700; NaN left out), optionally `harm_days`. Pass the
        incidents of the whole force even where `within` is given, or a spike just outside cannot be recognised.
    weight : {'incident_count', 'harm_days'}
        What a point weighs.
    within : Geometry, optional
        The area or candidate, EPSG:27700; points on its edge belong to it.
    rules, snap_rules : ClusterRules, SnapPointRules
        The limits.

    Returns
    -------
    GeoDataFrame
        The columns of :func:`geo.points.micro_places.count_in_cells`, one row for each cluster. `kind` is 'cluster',
        or 'snap
        point' for a flagged point, which is alone: it joins no cluster, or every spike would be one. `size_m` is
        the reach, `easting_m, northing_m` the weighted centre, `geometry` the hull of the points, widened by half the
        reach.

    Raises
    ------
    ConfigurationRefused
        The weight is neither of the two, or harm is asked for and not given.

    Notes
    -----
    DBSCAN (Ester and others 1996) as in scikit-learn, each distinct point weighing as much as its
    incidents or their harm. What could mislead: chains of near points grow long, so look at the outline before naming
    a place; on snapped points a cluster is a group of snap points; which points at the rim belong can depend on
    `reach_m`.
    """
    if weight not in WEIGHTS:
        raise ConfigurationRefused(f"The weight is {weight!r}", f"Use one of {', '.join(WEIGHTS)}")
    points = distinct_points(incidents)
    if weight == "harm_days" and points["harm_days"].isna().any():
        raise ConfigurationRefused("Clusters weighted by harm need harm_days for every point", "Give harm_days")
    points = points.join(flag_snap_points(points, rules=snap_rules))
    if within is not None:
        points = points[shapely.intersects_xy(within, points["easting_m"], points["northing_m"])]
    return cluster_flagged_points(points, weight=weight, rules=rules)


def cluster_flagged_points(points: pd.DataFrame, *, weight: str, rules: ClusterRules = CLUSTER_RULES) -> GeoDataFrame:
    """Find clusters of points that are already distinct and flagged.

    For parts of a force: flag the points of the whole force first, or a spike beside the part cannot be recognised.

    Parameters
    ----------
    points : DataFrame
        `easting_m, northing_m, incident_count, harm_days, snap_point`, as
        :func:`geo.points.snap_points.distinct_points` and
        :func:`geo.points.snap_points.flag_snap_points` give them. With `within`, the part that a point lies in: no
        cluster joins two parts, and what comes back has the column, too.
    weight, rules
        As for :func:`cluster_points`, which also describes what comes back.

    Returns
    -------
    GeoDataFrame
        As :func:`cluster_points` gives it, with `within` where `points` has it.
    """
    streets = points[~points["snap_point"]]
    labels = _dbscan(streets, weight=weight, rules=rules)
    clusters = _describe(streets.assign(label=labels)[labels >= 0], weight, rules, kind="cluster")
    spikes = points[points["snap_point"]]
    alone = _describe(spikes.assign(label=np.arange(len(spikes))), weight, rules, kind="snap point")
    both: GeoDataFrame = pd.concat([clusters, alone], ignore_index=True)
    return both


def _dbscan(points: pd.DataFrame, *, weight: str, rules: ClusterRules) -> NDArray[np.int64]:
    """Return a label for each point, -1 for none; clusters of too few points are none."""
    from sklearn.cluster import DBSCAN

    if points.empty:
        return np.zeros(0, dtype=np.int64)
    model = DBSCAN(eps=rules.reach_m, min_samples=rules.least_weight)
    place = points[["easting_m", "northing_m"]].to_numpy(dtype=float)
    if "within" in points:
        # Parts lie out of each other's reach along an axis of their own.
        part, _ = pd.factorize(points["within"])
        place = np.column_stack([place, 2.0 * rules.reach_m * part])
    labels = model.fit(place, sample_weight=points[weight].to_numpy(dtype=float)).labels_
    sizes = np.bincount(labels + 1, minlength=1)
    enough: NDArray[np.bool_] = sizes[labels + 1] >= rules.least_points
    return np.where(enough, labels, -1).astype(np.int64)


def _describe(points: pd.DataFrame, weight: str, rules: ClusterRules, *, kind: str) -> GeoDataFrame:
    """Describe each label in one row."""
    grouped = points.groupby("label")
    columns = {"within": grouped["within"].first()} if "within" in points else {}
    frame = pd.DataFrame(
        {
            **columns,
            "incident_count": grouped["incident_count"].sum(),
            "harm_days": grouped["harm_days"].sum(min_count=1),
            "point_count": grouped.size(),
            "largest_point_share": grouped["incident_count"].max() / grouped["incident_count"].sum(),
            "snap_point": kind == "snap point",
        }
    ).astype(_TYPES)
    at = np.searchsorted(frame.index.to_numpy(), points["label"].to_numpy())
    place = points[["easting_m", "northing_m"]].to_numpy(dtype=float)
    heavy = points[weight].to_numpy(dtype=float)
    # Where no point weighs anything, each counts alike.
    heavy = np.where(np.bincount(at, weights=heavy, minlength=len(frame))[at] > 0, heavy, 1.0)
    total = np.bincount(at, weights=heavy, minlength=len(frame))
    sums = [np.bincount(at, weights=heavy * along, minlength=len(frame)) for along in place.T]
    order = np.argsort(at, kind="stable")
    hulls = shapely.convex_hull(shapely.multipoints(shapely.points(place[order]), indices=at[order]))
    return finish_micro_places(
        frame.reset_index(drop=True),
        np.column_stack(sums) / total[:, np.newaxis],
        shapely.buffer(hulls, rules.reach_m / 2.0),
        kind=kind,
        size_m=rules.reach_m,
    )
