"""Greedy growth: the plain way to draw places, where the search starts and the least that it must reach."""

from __future__ import annotations

from geo.candidates.place import Place, PlaceLimits, Unit, as_place

_TOLERANCE = 1e-9


def grow_greedily(unit: Unit, limits: PlaceLimits, *, barred: frozenset[int] = frozenset()) -> list[Place]:
    """Grow one place after another, each from the highest area still free.

    A place takes in the touching area that adds most to its value, again and again, until none adds anything or a cap
    stops it; then what it encloses, if the caps afford it.

    Returns
    -------
    list of tuple of int
        At most `per_unit` places that keep every limit and have a value above 0, without overlap, in the order
        in which they were grown.
    """
    taken, found = set(barred), list[Place]()
    by_excess = sorted(range(len(unit.codes)), key=lambda area: (-unit.excess[area], unit.codes[area]))
    for seed in by_excess:
        if len(found) == limits.per_unit:
            break
        if seed in taken or unit.excess[seed] <= 0 or unit.residents[seed] > limits.max_residents:
            continue
        place = _grow_from(seed, unit, limits, taken)
        if unit.fits(place, limits) and unit.value(place) > 0:
            found.append(place)
            taken |= set(place)
    return found


def _grow_from(seed: int, unit: Unit, limits: PlaceLimits, taken: set[int]) -> Place:
    group = [seed]
    while len(group) < limits.max_areas:
        room = limits.max_residents - unit.residents_of(group)
        affordable = [area for area in unit.frontier(group) - taken if unit.residents[area] <= room]
        gains = {area: gain_of(unit, area, group) for area in affordable}
        best = min(gains, key=lambda area: (-gains[area], unit.codes[area]), default=None)
        if best is None or gains[best] <= _TOLERANCE:
            break
        group.append(best)
    for hole in unit.holes(group):
        fits = len(group) + len(hole) <= limits.max_areas
        if fits and not hole & taken and unit.residents_of([*group, *hole]) <= limits.max_residents:
            group.extend(sorted(hole))
    return as_place(group)


def gain_of(unit: Unit, area: int, group: list[int] | Place) -> float:
    """Return what an area adds to the value of a group that it touches, in need-score points."""
    return float(unit.excess[area] - unit.compactness + unit.bonds[area, list(group)].sum())
