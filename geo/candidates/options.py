"""Other options of each candidate as frames: alternatives, swaps, and places under other caps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from geo.candidates.alternatives import OptionRules, find_alternatives, pack_with_other_caps, price_swaps
from geo.candidates.left_out import LEFT_OUT_COLUMNS, explain_left_out
from geo.candidates.place import Place, PlaceLimits, Unit
from geo.candidates.set_packing import Packing, PackingEffort

if TYPE_CHECKING:
    from geo.candidates.solve import SolvedUnit

ALTERNATIVE_COLUMNS = (
    "candidate_id",
    "alternative_number",
    "objective_value",
    "cost_share",
    "changed_count",
    "area_count",
    "population",
)
ALTERNATIVE_AREA_COLUMNS = ("candidate_id", "alternative_number", "area_code", "in_candidate")
SWAP_COLUMNS = ("candidate_id", "swap_number", "area_out", "area_in", "cost_points", "cost_share")
CAP_COLUMNS = (
    "npu_code",
    "cap_factor",
    "max_areas",
    "max_residents",
    "candidate_count",
    "area_count",
    "population",
    "objective_value",
    "best_bound",
)


@dataclass(frozen=True)
class CandidateOptions:
    """Frames of other options for the candidates.

    Parameters
    ----------
    candidate_alternatives : DataFrame
        One row per candidate and nearly equal place: `candidate_id`, `alternative_number` (1 has the highest value),
        `objective_value` (need-score points), `cost_share` (of the candidate's value that it would cost),
        `changed_count` (areas dropped and added together), `area_count`, `population` (residents).
    candidate_alternative_areas : DataFrame
        `candidate_id, alternative_number, area_code, in_candidate`.
    candidate_swaps : DataFrame
        One row per candidate and swap of one area: `candidate_id`, `swap_number` (1 costs least), `area_out`,
        `area_in`, `cost_points` (need-score points), `cost_share`.
    candidate_caps : DataFrame
        One row per unit at half, one and two times the caps: `npu_code`, `cap_factor`, `max_areas`, `max_residents`,
        `candidate_count`, `area_count`, `population`, `objective_value`, `best_bound`.
    candidate_left_out : DataFrame
        One row per area in no candidate with more need than some area in one; see
        :func:`geo.candidates.left_out.explain_left_out`.
    """

    candidate_alternatives: pd.DataFrame
    candidate_alternative_areas: pd.DataFrame
    candidate_swaps: pd.DataFrame
    candidate_caps: pd.DataFrame
    candidate_left_out: pd.DataFrame


def describe_options(
    solved: Sequence[SolvedUnit], effort: PackingEffort, rules: OptionRules | None = None
) -> CandidateOptions:
    """Find and describe the other options of every candidate.

    Parameters
    ----------
    solved : sequence of SolvedUnit
        From :func:`geo.candidates.solve.solve_units`.
    effort : PackingEffort
        The effort at other caps is smaller: those answers are for comparison.
    rules : OptionRules, optional

    Returns
    -------
    CandidateOptions
        Alternatives, swaps, other caps and left-out areas, as tables.
    """
    rules = rules or OptionRules()
    alternatives: list[dict[str, object]] = []
    members: list[dict[str, object]] = []
    swaps: list[dict[str, object]] = []
    caps: list[dict[str, object]] = []
    left_out: list[dict[str, object]] = []
    for one in solved:
        limits = one.limits
        for rank, place in enumerate(one.packing.places, start=1):
            candidate_id = f"{one.unit.npu_code}-{rank}"
            swaps += _swap_rows(one, place, candidate_id, limits, rules)
            for number, other in enumerate(find_alternatives(one.unit, limits, one.packing, place, rules), start=1):
                key = {"candidate_id": candidate_id, "alternative_number": number}
                alternatives.append(key | _alternative_row(one.unit, place, other))
                members += [key | {"area_code": one.unit.codes[at], "in_candidate": at in place} for at in other]
        left_out += explain_left_out(one)
        if not limits.per_unit:
            continue
        caps.append(_cap_row(one.unit, 1.0, limits, one.packing))
        for factor, (scaled, packing) in pack_with_other_caps(one.unit, limits, effort, barred=one.barred).items():
            caps.append(_cap_row(one.unit, factor, scaled, packing))
    return CandidateOptions(
        pd.DataFrame(alternatives, columns=list(ALTERNATIVE_COLUMNS)),
        pd.DataFrame(members, columns=list(ALTERNATIVE_AREA_COLUMNS)),
        pd.DataFrame(swaps, columns=list(SWAP_COLUMNS)),
        pd.DataFrame(caps, columns=list(CAP_COLUMNS)).sort_values(["npu_code", "cap_factor"], ignore_index=True),
        pd.DataFrame(left_out, columns=list(LEFT_OUT_COLUMNS)),
    )


def _alternative_row(unit: Unit, place: Place, other: Place) -> dict[str, object]:
    return {
        "objective_value": unit.value(other),
        "cost_share": (unit.value(place) - unit.value(other)) / unit.value(place),
        "changed_count": len(set(place) ^ set(other)),
        "area_count": len(other),
        "population": unit.residents_of(other),
    }


def _swap_rows(
    one: SolvedUnit, place: Place, candidate_id: str, limits: PlaceLimits, rules: OptionRules
) -> list[dict[str, object]]:
    unit = one.unit
    return [
        {
            "candidate_id": candidate_id,
            "swap_number": number,
            "area_out": unit.codes[swap.area_out],
            "area_in": unit.codes[swap.area_in],
            "cost_points": swap.cost,
            "cost_share": swap.cost / unit.value(place),
        }
        for number, swap in enumerate(price_swaps(unit, limits, one.packing, place, rules), start=1)
    ]


def _cap_row(unit: Unit, factor: float, limits: PlaceLimits, packing: Packing) -> dict[str, object]:
    members = [area for place in packing.places for area in place]
    return {
        "npu_code": unit.npu_code,
        "cap_factor": factor,
        "max_areas": limits.max_areas,
        "max_residents": limits.max_residents,
        "candidate_count": len(packing.places),
        "area_count": len(members),
        "population": unit.residents_of(members),
        "objective_value": packing.value,
        "best_bound": packing.value + packing.shortfall,
    }
