"""Cautions that a reader of one sheet must know before deciding."""

from __future__ import annotations

import numpy as np
import pandas as pd

from maps.model.force_view import Force
from maps.model.json_columns import Positions, pick
from maps.text.phrases import some_listed

_NAMED = 4


def sheet_cautions(force: Force, at: Positions) -> tuple[str, ...]:
    """List cautions on a sheet's areas: areas left out, few residents, ranks that rest on police activity.

    Parameters
    ----------
    force : Force
        What all pages share.
    at : ndarray
        The areas of the sheet among all areas.

    Returns
    -------
    tuple of str
        Sentences; empty where nothing needs to be known.
    """
    ranking = force.site.ranking.loc[force.site.areas.index[at]]
    names = pd.Series(pick(force.areas["names"], at), index=ranking.index)
    said = []
    unknown = names[~ranking["assessable"].astype(bool)]
    if len(unknown):
        said.append(f"Cannot be assessed, so left out: {_some(unknown)}.")
    small = names[np.array(pick(force.areas["small"], at), dtype=bool)]
    if len(small):
        said.append(f"Few residents, so rates per resident mislead: {_some(small)}.")
    if "feedback_flag" in ranking:
        flagged = names[ranking["feedback_flag"].fillna(value=False).astype(bool)]
        if len(flagged):
            ranks = "rank" if len(flagged) == 1 else "ranks"
            depends = "depends" if len(flagged) == 1 else "depend"
            said.append(
                f"The {ranks} of {_some(flagged)} {depends} more than most on crime found by police activity, such as "
                "drugs."
            )
    return tuple(said)


def _some(names: pd.Series) -> str:
    """Names in order, the first few of many at once."""
    return some_listed(sorted(names), _NAMED)
