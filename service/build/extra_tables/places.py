"""Read where incidents are, for the statistics of points."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from geo.points.snap_points import flag_snap_points

SNAPPED_KINDS = ("police_uk_csv", "police_uk_api")
AT = ["easting_m", "northing_m"]
_SUMS = ["incident_count", "harm_days"]


@dataclass(frozen=True)
class Places:
    """Where incidents lie, as :mod:`queries.store.points` reads them.

    Attributes
    ----------
    points : DataFrame
        ``easting_m, northing_m, area_code, crime_type, incident_count, harm_days``: recorded crime added up by point.
    dated : DataFrame
        ``kind, crime_type, easting_m, northing_m, occurred_at``: incidents with a day and a place. Never stored again.
    snapped : tuple of str
        Kinds of source in this force whose points are moved to a list.
    """

    points: pd.DataFrame
    dated: pd.DataFrame
    snapped: tuple[str, ...]

    @cached_property
    def flags(self) -> pd.DataFrame:
        """Each distinct point, and whether it is an artefact, judged by all points of the force around it."""
        whole = self.points.groupby(AT, as_index=False)[["incident_count"]].sum()
        return whole[AT].assign(snap_point=flag_snap_points(whole)["snap_point"])

    def inside(self, candidate_areas: pd.DataFrame) -> pd.DataFrame:
        """Points in the areas of each candidate (``within``), flagged."""
        kept = self.points.merge(candidate_areas, on="area_code").rename(columns={"candidate_id": "within"})
        return kept.groupby(["within", *AT], as_index=False)[_SUMS].sum().merge(self.flags, on=AT)
