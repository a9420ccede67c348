"""Say why a unit has fewer places than asked for: which limit prevents it, or that no other place is high enough."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from geo.candidates.enumerate import list_places
from geo.candidates.milp import Demands, Effort, find_best_place
from geo.candidates.place import PlaceLimits, Unit

_ANY = 10**9
_GROUPS = 20_000
_NODES = 100
_FOR_ANY = "for any connected place here"
_NO_STRAND = "no strand is high on average in any group of neighbouring areas within the limits"
_FAR_ENOUGH = "far enough above the force average, within the limits"


class _Limit(NamedTuple):
    """A limit in words, why it alone leaves no place, and the unit and limits without it."""

    in_words: str
    alone: str
    unit: Unit
    limits: PlaceLimits


def why_so_few(unit: Unit, limits: PlaceLimits, found: int) -> str:
    """Say in plain words why there are fewer places than wanted; '' if there are not."""
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

    What the unit cannot have at all comes first: enough teams, an area that is small enough or reaches the floor. Then
    each limit is lifted alone, in the order strands, areas, residents, teams, floor: the first that makes a place
    possible is named. Where none does, those that must be lifted together are named.

    Parameters
    ----------
    unit : Unit
    limits : PlaceLimits
    demands : Demands, optional
        Areas that must be in or out.

    Returns
    -------
    str
        A sentence or two with the values seen and the name of the limit.
    """
    demands = demands or Demands()
    if _possible(unit, limits, demands) is not False:
        return ""
    if lacking := _what_the_unit_lacks(unit, limits, demands):
        return ". ".join(lacking)
    found = [_limit(unit, limits) for _limit in _LIMITS]
    undecided = False
    for one in found:
        possible = _possible(one.unit, one.limits, demands)
        if possible:
            return one.alone
        undecided = undecided or possible is None
    if undecided:
        return "No place keeps all limits together; which of them leaves none was not found in the search allowed"
    return _name_those_together(unit, limits, demands, found)


def _what_the_unit_lacks(unit: Unit, limits: PlaceLimits, demands: Demands) -> list[str]:
    """List each requirement of a place that nothing in the unit meets."""
    lacking = []
    teams = len(set(unit.teams.tolist()) - {-1})
    if teams < limits.min_teams:
        lacking.append(
            f"{teams} of the {limits.min_teams} teams that a place must span: the unit has no more (min_teams)"
        )
    smallest = float(unit.residents.min())
    if smallest > limits.max_residents:
        most = f"{limits.max_residents:,.0f} ({_name_of_residents(limits)})"
        lacking.append(f"The smallest area has {smallest:,.0f} residents, and a place may have {most}")
    if unit.low is not None and unit.low.all() and not demands.include:
        lacking.append("No area of the unit reaches the floor that areas of a place must reach (floor)")
    return lacking


def _name_those_together(unit: Unit, limits: PlaceLimits, demands: Demands, found: list[_Limit]) -> str:
    """Find the limits that must be lifted together: all are lifted, then each is restored if a place stays possible."""
    lifted = list(range(len(found)))
    if _possible(*_without(unit, limits, lifted), demands) is False:
        return "No connected place without a hole has these areas in and out, whatever the limits"
    for at in range(len(found)):
        fewer = [other for other in lifted if other != at]
        if _possible(*_without(unit, limits, fewer), demands):
            lifted = fewer
    in_words = "; ".join(found[at].in_words for at in lifted)
    return f"No limit alone makes it so: a place is possible where these are lifted together: {in_words}"


def _without(unit: Unit, limits: PlaceLimits, lifted: list[int]) -> tuple[Unit, PlaceLimits]:
    """Return the unit and the limits with some limits lifted together."""
    for at in lifted:
        _, _, unit, limits = _LIMITS[at](unit, limits)
    return unit, limits


def _strands(unit: Unit, limits: PlaceLimits) -> _Limit:
    return _Limit("a strand that is high on average", f"No place: {_NO_STRAND}", replace(unit, standing=None), limits)


def _areas(unit: Unit, limits: PlaceLimits) -> _Limit:
    most = limits.max_areas
    return _Limit(
        f"{most} areas at most (max_areas)",
        f"{most} areas are too few {_FOR_ANY} (max_areas)",
        unit,
        replace(limits, max_areas=len(unit.codes)),
    )


def _residents(unit: Unit, limits: PlaceLimits) -> _Limit:
    most, name = f"{limits.max_residents:,.0f} residents", _name_of_residents(limits)
    return _Limit(
        f"{most} at most ({name})",
        f"{most} are too few {_FOR_ANY} ({name})",
        unit,
        replace(limits, max_residents=_ANY, by_share=False),
    )


def _teams(unit: Unit, limits: PlaceLimits) -> _Limit:
    least = limits.min_teams
    return _Limit(
        f"{least} teams at least (min_teams)",
        f"{least} teams are too many {_FOR_ANY} (min_teams)",
        unit,
        replace(limits, min_teams=0),
    )


def _floor(unit: Unit, limits: PlaceLimits) -> _Limit:
    return _Limit(
        f"areas that reach percentile {limits.floor:g} of need (floor)",
        f"The areas that reach percentile {limits.floor:g} of need are too few {_FOR_ANY} (floor)",
        replace(unit, low=None),
        limits,
    )


def _bends(unit: Unit, limits: PlaceLimits) -> _Limit:
    return _Limit(
        "no bend around other areas (surround_share)",
        "Every connected place here would bend around other areas (surround_share)",
        unit,
        replace(limits, surround_share=1.0),
    )


_LIMITS: tuple[Callable[[Unit, PlaceLimits], _Limit], ...] = (_strands, _areas, _residents, _teams, _floor, _bends)


def _name_of_residents(limits: PlaceLimits) -> str:
    """Return the setting behind the cap on residents."""
    return "the unit's room under force_share and unit_share" if limits.by_share else "max_residents"


def _possible(unit: Unit, limits: PlaceLimits, demands: Demands) -> bool | None:
    """Return whether any place keeps the limits and demands; None if the search ended without an answer.

    Where a place has room for few areas, all of them are listed, which is quick; the programme searches the rest. Both
    efforts are counted, so the answer does not depend on the machine.
    """
    if not demands.include and not demands.unlike:
        listing = list_places(unit, limits, above=-float("inf"), barred=demands.exclude, groups=_GROUPS)
        if listing.finished:
            return bool(listing.places)
    # Any place will do: a large gap lets the solver stop at the first.
    answer = find_best_place(unit, limits, demands=demands, effort=Effort(nodes=_NODES, gap=float(_ANY)))
    if answer.place is None and not answer.impossible:
        return None
    return answer.place is not None
