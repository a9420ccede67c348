"""Numbers, dates and sentences as the pages say them: British, plain, never more exact than they deserve."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd

from maps.text.period import Period, RowAccount

_SMALL = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")


def number(value: float, *, decimals: int = 0) -> str:
    """Number with thousands separators; "not known" for a missing one, never a bare zero."""
    return "not known" if pd.isna(value) else f"{value:,.{decimals}f}"


def counted(count: float, singular: str, plural: str = "") -> str:
    """Count with its noun: "1 area", "1,719 areas"."""
    noun = singular if count == 1 else plural or f"{singular}s"
    return f"{number(count)} {noun}"


def in_words(count: int) -> str:
    """Count as a sentence opens with it: words up to ten, then figures."""
    return _SMALL[count] if count < len(_SMALL) else number(count)


def percent(share: float) -> str:
    """Share (0 to 1) as whole per cent; anything above none but below one half per cent is "under 1%"."""
    if pd.isna(share):
        return "not known"
    return "under 1%" if 0 < share < 0.005 else f"{100 * share:.0f}%"


def day_words(day: date) -> str:
    """Day as in "20 November 2026"."""
    return f"{day.day} {month_words(day)}"


def month_words(day: date) -> str:
    """Month as in "June 2025", in English whatever the machine's language."""
    names = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October")
    return f"{(*names, 'November', 'December')[day.month - 1]} {day.year}"


def listed(items: Sequence[str]) -> str:
    """Items as in "a", "a and b", "a, b and c"."""
    return " and ".join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else items)


def period_words(period: Period) -> str:
    """Period as in "19 complete months, September 2023 to June 2025"."""
    return f"{counted(period.complete_month_count, 'complete month')}, {months_words(period)}"


def months_words(period: Period) -> str:
    """First and last month: "September 2023 to June 2025"."""
    first, last = month_words(period.first_month), month_words(period.last_month)
    return first if first == last else f"{first} to {last}"


def age_words(period: Period, run_date: date) -> str:
    """How old the newest month was on the day of the run: "Data to June 2025 (17 months old)"."""
    last = period.last_month
    months = (run_date.year - last.year) * 12 + run_date.month - last.month
    return f"Data to {month_words(last)} ({counted(months, 'month')} old)"


def incomplete_words(period: Period) -> str:
    """Sentence that names the months left out; empty when there are none."""
    if not period.incomplete_months:
        return ""
    named = [month_words(gap.month) + (f" ({gap.missing})" if gap.missing else "") for gap in period.incomplete_months]
    opening = f"{in_words(len(named))} {'month is' if len(named) == 1 else 'months are'}"
    return f"{opening} left out because data is missing: {listed(named)}."


def rows_words(rows: RowAccount) -> str:
    """Sentence that accounts for every row read."""
    parts = [f"{number(rows.placed)} were placed in an area of the force"]
    parts += [
        f"{number(count)} {words}"
        for count, words in (
            (rows.no_location, "had no location"),
            (rows.out_of_force, "lay outside the force"),
            (rows.duplicate, "repeated another row"),
            (rows.quarantined, "were set aside as faulty"),
            (rows.replaced, "stood again with a later month or outcome"),
        )
        if count
    ]
    return f"Of {number(rows.read)} rows read, {listed(parts)}."


def headline(where: str | None, count: int, *, residents: float, harm: float) -> str:
    """Sentence at the top of a page: how many places, how many live there, how much harm they hold.

    Parameters
    ----------
    where : str or None
        Name of the unit; None for the whole force, whose name stands at the top of the page already.
    count : int
        How many places are proposed there.
    residents, harm : float
        Share (0 to 1) of the residents and of the harm there that the places hold together. Where the share of
        harm is not known, the sentence stops at residents.
    """
    there = f" in {where}" if where else ""
    if not count:
        return f"No place{there} stands out in this period."
    verb = "holds" if count == 1 else "hold"
    opening = f"{in_words(count)} {'place' if count == 1 else 'places'}{there} {verb}"
    if pd.isna(harm):
        return f"{opening} {percent(residents)} of residents."
    return f"{opening} {percent(residents)} of residents and {percent(harm)} of harm."
