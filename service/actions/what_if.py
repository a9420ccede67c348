"""What a place would be worth under other wishes: areas forced in or out, other caps, and what that costs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from geo.candidates.delineate import seek
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
class Wishes:
    """What a person asks for beside the configuration; None leaves a cap as it was configured."""

    include: Sequence[str] = ()
    exclude: Sequence[str] = ()
    max_areas: int | None = None
    max_residents: float | None = None


@dataclass(frozen=True)
class PlaceAsked:
    """One place: its areas, what it is worth (need-score points), and whether no better one exists."""

    areas: tuple[str, ...]
    residents: float
    objective_value: float
    best_bound: float
    proven: bool


@dataclass(frozen=True)
class WhatIf:
    """The best place of a unit as configured, and as wished for; the cost is what the wishes take away.

    Where the configuration leaves no place but the wishes do, `as_configured` has no areas and is worth nothing,
    `none_as_configured` says why, and `cost_share` is 0.
    """

    npu_code: str
    as_configured: PlaceAsked
    as_wished: PlaceAsked
    cost_points: float
    cost_share: float
    none_as_configured: str = ""

    def to_dict(self) -> dict[str, object]:
        """The same, for JSON."""
        return asdict(self)

    def lines(self) -> list[str]:
        """The same in plain words."""
        before, after = set(self.as_configured.areas), set(self.as_wished.areas)
        costs = "costs" if self.cost_points >= 0 else "gains"
        proof = (
            "proven best" if self.as_wished.proven else f"at most {self.as_wished.best_bound:.1f} points are possible"
        )
        worth = f"{len(before)} areas, worth {self.as_configured.objective_value:.1f} points"
        share = "" if self.none_as_configured else f", {abs(self.cost_share):.1%}"
        return [
            f"Best place as configured: {f'none. {self.none_as_configured}' if self.none_as_configured else worth}.",
            f"Best place as wished for: {len(after)} areas, {self.as_wished.residents:,.0f} residents, worth "
            f"{self.as_wished.objective_value:.1f} points ({proof}).",
            f"The wish {costs} {abs(self.cost_points):.1f} points{share}.",
            f"Comes in: {', '.join(sorted(after - before)) or 'nothing'}. "
            f"Goes out: {', '.join(sorted(before - after)) or 'nothing'}.",
            f"Its areas: {', '.join(self.as_wished.areas)}.",
        ]


def ask_what_if(workspace: Path, npu_code: str, wishes: Wishes) -> WhatIf:
    """Find the best place of a unit under the wishes, from the generation in force.

    Raises
    ------
    NothingFound
        Nothing has been built, there is no such unit, or no place can be what is wished for.
    WrongUsage
        An area is not in the unit, or is both wished in and out.
    """
    limits, unit = _read_unit(workspace, npu_code)
    wished = replace(
        limits,
        max_areas=wishes.max_areas or limits.max_areas,
        max_residents=wishes.max_residents or limits.max_residents,
        by_share=limits.by_share and not wishes.max_residents,
    )
    return _compare(unit, limits, wished, _demands(unit, wishes))


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
    sought = seek(ranking, measures, areas, chosen.limits(), chosen.proportions(), objective=chosen.objective)
    units = build_units(
        areas,
        sought.excess,
        compactness=chosen.compactness,
        cross_units=chosen.cross_units,
        low=sought.low,
        standing=sought.standing,
    )
    return sought.limits[npu_code], next(unit for unit in units if unit.npu_code == npu_code)


def _demands(unit: Unit, wishes: Wishes) -> Demands:
    at = {code: position for position, code in enumerate(unit.codes)}
    strangers = [code for code in (*wishes.include, *wishes.exclude) if code not in at]
    if strangers:
        raise WrongUsage(
            f"{', '.join(strangers)}: no such area in {unit.npu_code}", "See 'impact-areas show ranking --npu'"
        )
    both = sorted(set(wishes.include) & set(wishes.exclude))
    if both:
        raise WrongUsage(f"{', '.join(both)}: wished both in and out", "Name an area once")
    return Demands(frozenset(at[code] for code in wishes.include), frozenset(at[code] for code in wishes.exclude))


def _compare(unit: Unit, limits: PlaceLimits, wished: PlaceLimits, demands: Demands) -> WhatIf:
    # Who asks for an area gives the reason for it: no strand needs to be high, as the area need not reach the floor.
    after = _best(replace(unit, standing=None) if demands.include else unit, wished, demands)
    if isinstance(after, str):
        raise NothingFound(
            f"No place in {unit.npu_code} can be what is wished for. {after}",
            "Loosen that limit, or wish for fewer areas",
        )
    before = _best(unit, limits, Demands())
    if isinstance(before, str):
        nothing = PlaceAsked((), 0.0, 0.0, 0.0, proven=True)
        return WhatIf(unit.npu_code, nothing, after, -after.objective_value, 0.0, before)
    cost = before.objective_value - after.objective_value
    return WhatIf(unit.npu_code, before, after, cost, cost / max(abs(before.objective_value), 1e-9))


def _best(unit: Unit, limits: PlaceLimits, demands: Demands) -> PlaceAsked | str:
    """The best place, or why there is none."""
    best = find_best_place(unit, limits, demands=demands, effort=Effort(seconds=SECONDS))
    if best.place is None:
        return why_impossible(unit, limits, demands) if best.impossible else f"None was found in {SECONDS:.0f} seconds"
    value = unit.value(best.place)
    return PlaceAsked(
        areas=tuple(unit.codes[area] for area in best.place),
        residents=unit.residents_of(best.place),
        objective_value=value,
        best_bound=max(value, best.bound),
        proven=not best.stopped,
    )
