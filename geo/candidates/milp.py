"""Find the best place of a unit as a mixed-integer programme, solved by HiGHS, with the bound that it proves."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

import highspy
import numpy as np

from geo.arrays import Floats
from geo.candidates.place import Place, PlaceLimits, Unit, as_place

INFINITY = highspy.kHighsInf
_ROUNDS_OF_CUTS = 4
_TOLERANCE = 1e-6


@dataclass(frozen=True)
class Effort:
    """Limits on the search. Nodes are counted, so the answer does not depend on the machine; seconds are a safety net.

    Parameters
    ----------
    nodes : int
        Most branch-and-bound nodes in one solve.
    seconds : float
        Most seconds in one solve; reached, the answer is the best so far and `stopped` says 'time'.
    gap : float
        Value by which the best found may lie under what is proven, in need-score points.
    """

    nodes: int = 500
    seconds: float = 60.0
    gap: float = _TOLERANCE


@dataclass(frozen=True)
class Demands:
    """Requirements for a place beyond its limits.

    Parameters
    ----------
    include, exclude : frozenset of int
        Areas that it must have, and must not have.
    unlike : sequence of (place, int)
        Places from which it must differ by at least so many areas (those dropped and those added together).
    """

    include: frozenset[int] = frozenset()
    exclude: frozenset[int] = frozenset()
    unlike: Sequence[tuple[Place, int]] = ()


@dataclass(frozen=True)
class BestPlace:
    """Result of the programme.

    Parameters
    ----------
    place : tuple of int or None
        The best place found; None where none was.
    bound : float
        No place has a higher value than this, less prices; minus infinity where none is possible.
    stopped : str
        '' where the search ended by itself, otherwise 'nodes', 'time' or 'interrupted'.
    """

    place: Place | None
    bound: float
    stopped: str = ""

    @property
    def impossible(self) -> bool:
        """True if it is proven that no place keeps the limits and demands."""
        return self.bound == -INFINITY


def find_best_place(
    unit: Unit,
    limits: PlaceLimits,
    *,
    prices: Floats | None = None,
    demands: Demands | None = None,
    start: Place | None = None,
    effort: Effort | None = None,
) -> BestPlace:
    """Find the place with the highest value, less prices, and prove it.

    One variable says for each area whether it belongs, one for each pair of touching areas whether both do. Areas that
    touch earn their bond, so the compactness term is linear. Connection is asked for by cuts where an answer falls
    apart: an area of one part and an area of another need one of the areas that separate them; after a few such
    rounds by a flow from one root, which costs more at each node but cannot fall apart. A hole is closed by a cut too;
    an answer with an area under the floor that it does not need to hang together, or one that bends around
    others, is refused by itself. Areas that are asked for may make it bend.

    Parameters
    ----------
    unit : Unit
    limits : PlaceLimits
    prices : array, optional
        Need-score points to be paid for each area.
    demands : Demands, optional
    start : tuple of int, optional
        A place to begin from.
    effort : Effort, optional

    Returns
    -------
    BestPlace

    Notes
    -----
    Single-commodity flow: Gavish and Graves (1978). Separator cuts: Fischetti et al., "Thinning out Steiner trees"
    (2017). One thread and a fixed seed: the same input gives the same answer. What could mislead: among equally good
    places the solver returns one.
    """
    effort = effort or Effort()
    programme = _Programme.of(unit, limits, prices, demands or Demands(), effort)
    if start is not None:
        programme.begin_from(start)
    for round_number in range(10_000):
        if round_number == _ROUNDS_OF_CUTS:
            programme.add_flow()
        best = programme.solve()
        if best.place is None or not programme.cut_off(best.place):
            return best
        if best.stopped:
            return BestPlace(None, best.bound, best.stopped)
    raise AssertionError("every round cuts off a place, and there are fewer places than rounds")


def bound_place(
    unit: Unit, limits: PlaceLimits, *, prices: Floats | None = None, demands: Demands | None = None
) -> float:
    """Bound the value of any place, less prices, by a relaxation in which areas may belong in part."""
    programme = _Programme.of(unit, limits, prices, demands or Demands(), Effort())
    programme.relax()
    _run(programme.solver)
    if programme.solver.getModelStatus() == highspy.HighsModelStatus.kInfeasible:
        return -INFINITY
    return float(programme.solver.getInfo().objective_function_value)


@dataclass
class _Programme:
    """The programme and the positions of its variables: areas first, then pairs, then teams, then flow."""

    unit: Unit
    limits: PlaceLimits
    solver: highspy.Highs
    pairs: list[tuple[int, int]]
    asked_for: frozenset[int]
    flowing: bool = field(default=False)

    @classmethod
    def of(cls, unit: Unit, limits: PlaceLimits, prices: Floats | None, demands: Demands, effort: Effort) -> _Programme:
        count = len(unit.codes)
        left, right = np.nonzero(np.triu(unit.touches))
        pairs = list(zip(left.tolist(), right.tolist(), strict=True))
        programme = cls(unit, limits, quiet_solver(effort), pairs, demands.include)
        own = unit.excess - unit.compactness - (0.0 if prices is None else prices)
        bonds = unit.bonds[left, right]
        teams = sorted(set(unit.teams.tolist()) - {-1})
        programme._add_variables(np.concatenate([own, bonds, np.zeros(len(teams))]), demands)
        programme._add_shape(count)
        programme._add_limits(teams)
        programme._ask_for_a_reason()
        programme._leave_out_low_tips(demands)
        for place, least in demands.unlike:
            programme._differ(place, least)
        return programme

    def _ask_for_a_reason(self) -> None:
        """Require one strand in which its areas are high on average; a switch for each strand says which."""
        if self.unit.standing is None:
            return
        first, strands = self.solver.getNumCol(), self.unit.standing.shape[1]
        self.solver.addVars(strands, np.zeros(strands), np.ones(strands))
        self._require_integers(range(first, first + strands))
        areas = range(len(self.unit.codes))
        for at, heights in enumerate(self.unit.standing.T, start=first):
            deepest = float(np.sort(np.minimum(heights, 0.0))[: self.limits.max_areas].sum())
            self.row(deepest, [*areas, at], [*heights, deepest], INFINITY)
        self.row(1.0, range(first, first + strands), [1.0] * strands, INFINITY)

    def _leave_out_low_tips(self, demands: Demands) -> None:
        """Require that an area under the floor connects two others or is enclosed, unless it was asked for."""
        if self.unit.low is None:
            return
        for area in sorted(set(np.flatnonzero(self.unit.low & self.unit.on_rim).tolist()) - demands.include):
            beside = sorted(self.unit.touching[area])
            self.row(-INFINITY, [area, *beside], [2.0] + [-1.0] * len(beside), 0.0)

    def _add_variables(self, costs: Floats, demands: Demands) -> None:
        count = len(self.unit.codes)
        low, high = np.zeros(len(costs)), np.ones(len(costs))
        low[list(demands.include)], high[list(demands.exclude)] = 1.0, 0.0
        self.solver.addVars(len(costs), low, high)
        self.solver.changeColsCost(len(costs), np.arange(len(costs), dtype=np.int32), costs)
        self.solver.changeObjectiveSense(highspy.ObjSense.kMaximize)
        self._require_integers(range(count))

    def _require_integers(self, columns: Iterable[int]) -> None:
        at = np.fromiter(columns, dtype=np.int32)
        kinds = np.full(len(at), int(highspy.HighsVarType.kInteger), dtype=np.uint8)
        self.solver.changeColsIntegrality(len(at), at, kinds)

    def row(self, low: float, columns: Sequence[int], weights: Sequence[float] | Floats, high: float) -> None:
        """Add the constraint low <= sum of weights x columns <= high."""
        self.solver.addRow(
            low, high, len(columns), np.asarray(columns, dtype=np.int32), np.asarray(weights, dtype=np.float64)
        )

    def _add_shape(self, count: int) -> None:
        """Count a pair only if both areas belong; require at least as many pairs as a tree has."""
        beside: list[list[int]] = [[] for _ in range(count)]
        for at, (left, right) in enumerate(self.pairs, start=count):
            self.row(-INFINITY, [at, left], [1.0, -1.0], 0.0)
            self.row(-INFINITY, [at, right], [1.0, -1.0], 0.0)
            beside[left].append(at)
            beside[right].append(at)
        everything = [*range(count), *range(count, count + len(self.pairs))]
        self.row(-1.0, everything, [-1.0] * count + [1.0] * len(self.pairs), INFINITY)
        if self.limits.min_teams > 1:
            for area, pairs in enumerate(beside):
                self.row(-INFINITY, [area, *pairs], [1.0] + [-1.0] * len(pairs), 0.0)

    def _add_limits(self, teams: list[int]) -> None:
        areas = range(len(self.unit.codes))
        ones = np.ones(len(areas))
        self.row(1.0, areas, ones, self.limits.max_areas)
        self.row(0.0, areas, self.unit.residents, self.limits.max_residents)
        if not self.unit.home.all():
            self.row(0.0, areas, np.where(self.unit.home, 1.0, -1.0), INFINITY)
        for area in np.flatnonzero(~self.unit.on_rim).tolist():
            # Most holes are of one area: asking for them from the start saves many rounds of cuts.
            self._close([area], self.unit.touching[area])
        first = len(self.unit.codes) + len(self.pairs)
        for at, team in enumerate(teams, start=first):
            members = np.flatnonzero(self.unit.teams == team).tolist()
            self.row(-INFINITY, [at, *members], [1.0] + [-1.0] * len(members), 0.0)
        self.row(self.limits.min_teams, range(first, first + len(teams)), [1.0] * len(teams), INFINITY)

    def _differ(self, place: Place, least: int) -> None:
        weights = np.ones(len(self.unit.codes))
        weights[list(place)] = -1.0
        self.row(least - len(place), range(len(weights)), weights, INFINITY)

    def begin_from(self, place: Place) -> None:
        """Give the solver a place to start from."""
        values = np.zeros(len(self.unit.codes))
        values[list(place)] = 1.0
        self.solver.setSolution(len(values), np.arange(len(values), dtype=np.int32), values)

    def add_flow(self) -> None:
        """Require connection: one root sends flow along counted pairs, and every area of the place takes one unit."""
        count, self.flowing = len(self.unit.codes), True
        first = self.solver.getNumCol()
        root = first + 2 * len(self.pairs)
        most = float(self.limits.max_areas)
        high = np.concatenate([np.full(2 * len(self.pairs), most - 1), np.ones(count)])
        self.solver.addVars(len(high), np.zeros(len(high)), high)
        self._require_integers(range(root, root + count))
        self.row(1.0, range(root, root + count), [1.0] * count, 1.0)
        kept: list[dict[int, float]] = [{root + area: most, area: -1.0} for area in range(count)]
        for at, (left, right) in enumerate(self.pairs):
            there, back = first + 2 * at, first + 2 * at + 1
            for flow, source, target in ((there, left, right), (back, right, left)):
                self.row(-INFINITY, [flow, count + at], [1.0, 1.0 - most], 0.0)
                kept[source][flow], kept[target][flow] = -1.0, 1.0
        for area in range(count):
            self.row(-INFINITY, [root + area, area], [1.0, -1.0], 0.0)
            self.row(0.0, list(kept[area]), list(kept[area].values()), INFINITY)

    def relax(self) -> None:
        """Allow areas to belong in part."""
        count = self.solver.getNumCol()
        kinds = np.full(count, int(highspy.HighsVarType.kContinuous), dtype=np.uint8)
        self.solver.changeColsIntegrality(count, np.arange(count, dtype=np.int32), kinds)

    def solve(self) -> BestPlace:
        """Run the solver; Ctrl-C ends it with the best so far."""
        stopped = _run(self.solver)
        status, info = self.solver.getModelStatus(), self.solver.getInfo()
        if status == highspy.HighsModelStatus.kInfeasible:
            return BestPlace(None, -INFINITY)
        if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            return BestPlace(None, info.mip_dual_bound, stopped)
        chosen = np.asarray(self.solver.getSolution().col_value[: len(self.unit.codes)]) > 0.5
        return BestPlace(as_place(np.flatnonzero(chosen)), info.mip_dual_bound, stopped)

    def cut_off(self, place: Place) -> bool:
        """Add cuts where the place falls apart, has a hole, an area too low or a bend; False where it has none."""
        parts = self.unit.parts(place)
        for part in parts:
            for other in parts:
                if part is not other:
                    self._separate(part, other)
        holes = self.unit.holes(place) if len(parts) == 1 else []
        for hole in holes:
            self._close(sorted(hole), self.unit.frontier(hole))
        refused = len(parts) == 1 and not holes and self._refuses(place)
        if refused:
            self._differ(place, 1)
        return len(parts) > 1 or bool(holes) or refused

    def _refuses(self, place: Place) -> bool:
        """True if a place has a low area that it does not need, or bends although no areas were asked for."""
        low = bool(set(self.unit.unneeded_areas(place)) - self.asked_for)
        return low or (not self.asked_for and self.unit.bends(place, self.limits))

    def _close(self, hole: Sequence[int], ring: Collection[int]) -> None:
        """Require that a hole belongs to the place if all that surrounds it does."""
        if len(ring) <= self.limits.max_areas:
            for area in hole:
                self.row(-INFINITY, [*sorted(ring), area], [1.0] * len(ring) + [-1.0], len(ring) - 1.0)

    def _separate(self, part: set[int], other: set[int]) -> None:
        """Require, for an area of each part, one of the areas around the first part that the other can reach."""
        wall = self.unit.frontier(part)
        seen, ahead, reached = set(other), sorted(other), set[int]()
        while ahead:
            touching = self.unit.touching[ahead.pop()] - seen
            reached |= touching & wall
            seen |= touching
            ahead.extend(sorted(touching - wall - part))
        between = sorted(reached)
        for one in sorted(part):
            for two in sorted(other):
                self.row(-INFINITY, [one, two, *between], [1.0, 1.0] + [-1.0] * len(between), 1.0)


def quiet_solver(effort: Effort | None = None) -> highspy.Highs:
    """Return HiGHS without output, on one thread, with a fixed seed: the same input gives the same answer."""
    effort = effort or Effort()
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    options = {
        "output_flag": False,
        "threads": 1,
        "random_seed": 1,
        "mip_rel_gap": 0.0,
        "mip_abs_gap": max(effort.gap, _TOLERANCE),
        "mip_max_nodes": effort.nodes,
        "time_limit": float(effort.seconds),
    }
    for name, value in options.items():
        solver.setOptionValue(name, value)
    return solver


def _run(solver: highspy.Highs) -> str:
    """Run the solver in a thread of its own, so that Ctrl-C works; return what stopped it, '' if nothing did."""
    solver.HandleUserInterrupt = True
    thread = solver.startSolve()
    try:
        while not solver.wait(0.1)[0]:
            pass
    except KeyboardInterrupt:
        solver.cancelSolve()  # type: ignore[no-untyped-call]
        thread.join()
        return "interrupted"
    stops = {
        highspy.HighsModelStatus.kTimeLimit: "time",
        highspy.HighsModelStatus.kSolutionLimit: "nodes",
        highspy.HighsModelStatus.kIterationLimit: "nodes",
    }
    return stops.get(solver.getModelStatus(), "")
