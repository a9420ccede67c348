"""Follow areas between their codes of 2011 and of 2021."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence, Set

import pandas as pd

COLUMNS = ["recorded_code", "area_code", "change_code", "in_generation"]
WORDS = {"S": "split into", "M": "merged into", "X": "redrawn as"}


def follow_areas(recorded: Sequence[str], *, known: Collection[str], changes: pd.DataFrame) -> pd.DataFrame:
    """Find recorded areas among those known now, directly or through a table of code changes in either direction.

    Parameters
    ----------
    recorded : sequence of str
        Codes as they were decided on.
    known : collection of str
        Codes of the areas now.
    changes : DataFrame
        ``old_code``, ``new_code``, ``change_code`` (U unchanged, S split, M merged, X anything more complicated).

    Returns
    -------
    DataFrame
        ``recorded_code``, ``area_code``, ``change_code`` (empty where the code is current), ``in_generation``. A code
        that was split gives all its parts; one that is not found keeps its own code with ``in_generation`` False. Rows
        are in the order of `recorded`, then by code.

    Notes
    -----
    All parts of a split or redrawn area are taken, and a merged area is taken whole: the set can grow. It never shrinks
    without a row that says so.
    """
    there = known if isinstance(known, Set) else set(known)
    rows: list[tuple[str, str, str, bool]] = []
    links = _links(changes) if any(code not in there for code in recorded) else {}
    for code in recorded:
        if code in there:
            rows.append((code, code, "", True))
            continue
        found = sorted({(to, kind) for to, kind in links.get(code, ()) if to in there})
        rows += [(code, to, kind, True) for to, kind in found] or [(code, code, "", False)]
    return pd.DataFrame(rows, columns=COLUMNS).astype({"in_generation": "bool"})


def share_out(values: pd.Series[float], links: pd.DataFrame) -> pd.Series[float]:
    """Transfer whole numbers from areas of one census to those of another, so that their sum stays the same.

    Parameters
    ----------
    values : Series
        Whole numbers by area, NaN where not known.
    links : DataFrame
        `from_code, to_code`: each pair of areas that share land, once.

    Returns
    -------
    Series
        By `to_code`, sorted. Each area gives its number in equal whole parts to the areas that it is linked with (what
        is left over goes to the first of them by code), and each of those takes the sum of what it is given: unchanged
        and merged areas are exact. NaN where one of the areas that give is not known.

    Notes
    -----
    What could mislead: a lookup of codes does not say how many people live in each part of a split area. Equal parts
    are the stated rule: a census splits an area that has grown too large for one, into parts of similar size.
    """
    ordered = links.sort_values(["from_code", "to_code"], ignore_index=True)
    given = ordered["from_code"].map(values)
    parts = ordered.groupby("from_code")["to_code"].transform("size")
    turn = ordered.groupby("from_code").cumcount()
    share = (given // parts + (turn < given % parts)).where(given.notna())
    known = ~share.isna().groupby(ordered["to_code"]).any()
    found: pd.Series[float] = share.groupby(ordered["to_code"]).sum().where(known)
    return found.rename_axis("area_code")


def _links(changes: pd.DataFrame) -> dict[str, list[tuple[str, str]]]:
    """List which codes each code became, in both directions; a split in one direction is a merger in the other."""
    back = {"S": "M", "M": "S"}
    links: dict[str, list[tuple[str, str]]] = {}
    for old, new, kind in changes[["old_code", "new_code", "change_code"]].itertuples(index=False, name=None):
        links.setdefault(old, []).append((new, kind))
        links.setdefault(new, []).append((old, back.get(kind, kind)))
    return links


def say_what_moved(followed: pd.DataFrame) -> str:
    """Describe code changes, as in "E01000001 split into E01000002 and E01000003"; empty if every code is still valid.

    Parameters
    ----------
    followed : DataFrame
        As :func:`follow_areas` returns it: `recorded_code`, `area_code`, `change_code`, `in_generation`.

    Returns
    -------
    str
        One clause for each code that changed, separated by semicolons.
    """
    if followed["in_generation"].all() and (followed["change_code"] == "").all():
        return ""
    said = []
    for recorded, rows in followed.groupby("recorded_code", sort=False):
        if not rows["in_generation"].all():
            said.append(f"{recorded} is not in this generation")
        elif (rows["change_code"] != "").any():
            word = WORDS.get(rows["change_code"].iloc[0], "renamed")
            said.append(f"{recorded} {word} {_list_words(rows['area_code'])}")
    return "; ".join(said)


def _list_words(codes: Iterable[str]) -> str:
    *first, last = codes
    return f"{', '.join(first)} and {last}" if first else last
