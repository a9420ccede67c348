"""Tables of persons by area whose codes are of another census than the boundaries: carried over, or refused."""

from __future__ import annotations

import pandas as pd

from geo.areas.recode_areas import share_out
from geo.exceptions import InputRefused
from queries.loaders.tables.messages import count_of, name_some

# Between two censuses some 5% of areas get another code: so many without a row are no gap in a table.
LEAST, ABOVE = 5, 0.02


def carry_persons(
    table: pd.DataFrame, areas: pd.Index, code_changes: pd.DataFrame | None, *, area_vintage: int, what: str
) -> tuple[pd.DataFrame, list[str]]:
    """Return persons on the codes of the boundaries' census: as given, or carried over where they are of the other.

    Parameters
    ----------
    table : pandas.DataFrame
        Whole persons by `area_code`, in one column or several; the sentence counts those of the last.
    areas : pandas.Index
        Codes of the force's areas.
    code_changes : pandas.DataFrame or None
        `old_code` (2011), `new_code` (2021); without it nothing is carried.
    area_vintage : int
        Census of the areas, 2011 or 2021.
    what : str
        What the persons are, as "Residents".

    Returns
    -------
    tuple
        The table, and what was done, in a sentence. The rule is that of :func:`geo.areas.recode_areas.share_out`.

    Raises
    ------
    InputRefused
        A figure that would have to be carried is not a whole number.
    """
    missing = areas.difference(table.index)
    if code_changes is None or not is_another_census(missing, areas):
        return table, []
    there, here, other = ("old_code", "new_code", 2011) if area_vintage == 2021 else ("new_code", "old_code", 2021)
    links = code_changes[[there, here]].set_axis(["from_code", "to_code"], axis=1).drop_duplicates()
    givers = links.loc[links["to_code"].isin(areas), "from_code"]
    links = links[links["from_code"].isin(givers)]  # with parts that lie outside the force
    if not givers.isin(table.index).any() or not missing.isin(links["to_code"]).all():
        return table, []
    _refuse_fractions(table.reindex(givers.unique()), what)
    carried = pd.DataFrame({name: share_out(table[name], links) for name in table})
    parts = links.loc[links["from_code"].duplicated(keep=False) & links["to_code"].isin(areas), "to_code"].nunique()
    total = table[table.columns[-1]].reindex(links["from_code"].unique()).sum()
    return carried, [
        f"{what} are of areas of {other} and were carried to those of {area_vintage} by [code_changes]: merged areas"
        f" take the sum of theirs, {count_of(parts, 'part')} of split areas an equal whole share;"
        f" {total:,.0f} persons before as after"
    ]


def refuse_another_census(named: str, missing: pd.Index, areas: pd.Index, *, remedy: str) -> None:
    """Refuse a table that lacks so many areas of the force that it is of another census.

    Raises
    ------
    InputRefused
        It is.
    """
    if is_another_census(missing, areas):
        raise InputRefused(
            f"{named} lacks {len(missing):,} of {count_of(len(areas), 'area')} of the force:"
            f" {name_some(missing)}; it seems to be of another census (2011 or 2021) than the boundaries",
            remedy,
        )


def is_another_census(missing: pd.Index, areas: pd.Index) -> bool:
    """Whether a table without these areas of the force seems to be of another census."""
    return len(missing) >= LEAST and len(missing) > ABOVE * len(areas)


def _refuse_fractions(table: pd.DataFrame, what: str) -> None:
    broken = table.index[(table % 1 > 0).any(axis=1)]
    if len(broken):
        raise InputRefused(
            f"{what} of {count_of(len(broken), 'area')} are not whole numbers, and only whole persons are carried from"
            f" one census to another: {name_some(broken)}",
            "Round them, or give figures for areas of the boundaries' census",
        )
