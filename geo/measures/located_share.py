"""The share of incidents that have a location, and whether it moved between two periods.

Only incidents with a location fall into areas. Where their share moves, areas seem to change though nothing happened.
"""

from __future__ import annotations

import math

import pandas as pd

# Beside the binomial interval: a smaller move changes no count by more than this, however many incidents there are.
LEAST_MOVE = 0.02
Z_95 = 1.959964


def located_shares(located: pd.DataFrame, unlocated: pd.DataFrame) -> pd.DataFrame:
    """Incidents with and without a location, by month and crime type.

    Parameters
    ----------
    located : DataFrame
        `month, crime_type, incident_count`, any number of rows of each: incidents placed in an area of the force.
    unlocated : DataFrame
        `month, crime_type, incident_count`: incidents that state no location.

    Returns
    -------
    DataFrame
        `month, crime_type, located_count, unlocated_count, located_share`, in that order of rows; the share is
        between 0 and 1.

    Notes
    -----
    What could mislead: some forces publish no anti-social behaviour without a location, so that its share reads 1.
    """
    keys = ["month", "crime_type"]
    counts = pd.DataFrame(
        {
            "located_count": located.groupby(keys)["incident_count"].sum(),
            "unlocated_count": unlocated.groupby(keys)["incident_count"].sum(),
        }
    )
    counts = counts.fillna(0).astype("int64")
    shares = counts["located_count"] / counts.sum(axis=1)
    return counts.assign(located_share=shares).reset_index().sort_values(keys, ignore_index=True)


def located_share_moved(before: tuple[int, int], after: tuple[int, int]) -> bool:
    """Whether the located share moved between two periods by more than its tolerance.

    Parameters
    ----------
    before, after : tuple of int
        Located incidents, and all incidents, of each period.

    Returns
    -------
    bool
        True where the two shares differ by more than the 95% binomial interval of their difference plus
        ``LEAST_MOVE``; False where a period has no incident.
    """
    (located_before, all_before), (located_after, all_after) = before, after
    if not all_before or not all_after:
        return False
    pooled = (located_before + located_after) / (all_before + all_after)
    error = math.sqrt(pooled * (1 - pooled) * (1 / all_before + 1 / all_after))
    return abs(located_after / all_after - located_before / all_before) > Z_95 * error + LEAST_MOVE
