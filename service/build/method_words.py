"""How the strands weigh in need, and what need gives up for it: the sentences that pages print, from the tables."""

from __future__ import annotations

import pandas as pd

from geo.need.need_index import STRANDS
from service.build.comparisons import COUNTS_ALONE, NEED_SCORE

_SHARE = 0.05


def describe_method(influence: pd.DataFrame, backtest: pd.DataFrame, *, demand_name: str) -> tuple[str, ...]:
    """Sentences on the influence of each strand and on what need trades; none where a table is empty.

    Parameters
    ----------
    influence, backtest : DataFrame
        As the tables ``strand_influence`` and ``backtest``.
    demand_name : str
        What the demand strand is called on the pages.
    """
    return (*_say_influence(influence, demand_name), *_say_trade(backtest))


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
        f"Strands overlap: crime and harm rank areas nearly alike (correlation {overlap:.2f}). "
        f"Share of the differences in need that each strand alone accounts for: {', '.join(of)}.",
        f"Weights that would come nearest to the intended influence: {', '.join(meant)}.",
    )


def _say_trade(backtest: pd.DataFrame) -> tuple[str, ...]:
    if backtest.empty:
        return ()
    near = (backtest["place_share"] - _SHARE).abs()
    rows = backtest[(backtest["outcome"] == "crime") & (near == near.min())].set_index("predictor")
    if not {NEED_SCORE, COUNTS_ALONE} <= set(rows.index):
        return ()
    need, counts = rows.loc[NEED_SCORE], rows.loc[COUNTS_ALONE]
    return (
        f"What need gives up: the {need['place_count']:.0f} areas of highest need in the earlier months had "
        f"{need['captured_share']:.0%} of the recorded crime of the months after ({need['pai']:.1f} times their share "
        f"of areas, {need['pai_by_land']:.1f} times their share of land). As many areas with most recorded crime had "
        f"{counts['captured_share']:.0%} ({counts['pai']:.1f} and {counts['pai_by_land']:.1f}). The difference is what "
        "the score gives up for demand, deprivation and harm; a place gives up more to be connected.",
    )
