"""Good places quickly: grown one area at a time, the most promising few hundred kept at every size."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from geo.places import Floats, Ints, Place, PlaceLimits, Unit

WIDTH = 200
_SEED = 20_240_919


class _Layer(NamedTuple):
    """Places of one size: a row each, 1 where the area belongs to it."""

    members: Floats
    values: Floats
    residents: Floats


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
    go on. What it finds is good and mostly the best there is; only :mod:`geo.place_model` proves it.

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
    layer = _single_areas(unit, limits, own, free, width)
    layers = [layer]
    for _ in range(1, limits.max_areas):
        layer = _widen(unit, limits, layer, own, marks, free, width)
        if not len(layer.values):
            break
        layers.append(layer)
    return _best_of(unit, limits, layers, count)


def _single_areas(unit: Unit, limits: PlaceLimits, own: Floats, free: np.ndarray, width: int) -> _Layer:
    able = np.flatnonzero(free & (unit.residents <= limits.max_residents))
    able = able[np.argsort(-own[able], kind="stable")[: max(width, len(able))]]
    members = np.zeros((len(able), len(unit.codes)))
    members[np.arange(len(able)), able] = 1.0
    return _Layer(members, own[able], unit.residents[able])


def _widen(
    unit: Unit, limits: PlaceLimits, layer: _Layer, own: Floats, marks: Ints, free: np.ndarray, width: int
) -> _Layer:
    """Every place with one more area, without repeats; the best `width` of them."""
    # A product of floats runs through BLAS; one of flags does not.
    reachable = (layer.members @ unit.touches.astype(float) > 0) & (layer.members == 0) & free
    reachable &= layer.residents[:, None] + unit.residents[None, :] <= limits.max_residents
    place, area = np.nonzero(reachable)
    values = layer.values[place] + own[area] + (layer.members @ unit.bonds)[place, area]
    # The sum of its areas' marks names a place: the same areas in another order give the same sum.
    names = (layer.members.astype(bool) @ marks)[place] + marks[area]
    _, first = np.unique(names, return_index=True)
    first = first[np.argsort(-values[first], kind="stable")[:width]]
    members = layer.members[place[first]]
    members[np.arange(len(first)), area[first]] = 1.0
    return _Layer(members, values[first], layer.residents[place[first]] + unit.residents[area[first]])


def _best_of(unit: Unit, limits: PlaceLimits, layers: list[_Layer], count: int) -> list[Place]:
    """The best places of all sizes; the costly checks are made only as far as they are needed."""
    values = np.concatenate([layer.values for layer in layers])
    places = [tuple(np.flatnonzero(row).tolist()) for layer in layers for row in layer.members]
    order = sorted(range(len(places)), key=lambda at: (-round(float(values[at]), 9), places[at]))
    found: list[Place] = []
    for at in order:
        if len(found) == count:
            break
        if unit.fits(places[at], limits):
            found.append(places[at])
    return found
