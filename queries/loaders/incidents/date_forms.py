"""Read dates and months in the forms that people export, only if they can mean one thing.

A date with the zone written (``Z``, ``+01:00``) is turned into the clock time of the United Kingdom. Of ``03/04/2026``
nobody can tell the day from the month; a whole column mostly settles it, because some day lies above 12.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")

_CLOCK = r"(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.\d+)?)?\s?(?P<half>[ap]\.?m\.?)?"
_ZONE = r"\s?(?P<zone>Z|UTC|GMT|BST|[+-]\d\d:?\d\d)?"
_TAIL = rf"(?:(?:T|,?\s+){_CLOCK}{_ZONE})?"
_NAME = r"(?P<name>[a-z]{3,9})\.?"
_NUMERIC = re.compile(rf"(?P<first>\d{{1,2}})([/.-])(?P<other>\d{{1,2}})\2(?P<year>\d{{4}}){_TAIL}", re.IGNORECASE)
_DATES = tuple(
    re.compile(pattern + _TAIL, re.IGNORECASE)
    for pattern in (
        r"(?P<year>\d{4})([-/.])(?P<month>\d{1,2})\2(?P<day>\d{1,2})",
        r"(?P<year>[12]\d{3})(?P<month>\d\d)(?P<day>\d\d)",
        rf"(?P<day>\d{{1,2}})[\s/-]{_NAME}[\s/,-]+(?P<year>\d{{4}})",
        rf"{_NAME}\s(?P<day>\d{{1,2}}),?\s(?P<year>\d{{4}})",
    )
)
_MONTHS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_NAME}[\s/-]+'?(?P<year>\d{{4}}|\d\d)",
        rf"(?P<year>\d{{4}})[\s/-]{_NAME}",
        r"(?P<year>[12]\d{3})[/.-]?(?P<month>\d\d)",
        r"(?P<month>\d\d)[/.-](?P<year>[12]\d{3})",
    )
)
_NAMES = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
          "november", "december")  # fmt: skip
_HOURS_FROM_UTC = {"Z": "+00:00", "UTC": "+00:00", "GMT": "+00:00", "BST": "+01:00"}


def is_numeric_date(text: str) -> bool:
    """Return whether a date is in figures with the year last, so that day and month can be confused."""
    return _NUMERIC.fullmatch(text) is not None


def day_comes_first(texts: Iterable[str], *, first_of_month: bool) -> bool | None:
    """Return whether dates in figures with the year last begin with the day (True) or the month (False).

    Parameters
    ----------
    texts : iterable of str
        All dates of one column, in any form.
    first_of_month : bool
        The column has months, so that one of the two figures is the first of the month wherever it is 1 throughout.

    Returns
    -------
    bool or None
        None where both readings are possible, or neither fits all.
    """
    found = [match for match in map(_NUMERIC.fullmatch, texts) if match]
    first, other = {int(match["first"]) for match in found}, {int(match["other"]) for match in found}
    if first_of_month and 1 in (len(first), len(other)) and {1} in (first, other):
        return first == {1}
    above = max(first, default=0) > 12, max(other, default=0) > 12
    return above[0] if above[0] != above[1] else None


def read_moment(text: str, *, day_first: bool | None) -> date | datetime | None:
    """Read a date, or a time by the clock of the United Kingdom; None if it cannot be read in one way only."""
    numeric = _NUMERIC.fullmatch(text)
    if numeric:
        if day_first is None:
            return None
        day, month = (numeric["first"], numeric["other"]) if day_first else (numeric["other"], numeric["first"])
        return _moment(numeric, day=int(day), month=int(month))
    for pattern in _DATES:
        match = pattern.fullmatch(text)
        if match:
            return _moment(match, day=int(match["day"]), month=_month_of(match))
    return None


def read_month(text: str, *, day_first: bool | None) -> date | None:
    """Read the first day of the month that a text names, as a month or as a date in it; None as :func:`read_moment`."""
    moment = read_moment(text, day_first=day_first)
    if moment:
        return date(moment.year, moment.month, 1)
    for pattern in _MONTHS:
        match = pattern.fullmatch(text)
        month = _month_of(match) if match else None
        if match and month and 1 <= month <= 12:
            year = int(match["year"])
            return date(year + 2000 if year < 100 else year, month, 1)
    return None


def _month_of(match: re.Match[str]) -> int | None:
    parts = match.groupdict()
    if parts.get("month"):
        return int(parts["month"])
    name = parts["name"].lower().replace("sept", "sep") if len(parts["name"]) == 4 else parts["name"].lower()
    found = [at for at, full in enumerate(_NAMES, start=1) if name in (full, full[:3])]
    return found[0] if len(found) == 1 else None


def _moment(match: re.Match[str], *, day: int, month: int | None) -> date | datetime | None:
    try:
        if month is None:
            return None
        if match["hour"] is None:
            return date(int(match["year"]), month, day)
        hour = int(match["hour"])
        if match["half"]:
            if not 1 <= hour <= 12:
                return None
            hour = hour % 12 + (12 if match["half"].lower().startswith("p") else 0)
        moment = datetime(int(match["year"]), month, day, hour, int(match["minute"]), int(match["second"] or 0))
    except ValueError:
        return None
    return _by_uk_clock(moment, match["zone"])


def _by_uk_clock(moment: datetime, zone: str | None) -> datetime | None:
    if zone is None:
        return moment
    offset = _HOURS_FROM_UTC.get(zone.upper(), zone)
    try:
        return datetime.fromisoformat(f"{moment.isoformat()}{offset}").astimezone(LONDON).replace(tzinfo=None)
    except (ValueError, OverflowError):
        return None
