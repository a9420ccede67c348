"""Near repeats: test whether incidents near in place are near in time more often than by chance (Knox)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from geo.exceptions import ConfigurationRefused, InputRefused

DISTANCE_EDGES_M = (0.0, 100.0, 200.0, 300.0, 400.0)
DAY_EDGES = (0, 7, 14, 21, 28)


@dataclass(frozen=True)
class NearRepeatRules:
    """Limits beyond which dates or points are too coarse for the test.

    Parameters
    ----------
    largest_first_day_share : float
        Share of incidents dated the first of a month above which dates are taken to be months (1 in 30 is usual).
    largest_shared_share : float
        Share of incidents whose point another incident has above which points are taken to be snapped.
    coarsest_m : float
        Points that all lie on a lattice of this many metres are taken to be rounded.
    most_pairs : int
        Pairs within reach above which the question is refused for want of memory.
    """

    largest_first_day_share: float = 0.25
    largest_shared_share: float = 0.6
    coarsest_m: float = 10.0
    most_pairs: int = 20_000_000


NEAR_REPEAT_RULES = NearRepeatRules()


def near_repeats(
    incidents: pd.DataFrame,
    *,
    points_snapped: bool,
    draws: int,
    seed: int,
    distance_edges_m: Sequence[float] = DISTANCE_EDGES_M,
    day_edges: Sequence[int] = DAY_EDGES,
    rules: NearRepeatRules = NEAR_REPEAT_RULES,
) -> pd.DataFrame:
    """Count pairs of incidents by distance and days apart, and compare with shuffled dates.

    Parameters
    ----------
    incidents : DataFrame
        One row for each incident of one type: `easting_m, northing_m` (EPSG:27700, exact addresses) and `occurred_at`
        (date or time). Rows without a location or a date are left out.
    points_snapped : bool
        Whether the source moves incidents to a list of points, as open police data do. Then the test is refused.
    draws, seed : int
        Permutations of the dates among the incidents, and the seed of NumPy's default generator.
    distance_edges_m : sequence of float
        Rising, from 0: the bands are [a, b) metres. Pairs at the same point (0 m, to the metre) have a band of their
        own and are not in the first one.
    day_edges : sequence of int
        Rising, from 0: the bands are [a, b) days, so [0, 7) is the same day to six days apart.
    rules : NearRepeatRules
        When dates or points are too coarse.

    Returns
    -------
    DataFrame
        One row for each pair of bands: `distance_from_m, distance_to_m` (both 0 for the same place), `same_place`,
        `days_from, days_to, pair_count, expected_pair_count` (mean over permutations), `knox_ratio` (NaN where none is
        expected), `p_value`, `alternative` ('greater'), `draws, seed`.

    Raises
    ------
    InputRefused
        Points are snapped or rounded, dates are coarser than a day, fewer than two incidents are left, or there are too
        many pairs.
    ConfigurationRefused
        Bands do not rise from 0, or there is no draw.

    Notes
    -----
    Knox (1964); for crime Johnson and others (2007), Space-time patterns of risk, Journal of Quantitative Criminology
    23. p = (number of permutations with at least as many pairs + 1) / (draws + 1). What could mislead: every cell is
    its own question, so with 20 cells one falls below 0.05 by chance; burglaries of one night in one block are a near
    repeat, too; where the busy places of spring are not those of autumn, near pairs look too many at every time band.
    """
    _check_bands(distance_edges_m, day_edges, draws)
    used = incidents.dropna(subset=["easting_m", "northing_m", "occurred_at"])
    place = used[["easting_m", "northing_m"]].to_numpy(dtype=float).round()
    dates = pd.DatetimeIndex(pd.to_datetime(used["occurred_at"]))
    _refuse_coarse(place, dates, points_snapped=points_snapped, rules=rules)
    first, second, band = _near_pairs(place, distance_edges_m, most_pairs=rules.most_pairs)
    days = ((dates.normalize() - dates.min().normalize()).days).to_numpy().astype(np.int32)
    shape = (len(distance_edges_m), len(day_edges) - 1)
    rng = np.random.default_rng(seed)
    count = _PairCounter(first, second, band, day_edges=day_edges, longest=int(days.max()), shape=shape)
    observed = count(days)
    total, as_many = np.zeros(shape), np.zeros(shape, dtype=np.int64)
    for _ in range(draws):
        drawn = count(rng.permutation(days))
        total += drawn
        as_many += drawn >= observed
    frame = _cells(distance_edges_m, day_edges).assign(
        pair_count=observed.ravel(), expected_pair_count=(total / draws).ravel()
    )
    expected = frame["expected_pair_count"]
    frame["knox_ratio"] = frame["pair_count"] / expected.where(expected > 0)
    frame["p_value"] = ((as_many + 1) / (draws + 1)).ravel()
    return frame.assign(alternative="greater", draws=draws, seed=seed)


class _PairCounter:
    """Counter of pairs by distance band and day band for one order of the dates; the pairs are found once."""

    def __init__(
        self,
        first: NDArray[np.int32],
        second: NDArray[np.int32],
        band: NDArray[np.int16],
        *,
        day_edges: Sequence[int],
        longest: int,
        shape: tuple[int, int],
    ) -> None:
        order = np.argsort(band, kind="stable")
        self._first, self._second = first[order], second[order]
        self._ends = np.searchsorted(band[order], np.arange(shape[0] + 1))
        self._edges = np.minimum(np.asarray(day_edges), longest + 1)
        self._longest = longest

    def __call__(self, days: NDArray[np.int32]) -> NDArray[np.int64]:
        apart = np.abs(days[self._first] - days[self._second])
        rows = []
        for start, stop in zip(self._ends[:-1], self._ends[1:], strict=True):
            by_day = np.bincount(apart[start:stop], minlength=self._longest + 1)
            up_to = np.append(0, np.cumsum(by_day))
            rows.append(up_to[self._edges[1:]] - up_to[self._edges[:-1]])
        return np.array(rows, dtype=np.int64)


def _near_pairs(
    place: NDArray[np.float64], edges: Sequence[float], *, most_pairs: int
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int16]]:
    """Find pairs closer than the last edge, and their band: 0 for the same place, 1 for the first band, and so on."""
    tree = cKDTree(place)
    expected = int(tree.count_neighbors(tree, edges[-1]) - len(place)) // 2
    if expected > most_pairs:
        raise InputRefused(
            f"{len(place)} incidents make {expected} pairs within {edges[-1]:g} m, more than {most_pairs}",
            "Take a shorter period, one crime type, or shorter distances",
        )
    pairs = tree.query_pairs(edges[-1], output_type="ndarray").astype(np.int32)
    first, second = pairs[:, 0], pairs[:, 1]
    square = ((place[first] - place[second]) ** 2).sum(axis=1)
    # Squares of whole metres are exact, so a pair at the edge goes to the band that the edge opens.
    band = np.searchsorted(np.asarray(edges, dtype=float) ** 2, square, side="right").astype(np.int16)
    band[square == 0] = 0
    within = band < len(edges)
    return first[within], second[within], band[within]


def _cells(distance_edges_m: Sequence[float], day_edges: Sequence[int]) -> pd.DataFrame:
    """List the bands, distance by distance."""
    distances = [
        (0.0, 0.0, True),
        *((a, b, False) for a, b in pairwise(distance_edges_m)),
    ]
    days = list(pairwise(day_edges))
    rows = [(*distance, *day) for distance in distances for day in days]
    return pd.DataFrame(rows, columns=["distance_from_m", "distance_to_m", "same_place", "days_from", "days_to"])


def _check_bands(distance_edges_m: Sequence[float], day_edges: Sequence[int], draws: int) -> None:
    for name, edges in (("distance", distance_edges_m), ("day", day_edges)):
        if len(edges) < 2 or edges[0] != 0 or (np.diff(edges) <= 0).any():
            raise ConfigurationRefused(f"The {name} bands are {list(edges)}", "Give edges that rise from 0")
    if draws < 1:
        raise ConfigurationRefused(f"{draws} draws", "Ask for at least one permutation, better 999")


def _refuse_coarse(
    place: NDArray[np.float64], dates: pd.DatetimeIndex, *, points_snapped: bool, rules: NearRepeatRules
) -> None:
    """Refuse data that could only show the list of snap points or the calendar."""
    if points_snapped:
        raise InputRefused(
            "The points of this source are snapped to a list, so near repeats would only find the list",
            "Use incidents with the coordinates of their addresses",
        )
    if len(place) < 2:
        raise InputRefused(f"{len(place)} incidents have both a place and a date", "Take a longer period")
    first_days, different = float((dates.day == 1).mean()), len(dates.normalize().unique())
    if first_days > rules.largest_first_day_share or different == 1:
        raise InputRefused(
            f"{first_days:.0%} of dates are the first of a month and {different} dates differ: coarser than a day",
            "Use incidents with the day on which they happened",
        )
    _, same = np.unique(place, axis=0, return_counts=True)
    shared = float(same[same > 1].sum() / same.sum())
    rounded = bool((place % rules.coarsest_m == 0).all())
    if shared > rules.largest_shared_share or (rounded and len(place) > 2):
        raise InputRefused(
            f"{shared:.0%} of incidents share their point with another"
            + (f", and all lie on a lattice of {rules.coarsest_m:g} m" if rounded else ""),
            "Use incidents with the coordinates of their addresses",
        )
