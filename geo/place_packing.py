"""Several places at once: a set packing over generated places, and the bound that its prices prove."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import highspy
import numpy as np

from geo.place_growth import WIDTH, grow_places
from geo.place_model import INFINITY, Demands, Effort, bound_place, find_best_place, quiet_solver
from geo.places import Floats, Place, PlaceLimits, Unit

_TOLERANCE = 1e-6
_EQUAL = 1e-6


@dataclass(frozen=True)
class PackingEffort:
    """How hard to try for several places at once; counted, so that the answer does not depend on the machine.

    Parameters
    ----------
    rounds : int
        Most rounds of new places from growth.
    proofs : int
        Most exact searches for a place that the prices have missed; with 0 the bound is that of the relaxation.
    width : int
        Places kept at each size of growth.
    gap : float
        Share (0 to 1) by which the value may lie under the bound; a smaller gap is not sought.
    seconds : float
        Most seconds for the unit: a safety net. Reached, the answer is the best so far and `stopped` says 'time'.
    solve : Effort
        The limits of each exact search.
    """

    rounds: int = 40
    proofs: int = 0
    width: int = WIDTH
    gap: float = 0.0
    seconds: float = 120.0
    solve: Effort = field(default_factory=Effort)


@dataclass(frozen=True)
class Packing:
    """The places of one unit together.

    Parameters
    ----------
    places : tuple of places
        Without overlap, the one of most value first.
    value : float
        Their values added up.
    bound : float
        No places that keep the limits are together worth more than this; infinite where nothing was proven.
    pool : tuple of places
        Every good place met on the way, the one of most value first.
    stopped : str
        '' where the search ended by itself, otherwise what ended it: 'nodes', 'time' or 'interrupted'.
    """

    places: tuple[Place, ...]
    value: float
    bound: float
    pool: tuple[Place, ...]
    stopped: str = ""

    @property
    def shortfall(self) -> float:
        """Need-score points by which the value may fall short of the best there is; 0 where it is proven best."""
        short = self.bound - self.value
        return short if short > _EQUAL * max(1.0, self.value) else 0.0

    @property
    def gap(self) -> float:
        """The shortfall as a share of the bound; 1 where nothing was proven."""
        return self.shortfall / self.bound if np.isfinite(self.bound) and self.shortfall else float(self.shortfall > 0)


def pack_places(
    unit: Unit,
    limits: PlaceLimits,
    *,
    starts: Iterable[Place] = (),
    barred: frozenset[int] = frozenset(),
    effort: PackingEffort | None = None,
) -> Packing:
    """Choose up to `per_unit` places without overlap that are together worth most.

    Column generation: a linear programme shares the areas out among the places known so far and gives each area a
    price; growth, then the exact programme, look for places worth more than their prices. When the exact programme
    finds none, no choice of places beats the linear programme: that is the bound.

    Parameters
    ----------
    unit : Unit
    limits : PlaceLimits
    starts : iterable of places
        Places to begin with: the answer is never worth less than the best choice among those of them that fit.
    barred : frozenset of int
        Areas that no place may have.
    effort : PackingEffort, optional

    Returns
    -------
    Packing
        Without places where none is worth more than nothing.

    Notes
    -----
    Prices and bound: Lagrangian relaxation of set packing; Barnhart et al., "Branch-and-price" (1998). There is no
    branching here: where the linear programme splits places the gap stays open, and it is told.
    """
    return _Search(unit, limits, barred, effort or PackingEffort()).run(starts)


class _Search:
    """One search: the places known, the linear programme over them, and the best bound so far."""

    def __init__(self, unit: Unit, limits: PlaceLimits, barred: frozenset[int], effort: PackingEffort) -> None:
        self.unit, self.limits, self.barred, self.effort = unit, limits, barred, effort
        self.until = time.monotonic() + effort.seconds
        self.values: dict[Place, float] = {}
        self.bound = float("inf")
        self.stopped = ""
        self.shares = _Shares(len(unit.codes), limits.per_unit)

    def run(self, starts: Iterable[Place]) -> Packing:
        self._learn(place for place in starts if self.unit.fits(place, self.limits))
        self._learn(self._grow(None))
        places: tuple[Place, ...] = ()
        try:
            self._grow_by_prices()
            self._bound_loosely()
            places = self._choose()
            for _ in range(self.effort.proofs):
                if self._close_enough(places):
                    break
                settled = self._prove()
                places = self._choose()
                if settled or self.stopped:
                    break
                self._grow_by_prices()
        except KeyboardInterrupt:
            self.stopped = "interrupted"
        return self._packing(places or self._choose())

    def _learn(self, places: Iterable[Place]) -> int:
        """Take in places that are new and worth something; return how many."""
        new = [place for place in dict.fromkeys(places) if place not in self.values]
        for place in new:
            self.values[place] = self.unit.value(place)
            self.shares.add(place, self.values[place])
        return len(new)

    def _grow_by_prices(self) -> None:
        """New places from growth, as long as some are worth more than their prices."""
        for _ in range(self.effort.rounds):
            if self._out_of_time():
                return
            prices, least = self.shares.prices()
            found = self._grow(prices)
            better = [place for place in found if self._worth(place, prices) > least + _TOLERANCE]
            if not self._learn(better):
                return

    def _grow(self, prices: Floats | None) -> list[Place]:
        return grow_places(self.unit, self.limits, prices=prices, width=self.effort.width, barred=self.barred)

    def _worth(self, place: Place, prices: Floats) -> float:
        return self.unit.value(place) - float(prices[list(place)].sum())

    def _bound_loosely(self) -> None:
        """A bound that costs next to nothing: areas may belong to a place in part."""
        prices, _ = self.shares.prices()
        most = bound_place(self.unit, self.limits, prices=prices, demands=Demands(exclude=self.barred))
        self._bound_by(prices, most)

    def _bound_by(self, prices: Floats, most: float) -> None:
        self.bound = min(self.bound, float(prices.sum()) + self.limits.per_unit * max(0.0, most))

    def _prove(self) -> bool:
        """Search exactly for a place worth more than its prices; True where there is none, so the prices are right."""
        if self._out_of_time():
            return True
        prices, least = self.shares.prices()
        known = max(self.values, key=lambda place: self._worth(place, prices), default=None)
        seconds = min(self.effort.solve.seconds, max(1.0, self.until - time.monotonic()))
        # Half of the gap that is allowed goes to the bound of each place; the rest is for the choice among them.
        value = sum(self.values[place] for place in self._choose())
        enough = max(self.effort.solve.gap, self.effort.gap * value / (2 * self.limits.per_unit))
        best = find_best_place(
            self.unit,
            self.limits,
            prices=prices,
            demands=Demands(exclude=self.barred),
            start=known,
            effort=replace(self.effort.solve, seconds=seconds, gap=enough),
        )
        if best.stopped == "interrupted":
            raise KeyboardInterrupt
        self._bound_by(prices, best.bound)
        if best.place is not None and self._worth(best.place, prices) > least + _TOLERANCE:
            return not self._learn([best.place])
        self.stopped = best.stopped
        return True

    def _close_enough(self, places: tuple[Place, ...]) -> bool:
        value = sum(self.values[place] for place in places)
        return self.bound - value <= self.effort.gap * self.bound

    def _out_of_time(self) -> bool:
        if time.monotonic() > self.until:
            self.stopped = "time"
        return self.stopped == "time"

    def _choose(self) -> tuple[Place, ...]:
        """The best choice without overlap among the places known, the one of most value first."""
        chosen = self.shares.choose()
        return tuple(sorted(chosen, key=lambda place: (-round(self.values[place], 9), place)))

    def _packing(self, places: tuple[Place, ...]) -> Packing:
        value = sum(self.values[place] for place in places)
        pool = sorted(self.values, key=lambda place: (-round(self.values[place], 9), place))
        return Packing(places, value, max(self.bound, value), tuple(pool), self.stopped)


class _Shares:
    """The packing programme: one column for each place, one row for each area, and one for how many are wanted."""

    def __init__(self, areas: int, wanted: int) -> None:
        self.areas, self.wanted = areas, wanted
        self.places: list[Place] = []
        self.values: list[float] = []

    def add(self, place: Place, value: float) -> None:
        self.places.append(place)
        self.values.append(value)

    def prices(self) -> tuple[Floats, float]:
        """What an area costs, and what a place must be worth beyond its prices to change anything."""
        if not self.places:
            return np.zeros(self.areas), 0.0
        solver = self._programme()
        # Many prices are optimal; those from the middle of them, not from a corner, mislead the next round least.
        solver.setOptionValue("solver", "ipm")
        solver.setOptionValue("run_crossover", "off")
        solver.run()
        prices = np.maximum(0.0, np.abs(np.asarray(solver.getSolution().row_dual)))
        return prices[:-1], float(prices[-1])

    def choose(self) -> list[Place]:
        """The best whole choice."""
        if not self.places:
            return []
        solver = self._programme()
        columns = np.arange(len(self.places), dtype=np.int32)
        whole = np.full(len(columns), int(highspy.HighsVarType.kInteger), dtype=np.uint8)
        solver.changeColsIntegrality(len(columns), columns, whole)
        solver.run()
        taken = np.asarray(solver.getSolution().col_value) > 0.5
        return [place for place, wanted in zip(self.places, taken, strict=True) if wanted]

    def _programme(self) -> highspy.Highs:
        solver = quiet_solver()
        solver.changeObjectiveSense(highspy.ObjSense.kMaximize)
        for most in [1.0] * self.areas + [float(self.wanted)]:
            solver.addRow(-INFINITY, most, 0, np.array([], dtype=np.int32), np.array([]))
        for place, value in zip(self.places, self.values, strict=True):
            rows = np.array([*place, self.areas], dtype=np.int32)
            solver.addCol(value, 0.0, INFINITY, len(rows), rows, np.ones(len(rows)))
        return solver
