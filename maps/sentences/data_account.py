"""Sentences on the data: period, age, months left out, and what became of every row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

import pandas as pd

from maps.text.period import IncompleteMonth, Period, RowAccount
from maps.text.phrases import (
    count_words,
    day_words,
    in_words,
    list_words,
    month_words,
    months_words,
    number,
    percent,
    some_listed,
)

_ALL_CRIME = "All recorded crime"
_YEARS = ("before", "after")
_NAMED = 4


def period_words(period: Period) -> str:
    """Describe the period: "19 of 22 months, September 2023 to June 2025", or "24 complete months, …".

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
        return f"{count_words(period.complete_month_count, 'complete month')}, {months_words(period)}"
    return f"{period.complete_month_count} of {period.month_count} months, {months_words(period)}"


def age_words(period: Period, run_date: date) -> str:
    """Say how old the newest month was on the day of the run: "Data to June 2025 (17 months old)".

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
    return f"Data to {month_words(last)} ({count_words(months, 'month')} old)"


def failed_refresh_words(failed_on: date, run_date: date) -> str:
    """Say in two sentences that the data could not be renewed.

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
    """Name the months left out in a sentence; empty if there are none.

    Parameters
    ----------
    period : Period
        Months that count, and those left out.

    Returns
    -------
    str
        A sentence for months of the period, one for other months of the files, and one for those left out by choice.
    """
    missing = [gap for gap in period.incomplete_months if gap.missing]
    inside = [gap for gap in missing if _is_within(gap, period)]
    outside = [gap for gap in missing if not _is_within(gap, period)]
    chosen = [gap for gap in period.incomplete_months if not gap.missing]
    said = []
    if inside:
        said.append(
            f"{_left_out(inside, 'of these ' if outside else '')} because data is missing: {_with_gaps(inside)}."
        )
    if outside:
        said.append(f"{_left_out(outside, 'outside this period ')} because data is missing: {_with_gaps(outside)}.")
    if chosen:
        said.append(f"{_left_out(chosen, '')} by choice: {_from_to(chosen)}.")
    return " ".join(said)


def incomplete_count_words(period: Period) -> str:
    """Count the months left out, for a sheet whose last page names them; empty if there are none.

    Parameters
    ----------
    period : Period
        Months that count, and those left out.

    Returns
    -------
    str
        One sentence, or nothing.
    """
    inside = [gap for gap in period.incomplete_months if gap.missing and _is_within(gap, period)]
    if not inside:
        return ""
    them = "it" if len(inside) == 1 else "them"
    return f"{_left_out(inside, '')} because data is missing; the last page of this set names {them}."


def _is_within(gap: IncompleteMonth, period: Period) -> bool:
    return period.first_month.replace(day=1) <= gap.month.replace(day=1) <= period.last_month.replace(day=1)


def _left_out(gaps: list[IncompleteMonth], which: str) -> str:
    """As in "Three of these months are left out", "One month outside this period is left out"."""
    count, noun = in_words(len(gaps)), "month" if len(gaps) == 1 else "months"
    subject = f"{count} of these months" if which == "of these " else f"{count} {noun} {which}".rstrip()
    return f"{subject} {'is' if len(gaps) == 1 else 'are'} left out"


def _with_gaps(gaps: list[IncompleteMonth]) -> str:
    return list_words([f"{month_words(gap.month)} ({gap.missing})" for gap in gaps])


def _from_to(gaps: list[IncompleteMonth]) -> str:
    """Months, runs of them by their ends: "July 2024 to June 2025 and August 2026"."""
    runs: list[list[date]] = []
    for month in sorted(gap.month for gap in gaps):
        follows = runs and (month.year - runs[-1][-1].year) * 12 + month.month - runs[-1][-1].month == 1
        if follows:
            runs[-1].append(month)
        else:
            runs.append([month])
    words = [month_words(run[0]) + (f" to {month_words(run[-1])}" if len(run) > 1 else "") for run in runs]
    return list_words(words)


def located_words(moves: pd.DataFrame, district_names: Mapping[str, str] | None = None) -> str:
    """Say how much recorded crime had no location in each of the last two years, and what is not compared.

    Parameters
    ----------
    moves : DataFrame
        As :attr:`maps.model.inputs.OptionalFrames.location_moves`. Empty, or without any incident that lacks a location
        (sources that count by area have none): nothing is said.
    district_names : mapping of str to str, optional
        Name of each district, by its code.
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
    said += _short_districts(moves[~of_force & (moves["crime_type"] == _ALL_CRIME)], whole, after, district_names or {})
    everywhere = set(moves.loc[of_force & moved, "crime_type"])
    in_districts = set(moves.loc[~of_force & moved, "crime_type"]) - everywhere
    if everywhere:
        said += (
            f" Places are not compared between these two years for {_name_types(everywhere)}; figures of the force"
            " count every incident."
        )
    if in_districts:
        said += f" In some districts places are not compared for {_name_types(in_districts)}."
    return said


def _short_districts(districts: pd.DataFrame, force: pd.Series, after: str, names: Mapping[str, str]) -> str:
    """Say which districts lack more locations than the force, so that their areas rank too low; empty for none."""
    short = districts[districts["without_after"] - force["without_after"] > districts["tolerance"]]
    if short.empty:
        return ""
    told = [
        f"{names.get(code, code)} ({percent(share)})"
        for code, share in zip(short["district_code"], short["without_after"], strict=True)
    ]
    return (
        f" In {after} more had no location in {list_words(told)}: counts and ranks of areas there are too low beside"
        " the rest of the force."
    )


def _name_types(types: Iterable[str]) -> str:
    """As in "all recorded crime, drugs and 2 more"."""
    names = [name[0].lower() + name[1:] for name in sorted(set(types), key=lambda name: (name != _ALL_CRIME, name))]
    return some_listed(names, _NAMED)


def rows_words(rows: RowAccount) -> str:
    """Account for every row read in a sentence.

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
    return f"{placed} Of the others, {list_words(others)}." if others else placed
