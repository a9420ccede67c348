"""Write the pages' sentences on how strands weigh in need, and what need trades for it."""

from __future__ import annotations

from typing import Any

import pandas as pd

from geo.candidates.place_shares import BY_CRIME, BY_NEED, IN_PLACES
from geo.need.need_index import STRANDS
from service.build.comparisons import COUNTS_ALONE, NEED_SCORE
from service.settings.need import Need

_SHARE = 0.05


def describe_method(
    influence: pd.DataFrame, backtest: pd.DataFrame, shares: pd.DataFrame, *, demand_name: str
) -> tuple[str, ...]:
    """Describe the influence of each strand and what need trades; nothing if a table is empty.

    Parameters
    ----------
    influence, backtest, shares : DataFrame
        As the tables ``strand_influence``, ``backtest`` and ``place_shares``.
    demand_name : str
        What the demand strand is called on the pages.
    """
    earlier = _earlier_months(backtest)
    return (
        *_say_in_one_line(earlier, shares),
        *_say_influence(influence, demand_name),
        *_say_trade(earlier, demand_name),
        *_say_connected(shares),
    )


def _earlier_months(backtest: pd.DataFrame) -> pd.DataFrame:
    """What need and counts alone foretold of later crime at a twentieth of the areas, by predictor; may be empty."""
    if backtest.empty:
        return backtest
    near = (backtest["place_share"] - _SHARE).abs()
    rows: pd.DataFrame = backtest[(backtest["outcome"] == "crime") & (near == near.min())].set_index("predictor")
    return rows if {NEED_SCORE, COUNTS_ALONE} <= set(rows.index) else rows.iloc[:0]


def _say_in_one_line(earlier: pd.DataFrame, shares: pd.DataFrame) -> tuple[str, ...]:
    """What the need score trades for deprivation, and places for being connected."""
    said = []
    if not earlier.empty:
        need, counts = earlier.loc[NEED_SCORE], earlier.loc[COUNTS_ALONE]
        said.append(
            f"To count deprivation, need loses {_some(need['captured_share'], counts['captured_share'])} crime: "
            f"its {need['place_count']:.0f} highest areas had {need['captured_share']:.0%} of later crime, "
            f"the {counts['place_count']:.0f} busiest {counts['captured_share']:.0%}"
        )
    if not shares.empty:
        by = shares.set_index("chosen_by")
        places, free = by.loc[IN_PLACES], by.loc[BY_NEED]
        said.append(
            f"to be connected, places lose {_some(places['crime_share'], free['crime_share'])} crime: they have "
            f"{places['crime_share']:.1%} of crime in {places['area_count']:.0f} areas, as many of the highest need "
            f"{free['crime_share']:.1%}"
        )
    return (" ".join(f"{one[0].upper()}{one[1:]}." for one in said),) if said else ()


def _some(share: Any, of_others: Any) -> str:
    return "some" if share < of_others else "no"


def _say_influence(influence: pd.DataFrame, demand_name: str) -> tuple[str, ...]:
    if influence.empty:
        return ()
    rows = influence.set_index("strand")
    column = {name: rows[name].astype(float).to_dict() for name in rows}
    names = {"demand": demand_name.lower()}
    of = [f"{names.get(s, s)} {column['importance'][s]:.0%} (weight {column['weight'][s]:.2f})" for s in STRANDS]
    meant = [f"{names.get(s, s)} {column['weight_for_influence'][s]:.2f}" for s in STRANDS]
    overlap = column["correlation_with_harm"]["crime"]
    return (
        f"Crime and harm rank areas nearly alike (correlation {overlap:.2f}), so strands overlap. "
        f"Differences in need that each strand alone explains: {', '.join(of)}.",
        f"Weights closest to the intended influence: {', '.join(meant)}.",
    )


def _say_trade(earlier: pd.DataFrame, demand_name: str) -> tuple[str, ...]:
    if earlier.empty:
        return ()
    need, counts = earlier.loc[NEED_SCORE], earlier.loc[COUNTS_ALONE]
    return (
        f"The {need['place_count']:.0f} areas of highest need in the earlier months had "
        f"{need['captured_share']:.0%} of the recorded crime of the months after. That is {need['pai']:.1f} times "
        f"their share of areas and {need['pai_by_land']:.1f} times their share of land. As many areas with most "
        f"recorded crime had {counts['captured_share']:.0%} ({counts['pai']:.1f} and {counts['pai_by_land']:.1f}). "
        f"The need score also counts {demand_name.lower()}, deprivation and harm: it is not made for crime alone.",
    )


def _say_connected(shares: pd.DataFrame) -> tuple[str, ...]:
    if shares.empty:
        return ()
    by = shares.set_index("chosen_by")
    places, need, crime = by.loc[IN_PLACES], by.loc[BY_NEED], by.loc[BY_CRIME]
    less = ", so they capture less again" if places["crime_share"] < need["crime_share"] else ""
    return (
        f"Places must be connected and are shared between units{less}. "
        f"The {places['area_count']:.0f} areas in places have {places['crime_share']:.1%} of the recorded crime of the "
        f"period and {places['harm_share']:.1%} of harm. As many areas with the highest need, wherever they lie, have "
        f"{need['crime_share']:.1%} and {need['harm_share']:.1%}. As many with most recorded crime have "
        f"{crime['crime_share']:.1%} and {crime['harm_share']:.1%}.",
    )


def describe_choices(chosen: Need) -> tuple[str, ...]:
    """Say, one sentence each, how need is not scored in the default way."""
    said = []
    if chosen.aggregation == "geometric":
        said.append("Strands are joined by a geometric mean: contributions add up to the logarithm of the need score.")
    if chosen.normalisation != "rank":
        said.append(f"Need is on the scale '{chosen.normalisation}' of the configuration, not 0 to 100.")
    if chosen.weights == "influence":
        said.append(
            "Strand weights are changed so that each strand influences need as much as its nominal weight says."
        )
    if chosen.counts == "expected":
        said.append("Crime and harm enter need as expected of the next year, not as recorded.")
    if chosen.per != "area":
        said.append(f"Crime, demand and harm enter need per {chosen.per}, not as counts.")
    return tuple(said)
