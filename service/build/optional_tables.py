"""Read tables that a force may add: workday residents, the six variables of an index, residents by group."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from geo.exceptions import InputRefused
from queries.files.open_files import open_files
from queries.loaders.tables.another_census import carry_persons, refuse_another_census
from queries.loaders.tables.area_tables import read_area_table
from service.settings.optional_tables import AreaTable, Profile, VulnerableLocalities, WorkdayPopulation

SAME_CENSUS = "Give it for areas of the boundaries' census"
OR_LOOKUP = f"{SAME_CENSUS}, or the lookup between the two in [code_changes]"


@dataclass(frozen=True)
class Census:
    """The codes of the force's areas, the census they are of, and the table of code changes between the two."""

    areas: pd.Index
    code_changes: pd.DataFrame | None
    area_vintage: int


@dataclass(frozen=True)
class OptionalTables:
    """Tables that the configuration names; None where it does not.

    Attributes
    ----------
    workday_population : Series or None
        Persons by ``area_code``.
    profile : DataFrame or None
        Persons by ``area_code``: a column for each group, and ``total``.
    vulnerable : DataFrame or None
        The six variables as rates, by ``area_code``.
    notes : tuple of str
        What was carried over from another census, and areas without a row.
    """

    workday_population: pd.Series | None = None
    profile: pd.DataFrame | None = None
    vulnerable: pd.DataFrame | None = None
    notes: tuple[str, ...] = ()


def read_optional_tables(
    workday: WorkdayPopulation | None,
    profile: Profile | None,
    vulnerable: VulnerableLocalities | None,
    *,
    base: Path,
    census: Census,
) -> OptionalTables:
    """Read the optional tables of the configuration, on the codes of the force's areas.

    Raises
    ------
    InputRefused
        A file cannot be used, names none of the force's areas, or is of another census and cannot be carried over.
    """
    notes: list[str] = []
    found_workday = found_profile = found_vulnerable = None
    if workday:
        headings = {"workday_population": workday.population}
        what = "Workday residents"
        read = _read(workday, headings, base, census, "workday_population", notes, carried_as=what)
        found_workday = read["workday_population"]
    if profile:
        headings = {**profile.columns, "total": profile.total}
        what = "Residents by group"
        found_profile = _read(profile, headings, base, census, "profile", notes, carried_as=what)
    if vulnerable:
        headings = {str(variable): heading for variable, heading in vulnerable.columns.items()}
        headings |= {f"per {variable}": heading for variable, heading in vulnerable.per.items()}
        read = _read(vulnerable, headings, base, census, "vulnerable_localities", notes)
        for variable in vulnerable.per:
            divisor = read[f"per {variable}"]
            read[variable] = read[variable] / divisor.where(divisor > 0)
        found_vulnerable = read[list(vulnerable.columns)]
    return OptionalTables(found_workday, found_profile, found_vulnerable, tuple(notes))


def optional_sources(
    workday: WorkdayPopulation | None, profile: Profile | None, vulnerable: VulnerableLocalities | None
) -> Iterator[tuple[str, tuple[str, ...], str]]:
    """Kind, files and edition of each optional table in the configuration."""
    tables = {
        "workday residents": workday,
        "resident profile": profile,
        "vulnerable localities": vulnerable,
    }
    for kind, table in tables.items():
        if table:
            yield kind, table.files, table.edition


def _read(
    table: AreaTable,
    columns: dict[str, str],
    base: Path,
    census: Census,
    name: str,
    notes: list[str],
    *,
    carried_as: str = "",
) -> pd.DataFrame:
    """The numbers of a table on the force's areas; persons (`carried_as`) are carried over between censuses."""
    areas = census.areas
    read = read_area_table(open_files(table.files, base=base), area_code=table.area_code, columns=columns)
    if carried_as:
        read, said = carry_persons(read, areas, census.code_changes, area_vintage=census.area_vintage, what=carried_as)
        notes += said
    known = areas.isin(read.index)
    if not known.any():
        raise InputRefused(
            f"[{name}] has {len(read):,} areas, none of them of this force",
            "Look at its column of codes and its census year",
        )
    remedy = OR_LOOKUP if carried_as else SAME_CENSUS
    refuse_another_census(f"[{name}]", areas[~known], areas, remedy=remedy)
    if not known.all():
        notes.append(f"[{name}] has no row for {int((~known).sum()):,} of {len(areas):,} areas")
    return read.reindex(areas)
