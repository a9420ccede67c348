"""What a built workspace contains, as the frames that the benchmarks of level, forecast and calibration take."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import pandas as pd

from geo.candidates.place import PlaceLimits
from geo.need.need_index import COUNTED
from geo.need.strand_months import StrandMonths, lay_out_strands
from queries.store.connection import read_areas, read_frame
from queries.workspace.generations import Workspace
from service.build.levels import limits_by_unit
from service.settings import Settings


@dataclass(frozen=True)
class ForceData:
    """One force: its assessable areas, counts by strand and month, similar areas, places proposed and their limits."""

    areas: gpd.GeoDataFrame
    strands: StrandMonths
    deprivation: pd.Series
    similar: pd.DataFrame
    candidates: pd.DataFrame
    limits: dict[str, PlaceLimits]
    ranked: pd.Index

    def strand_values(self, months: pd.DatetimeIndex) -> pd.DataFrame:
        """The four strands of the assessable areas over some months."""
        counted = self.strands.add_up(months).loc[self.ranked]
        return counted[list(COUNTED)].assign(deprivation=self.deprivation.loc[self.ranked])


def read_force(workspace: Path) -> ForceData:
    """Read the current generation of a workspace."""
    with Workspace(workspace).open_current() as con:
        areas = read_areas(con)
        measures = read_frame(con, "FROM area_measures").set_index("area_code")
        ranking = read_frame(con, "FROM ranking").set_index("area_code")
        months = read_frame(con, "SELECT month FROM month_coverage GROUP BY month HAVING bool_and(complete) ORDER BY 1")
        counts, types = read_frame(con, "FROM area_months"), read_frame(con, "FROM crime_types")
        similar, candidates = read_frame(con, "FROM similar_areas"), read_frame(con, "FROM candidates")
        limits = limits_by_unit(read_frame(con, "FROM candidate_units"), PlaceLimits())
    complete = pd.DatetimeIndex(pd.to_datetime(months["month"]))
    counts["month"] = pd.to_datetime(counts["month"])
    strands = lay_out_strands(counts, types, area_codes=areas.index, months=complete)
    ranked = ranking.index[ranking["assessable"].astype(bool)]
    ranked = areas.index[areas.index.isin(ranked)]
    return ForceData(areas, strands, measures["deprivation_score"], similar, candidates, limits, ranked)


def read_settings(workspace: Path) -> Settings:
    """The configuration of the current generation of a workspace."""
    with Workspace(workspace).open_current() as con:
        (parameters,) = con.execute("SELECT parameters FROM runs").fetchall()[0]
    return Settings.model_validate_json(parameters)
