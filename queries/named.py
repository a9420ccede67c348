"""The catalogue of named queries: one relation a file in ``queries/named``, each saying what it is for.

A file opens with comments that people and this module read alike::

    -- What it answers, in one or more lines.
    -- Parameters:
    --   npu (text, default null): code of a unit; every unit where null
    -- Columns:
    --   population [persons] "Residents": usual residents, with a title of its own
    -- Empty: what it means that there are no rows.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from importlib import resources

import duckdb

from geo.refusals import NothingFound, WrongUsage
from queries.results import Result, did_you_mean, fetch

_PARAMETER = re.compile(r"^  (\w+) \((text|integer|number|month), default (.+?)\): (.+)$")
_DECIMALS = {
    "0 to 100": 1,
    "points": 1,
    "share": 3,
    "z score": 2,
    "probability": 4,
    "false discovery rate": 4,
    "per 1,000 residents": 1,
    "in the strand's own unit": 1,
}
_LABELS = ("place", "line", "number")
_OBVIOUS = (*_LABELS, "month", "yes or no")
_COLUMN = re.compile(r'^  (\w+)(?: \[(.+?)\])?(?: "(.+?)")?: (.+)$')


@dataclass(frozen=True)
class Parameter:
    """What a query may be told: its type is text, integer, number or month."""

    name: str
    kind: str
    default: str
    meaning: str


@dataclass(frozen=True)
class Column:
    """What a query gives; the unit is empty for text, the title where the name says enough."""

    name: str
    unit: str
    title: str
    meaning: str

    @property
    def heading(self) -> str:
        """Name as people read it, with the unit where it says none itself: "Need score (0 to 100)", "Area count"."""
        if self.title:
            return self.title
        words = self.name.replace("_per_1000", "").replace("_", " ").capitalize()
        for short in ("npu", "imd"):
            words = re.sub(rf"\b{short}\b", short.upper(), words, flags=re.IGNORECASE)
        said = not self.unit or self.unit in _OBVIOUS or self.unit.removesuffix("s") in self.name
        return words if said else f"{words} ({self.unit})"

    @property
    def decimals(self) -> int:
        """Decimals worth showing."""
        return _DECIMALS.get(self.unit, 0)

    @property
    def grouped(self) -> bool:
        """Whether thousands are set apart: not in what is a label rather than a count."""
        return self.unit not in _LABELS


@dataclass(frozen=True)
class NamedQuery:
    """A query of the catalogue."""

    name: str
    purpose: str
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    empty: str
    text: str


def query_names() -> list[str]:
    """Every query of the catalogue, in alphabetical order."""
    folder = resources.files("queries") / "named"
    return sorted(entry.name.removesuffix(".sql") for entry in folder.iterdir() if entry.name.endswith(".sql"))


def named_query(name: str) -> NamedQuery:
    """One query of the catalogue.

    Raises
    ------
    NothingFound
        There is none of that name.
    """
    if name not in query_names():
        raise NothingFound(
            f"There is no named query '{name}'",
            f"{did_you_mean(name, query_names())}'impact-areas queries list' shows them all",
        )
    return parse(name, (resources.files("queries") / "named" / f"{name}.sql").read_text(encoding="utf-8"))


def parse(name: str, text: str) -> NamedQuery:
    """Read what the comments at the head of a query declare; a line that says nothing known raises ``ValueError``."""
    purpose: list[str] = []
    parameters: list[Parameter] = []
    columns: list[Column] = []
    empty = "There are no rows."
    read: Callable[[str], None] = purpose.append
    for line in _comments_at_head(text):
        if line == "Parameters:":
            read = lambda said: parameters.append(Parameter(*_groups(_PARAMETER, said, name)))  # noqa: E731
        elif line == "Columns:":
            read = lambda said: columns.append(Column(*_groups(_COLUMN, said, name)))  # noqa: E731
        elif line.startswith("Empty: "):
            empty = line.removeprefix("Empty: ")
        else:
            read(line)
    return NamedQuery(name, " ".join(purpose), tuple(parameters), tuple(columns), empty, text)


def run_named(con: duckdb.DuckDBPyConnection, name: str, given: Mapping[str, str | None] | None = None) -> Result:
    """Run a query of the catalogue; values are bound, never pasted.

    Raises
    ------
    NothingFound
        The query, or the unit or area that a parameter names, does not exist.
    WrongUsage
        The query has no such parameter, or the value is not of its type.
    """
    query = named_query(name)
    values = {parameter.name: _value(parameter, parameter.default) for parameter in query.parameters}
    for key, text in (given or {}).items():
        parameter = _parameter(query, key)
        values[key] = None if text is None else _value(parameter, text)
        _check_known(con, key, values[key])
    return fetch(con, query.text, values)


def _comments_at_head(text: str) -> list[str]:
    head = re.match(r"(?:--.*\n)+", text)
    lines = head[0].splitlines() if head else []
    return [line.removeprefix("--").removeprefix(" ").rstrip() for line in lines if line.strip("- ")]


def _groups(pattern: re.Pattern[str], line: str, name: str) -> tuple[str, ...]:
    found = pattern.match(line)
    if not found:
        raise ValueError(f"{name}.sql: cannot read the comment '{line}'")
    return tuple(group or "" for group in found.groups())


def _parameter(query: NamedQuery, key: str) -> Parameter:
    known = {parameter.name: parameter for parameter in query.parameters}
    if key not in known:
        takes = f"It takes {', '.join(known)}" if known else "It takes none"
        raise WrongUsage(f"The query '{query.name}' has no parameter '{key}'", did_you_mean(key, list(known)) + takes)
    return known[key]


def _value(parameter: Parameter, text: str) -> object:
    """The value of a parameter as its type."""
    if text == "null":
        return None
    try:
        if parameter.kind == "integer":
            return _whole(text)
        if parameter.kind == "number":
            return _finite(text)
        return date.fromisoformat(f"{text}-01") if parameter.kind == "month" else text
    except ValueError:
        example = {"integer": "20", "number": "0.05", "month": "2024-09"}[parameter.kind]
        raise WrongUsage(
            f"'{text}' is not a valid {parameter.kind} for the parameter '{parameter.name}'",
            f"Write it as in {parameter.name}={example}",
        ) from None


def _whole(text: str) -> int:
    number = int(text)
    if not 0 <= number < 2**31:
        raise ValueError(text)
    return number


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(text)
    return number


_KNOWN = {
    "npu": ("unit", "SELECT npu_code FROM npus ORDER BY 1"),
    "area": ("area", "SELECT area_code FROM areas ORDER BY 1"),
    "candidate": ("candidate", "SELECT candidate_id FROM candidates ORDER BY 1"),
    "crime_type": ("crime type", "SELECT crime_type FROM area_months UNION SELECT crime_type FROM hotspots ORDER BY 1"),
    "measure": ("measure", "SELECT DISTINCT measure FROM hotspots ORDER BY 1"),
}


def _check_known(con: duckdb.DuckDBPyConnection, key: str, value: object) -> None:
    """Refuse a code that this generation does not hold: an empty answer would look like a finding."""
    if value is None or key not in _KNOWN:
        return
    word, sql = _KNOWN[key]
    known = [row[0] for row in con.execute(sql).fetchall()]
    if value in known:
        return
    nearest = did_you_mean(str(value), known)
    listed = ", ".join(known) if len(known) <= 20 else f"{known[0]}, {known[1]} and {len(known) - 2:,} more"
    raise NothingFound(f"There is no {word} '{value}' here", f"{nearest}There are: {listed or 'none'}")
