"""Run the scan statistic: a third opinion on where and how large hotspots are."""

from __future__ import annotations

import pandas as pd

from geo.areas.neighbours import neighbours_frame
from geo.hotspots.scan import scan_clusters
from service.build.analysis import ALL_CRIME, MAIN_SURFACE, Findings
from service.build.extra_tables.surfaces import Surfaces


def scan_force(
    areas: pd.DataFrame, surfaces: Surfaces, findings: Findings, *, draws: int, seed: int
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Scan recorded crime against residents; context only, and left out with no draws."""
    monthly = surfaces.monthly[MAIN_SURFACE]
    phi = surfaces.widening(MAIN_SURFACE) if draws else None
    if phi is None:
        reason = "Too few incidents" if draws else "Not asked for: set scan_draws in [statistics], 99 or more"
        surfaces.note("scan_clusters", reason)
        return pd.DataFrame(), pd.DataFrame()
    inside = areas.geometry.representative_point()
    at_risk = areas["population"].fillna(0.0)
    frame = pd.DataFrame(
        {"incident_count": monthly.sum(axis=1), "at_risk": at_risk, "easting_m": inside.x, "northing_m": inside.y}
    )[at_risk > 0]
    neighbours = neighbours_frame(findings.graph, method="")
    scan = scan_clusters(frame, neighbours, dispersion=phi, draws=draws, seed=seed)
    surfaces.note("scan_clusters", f"{draws} draws, so no p-value below {1 / (draws + 1):.2g}; residents are at risk")
    return scan.clusters.assign(crime_type=ALL_CRIME, at_risk_measure="population"), scan.areas.assign(
        crime_type=ALL_CRIME
    )
