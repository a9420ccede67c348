"""Names of types of area in plain words, from the strands in which they are high."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from geo.need.need_index import STRANDS

HIGH, LOW = 65.0, 35.0
VERY_HIGH = 85.0
MOVED = 0.1
APART = 5.0  # percentile points by which two types differ in a strand


def name_types(means: pd.DataFrame, *, demand_name: str = "demand") -> list[str]:
    """Name each type, no two alike: 'High crime and harm', 'Low in all four strands, falling against the force'.

    Parameters
    ----------
    means : DataFrame
        One row a type, highest need first: mean `<strand>_score` (force percentiles) and `crime_change` (as a
        share; missing where no two years compare).
    demand_name : str
        What demand is made of, where it is not all of it.

    Returns
    -------
    list of str
        In the order of the rows.

    Notes
    -----
    A strand is high where the type's mean percentile is at least 65, low where it is at most 35. Where two types would
    have one name, the one with less need also names the strand in which they differ most, if it is one that the name
    does not name and they differ by at least 5 points; otherwise it says "less need". No name has a strand twice.
    """
    named: list[str] = []
    read = [*(f"{strand}_score" for strand in STRANDS), "crime_change"]
    rows = [{name: float(row[name]) for name in read} for row in means.to_dict("records")]
    for at, row in enumerate(rows):
        name = _name(row, {"demand": demand_name})
        if name in named:
            name = _tell_apart(name, row, rows[named.index(name)], {"demand": demand_name})
        named.append(name if name not in named else f"{name} (type {at + 1})")
    return named


def describe_types(means: pd.DataFrame, *, demand_name: str = "demand") -> list[str]:
    """Describe the means of each type in one or two sentences.

    Parameters
    ----------
    means : DataFrame
        As for :func:`name_types`, with `force_change` and the first and last months of the two periods,
        `before_start, before_end, after_start, after_end`; all missing where no two years compare.
    demand_name : str
        What demand is made of, where it is not all of it.
    """
    called = {"demand": demand_name}
    return [_describe({str(name): value for name, value in row.items()}, called) for row in means.to_dict("records")]


def _describe(row: Mapping[str, Any], called: Mapping[str, str]) -> str:
    places = ", ".join(f"{called.get(strand, strand)} {row[f'{strand}_score']:.0f}" for strand in STRANDS)
    said = f"Mean place in the force, of 100: {places}"
    if pd.isna(row["crime_change"]):
        return f"{said}. Change is not shown: no two years compare"
    before, after = (f"{row[f'{name}_start']:%B %Y} to {row[f'{name}_end']:%B %Y}" for name in ("before", "after"))
    return (
        f"{said}. Recorded crime {_moved_words(row['crime_change'])} against the force, in which it"
        f" {_moved_words(row['force_change'])}: {after} against {before}"
    )


def _name(row: Mapping[str, float], called: Mapping[str, str]) -> str:
    high = [strand for strand in STRANDS if row[f"{strand}_score"] >= HIGH]
    low = [strand for strand in STRANDS if row[f"{strand}_score"] <= LOW]
    if len(high) == len(STRANDS):
        very = all(row[f"{strand}_score"] >= VERY_HIGH for strand in STRANDS)
        said = f"{'Very high' if very else 'High'} in all four strands"
    elif len(low) == len(STRANDS):
        said = "Low in all four strands"
    elif not high and not low:
        said = "In the middle of the force"
    else:
        parts = [f"high {_list_words([called.get(s, s) for s in high])}"] if high else []
        parts += [f"low {_list_words([called.get(s, s) for s in low])}"] if low else []
        said = ", ".join(parts).capitalize()
    direction = {1: ", rising against the force", -1: ", falling against the force"}.get(
        _direction(row["crime_change"]), ""
    )
    return said + direction


def _tell_apart(name: str, row: Mapping[str, float], other: Mapping[str, float], called: Mapping[str, str]) -> str:
    """Add the strand in which two types differ most, of those that the name does not name; else say "less need"."""
    by = {strand: row[f"{strand}_score"] - other[f"{strand}_score"] for strand in STRANDS}
    unnamed = [strand for strand in STRANDS if LOW < row[f"{strand}_score"] < HIGH and abs(by[strand]) >= APART]
    if not unnamed:
        return f"{name}, less need"
    apart = max(unnamed, key=lambda strand: abs(by[strand]))
    return f"{name}, {'less' if by[apart] < 0 else 'more'} {called.get(apart, apart)}"


def _direction(change: float) -> int:
    return int(change >= MOVED) - int(change <= -MOVED)


def _moved_words(change: float) -> str:
    if abs(change) < 0.005:
        return "was unchanged"
    return f"{'rose' if change > 0 else 'fell'} by {abs(change):.0%}"


def _list_words(words: Sequence[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
