"""Find distinct points, and flag those that represent a building rather than a street."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.spatial import cKDTree

from geo.exceptions import InputRefused


@dataclass(frozen=True)
class SnapPointRules:
    """Rules for a point that is an artefact of how incidents are placed.

    Parameters
    ----------
    surrounding_m : float
        Radius around the point that it is compared with; half a long street.
    least_share : float
        Share of the incidents within that radius that lie on the one point.
    least_incidents : int
        Below this many a point is no spike, however far it is from others.
    times_typical : float
        The point also has at least this many times the median point of the data.
    """

    surrounding_m: float = 150.0
    least_share: float = 0.5
    least_incidents: int = 30
    times_typical: float = 10.0


SNAP_POINT_RULES = SnapPointRules()


def distinct_points(incidents: pd.DataFrame) -> pd.DataFrame:
    """Count incidents on each distinct point, to the metre.

    Parameters
    ----------
    incidents : DataFrame
        One row for each incident: `easting_m`, `northing_m` (EPSG:27700, metres; NaN without a location, left out) and,
        where harm is wanted, `harm_days`.

    Returns
    -------
    DataFrame
        Sorted by `easting_m, northing_m` (whole metres): `incident_count`, `harm_days` (NaN where the input has none).

    Raises
    ------
    InputRefused
        A coordinate is infinite, or harm is negative.
    """
    harm = incidents["harm_days"] if "harm_days" in incidents else pd.Series(np.nan, index=incidents.index)
    if np.isinf(incidents[["easting_m", "northing_m"]].to_numpy(dtype=float)).any() or (harm < 0).any():
        raise InputRefused("A coordinate is infinite or harm is negative", "Mend the rows or leave them out")
    placed = pd.DataFrame(
        {
            "easting_m": incidents["easting_m"].round(),
            "northing_m": incidents["northing_m"].round(),
            "harm_days": harm.astype(float),
        }
    ).dropna(subset=["easting_m", "northing_m"])
    grouped = placed.groupby(["easting_m", "northing_m"], sort=True)["harm_days"]
    points = pd.DataFrame({"incident_count": grouped.size(), "harm_days": grouped.sum(min_count=1)})
    return points.reset_index()


def flag_snap_points(points: pd.DataFrame, *, rules: SnapPointRules = SNAP_POINT_RULES) -> pd.DataFrame:
    """Flag points that have most of the incidents around them.

    Parameters
    ----------
    points : DataFrame
        As :func:`distinct_points` gives them: `easting_m, northing_m, incident_count`.
    rules : SnapPointRules
        The limits.

    Returns
    -------
    DataFrame
        The input's index: `surrounding_incident_count` (within the radius, the point itself among them),
        `surrounding_share` (the point's share of them), `snap_point` (bool).

    Notes
    -----
    Our own rule, in the spirit of Tompson and others (2015), UK open source crime data: accuracy and possibilities for
    research: open police data move every incident to one of a list of points, and a station, hospital, shopping centre
    or custody suite gathers hundreds on one. Such a point is flagged where it has at least `least_incidents` incidents,
    at least `times_typical` times the median point, and at least `least_share` of all incidents within `surrounding_m`.
    A street whose incidents lie on several points is not. What could mislead: the flag does not say that nothing
    happens there, only that the exact place is unknown or is one building; a shop that is alone is flagged too, and
    a spike amid a busy city centre is not.
    """
    place = points[["easting_m", "northing_m"]].to_numpy(dtype=float)
    count = points["incident_count"].to_numpy(dtype=float)
    around = np.zeros(len(points))
    if len(points):
        pairs = cKDTree(place).query_pairs(rules.surrounding_m, output_type="ndarray")
        around = count.copy()
        np.add.at(around, pairs[:, 0], count[pairs[:, 1]])
        np.add.at(around, pairs[:, 1], count[pairs[:, 0]])
    typical = float(np.median(count)) if len(count) else 0.0
    share = np.divide(count, around, out=np.zeros(len(count)), where=around > 0)
    many = count >= max(float(rules.least_incidents), rules.times_typical * typical)
    return pd.DataFrame(
        {
            "surrounding_incident_count": around.astype(int),
            "surrounding_share": share,
            "snap_point": many & (share >= rules.least_share),
        },
        index=points.index,
    )
