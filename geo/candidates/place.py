"""What a place is worth and what it may be: the value of a connected set of areas, its limits, its shape."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import shortest_path

from geo.arrays import Flags, Floats, Integers
from geo.thresholds import THRESHOLDS

Place = tuple[int, ...]
_TOUCHES_OUTSIDE = 1e-6
_FAR = 100


@dataclass(frozen=True)
class PlaceLimits:
    """What a place may be.

    Parameters
    ----------
    per_unit : int
        Most places in a unit; they never overlap.
    max_areas : int
        Most areas in a place.
    max_residents : float
        Most usual residents in a place.
    min_teams : int
        Fewest neighbourhood teams that it must span (wards where no teams are known).
    compactness : float
        Need-score points that a whole perimeter of open boundary costs. 0 lets a place snake.
    """

    per_unit: int = 3
    max_areas: int = 10
    max_residents: float = 20_000
    min_teams: int = 2
    compactness: float = THRESHOLDS.compactness_points

    def scaled(self, factor: float) -> PlaceLimits:
        """The same with the caps on areas and residents multiplied; never under one area."""
        areas = max(1, int(self.max_areas * factor))
        return PlaceLimits(self.per_unit, areas, self.max_residents * factor, self.min_teams, self.compactness)


@dataclass(frozen=True, eq=False)
class Unit:
    """The areas that the places of one unit can be made of. A place is a sorted tuple of positions in `codes`.

    Parameters
    ----------
    npu_code : str
    codes : sequence of str
        Area codes, sorted.
    excess : array
        Score above the force mean, one per area; it may be negative, and is 0 where an area cannot be assessed.
    residents : array
        Usual residents, persons.
    teams : array
        Number of the area's team; -1 where it has none.
    shares : array
        Square: share (0 to 1) of the row area's perimeter that it has in common with the column area.
    home : array
        True where the area belongs to the unit itself. At least half of a place does.
    compactness : float
        See :class:`PlaceLimits`.
    """

    npu_code: str
    codes: Sequence[str]
    excess: Floats
    residents: Floats
    teams: Integers
    shares: Floats
    home: Flags
    compactness: float

    @cached_property
    def bonds(self) -> Floats:
        """What two areas gain by lying in one place, in need-score points: the boundary between them is not open."""
        return np.asarray(self.compactness * (self.shares + self.shares.T))

    @cached_property
    def touches(self) -> Flags:
        """True where two areas have an edge in common."""
        return np.asarray((self.shares > 0) | (self.shares.T > 0))

    @cached_property
    def beside(self) -> tuple[frozenset[int], ...]:
        """The areas that touch each area."""
        return tuple(frozenset(np.flatnonzero(row).tolist()) for row in self.touches)

    @cached_property
    def steps(self) -> Integers:
        """How many steps from area to area lead from one to another; very many where none do."""
        steps = shortest_path(csr_array(self.touches), method="D", unweighted=True)
        return np.asarray(np.minimum(steps, _FAR), dtype=np.int8)

    @cached_property
    def on_rim(self) -> Flags:
        """True where an area touches something that is not in the unit: another unit, or the edge of the map."""
        return np.asarray(self.shares.sum(axis=1) < 1 - _TOUCHES_OUTSIDE)

    def value(self, place: Collection[int]) -> float:
        """Score above the mean, less what its open boundary costs."""
        return self.need(place) - self.compactness * self.open_perimeters(place)

    def need(self, place: Collection[int]) -> float:
        """Total score above the force mean."""
        return float(self.excess[sorted(place)].sum())

    def open_perimeters(self, place: Collection[int]) -> float:
        """How many whole perimeters lie open: the sum over its areas of the share that faces outside the place."""
        members = sorted(place)
        return float(len(members) - self.shares[np.ix_(members, members)].sum())

    def residents_of(self, place: Collection[int]) -> float:
        """Usual residents, persons."""
        return float(self.residents[sorted(place)].sum())

    def team_count(self, place: Collection[int]) -> int:
        """How many teams it spans; areas without one do not count."""
        return len({int(team) for team in self.teams[sorted(place)]} - {-1})

    def frontier(self, place: Collection[int]) -> set[int]:
        """Areas outside the place that touch it along an edge."""
        return set().union(*(self.beside[area] for area in place)) - set(place)

    def parts(self, place: Collection[int]) -> list[set[int]]:
        """Its connected parts, the one with the lowest position first."""
        left, parts = set(place), []
        while left:
            part, ahead = {min(left)}, [min(left)]
            while ahead:
                new = (self.beside[ahead.pop()] & left) - part
                part |= new
                ahead.extend(new)
            parts.append(part)
            left -= part
        return parts

    def holes(self, place: Collection[int]) -> list[set[int]]:
        """Areas that the place encloses: connected, of the unit, and reaching neither its rim nor open ground."""
        inside = set(place)
        ring = self.frontier(inside)
        found: list[set[int]] = []
        while ring:
            together = {min(ring)}
            ahead = [*together]
            while ahead:
                new = (self.beside[ahead.pop()] & ring) - together
                together |= new
                ahead.extend(new)
            hole = self._enclosed(together, inside)
            if hole:
                found.append(hole)
            ring -= together | hole
        return found

    def _enclosed(self, together: set[int], inside: set[int]) -> set[int]:
        """All that can be reached from these areas without crossing the place; nothing where that is the rim."""
        ground, ahead = set(together), sorted(together, key=self._to_rim)
        while ahead:
            area = ahead.pop()
            if self.on_rim[area]:
                return set()
            new = self.beside[area] - ground - inside
            ground |= new
            ahead.extend(sorted(new, key=self._to_rim))
        return ground

    @cached_property
    def _to_rim(self) -> Callable[[int], int]:
        """How far from the rim an area lies, as a key that sorts the nearest last."""
        steps = self.steps[:, self.on_rim].min(axis=1, initial=_FAR)
        return [-int(distance) for distance in steps].__getitem__

    def fits(self, place: Collection[int], limits: PlaceLimits) -> bool:
        """True where the place keeps every limit: caps, teams, home, connected, no hole."""
        members = sorted(place)
        return (
            0 < len(members) <= limits.max_areas
            and self.residents_of(members) <= limits.max_residents
            and self.team_count(members) >= limits.min_teams
            and 2 * int(self.home[members].sum()) >= len(members)
            and len(self.parts(members)) == 1
            and not self.holes(members)
        )


def as_place(areas: Collection[Any]) -> Place:
    """A place as it is kept: positions in rising order."""
    return tuple(sorted(int(area) for area in areas))
