"""The catalogue of named queries: one relation a file in ``queries/catalogue/named``, each saying what it is for.

A file opens with comments that people and this module read alike::

    -- What it answers, in one or more lines.
    -- Parameters:
    --   npu (text, default null): code of a unit; every unit where null
    --   strand (text, one of crime | harm, default harm): what to order by
    --   share (number, from 0 to 1, default 0.05): share of areas
    -- Columns:
    --   population [persons] "Residents": usual residents, with a title of its own
    -- Empty: what it means that there are no rows.
    -- Example: a command that runs it.

A line ``-- include NAME`` among the CTEs stands for those of ``queries/catalogue/parts/NAME.sql``, which several
queries share; what is shown and run is the whole SQL.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import resources

import duckdb

from geo.exceptions import NothingFound, WrongUsage
from queries.catalogue.parameters import Parameter, find_known
from queries.catalogue.rows import Result, did_you_mean, fetch
from queries.store.connection import table_names

_PARAMETER = re.compile(
    r"^  (\w+) \((text|integer|number|month)(?:, (one of [^,]+|from [^,]+))?, default (.+?)\): (.+)$"
)
_INCLUDE = re.compile(r"(?m)^-- include (\w+)$")
_HEAD = re.compile(r"\A(?:--.*\n)+")
PREVIOUS = "previous"  # the name that the generation before is attached under
_DECIMALS = {
    "0 to 100": 1,
    "points": 1,
    "share": 3,
    "z score": 2,
    "probability": 4,
    "false discovery rate": 4,
    "per 1,000 residents": 1,
    "times chance": 2,
    "1 is the same": 2,
    "standard deviations": 2,
    "in the strand's own unit": 1,
    "in the item's own unit": 2,
    "times": 2,
    "0 to 1": 3,
    "-1 to 1": 2,
    "incidents a day": 1,
    "incidents per hectare": 1,
    "incidents per kilometre": 1,
    "kilometres": 1,
    "weight": 1,
}
_LABELS = ("place", "line", "number", "metres east", "metres north")
_OBVIOUS = (*_LABELS, "month", "yes or no")
_COLUMN = re.compile(r'^  (\w+)(?: \[(.+?)\])?(?: "(.+?)")?: (.+)$')


@dataclass(frozen=True)
class Column:
    """A column of a query's answer; the unit is empty for text, the title where the name says enough."""

    name: str
    unit: str
    title: str
    meaning: str

    @property
    def heading(self) -> str:
        """Return the heading with its unit, if it has none itself: "Need score (0 to 100)", "Area count"."""
        if self.title:
            return self.title
        words = self.name.replace("_per_1000", "").replace("_", " ").capitalize()
        for short in ("npu", "imd"):
            words = re.sub(rf"\b{short}\b", short.upper(), words, flags=re.IGNORECASE)
        said = not self.unit or self.unit in _OBVIOUS or self.unit.removesuffix("s") in self.name
        return words if said else f"{words} ({self.unit})"

    @property
    def decimals(self) -> int:
        """Decimals to show."""
        return _DECIMALS.get(self.unit, 0)

    @property
    def grouped(self) -> bool:
        """Whether thousands are separated: not in labels such as years."""
        return self.unit not in _LABELS


@dataclass(frozen=True)
class NamedQuery:
    """A query of the catalogue."""

    name: str
    purpose: str
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    empty: str
    example: str
    text: str

    @property
    def reads_previous(self) -> bool:
        """Whether it compares with the generation before."""
        return f" {PREVIOUS}." in self.text

    @property
    def draws(self) -> bool:
        """Whether it calls a function of the spatial extension."""
        return "ST_" in self.text

    @property
    def tables(self) -> set[str]:
        """Words of its SQL that name tables."""
        return set(re.findall(r"\w+", re.sub(r"--.*", "", self.text))) & set(table_names())


def query_names() -> list[str]:
    """List every query of the catalogue, in alphabetical order."""
    folder = resources.files("queries.catalogue") / "named"
    return sorted(entry.name.removesuffix(".sql") for entry in folder.iterdir() if entry.name.endswith(".sql"))


def named_query(name: str) -> NamedQuery:
    """Return one query of the catalogue.

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
    return parse(name, include_parts(_read("named", name)))


def include_parts(text: str) -> str:
    """Replace each line ``-- include NAME`` by the CTEs of that part.

    Raises
    ------
    FileNotFoundError
        There is no part of that name.
    """
    return _INCLUDE.sub(lambda found: _HEAD.sub("", _read("parts", found[1])).strip() + ",", text)


def _read(folder: str, name: str) -> str:
    return (resources.files("queries.catalogue") / folder / f"{name}.sql").read_text(encoding="utf-8")


def parse(name: str, text: str) -> NamedQuery:
    """Read what the comments at the head of a query declare; an unknown line raises ``ValueError``."""
    purpose: list[str] = []
    parameters: list[Parameter] = []
    columns: list[Column] = []
    empty, example = "There are no rows.", ""
    read: Callable[[str], None] = purpose.append
    for line in _comments_at_head(text):
        if line == "Parameters:":
            read = lambda said: parameters.append(Parameter(*_groups(_PARAMETER, said, name)))  # noqa: E731
        elif line == "Columns:":
            read = lambda said: columns.append(Column(*_groups(_COLUMN, said, name)))  # noqa: E731
        elif line.startswith("Empty: "):
            empty = line.removeprefix("Empty: ")
        elif line.startswith("Example: "):
            example = line.removeprefix("Example: ")
        elif line.startswith("Reads: "):
            continue  # for people; what is read is in the SQL
        else:
            read(line)
    return NamedQuery(name, " ".join(purpose), tuple(parameters), tuple(columns), empty, example, text)


def run_named(con: duckdb.DuckDBPyConnection, name: str, arguments: Mapping[str, str | None] | None = None) -> Result:
    """Run a query of the catalogue; values are bound, never pasted.

    Raises
    ------
    NothingFound
        The query, or the unit or area that a parameter names, does not exist.
    WrongUsage
        The query has no such parameter, or the value is not of its type.
    """
    sql, values = bind_named(con, name, arguments)
    with explain_older_generation(name):
        return fetch(con, sql, values)


@contextmanager
def explain_older_generation(name: str) -> Iterator[None]:
    """Explain, if a query of ours misses a column, that the generation was made by another version."""
    try:
        yield
    except (WrongUsage, NothingFound) as fault:
        if not fault.problem.startswith(("The SQL names something unknown", "There is no table")):
            raise
        raise NothingFound(
            f"What the query '{name}' reads is not in this generation: another version of the program made it",
            "Build again, and ask again",
        ) from None


def bind_named(
    con: duckdb.DuckDBPyConnection, name: str, arguments: Mapping[str, str | None] | None = None
) -> tuple[str, dict[str, object]]:
    """Return the SQL of a query and its checked values; errors as in :func:`run_named`."""
    query = named_query(name)
    values = {parameter.name: parameter.read(parameter.default) for parameter in query.parameters}
    for key, text in (arguments or {}).items():
        parameter = _parameter(query, key)
        values[parameter.name] = find_known(con, parameter, None if text is None else parameter.read(text))
    if query.reads_previous:
        _check_previous(con)
    return query.text, values


def _check_previous(con: duckdb.DuckDBPyConnection) -> None:
    """Refuse a comparison if there is no earlier generation."""
    attached = con.execute("SELECT count(*) FROM duckdb_databases() WHERE database_name = ?", [PREVIOUS]).fetchone()
    if not attached or not attached[0]:
        raise NothingFound(
            "There is no generation before this one to compare with",
            "Build again when the data or the configuration has changed",
        )


def _comments_at_head(text: str) -> list[str]:
    head = _HEAD.match(text)
    lines = head[0].splitlines() if head else []
    return [line.removeprefix("--").removeprefix(" ").rstrip() for line in lines if line.strip("- ")]


def _groups(pattern: re.Pattern[str], line: str, name: str) -> tuple[str, ...]:
    found = pattern.match(line)
    if not found:
        raise ValueError(f"{name}.sql: cannot read the comment '{line}'")
    return tuple(group or "" for group in found.groups())


def _parameter(query: NamedQuery, key: str) -> Parameter:
    known = {parameter.name: parameter for parameter in query.parameters}
    key = key.replace("-", "_")
    if key not in known:
        takes = f"It takes {', '.join(known)}" if known else "It takes none"
        raise WrongUsage(f"The query '{query.name}' has no parameter '{key}'", did_you_mean(key, list(known)) + takes)
    return known[key]
