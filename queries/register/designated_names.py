"""Names that current designations give to their areas, for a build under way."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import pandas as pd

from geo.areas.recode_areas import follow_areas
from queries.register.log import RegisterLog
from queries.register.state import play


def read_designated_names(
    root: Path, *, known: Collection[str], changes: pd.DataFrame | None
) -> dict[str, frozenset[str]]:
    """Return the area codes of each current designation by its name, in the order of decisions.

    Parameters
    ----------
    root : Path
        The workspace with the register.
    known : collection of str
        Codes of the areas of the build; others are left out.
    changes : DataFrame, optional
        Code changes, as for :func:`geo.areas.recode_areas.follow_areas`.

    Raises
    ------
    InputRefused
        The register has been changed by hand.
    """
    links = pd.DataFrame(columns=["old_code", "new_code", "change_code"]) if changes is None else changes
    found = {}
    for one in play(RegisterLog(root).read()).designations.values():
        if one.ended is None:
            followed = follow_areas(one.area_codes, known=known, changes=links)
            found[one.name] = frozenset(followed.loc[followed["in_generation"], "area_code"])
    return found
