"""Grow places on many surfaces at once: greedy growth from a few seeds, the same cheap search for every surface."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from geo.arrays import Flags, Floats, Integers
from geo.candidates.place import PlaceLimits, Unit

SEEDS = 12
_TOLERANCE = 1e-9
_BELOW = 1e6


@dataclass(frozen=True)
class GrownPlaces:
    """Places of one unit, grown on many surfaces.

    Parameters
    ----------
    surface : array
        Surface of each place; a surface without a place is missing.
    members : array
        Shape (places, areas of the unit): True where the area belongs to the place.
    values : array
        Value of each, need-score points, above 0.
    """

    surface: Integers
    members: Flags
    values: Floats


def grow_on_surfaces(unit: Unit, limits: PlaceLimits, excess: Floats, *, seeds: int = SEEDS) -> GrownPlaces:
    """Grow places on each surface, by a search that is the same for all.

    From each of the highest peaks (areas that no neighbour exceeds) a place takes in the touching area that adds most,
    until none adds anything or a cap stops it. Places that keep every limit and have a value above 0 stay.

    Parameters
    ----------
    unit : Unit
        Its own `excess` is not used.
    limits : PlaceLimits
    excess : array
        Shape (surfaces, areas of the unit): score above the force mean.
    seeds : int
        Peaks to start from on each surface.

    Notes
    -----
    It finds less than the search that proposes places: an area once taken in is never given back. Used on the observed
    surface and on those of a null alike, it gives a test that is exact for what it finds.
    """
    able = np.flatnonzero(unit.residents <= limits.max_residents)
    count = min(seeds, len(able))
    start = able[np.argsort(-_peaks(unit, excess)[:, able], axis=1, kind="stable")[:, :count]]
    surface = np.repeat(np.arange(len(excess)), count)
    members, values = _grow(unit, limits, np.repeat(excess, count, axis=0), start.ravel())
    known = dict[bytes, bool]()
    kept = np.array([value > 0 and _fits(unit, limits, row, known) for row, value in zip(members, values, strict=True)])
    kept = kept.astype(bool)
    return GrownPlaces(surface[kept], members[kept], values[kept])


def _peaks(unit: Unit, excess: Floats) -> Floats:
    """Return the scores, with those of areas below a neighbour put below all others."""
    around = np.column_stack([excess[:, sorted(beside)].max(axis=1, initial=-np.inf) for beside in unit.touching])
    peaks: Floats = np.where(excess >= around, excess, excess - _BELOW)
    return peaks


def _grow(unit: Unit, limits: PlaceLimits, excess: Floats, start: Integers) -> tuple[Flags, Floats]:
    """Grow one place a row; every row uses its own surface."""
    rows = np.arange(len(start))
    own = excess - unit.compactness
    inside = np.zeros(excess.shape, dtype=bool)
    inside[rows, start] = True
    values, residents = own[rows, start].copy(), unit.residents[start].copy()
    gains, beside = own + unit.bonds[start], unit.touches[start].copy()
    growing = rows
    for _ in range(limits.max_areas - 1):
        room = residents[growing, None] + unit.residents <= limits.max_residents
        open_to = np.where(beside[growing] & ~inside[growing] & room, gains[growing], -np.inf)
        best = open_to.argmax(axis=1)
        gain = open_to[np.arange(len(growing)), best]
        growing, best, gain = (part[gain > _TOLERANCE] for part in (growing, best, gain))
        if not len(growing):
            break
        inside[growing, best] = True
        values[growing] += gain
        residents[growing] += unit.residents[best]
        gains[growing] += unit.bonds[best]
        beside[growing] |= unit.touches[best]
    return inside, values


def _fits(unit: Unit, limits: PlaceLimits, row: Flags, known: dict[bytes, bool]) -> bool:
    key = row.tobytes()
    if key not in known:
        known[key] = unit.fits(np.flatnonzero(row).tolist(), limits)
    return known[key]
