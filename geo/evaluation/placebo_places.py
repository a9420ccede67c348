"""Draw connected places of one size where nothing was done: at random, or chosen for being high."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from geo.arrays import Flags, Floats, Integers
from geo.exceptions import ConfigurationRefused

if TYPE_CHECKING:
    from libpysal.graph import Graph

HIGH_SHARE = 1 / 3


@dataclass(frozen=True)
class Places:
    """Sets of areas, one row each.

    Attributes
    ----------
    area_codes : Index
        Every area of the force, in the order of the columns.
    members : csr_array
        1 where the area of the column belongs to the place of the row.
    packing : ndarray
        Which packing each place belongs to; places of one packing share no area.
    """

    area_codes: pd.Index[str]
    members: csr_array
    packing: Integers

    def __len__(self) -> int:
        """Number of places."""
        return int(self.members.shape[0])

    def sizes(self) -> Integers:
        """Number of areas of each place."""
        return np.asarray(self.members.sum(axis=1)).ravel().astype(np.int64)

    def add_up(self, values: pd.DataFrame | pd.Series[float]) -> Floats:
        """Sum each column over the areas of each place."""
        return np.asarray(self.members @ values.reindex(self.area_codes).fillna(0.0).to_numpy(dtype=float))

    @cached_property
    def squared_overlaps(self) -> csr_array:
        """Return the squared share of common areas for every pair of places that overlap."""
        root = np.sqrt(np.maximum(self.sizes(), 1).astype(float))
        common = csr_array(self.members @ self.members.T).tocoo()
        share = common.data / (root[common.coords[0]] * root[common.coords[1]])
        return csr_array((share**2, common.coords), shape=common.shape)

    @cached_property
    def effective_count(self) -> float:
        """Return how many separate places these count as: n² over the sum of squared shares of common areas.

        Never more than the largest packing, since places of one packing share nothing.
        """
        count = len(self)
        if not count:
            return 0.0
        return min(count**2 / float(self.squared_overlaps.sum()), float(np.bincount(self.packing).max()))

    def select(self, chosen: Flags | Integers) -> Places:
        """Return only the chosen places."""
        return Places(self.area_codes, self.members[chosen], self.packing[chosen])

    def away_from(self, area_codes: pd.Index[str], graph: Graph, *, steps: int = 1) -> Flags:
        """Return whether each place is more than `steps` neighbours away from these areas."""
        near = self.area_codes.isin(area_codes).astype(float)
        touching = graph.sparse.astype(bool).astype(float)
        for _ in range(steps):
            near = ((near + touching @ near) > 0).astype(float)
        met: Flags = np.asarray(self.members @ near) == 0
        return met


def pack_places(
    graph: Graph,
    *,
    area_count: int,
    restarts: int,
    seed: int,
    priority: pd.Series[float] | None = None,
    left_out: pd.Index[str] | None = None,
    part_of: pd.Series[str] | None = None,
) -> Places:
    """Cover the force with connected places of one size that share no area, several times from other starts.

    Parameters
    ----------
    graph : libpysal.graph.Graph
        Who touches whom, keyed by `area_code`.
    area_count : int
        Areas of each place.
    restarts : int
        Packings to draw.
    seed : int
        Of the random starts.
    priority : Series, optional
        A value by area in an earlier window. Places then grow towards high values and only the third with the highest
        mean is kept, as a place picked for being high needs placebos picked in the same way.
    left_out : Index, optional
        Areas that take no part: those of the place that is judged and of its displacement catchment.
    part_of : Series, optional
        Unit by area: a place stays within one unit.

    Returns
    -------
    Places
        Places of all packings, in order; none where the force has no connected place of this size.

    Raises
    ------
    ConfigurationRefused
        Fewer than one area or one packing is asked for.

    Notes
    -----
    Each place starts at a random free area (or a high one) and takes free neighbours until it is large enough. Places
    of one packing are separate; those of different packings overlap, which :mod:`geo.evaluation.null_spread` counts.
    What could mislead: places at the edge of a packing that cannot grow are dropped, so islands and narrow strips have
    fewer placebos.
    """
    if area_count < 1 or restarts < 1:
        raise ConfigurationRefused(
            f"Places of {area_count} areas in {restarts} packings were asked for", "Ask for at least one of each"
        )
    codes = pd.Index(graph.unique_ids, name="area_code")
    touching = csr_array(graph.sparse)
    neighbours = _neighbour_lists(touching, _parts(part_of, codes))
    free = np.ones(len(codes), dtype=bool) if left_out is None else ~codes.isin(left_out)
    high: Floats | None = None
    if priority is not None:
        high = np.asarray(priority.reindex(codes).fillna(0.0), dtype=np.float64)
    random = np.random.default_rng(seed)
    packed = [_pack_once(neighbours, free, area_count, high, random) for _ in range(restarts)]
    places = [place for packing in packed for place in packing]
    numbers = np.repeat(np.arange(restarts), [len(packing) for packing in packed])
    return Places(codes, _rows(places, len(codes)), numbers)


def as_places(sets: dict[str, pd.Index[str]], area_codes: pd.Index[str]) -> Places:
    """Return sets of areas as :class:`Places`, in order, all in one packing.

    Parameters
    ----------
    sets : dict of str to Index of str
        Areas of each place, by its name.
    area_codes : Index of str
        All areas of the force, in the order of the columns.

    Returns
    -------
    Places
        One row a place, in the order of `sets`.
    """
    rows = [area_codes.get_indexer(members) for members in sets.values()]
    return Places(area_codes, _rows([list(row[row >= 0]) for row in rows], len(area_codes)), np.zeros(len(rows), int))


def _parts(part_of: pd.Series[str] | None, codes: pd.Index[str]) -> Integers:
    if part_of is None:
        return np.zeros(len(codes), dtype=np.int64)
    return pd.factorize(part_of.reindex(codes).fillna(""))[0].astype(np.int64)


def _neighbour_lists(touching: csr_array, part: Integers) -> list[list[int]]:
    """List positions of each area's neighbours within its part."""
    lists = []
    for area in range(touching.shape[0]):
        stretch = slice(touching.indptr[area], touching.indptr[area + 1])
        found = touching.indices[stretch][touching.data[stretch] != 0]
        lists.append([int(other) for other in found if other != area and part[other] == part[area]])
    return lists


def _pack_once(
    neighbours: list[list[int]], free: Flags, size: int, high: Floats | None, random: np.random.Generator
) -> list[list[int]]:
    jitter = random.random(len(free))
    worth = jitter if high is None else high * (0.5 + jitter)
    taken, places = ~free, []
    for start in np.argsort(-worth):
        if taken[start]:
            continue
        place = _grow(int(start), neighbours, taken, size, None if high is None else worth, random)
        taken[place] = True  # a place that cannot grow has used up all free areas within reach
        if len(place) == size:
            places.append(place)
    if high is None or not places:
        return places
    means = np.array([high[place].mean() for place in places])
    return [places[at] for at in np.argsort(-means)[: max(int(np.ceil(len(places) * HIGH_SHARE)), 1)]]


def _grow(
    start: int,
    neighbours: list[list[int]],
    taken: Flags,
    size: int,
    worth: Floats | None,
    random: np.random.Generator,
) -> list[int]:
    place, edge, seen = [start], [], {start}
    newest = start
    while len(place) < size:
        for other in neighbours[newest]:
            if other not in seen and not taken[other]:
                seen.add(other)
                edge.append(other)
        if not edge:
            break
        at = int(random.integers(len(edge))) if worth is None else int(np.argmax(worth[edge]))
        newest = edge.pop(at)
        place.append(newest)
    return place


def _rows(places: list[list[int]], width: int) -> csr_array:
    lengths = [len(place) for place in places]
    columns = np.concatenate([np.asarray(place, dtype=np.int64) for place in places] or [np.zeros(0, np.int64)])
    starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    return csr_array((np.ones(len(columns)), columns, starts), shape=(len(places), width))
