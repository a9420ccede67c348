"""Beam search for good places: grown one area at a time, with the best few hundred kept at every size."""

from __future__ import annotations

from itertools import groupby
from typing import NamedTuple

import numpy as np

from geo.arrays import Flags, Floats, Integers
from geo.candidates.place import Place, PlaceLimits, Unit, as_place

WIDTH = 200
_SEED = 20_240_919
_NEARLY = 1e-6  # far above what the order of a sum changes


class _Layer(NamedTuple):
    """Places of one size, one a row; for each area, what it would add and whether it touches and may join.

    The sum of its areas' marks names a place: the same areas in another order give the same sum.
    """

    members: Integers
    values: Floats
    residents: Floats
    names: Integers
    gains: Floats
    beside: Flags
    free: Flags


def grow_places(
    unit: Unit,
    limits: PlaceLimits,
    *,
    prices: Floats | None = None,
    width: int = WIDTH,
    count: int = 50,
    barred: frozenset[int] = frozenset(),
) -> list[Place]:
    """Find good places by beam search.

    Every area starts a place; at each step each place is tried with every area that touches it, and the `width` best
    go on. What it finds is good and mostly the best there is; only :mod:`geo.candidates.milp` proves it.

    Parameters
    ----------
    unit : Unit
    limits : PlaceLimits
    prices : array, optional
        Need-score points to be paid for each area, as when others want it too.
    width : int
        Places kept at each size.
    count : int
        Most places to return.
    barred : frozenset of int
        Areas that no place may have.

    Returns
    -------
    list of tuple of int
        Places that keep every limit, the one of most value less prices first; equal ones in the order of their areas.
    """
    paid = np.zeros(len(unit.codes)) if prices is None else prices
    free = np.ones(len(unit.codes), dtype=bool)
    free[list(barred)] = False
    own = unit.excess - unit.compactness - paid
    marks = np.random.default_rng(_SEED).integers(1, 2**60, size=len(unit.codes))
    layer = _single_areas(unit, limits, own, marks, free)
    layers = [layer]
    for _ in range(1, limits.max_areas):
        layer = _widen(unit, limits, layer, marks, width)
        if not len(layer.values):
            break
        layers.append(layer)
    return _best_of(unit, limits, layers, count)


def _single_areas(unit: Unit, limits: PlaceLimits, own: Floats, marks: Integers, free: Flags) -> _Layer:
    able = np.flatnonzero(free & (unit.residents <= limits.max_residents))
    able = able[np.argsort(-own[able], kind="stable")]
    return _Layer(
        able[:, None],
        own[able],
        unit.residents[able],
        marks[able],
        own + unit.bonds[able],
        unit.touches[able],
        free & (np.arange(len(free)) != able[:, None]),
    )


def _widen(unit: Unit, limits: PlaceLimits, layer: _Layer, marks: Integers, width: int) -> _Layer:
    """Extend every place by one area, drop repeats, and return the best `width` of them."""
    affordable = layer.residents[:, None] + unit.residents <= limits.max_residents
    place, area = np.nonzero(layer.beside & layer.free & affordable)
    values = layer.values[place] + layer.gains[place, area]
    names = layer.names[place] + marks[area]
    _, first = np.unique(names, return_index=True)
    first = first[np.argsort(-values[first], kind="stable")[:width]]
    place, area = place[first], area[first]
    free = layer.free[place]
    free[np.arange(len(first)), area] = False
    return _Layer(
        np.concatenate([layer.members[place], area[:, None]], axis=1),
        values[first],
        layer.residents[place] + unit.residents[area],
        names[first],
        layer.gains[place] + unit.bonds[area],
        layer.beside[place] | unit.touches[area],
        free,
    )


def _best_of(unit: Unit, limits: PlaceLimits, layers: list[_Layer], count: int) -> list[Place]:
    """Return the best places of all sizes; costly checks are made only where they can change the answer."""
    kept = [_with_reason(unit, layer.members) for layer in layers]
    values = np.round(np.concatenate([layer.values[keep] for layer, keep in zip(layers, kept, strict=True)]), 9)
    places = [place for layer, keep in zip(layers, kept, strict=True) for place in layer.members[keep]]
    found: list[Place] = []
    by_value = np.argsort(-values, kind="stable").tolist()
    for _, equal in groupby(by_value, key=values.__getitem__):
        for place in sorted(as_place(places[at]) for at in equal):
            if len(found) == count:
                return found
            if unit.fits(place, limits):
                found.append(place)
    return found


def _with_reason(unit: Unit, members: Integers) -> Flags:
    """Find the places that may have a reason, all at once; :meth:`Unit.fits` decides, one by one."""
    if unit.standing is None:
        return np.ones(len(members), dtype=bool)
    high: Flags = (unit.standing[members].sum(axis=1) >= -_NEARLY).any(axis=1)
    return high
