"""Find where inside a candidate incidents happen: cells, and clusters of points. Small ones are left out."""

from __future__ import annotations

import numpy as np
import pandas as pd

from geo.points.micro_places import add_up_cells
from geo.points.point_clusters import CLUSTER_RULES, ClusterRules, cluster_flagged_points
from service.build.analysis import ALL_CRIME
from service.build.extra_tables.places import Places
from service.build.extra_tables.surfaces import Surfaces
from service.settings.analysis import Statistics

NO_POINTS = "The sources give counts by area and no points, or none in a candidate"


def count_micro_places(inside: pd.DataFrame, surfaces: Surfaces, chosen: Statistics) -> pd.DataFrame:
    """Count cells inside each candidate; cells with few incidents are left out, so that none shows one."""
    if inside.empty:
        surfaces.note("micro_places", NO_POINTS)
        return pd.DataFrame()
    found = add_up_cells(inside, shape=chosen.cell_shape, size_m=chosen.cell_m)
    kept: pd.DataFrame = found[found["incident_count"] >= chosen.least_incidents]
    surfaces.note(
        "micro_places",
        f"Cells of {chosen.cell_m:g} m with fewer than {chosen.least_incidents} incidents are left out: "
        f"{len(found) - len(kept)} of {len(found)}",
    )
    return kept.assign(crime_type=ALL_CRIME)


def cluster_micro_places(
    inside: pd.DataFrame, places: Places, surfaces: Surfaces, *, month_count: int, least_incidents: int
) -> pd.DataFrame:
    """Find clusters inside each candidate, by incidents and by harm; no exact address is shown alone."""
    if inside.empty:
        surfaces.note("micro_clusters", NO_POINTS)
        return pd.DataFrame()
    # Operation Savvy's least, 36 crimes in 12 months, for this period; and the harm of as many average crimes.
    least = CLUSTER_RULES.least_weight * month_count / 12
    harm_of_one = places.points["harm_days"].sum() / places.points["incident_count"].sum()
    found = []
    for weight, worth in (("incident_count", 1.0), ("harm_days", harm_of_one)):
        rules = ClusterRules(least_weight=max(int(np.ceil(least * worth)), 1))
        found.append(cluster_flagged_points(inside, weight=weight, rules=rules).assign(weighted_by=weight))
    clusters = pd.concat(found, ignore_index=True)
    clusters["radius_m"] = np.sqrt(clusters.area / np.pi)
    exact = not places.snapped
    large = clusters["incident_count"] >= least_incidents
    kept: pd.DataFrame = clusters[large & ~(clusters["snap_point"] & exact)]
    surfaces.note(
        "micro_clusters", f"A cluster contains {least:.0f} incidents or more, or the harm of as many average ones"
    )
    surfaces.note(
        "micro_clusters",
        f"Fewer than {least_incidents} incidents"
        + (", and any point that is alone, which may be an address," if exact else "")
        + f" are left out: {len(clusters) - len(kept)} of {len(clusters)}",
    )
    return kept.assign(crime_type=ALL_CRIME)
