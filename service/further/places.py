"""Where in a candidate it happens, and whether it happens again: from points, of which only sums are kept."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from geo.micro_places import add_up_cells
from geo.near_repeats import near_repeats
from geo.refusals import Refusal
from geo.snap_points import flag_snap_points
from service.analysis import ALL_CRIME, Findings
from service.further.surfaces import Surfaces
from service.settings import Settings

SNAPPED_KINDS = ("police_uk_csv", "police_uk_api")


@dataclass(frozen=True)
class Places:
    """Where incidents lie, as :mod:`queries.points` reads them.

    Attributes
    ----------
    points : DataFrame
        ``easting_m, northing_m, area_code, incident_count, harm_days``: recorded crime added up by point.
    dated : DataFrame
        ``kind, crime_type, easting_m, northing_m, occurred_at``: incidents with a day and a place. Never stored again.
    snapped : tuple of str
        Kinds of source in this force whose points are moved to a list.
    """

    points: pd.DataFrame
    dated: pd.DataFrame
    snapped: tuple[str, ...]


def count_micro_places(places: Places, surfaces: Surfaces, findings: Findings, settings: Settings) -> pd.DataFrame:
    """Cells inside each candidate with at least the least number of incidents, so that none shows a single one."""
    if places.points.empty:
        surfaces.note("micro_places", "The sources give counts by area and no points")
        return pd.DataFrame()
    chosen, points = settings.statistics, places.points
    at, sums = ["easting_m", "northing_m"], ["incident_count", "harm_days"]
    whole = points.groupby(at, as_index=False)[sums].sum()  # a spike is told from all of the force's points
    flags = whole[at].assign(snap_point=flag_snap_points(whole)["snap_point"])
    inside = points.merge(findings.candidates.candidate_areas, on="area_code")
    inside = inside.groupby(["candidate_id", *at], as_index=False)[sums].sum().merge(flags, on=at)
    cells = [
        add_up_cells(own, shape=chosen.cell_shape, size_m=chosen.cell_m).assign(within=candidate)
        for candidate, own in inside.groupby("candidate_id")
    ]
    if not cells:
        return pd.DataFrame()
    found = pd.concat(cells, ignore_index=True).assign(crime_type=ALL_CRIME)
    surfaces.note(
        "micro_places",
        f"Cells of {chosen.cell_m:g} m with fewer than {chosen.least_incidents} incidents are left out: "
        f"{int((found['incident_count'] < chosen.least_incidents).sum())} of {len(found)}",
    )
    kept: pd.DataFrame = found[found["incident_count"] >= chosen.least_incidents]
    return kept


def ask_near_repeats(places: Places, surfaces: Surfaces, settings: Settings) -> pd.DataFrame:
    """Each type of a source with days and places of its own; what is refused leaves its reason."""
    for kind in places.snapped:
        surfaces.note("near_repeats", f"{kind}: points are snapped to a list, so near repeats would only find the list")
    if places.dated.empty and not places.snapped:
        surfaces.note("near_repeats", "The sources give counts by area and no points")
    found, draws = [], settings.statistics.near_repeat_draws
    if not draws and len(places.dated):
        surfaces.note("near_repeats", "Not asked for: set near_repeat_draws in [statistics], 99 or more")
        return pd.DataFrame()
    for crime_type, incidents in places.dated.groupby("crime_type"):
        try:
            knox = near_repeats(incidents, points_snapped=False, draws=draws, seed=settings.analysis.seed)
        except Refusal as refusal:
            surfaces.note("near_repeats", f"{crime_type}: {refusal.problem}")
        else:
            found.append(knox.assign(crime_type=crime_type))
    return pd.concat(found, ignore_index=True) if found else pd.DataFrame()
