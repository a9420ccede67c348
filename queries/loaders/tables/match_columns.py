"""Find a column by its name, or by the beginning of it, and say which one was taken."""

from __future__ import annotations

import re
from collections.abc import Sequence

from geo.exceptions import InputRefused

# A Shapefile cuts a heading at ten characters; anything shorter is not taken for a cut heading.
SHORTEST_CUT_HEADING = 10


def find_column(
    columns: Sequence[str], heading: str, *, file: str, endings: tuple[str, ...] = ()
) -> tuple[str, str | None]:
    """Find the column that is meant.

    Parameters
    ----------
    columns : Sequence[str]
        The headings of the file.
    heading : str
        The heading asked for, or its beginning.
    file : str
        Name of the file, for the messages.
    endings : tuple[str, ...]
        Where several headings begin with `heading`, those that end in one of these are preferred
        (``("cd", "code")`` for a code, ``("nm", "name")`` for a name).

    Returns
    -------
    tuple[str, str | None]
        The heading as it is in the file, and a note if it is not exactly the one asked for.

    Raises
    ------
    InputRefused
        No heading fits, or several do.

    Notes
    -----
    In this order: the same text; the same text but for case; the only heading that begins with `heading`; the only
    heading that is `heading` cut short. What could mislead: a beginning such as ``LSOA`` takes whichever census year
    the
    file has, so the note should be shown.
    """
    if heading in columns:
        return heading, None
    matches = _matches(columns, heading.strip().lower(), endings)
    if len(matches) == 1:
        return matches[0], f"'{file}': column '{matches[0]}' taken for '{heading}'"
    if matches:
        raise InputRefused(
            f"'{file}': several columns fit '{heading}': {', '.join(matches)}", "Give the full name of one of them"
        )
    raise column_missing(columns, heading, file=file)


def column_missing(columns: Sequence[str], heading: str, *, file: str) -> InputRefused:
    """Say that a column is missing, and which ones there are.

    Parameters
    ----------
    columns : sequence of str
        Headings of the file.
    heading : str
        The heading that was looked for.
    file : str
        Name of the file.

    Returns
    -------
    InputRefused
        The refusal, to be raised by the caller.
    """
    seen = ", ".join(columns[:20]) + (f" and {len(columns) - 20} more" if len(columns) > 20 else "")
    return InputRefused(
        f"'{file}' has no column '{heading}'; it has {seen or 'none'}",
        "Name one of its columns in the configuration",
    )


def find_standard_column(columns: Sequence[str], pattern: str) -> list[str]:
    """Return headings that match a publisher's naming pattern, in any case.

    Parameters
    ----------
    columns : sequence of str
        Headings of the file.
    pattern : str
        Regular expression for the whole heading.

    Returns
    -------
    list of str
        Headings that fit, in their order.
    """
    return [c for c in columns if re.fullmatch(pattern, c.strip(), flags=re.IGNORECASE)]


def _matches(columns: Sequence[str], heading: str, endings: tuple[str, ...]) -> list[str]:
    """Return headings that could be meant, by the strictest rule that finds any."""
    lower = {c: c.strip().lower() for c in columns}
    same = [c for c in columns if lower[c] == heading]
    longer = [c for c in columns if lower[c].startswith(heading)]
    if len(longer) > 1:
        longer = [c for c in longer if lower[c].endswith(endings)] or longer
    cut = [c for c in columns if len(lower[c]) >= SHORTEST_CUT_HEADING and heading.startswith(lower[c])]
    return same or longer or cut
