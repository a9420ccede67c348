"""Numbers, dates and lists as the pages say them: British, plain, never more exact than they deserve."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date

import pandas as pd

from maps.text.folds import fold
from maps.text.period import Period

_SMALL = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")


def number(value: float, *, decimals: int = 0) -> str:
    """Write a number with thousands separators; "not known" for a missing one, never a bare zero.

    Parameters
    ----------
    value : float
        A finite number, or a missing one.
    decimals : int
        Digits after the point.

    Returns
    -------
    str
        With commas between thousands.
    """
    return "not known" if pd.isna(value) else f"{value:,.{decimals}f}"


def whole_parts(parts: Sequence[float], total: float) -> list[int]:
    """Round parts to whole numbers that sum to their rounded total: the largest remainders are rounded up.

    Parameters
    ----------
    parts : sequence of float
        Finite numbers.
    total : float
        Their sum.

    Returns
    -------
    list of int
        Each at most 1 from its part.
    """
    whole = [math.floor(part) for part in parts]
    by_remainder = sorted(range(len(parts)), key=lambda at: whole[at] - parts[at])
    for at in by_remainder[: max(0, round(total) - sum(whole))]:
        whole[at] += 1
    return whole


def count_words(count: float, singular: str, plural: str = "") -> str:
    """Write a count with its noun: "1 area", "1,719 areas".

    Parameters
    ----------
    count : float
        How many; rounded to a whole number.
    singular : str
        The noun for one.
    plural : str, optional
        The noun for others; with an s where left out.

    Returns
    -------
    str
        Number and noun.
    """
    noun = singular if count == 1 else plural or f"{singular}s"
    return f"{number(count)} {noun}"


def in_words(count: int) -> str:
    """Write a count as a sentence opens with it: words up to ten, then figures.

    Parameters
    ----------
    count : int
        Not below 0.

    Returns
    -------
    str
        With a capital letter.
    """
    return _SMALL[count] if count < len(_SMALL) else number(count)


def percent(share: float) -> str:
    """Write a share (0 to 1) as whole per cent; above none but below one half per cent it is "under 1%".

    Parameters
    ----------
    share : float
        0 to 1; NaN is "not known".

    Returns
    -------
    str
        With the sign.
    """
    if pd.isna(share):
        return "not known"
    return "under 1%" if 0 < share < 0.005 else f"{100 * share:.0f}%"


def day_words(day: date) -> str:
    """Write a day as in "20 November 2026".

    Parameters
    ----------
    day : date
        The day.

    Returns
    -------
    str
        Day, month and year.
    """
    return f"{day.day} {month_words(day)}"


def month_words(day: date) -> str:
    """Write a month as in "June 2025", in English whatever the machine's language.

    Parameters
    ----------
    day : date
        Any day of the month.

    Returns
    -------
    str
        Month and year.
    """
    names = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October")
    return f"{(*names, 'November', 'December')[day.month - 1]} {day.year}"


def list_words(items: Sequence[str]) -> str:
    """Join items as in "a", "a and b", "a, b and c".

    Parameters
    ----------
    items : sequence of str
        Names in order.

    Returns
    -------
    str
        One phrase.
    """
    return " and ".join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else items)


def some_listed(items: Sequence[str], most: int) -> str:
    """The first of many items, with the rest marked for :mod:`maps.text.folds`: "a, b and 3 more".

    Parameters
    ----------
    items : sequence of str
        Names in order.
    most : int
        How many are named at once; one more is named rather than counted.

    Returns
    -------
    str
        One phrase.
    """
    return list_words(items) if len(items) <= most + 1 else fold(items[:most], items[most:])


def months_words(period: Period) -> str:
    """Write first and last month: "September 2023 to June 2025".

    Parameters
    ----------
    period : Period
        Months that count, and those left out.

    Returns
    -------
    str
        A phrase.
    """
    first, last = month_words(period.first_month), month_words(period.last_month)
    return first if first == last else f"{first} to {last}"
