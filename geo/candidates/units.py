"""Lay out the units of a force for the search: areas, their need, and which of them touch."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geo.areas.perimeters import shared_perimeters
from geo.arrays import Floats, Integers
from geo.candidates.place import Unit
from geo.exceptions import ConfigurationRefused
from geo.measures.ranks import force_percentiles
from geo.need.need_index import STRANDS
from geo.thresholds import THRESHOLDS

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

OBJECTIVES = MappingProxyType(
    {"need": "need_score", "harm": "harm_days", "crime": "crime_count", "demand": "demand_count"}
)
_STEPS_ACROSS = 3


def score_excess(ranking: pd.DataFrame, measures: pd.DataFrame, objective: str) -> pd.Series[float]:
    """Return how far each area is above the force mean, in need-score points.

    Parameters
    ----------
    ranking : DataFrame
        From :func:`geo.need.ranking.rank_areas`.
    measures : DataFrame
        From :func:`geo.measures.strands.measure_strands`.
    objective : str
        'need', 'harm', 'crime' or 'demand'.

    Returns
    -------
    Series
        Index of `ranking`; 0 where an area cannot be assessed: it is neither sought nor avoided.

    Raises
    ------
    ConfigurationRefused
        No such objective.

    Notes
    -----
    Harm, crime and demand are brought to the spread of the need score, so that the compactness term weighs the same.
    What could mislead: they are counts, so a few areas in town centres have most of what there is.
    """
    if objective not in OBJECTIVES:
        raise ConfigurationRefused(f"The objective is {objective!r}", f"Take one of {', '.join(OBJECTIVES)}")
    need = ranking["need_score"]
    if objective == "need":
        return (need - need.mean()).fillna(0.0)
    counted = measures[OBJECTIVES[objective]].reindex(need.index).where(need.notna()).astype(float)
    spread = counted.std()
    scale = need.std() / spread if spread > 0 else 0.0
    return ((counted - counted.mean()) * scale).fillna(0.0)


def find_low_areas(excess: pd.Series[float], assessable: pd.Series[bool], *, floor: float) -> pd.Series[bool]:
    """Find areas below the floor: they may only connect a place.

    Parameters
    ----------
    excess : Series
        From :func:`score_excess`, by `area_code`.
    assessable : Series
        The same index; an area that cannot be assessed does not reach any floor above 0.
    floor : float
        Percentile of the force's assessable areas, 0 to 100, in what is sought.

    Returns
    -------
    Series of bool
        The index of `excess`; True where an area is below the floor, nowhere where `floor` is 0.
    """
    if floor <= 0:
        return pd.Series(data=False, index=excess.index)
    return ~(force_percentiles(excess.where(assessable)) >= floor)


def measure_standing(ranking: pd.DataFrame) -> pd.DataFrame:
    """Return how far (percentile points) each area is above the line for a high strand; 0 if not assessed."""
    scores = ranking[[f"{strand}_score" for strand in STRANDS]]
    return (scores - THRESHOLDS.high_strand_percentile).fillna(0.0)


def build_units(
    areas: GeoDataFrame,
    excess: pd.Series[float],
    *,
    compactness: float,
    cross_units: bool = False,
    low: pd.Series[bool] | None = None,
    standing: pd.DataFrame | None = None,
) -> Iterator[Unit]:
    """Lay out every unit, in the order of the codes.

    Parameters
    ----------
    areas : GeoDataFrame
        Index `area_code`, with `npu_code`, `team_code`, `population`, geometry in EPSG:27700.
    excess : Series
        From :func:`score_excess`.
    compactness : float
        See :class:`geo.candidates.place.PlaceLimits`.
    cross_units : bool
        Whether a place may take in areas across the border; at least half of it stays at home.
    low : Series, optional
        From :func:`find_low_areas`; left out, there is no floor.
    standing : DataFrame, optional
        From :func:`measure_standing`; left out, a place needs no strand in which it is high.

    Yields
    ------
    Unit
    """
    pairs: dict[str, dict[str, float]] = {str(code): {} for code in areas.index}
    inside = areas.geometry.representative_point()
    points = pd.DataFrame({"easting_m": inside.x, "northing_m": inside.y}, index=areas.index)
    shared = shared_perimeters(areas)
    for (code, beside), share in zip(shared.index.to_list(), shared.to_list(), strict=True):
        pairs[code][beside] = share
    team_of = areas["team_code"].to_dict()
    for npu_code, members in areas.groupby("npu_code", sort=True):
        home = {str(code) for code in members.index}
        codes = sorted(_within_reach(home, pairs) if cross_units else home)
        yield Unit(
            npu_code=str(npu_code),
            codes=codes,
            excess=_values(excess, codes),
            residents=_values(areas["population"], codes),
            teams=_number_teams([team_of[code] for code in codes]),
            shares=_square(codes, pairs),
            home=np.array([code in home for code in codes]),
            compactness=compactness,
            low=None if low is None else low.reindex(codes).fillna(value=True).to_numpy(dtype=bool),
            standing=None if standing is None else standing.reindex(codes).fillna(0.0).to_numpy(dtype=np.float64),
            points=points.loc[codes].to_numpy(dtype=np.float64),
        )


def _within_reach(home: set[str], pairs: Mapping[str, Mapping[str, float]]) -> set[str]:
    """List the unit's areas and those a few steps across its border."""
    found = set(home)
    for _ in range(_STEPS_ACROSS):
        found |= {beside for code in found for beside in pairs[code]}
    return found


def _values(column: pd.Series[float], codes: list[str]) -> Floats:
    return np.array(column.reindex(codes).fillna(0.0), dtype=np.float64)


def _number_teams(teams: list[object]) -> Integers:
    """Number the teams; -1 where none is known."""
    numbers, _ = pd.factorize(np.array(teams, dtype=object))
    return np.array(numbers, dtype=np.int64)


def _square(codes: list[str], pairs: Mapping[str, Mapping[str, float]]) -> Floats:
    at = {code: position for position, code in enumerate(codes)}
    shares = np.zeros((len(codes), len(codes)))
    for code in codes:
        for beside, share in pairs[code].items():
            if beside in at:
                shares[at[code], at[beside]] = share
    return shares
