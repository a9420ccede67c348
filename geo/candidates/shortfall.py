"""Why a unit gives fewer places than asked for: which limit makes it impossible, or that nothing more stands out."""

from __future__ import annotations

from dataclasses import replace

from geo.candidates.milp import Demands, Effort, find_best_place
from geo.candidates.place import PlaceLimits, Unit

_ANY = 10**9
_FAR_ENOUGH = "far enough above the force average, within the limits"


def why_so_few(unit: Unit, limits: PlaceLimits, found: int) -> str:
    """Say in plain words why there are fewer places than wanted; '' where there are not."""
    if limits.per_unit == 0:
        return "No place: no area here reaches the floor, or the unit's share of need leaves no room for one"
    if found >= limits.per_unit:
        return ""
    if found == 0 and (reason := why_impossible(unit, limits)):
        return reason
    if found == 0:
        return f"No place is proposed: no group of neighbouring areas is {_FAR_ENOUGH}"
    only = "Only one place is" if found == 1 else f"Only {found} places are"
    allowed = "up to two are" if limits.per_unit == 2 else f"up to {limits.per_unit} are"
    return f"{only} proposed ({allowed} allowed). No other group of neighbouring areas is {_FAR_ENOUGH}"


def why_impossible(unit: Unit, limits: PlaceLimits, demands: Demands | None = None) -> str:
    """Name the limit that makes any place impossible in the unit; '' where one is possible.

    Each limit is lifted alone, in the order areas, residents, teams: the first that makes a place possible is named.

    Parameters
    ----------
    unit : Unit
    limits : PlaceLimits
    demands : Demands, optional
        Areas that must be in or out.

    Returns
    -------
    str
        One sentence with the values seen and the name of the limit.
    """
    if _possible(unit, limits, demands):
        return ""
    if _possible(replace(unit, standing=None), limits, demands):
        return "No place: no strand is high on average in any group of neighbouring areas within the limits"
    if unit.low is not None and unit.low.all():
        return "No area of the unit reaches the floor that areas of a place must reach (floor)"
    teams = len(set(unit.teams.tolist()) - {-1})
    if teams < limits.min_teams:
        return f"{teams} of the {limits.min_teams} teams that a place must span: the unit has no more (min_teams)"
    smallest = float(unit.residents.min())
    if smallest > limits.max_residents:
        return (
            f"The smallest area has {smallest:,.0f} residents, and a place may have {limits.max_residents:,.0f}"
            " (max_residents)"
        )
    lifted = {
        "max_areas": (replace(limits, max_areas=len(unit.codes)), f"{limits.max_areas} areas are too few"),
        "max_residents": (replace(limits, max_residents=_ANY), f"{limits.max_residents:,.0f} residents are too few"),
        "min_teams": (replace(limits, min_teams=0), f"{limits.min_teams} teams are too many"),
    }
    for name, (looser, words) in lifted.items():
        if _possible(unit, looser, demands):
            return f"{words} for any connected place here ({name})"
    return (
        "No place keeps the limits, and lifting one of them alone does not help (max_areas, max_residents, min_teams)"
    )


def _possible(unit: Unit, limits: PlaceLimits, demands: Demands | None) -> bool:
    # Any place will do: a large gap lets the solver stop at the first.
    answer = find_best_place(unit, limits, demands=demands, effort=Effort(gap=float(_ANY)))
    return answer.place is not None
