"""Choose several places at once: set packing over generated places, with the bound that its dual prices prove."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import numpy as np

from geo.arrays import Floats
from geo.candidates.beam_search import WIDTH, grow_places
from geo.candidates.enumerate import list_places
from geo.candidates.milp import Demands, Effort, bound_place, find_best_place
from geo.candidates.partition import Shares
from geo.candidates.place import Place, PlaceLimits, Unit

_TOLERANCE = 1e-6
_EQUAL = 1e-6
_AT_ONCE = 200
_MOST_TO_CHOOSE_FROM = 2_000


@dataclass(frozen=True)
class PackingEffort:
    """Limits on the search for several places, as counts, so that the answer does not depend on the machine.

    Parameters
    ----------
    rounds : int
        Most rounds of new places from growth.
    groups : int
        Most groups of areas to look at while places that the prices have missed are listed one by one. Enough, the
        answer is proven; too few, as where a place may have many more areas than ten, the bound is looser.
    proofs : int
        Most exact searches by the programme where listing was given up; with 0 the bound is that of the relaxation.
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
    groups: int = 500_000
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
        No places that keep the limits have a higher value together than this; infinite where nothing was proven.
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
        """Largest possible gap to the best value, in need-score points; 0 if it is proven best."""
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
    """Choose up to `per_unit` places without overlap that have the highest value together.

    Column generation: a linear programme shares the areas out among the places known so far and gives each area a
    price; growth looks for places with a value above their prices, then all that are left are listed. When there are
    none, no choice of places beats the linear programme: that is the bound. Where it shares areas between places,
    every place that a better choice could have is listed too, and the best choice among them is the best there is.

    Parameters
    ----------
    unit : Unit
    limits : PlaceLimits
    starts : iterable of places
        Places to begin with: the answer is never below the best choice among those of them that fit.
    barred : frozenset of int
        Areas that no place may have.
    effort : PackingEffort, optional

    Returns
    -------
    Packing
        Without places where none has a value above nought.

    Notes
    -----
    Prices and bound: Lagrangian relaxation of set packing; Barnhart et al., "Branch-and-price" (1998). Listing instead
    of branching: Baldacci, Christofides and Mingozzi, "An exact algorithm for the vehicle routing problem" (2008).
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
        self.groups = effort.groups
        self.shares = Shares(len(unit.codes), limits.per_unit)

    def run(self, starts: Iterable[Place]) -> Packing:
        if not self.limits.per_unit:
            return Packing((), 0.0, 0.0, ())
        self._learn(place for place in starts if self.unit.fits(place, self.limits))
        self._learn(self._grow(None))
        try:
            self._grow_by_prices()
            if not self._settle():
                self._bound_loosely()
                self._prove_by_programme()
        except KeyboardInterrupt:
            self.stopped = "interrupted"
            if not np.isfinite(self.bound):
                self._bound_loosely()
        return self._packing(self._choose())

    def _settle(self) -> bool:
        """List what the prices have missed until nothing is left; return False if that is too much work."""
        while True:
            prices, least = self.shares.prices()
            # The slack of all places together stays within what counts as equal.
            above = least + _EQUAL * max(1.0, self._value()) / (4 * self.limits.per_unit)
            missed = self._list(prices, above)
            if missed is None:
                return False
            most = self._worth(missed[0], prices) if missed else above
            self._bound_by(prices, most)
            if not self._learn(missed[:_AT_ONCE]):
                break
            if self._close_enough():
                return True
            self._grow_by_prices()
        return self._close_enough() or self._close(prices, max(0.0, most))

    def _close(self, prices: Floats, most: float) -> bool:
        """List every place that a better choice could include: those with a value above `most`, less prices.

        Such a choice has a higher value than what is known, of which its other places bring at most `most` each.
        """
        value = self._value()
        others = float(prices.sum()) + (self.limits.per_unit - 1) * most
        missed = self._list(prices, value - others - _TOLERANCE)
        if missed is None or len(missed) > _MOST_TO_CHOOSE_FROM:
            return False
        self._learn(missed)
        self.bound = min(self.bound, max(value, self.shares.choose()[1]))
        return True

    def _list(self, prices: Floats, above: float) -> list[Place] | None:
        """List every place with a value above `above`, less prices; None if that is too much work."""
        listing = list_places(
            self.unit,
            self.limits,
            above=above,
            prices=prices,
            barred=self.barred,
            groups=self.groups,
            out_of_time=self._out_of_time,
        )
        self.groups -= listing.groups
        return listing.places if listing.finished else None

    def _prove_by_programme(self) -> None:
        """Search by the programme for what the prices have missed, as often as is allowed."""
        for _ in range(self.effort.proofs):
            if self._close_enough() or self._prove() or self.stopped:
                return
            self._grow_by_prices()
        if not self._close_enough():
            self.stopped = self.stopped or "nodes"

    def _learn(self, places: Iterable[Place]) -> int:
        """Add places that are new and have a positive value; return how many."""
        new = [place for place in dict.fromkeys(places) if place not in self.values]
        for place in new:
            self.values[place] = self.unit.value(place)
            self.shares.add(place, self.values[place])
        return len(new)

    def _grow_by_prices(self) -> None:
        """Grow new places as long as some have a value above their prices."""
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
        """Return a quick bound: areas may belong to a place in part."""
        prices, _ = self.shares.prices()
        most = bound_place(self.unit, self.limits, prices=prices, demands=Demands(exclude=self.barred))
        self._bound_by(prices, most)

    def _bound_by(self, prices: Floats, most: float) -> None:
        self.bound = min(self.bound, float(prices.sum()) + self.limits.per_unit * max(0.0, most))

    def _prove(self) -> bool:
        """Search exactly for a place above its prices; return True if there is none, so that the prices are right."""
        if self._out_of_time():
            return True
        prices, least = self.shares.prices()
        known = max(self.values, key=lambda place: self._worth(place, prices), default=None)
        seconds = min(self.effort.solve.seconds, max(1.0, self.until - time.monotonic()))
        # Half of the gap that is allowed goes to the bound of each place; the rest is for the choice among them.
        enough = max(self.effort.solve.gap, self.effort.gap * self._value() / (2 * self.limits.per_unit))
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

    def _close_enough(self) -> bool:
        value = self._value()
        return self.bound - value <= max(self.effort.gap * self.bound, _EQUAL * max(1.0, value))

    def _value(self) -> float:
        return sum(self.values[place] for place in self._choose())

    def _out_of_time(self) -> bool:
        if time.monotonic() > self.until:
            self.stopped = "time"
        return self.stopped == "time"

    def _choose(self) -> tuple[Place, ...]:
        """Choose the best places without overlap among those known, the highest value first."""
        chosen, _ = self.shares.choose()
        return tuple(sorted(chosen, key=lambda place: (-round(self.values[place], 9), place)))

    def _packing(self, places: tuple[Place, ...]) -> Packing:
        value = sum(self.values[place] for place in places)
        pool = sorted(self.values, key=lambda place: (-round(self.values[place], 9), place))
        return Packing(places, value, max(self.bound, value), tuple(pool), self.stopped)
