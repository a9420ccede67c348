"""Areas that were named under one vintage, found again under another."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

import pandas as pd

COLUMNS = ["recorded_code", "area_code", "change_code", "in_generation"]
WORDS = {"S": "split into", "M": "merged into", "X": "redrawn as"}


def follow_areas(recorded: Sequence[str], *, known: Collection[str], changes: pd.DataFrame) -> pd.DataFrame:
    """Find recorded areas among those known now, straight or through a table of code changes, in either direction.

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
        ``recorded_code``, ``area_code``, ``change_code`` (empty where the code still stands), ``in_generation``. A code
        that was split gives all its parts; one that is not found keeps its own code with ``in_generation`` False. Rows
        are in the order of `recorded`, then by code.

    Notes
    -----
    All parts of a split or redrawn area are taken, and a merged area is taken whole: the set can grow. It never shrinks
    without a row that says so.
    """
    there = set(known)
    rows: list[tuple[str, str, str, bool]] = []
    links = _links(changes)
    for code in recorded:
        if code in there:
            rows.append((code, code, "", True))
            continue
        found = sorted({(to, kind) for to, kind in links.get(code, ()) if to in there})
        rows += [(code, to, kind, True) for to, kind in found] or [(code, code, "", False)]
    return pd.DataFrame(rows, columns=COLUMNS).astype({"in_generation": "bool"})


def _links(changes: pd.DataFrame) -> dict[str, list[tuple[str, str]]]:
    """Where each code went, forwards and backwards; what is split one way is merged the other."""
    back = {"S": "M", "M": "S"}
    links: dict[str, list[tuple[str, str]]] = {}
    for old, new, kind in changes[["old_code", "new_code", "change_code"]].itertuples(index=False, name=None):
        links.setdefault(old, []).append((new, kind))
        links.setdefault(new, []).append((old, back.get(kind, kind)))
    return links


def say_what_moved(followed: pd.DataFrame) -> str:
    """As in "E01000001 split into E01000002 and E01000003"; empty where every code still stands."""
    said = []
    for recorded, rows in followed.groupby("recorded_code", sort=False):
        if not rows["in_generation"].all():
            said.append(f"{recorded} is not in this generation")
        elif (rows["change_code"] != "").any():
            word = WORDS.get(rows["change_code"].iloc[0], "renamed")
            said.append(f"{recorded} {word} {_listed(rows['area_code'])}")
    return "; ".join(said)


def _listed(codes: Iterable[str]) -> str:
    *first, last = codes
    return f"{', '.join(first)} and {last}" if first else last
