"""Short lists and counts for messages."""

from __future__ import annotations

from collections.abc import Iterable

NAMED_AT_MOST = 5


def count_of(number: int, thing: str) -> str:
    """Count things: ``'1 area'``, ``'1,719 areas'``.

    Parameters
    ----------
    number : int
        How many.
    thing : str
        The noun in the singular; its plural takes an s.

    Returns
    -------
    str
        Number and noun.
    """
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def name_some(values: Iterable[object], *, at_most: int = NAMED_AT_MOST) -> str:
    """Name the first few values and count the rest: ``'A, B and 7 more'``.

    Parameters
    ----------
    values : iterable of object
        What is named, in this order.
    at_most : int
        How many are named.

    Returns
    -------
    str
        Names with commas.
    """
    names = [str(value) for value in values]
    more = len(names) - at_most
    return ", ".join(names[:at_most]) + (f" and {more:,} more" if more > 0 else "")
