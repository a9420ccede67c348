"""Search a place again with areas forced in or out, or with other limits, and report what that gives up."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from geo.candidates.delineate import prepare_search
from geo.candidates.milp import Demands, Effort, find_best_place
from geo.candidates.place import PlaceLimits, Unit
from geo.candidates.shortfall import why_impossible
from geo.candidates.units import build_units
from geo.exceptions import NothingFound, WrongUsage
from queries.catalogue.rows import did_you_mean
from queries.store.connection import read_areas, read_frame
from queries.workspace.generations import Workspace
from service.settings.candidates import Candidates

SECONDS = 60.0


@dataclass(frozen=True)
class Conditions:
    """Areas that the place must have or leave out, and other limits; None keeps the configured limit."""

    include: Sequence[str] = ()
    exclude: Sequence[str] = ()
    max_areas: int | None = None
    max_residents: float | None = None


@dataclass(frozen=True)
class PlaceResult:
    """One place: its areas, its value (need-score points), and whether no better one exists."""

    areas: tuple[str, ...]
    residents: float
    objective_value: float
    best_bound: float
    proven: bool


@dataclass(frozen=True)
class WhatIf:
    """Best place of a unit as configured and under the conditions, with the cost of the conditions.

    Where the configuration leaves no place but the conditions do, `as_configured` has no areas and a value of 0,
    `none_as_configured` says why, and `cost_share` is 0.
    """

    npu_code: str
    as_configured: PlaceResult
    as_asked: PlaceResult
    cost_points: float
    cost_share: float
    none_as_configured: str = ""

    def to_dict(self) -> dict[str, object]:
        """Return the answer for JSON."""
        return asdict(self) | {"as_wished": asdict(self.as_asked)}

    def lines(self) -> list[str]:
        """Return the answer in plain words."""
        before, after = set(self.as_configured.areas), set(self.as_asked.areas)
        changes = "gives up" if self.cost_points >= 0 else "gains"
        proof = "proven best" if self.as_asked.proven else f"at most {self.as_asked.best_bound:.1f} points are possible"
        shown = f"{len(before)} areas, value {self.as_configured.objective_value:.1f} points"
        share = "" if self.none_as_configured else f" ({abs(self.cost_share):.1%})"
        return [
            f"Best place as configured: {f'none. {self.none_as_configured}' if self.none_as_configured else shown}.",
            f"Best place under these conditions: {len(after)} areas, {self.as_asked.residents:,.0f} residents, value "
            f"{self.as_asked.objective_value:.1f} points ({proof}).",
            f"That choice {changes} {abs(self.cost_points):.1f} points{share}.",
            f"Added: {', '.join(sorted(after - before)) or 'nothing'}. "
            f"Left out: {', '.join(sorted(before - after)) or 'nothing'}.",
            f"Its areas: {', '.join(self.as_asked.areas)}.",
        ]


def ask_what_if(workspace: Path, npu_code: str, conditions: Conditions) -> WhatIf:
    """Find the best place of a unit under the conditions, from the active generation.

    Parameters
    ----------
    workspace : Path
        Where something has been built.
    npu_code : str
        Code of the unit.
    conditions : Conditions
        Areas forced in or out, and other limits.

    Returns
    -------
    WhatIf
        The best place as configured and under the conditions.

    Raises
    ------
    NothingFound
        Nothing has been built, there is no such unit, or no place meets the conditions.
    WrongUsage
        An area is not in the unit, or is both included and excluded.
    """
    limits, unit = _read_unit(workspace, npu_code)
    changed = replace(
        limits,
        max_areas=conditions.max_areas or limits.max_areas,
        max_residents=conditions.max_residents or limits.max_residents,
        by_share=limits.by_share and not conditions.max_residents,
    )
    return _compare(unit, limits, changed, _demands(unit, conditions))


def _read_unit(workspace: Path, npu_code: str) -> tuple[PlaceLimits, Unit]:
    with Workspace(workspace).open_current() as con:
        areas = read_areas(con)
        ranking = read_frame(con, "FROM ranking ORDER BY area_code").set_index("area_code")
        measures = read_frame(con, "FROM area_measures ORDER BY area_code").set_index("area_code")
        (parameters,) = read_frame(con, "SELECT parameters FROM runs")["parameters"]
    chosen = Candidates(**json.loads(parameters).get("candidates", {}))
    known = sorted(areas["npu_code"].dropna().unique())
    if npu_code not in known:
        raise NothingFound(
            f"There is no unit '{npu_code}'", f"{did_you_mean(npu_code, known)}The units are {', '.join(known)}"
        )
    sought = prepare_search(ranking, measures, areas, chosen.limits(), chosen.proportions(), objective=chosen.objective)
    units = build_units(
        areas,
        sought.excess,
        compactness=chosen.compactness,
        cross_units=chosen.cross_units,
        low=sought.low,
        standing=sought.standing,
    )
    return sought.limits[npu_code], next(unit for unit in units if unit.npu_code == npu_code)


def _demands(unit: Unit, conditions: Conditions) -> Demands:
    at = {code: position for position, code in enumerate(unit.codes)}
    strangers = [code for code in (*conditions.include, *conditions.exclude) if code not in at]
    if strangers:
        raise WrongUsage(
            f"{', '.join(strangers)}: no such area in {unit.npu_code}", "See 'impact-areas show ranking --npu'"
        )
    both = sorted(set(conditions.include) & set(conditions.exclude))
    if both:
        raise WrongUsage(f"{', '.join(both)}: included and excluded at once", "Name an area once")
    return Demands(
        frozenset(at[code] for code in conditions.include), frozenset(at[code] for code in conditions.exclude)
    )


def _compare(unit: Unit, limits: PlaceLimits, changed: PlaceLimits, demands: Demands) -> WhatIf:
    # Who asks for an area gives the reason for it: no strand needs to be high, as the area need not reach the floor.
    after = _best(replace(unit, standing=None) if demands.include else unit, changed, demands)
    if isinstance(after, str):
        raise NothingFound(
            f"No place in {unit.npu_code} meets these conditions. {after}",
            "Raise or lower that limit, or include fewer areas",
        )
    before = _best(unit, limits, Demands())
    if isinstance(before, str):
        nothing = PlaceResult((), 0.0, 0.0, 0.0, proven=True)
        return WhatIf(unit.npu_code, nothing, after, -after.objective_value, 0.0, before)
    cost = before.objective_value - after.objective_value
    return WhatIf(unit.npu_code, before, after, cost, cost / max(abs(before.objective_value), 1e-9))


def _best(unit: Unit, limits: PlaceLimits, demands: Demands) -> PlaceResult | str:
    """Find the best place, or say why there is none."""
    best = find_best_place(unit, limits, demands=demands, effort=Effort(seconds=SECONDS))
    if best.place is None:
        return why_impossible(unit, limits, demands) if best.impossible else f"None was found in {SECONDS:.0f} seconds"
    value = unit.value(best.place)
    return PlaceResult(
        areas=tuple(unit.codes[area] for area in best.place),
        residents=unit.residents_of(best.place),
        objective_value=value,
        best_bound=max(value, best.bound),
        proven=not best.stopped,
    )
