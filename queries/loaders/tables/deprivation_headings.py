"""Match the headings of an Indices of Deprivation file to our figures."""

from __future__ import annotations

import re
from collections.abc import Sequence

from geo.exceptions import InputRefused

# How headings begin, in small letters and without punctuation; the ministry's names first, then short ones.
DOMAINS = {
    "imd": ("index of multiple deprivation imd", "index of multiple deprivation", "imd"),
    "income": ("income",),
    "employment": ("employment",),
    "education": ("education skills and training", "education"),
    "health": ("health deprivation and disability", "health"),
    "crime": ("crime",),
    "barriers": ("barriers to housing and services", "housing and services", "barriers"),
    "environment": ("living environment", "environment"),
}
FIGURES = ("rank", "decile", "score")
DEPRIVATION_COLUMNS = [f"{domain}_{figure}" for domain in DOMAINS for figure in FIGURES]
CODE_HEADING = re.compile(r"lsoa(?P<short>11|21)?(?:code|cd)(?P<long>2011|2021)?|areacode")


def find_code_heading(headings: Sequence[str], *, file: str) -> tuple[str, int | None]:
    """Find the column of area codes, and the census year that its heading states.

    Raises
    ------
    InputRefused
        There is none.
    """
    for heading in headings:
        match = CODE_HEADING.fullmatch(_plain(heading).replace(" ", ""))
        if match:
            stated = match["long"] or (f"20{match['short']}" if match["short"] else None)
            return heading, int(stated) if stated else None
    raise InputRefused(
        f"'{file}' has no column of area codes such as 'LSOA code (2021)'",
        "Give a file by LSOA, not by district or ward",
    )


def find_figures(headings: Sequence[str], *, file: str) -> dict[str, str]:
    """Find the columns of ranks, deciles and scores.

    Returns
    -------
    dict[str, str]
        Our column, such as ``barriers_rank`` → the heading.

    Raises
    ------
    InputRefused
        There are none, or two headings contain one figure.

    Notes
    -----
    Only the beginning counts, for "Income Rank (where 1 is most deprived)" is cut in some editions. "Income Deprivation
    Affecting Children" and the sub-domains begin otherwise and are not taken.
    """
    found: dict[str, str] = {}
    for heading in headings:
        column = _figure_of(_plain(heading))
        if column in found:
            raise InputRefused(
                f"'{file}' gives {column} in two columns: '{found[column]}' and '{heading}'", "Remove one of them"
            )
        if column:
            found[column] = heading
    if not found:
        raise InputRefused(
            f"'{file}' has no ranks, deciles or scores of deprivation", "Give File 1, File 2 or File 7 of the Indices"
        )
    return found


def _plain(heading: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", heading.lower()).strip()


def _figure_of(plain: str) -> str | None:
    """Return our column for a heading; scores transformed for combining are another figure."""
    if "exponential" in plain:
        return None
    for domain, names in DOMAINS.items():
        for figure in FIGURES:
            if any(plain.startswith(f"{name} {figure}") for name in names):
                return f"{domain}_{figure}"
    return None
