"""What the pages say of the data behind them: period, age, months left out, and what became of every row."""

from __future__ import annotations

from datetime import date

from maps.text.period import Period, RowAccount
from maps.text.phrases import counted, in_words, listed, month_words, months_words, number


def period_words(period: Period) -> str:
    """Period as in "19 of 22 months, September 2023 to June 2025"; "24 complete months, …" where none is missing."""
    if period.complete_month_count == period.month_count:
        return f"{counted(period.complete_month_count, 'complete month')}, {months_words(period)}"
    return f"{period.complete_month_count} of {period.month_count} months, {months_words(period)}"


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
