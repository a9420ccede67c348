"""Conditions on a collection's features, as SQL with bound values.

Names of columns come from the collection's own list, never from a request.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import shapely

from geo.exceptions import WrongUsage
from queries.published.collections import Collection, Property
from queries.published.systems import System

_FARTHEST = 1e8
_WHOLE = re.compile(r"[+-]?\d{1,18}", re.ASCII)
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}T?", re.ASCII)  # GDAL writes days as 2026-06-01T
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d{1,9})?([Zz]|[+-]\d{2}:\d{2})", re.ASCII)
_TRUTHS = {"true": True, "1": True, "false": False, "0": False}


@dataclass(frozen=True)
class Condition:
    """SQL with question marks, and their values in order."""

    sql: str
    values: tuple[Any, ...] = ()


EVERYTHING = Condition("true")


def all_of(conditions: Sequence[Condition]) -> Condition:
    """Combine conditions with AND; none at all lets everything pass.

    Parameters
    ----------
    conditions : sequence of Condition
        Conditions on one collection.

    Returns
    -------
    Condition
        SQL joined by AND, with its values beside it.
    """
    return _join(conditions, " AND ") if conditions else EVERYTHING


def any_of(conditions: Sequence[Condition]) -> Condition:
    """Combine conditions with OR."""
    return _join(conditions, " OR ")


def _join(conditions: Sequence[Condition], word: str) -> Condition:
    if len(conditions) == 1:
        return conditions[0]
    sql = word.join(f"({condition.sql})" for condition in conditions)
    return Condition(sql, tuple(value for condition in conditions for value in condition.values))


def column_sql(found: Property) -> str:
    """Return a property as SQL; a month becomes the moment at which it begins, so that days and moments compare."""
    return f'"{found.name}"::TIMESTAMP' if found.kind == "date" else f'"{found.name}"'


def equals(found: Property, text: str) -> Condition:
    """Return a property equal to the value of a query parameter.

    Parameters
    ----------
    found : Property
        A property of the collection.
    text : str
        Value as it is in the address.

    Returns
    -------
    Condition
        SQL with the value bound.

    Raises
    ------
    WrongUsage
        The text is no value of the property's type.
    """
    return Condition(f"{column_sql(found)} = ?", (read_value(found, text),))


def read_value(found: Property, text: str) -> Any:
    """Read text as a value of the property's kind.

    Raises
    ------
    WrongUsage
        It is none.
    """
    if found.kind == "text":
        return text
    if found.kind == "truth" and text.lower() in _TRUTHS:
        return _TRUTHS[text.lower()]
    if found.kind == "integer" and _WHOLE.fullmatch(text):
        return int(text)
    if found.kind in ("integer", "number") and _NUMBER.fullmatch(text) and math.isfinite(float(text)):
        return float(text)
    if found.kind == "date":
        return read_moment(text, found.name)
    wanted = {"truth": "true or false", "integer": "a whole number", "number": "a number"}[found.kind]
    raise WrongUsage(f"{found.name} is '{text[:80]}'", f"Give {wanted}")


def read_moment(text: str, parameter: str) -> datetime:
    """Read a day or a moment (RFC 3339) as a moment in UTC without its zone.

    Raises
    ------
    WrongUsage
        It is neither.
    """
    try:
        if _DAY.fullmatch(text):
            return datetime.combine(date.fromisoformat(text[:10]), datetime.min.time())
        if _MOMENT.fullmatch(text):
            return datetime.fromisoformat(text.upper()).astimezone(UTC).replace(tzinfo=None)
    except (ValueError, OverflowError):
        pass
    raise WrongUsage(
        f"{parameter} has '{text[:80]}' for a time", "Give a day as 2026-06-01 or a moment as 2026-06-01T00:00:00Z"
    )


def in_time(collection: Collection, text: str) -> Condition:
    """Select features whose months meet a moment or an interval ``start/end``; ``..`` or nothing is an open end.

    Features that have no time meet every one.

    Parameters
    ----------
    collection : Collection
        Whose months are compared.
    text : str
        As it is in the address.

    Returns
    -------
    Condition
        SQL with the ends bound.

    Raises
    ------
    WrongUsage
        It is no moment and no interval, has no end at all, or ends before it begins.
    """
    parts = text.split("/")
    if len(parts) > 2 or all(part in ("", "..") for part in parts):
        raise WrongUsage(f"datetime is '{text[:80]}'", "Give a moment, or start/end with '..' for an open end")
    start, end = _read_end(parts[0], last=False), _read_end(parts[-1], last=True)
    if start and end and start > end:
        raise WrongUsage(f"datetime is '{text[:80]}', which ends before it starts", "Exchange start and end")
    if collection.times is None:
        return EVERYTHING
    first, last = (f'"{name}"' for name in collection.times)
    conditions = [Condition(f"{last} + INTERVAL 1 MONTH > ?", (start,))] if start else []
    conditions += [Condition(f"{first}::TIMESTAMP <= ?", (end,))] if end else []
    return all_of(conditions)


def _read_end(part: str, *, last: bool) -> datetime | None:
    if part in ("", ".."):
        return None
    moment = read_moment(part, "datetime")
    whole_day = last and _DAY.fullmatch(part) is not None
    return moment + timedelta(days=1, microseconds=-1) if whole_day and moment.year < 9999 else moment


def in_box(text: str, system: System, parameter: str = "bbox") -> Condition:
    """Select features that meet a box of four numbers in a system; of six, heights are ignored.

    In degrees, a box whose west is greater than its east lies across the 180th meridian.

    Parameters
    ----------
    text : str
        Four or six numbers with commas between them: the lowest corner, then the highest, each with its axes in the
        order of the system (north first in EPSG:4326).
    system : System
        In which the numbers are given.
    parameter : str
        Name of the query parameter, for the refusal.

    Returns
    -------
    Condition
        SQL with the corners bound.

    Raises
    ------
    WrongUsage
        These are not four or six numbers, the south is above the north, or the west is east of the east in a system
        that is not in degrees.
    """
    numbers = [read_coordinate(part.strip(), parameter) for part in text.split(",")]
    if len(numbers) not in (4, 6):
        raise WrongUsage(f"{parameter} has {len(numbers)} numbers", "Give four, lowest corner first")
    half = len(numbers) // 2
    axes = (1, 0) if system.north_first else (0, 1)
    (west, south), (east, north) = ([numbers[at + axis] for axis in axes] for at in (0, half))
    if south > north or (west > east and not system.degrees):
        raise WrongUsage(
            f"{parameter} is '{text[:80]}', whose first corner is not the lowest", "Give the lowest corner first"
        )
    sides = [(west, 180.0), (-180.0, east)] if west > east else [(west, east)]
    boxes = [shapely.envelope(shapely.MultiPoint([(left, south), (right, north)])) for left, right in sides]
    return meets(shapely.union_all(boxes), system)


def read_coordinate(text: str, parameter: str) -> float:
    """Read a coordinate: a finite number that can be on the Earth."""
    if not _NUMBER.fullmatch(text) or not abs(float(text)) <= _FARTHEST:
        raise WrongUsage(f"{parameter} has '{text[:40]}' for a coordinate", "Give a number in degrees or metres")
    return float(text)


def meets(shape: shapely.Geometry, system: System) -> Condition:
    """Select features whose outline has a point in common with a shape (east or longitude first)."""
    if shapely.is_empty(shape) or not np.isfinite(shapely.get_coordinates(shape)).all():
        raise WrongUsage("The shape of a filter is empty", "Give it corners")
    if not shapely.is_valid(shape):
        raise WrongUsage(f"The shape of a filter is not valid: {shapely.is_valid_reason(shape)}", "Mend the shape")
    sql = f"shape IN (SELECT shape FROM shapes WHERE ST_Intersects({system.outline}, ST_GeomFromWKB(?)))"
    return Condition(sql, (shapely.to_wkb(shape),))
