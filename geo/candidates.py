"""Impact Area candidates: connected places of high need, grown greedily inside each unit. A person designates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from geo.candidate_evidence import describe_candidates
from geo.perimeters import shared_perimeters
from geo.thresholds import THRESHOLDS

if TYPE_CHECKING:
    from geopandas import GeoDataFrame


@dataclass(frozen=True)
class Candidates:
    """Candidates and the areas they are made of.

    Parameters
    ----------
    candidates : DataFrame
        One row each, with the evidence; see :func:`geo.candidate_evidence.describe_candidates`.
    candidate_areas : DataFrame
        `candidate_id, area_code`; no area stands in two candidates.
    """

    candidates: pd.DataFrame
    candidate_areas: pd.DataFrame


@dataclass(frozen=True)
class Grown:
    """One candidate before it is described: its areas in the order they joined, and the limit that stopped it."""

    npu_code: str
    area_codes: tuple[str, ...]
    cap_reached: str
    total_excess: float


@dataclass(frozen=True)
class _Force:
    """What growth looks at, as plain mappings by area code."""

    excess: Mapping[str, float]
    residents: Mapping[str, float]
    shares: Mapping[str, Mapping[str, float]]
    max_areas: int
    max_residents: float

    def affords(self, group: list[str], more: set[str]) -> bool:
        residents = sum(self.residents[code] for code in (*group, *more))
        return len(group) + len(more) <= self.max_areas and residents <= self.max_residents

    def gain(self, code: str, group: list[str]) -> float:
        """Need above the force mean, and what the shape gains or loses, in need-score points."""
        share = sum(self.shares[code].get(member, 0.0) for member in group)
        compactness = THRESHOLDS.compactness_points * (share - THRESHOLDS.usual_shared_perimeter)
        return self.excess[code] + compactness


def delineate_candidates(
    ranking: pd.DataFrame,
    measures: pd.DataFrame,
    areas: GeoDataFrame,
    hotspots_main: pd.DataFrame,
    *,
    per_npu: int = 3,
    max_areas: int = 10,
    max_residents: float = 20_000,
) -> Candidates:
    """Draw connected places of high need inside each unit.

    From the unit's area of highest need that is still free, a candidate takes in the touching area with the largest
    gain, again and again, until no gain is left or a limit is reached. The gain is the area's need score minus the
    force mean, plus a modest term for shape: 30 points times (share of its perimeter in common with the candidate
    minus a quarter), so a tenth more of it in common is worth three points of need. An area must stand above the force
    mean itself, so shape alone never pads a candidate; only an area that the candidate has come to enclose joins
    without, if the limits afford it.

    Parameters
    ----------
    ranking : DataFrame
        From :func:`geo.ranking.rank_areas`.
    measures : DataFrame
        From :func:`geo.strands.measure_strands`.
    areas : GeoDataFrame
        Index `area_code`, with `npu_code`, `team_code`, `ward_name`, `area_name`, `population`, `hectares`, geometry in
        EPSG:27700.
    hotspots_main : DataFrame
        The rows of :func:`geo.hotspots.find_hotspots` for one surface: all recorded crime.
    per_npu : int
        Most candidates in a unit.
    max_areas : int
        Most areas in a candidate.
    max_residents : float
        Most usual residents in a candidate.

    Returns
    -------
    Candidates
        Ranked within each unit by total need above the force mean.

    Notes
    -----
    Areas join along an edge, never at a corner, and never across the unit's border. What could mislead: greedy growth
    is not the best possible set; the edge of a candidate is a proposal, since the next area out is often nearly as
    high.
    """
    force = _read_force(ranking, areas, max_areas, max_residents)
    grown = [
        candidate
        for npu_code, members in areas.groupby("npu_code", sort=True)
        for candidate in _grow_unit(str(npu_code), set(members.index), force, per_npu)
    ]
    return Candidates(*describe_candidates(grown, ranking, measures, areas, hotspots_main))


def _read_force(ranking: pd.DataFrame, areas: GeoDataFrame, max_areas: int, max_residents: float) -> _Force:
    need = ranking["need_score"].dropna()
    shares: dict[str, dict[str, float]] = {code: {} for code in areas.index}
    shared = shared_perimeters(areas)
    for (code, beside), share in zip(shared.index.to_list(), shared.to_list(), strict=True):
        shares[code][beside] = share
    return _Force(
        excess=dict(zip(need.index, need - need.mean(), strict=True)),
        residents=dict(zip(areas.index, areas["population"].fillna(0.0), strict=True)),
        shares=shares,
        max_areas=max_areas,
        max_residents=max_residents,
    )


def _grow_unit(npu_code: str, free: set[str], force: _Force, per_npu: int) -> list[Grown]:
    """Up to `per_npu` candidates of one unit, the one with most need above the mean first."""
    grown: list[Grown] = []
    while len(grown) < per_npu:
        seeds = [code for code in free if force.excess.get(code, 0.0) > 0 and force.affords([], {code})]
        if not seeds:
            break
        seed = min(seeds, key=lambda code: (-force.excess[code], code))
        group, cap_reached = _grow_from(seed, free, force)
        total = sum(force.excess.get(code, 0.0) for code in group)
        grown.append(Grown(npu_code, tuple(group), cap_reached, total))
        free = free - set(group)
    return sorted(grown, key=lambda candidate: (-candidate.total_excess, candidate.area_codes))


def _grow_from(seed: str, free: set[str], force: _Force) -> tuple[list[str], str]:
    """Grow one candidate; say which limit stopped it, '' if none did."""
    group = [seed]
    while True:
        wanted = {code: gain for code in _frontier(group, free, force) if (gain := force.gain(code, group)) > 0}
        affordable = [code for code in wanted if force.affords(group, {code})]
        if not affordable:
            full = "areas" if len(group) >= force.max_areas else "residents"
            return group, full if wanted else ""
        group.append(min(affordable, key=lambda code: (-wanted[code], code)))
        _fill_holes(group, free, force)


def _frontier(group: list[str], free: set[str], force: _Force) -> set[str]:
    """Free areas above the force mean that share an edge with the group."""
    touching = {beside for code in group for beside in force.shares[code]} & free
    return {code for code in touching - set(group) if force.excess.get(code, 0.0) > 0}


def _fill_holes(group: list[str], free: set[str], force: _Force) -> None:
    """Take in what the group has come to enclose, if it is free and the limits afford it."""
    for start in sorted({beside for code in group for beside in force.shares[code]} - set(group)):
        hole = _enclosed(start, group, force)
        if hole and start not in group and hole <= free and force.affords(group, hole):
            group.extend(sorted(hole))


def _enclosed(start: str, group: list[str], force: _Force) -> set[str]:
    """The connected areas outside the group around `start`, if they reach neither the rim nor more than a few areas."""
    hole, ahead = {start}, [start]
    while ahead:
        code = ahead.pop()
        # An area on the rim of the force shares less than its whole perimeter.
        if sum(force.shares[code].values()) < 1 - 1e-6 or len(hole) > force.max_areas:
            return set()
        new = set(force.shares[code]) - hole - set(group)
        hole |= new
        ahead.extend(new)
    return hole
