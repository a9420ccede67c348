"""Compare the last twelve months with the twelve before, on the calendar months that are complete in both."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from geo.exceptions import InputRefused
from geo.measures.dispersion import estimate_dispersion
from geo.trends.count_change import change_between_periods

LEAST_MONTHS = 6
_YEAR = 12


def match_years(months: pd.DatetimeIndex) -> tuple[pd.DatetimeIndex, pd.DatetimeIndex]:
    """Return the months to compare: of the last twelve, those also complete a year earlier.

    Parameters
    ----------
    months : DatetimeIndex
        The complete months, first days, in order.

    Returns
    -------
    before, after : DatetimeIndex
        Equally many, at most twelve each; the same calendar months.

    Raises
    ------
    InputRefused
        Fewer than six are complete in both years: the rest of the year would be guesswork.
    """
    year = pd.DateOffset(years=1)
    recent = months[months > months.max() - year] if len(months) else months
    after = recent[(recent - year).isin(months)]
    if len(after) < LEAST_MONTHS:
        raise InputRefused(
            f"Only {len(after)} of 12 calendar months are complete in both years",
            f"Add earlier months: a year is compared with the year before from {LEAST_MONTHS} months on",
        )
    return after - year, after


def calendar_year(months: pd.DatetimeIndex) -> pd.DatetimeIndex | None:
    """A year that has every calendar month once: the latest complete one of each.

    Parameters
    ----------
    months : DatetimeIndex
        The complete months, first days, in order.

    Returns
    -------
    DatetimeIndex or None
        Twelve months, in order; None where a calendar month was never complete.
    """
    latest = {month.month: month for month in months}
    return pd.DatetimeIndex(sorted(latest.values())) if len(latest) == _YEAR else None


def compare_years(counts: pd.DataFrame, *, wobble: Sequence[pd.DataFrame], level: float = 0.95) -> pd.DataFrame:
    """Compare the last year with the year before, place by place.

    Parameters
    ----------
    counts : DataFrame
        Places down (the force, its units), complete months across; whole counts.
    wobble : sequence of DataFrame
        The same months for sets of places that say how much counts wobble, such as the small areas and the units.
    level : float
        Coverage of the interval.

    Returns
    -------
    DataFrame
        The index of `counts`: `before_start, before_end, after_start, after_end` (first days of months), `month_count`
        (calendar months compared, of twelve), and the columns of
        :func:`geo.trends.count_change.change_between_periods`.

    Raises
    ------
    InputRefused
        Fewer than six calendar months are complete in both years, or too few incidents to say how counts vary.

    Notes
    -----
    The dispersion is taken within each of the two years, so that a change between them does not count as wobble, and is
    the largest of those of `wobble`: months of a whole unit can swing together (a closed counter, a hot month in one
    town), which the areas alone do not show. What could mislead: a year is compared with one other year, not with a
    trend; what all places share (weather, a new way of recording) counts as change and not as wobble; where only
    some months are complete in both years, the others may have gone differently.
    """
    before, after = match_years(pd.DatetimeIndex(counts.columns))
    phi = max(_pool_dispersion(one, before, after) for one in wobble)
    sums = pd.DataFrame({"before_count": counts[before].sum(axis=1), "after_count": counts[after].sum(axis=1)})
    changes = change_between_periods(
        sums, before_months=len(before), after_months=len(after), dispersion=phi, level=level
    )
    return changes.assign(
        before_start=before[0], before_end=before[-1], after_start=after[0], after_end=after[-1], month_count=len(after)
    )


def _pool_dispersion(counts: pd.DataFrame, *years: pd.DatetimeIndex) -> float:
    """Return the dispersion within years, pooled by their degrees of freedom; at least 1."""
    found = [estimate_dispersion(counts[year]) for year in years]
    degrees = sum(one.degrees_of_freedom for one in found)
    return max(sum(one.phi * one.degrees_of_freedom for one in found) / degrees, 1.0)
