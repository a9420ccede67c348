"""Build the windows of a scan: circles around each area, or connected groups of areas."""

from __future__ import annotations

from dataclasses import dataclass
from heapq import heappop, heappush

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.exceptions import ConfigurationRefused, InputRefused

WINDOWS = ("contiguous", "circular")


@dataclass(frozen=True)
class ScanWindows:
    """Windows as one list of areas per centre: the first k areas are a window, for each k.

    Parameters
    ----------
    members : ndarray of int
        Positions of areas, the lists of all centres one after the other.
    starts : ndarray of int
        For each place in `members`, where the list of its centre begins.
    """

    members: NDArray[np.intp]
    starts: NDArray[np.intp]

    def sums(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Sum the values in every window."""
        running = np.append(0.0, np.cumsum(values[self.members]))
        total: NDArray[np.float64] = running[1:] - running[self.starts]
        return total

    def areas(self, window: int) -> NDArray[np.intp]:
        """Return positions of the areas of one window, its centre first."""
        return self.members[self.starts[window] : window + 1]


def build_windows(areas: pd.DataFrame, neighbours: pd.DataFrame, *, windows: str, largest_share: float) -> ScanWindows:
    """Grow windows around every area until they would contain too much.

    Parameters
    ----------
    areas : DataFrame
        Index `area_code`; `easting_m, northing_m` (a point inside, EPSG:27700), `at_risk` (residents, or what is
        expected otherwise; 0 or more).
    neighbours : DataFrame
        `area_code, neighbour_code`, each pair both ways; not looked at for circular windows.
    windows : {'contiguous', 'circular'}
        'circular': nearest areas first, whether they touch or not (Kulldorff 1997). 'contiguous': at each step the
        nearest area among those that touch what is already in, so that every window hangs together.
    largest_share : float
        Largest share of all that is at risk in one window, above 0 and at most 0.5.

    Returns
    -------
    ScanWindows
        An area that alone exceeds the share has no window around it.

    Raises
    ------
    ConfigurationRefused
        The kind of window is neither of the two, or the share is out of range.
    InputRefused
        What is at risk is missing or negative, or nothing is.

    Notes
    -----
    Equal distances are settled by area code. What could mislead: compact windows find compact clusters; a cluster along
    a road is found in pieces.
    """
    if windows not in WINDOWS:
        raise ConfigurationRefused(f"The windows are {windows!r}", f"Use one of {', '.join(WINDOWS)}")
    if not 0.0 < largest_share <= 0.5:
        raise ConfigurationRefused(f"The largest share is {largest_share:g}", "Set it above 0 and at most 0.5")
    at_risk = areas["at_risk"].to_numpy(dtype=float)
    place = areas[["easting_m", "northing_m"]].to_numpy(dtype=float)
    bad = int((~(at_risk >= 0)).sum() + np.isnan(place).any(axis=1).sum())
    if bad or not at_risk.sum() > 0:
        raise InputRefused(
            f"{bad} areas have a missing or negative number at risk or no place, of {len(areas)} areas",
            "Leave areas without residents or counts out, and give the rest a point inside",
        )
    touching = _touching(areas.index, neighbours) if windows == "contiguous" else None
    limit = largest_share * at_risk.sum() * (1.0 + 1e-12)
    # Equal distances must be settled by code, so positions are tried in the order of codes.
    by_code = np.argsort(areas.index.to_numpy().astype(str), kind="stable")
    lists, held_by = [], at_risk.tolist()
    for centre in range(len(areas)):
        distance = np.hypot(*(place - place[centre]).T)
        if touching is None:
            order = by_code[np.argsort(distance[by_code], kind="stable")]
            order = order[np.argsort(order != centre, kind="stable")]
            lists.append(order[: int(np.searchsorted(np.cumsum(at_risk[order]), limit, side="right"))])
        else:
            lists.append(_grow(centre, distance.tolist(), touching, held_by, limit))
    lengths = np.array([len(one) for one in lists], dtype=np.intp)
    members = np.concatenate(lists).astype(np.intp)
    return ScanWindows(members=members, starts=np.repeat(np.cumsum(lengths) - lengths, lengths))


def _touching(codes: pd.Index[str], neighbours: pd.DataFrame) -> list[list[int]]:
    """List positions of the neighbours of each area."""
    one, other = (codes.get_indexer(pd.Index(neighbours[name])) for name in ("area_code", "neighbour_code"))
    touching: list[list[int]] = [[] for _ in range(len(codes))]
    for i, j in zip(one.tolist(), other.tolist(), strict=True):
        if i >= 0 and j >= 0 and i != j:
            touching[i].append(j)
    return touching


def _grow(
    centre: int,
    distance: list[float],
    touching: list[list[int]],
    at_risk: list[float],
    limit: float,
) -> NDArray[np.intp]:
    """Add the nearest area that touches the window, until the next would exceed the limit."""
    taken: list[int] = []
    seen = {centre}
    edge = [(0.0, centre)]
    held = 0.0
    while edge:
        _, area = heappop(edge)
        held += at_risk[area]
        if held > limit:
            break
        taken.append(area)
        for neighbour in touching[area]:
            if neighbour not in seen:
                seen.add(neighbour)
                heappush(edge, (distance[neighbour], neighbour))
    return np.array(taken, dtype=np.intp)
