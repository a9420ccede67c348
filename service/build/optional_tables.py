"""Tables that a force may add: workday residents, the six variables of an index, residents by group."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from geo.exceptions import InputRefused
from queries.files.open_files import open_files
from queries.loaders.tables.area_tables import read_area_table
from service.settings.optional_tables import AreaTable, Profile, VulnerableLocalities, WorkdayPopulation


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
        Areas without a row.
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
    areas: pd.Index,
) -> OptionalTables:
    """Read the optional tables of the configuration, on the codes of the force's areas.

    Raises
    ------
    InputRefused
        A file cannot be used, or names none of the force's areas.
    """
    notes: list[str] = []
    found_workday = found_profile = found_vulnerable = None
    if workday:
        read = _read(workday, {"workday_population": workday.population}, base, areas, "workday_population", notes)
        found_workday = read["workday_population"]
    if profile:
        found_profile = _read(profile, {**profile.columns, "total": profile.total}, base, areas, "profile", notes)
    if vulnerable:
        headings = {str(variable): heading for variable, heading in vulnerable.columns.items()}
        headings |= {f"per {variable}": heading for variable, heading in vulnerable.per.items()}
        read = _read(vulnerable, headings, base, areas, "vulnerable_localities", notes)
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
    table: AreaTable, columns: dict[str, str], base: Path, areas: pd.Index, name: str, notes: list[str]
) -> pd.DataFrame:
    read = read_area_table(open_files(table.files, base=base), area_code=table.area_code, columns=columns)
    known = areas.isin(read.index)
    if not known.any():
        raise InputRefused(
            f"[{name}] has {len(read):,} areas, none of them of this force",
            "Look at its column of codes and its vintage",
        )
    if not known.all():
        notes.append(f"[{name}] has no row for {int((~known).sum()):,} of {len(areas):,} areas")
    return read.reindex(areas)
