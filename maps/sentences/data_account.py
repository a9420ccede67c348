"""What the pages say of the data behind them: period, age, months left out, and what became of every row."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pandas as pd

from maps.text.period import Period, RowAccount
from maps.text.phrases import counted, day_words, in_words, listed, month_words, months_words, number, percent

_ALL_CRIME = "All recorded crime"
_YEARS = ("before", "after")
_NAMED = 4


def period_words(period: Period) -> str:
    """Period as in "19 of 22 months, September 2023 to June 2025"; "24 complete months, …" where none is missing.

    Parameters
    ----------
    period : Period
        Months that count, and those left out.

    Returns
    -------
    str
        A phrase without a full stop.
    """
    if period.complete_month_count == period.month_count:
        return f"{counted(period.complete_month_count, 'complete month')}, {months_words(period)}"
    return f"{period.complete_month_count} of {period.month_count} months, {months_words(period)}"


def age_words(period: Period, run_date: date) -> str:
    """How old the newest month was on the day of the run: "Data to June 2025 (17 months old)".

    Parameters
    ----------
    period : Period
        Months that count, and those left out.
    run_date : date
        Day of the build.

    Returns
    -------
    str
        A clause without a full stop.
    """
    last = period.last_month
    months = (run_date.year - last.year) * 12 + run_date.month - last.month
    return f"Data to {month_words(last)} ({counted(months, 'month')} old)"


def failed_refresh_words(failed_on: date, run_date: date) -> str:
    """Two sentences on pages whose data could not be renewed.

    Parameters
    ----------
    failed_on : date
        Day of the latest build, which failed.
    run_date : date
        Day of the build that the pages show.

    Returns
    -------
    str
        Two sentences.
    """
    return f"An update failed on {day_words(failed_on)}. These are the results of {day_words(run_date)}."


def incomplete_words(period: Period) -> str:
    """Sentence that names the months left out; empty when there are none.

    Parameters
    ----------
    period : Period
        Months that count, and those left out.

    Returns
    -------
    str
        One sentence, or nothing.
    """
    if not period.incomplete_months:
        return ""
    named = [month_words(gap.month) + (f" ({gap.missing})" if gap.missing else "") for gap in period.incomplete_months]
    opening = f"{in_words(len(named))} {'month is' if len(named) == 1 else 'months are'}"
    return f"{opening} left out because data is missing: {listed(named)}."


def incomplete_count_words(period: Period) -> str:
    """How many months are left out, for a sheet whose last page names them; empty when there are none.

    Parameters
    ----------
    period : Period
        Months that count, and those left out.

    Returns
    -------
    str
        One sentence, or nothing.
    """
    if not period.incomplete_months:
        return ""
    count = len(period.incomplete_months)
    months, them = ("month is", "it") if count == 1 else ("months are", "them")
    return f"{in_words(count)} {months} left out because data is missing; the last page of this set names {them}."


def located_words(moves: pd.DataFrame) -> str:
    """How much of recorded crime had no location in each of the last two years, and what is not compared for that.

    Parameters
    ----------
    moves : DataFrame
        As :attr:`maps.model.inputs.Further.location_moves`. Empty, or without any incident that lacks a location
        (sources that count by area have none): nothing is said.
    """
    if moves.empty:
        return ""
    of_force, moved = moves["district_code"].isna(), ~moves["comparable"].astype(bool)
    whole = moves[of_force & (moves["crime_type"] == _ALL_CRIME)].iloc[0]
    if not (moves["without_before"].fillna(0) + moves["without_after"].fillna(0)).any():
        return ""
    before, after = (f"{month_words(whole[f'{one}_start'])} to {month_words(whole[f'{one}_end'])}" for one in _YEARS)
    said = (
        f"{percent(whole['without_before'])} of recorded crime in {before} had no location, and"
        f" {percent(whole['without_after'])} in {after}."
    )
    said = said[0].upper() + said[1:]
    everywhere = set(moves.loc[of_force & moved, "crime_type"])
    in_districts = set(moves.loc[~of_force & moved, "crime_type"]) - everywhere
    if everywhere:
        said += (
            f" Places are not compared between these two years for {_named(everywhere)}; figures of the force count"
            " every incident."
        )
    if in_districts:
        said += f" In some districts places are not compared for {_named(in_districts)}."
    return said


def _named(types: Iterable[str]) -> str:
    """As in "all recorded crime, drugs and 2 other types"."""
    names = [name[0].lower() + name[1:] for name in sorted(set(types), key=lambda name: (name != _ALL_CRIME, name))]
    more = len(names) - _NAMED
    return listed([*names[:_NAMED], f"{more} other types"] if more > 1 else names)


def rows_words(rows: RowAccount) -> str:
    """Sentence that accounts for every row read.

    Parameters
    ----------
    rows : RowAccount
        What became of every row.

    Returns
    -------
    str
        One sentence or two.
    """
    others = [
        f"{number(count)} {words}"
        for count, words in (
            (rows.no_location, "had no location"),
            (rows.out_of_force, "lay outside the force"),
            (rows.duplicate, "repeated another row"),
            (rows.quarantined, "were set aside as faulty"),
            (rows.replaced, "were replaced by a later record of the same crime"),
        )
        if count
    ]
    placed = f"Of {number(rows.read)} rows read, {number(rows.placed)} were placed in an area of the force."
    return f"{placed} Of the others, {listed(others)}." if others else placed
