"""Read which ward, district, team or unit an area is in, from tables of any publisher."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from geo.exceptions import ConfigurationRefused, InputRefused, Refusal, raise_together
from queries.files.missing_words import MISSING_WORDS
from queries.files.open_files import SourceFile
from queries.loaders.tables.messages import count_of, name_some
from queries.loaders.tables.reference_tables import clean_codes, read_whole_table


@dataclass(frozen=True)
class Lookup:
    """One table that gives facts about areas, or about wards.

    Attributes
    ----------
    file : str
        Its name, for messages.
    key : str
        Which column it is joined by: ``area_code``, or another that an earlier lookup gives, such as ``ward_code``.
    frame : pandas.DataFrame
        `key` and the other columns, under our names, as text; NaN where blank; each row once.
    """

    file: str
    key: str
    frame: pd.DataFrame


def read_lookup(
    file: SourceFile, *, columns: Mapping[str, str], where: Mapping[str, str] | None = None, key: str = "area_code"
) -> Lookup:
    """Read a lookup.

    Parameters
    ----------
    file : SourceFile
        A table of text.
    columns : Mapping[str, str]
        Our name for each column → the name in the file. Any name will do for what only describes NPUs.
    where : Mapping[str, str] or None
        Column in the file → the value that a row must have to be read.
    key : str
        Our name of the column to join by.

    Returns
    -------
    Lookup
        The columns under our names, one row a key, and notes for the reader.

    Raises
    ------
    ConfigurationRefused
        `columns` does not give the key.
    InputRefused
        A missing column, a row that cannot be read, no row that suits `where`, a row without its key.
    """
    where = where or {}
    if key not in columns:
        raise ConfigurationRefused(
            f"The lookup '{file.name}' is joined by '{key}', but its columns do not give it",
            f'Add {key} = "…" to its columns, or set another key',
        )
    table = read_whole_table(file, columns=[*columns.values(), *where])
    for column, value in where.items():
        seen = table[column]
        table = table[seen == value]
        if table.empty:
            raise InputRefused(
                f"'{file.name}' has no row whose {column} is '{value}'; it has {name_some(sorted(set(seen)))}",
                "Correct the lookup's 'where' in the configuration",
            )
    frame = pd.DataFrame({ours: table[theirs] for ours, theirs in columns.items()})
    if "area_code" in frame:
        frame["area_code"] = clean_codes(frame["area_code"])
    frame = frame.mask(frame.isin(MISSING_WORDS), "")
    blank = frame.index[frame[key] == ""]
    if len(blank):
        raise InputRefused(
            f"'{file.name}' has {count_of(len(blank), 'row')} without '{columns[key]}' (line {name_some(blank)})",
            "Give each row its code, or remove it",
        )
    return Lookup(file.name, key, _each_row_once(frame.mask(frame == ""), key))


def _each_row_once(frame: pd.DataFrame, key: str) -> pd.DataFrame:
    """Remove repeated rows; if every key is there once, as usual, there is nothing to compare."""
    if len(set(frame[key].tolist())) < len(frame):
        frame = frame.drop_duplicates()
    return frame.reset_index(drop=True)


def join_lookups(area_codes: Iterable[str] | None, lookups: Sequence[Lookup]) -> pd.DataFrame:
    """Join lookups into one row per area.

    Parameters
    ----------
    area_codes : Iterable[str] or None
        The areas wanted; None for every area that a lookup names. What a lookup says of other areas is not looked at.
    lookups : Sequence[Lookup]
        Those keyed by ``area_code`` are joined first, then the others in the order given.

    Returns
    -------
    pandas.DataFrame
        Index `area_code` (sorted), one text column for each name that a lookup gives; NaN where none gives a value.

    Raises
    ------
    InputRefused
        An area (or a ward, for a lookup keyed by ward) has two different values in one column; all are
        reported together.
    ConfigurationRefused
        A lookup is keyed by a column that no earlier lookup gives.
    """
    by_area = [lookup for lookup in lookups if lookup.key == "area_code"]
    if area_codes is None:
        area_codes = {code for lookup in by_area for code in lookup.frame["area_code"].tolist()}
    joined = pd.DataFrame(index=pd.Index(sorted(area_codes), name="area_code", dtype="str"))
    faults: list[Refusal] = []
    for lookup in [*by_area, *(one for one in lookups if one.key != "area_code")]:
        if lookup.key != "area_code" and lookup.key not in joined.columns:
            raise ConfigurationRefused(
                f"The lookup '{lookup.file}' is joined by '{lookup.key}', which no earlier lookup gives",
                f"Put a lookup with {lookup.key} before it, or set another key",
            )
        keys = (joined.index if lookup.key == "area_code" else joined[lookup.key]).tolist()
        for column in lookup.frame.columns.drop(lookup.key):
            known, double = _value_by_key(lookup, column, keys=set(keys))
            faults += _faults_of_pairs(double, lookup, column)
            values = pd.Series([known.get(key) for key in keys], index=joined.index, dtype="str")
            faults += _faults_between(joined, values, lookup, column)
            joined[column] = values if column not in joined else joined[column].fillna(values)
    raise_together(faults)
    return joined


def _value_by_key(lookup: Lookup, column: str, *, keys: Container[str]) -> tuple[dict[str, str], dict[str, set[str]]]:
    """Return the first value of each wanted key, and all values of keys with several.

    In plain Python: joining, or even `isin`, takes pandas ten times as long on long columns of text.
    """
    first: dict[str, str] = {}
    double: dict[str, set[str]] = {}
    given = lookup.frame[[lookup.key, column]].dropna()
    for key, value in zip(given[lookup.key].tolist(), given[column].tolist(), strict=True):
        if key in keys and first.setdefault(key, value) != value:
            double.setdefault(key, {first[key]}).add(value)
    return first, double


def _faults_of_pairs(double: Mapping[str, set[str]], lookup: Lookup, column: str) -> list[Refusal]:
    """List keys to which one lookup gives two values."""
    if not double:
        return []
    named = [f"{key} ({' and '.join(sorted(double[key]))})" for key in sorted(double)]
    return [
        InputRefused(
            f"'{lookup.file}' gives {count_of(len(named), lookup.key)} more than one {column}: {name_some(named)}",
            f"Give each {lookup.key} one {column}",
        )
    ]


def _faults_between(joined: pd.DataFrame, values: pd.Series, lookup: Lookup, column: str) -> list[Refusal]:
    """List areas to which an earlier lookup gave another value."""
    if column not in joined:
        return []
    earlier = joined[column]
    differ = earlier.notna() & values.notna() & (earlier != values)
    if not differ.any():
        return []
    named = [f"{area} ({earlier[area]} and {values[area]})" for area in joined.index[differ]]
    return [
        InputRefused(
            f"'{lookup.file}' gives {count_of(len(named), 'area')} another {column} "
            f"than an earlier lookup: {name_some(named)}",
            f"Take {column} from one lookup only",
        )
    ]
