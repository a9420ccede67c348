"""Count before and after, in a place and in its comparison: changes and ratios of ratios by crime type."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from geo.exceptions import InputRefused

TOTAL = "Total"
COLUMNS = ("place_before", "place_after", "comparison_before", "comparison_after")
CAUTIONS = (
    "Areas were not chosen at random, so the figures cannot show what caused a change.",
    "Recorded crime depends on reporting and recording, which can change in one place and not in another.",
    "Officers taken away to other duties (abstraction) are not in the figures.",
)


def add_total(counts: pd.DataFrame) -> pd.DataFrame:
    """Return the table with a last row that adds up the others.

    Parameters
    ----------
    counts : DataFrame
        One row a crime type; columns are counts and can be added up.

    Returns
    -------
    DataFrame
        The same columns; the last row is named for all types together.
    """
    return pd.concat([counts, counts.sum().to_frame(TOTAL).T])


def compare_before_after(counts: pd.DataFrame) -> pd.DataFrame:
    """Compare the changes of a place and of its comparison, row by row.

    Parameters
    ----------
    counts : DataFrame
        One row a crime type (or any other outcome): `place_before, place_after, comparison_before, comparison_after`.

    Returns
    -------
    DataFrame
        The same rows with `place_change, comparison_change` (shares; NaN where there was none before) and
        `ratio_of_ratios` (place over comparison).

    Raises
    ------
    InputRefused
        A count is missing or negative.

    Notes
    -----
    What could mislead: none of these is an effect; see :data:`CAUTIONS`.
    """
    values = counts[list(COLUMNS)].to_numpy(dtype=float)
    bad = int((~(values >= 0)).sum())
    if bad:
        raise InputRefused(f"{bad} counts are missing or negative", "Fill months without incidents with 0")
    place, comparison = (_ratio(counts[f"{who}_before"], counts[f"{who}_after"]) for who in ("place", "comparison"))
    return counts.assign(place_change=place - 1, comparison_change=comparison - 1, ratio_of_ratios=place / comparison)


def same_calendar_months(before: Sequence[pd.Timestamp], after: Sequence[pd.Timestamp]) -> None:
    """Refuse windows with different calendar months: seasons would look like change.

    Raises
    ------
    InputRefused
        A calendar month is more often in one window than in the other, or a window is empty.
    """
    first, second = (pd.Series([month.month for month in window]).value_counts() for window in (before, after))
    if first.empty or second.empty:
        raise InputRefused("A window has no complete month", "Choose windows with complete months")
    gaps = first.sub(second, fill_value=0)
    odd = gaps[gaps != 0]
    if len(odd):
        names = ", ".join(pd.Timestamp(2000, int(month), 1).strftime("%B") for month in odd.index)
        raise InputRefused(
            f"The windows do not have the same calendar months: they differ in {names}",
            "Choose windows of the same calendar months, so that seasons do not pass for change",
        )


def pair_complete_months(
    before: pd.DatetimeIndex, after: pd.DatetimeIndex, complete: pd.DatetimeIndex
) -> tuple[pd.DatetimeIndex, pd.DatetimeIndex]:
    """Return, of two windows of equal length, the months whose partners are both complete.

    Raises
    ------
    InputRefused
        The windows differ in length or in their calendar months, or no pair is complete.
    """
    if len(before) != len(after):
        raise InputRefused(
            f"The windows have {len(before)} and {len(after)} months", "Choose windows of the same length"
        )
    same_calendar_months(list(before), list(after))
    order = sorted(range(len(before)), key=lambda at: (before[at].month, before[at]))
    partner = sorted(range(len(after)), key=lambda at: (after[at].month, after[at]))
    pairs = [(before[i], after[j]) for i, j in zip(order, partner, strict=True)]
    kept = [(one, other) for one, other in pairs if one in complete and other in complete]
    if not kept:
        raise InputRefused("No calendar month is complete in both windows", "Choose windows with complete months")
    return tuple(pd.DatetimeIndex(sorted(side)) for side in zip(*kept, strict=True))  # type: ignore[return-value]


def _ratio(before: pd.Series[float], after: pd.Series[float]) -> pd.Series[float]:
    return (after / before.where(before > 0)).astype(float).replace([np.inf], np.nan)
