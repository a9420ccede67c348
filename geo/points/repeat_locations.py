"""Find repeat locations: points with more than one incident."""

from __future__ import annotations

import pandas as pd

from geo.exceptions import ConfigurationRefused
from geo.points.snap_points import SNAP_POINT_RULES, SnapPointRules, distinct_points, flag_snap_points

REPEAT_COLUMNS = (
    "easting_m",
    "northing_m",
    "incident_count",
    "harm_days",
    "incident_share",
    "month_count",
    "first_month",
    "last_month",
    "snap_point",
)
REPEAT_LEVELS = (2, 3, 5)


def repeat_locations(
    incidents: pd.DataFrame, *, least_incidents: int = 2, rules: SnapPointRules = SNAP_POINT_RULES
) -> pd.DataFrame:
    """List the points with repeated incidents, the busiest first.

    Parameters
    ----------
    incidents : DataFrame
        One row for each incident of the types and period of interest: `easting_m, northing_m` (EPSG:27700; NaN left
        out), `occurred_month` (first of month), optionally `harm_days`.
    least_incidents : int
        Incidents that make a location a repeat, at least 2.
    rules : SnapPointRules
        When a point is an artefact.

    Returns
    -------
    DataFrame
        `easting_m, northing_m` (whole metres), `incident_count`, `harm_days` (NaN where not given), `incident_share`
        (of all located incidents), `month_count` (months with an incident), `first_month, last_month`, `snap_point`.
        Sorted by incident_count downwards, then by place.

    Raises
    ------
    ConfigurationRefused
        `least_incidents` is below 2.

    Notes
    -----
    As in repeat victimisation analysis (Farrell and Pease 1993), by point instead of by person. What could mislead: on
    open data a point represents a street of at least eight addresses, so a repeat there is no repeat victim; a longer
    period finds more repeats.
    """
    if least_incidents < 2:
        raise ConfigurationRefused(f"A repeat needs {least_incidents} incidents", "Set least_incidents to 2 or more")
    points = distinct_points(incidents)
    points = points.join(flag_snap_points(points, rules=rules))
    located = incidents.dropna(subset=["easting_m", "northing_m"])
    keys = [located["easting_m"].round(), located["northing_m"].round()]
    months = located.groupby(keys)["occurred_month"].agg(["nunique", "min", "max"])
    months = months.set_axis(["month_count", "first_month", "last_month"], axis=1)
    points = points.join(months, on=["easting_m", "northing_m"])
    points["incident_share"] = points["incident_count"] / max(int(points["incident_count"].sum()), 1)
    repeats = points[points["incident_count"] >= least_incidents]
    order = ["incident_count", "easting_m", "northing_m"]
    return repeats.sort_values(order, ascending=[False, True, True], ignore_index=True)[list(REPEAT_COLUMNS)]


def share_repeats(points: pd.DataFrame, *, by: list[str]) -> pd.DataFrame:
    """Measure how much happens where something happened before, without naming a point.

    Parameters
    ----------
    points : DataFrame
        One row for each location of a group: the columns `by`, `incident_count` (1 or more), `snap_point` (as
        :func:`geo.points.snap_points.flag_snap_points` gives it).
    by : list of str
        What makes a group, such as unit and crime type.

    Returns
    -------
    DataFrame
        One row for each group, sorted: `location_count`, `incident_count`, `repeat_location_count` (two incidents or
        more), `incident_share_2, incident_share_3, incident_share_5` (share of incidents at locations with at least so
        many), `snap_point_share` (share of incidents on points that are artefacts).

    Notes
    -----
    What could mislead: a longer period, or a busier place, has more repeats without anyone being a repeat victim; on
    open data a location is a street of at least eight addresses, so shares say how few points have the incidents.
    """
    count = points["incident_count"]
    at_least = {f"at_{least}": count.where(count >= least, 0) for least in REPEAT_LEVELS}
    measured = points[by].assign(
        location_count=1,
        incident_count=count,
        repeat_location_count=(count >= 2).astype(int),
        on_snap_point=count.where(points["snap_point"], 0),
        **at_least,
    )
    sums = measured.groupby(by, as_index=False).sum()
    shares = {f"incident_share_{least}": sums[f"at_{least}"] / sums["incident_count"] for least in REPEAT_LEVELS}
    kept = sums[[*by, "location_count", "incident_count", "repeat_location_count"]]
    return kept.assign(**shares, snap_point_share=sums["on_snap_point"] / sums["incident_count"])
