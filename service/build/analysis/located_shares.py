"""Decide whether the last two years compare: the located share of the force and of each district if known."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from geo.exceptions import InputRefused
from geo.measures.located_share import (
    MOVE_COLUMNS,
    LocationRule,
    compare_located_shares,
    find_moved,
    located_shares,
)
from geo.trends.year_on_year import match_years
from service.build.analysis.analyse_areas import ALL_CRIME, Findings

ALL_DEMAND = "All demand"


@dataclass(frozen=True)
class LocatedShares:
    """The tables ``located_share`` and ``located_share_moves``, and the rule that every comparison obeys.

    Attributes
    ----------
    shares : DataFrame
        As :func:`geo.measures.located_share.located_shares` gives it.
    moves : DataFrame
        As :func:`geo.measures.located_share.compare_located_shares` gives it, of the last twelve months and the twelve
        before; empty where no two years can be compared.
    """

    shares: pd.DataFrame = field(default_factory=pd.DataFrame)
    moves: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=MOVE_COLUMNS))

    def why_not(self, crime_type: str, areas: pd.DataFrame) -> str:
        """Say why the two years of a place (its rows of ``areas``) do not compare; empty if they do."""
        return find_moved(self.moves, crime_type, areas["district_code"].dropna().unique())

    def of_force(self, crime_type: str) -> pd.Series:
        """Return the row of the whole force: counts of all incidents, with and without a location."""
        of_it = self.moves[(self.moves["crime_type"] == crime_type) & self.moves["district_code"].isna()]
        return of_it.iloc[0]


def compare_locations(
    areas: pd.DataFrame,
    area_months: pd.DataFrame,
    unlocated: pd.DataFrame,
    crime_types: pd.DataFrame,
    findings: Findings,
    *,
    rule: LocationRule,
) -> LocatedShares:
    """Count incidents with and without a location, and compare their shares between the last two years.

    Parameters
    ----------
    areas, area_months : DataFrame
        As the tables of the same names; ``areas`` is indexed by ``area_code``.
    unlocated : DataFrame
        `month, crime_type, district_code, incident_count` of incidents that could not be placed.
    crime_types : DataFrame
        As the table of that name.
    findings : Findings
        The complete months.
    rule : LocationRule
        How far a share may move.

    Returns
    -------
    LocatedShares
        Located shares by month and type, their moves, and which two years compare.
    """
    shares = located_shares(area_months, unlocated, areas["district_code"].dropna())
    try:
        before, after = match_years(pd.DatetimeIndex(findings.months))
    except InputRefused:
        return LocatedShares(shares)
    seen, is_crime = sorted(set(shares["crime_type"])), crime_types["kind"] == "crime"
    groups = {name: [name] for name in seen} | {
        ALL_CRIME: crime_types.loc[is_crime, "crime_type"],
        ALL_DEMAND: crime_types.loc[~is_crime, "crime_type"],
    }
    moves = compare_located_shares(shares, before, after, groups, rule=rule)
    ends = {"before_start": before[0], "before_end": before[-1], "after_start": after[0], "after_end": after[-1]}
    return LocatedShares(shares, moves.assign(**ends))
