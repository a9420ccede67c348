"""Feedback audit: rank areas again without the crime that is found by police activity."""

from __future__ import annotations

import pandas as pd

from geo.need.need_index import NeedIndex
from geo.need.rank_moves import rank_values

FLAGGED_FALL = 0.05
FLAGGED_SHARE = 3.0
LEAST_RECORDS = 10


def audit_feedback(
    values: pd.DataFrame, without: pd.DataFrame, crime: pd.Series[float], generated: pd.Series[float], index: NeedIndex
) -> pd.DataFrame:
    """Rank again without police-generated crime.

    Parameters
    ----------
    values, without : DataFrame
        The strands as the index takes them, with and without those types; assessable areas, the same index.
    crime, generated : Series
        Recorded crimes, and those of them that are police-generated, the same index.
    index : NeedIndex
        The choices behind the rank.

    Returns
    -------
    DataFrame
        `rank_without_police_generated` (Int64), `police_generated_share` (of its recorded crime, 0 to 1; NaN without
        any), `feedback_flag`: it falls by at least 5% of the areas, or that share is at least three times the force's
        and rests on ten records or more.

    Notes
    -----
    Crime that police find by searching (drugs, weapons) rises where police search, so sending them where it is high
    makes it higher: Lum and Isaac (2016), To predict and serve?; Ensign and others (2018), Runaway feedback loops in
    predictive policing. What could mislead: some of it is there without being looked for, and the other types depend on
    who reports. No flag is no proof of the absence of feedback.
    """
    ranks, others = (
        pd.Series(rank_values(strands, index), index=values.index).astype("Int64") for strands in (values, without)
    )
    share = (generated / crime.where(crime > 0)).astype(float)
    usual = float(generated.sum()) / max(float(crime.sum()), 1.0)
    falls = (others - ranks >= FLAGGED_FALL * len(values)).astype(bool)
    unusual = (share >= FLAGGED_SHARE * usual) & (generated >= LEAST_RECORDS)
    return pd.DataFrame(
        {
            "rank_without_police_generated": others,
            "police_generated_share": share,
            "feedback_flag": falls | unusual,
        },
        index=values.index,
    )
