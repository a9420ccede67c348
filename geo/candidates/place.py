"""The value of a place, a connected set of areas, with its limits and its shape."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import shapely
from scipy.sparse import csr_array
from scipy.sparse.csgraph import shortest_path

from geo.arrays import Flags, Floats, Integers
from geo.thresholds import THRESHOLDS

Place = tuple[int, ...]
_TOUCHES_OUTSIDE = 1e-6
_FAR = 100
_TIE = 1e-9
_LEAST_BENT = 3


@dataclass(frozen=True)
class PlaceLimits:
    """Limits that a place must keep.

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
    floor : float
        Percentile of the force that every area of a place must reach, unless the place would fall apart without it.
        0 for no floor.
    surround_share : float
        Most other areas of the unit that a place may bend around, as a share of the number of its own: those whose
        point lies within the convex hull of its points. It keeps out horseshoes and long necks; 1 for no such rule.
    by_share : bool
        Whether `max_residents` is what the unit's share leaves, less than the cap of a place; reasons say so.
    """

    per_unit: int = 3
    max_areas: int = 10
    max_residents: float = 20_000
    min_teams: int = 2
    compactness: float = THRESHOLDS.compactness_points
    floor: float = 0.0
    surround_share: float = 1.0
    by_share: bool = False

    def scaled(self, factor: float) -> PlaceLimits:
        """Return the limits with the caps on areas and residents multiplied; never less than one area."""
        areas = max(1, int(self.max_areas * factor))
        return replace(self, max_areas=areas, max_residents=self.max_residents * factor)


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
    low : array, optional
        True where an area does not reach the floor: it may only connect a place. None: every area reaches it.
    standing : array, optional
        Areas down, strands across: how far (in percentile points) the area is above the percentile at which a strand is
        high. A place needs one strand in which its areas are high on average. None: no such rule.
    points : array, optional
        Areas down, easting and northing of a point inside each, metres. None: no place bends around another area.
    """

    npu_code: str
    codes: Sequence[str]
    excess: Floats
    residents: Floats
    teams: Integers
    shares: Floats
    home: Flags
    compactness: float
    low: Flags | None = None
    standing: Floats | None = None
    points: Floats | None = None

    @cached_property
    def closing(self) -> Floats:
        """Share of perimeter that two areas of one place close between them; 0 for an area that only connects."""
        if self.low is None:
            return self.shares
        return np.asarray(np.where(self.low[:, None] | self.low, 0.0, self.shares))

    @cached_property
    def bonds(self) -> Floats:
        """Gain from two areas in one place, in need-score points: the boundary between them is not open."""
        return np.asarray(self.compactness * (self.closing + self.closing.T))

    @cached_property
    def touches(self) -> Flags:
        """True if two areas share an edge."""
        return np.asarray((self.shares > 0) | (self.shares.T > 0))

    @cached_property
    def touching(self) -> tuple[frozenset[int], ...]:
        """Areas that touch each area."""
        return tuple(frozenset(np.flatnonzero(row).tolist()) for row in self.touches)

    @cached_property
    def steps(self) -> Integers:
        """Number of steps between areas; very many if there is no path."""
        steps = shortest_path(csr_array(self.touches), method="D", unweighted=True)
        return np.asarray(np.minimum(steps, _FAR), dtype=np.int8)

    @cached_property
    def on_rim(self) -> Flags:
        """True for an area that touches something outside the unit: another unit, or the edge of the map."""
        return np.asarray(self.shares.sum(axis=1) < 1 - _TOUCHES_OUTSIDE)

    def value(self, place: Collection[int]) -> float:
        """Return the score above the mean less the cost of open boundary; a connecting area costs a whole perimeter."""
        members = sorted(place)
        edge = len(members) - float(self.closing[np.ix_(members, members)].sum())
        return self.need(place) - self.compactness * edge

    def need(self, place: Collection[int]) -> float:
        """Return the total score above the force mean."""
        return float(self.excess[sorted(place)].sum())

    def open_perimeters(self, place: Collection[int]) -> float:
        """Return how many whole perimeters are open: the sum over areas of the share that faces outside."""
        members = sorted(place)
        return float(len(members) - self.shares[np.ix_(members, members)].sum())

    def low_areas(self, place: Collection[int]) -> list[int]:
        """List its areas under the floor."""
        return [] if self.low is None else [area for area in sorted(place) if self.low[area]]

    def unneeded_areas(self, place: Collection[int]) -> list[int]:
        """List its areas under the floor without which it would stay connected."""
        whole = set(place)
        return [area for area in self.low_areas(place) if not self._breaks_without(whole, area)]

    def _breaks_without(self, members: set[int], area: int) -> bool:
        rest = members - {area}
        return bool(rest) and (len(self.parts(rest)) > 1 or bool(self.holes(rest)))

    def count_surrounded(self, place: Collection[int]) -> int:
        """Count the other areas whose point lies within the convex hull of its own points."""
        if self.points is None or len(place) < _LEAST_BENT:
            return 0
        members = sorted(place)
        known = self._found_around.get(tuple(members))
        if known is not None:
            return known
        hull = shapely.convex_hull(shapely.multipoints(self.points[members]))
        within = shapely.contains_xy(hull, self.points[:, 0], self.points[:, 1])
        within[members] = False
        self._found_around[tuple(members)] = found = int(within.sum())
        return found

    def bends(self, place: Collection[int], limits: PlaceLimits) -> bool:
        """Return True if it bends around more areas than `surround_share` of the limits allows."""
        if limits.surround_share >= 1:
            return False
        return self.count_surrounded(place) > limits.surround_share * len(place) + _TIE

    def has_reason(self, place: Collection[int]) -> bool:
        """Return True if its areas are high in at least one strand on average."""
        return self.standing is None or bool((self.standing[sorted(place)].sum(axis=0) >= -_TIE).any())

    def residents_of(self, place: Collection[int]) -> float:
        """Return its usual residents, persons."""
        return float(self.residents[sorted(place)].sum())

    def team_count(self, place: Collection[int]) -> int:
        """Count the teams it spans; areas without one do not count."""
        return len({int(team) for team in self.teams[sorted(place)]} - {-1})

    def frontier(self, place: Collection[int]) -> set[int]:
        """List areas outside the place that share an edge with it."""
        return set().union(*(self.touching[area] for area in place)) - set(place)

    def parts(self, place: Collection[int]) -> list[set[int]]:
        """List its connected parts, the one with the lowest position first."""
        left, parts = set(place), []
        while left:
            part, ahead = {min(left)}, [min(left)]
            while ahead:
                new = (self.touching[ahead.pop()] & left) - part
                part |= new
                ahead.extend(new)
            parts.append(part)
            left -= part
        return parts

    def holes(self, place: Collection[int]) -> list[set[int]]:
        """List areas that the place encloses: connected, in the unit, and without a path to its rim or open ground."""
        inside = set(place)
        ring = self.frontier(inside)
        found: list[set[int]] = []
        while ring:
            together = {min(ring)}
            ahead = [*together]
            while ahead:
                new = (self.touching[ahead.pop()] & ring) - together
                together |= new
                ahead.extend(new)
            hole = self._enclosed(together, inside)
            if hole:
                found.append(hole)
            ring -= together | hole
        return found

    def _enclosed(self, together: set[int], inside: set[int]) -> set[int]:
        """Find all areas in reach of these without crossing the place; none if that includes the rim."""
        ground, ahead = set(together), sorted(together, key=self._to_rim)
        while ahead:
            area = ahead.pop()
            if self.on_rim[area]:
                return set()
            new = self.touching[area] - ground - inside
            ground |= new
            ahead.extend(sorted(new, key=self._to_rim))
        return ground

    @cached_property
    def _to_rim(self) -> Callable[[int], int]:
        """Return a sort key by distance from the rim, the nearest last."""
        steps = self.steps[:, self.on_rim].min(axis=1, initial=_FAR)
        return [-int(distance) for distance in steps].__getitem__

    def fits(self, place: Collection[int], limits: PlaceLimits) -> bool:
        """Return True if the place keeps every limit: caps, teams, home, reason, connection, holes, floor and bends."""
        members = sorted(place)
        return (
            0 < len(members) <= limits.max_areas
            and self.residents_of(members) <= limits.max_residents
            and self.team_count(members) >= limits.min_teams
            and 2 * int(self.home[members].sum()) >= len(members)
            and self.has_reason(members)
            and self._is_whole(tuple(members))
            and not self.bends(members, limits)
        )

    def _is_whole(self, place: Place) -> bool:
        """Return True if it is connected, encloses nothing and has no area under the floor that it does not need."""
        if place not in self._found_whole:
            whole = len(self.parts(place)) == 1 and not self.holes(place) and not self.unneeded_areas(place)
            self._found_whole[place] = whole
        return self._found_whole[place]

    # A search with other prices or caps meets most places again, and their shape stays what it is.
    @cached_property
    def _found_whole(self) -> dict[Place, bool]:
        return {}

    @cached_property
    def _found_around(self) -> dict[Place, int]:
        return {}


def as_place(areas: Collection[Any]) -> Place:
    """Return a place as positions in rising order."""
    return tuple(sorted(int(area) for area in areas))
