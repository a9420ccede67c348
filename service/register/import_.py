"""Takes present Impact Areas into the register: from outlines of any kind, or lists of areas."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import duckdb
import pandas as pd

from geo.areas.match_outlines import RULE, match_shapes
from geo.areas.recode_areas import follow_areas, say_what_moved
from geo.exceptions import InputRefused, WrongUsage
from queries.catalogue.rows import did_you_mean
from queries.loaders.boundaries.formats import KINDS, ending_of
from queries.loaders.designation_files import read_designation_list, read_designation_outlines
from queries.loaders.tables.messages import count_of, name_some
from queries.register.builds import Build
from queries.register.log import Event, RegisterLog
from queries.register.state import play
from queries.store.about import day_words
from queries.store.connection import read_areas
from queries.workspace.generations import Workspace, file_hash
from service.build.redraw import redraw
from service.register.clean_text import LONGEST_NAME, RegisterAnswer, clean_text, read_day, read_review_date
from service.register.designate import AFTERWARDS, decision_head, refuse_taken_names, the_build


@dataclass(frozen=True)
class AreasByName:
    """What a file says: areas by the name of the designation, what to say of each, and what to say of all."""

    area_codes: dict[str, list[str]]
    remarks: dict[str, str]
    notes: list[str]
    rule: str


def import_designations(
    workspace: Path,
    file: Path,
    *,
    by: str,
    reason: str,
    review: str,
    since: str | None = None,
    name_column: str = "name",
    crs: str | None = None,
    layer: str | None = None,
    now: datetime,
) -> RegisterAnswer:
    """Take present Impact Areas into the register, all of a file or none.

    Parameters
    ----------
    workspace : Path
        Where something has been built.
    file : Path
        Outlines (GeoPackage, GeoJSON, Shapefile, KML, GeoParquet) or a CSV of ``area_code`` and names.
    by, reason, review : str
        As for a designation.
    since : str, optional
        Day from which they are current, as 2019-10-01; today where left out.
    name_column : str
        Column that names each designation.
    crs, layer : str, optional
        For a file that names no CRS, or has several layers.
    now : datetime
        The moment, UTC.

    Returns
    -------
    RegisterAnswer
        What was written, in words.

    Raises
    ------
    Refusal
        The file cannot be used, an outline has no area of the force, or a name is taken: nothing has been written.
    """
    by, reason = clean_text(by, option="--by", longest=LONGEST_NAME), clean_text(reason, option="--reason")
    review_date = read_review_date(review, today=now.date())
    held_from = _past_day(since, today=now.date())
    if not file.is_file():
        raise InputRefused(f"There is no file '{file}'", "Give a GeoPackage, GeoJSON, Shapefile or CSV file")
    listed = ending_of(file.name) == ".csv"
    with Workspace(workspace).open_current(spatial=not listed) as con:
        build = the_build(con)
        found = (
            _from_list(build, file, name_column)
            if listed
            else _from_outlines(con, file, name_column=name_column, crs=crs, layer=layer)
        )

    def decide(events: tuple[Event, ...]) -> Event:
        state = play(events)
        refuse_taken_names(state, list(found.area_codes))
        first = len(state.designations) + 1
        return {
            **decision_head("imported", build, by=by, reason=reason, now=now),
            "area_vintage": build.area_vintage,
            "source": f"file '{file.name}', SHA-256 {file_hash(file)[:16]}; {found.rule}",
            "review_date": review_date.isoformat(),
            "designations": [
                {
                    "designation_id": f"D{number}",
                    "name": name,
                    "since": held_from.isoformat(),
                    "area_codes": codes,
                    "area_names": build.areas.loc[codes, "area_name"].tolist(),
                }
                for number, (name, codes) in enumerate(found.area_codes.items(), start=first)
            ],
        }

    made = RegisterLog(workspace).append(decide)["designations"]
    lines = [f"{one['designation_id']} '{one['name']}': {found.remarks[one['name']]}" for one in made]
    return RegisterAnswer(
        (
            f"Took {count_of(len(made), 'designation')} from '{file.name}', review by {day_words(review_date)}.",
            *lines,
            *found.notes,
            redraw(workspace).line,
            AFTERWARDS,
        ),
        {"designations": made, "rule": found.rule, "notes": found.notes},
    )


def _past_day(text: str | None, *, today: date) -> date:
    if text is None:
        return today
    day = read_day(text, option="--since")
    if day > today:
        raise WrongUsage(
            f"--since is {day_words(day)}, which is after today", "Give the day they were designated, or leave it out"
        )
    return day


def _clean_name(name: str) -> str:
    return clean_text(name, option="A name in the file", longest=LONGEST_NAME)


def _from_outlines(
    con: duckdb.DuckDBPyConnection, file: Path, *, name_column: str, crs: str | None, layer: str | None
) -> AreasByName:
    """Areas that the outlines stand for."""
    if ending_of(file.name) not in (*KINDS, ".zip"):
        raise InputRefused(
            f"'{file.name}' is not a kind of file that is read here", f"Give one of .csv, {', '.join(KINDS)}, or a .zip"
        )
    shapes, notes = read_designation_outlines(file, name_column=name_column, crs=crs, layer=layer)
    shapes.index = pd.Index(
        [clean_text(name, option="A name in the file", longest=LONGEST_NAME) for name in shapes.index]
    )
    areas = read_areas(con)
    matched = match_shapes(shapes, areas)
    outside = [name for name in shapes.index if name not in set(matched["shape"])]
    if outside:
        raise InputRefused(
            f"'{file.name}': {name_some(outside)} stands for no area of this force",
            f"The rule takes {RULE}; remove what lies elsewhere, or look whether the file is of this force",
        )
    hectares = areas.geometry.area / 10_000
    codes, said = {}, {}
    for name, rows in matched.groupby("shape", sort=False):
        codes[str(name)] = sorted(rows["area_code"])
        inside = (rows["area_share"] * rows["area_code"].map(hectares)).sum() / rows["area_code"].map(hectares).sum()
        said[str(name)] = (
            f"{count_of(len(rows), 'area')}; they cover {rows['shape_share'].sum():.0%} of the outline,"
            f" and {inside:.0%} of them lies in it."
        )
    return AreasByName(codes, said, [f"{note}." for note in notes], RULE)


def _from_list(build: Build, file: Path, name_column: str) -> AreasByName:
    """Areas that a list names, found again where their codes have changed."""
    listed = read_designation_list(file, name_column=name_column)
    known = {code.casefold(): code for code in build.areas.index}
    recorded = [known.get(code.casefold(), code.upper()) for code in listed["area_code"]]
    followed = follow_areas(list(dict.fromkeys(recorded)), known=known.values(), changes=build.code_changes)
    _refuse_unknown(followed, file.name, list(known.values()))
    codes: dict[str, list[str]] = {}
    for name, code in zip(listed["name"], recorded, strict=True):
        cleaned = _clean_name(name)
        now = followed.loc[followed["recorded_code"] == code, "area_code"]
        codes[cleaned] = sorted({*codes.get(cleaned, []), *now})
    moved = say_what_moved(followed)
    said = {name: f"{count_of(len(found), 'area')}." for name, found in codes.items()}
    return AreasByName(codes, said, [f"Codes that have changed: {moved}."] if moved else [], "areas as listed")


def _refuse_unknown(followed: pd.DataFrame, file: str, known: list[str]) -> None:
    unknown = followed.loc[~followed["in_generation"], "recorded_code"].tolist()
    if unknown:
        raise InputRefused(
            f"'{file}' names {count_of(len(unknown), 'area')} that this generation does not know: {name_some(unknown)}",
            f"{did_you_mean(unknown[0], known)}Correct the code; for codes of another year give a table of changes in"
            " [code_changes] and build again",
        )
