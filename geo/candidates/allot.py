"""Share the residents and the places that a force may propose over its units, by need."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy.optimize import brentq

from geo.arrays import Floats
from geo.candidates.place import PlaceLimits
from geo.exceptions import ConfigurationRefused


@dataclass(frozen=True)
class Proportions:
    """Largest share of the force, and of each unit, that places may cover.

    Parameters
    ----------
    force_share : float
        Most of the force's residents (0 to 1) that all places together may have; 1 for no such limit.
    unit_share : float
        Most of a unit's residents (0 to 1) that its places together may have; 1 for no such limit.
    least_places : int
        Places that a unit with any need above the floor may have at least; its residents are enough for so many
        places of three areas, where both shares allow it. The most is `per_unit` of the limits.
    """

    force_share: float = 0.1
    unit_share: float = 0.2
    least_places: int = 1

    def __post_init__(self) -> None:
        for name, share in (("force_share", self.force_share), ("unit_share", self.unit_share)):
            if not 0 < share <= 1:
                raise ConfigurationRefused(f"{name} is {share:g}", "Give a share above 0 and up to 1, as in 0.1")


LEAST_AREAS = 3


def allot_limits(
    areas: pd.DataFrame,
    excess: pd.Series[float],
    low: pd.Series[bool],
    limits: PlaceLimits,
    proportions: Proportions,
) -> dict[str, PlaceLimits]:
    """Set each unit's limits on places and residents, by its share of the need above the floor.

    Parameters
    ----------
    areas : DataFrame
        Index `area_code`, with `npu_code` and `population`.
    excess : Series
        Need above the force mean, from :func:`geo.candidates.units.score_excess`.
    low : Series
        Areas that do not reach the floor, from :func:`geo.candidates.units.find_low_areas`; they give no claim.
    limits : PlaceLimits
        Of one place, and the most places of a unit.
    proportions : Proportions

    Returns
    -------
    dict of str to PlaceLimits
        By unit: at most `per_unit` places of at most `max_residents` each, so that a unit's places have no more than
        its room, and all rooms no more than the force's share. A unit without need above the floor has no place.

    Notes
    -----
    A unit's claim is the sum, over its areas that reach the floor, of need above the force mean. Residents are shared
    in proportion to claims; a unit that reaches its own share leaves the rest to the others, and each unit with a
    claim gets room for `least_places` places of three areas first. A unit has as many places as its room would fill
    with full ones, to the nearest whole number, and they share its room equally. What could mislead: the room is
    shared out before places are sought, so the places of a unit are the best within its room, and another division of
    the force could have more.
    """
    units = areas["npu_code"]
    residents = areas["population"].astype(float).fillna(0.0)
    people, count = residents.groupby(units).sum(), residents.groupby(units).size()
    claims = excess.reindex(areas.index).clip(lower=0.0).mask(low.reindex(areas.index), 0.0).groupby(units).sum()
    mean = people / count
    most = (proportions.unit_share * people).where(claims > 0, 0.0)
    least = (proportions.least_places * LEAST_AREAS * mean).clip(upper=most)
    room = _share_out(claims, least, most, proportions.force_share * float(people.sum()))
    full = (limits.max_areas * mean).clip(upper=limits.max_residents)
    return {
        str(unit): _limits_of(limits, float(room[unit]), float(full[unit]), proportions.least_places)
        for unit in claims.index
    }


def _limits_of(limits: PlaceLimits, room: float, full: float, least_places: int) -> PlaceLimits:
    """Return the limits of a unit with room for so many residents, where a full place has `full`."""
    if room <= 0:
        return replace(limits, per_unit=0)
    places = min(limits.per_unit, max(least_places, 1, math.floor(room / full + 0.5)))
    each = room / places
    if each >= limits.max_residents:
        return replace(limits, per_unit=places)
    return replace(limits, per_unit=places, max_residents=each, by_share=True)


def _share_out(
    claims: pd.Series[float], least: pd.Series[float], most: pd.Series[float], total: float
) -> pd.Series[float]:
    """Divide `total` in proportion to claims, between a least and a most for each; less if all reach their most."""
    if float(least.sum()) >= total:
        return least * (total / float(least.sum()))
    if float(most.sum()) <= total:
        return most

    def clipped(rate: float) -> Floats:
        return np.asarray(np.clip(rate * claims, least, most), dtype=np.float64)

    highest = float((most[claims > 0] / claims[claims > 0]).max())
    rate = brentq(lambda tried: float(clipped(tried).sum()) - total, 0.0, highest, xtol=1e-12)
    return pd.Series(clipped(rate), index=claims.index)


def same_for_all(units: pd.Series[str], limits: PlaceLimits) -> Mapping[str, PlaceLimits]:
    """Give every unit the same limits."""
    return {str(unit): limits for unit in sorted(units.dropna().unique())}
