"""Parameters of a named query: types, allowed values, and codes that the generation must have."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import duckdb

from geo.exceptions import NothingFound, WrongUsage
from queries.catalogue.rows import did_you_mean

WHOLE_SURFACES = ("All recorded crime", "All demand")
_LISTED = 20
_SHAPES = {"text": "TEXT", "integer": "N", "number": "X", "month": "YYYY-MM"}


@dataclass(frozen=True)
class Parameter:
    """A parameter of a query.

    Attributes
    ----------
    name : str
        As in the SQL.
    kind : str
        text, integer, number or month.
    allowed : str
        ``one of a | b``, ``from 0 to 1``, or empty where every value of the kind will do.
    default : str
        As text; ``null`` where it may be left out.
    meaning : str
        In plain words.
    """

    name: str
    kind: str
    allowed: str
    default: str
    meaning: str

    @property
    def option(self) -> str:
        """Name of the option, as ``--crime-type``."""
        return f"--{self.name.replace('_', '-')}"

    @property
    def choices(self) -> list[str]:
        """Allowed values, if they are listed."""
        listed = self.allowed.removeprefix("one of ")
        return [choice.strip() for choice in listed.split("|")] if listed != self.allowed else []

    @property
    def bounds(self) -> tuple[float, float] | None:
        """Lowest and highest value allowed, if they are stated."""
        if not self.allowed.startswith("from "):
            return None
        low, high = self.allowed.removeprefix("from ").split(" to ")
        return float(low), float(high)

    @property
    def shape(self) -> str:
        """Placeholder of the value in help."""
        return _SHAPES[self.kind]

    def read(self, text: str) -> object:
        """Convert the value to its type.

        Raises
        ------
        WrongUsage
            It is not of the type, or not allowed.
        """
        if text == "null":
            return None
        try:
            value = _READERS[self.kind](text)
        except ValueError:
            raise self._refuse(text, f"is not a valid {self.kind}", f"Write it as in {self._example()}") from None
        if self.choices and value not in self.choices:
            raise self._refuse(
                text, "is not allowed", did_you_mean(text, self.choices) + f"Allowed: {self._list_words()}"
            )
        if self.bounds and not self.bounds[0] <= float(str(value)) <= self.bounds[1]:
            raise self._refuse(text, "is out of range", f"Give a value {self.allowed}")
        return value

    def _refuse(self, text: str, fault: str, remedy: str) -> WrongUsage:
        return WrongUsage(f"'{text}' {fault} for the parameter '{self.name}'", remedy)

    def _example(self) -> str:
        return f"{self.name}={ {'integer': '20', 'number': '0.05', 'month': '2024-09'}[self.kind] }"

    def _list_words(self) -> str:
        return ", ".join(self.choices)


def _read_integer(text: str) -> int:
    number = int(text)
    if not 0 <= number < 2**31:
        raise ValueError(text)
    return number


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(text)
    return number


_READERS: dict[str, Callable[[str], object]] = {
    "text": str,
    "integer": _read_integer,
    "number": _finite,
    "month": lambda text: date.fromisoformat(f"{text}-01"),
}
_KNOWN = {
    "npu": ("unit", "SELECT npu_code, npu_name FROM npus ORDER BY 1"),
    "area": ("area", "SELECT area_code, area_name FROM areas ORDER BY 1"),
    "candidate": ("candidate", "SELECT candidate_id, candidate_name FROM candidates ORDER BY 1"),
    "designation": ("designation", "SELECT designation_id, name FROM designations ORDER BY ALL"),
    "problem": ("problem", "SELECT problem_id FROM problems ORDER BY ALL"),
    "stage": ("stage", "SELECT unnest(['analysis', 'assessment', 'response', 'scanning', 'signed off'])"),
    "crime_type": ("crime type", "SELECT crime_type FROM area_months UNION SELECT crime_type FROM hotspots ORDER BY 1"),
    "measure": ("measure", "SELECT DISTINCT measure FROM hotspots ORDER BY 1"),
}


def find_known(con: duckdb.DuckDBPyConnection, parameter: Parameter, value: object) -> object:
    """Return the code of a unit, an area, a place or a designation given by code or name.

    Raises
    ------
    NothingFound
        There is no such unit, area, candidate, crime type or measure: an empty answer would look like a finding. The
        nearest is named.
    """
    if value is None or parameter.choices or parameter.name not in _KNOWN:
        return value
    word, sql = _KNOWN[parameter.name]
    rows = con.execute(sql).fetchall()
    known = [row[0] for row in rows]
    if parameter.name == "crime_type":
        known += [name for name in WHOLE_SURFACES if name not in known]
    if value in known:
        return value
    typed = str(value).strip().casefold()
    meant = {row[0] for row in rows if typed in (str(cell).casefold() for cell in row)}
    if len(meant) == 1:
        return meant.pop()
    nearest = did_you_mean(str(value), known)
    listed = ", ".join(known) if len(known) <= _LISTED else f"{known[0]}, {known[1]} and {len(known) - 2:,} more"
    raise NothingFound(f"There is no {word} '{value}' here", f"{nearest}There are: {listed or 'none'}")
