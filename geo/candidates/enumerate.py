"""List every place above a given value: the search that proves that no better one is left."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np

from geo.arrays import Flags, Floats, Integers
from geo.candidates.place import Place, PlaceLimits, Unit, as_place

_ROWS = 500
_WORTH_CUTTING = 0.7
_TOLERANCE = 1e-9


class Listing(NamedTuple):
    """Result of a search: the places found, and whether the list is complete.

    Attributes
    ----------
    places : list of tuple of int
        All places that keep every limit and are above the value asked for, prices paid; the best first.
        Empty where the search was given up.
    groups : int
        Groups of areas looked at.
    finished : bool
        False where the search was given up.
    """

    places: list[Place]
    groups: int
    finished: bool


class _Ground(NamedTuple):
    """Areas to build on, the most promising first: the value of each alone, its bonds, and the steps between them.

    `most` has in column k what the k strongest bonds of each area add up to.
    """

    areas: Integers
    own: Floats
    bonds: Floats
    most: Floats
    steps: Integers
    residents: Floats

    @property
    def most_gain(self) -> Floats:
        """The most that each area can add to any place."""
        return np.asarray(self.own + self.most[:, -1] / 2)

    def at(self, positions: Integers) -> _Ground:
        square = np.ix_(positions, positions)
        return _Ground(
            self.areas[positions],
            self.own[positions],
            self.bonds[square],
            self.most[positions],
            self.steps[square],
            self.residents[positions],
        )


class _Groups(NamedTuple):
    """Connected groups of one size, a row each: members, value, residents; then by area of the ground.

    `gains` is what an area would add, `free` whether it may still join, `steps` how far from the group it lies.
    """

    members: Integers
    worth: Floats
    residents: Floats
    gains: Floats
    free: Flags
    steps: Integers

    def in_batches(self) -> Iterator[_Groups]:
        for first in range(0, len(self.worth), _ROWS):
            rows = slice(first, first + _ROWS)
            yield _Groups(
                self.members[rows],
                self.worth[rows],
                self.residents[rows],
                self.gains[rows],
                self.free[rows],
                self.steps[rows],
            )


def list_places(
    unit: Unit,
    limits: PlaceLimits,
    *,
    above: float,
    prices: Floats | None = None,
    barred: frozenset[int] = frozenset(),
    groups: int = 1_000_000,
    out_of_time: Callable[[], bool] = lambda: False,
) -> Listing:
    """List every place above a given value.

    Each connected group of areas is met once: it is grown from its most promising area, area by area, and an area
    that was passed over stays out of all that follows. A group is dropped as soon as what it could still gain falls
    short: each area yet to come brings at most its own value, its bonds with the group, and half of its strongest
    bonds with others to come.

    Parameters
    ----------
    unit : Unit
    limits : PlaceLimits
    above : float
        Need-score points; only places above it are listed.
    prices : array, optional
        Need-score points to be paid for each area.
    barred : frozenset of int
        Areas that no place may have.
    groups : int
        Most groups to look at before the search is given up: a count, so the answer does not depend on the machine.
    out_of_time : callable, optional
        Asked now and then; True gives the search up.

    Returns
    -------
    Listing

    Notes
    -----
    Every connected group once: Wernicke, "Efficient detection of network motifs" (2006), with bounds added. What could
    mislead: the work grows about fivefold with each area that a place may have, so this is for places of about ten.
    """
    size = min(limits.max_areas, len(unit.codes))
    whole = _open_ground(unit, limits, prices, barred, size)
    looked_at, found = 0, list[Place]((area,) for area in whole.areas[whole.own > above].tolist())
    for root in range(len(whole.areas) if size > 1 else 0):
        ground = _ground_of(whole, root, size, above)
        ahead = [] if ground is None else [(ground, _single(ground))]
        while ahead:
            larger, members = _branch(*ahead.pop(), limits, size, above)
            looked_at += sum(len(some.worth) for _, some in larger) + len(members)
            found += [as_place(row) for row in members]
            ahead += larger
            if looked_at > groups or out_of_time():
                return Listing([], looked_at, False)
    return Listing(_sort_places(unit, limits, found, prices), looked_at, True)


def _sort_places(unit: Unit, limits: PlaceLimits, found: list[Place], prices: Floats | None) -> list[Place]:
    paid = np.zeros(len(unit.codes)) if prices is None else prices
    able = [place for place in found if unit.fits(place, limits)]
    return sorted(able, key=lambda place: (-round(unit.value(place) - float(paid[list(place)].sum()), 9), place))


def _open_ground(unit: Unit, limits: PlaceLimits, prices: Floats | None, barred: frozenset[int], size: int) -> _Ground:
    own = unit.excess - unit.compactness - (0.0 if prices is None else prices)
    free = unit.residents <= limits.max_residents
    free[list(barred)] = False
    most = _most(unit.bonds, size)
    ground = _Ground(np.arange(len(own)), own, unit.bonds, most, unit.steps, unit.residents)
    order = np.argsort(-ground.most_gain, kind="stable")
    return _part(ground, order[free[order]], size)


def _most(bonds: Floats, size: int) -> Floats:
    """Sum the 0, 1, 2, ... strongest bonds of each area, up to the number that a place has room for."""
    strongest = -np.sort(-bonds, axis=1)[:, : size - 1]
    return np.concatenate([np.zeros((len(bonds), 1)), np.cumsum(strongest, axis=1)], axis=1)


def _part(ground: _Ground, positions: Integers, size: int) -> _Ground:
    part = ground.at(positions)
    return part._replace(most=_most(part.bonds, size))


def _ground_of(all_ground: _Ground, root: int, size: int, above: float) -> _Ground | None:
    """Return the root and the later areas that a larger place with the root can have; None if there is none."""
    ground, positions = all_ground, np.flatnonzero(all_ground.steps[root] < size)
    positions = positions[positions >= root]
    while True:
        able = _able(ground.most_gain[positions], size, above)
        if not able.any():
            return None
        if able.all() and ground is not all_ground:
            return ground
        ground = _part(ground, positions[able], size)
        positions = np.arange(len(ground.areas))


def _able(most_gain: Floats, size: int, above: float) -> Flags:
    """List the areas that a place can have together with the first of them and at least one other."""
    brings = np.maximum(most_gain, 0.0)
    brings[0] = 0.0
    able = most_gain[0] + _with_each(most_gain, brings, size - 1) > above - _TOLERANCE
    able[0] = able[1:].any()
    return np.asarray(able)


def _single(ground: _Ground) -> _Groups:
    """Return the root by itself."""
    free = np.ones((1, len(ground.areas)), dtype=bool)
    free[0, 0] = False
    gains = (ground.own + ground.bonds[0])[None, :]
    return _Groups(ground.areas[:1, None], ground.own[:1], ground.residents[:1], gains, free, ground.steps[:1])


def _branch(
    ground: _Ground, some: _Groups, limits: PlaceLimits, size: int, above: float
) -> tuple[list[tuple[_Ground, _Groups]], list[Integers]]:
    """Extend each group by one area; return those that can still reach the value, and those that have reached it."""
    short = above - some.worth
    rest = size - some.members.shape[1]
    ground, some = _in_reach(ground, some, limits, rest)
    free = some.free & (_most_gains(ground, some, rest) > short[:, None] - _TOLERANCE)
    beside = free & (some.steps == 1)
    row, area = np.nonzero(beside)
    if not len(row):
        return [], []
    worth = some.worth[row] + some.gains[row, area]
    members = np.concatenate([some.members[row], ground.areas[area, None]], axis=1)
    enough = list(members[worth > above])
    if rest == 1:
        return [], enough
    # Groups with an area that comes before this one were, or will be, grown from that one.
    before = np.arange(len(ground.areas)) <= area[:, None]
    larger = _Groups(
        members,
        worth,
        some.residents[row] + ground.residents[area],
        some.gains[row] + ground.bonds[area],
        free[row] & ~(beside[row] & before),
        np.minimum(some.steps[row], ground.steps[area]),
    )
    return [(ground, batch) for batch in larger.in_batches()][::-1], enough


def _in_reach(ground: _Ground, some: _Groups, limits: PlaceLimits, rest: int) -> tuple[_Ground, _Groups]:
    """Drop areas for which no group has room or which none can still reach."""
    free = some.free & (some.residents[:, None] + ground.residents <= limits.max_residents) & (some.steps <= rest)
    positions = np.flatnonzero(free.any(axis=0))
    if len(positions) > _WORTH_CUTTING * len(ground.areas):
        return ground, some._replace(free=free)
    return ground.at(positions), some._replace(
        gains=some.gains[:, positions], free=free[:, positions], steps=some.steps[:, positions]
    )


def _most_gains(ground: _Ground, some: _Groups, rest: int) -> Floats:
    """Return the most that each group can still gain by each area, with `rest` areas in all."""
    strongest = ground.most[:, min(rest, ground.most.shape[1]) - 1]
    # Half of its strongest bonds, but not of those that it has with the group already.
    most_gain = np.minimum(some.gains + strongest / 2, (some.gains + (ground.own + ground.most[:, -1])) / 2)
    return _with_each(most_gain, np.maximum(most_gain, 0.0) * some.free, rest)


def _with_each(most_gain: Floats, brings: Floats, rest: int) -> Floats:
    """Sum the best `rest` values of each row, with each value in turn required."""
    count = brings.shape[-1]
    if count <= rest:
        return np.asarray(brings.sum(axis=-1, keepdims=True) + np.minimum(most_gain, 0.0))
    best = np.partition(brings, count - rest, axis=-1)[..., -rest:]
    # An area takes the place of the least of the best, unless it is one of them.
    least = best[..., :1]
    return np.asarray(best.sum(axis=-1, keepdims=True) - least + np.minimum(most_gain, least))
