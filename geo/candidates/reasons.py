"""Say why a place is proposed: its totals, its rates beside the force's, and where its areas rank."""

from __future__ import annotations

import math
from collections.abc import Mapping

import pandas as pd

from geo.need.need_index import COUNTED, STRANDS
from geo.thresholds import THRESHOLDS

NAMES = {"crime": "recorded crime", "demand": "demand", "harm": "harm"}


def compare_with_force(inside: pd.DataFrame, force: pd.DataFrame) -> dict[str, float]:
    """Divide the place's rate per resident by the force's, for each strand.

    Parameters
    ----------
    inside, force : DataFrame
        Areas of the place, and of the force: `population, crime_count, demand_count, harm_days`.

    Returns
    -------
    dict of str to float
        For `crime`, `demand` and `harm`: the place's total over its residents, over the same of the force (ratios of
        sums, not means of ratios); NaN without residents or without any record in the force.
    """
    rates = {}
    for strand in COUNTED:
        column = STRANDS[strand]
        here, there = _rate(inside, column), _rate(force, column)
        rates[strand] = here / there if there > 0 else float("nan")
    return rates


def _rate(areas: pd.DataFrame, column: str) -> float:
    people = float(areas["population"].sum())
    return float(areas[column].sum()) / people if people > 0 else float("nan")


def say_reason(inside: pd.DataFrame, times: Mapping[str, float], *, demand_name: str = "demand") -> str:
    """Write the reason for a place.

    Parameters
    ----------
    inside : DataFrame
        Its areas: `<strand>_score` (percentiles of the force), `crime_count`, `hotspot`.
    times : mapping of str to float
        From :func:`compare_with_force`.
    demand_name : str
        What demand is made of, where it is not all of it.

    Returns
    -------
    str
        Sentences: totals and rates beside the force's, ranks of the strands, hotspots.
    """
    names = NAMES | {"demand": demand_name}
    crimes = f"{inside['crime_count'].sum():,.0f} recorded crimes{_times_words(times['crime'])}"
    more = [f"{names[s]} {times[s]:.1f} times" for s in ("harm", "demand") if times[s] >= _WORTH_SAYING]
    totals = "; ".join([crimes, *more]) + "."
    return " ".join([totals, *_say_ranks(inside, demand_name), _say_hotspots(inside)])


_WORTH_SAYING = 1.05


def _times_words(times: float) -> str:
    return "" if math.isnan(times) else f", {times:.1f} times the force's rate per resident"


def _say_ranks(inside: pd.DataFrame, demand_name: str) -> list[str]:
    """Name the two strands in which its areas rank highest on average, if they are in the top quarter."""
    means = {strand: float(inside[f"{strand}_score"].mean()) for strand in STRANDS}
    high = [strand for strand in STRANDS if means[strand] >= THRESHOLDS.high_strand_percentile]
    first = sorted(high, key=lambda strand: -means[strand])[:2]
    if not first:
        return []
    names = {"demand": demand_name}
    parts = [f"{math.floor(means[s] + 1e-9)}% of the force for {names.get(s, s)}" for s in STRANDS if s in first]
    said = " and ".join([parts[0], *(part.replace(" of the force", "") for part in parts[1:])])
    whose = "Its area ranks" if len(inside) == 1 else "On average its areas rank"
    return [f"{whose} above {said}."]


def _say_hotspots(inside: pd.DataFrame) -> str:
    hot, count = int(inside["hotspot"].sum()), len(inside)
    if hot == 0:
        return "No hotspot: high crime here is not clustered."
    if count == 1:
        return "It is a hotspot."
    return f"{hot} of the {count} {'is a hotspot' if hot == 1 else 'are hotspots'}."
