"""Other areas for a designation that is kept: what a review takes in and leaves out."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import duckdb

from geo.areas.recode_areas import follow_areas
from geo.exceptions import WrongUsage
from queries.loaders.tables.messages import name_some
from queries.register.builds import Build
from queries.register.log import Event
from queries.register.state import Designation
from service.register.targets import find_targets


@dataclass(frozen=True)
class AreaChanges:
    """Areas to take in and to leave out."""

    add: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()


def read_area_changes(con: duckdb.DuckDBPyConnection, *, add: Sequence[str], drop: Sequence[str]) -> AreaChanges:
    """Find the areas that a person means: candidates by their id, areas by their code.

    Raises
    ------
    Refusal
        A candidate or an area is not known.
    """
    taken, left = (find_targets(con, named).area_codes if named else () for named in (add, drop))
    return AreaChanges(taken, left)


def reshape(one: Designation, build: Build, changed_areas: AreaChanges) -> Event:
    """What a review writes down about areas; nothing where it changes none.

    Areas are written in the codes of the current generation; one that this generation does not know stays as it was.

    Raises
    ------
    WrongUsage
        An area to take in is there, one to leave out is not, or none would be left.
    """
    if not changed_areas.add and not changed_areas.drop:
        return {}
    followed = follow_areas(one.area_codes, known=build.areas.index, changes=build.code_changes)
    held = set(followed["area_code"])
    names = dict(zip(one.area_codes, one.area_names, strict=True)) | build.areas["area_name"].to_dict()
    _refuse(one, "--add", [names[code] for code in sorted(set(changed_areas.add) & held)], "is in it already")
    _refuse(one, "--drop", [names[code] for code in sorted(set(changed_areas.drop) - held)], "is not in it")
    codes = sorted((held | set(changed_areas.add)) - set(changed_areas.drop))
    if not codes:
        raise WrongUsage(
            f"Without these, no area of {one.designation_id} '{one.name}' would be left",
            "End it with 'impact-areas designations exit'",
        )
    changes = (("took in", changed_areas.add), ("left out", changed_areas.drop))
    said = [f"{word} {', '.join(names[code] for code in areas)}" for word, areas in changes if areas]
    return {
        "area_codes": codes,
        "area_names": [names[code] for code in codes],
        "area_vintage": build.area_vintage,
        "areas_changed": "; ".join(said),
    }


def _refuse(one: Designation, option: str, areas: Collection[str], what: str) -> None:
    if areas:
        raise WrongUsage(
            f"{option} names {name_some(areas)}, which {what}: {one.designation_id} '{one.name}'",
            f"Leave it out; 'impact-areas designations show {one.designation_id}' lists its areas",
        )
