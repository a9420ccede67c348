"""Draw Impact Area candidates: connected places with the highest possible need together. A person designates."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from geo.candidates.allot import Proportions, allot_limits, same_for_all
from geo.candidates.alternatives import OptionRules
from geo.candidates.greedy import gain_of
from geo.candidates.options import CandidateOptions, describe_options
from geo.candidates.place import Place, PlaceLimits, Unit
from geo.candidates.set_packing import Packing, PackingEffort
from geo.candidates.shortfall import why_so_few
from geo.candidates.solve import SolvedUnit, solve_units
from geo.candidates.summary import Grown, describe_candidates
from geo.candidates.units import find_low_areas, measure_standing, score_excess

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

UNIT_COLUMNS = (
    "npu_code",
    "wanted_count",
    "max_residents",
    "candidate_count",
    "objective",
    "objective_value",
    "best_bound",
    "gap",
    "proven",
    "greedy_value",
    "stopped_by",
    "note",
)


@dataclass(frozen=True)
class Candidates:
    """Candidates, the areas they are made of, and how good they are.

    Parameters
    ----------
    candidates : DataFrame
        One row each, with the evidence; see :func:`geo.candidates.summary.describe_candidates`.
    candidate_areas : DataFrame
        `candidate_id, area_code, connects_only` (it does not reach the floor, but the place would fall apart without
        it); no area is in two candidates.
    candidate_units : DataFrame
        One row per unit: `npu_code`, `wanted_count` (places at most), `max_residents` (of each place, at most),
        `candidate_count`, `objective`, `objective_value` (of its candidates together, need-score points), `best_bound`
        (no candidates within the limits have a higher value together), `gap` (share of the bound, 0 to 1), `proven`
        (the gap is nil), `greedy_value` (of greedy growth on the same objective), `stopped_by` ('', 'nodes', 'time' or
        'interrupted'), `note` (why there are fewer than wanted, '' where there are not).
    options : CandidateOptions
        Alternatives, swaps, and what other caps would give.
    """

    candidates: pd.DataFrame
    candidate_areas: pd.DataFrame
    candidate_units: pd.DataFrame
    options: CandidateOptions


def delineate_candidates(
    ranking: pd.DataFrame,
    measures: pd.DataFrame,
    areas: GeoDataFrame,
    hotspots_main: pd.DataFrame,
    *,
    limits: PlaceLimits | None = None,
    proportions: Proportions | None = None,
    objective: str = "need",
    cross_units: bool = False,
    effort: PackingEffort | None = None,
    rules: OptionRules | None = None,
    names: Mapping[str, str] | None = None,
    designated: Mapping[str, Collection[str]] | None = None,
    demand_name: str = "demand",
) -> Candidates:
    """Draw connected places of high need inside each unit.

    The value of a place is the sum over its areas of (need score - force mean), less `compactness` points for every
    whole perimeter that lies open. The places of a unit are chosen together, at most `per_unit` of them without
    overlap, so that their total value is highest. Every area reaches the floor of `limits`, or the place would fall
    apart (or have a hole) without it; such an area only connects: it closes no boundary, so it costs a perimeter. In
    one strand at least the areas of a place are high on average: without one there would be no reason for it. (With
    another objective than need, the objective is the reason.)

    Parameters
    ----------
    ranking : DataFrame
        From :func:`geo.need.ranking.rank_areas`.
    measures : DataFrame
        From :func:`geo.measures.strands.measure_strands`.
    areas : GeoDataFrame
        Index `area_code`, with `npu_code`, `team_code`, `ward_name`, `area_name`, `population`, `hectares`, geometry in
        EPSG:27700.
    hotspots_main : DataFrame
        The rows of :func:`geo.hotspots.find_hotspots.find_hotspots` for one surface: all recorded crime.
    limits : PlaceLimits, optional
    proportions : Proportions, optional
        How much of the force and of each unit places may take up; left out, every unit has the same limits.
    objective : str
        See :func:`geo.candidates.units.score_excess`.
    cross_units : bool
        Whether a place may reach across the border of its unit.
    effort : PackingEffort, optional
    rules : OptionRules, optional
        What counts as another option.
    names : mapping of str to str, optional
        Names that a person gave, by the code of an area: the place with that area takes the name.
    designated : mapping of str to collection of str, optional
        Areas of each current designation, by its name: the same place takes the name.
    demand_name : str
        What demand is made of, for the reasons.

    Returns
    -------
    Candidates
        Ranked within each unit by their value.

    Notes
    -----
    Areas join along an edge, never at a corner. What could mislead: best means best for this objective; the next best
    place is often nearly as good, so the edge of a candidate is a proposal.
    """
    effort = effort or PackingEffort()
    sought = prepare_search(ranking, measures, areas, limits or PlaceLimits(), proportions, objective=objective)
    solved = list(
        solve_units(
            areas,
            sought.excess,
            limits=sought.limits,
            cross_units=cross_units,
            effort=effort,
            low=sought.low,
            standing=sought.standing,
        )
    )
    grown = [_gather_grown(one, place) for one in solved for place in one.packing.places]
    units = pd.DataFrame([_unit_row(one, objective) for one in solved], columns=list(UNIT_COLUMNS))
    candidates, members = describe_candidates(
        grown, ranking, measures, areas, hotspots_main, names=names, designated=designated, demand_name=demand_name
    )
    return Candidates(candidates, members, units, describe_options(solved, effort, rules))


@dataclass(frozen=True)
class SearchInputs:
    """Inputs of the search: need above the mean, areas under the floor, strands above the line, limits by unit."""

    excess: pd.Series[float]
    low: pd.Series[bool]
    standing: pd.DataFrame | None
    limits: Mapping[str, PlaceLimits]


def prepare_search(
    ranking: pd.DataFrame,
    measures: pd.DataFrame,
    areas: pd.DataFrame,
    limits: PlaceLimits,
    proportions: Proportions | None,
    *,
    objective: str,
) -> SearchInputs:
    """Work out need, floor and limits for each unit; parameters as in :func:`delineate_candidates`."""
    excess = score_excess(ranking, measures, objective)
    low = find_low_areas(excess, ranking["need_score"].notna(), floor=limits.floor)
    if proportions is None:
        shared = same_for_all(areas["npu_code"], limits)
    else:
        shared = allot_limits(areas, excess, low, limits, proportions)
    standing = measure_standing(ranking) if objective == "need" else None
    return SearchInputs(excess, low, standing, shared)


def _gather_grown(one: SolvedUnit, place: Place) -> Grown:
    value = one.unit.value(place)
    return Grown(
        npu_code=one.unit.npu_code,
        area_codes=tuple(one.unit.codes[area] for area in place),
        connecting=tuple(one.unit.codes[area] for area in one.unit.low_areas(place)),
        cap_reached=cap_reached(one.unit, place, one.packing, one.limits),
        objective_value=value,
        best_bound=value + one.packing.shortfall,
        gap=one.packing.gap,
        proven=one.packing.gap == 0.0,
        open_perimeters=one.unit.open_perimeters(place),
    )


def cap_reached(unit: Unit, place: Place, packing: Packing, limits: PlaceLimits) -> str:
    """Name the cap that keeps out a touching area which would add value: 'areas', 'residents' or ''."""
    taken = {area for other in packing.places for area in other}
    wanted = [area for area in unit.frontier(place) - taken if gain_of(unit, area, place) > 0]
    if wanted and len(place) >= limits.max_areas:
        return "areas"
    room = limits.max_residents - unit.residents_of(place)
    return "residents" if any(unit.residents[area] > room for area in wanted) else ""


def _unit_row(one: SolvedUnit, objective: str) -> dict[str, object]:
    packing, limits = one.packing, one.limits
    return {
        "npu_code": one.unit.npu_code,
        "wanted_count": limits.per_unit,
        "max_residents": limits.max_residents,
        "candidate_count": len(packing.places),
        "objective": objective,
        "objective_value": packing.value,
        "best_bound": packing.value + packing.shortfall,
        "gap": packing.gap,
        "proven": packing.gap == 0.0,
        "greedy_value": sum(one.unit.value(place) for place in one.greedy),
        "stopped_by": packing.stopped,
        "note": why_so_few(one.unit, limits, len(packing.places)),
    }
